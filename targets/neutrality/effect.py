"""Working out the effect of a measure: claim the row, compare each map, record what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from countries.vectors.geodesy import bounds_of
from indicators.attempts import attempt
from indicators.jobs import claim, heartbeat
from indicators.models import Run
from indicators.science.comparison import Comparison, Tally, compare, effect_points
from indicators.storage import location
from targets.models import Measure, MeasureEffect

BELL = "targets.tasks.work_out_effect"
RASTERS = {
    "land_cover": "land_cover",
    "productivity": "trend",
    "carbon": "carbon",
    "sdg": "sdg",
}
"""The kind of raster that each indicator is compared in."""
WINDOWS = {"sdg": ("land_cover", "carbon", "productivity")}
"""Where an indicator rests on more windows than its own."""


def perform(pk: int) -> None:
    """Work one effect out, if it still waits."""
    job = claim(MeasureEffect, pk)
    if job is None:
        return
    effect = MeasureEffect.objects.select_related("run", "measure").get(pk=pk)
    with attempt(job, task=BELL, refused="effect_place"):
        with heartbeat(job):
            beside = other_measures(effect)
            ring = Ring([m.geometry or {} for m in beside], effect.run.manifest.get("boundary"))
            result = work_out(effect.run, effect.geometry, effect.start_year, ring)
        job.succeed(result=result, left_out=[m.number for m in beside])


@dataclass(frozen=True)
class Ring:
    """What the ring around a polygon is made without."""

    others: Sequence[Mapping[str, Any]] = ()
    country: Mapping[str, Any] | None = None


def other_measures(effect: MeasureEffect) -> list[Measure]:
    """The Party's other measures that come near the polygon, whatever they do there."""
    west, south, east, north = bounds_of(effect.geometry)
    width, height = east - west, north - south
    rows = Measure.objects.filter(
        party=effect.measure.party_id,
        geometry__isnull=False,
        west__lte=east + width,
        east__gte=west - width,
        south__lte=north + height,
        north__gte=south - height,
    )
    return list(rows.current().exclude(pk=effect.measure_id).order_by("number"))


def work_out(
    run: Run, polygon: Mapping[str, Any], start: int, ring: Ring | None = None
) -> dict[str, Any]:
    """Compare the polygon with its ring in the maps of a run, before and after a year.

    Before is the last period that ends by then, after the last period that ends later; an
    indicator without a map from after is left out. Raises InputError where the polygon holds no
    pixel.
    """
    names = {entry["name"] for entry in run.outputs}
    found: dict[str, Any] = {}
    for indicator, kind in RASTERS.items():
        ends = {
            period["key"]: end
            for period in run.manifest["periods"]
            if f"{period['key']}_{kind}.tif" in names and (end := last_year(period, indicator))
        }
        before = _newest({key: end for key, end in ends.items() if end <= start})
        after = _newest({key: end for key, end in ends.items() if end > start})
        if after:
            maps = {"before": before, "after": after}
            found[indicator] = {
                when: _compared(run, (key, kind), ends[key], polygon, ring or Ring())
                for when, key in maps.items()
                if key
            }
    return found


def last_year(period: Mapping[str, Any], indicator: str) -> int | None:
    """The last year of data that a period's map of an indicator rests on."""
    windows = [period.get(name) for name in WINDOWS.get(indicator, (indicator,))]
    return max((int(window[1]) for window in windows if window), default=None)


def _newest(ends: Mapping[str, int]) -> str:
    return max(ends, key=lambda key: ends[key], default="")


def _compared(
    run: Run, layer: tuple[str, str], year: int, polygon: Mapping[str, Any], ring: Ring
) -> dict[str, Any]:
    place = location(f"{run.output_key}/{'_'.join(layer)}.tif")
    found = compare(place, polygon, others=ring.others, country=ring.country)
    return {"year": year, **asdict(found)}


def read_back(row: Mapping[str, Any]) -> Comparison:
    """A comparison of a result."""
    return Comparison(Tally(**row["inside"]), Tally(**row["ring"]))


def points_of(found: Mapping[str, Any]) -> float | None:
    """The effect on an indicator, percentage points; without a map from before, the lead now."""
    after = read_back(found["after"])
    if "before" not in found:
        return after.lead_points
    return effect_points(read_back(found["before"]), after)
