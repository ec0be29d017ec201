"""How a report records its land cover: in which classes, and by which regions."""

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from countries.models.located import Located
from indicators.models.legends import LandCoverClass, Legend
from indicators.models.reports import Report
from indicators.science.classes import LandCover

MOST_CLASSES = 15
MOST_REGIONS = 5


class OwnLegend(models.Model):
    """The Party's own land cover classes in one report.

    It is the report's own: a raster's legend that it was taken from may change afterwards.
    A report may have several and use one of them, or the seven classes of the Convention.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="own_legends")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(_("name"), max_length=120)
    source = models.ForeignKey(
        Legend,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("taken from"),
    )
    is_current = models.BooleanField(_("in use"), default=False)

    class Meta:
        verbose_name = _("own legend")
        verbose_name_plural = _("own legends")
        ordering = ["report", "number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="own_legend_number_once"),
            models.UniqueConstraint(
                fields=["report"],
                condition=models.Q(is_current=True),
                name="own_legend_one_in_use",
                violation_error_message=_("A report is recorded in one legend."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OwnClass(models.Model):
    """One class of a report's own legend. `key` is its part of a number's address, for ever.

    A class that was taken out of the legend is no longer listed; its numbers wait for it.
    """

    legend = models.ForeignKey(OwnLegend, models.CASCADE, related_name="classes")
    report = models.ForeignKey(Report, models.CASCADE, related_name="+")
    key = models.SlugField(_("key"), max_length=30)
    label = models.CharField(_("name"), max_length=80)
    colour = models.CharField(
        _("colour"), max_length=7, validators=[RegexValidator("^#[0-9a-f]{6}$")]
    )
    unccd_class = models.PositiveSmallIntegerField(
        _("UNCCD class"), choices=LandCoverClass.choices, null=True, blank=True
    )
    codes = models.JSONField(_("codes in rasters"), default=list, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    is_listed = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("own class")
        verbose_name_plural = _("own classes")
        ordering = ["legend", "order", "pk"]
        constraints = [
            # Once in the report: the numbers of two legends never share an address.
            models.UniqueConstraint(fields=["report", "key"], name="own_class_key_once"),
            models.CheckConstraint(
                condition=~models.Q(key__in=[c.key for c in LandCover]),
                name="own_class_key_not_unccd",
                violation_error_message=_("This key is one of the seven classes."),
            ),
        ]

    def __str__(self) -> str:
        return self.label


class Region(Located):
    """A part of the country with a degradation matrix and change matrices of its own."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="regions")
    number = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(99)]
    )
    name = models.CharField(_("name"), max_length=80)
    is_listed = models.BooleanField(default=True)
    overlaps = models.JSONField(
        default=dict,
        blank=True,
        editable=False,
        help_text="km2 shared with the regions after it, by their number",
    )

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["report", "number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="region_number_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """Its part of a number's address."""
        return f"r{self.number}"
