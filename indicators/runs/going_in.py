"""What goes into a run, in a few facts, from its manifest."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from indicators.models import Run
from indicators.runs.inputs import span

Fact = tuple[str, str]
Entry = Mapping[str, Any]


def going_in(run: Run) -> list[Fact]:
    """Each indicator with its inputs, and each period with its years."""
    manifest = run.manifest
    facts = [
        (_("Land cover"), _years(manifest.get("land_cover"))),
        (_("Land productivity"), _productivity(manifest)),
        (_("Carbon stocks"), _carbon(manifest.get("carbon"))),
    ]
    labels = {period.key: str(period.label) for period in run.cycle.periods.all()}
    periods = manifest.get("periods") or []
    facts.extend((labels.get(period["key"], period["key"]), _window(period)) for period in periods)
    return facts


def _years(entry: Entry | None) -> str:
    if not entry:
        return _("left out")
    return span(sorted(int(year) for year in entry["years"]))


def _productivity(manifest: Entry) -> str:
    if manifest.get("lpd"):
        return _("ready-made productivity dynamics")
    series = manifest.get("productivity")
    if not series:
        return _("left out")
    years = (
        _years(series)
        if series.get("years")
        else _("a stack from %(year)s") % {"year": series["first_year"]}
    )
    calibration = series.get("calibration")
    if not calibration:
        return years
    return f"{years}, {calibration['method'].upper()}"


def _carbon(entry: Entry | None) -> str:
    if not entry:
        return _("left out")
    if entry.get("climate_zone"):
        return _("stock raster and climate zones")
    return _("stock raster, factor f %(f)s") % {"f": f"{entry['f']:g}"}


def _window(period: Entry) -> str:
    """The years of one period, such as "land cover 2000–2015, productivity 2001–2015"."""
    words = {
        "land_cover": _("land cover %(years)s"),
        "carbon": _("carbon stocks %(years)s"),
        "productivity": _("productivity %(years)s"),
    }
    pairs = [(words[name], period.get(name)) for name in words]
    return ", ".join(text % {"years": f"{pair[0]}–{pair[1]}"} for text, pair in pairs if pair)
