"""Words of the Convention that targets and measures are described with."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Hierarchy(models.TextChoices):
    AVOID = "avoid", _("Avoid")
    REDUCE = "reduce", _("Reduce")
    REVERSE = "reverse", _("Reverse")


class LandType(models.TextChoices):
    """The seven UNCCD land cover classes by their keys, as published targets name them."""

    TREE_COVERED = "tree-covered", _("Tree-covered areas")
    GRASSLAND = "grassland", _("Grassland")
    CROPLAND = "cropland", _("Cropland")
    WETLAND = "wetland", _("Wetland")
    ARTIFICIAL = "artificial", _("Artificial surfaces")
    OTHER_LAND = "other-land", _("Other land")
    WATER = "water", _("Water bodies")


class AdoptionProcess(models.TextChoices):
    PILOT_2014 = "ldn_pilot_2014", _("LDN pilot 2014")
    TSP = "ldn_tsp", _("LDN Target Setting Programme")
    TSP_2 = "ldn_tsp_2", _("LDN Target Setting Programme 2.0")
    NATIONAL_REPORT = "national_report", _("National report")
    OTHER = "other", _("Other")


class TargetStatus(models.TextChoices):
    ONGOING = "ongoing", _("Ongoing")
    ACHIEVED = "achieved", _("Achieved")
    PARTIALLY_ACHIEVED = "partially_achieved", _("Partially achieved")
    NOT_ACHIEVED = "not_achieved", _("Not achieved")
    EXTENDED = "extended", _("Extended or postponed")


class QuantityKind(models.TextChoices):
    """The ten shapes that a promise can take."""

    AREA = "area", _("Area")
    AREA_BY_LAND_TYPE = "area_by_land_type", _("Area of a land type")
    PERCENT_OF_COUNTRY = "percent_of_country", _("Percent of the country")
    PERCENT_CHANGE = "percent_change", _("Percent change against a base year")
    PERCENT_OF_AREA = "percent_of_area", _("Percent of a named area")
    RATE = "rate", _("Rate per year")
    MAINTAIN_LEVEL = "maintain_level", _("Level to keep")
    REACH_LEVEL = "reach_level", _("Level to reach")
    HALT = "halt", _("Halt")
    PROCESS = "process", _("Process")


class Commitment(models.TextChoices):
    """Commitments outside the Convention that the same land can be promised to."""

    NDC = "ndc", _("Nationally determined contribution (NDC)")
    NAP = "nap", _("National adaptation plan (NAP)")
    NBSAP = "nbsap", _("National biodiversity strategy and action plan (NBSAP)")
    BONN = "bonn_challenge", _("Bonn Challenge")
    AFR100 = "afr100", _("AFR100 (Bonn Challenge in Africa)")
    INITIATIVE_20X20 = "20x20", _("Initiative 20x20 (Bonn Challenge in Latin America)")
    ECCA30 = "ecca30", _("ECCA30 (Bonn Challenge in Europe, the Caucasus and Central Asia)")
    MEDITERRANEAN = "agadir", _("Agadir Commitment (Bonn Challenge around the Mediterranean)")
    GREAT_GREEN_WALL = "great_green_wall", _("Great Green Wall")
    AICHI_15 = "aichi_15", _("Aichi target 15")
    GBF_2 = "gbf_2", _("Global Biodiversity Framework, target 2")
    OTHER = "other", _("Other")


class SlmGroup(models.TextChoices):
    """Groups of sustainable land management practice, after WOCAT."""

    FOREST_MANAGEMENT = "natural_forest", _("Natural and semi-natural forest management")
    PLANTATION = "plantation", _("Forest plantation management")
    AGROFORESTRY = "agroforestry", _("Agroforestry")
    WINDBREAK = "windbreak", _("Windbreak or shelterbelt")
    CLOSURE = "area_closure", _("Area closure")
    ROTATION = "rotation", _("Rotational systems")
    PASTORALISM = "pastoralism", _("Pastoralism and grazing land management")
    INTEGRATED = "crop_livestock", _("Integrated crop and livestock management")
    VEGETATION = "soil_cover", _("Improved ground or vegetation cover")
    MINIMAL_DISTURBANCE = "minimal_disturbance", _("Minimal soil disturbance")
    SOIL_FERTILITY = "soil_fertility", _("Integrated soil fertility management")
    CROSS_SLOPE = "cross_slope", _("Cross-slope measures")
    WATER_HARVESTING = "water_harvesting", _("Water harvesting")
    IRRIGATION = "irrigation", _("Irrigation management")
    DRAINAGE = "drainage", _("Water diversion and drainage")
    SURFACE_WATER = "surface_water", _("Surface water management")
    GROUNDWATER = "groundwater", _("Groundwater management")
    WETLAND = "wetland", _("Wetland protection and management")
    IMPROVED_VARIETIES = "varieties", _("Improved plant varieties and animal breeds")
    PEST = "pest", _("Integrated pest and disease management")
    ENERGY = "energy", _("Energy efficiency")
    DISASTER = "disaster", _("Ecosystem-based disaster risk reduction")
    POST_HARVEST = "post_harvest", _("Post-harvest measures")
    OTHER = "other", _("Other")
