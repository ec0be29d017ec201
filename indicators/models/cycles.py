"""Reporting cycles and their periods. Windows are data that the secretariat edits."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class CycleQuerySet(models.QuerySet["Cycle"]):
    def current(self) -> "Cycle | None":
        """The newest cycle that has opened, else the newest there is."""
        opened = self.filter(opens_on__lte=timezone.localdate())
        return opened.first() or self.first()


class Cycle(models.Model):
    """A round of national reporting, such as 2026."""

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    opens_on = models.DateField(_("opens on"))
    due_on = models.DateField(_("due on"))
    closes_on = models.DateField(_("closes on"))

    objects = CycleQuerySet.as_manager()

    class Meta:
        verbose_name = _("cycle")
        verbose_name_plural = _("cycles")
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(opens_on__lte=models.F("due_on"))
                & models.Q(due_on__lte=models.F("closes_on")),
                name="cycle_dates_in_order",
                violation_error_message=_("A cycle opens, falls due and closes, in that order."),
            )
        ]

    def __str__(self) -> str:
        return str(self.year)

    @property
    def is_open(self) -> bool:
        return self.opens_on <= timezone.localdate() <= self.closes_on


class Period(models.Model):
    """A span of a cycle, with the window that each indicator uses inside it."""

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="periods")
    key = models.SlugField(_("key"), max_length=40)
    order = models.PositiveSmallIntegerField(default=0)
    is_baseline = models.BooleanField(_("is the baseline"), default=False)
    first_year = models.PositiveSmallIntegerField(_("first year"))
    last_year = models.PositiveSmallIntegerField(_("last year"))
    land_cover_first = models.PositiveSmallIntegerField(_("land cover, first year"))
    land_cover_last = models.PositiveSmallIntegerField(_("land cover, last year"))
    carbon_first = models.PositiveSmallIntegerField(_("carbon, first year"))
    carbon_last = models.PositiveSmallIntegerField(_("carbon, last year"))
    productivity_first = models.PositiveSmallIntegerField(_("productivity, first year"))
    productivity_last = models.PositiveSmallIntegerField(_("productivity, last year"))
    recent_years = models.PositiveSmallIntegerField(
        _("years counted as recent for productivity state"), default=3
    )

    class Meta:
        verbose_name = _("period")
        verbose_name_plural = _("periods")
        ordering = ["cycle", "order"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "key"], name="period_key_unique_in_cycle"),
            models.UniqueConstraint(
                fields=["cycle"],
                condition=models.Q(is_baseline=True),
                name="period_one_baseline_a_cycle",
                violation_error_message=_("A cycle has one baseline period."),
            ),
            models.CheckConstraint(
                condition=models.Q(first_year__lte=models.F("last_year"))
                & models.Q(land_cover_first__lt=models.F("land_cover_last"))
                & models.Q(carbon_first__lt=models.F("carbon_last"))
                & models.Q(productivity_first__lt=models.F("productivity_last")),
                name="period_years_in_order",
                violation_error_message=_("The first year of each indicator is before its last."),
            ),
            models.CheckConstraint(
                condition=models.Q(recent_years__gte=1)
                & models.Q(
                    productivity_last__gte=models.F("productivity_first") + models.F("recent_years")
                ),
                name="period_recent_years_leave_a_history",
                violation_error_message=_(
                    "The recent years are compared with the years before them: at least one of "
                    "the years of productivity has to be left as history."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        years = f"{self.first_year}\u2013{self.last_year}"
        if self.is_baseline:
            return _("Baseline %(years)s") % {"years": years}
        return _("Reporting period %(years)s") % {"years": years}
