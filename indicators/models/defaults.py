"""Default numbers: what global data say where a Party has said nothing."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from countries.models import Party
from indicators.models.cycles import Cycle
from indicators.models.datasets import Sourced


class DefaultNumber(Sourced):
    """A number that a Party may take, at its address in the record ("profile.area.2015.land").

    Areas are in km2, stocks of carbon in t/ha. The secretariat loads them; see `load_defaults`.
    """

    party = models.ForeignKey(Party, models.CASCADE, related_name="default_numbers")
    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="default_numbers")
    path = models.CharField(_("key"), max_length=120)
    value = models.DecimalField(max_digits=20, decimal_places=6)
    actual_year = models.PositiveSmallIntegerField(_("actual year"), null=True, blank=True)

    class Meta:
        verbose_name = _("default number")
        verbose_name_plural = _("default numbers")
        ordering = ["party", "cycle", "path"]
        constraints = [
            models.UniqueConstraint(fields=["party", "cycle", "path"], name="default_number_once"),
            models.CheckConstraint(
                condition=models.Q(value__gte=0), name="default_number_not_below_nought"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party_id} {self.path}"
