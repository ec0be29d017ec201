"""The effect of a measure, worked out by a worker from the rasters of a run."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from indicators.models import Job, Run
from targets.models.measures import Measure


class MeasureEffect(Job):
    """One comparison of a measure's polygon with a ring around it, before and after its start."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="effects")
    run = models.ForeignKey(Run, models.PROTECT, related_name="effects")
    geometry = models.JSONField(help_text="the polygon as it was when this was asked")
    start_year = models.PositiveSmallIntegerField()
    left_out = models.JSONField(
        default=list, blank=True, help_text="numbers of the measures that the ring leaves out"
    )
    result = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("effect of a measure")
        verbose_name_plural = _("effects of measures")
        ordering = ["measure", "-pk"]
        indexes = [models.Index(fields=["job_state", "heartbeat_at"], name="effect_sweep")]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.run_id}"
