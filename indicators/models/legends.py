"""A land cover legend: own classes, each mapped to one of the seven of the Convention."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from countries.models import Party


class LandCoverClass(models.IntegerChoices):
    """The seven UNCCD land cover classes, numbered as in indicators.science.classes."""

    TREE_COVERED = 1, _("Tree-covered areas")
    GRASSLAND = 2, _("Grassland")
    CROPLAND = 3, _("Cropland")
    WETLAND = 4, _("Wetland")
    ARTIFICIAL = 5, _("Artificial surfaces")
    OTHER_LAND = 6, _("Other land")
    WATER = 7, _("Water bodies")


class Legend(models.Model):
    """A Party's legend, shared by the land cover rasters that use it."""

    class Preset(models.TextChoices):
        UNCCD7 = "unccd7", _("The seven UNCCD classes")
        ESA_CCI = "esa_cci", _("ESA CCI land cover")
        IGBP = "igbp", _("IGBP (MODIS)")
        OWN = "own", _("Own classes")

    party = models.ForeignKey(Party, models.CASCADE, related_name="legends")
    name = models.CharField(_("name"), max_length=120)
    preset = models.CharField(max_length=10, choices=Preset.choices, default=Preset.OWN)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("legend")
        verbose_name_plural = _("legends")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["party", "name"], name="legend_name_unique_in_party")
        ]

    def __str__(self) -> str:
        return self.name

    def as_mapping(self) -> dict[int, int]:
        """Own code -> UNCCD class, for the codes that are mapped."""
        return {c.code: c.unccd_class for c in self.classes.all() if c.unccd_class is not None}


class LegendClass(models.Model):
    """One code of a legend."""

    legend = models.ForeignKey(Legend, models.CASCADE, related_name="classes")
    code = models.IntegerField(_("code"))
    label = models.CharField(_("name"), max_length=120, blank=True)
    unccd_class = models.PositiveSmallIntegerField(
        _("UNCCD class"), choices=LandCoverClass.choices, null=True, blank=True
    )

    class Meta:
        verbose_name = _("legend class")
        verbose_name_plural = _("legend classes")
        ordering = ["legend", "code"]
        constraints = [models.UniqueConstraint(fields=["legend", "code"], name="legend_code_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.label}".strip()
