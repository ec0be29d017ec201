"""A published report that rests on a map made from one raster."""

from typing import Any

from django.utils import timezone

from indicators.models import Dataset, DatasetKind, Run
from targets.models import Submission
from tests.factories import make_cycle, make_party
from tests.ldnportal.authorisation.computed import LAYER, make_runs
from tests.targets.reports import make_filled_report, publish_report

__all__ = ["LAYER", "publish_map"]

GRID = {"crs_wkt": "EPSG:4326", "width": 2, "height": 2, "transform": [1, 0, 10, 0, -1, 12]}
"""Of the square that the outlines of tests are."""


def publish_map(licence: str = "open", **fields: Any) -> tuple[Submission, Run]:
    """Publish a report of the Party XAA and let it rest on a run with one raster."""
    party, cycle = make_party("XAA", name_fr="Pays d'essai"), make_cycle()
    submission = publish_report(make_filled_report(party, cycle))
    party.runs.update(number=9)
    run = make_runs(party, cycle, None)["finished_run"]
    Run.objects.filter(pk=run.pk).update(summary={**run.summary, "grid": GRID})
    dataset = Dataset.objects.create(
        party=party,
        kind=DatasetKind.LAND_COVER,
        title="Land cover 2015",
        original_name="secret name.tif",
        first_year=2015,
        sha256="b" * 64,
        licence=licence,
        source_title="National atlas",
        cited_at=timezone.now(),
        **fields,
    )
    run.datasets.add(dataset)
    submission.runs.add(run)
    return submission, run
