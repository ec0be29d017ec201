"""A Party's working copy for one cycle, its sections, and the numbers in them."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models.base import ModelState
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from countries.models import Party
from indicators.models.cycles import Cycle, Period
from indicators.models.datasets import Sourced
from indicators.models.drafts import Draft
from indicators.models.runs import Run

if TYPE_CHECKING:
    from countries.models import User


class ReportState(models.TextChoices):
    """Where the working copy stands. It changes only through targets.workflow."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    IN_REVIEW = "in_review", _("in review")
    RETURNED = "returned", _("returned")
    ACCEPTED = "accepted", _("accepted")
    PUBLISHED = "published", _("published")


EDITABLE_STATES = (ReportState.DRAFT, ReportState.RETURNED)


class ReportQuerySet(models.QuerySet["Report"]):
    def working_for(self, user: "User") -> "ReportQuerySet":
        return self.filter(party__in=Party.objects.working_for(user))


class Report(models.Model):
    """What a Party prepares for one cycle. Submitting freezes a snapshot of it."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="reports")
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="reports")
    state = models.CharField(max_length=10, choices=ReportState.choices, default=ReportState.DRAFT)
    state_changed_at = models.DateTimeField(default=timezone.now)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-cycle__year", "party"]
        constraints = [
            models.UniqueConstraint(fields=["party", "cycle"], name="report_one_a_party_and_cycle")
        ]

    def __str__(self) -> str:
        return f"{self.party.iso3} {self.cycle.year}"

    def get_absolute_url(self) -> str:
        return reverse("report_home", args=[self.party.iso3, self.cycle.year])

    @property
    def is_editable(self) -> bool:
        return self.state in EDITABLE_STATES


class LandCopy(models.TextChoices):
    """Which copy of the record a number belongs to; neither ever overwrites the other."""

    NATIONAL = "national", _("whole country")
    AFFECTED = "affected", _("affected areas")


class Section(Draft):
    """One part of a report, in one copy and zone. `answers` holds what is not a number, by path."""

    class State(models.TextChoices):
        NOT_STARTED = "not_started", _("not started")
        DRAFT = "draft", _("draft")
        COMPLETE = "complete", _("complete")

    report = models.ForeignKey(Report, models.CASCADE, related_name="sections")
    copy = models.CharField(max_length=8, choices=LandCopy.choices, default=LandCopy.NATIONAL)
    zone = models.CharField(max_length=120, blank=True, default="")
    key = models.SlugField(max_length=40)
    state = models.CharField(max_length=12, choices=State.choices, default=State.NOT_STARTED)
    answers = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["report", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "copy", "zone", "key"], name="section_once_a_scope"
            )
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.key}"

    @property
    def written_under(self) -> tuple[Party, str]:
        return self.report.party, self.key


class Indicator(models.TextChoices):
    PROFILE = "profile", _("Country profile")
    LAND_COVER = "land_cover", _("Land cover")
    PRODUCTIVITY = "productivity", _("Land productivity")
    CARBON = "carbon", _("Carbon stocks")
    SDG = "sdg", _("SDG indicator 15.3.1")


class Origin(models.TextChoices):
    DEFAULT = "default", _("default")
    NATIONAL = "national", _("national")
    COMPUTED = "computed", _("computed")
    CARRIED_OVER = "carried_over", _("carried over")


class Unit(models.TextChoices):
    KM2 = "km2", _("km²")
    HA = "ha", _("ha")
    T_PER_HA = "t/ha", _("t/ha")
    TONNES = "t", _("t")


class ObservationQuerySet(models.QuerySet["Observation"]):
    def national(self) -> "ObservationQuerySet":
        """Those of the whole country."""
        return self.filter(copy=LandCopy.NATIONAL, zone="")


class Observation(Sourced):
    """One number of a report, with where it comes from.

    `measure` says what is counted (`area`, `change`, `status`, `area_by_lpd`, `stock` ...),
    `category` and `category_to` which class or pair of classes. Areas are stored in km2 and
    stocks in t/ha; what was typed is kept beside them.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="observations")
    copy = models.CharField(max_length=8, choices=LandCopy.choices, default=LandCopy.NATIONAL)
    zone = models.CharField(max_length=120, blank=True, default="")
    indicator = models.CharField(max_length=12, choices=Indicator.choices)
    measure = models.CharField(max_length=30)
    period = models.ForeignKey(
        Period, models.PROTECT, null=True, blank=True, related_name="observations"
    )
    year = models.PositiveSmallIntegerField(_("nominal year"), null=True, blank=True)
    actual_year = models.PositiveSmallIntegerField(_("actual year"), null=True, blank=True)
    category = models.CharField(max_length=30, blank=True, default="")
    category_to = models.CharField(max_length=30, blank=True, default="")
    value = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    unit = models.CharField(max_length=5, choices=Unit.choices, default=Unit.KM2)
    entered_value = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    entered_unit = models.CharField(max_length=5, choices=Unit.choices, default=Unit.KM2)
    # As this report last published it: a change needs a comment (rule R13).
    published_value = models.DecimalField(
        max_digits=20, decimal_places=6, null=True, blank=True, editable=False
    )
    origin = models.CharField(_("origin"), max_length=12, choices=Origin.choices)
    run = models.ForeignKey(Run, models.PROTECT, null=True, blank=True, related_name="observations")
    updated_at = models.DateTimeField(default=timezone.now)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = ObservationQuerySet.as_manager()

    class Meta:
        verbose_name = _("number")
        verbose_name_plural = _("numbers")
        ordering = ["report", "indicator", "measure", "period", "year", "category", "category_to"]
        constraints = [
            # An empty period or year counts as a value: two such rows are the same number.
            models.UniqueConstraint(
                "report",
                "copy",
                "zone",
                "indicator",
                "measure",
                Coalesce("period", 0, output_field=models.BigIntegerField()),
                Coalesce("year", 0, output_field=models.IntegerField()),
                "category",
                "category_to",
                name="observation_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(origin=Origin.COMPUTED) | models.Q(run__isnull=False),
                name="observation_computed_names_its_run",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.measure} {self.category} {self.year or self.period_id}"

    @classmethod
    def from_db(
        cls, db: str | None, field_names: Collection[str], values: Collection[Any], **_later: Any
    ) -> "Observation":
        """A row as it was read: a record has thousands, and needs none of what makes new ones."""
        row = cls.__new__(cls)
        row.__dict__.update(zip(field_names, values, strict=True), _state=ModelState())
        row._state.adding, row._state.db = False, db
        return row
