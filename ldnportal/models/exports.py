"""Exports: files that are too large to be made while somebody waits. Each is a job."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from countries.permissions import Actor
from indicators.models import ENDED_STATES, Cycle, Job, JobState
from ldnportal.regions.scope import Scope, find_scope


class Step(models.TextChoices):
    """What a worker does just now."""

    SUM = "sum", _("Summing up what has been published")
    WRITE = "write", _("Writing the rows")
    LAY_OUT = "lay_out", _("Drawing maps and charts and laying out pages")
    KEEP = "keep", _("Putting the file in its place")


class ExportQuerySet(models.QuerySet["Export"]):
    def visible_to(self, user: Actor) -> "ExportQuerySet":
        """The person's own, and those that nobody signed in asked for: their address is secret."""
        mine = Q(created_by__isnull=True)
        return self.filter(mine | Q(created_by=user.pk) if user.is_authenticated else mine)

    def unfinished(self) -> "ExportQuerySet":
        return self.exclude(job_state__in=ENDED_STATES)


class Export(Job):
    """One file that somebody asked for: published data only, so that it holds no secret."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.CharField(max_length=40, help_text="name of one of the region's files")
    scope = models.CharField(max_length=60, help_text="slug of a region, world, or set")
    parties = models.JSONField(default=list, blank=True, help_text="ISO codes of a chosen set")
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="+")
    language = models.CharField(max_length=10)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+"
    )
    step = models.CharField(max_length=10, choices=Step.choices, default=Step.SUM)
    rows_done = models.PositiveIntegerField(default=0)
    rows_total = models.PositiveIntegerField(default=0)
    key = models.CharField(max_length=60, blank=True, help_text="name in the storage; empty: none")
    size = models.PositiveBigIntegerField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        ordering = ["-created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(job_state=JobState.SUCCEEDED)
                | Q(size__isnull=False, expires_at__isnull=False),
                name="export_done_has_a_file",
            )
        ]
        indexes = [
            models.Index(fields=["job_state", "heartbeat_at"], name="export_sweep"),
            models.Index(fields=["created_by", "created_at"], name="export_own"),
        ]

    def __str__(self) -> str:
        return self.download_name

    def get_absolute_url(self) -> str:
        return reverse("export_detail", args=[self.pk])

    @property
    def is_ready(self) -> bool:
        """Whether the file can be downloaded now."""
        return bool(self.job_state == JobState.SUCCEEDED and self.key)

    @property
    def download_name(self) -> str:
        return f"{self.scope}-{self.cycle.year}-{self.file}"

    def find_scope(self) -> Scope:
        """Whose numbers it holds. Raises NoSuchScope when the region is gone."""
        return find_scope(self.scope, self.parties)
