"""Parties to the Convention, and the regions they belong to."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from countries.languages import LANGUAGE_CODES, current_language, in_current_language
from countries.permissions import memberships_of
from countries.roles import Permission

if TYPE_CHECKING:
    from countries.models.users import User
    from countries.permissions import Actor


class NamedInSixLanguages(models.Model):
    """Something whose name is recorded in each language of the United Nations."""

    name_en = models.CharField(_("name in English"), max_length=200)
    name_fr = models.CharField(_("name in French"), max_length=200, blank=True)
    name_es = models.CharField(_("name in Spanish"), max_length=200, blank=True)
    name_ru = models.CharField(_("name in Russian"), max_length=200, blank=True)
    name_ar = models.CharField(_("name in Arabic"), max_length=200, blank=True)
    name_zh = models.CharField(_("name in Chinese"), max_length=200, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language, in English where there is none."""
        return in_current_language({code: getattr(self, f"name_{code}") for code in LANGUAGE_CODES})


class Region(NamedInSixLanguages):
    """A group of Parties that summaries are made for."""

    class Kind(models.TextChoices):
        ANNEX = "annex", _("Regional implementation annex")
        SUBREGION = "subregion", _("Subregion")
        SDG_REGION = "sdg_region", _("SDG region")
        GROUP = "group", _("Group of countries")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    slug = models.SlugField(max_length=60, unique=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["kind", "order", "slug"]

    def get_absolute_url(self) -> str:
        return reverse("region_detail", args=[self.slug])


class PartyQuerySet(models.QuerySet["Party"]):
    def by_name(self) -> "PartyQuerySet":
        """Order by the name in the reader's language."""
        return self.order_by(f"name_{current_language()}", "iso3")

    def in_region(self, region: Region) -> "PartyQuerySet":
        """Keep the Parties of an annex, subregion, SDG region or group."""
        return self.filter(
            Q(annex=region) | Q(subregion=region) | Q(sdg_region=region) | Q(groups=region)
        ).distinct()

    def working_for(self, user: "User") -> "PartyQuerySet":
        """Keep the Parties whose unpublished work `user` may open; others are a 404."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(pk__in=user.memberships.filter(party__isnull=False).values("party_id"))

    def reviewed_by(self, user: "Actor") -> "PartyQuerySet":
        """Keep the Parties whose submissions `user` may read as reviewer or secretariat."""
        return self._allowed(user, Permission.READ_SUBMISSIONS, own=False)

    def where_allowed(self, user: "Actor", permission: Permission) -> "PartyQuerySet":
        """Keep the Parties for which `user` holds `permission`, by whatever role."""
        return self._allowed(user, permission, own=True)

    def _allowed(self, user: "Actor", permission: Permission, *, own: bool) -> "PartyQuerySet":
        """Keep what memberships cover; with `own`, those of a single Party count too."""
        query = Q(pk__in=[])
        for membership in memberships_of(user):
            if permission not in membership.definition.permissions:
                continue
            if membership.party_id:
                query |= Q(pk=membership.party_id) if own else Q(pk__in=[])
                continue
            region = membership.region_id
            if region is None:
                return self.all()
            query |= Q(annex=region) | Q(subregion=region) | Q(sdg_region=region)
        return self.filter(query)


class Party(NamedInSixLanguages):
    """A Party to the Convention, or an observer State."""

    class Kind(models.TextChoices):
        STATE = "state", _("State")
        ORGANIZATION = "organization", _("Regional organization")
        OBSERVER = "observer", _("Observer")

    iso3 = models.CharField(_("ISO 3166-1 alpha-3 code"), max_length=3, unique=True)
    m49 = models.CharField(_("M49 code"), max_length=3, blank=True)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.STATE)
    annex = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="annex_parties"
    )
    subregion = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="subregion_parties"
    )
    sdg_region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="sdg_parties"
    )
    groups = models.ManyToManyField(Region, blank=True, related_name="group_parties")
    ldn_pilot_2014 = models.BooleanField(default=False)
    ldn_tsp_2016 = models.BooleanField(default=False)
    ldn_tsp2_2023 = models.BooleanField(default=False)
    is_fictional = models.BooleanField(_("fictional, for demonstration"), default=False)

    objects = PartyQuerySet.as_manager()

    class Meta:
        verbose_name = _("Party")
        verbose_name_plural = _("Parties")
        ordering = ["name_en", "iso3"]

    def get_absolute_url(self) -> str:
        return reverse("party_home", args=[self.iso3])


class Boundary(models.Model):
    """A Party's outline, as given by the secretariat or by the Party for statistics."""

    class Origin(models.TextChoices):
        DEFAULT = "default", _("Replaceable default")
        UNITED_NATIONS = "un", _("United Nations")
        NATIONAL = "national", _("Given by the Party")

    party = models.OneToOneField(Party, models.CASCADE, related_name="boundary")
    geometry = models.JSONField(help_text="GeoJSON geometry, WGS 84")
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.DEFAULT)
    source = models.CharField(_("source"), max_length=300)
    # Not xmin and so on: PostgreSQL keeps those names for itself.
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()
    area_km2 = models.DecimalField(max_digits=14, decimal_places=4)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("boundary")
        verbose_name_plural = _("boundaries")

    def __str__(self) -> str:
        return f"{self.party_id} {self.origin}"

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north in degrees."""
        return (self.west, self.south, self.east, self.north)

    def as_feature(self) -> dict[str, Any]:
        return {"type": "Feature", "properties": {}, "geometry": self.geometry}
