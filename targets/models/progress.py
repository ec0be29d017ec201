"""Dated reports on how far a measure has come, each with its evidence."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from indicators.models import Unit
from targets.models.measures import Measure


class MeasureProgressQuerySet(models.QuerySet["MeasureProgress"]):
    def current(self) -> "MeasureProgressQuerySet":
        return self.filter(removed_at__isnull=True)


class MeasureProgress(models.Model):
    """What a measure had done on a day: the whole area up to then, not what came since."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        UNDER_WAY = "under_way", _("Under way")
        COMPLETED = "completed", _("Completed")
        STOPPED = "stopped", _("Stopped")

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="progress")
    number = models.PositiveIntegerField(_("number"))
    date = models.DateField(_("date"))
    area_km2 = models.DecimalField(
        _("area done, km²"), max_digits=20, decimal_places=6, null=True, blank=True
    )
    entered_area = models.DecimalField(
        _("area done"), max_digits=20, decimal_places=6, null=True, blank=True
    )
    entered_unit = models.CharField(max_length=5, choices=Unit.choices, default=Unit.HA)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices)
    comment = models.TextField(_("comment"), blank=True)
    evidence_name = models.CharField(_("evidence"), max_length=255, blank=True)
    evidence_key = models.CharField(max_length=200, blank=True)
    evidence_size = models.PositiveBigIntegerField(default=0)
    evidence_sha256 = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = MeasureProgressQuerySet.as_manager()

    class Meta:
        verbose_name = _("progress report of a measure")
        verbose_name_plural = _("progress reports of measures")
        ordering = ["measure", "-date", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "number"], name="progress_number_unique_in_measure"
            ),
            models.CheckConstraint(
                condition=models.Q(area_km2__isnull=True) | models.Q(area_km2__gte=0),
                name="progress_area_not_below_nought",
            ),
        ]

    def __str__(self) -> str:
        return _("Progress report %(number)s") % {"number": self.number}
