"""A file of numbers that waits to be confirmed."""

import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from indicators.models.reports import Report

if TYPE_CHECKING:
    from countries.models import User

KEPT_FOR = timedelta(days=3)


class PendingImportQuerySet(models.QuerySet["PendingImport"]):
    def visible_to(self, user: "User") -> "PendingImportQuerySet":
        """Those of the Parties that a person works for, as long as they are kept."""
        reports = Report.objects.working_for(user)
        return self.filter(report__in=reports, created_at__gt=timezone.now() - KEPT_FOR)

    def expired(self) -> "PendingImportQuerySet":
        return self.filter(created_at__lte=timezone.now() - KEPT_FOR)


class PendingImport(models.Model):
    """What was read from an uploaded file, kept until somebody confirms or discards it.

    `content` is an `indicators.offline.arrival.Arrival`; the file itself is not kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(Report, models.CASCADE, related_name="pending_imports")
    name = models.CharField(_("name of the file"), max_length=200)
    content = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="pending_imports"
    )

    objects = PendingImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("pending import")
        verbose_name_plural = _("pending imports")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        report = self.report
        return reverse("offline_import", args=[report.party.iso3, report.cycle.year, self.pk])

    @property
    def expires_at(self) -> datetime:
        return self.created_at + KEPT_FOR
