"""Measures: what is done on the ground to reach a target."""

from typing import TYPE_CHECKING

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from countries.models import Party
from indicators.models import Unit
from targets.models.targets import Promise, Target
from targets.models.vocabularies import SlmGroup

if TYPE_CHECKING:
    from countries.models import User


class MeasureQuerySet(models.QuerySet["Measure"]):
    def visible_to(self, user: "User") -> "MeasureQuerySet":
        return self.filter(party__in=Party.objects.working_for(user))

    def current(self) -> "MeasureQuerySet":
        return self.filter(removed_at__isnull=True)


class Measure(Promise):
    """An action that serves one or more targets."""

    number = models.PositiveIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=300, blank=True)
    description = models.TextField(_("description"), blank=True)
    targets = models.ManyToManyField(Target, related_name="measures", blank=True)
    hierarchy = models.JSONField(_("response hierarchy"), default=list, blank=True)
    slm_group = models.CharField(
        _("group of practice (WOCAT)"), max_length=24, choices=SlmGroup.choices, blank=True
    )
    land_types = models.JSONField(_("land types"), default=list, blank=True)
    drivers = models.JSONField(_("drivers it addresses"), default=list, blank=True)
    start_year = models.PositiveSmallIntegerField(_("start"), null=True, blank=True)
    end_year = models.PositiveSmallIntegerField(_("end"), null=True, blank=True)
    area_km2 = models.DecimalField(
        _("planned area, km²"), max_digits=20, decimal_places=6, null=True, blank=True
    )
    entered_area = models.DecimalField(
        _("planned area"), max_digits=20, decimal_places=6, null=True, blank=True
    )
    entered_unit = models.CharField(max_length=5, choices=Unit.choices, default=Unit.HA)

    details = models.JSONField(
        _("cost, participation, lessons and the like"),
        default=dict,
        blank=True,
        help_text="path of a field (targets.promises.measure_fields) -> answer",
    )

    objects = MeasureQuerySet.as_manager()

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        ordering = ["party", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["party", "number"], name="measure_number_unique_in_party"
            )
        ]

    def __str__(self) -> str:
        return self.title or _("Measure %(number)s") % {"number": self.number}

    def get_absolute_url(self) -> str:
        return reverse("measure_detail", args=[self.party.iso3, self.pk])
