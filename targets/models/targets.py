"""Voluntary targets and their quantities."""

from typing import TYPE_CHECKING

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from countries.languages import in_current_language
from countries.models import Party
from countries.models.located import Located
from indicators.models.drafts import Draft
from targets.models.vocabularies import (
    AdoptionProcess,
    LandType,
    QuantityKind,
    TargetStatus,
)

if TYPE_CHECKING:
    from countries.models import User


class Promise(Located, Draft):
    """What targets and measures share: whose they are, their place, their draft."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="%(class)ss")
    created_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def written_under(self) -> tuple[Party, str]:
        return self.party, f"{self._meta.model_name}s"


class PromiseQuerySet(models.QuerySet["Target"]):
    def visible_to(self, user: "User") -> "PromiseQuerySet":
        return self.filter(party__in=Party.objects.working_for(user))

    def current(self) -> "PromiseQuerySet":
        return self.filter(removed_at__isnull=True)


class Target(Promise):
    """A voluntary LDN target of a Party."""

    class Scope(models.TextChoices):
        NATIONAL = "national", _("National")
        SUBNATIONAL = "subnational", _("Subnational")

    number = models.PositiveIntegerField(_("number"))
    statements = models.JSONField(
        _("statement"), default=dict, blank=True, help_text="language code -> text"
    )
    scope = models.CharField(
        _("scope"), max_length=12, choices=Scope.choices, default=Scope.NATIONAL
    )
    hierarchy = models.JSONField(_("response hierarchy"), default=list, blank=True)
    land_types = models.JSONField(_("land types"), default=list, blank=True)
    adopted_in = models.CharField(
        _("adopted in"), max_length=20, choices=AdoptionProcess.choices, blank=True
    )
    adopted_year = models.PositiveSmallIntegerField(_("year of adoption"), null=True, blank=True)
    status = models.CharField(
        _("status"), max_length=20, choices=TargetStatus.choices, default=TargetStatus.ONGOING
    )
    evidence = models.TextField(_("evidence that it is achieved"), blank=True)
    commitments = models.JSONField(_("other commitments it serves"), default=list, blank=True)
    sdgs = models.JSONField(_("Sustainable Development Goals"), default=list, blank=True)
    revision_reason = models.TextField(_("reason for the latest revision"), blank=True)

    objects = PromiseQuerySet.as_manager()

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["party", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["party", "number"], name="target_number_unique_in_party"
            )
        ]

    def __str__(self) -> str:
        return _("Target %(number)s") % {"number": self.number}

    def get_absolute_url(self) -> str:
        return reverse("target_detail", args=[self.party.iso3, self.pk])

    @property
    def statement(self) -> str:
        """The statement in the reader's language, else in English, else in any."""
        return in_current_language(self.statements)


class Quantity(models.Model):
    """One number that a target promises. Which fields it uses depends on its kind."""

    target = models.ForeignKey(Target, models.CASCADE, related_name="quantities")
    order = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(_("kind"), max_length=20, choices=QuantityKind.choices)
    indicator = models.CharField(_("indicator"), max_length=20, blank=True)
    land_type = models.CharField(
        _("land type"), max_length=12, choices=LandType.choices, blank=True
    )
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=6, null=True, blank=True)
    from_value = models.DecimalField(
        _("from"), max_digits=20, decimal_places=6, null=True, blank=True
    )
    to_value = models.DecimalField(_("to"), max_digits=20, decimal_places=6, null=True, blank=True)
    from_level = models.DecimalField(
        _("starting level"), max_digits=20, decimal_places=6, null=True, blank=True
    )
    of_value = models.DecimalField(
        _("of (area)"), max_digits=20, decimal_places=6, null=True, blank=True
    )
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    what = models.CharField(_("what"), max_length=300, blank=True)
    area_km2 = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    base_year = models.PositiveSmallIntegerField(_("base year"), null=True, blank=True)
    target_year = models.PositiveSmallIntegerField(_("target year"), null=True, blank=True)

    class Meta:
        verbose_name = _("quantity")
        verbose_name_plural = _("quantities")
        ordering = ["target", "order", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.value or self.to_value or self.what}"
