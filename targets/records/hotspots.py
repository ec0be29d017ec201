"""Hotspots and brightspots: where land degrades or recovers most, why, and what is done."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from targets.drivers import DIRECT, INDIRECT
from targets.promises.fields import choice, line, link, numbers_of, prose, several, year
from targets.records.declaration import BASELINE, FieldGroup, RecordType, area_fields


class SpotKind(models.TextChoices):
    HOTSPOT = "hotspot", _("Hotspot: land degrades here")
    BRIGHTSPOT = "brightspot", _("Brightspot: land recovers here")


class Process(models.TextChoices):
    """What happens to the land: the processes of degradation, and those that undo them."""

    WATER_EROSION = "water_erosion", _("Soil erosion by water")
    WIND_EROSION = "wind_erosion", _("Soil erosion by wind")
    CARBON_LOSS = "carbon_loss", _("Loss of soil organic carbon")
    NUTRIENTS = "nutrients", _("Nutrient depletion")
    SALINIZATION = "salinization", _("Salinization or sodification")
    ACIDIFICATION = "acidification", _("Acidification")
    CONTAMINATION = "contamination", _("Contamination")
    COMPACTION = "compaction", _("Compaction, sealing or crusting")
    WATERLOGGING = "waterlogging", _("Waterlogging")
    DRYING = "drying", _("Loss of soil moisture or groundwater")
    VEGETATION_LOSS = "vegetation_loss", _("Loss of vegetation cover or productivity")
    DEFORESTATION = "deforestation", _("Deforestation or forest degradation")
    BUSH = "bush_encroachment", _("Bush encroachment or invasive species")
    URBAN = "urban_expansion", _("Urban expansion")
    MINING = "mining", _("Mining")
    WETLAND_LOSS = "wetland_loss", _("Loss or drainage of wetlands")
    REVEGETATION = "revegetation", _("Revegetation or afforestation")
    REGENERATION = "regeneration", _("Natural regeneration")
    SOIL_RECOVERY = "soil_recovery", _("Recovery of soil carbon or fertility")
    WATER_RECOVERY = "water_recovery", _("Recovery of water or wetlands")
    OTHER = "other", _("Other")


HOTSPOTS = RecordType(
    key="hotspots",
    title=_("Hotspots and brightspots"),
    why=_("Where land degrades or recovers most, by what process, and what is done there."),
    new_words=_("Add a hotspot or brightspot"),
    empty=_("A hotspot says where help is needed first; a brightspot says what has worked."),
    guidance=_(
        "One entry for a place. Say the process and the drivers in the Convention's words, and "
        "what is done there.\n\n"
        "Draw the polygon, type its corners or upload it. A place without one counts, but is not "
        "on the map."
    ),
    name="place",
    columns=("kind", "area", "processes", "direct_drivers", "year"),
    group=BASELINE,
    is_placed=True,
    on_run_map=True,
    groups=(
        FieldGroup(
            _("The place"),
            (
                line("place", _("Name of the place")),
                choice("kind", _("Hotspot or brightspot"), tuple(SpotKind.choices)),
                *area_fields(_("Area")),
                year("year", _("Year it was assessed")),
            ),
        ),
        FieldGroup(
            _("What happens there, and why"),
            (
                several("processes", _("Processes"), tuple(Process.choices)),
                several("direct_drivers", _("Direct drivers"), DIRECT),
                several("indirect_drivers", _("Indirect drivers"), INDIRECT),
                prose("description", _("Description")),
            ),
        ),
        FieldGroup(
            _("What is done"),
            (
                prose("actions", _("Actions taken")),
                numbers_of("measures", _("Measures there"), "measures"),
                prose("evidence", _("How it is known")),
                link("source", _("Source")),
            ),
        ),
    ),
)
