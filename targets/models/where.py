"""Where to act: the response classes of a run's map, worked out by a worker."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from indicators.models import Job, JobState, Report, Run
from targets.models.vocabularies import Hierarchy, LandType


class ResponseMapQuerySet(models.QuerySet["ResponseMap"]):
    def done(self) -> "ResponseMapQuerySet":
        return self.filter(job_state=JobState.SUCCEEDED)


class ResponseMap(Job):
    """One working out for a report: its rasters stand in the storage, its areas in rows."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="response_maps")
    run = models.ForeignKey(Run, models.PROTECT, related_name="response_maps")
    period = models.CharField(max_length=40, help_text="key of the period in the run")
    zones = models.JSONField(default=list, blank=True, help_text="names, in the run's order")
    drivers = models.JSONField(
        default=list,
        blank=True,
        help_text="driver, the measures or the entry whose polygons name it, degraded km2 inside",
    )
    smallest_km2 = models.FloatField(default=0, help_text="patches below this were merged")
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = ResponseMapQuerySet.as_manager()

    class Meta:
        verbose_name = _("map of where to act")
        verbose_name_plural = _("maps of where to act")
        ordering = ["report", "-pk"]
        indexes = [models.Index(fields=["job_state", "heartbeat_at"], name="response_map_sweep")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.run_id}"

    @property
    def folder(self) -> str:
        """Where its rasters stand in the storage."""
        return f"responses/{self.pk}"


class ResponseArea(models.Model):
    """How much of a land type in a zone calls for each response, km2."""

    map = models.ForeignKey(ResponseMap, models.CASCADE, related_name="areas")
    zone = models.CharField(_("zone"), max_length=300, blank=True)
    land_type = models.CharField(_("land type"), max_length=12, choices=LandType.choices)
    reverse_km2 = models.DecimalField(_("Reverse"), max_digits=14, decimal_places=4)
    reduce_km2 = models.DecimalField(_("Reduce"), max_digits=14, decimal_places=4)
    avoid_km2 = models.DecimalField(_("Avoid"), max_digits=14, decimal_places=4)

    class Meta:
        verbose_name = _("area to act on")
        verbose_name_plural = _("areas to act on")
        ordering = ["map", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["map", "zone", "land_type"], name="response_area_once_a_map"
            )
        ]

    def __str__(self) -> str:
        return f"{self.zone} {self.land_type}"

    def km2_of(self, response: str) -> Any:
        """The area that calls for a response."""
        return getattr(self, f"{response}_km2")


class ResponsePatch(models.Model):
    """A contiguous patch of one land type that calls for one response."""

    map = models.ForeignKey(ResponseMap, models.CASCADE, related_name="patches")
    number = models.PositiveIntegerField(_("number"))
    response = models.CharField(_("response"), max_length=7, choices=Hierarchy.choices)
    land_type = models.CharField(_("land type"), max_length=12, choices=LandType.choices)
    zone = models.CharField(_("zone"), max_length=300, blank=True)
    area_km2 = models.DecimalField(_("area, km²"), max_digits=14, decimal_places=4)
    longitude = models.FloatField(_("longitude of the middle"))
    latitude = models.FloatField(_("latitude of the middle"))
    geometry = models.JSONField()

    class Meta:
        verbose_name = _("patch to act on")
        verbose_name_plural = _("patches to act on")
        ordering = ["map", "number"]
        constraints = [
            models.UniqueConstraint(fields=["map", "number"], name="response_patch_once_a_map")
        ]

    def __str__(self) -> str:
        return f"{self.number}"
