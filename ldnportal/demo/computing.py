"""Rasters uploaded, examined by the worker, given their legend, and computed by the worker."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from countries.models import Party, User
from indicators.actions.datasets import CodeMeaning, map_legend, upload_dataset
from indicators.actions.runs import start_run
from indicators.datasets.arriving import arrived_from
from indicators.datasets.legends import codes_of
from indicators.models import (
    ENDED_STATES,
    Cycle,
    Dataset,
    DatasetKind,
    JobState,
    Legend,
    Report,
    Run,
)
from indicators.runs.choice import (
    AreaChoice,
    CarbonChoice,
    Choice,
    ProductivityChoice,
    Window,
)
from indicators.runs.inputs import inputs_of
from indicators.runs.zones import keep_zones
from ldnportal.demo.landscape import FIRST_YEAR, LAST_YEAR
from ldnportal.demo.people import SOURCE
from targets.actions.where import ask_where
from targets.models import ResponseMap

LEGEND = "ESA CCI"
PRESET = "esa_cci"
_LOOK_SECONDS = 0.25


class DemonstrationBroken(Exception):  # noqa: N818 - it says what happened
    """A step of the demonstration did not come out as it should."""


def wait_until(done: Callable[[], bool], what: str, seconds: float = 300) -> None:
    """Wait for the worker; raise DemonstrationBroken when it takes too long."""
    end = time.monotonic() + seconds
    while not done():
        if time.monotonic() > end:
            raise DemonstrationBroken(f"{what} is not done after {seconds:.0f} s.")
        time.sleep(_LOOK_SECONDS)


def upload(party: Party, files: dict[str, Path], *, by: User) -> list[Dataset]:
    """Upload a country's rasters, as its focal point would."""
    return [
        upload_dataset(
            party,
            _kind(name),
            arrived_from(path),
            by=by,
            **_description(name),
        ).dataset
        for name, path in files.items()
    ]


def _kind(name: str) -> str:
    return "land_cover" if name.startswith("land_cover") else name


def _description(name: str) -> dict[str, Any]:
    return {
        **_years(name),
        "scale": 0.0001 if name == "productivity" else None,
        "source_title": SOURCE,
        "source_author": "Demonstration",
        "licence": "open",
        "comment": "Made by a seeded generator.",
    }


def _years(name: str) -> dict[str, int]:
    if name.startswith("land_cover_"):
        return {"first_year": int(name.removeprefix("land_cover_"))}
    if name == "productivity":
        return {"first_year": FIRST_YEAR, "last_year": LAST_YEAR}
    return {"first_year": FIRST_YEAR} if name == "carbon" else {}


def examined(datasets: list[Dataset]) -> bool:
    """Whether the worker has looked at all of them; raise when it refused one."""
    rows = Dataset.objects.filter(pk__in=[d.pk for d in datasets])
    refused = rows.filter(state=Dataset.State.REFUSED) | rows.filter(job_state=JobState.FAILED)
    for row in refused:
        raise DemonstrationBroken(f"{row.original_name}: {row.error_code} {row.error_params}")
    return not rows.exclude(state=Dataset.State.ACCEPTED).exists()


def give_legend(party: Party, *, by: User) -> None:
    """Map the codes of every land cover raster by the built-in legend they follow."""
    legend = Legend.objects.filter(party=party, name=LEGEND).first()
    for row in Dataset.objects.filter(party=party, kind=DatasetKind.LAND_COVER):
        meanings = [
            CodeMeaning(code.code, code.label, code.unccd_class, code.unccd_class is None)
            for code in codes_of(row, legend, PRESET)
        ]
        legend = map_legend(row, meanings, legend=legend, name=LEGEND, preset=PRESET, by=by)


def start(party: Party, cycle: Cycle, *, by: User) -> Run:
    """Compute everything for the periods of the cycle."""
    inputs = inputs_of(party)
    windows = tuple(
        Window(
            period,
            (period.land_cover_first, period.land_cover_last),
            (period.carbon_first, period.carbon_last),
            (period.productivity_first, period.productivity_last),
            period.recent_years,
        )
        for period in cycle.periods.all()
    )
    choice = Choice(
        party=party,
        cycle=cycle,
        profile="prais4",
        windows=windows,
        land_cover=tuple(inputs.usable_land_cover),
        productivity=ProductivityChoice(tuple(inputs.of(DatasetKind.PRODUCTIVITY))),
        units=inputs.of(DatasetKind.ECOLOGICAL_UNITS)[0],
        units_with_cover=True,
        carbon=CarbonChoice(
            inputs.of(DatasetKind.CARBON)[0], inputs.of(DatasetKind.CLIMATE_ZONE)[0], None
        ),
        area=AreaChoice(party.boundary.geometry, keep_zones(party, zones_of(party), "name")),
    )
    return start_run(choice, by=by).run


def zones_of(party: Party) -> list[dict[str, Any]]:
    """Three zones from north to south, of the same height."""
    west, south, east, north = party.boundary.bounds
    third = (north - south) / 3
    return [
        _zone(f"{word} {party.name_en}", west, north - (n + 1) * third, east, north - n * third)
        for n, word in enumerate(("Upper", "Middle", "Lower"))
    ]


def _zone(name: str, west: float, south: float, east: float, north: float) -> dict[str, Any]:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "properties": {"name": name}, "geometry": geometry}


def draw_where_to_act(report: Report, *, by: User) -> None:
    """Ask where to act, and wait for the worker's answer."""
    row = ask_where(report, by=by)
    rows = ResponseMap.objects.filter(pk=row.pk)
    wait_until(lambda: rows.filter(job_state__in=ENDED_STATES).exists(), "Where to act")
    for failed in rows.exclude(job_state=JobState.SUCCEEDED):
        raise DemonstrationBroken(f"Where to act: {failed.error_code}")


def computed(runs: list[Run]) -> bool:
    """Whether all runs have ended; raise when one did not succeed."""
    rows = Run.objects.filter(pk__in=[run.pk for run in runs])
    for row in rows.filter(job_state__in=(JobState.FAILED, JobState.CANCELLED)):
        raise DemonstrationBroken(f"{row}: {row.error_code} {row.error_params}")
    return not rows.exclude(job_state__in=ENDED_STATES).exists()
