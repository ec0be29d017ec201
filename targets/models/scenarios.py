"""Scenarios of a report: what-ifs that are kept beside the plans and change nothing of them."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.models import Report


class ScenarioQuerySet(models.QuerySet["SavedScenario"]):
    def named(self) -> "ScenarioQuerySet":
        """Those that were kept under a name, for everybody of the Party."""
        return self.exclude(name="")

    def current(self) -> "ScenarioQuerySet":
        return self.filter(removed_at__isnull=True)


class SavedScenario(models.Model):
    """A scenario under a name; without one it is what its author was trying last.

    It is not part of the report: nothing of it is submitted or counted.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="scenarios")
    name = models.CharField(gettext_lazy("name"), max_length=120, blank=True)
    note = models.TextField(gettext_lazy("note"), blank=True)
    plans = models.JSONField(default=list, help_text="zone, land type, gains, losses in km2")
    assumptions = models.JSONField(default=dict, help_text="as of the balance sheet")
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = ScenarioQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("scenario")
        verbose_name_plural = gettext_lazy("scenarios")
        ordering = ["report", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "created_by"],
                condition=models.Q(name=""),
                name="scenario_one_draft_a_person",
            ),
            models.UniqueConstraint(
                fields=["report", "name"],
                condition=~models.Q(name="") & models.Q(removed_at__isnull=True),
                name="scenario_name_once_a_report",
            ),
        ]

    def __str__(self) -> str:
        return self.name or _("What you tried last")
