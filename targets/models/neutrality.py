"""What a Party enters for its balance sheet: losses that land-use plans will bring."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from indicators.models import Report, Unit
from targets.models.vocabularies import LandType


class PlannedLoss(models.Model):
    """Land that will degrade or be taken by a plan, until the last year of the projection."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="planned_losses")
    number = models.PositiveIntegerField(_("number"))
    land_type = models.CharField(_("land type"), max_length=12, choices=LandType.choices)
    area_km2 = models.DecimalField(_("area, km²"), max_digits=20, decimal_places=6)
    entered_area = models.DecimalField(_("area"), max_digits=20, decimal_places=6)
    entered_unit = models.CharField(max_length=5, choices=Unit.choices, default=Unit.HA)
    reason = models.TextField(_("reason"))
    source = models.CharField(_("source"), max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("planned loss")
        verbose_name_plural = _("planned losses")
        ordering = ["report", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "number"], name="planned_loss_number_unique_in_report"
            ),
            models.CheckConstraint(
                condition=models.Q(area_km2__gt=0), name="planned_loss_has_an_area"
            ),
        ]

    def __str__(self) -> str:
        return _("Planned loss %(number)s") % {"number": self.number}
