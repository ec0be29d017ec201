"""What can be computed from a Party's rasters, what will be left out, and what to do about it."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from countries.models import Party
from indicators.models import Dataset, DatasetKind
from indicators.runs.inputs import Inputs, listed, span, unmapped_codes

YEARS_OF_A_CHANGE = 2
YEARS_OF_A_SERIES = 4


@dataclass(frozen=True)
class Line:
    """One indicator: whether it can be computed, in a sentence, and a page that helps."""

    name: str
    possible: bool
    text: str
    url: str = ""
    action: str = ""


@dataclass(frozen=True)
class Offer:
    """The indicators of a run, and land cover whose legend is not complete."""

    lines: list[Line]
    incomplete: list[Dataset]

    @classmethod
    def of(cls, party: Party, inputs: Inputs) -> "Offer":
        upload = upload_url(party)
        cover, productivity, carbon = (
            line(inputs, upload) for line in (_land_cover, _productivity, _carbon)
        )
        lines = [cover, productivity, carbon, _sdg([cover, productivity, carbon])]
        incomplete = [d for d in inputs.of(DatasetKind.LAND_COVER) if unmapped_codes(d)]
        return cls(lines, incomplete)

    @property
    def anything(self) -> bool:
        return any(line.possible for line in self.lines)


def upload_url(party: Party) -> str:
    """Where rasters are uploaded."""
    try:
        return reverse("dataset_new", args=[party.iso3])
    except NoReverseMatch:
        return ""


def _land_cover(inputs: Inputs, upload: str) -> Line:
    years = sorted({year for d in inputs.usable_land_cover for year in d.years})
    name, action = _("Land cover"), _("Upload land cover")
    if len(years) >= YEARS_OF_A_CHANGE:
        text = _("From land cover of %(years)s.") % {"years": span(years)}
        return Line(name, True, text)
    if not years:
        text = _("Left out: there is no land cover raster with a complete legend.")
    else:
        text = _("Left out: there is land cover of %(year)s only, and change needs two years.")
        text %= {"year": years[0]}
    return Line(name, False, text, upload, action)


def _productivity(inputs: Inputs, upload: str) -> Line:
    name, action = _("Land productivity"), _("Upload productivity")
    years = inputs.years(DatasetKind.PRODUCTIVITY)
    if inputs.of(DatasetKind.LPD):
        return Line(name, True, _("From a ready-made raster of productivity dynamics."))
    if len(years) < YEARS_OF_A_SERIES:
        text = ngettext(
            "Left out: there is %(n)s year of productivity, and a trend needs at least four.",
            "Left out: there are %(n)s years of productivity, and a trend needs at least four.",
            len(years),
        )
        return Line(name, False, text % {"n": len(years)}, upload, action)
    series = {"years": span(years)}
    if inputs.of(DatasetKind.ECOLOGICAL_UNITS):
        return Line(name, True, _("From an annual series of %(years)s.") % series)
    if inputs.usable_land_cover:
        text = _(
            "From an annual series of %(years)s. There are no soil or ecological units, so "
            "performance is judged within the land cover of the first year."
        )
        return Line(name, True, text % series, upload, _("Upload ecological units"))
    text = _("Left out: performance needs ecological units or land cover, and there are none.")
    return Line(name, False, text, upload, _("Upload ecological units"))


def _carbon(inputs: Inputs, upload: str) -> Line:
    name = _("Carbon stocks")
    if not inputs.of(DatasetKind.CARBON):
        text = _("Left out: there is no raster of soil organic carbon.")
        return Line(name, False, text, upload, _("Upload carbon stocks"))
    if not inputs.usable_land_cover:
        text = _("Left out: carbon follows land-cover change, and there is no land cover.")
        return Line(name, False, text, upload, _("Upload land cover"))
    if not inputs.of(DatasetKind.CLIMATE_ZONE):
        text = _("There are no climate zones: type one factor f for the whole country below.")
        return Line(name, True, text, upload, _("Upload climate zones"))
    return Line(name, True, _("From a stock raster, climate zones and land-cover change."))


def _sdg(parts: list[Line]) -> Line:
    name = _("SDG indicator 15.3.1")
    missing = [part.name for part in parts if not part.possible]
    if not missing:
        return Line(name, True, _("From all three indicators, one out, all out."))
    text = _("Left out: it needs all three indicators; missing: %(names)s.")
    return Line(name, False, text % {"names": listed(missing)})
