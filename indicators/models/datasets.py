"""A raster that a Party uploaded: examined, refused or accepted, kept as a clean COG."""

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from countries.models import Party
from indicators.models.jobs import Job
from indicators.models.legends import Legend

if TYPE_CHECKING:
    from countries.models import User


class DatasetKind(models.TextChoices):
    LAND_COVER = "land_cover", _("Land cover")
    PRODUCTIVITY = "productivity", _("Land productivity, annual")
    CARBON = "carbon", _("Soil organic carbon stock")
    CLIMATE_ZONE = "climate_zone", _("Climate zone")
    ECOLOGICAL_UNITS = "ecological_units", _("Ecological or soil units")
    LPD = "lpd", _("Land productivity dynamics, ready-made")
    RAIN = "rain", _("Rain or evapotranspiration, annual")


class Licence(models.TextChoices):
    OPEN = "open", _("Open (attribution at most)")
    SHARE_ALIKE = "share_alike", _("Share-alike")
    CUSTOM = "custom", _("Custom or restricted")


class Sourced(models.Model):
    """Where data come from (rule R18)."""

    source_title = models.CharField(_("source: title"), max_length=300, blank=True)
    source_link = models.URLField(_("source: link"), max_length=500, blank=True)
    source_author = models.CharField(_("source: author"), max_length=300, blank=True)
    source_citation = models.TextField(_("source: citation"), blank=True)
    licence = models.CharField(_("licence"), max_length=12, choices=Licence.choices, blank=True)
    permission = models.TextField(_("permission to publish"), blank=True)
    comment = models.TextField(_("comment"), blank=True)

    class Meta:
        abstract = True


class Citable(models.Model):
    """Something that a submitted version may rest on, and is then shown to its readers.

    `targets` sets the moment when a version is submitted, so that nothing here looks upward.
    """

    cited_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True


def visible_as_cited(user: "User") -> Q:
    """Rows of the user's own Parties, and cited rows of the Parties whose submissions they read."""
    own = Q(party__in=Party.objects.working_for(user))
    return own | Q(party__in=Party.objects.reviewed_by(user), cited_at__isnull=False)


class DatasetQuerySet(models.QuerySet["Dataset"]):
    def visible_to(self, user: "User") -> "DatasetQuerySet":
        """Those of the user's own Parties, and those that a submission they review rests on."""
        return self.filter(visible_as_cited(user))

    def current(self) -> "DatasetQuerySet":
        return self.filter(superseded_at__isnull=True, removed_at__isnull=True)

    def accepted(self) -> "DatasetQuerySet":
        return self.filter(state=Dataset.State.ACCEPTED)


class Dataset(Job, Sourced, Citable):
    """One uploaded file. `found` is what the examination found: see indicators.ingest."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("uploaded, waiting to be examined")
        REFUSED = "refused", _("refused")
        ACCEPTED = "accepted", _("accepted")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    party = models.ForeignKey(Party, models.CASCADE, related_name="datasets")
    kind = models.CharField(_("kind"), max_length=20, choices=DatasetKind.choices)
    title = models.CharField(_("title"), max_length=200, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.UPLOADED
    )
    # What it is for: one year a file, or first_year and a stack of bands.
    first_year = models.PositiveSmallIntegerField(_("year, or first year"), null=True, blank=True)
    last_year = models.PositiveSmallIntegerField(_("last year"), null=True, blank=True)
    scale = models.FloatField(_("scale"), null=True, blank=True, validators=[MinValueValidator(0)])
    fill_values = models.JSONField(_("fill values"), default=list, blank=True)
    legend = models.ForeignKey(
        Legend, models.PROTECT, null=True, blank=True, related_name="datasets"
    )
    # What arrived, and what is kept.
    original_name = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    upload_key = models.CharField(max_length=200, blank=True)
    cog_key = models.CharField(max_length=200, blank=True)
    cog_size = models.PositiveBigIntegerField(default=0)
    cog_sha256 = models.CharField(max_length=64, blank=True)
    found = models.JSONField(default=dict, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    uploaded_at = models.DateTimeField(default=timezone.now)
    supersedes = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="superseded_by"
    )
    superseded_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = DatasetQuerySet.as_manager()

    class Meta:
        verbose_name = _("dataset")
        verbose_name_plural = _("datasets")
        ordering = ["kind", "first_year", "-uploaded_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_year__isnull=True) | Q(last_year__gte=F("first_year")),
                name="dataset_years_in_order",
                violation_error_message=_("The last year must not be before the first year."),
            )
        ]

    def __str__(self) -> str:
        return self.title or self.original_name

    def get_absolute_url(self) -> str:
        return reverse("dataset_detail", args=[self.party.iso3, self.pk])

    @property
    def years(self) -> list[int]:
        """The years that the bands stand for; empty for inputs that have no year."""
        if self.first_year is None:
            return []
        return list(range(self.first_year, (self.last_year or self.first_year) + 1))
