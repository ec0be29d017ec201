"""An accepted raster with its file, for the rows that show it."""

import tempfile
from pathlib import Path

import numpy as np
from affine import Affine
from django.utils import timezone

from countries.models import Party, User
from indicators.datasets.arriving import arrived_from, put_away
from indicators.ingest.examine import COG_NAME, Order, examine
from indicators.ingest.kinds import Kind
from indicators.models import Dataset, DatasetKind, JobState
from tests.indicators.ingest.rasters import write


def accepted_raster(party: Party, person: User | None) -> Dataset:
    """Land cover of 2010 that a submission of the Party rests on."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        values = np.array([[1, 2], [3, 7]], np.uint8)
        path = write(folder / "a.tif", values, transform=Affine(1, 0, 10, 0, -1, 12))
        report = examine(Order(path, folder, Kind.LAND_COVER, "lc_2010.tif", None))
        key = f"datasets/{party.iso3}/cited.tif"
        put_away(arrived_from(folder / COG_NAME), key)
    return Dataset.objects.create(
        party=party,
        kind=DatasetKind.LAND_COVER,
        state=Dataset.State.ACCEPTED,
        job_state=JobState.SUCCEEDED,
        original_name="lc_2010.tif",
        first_year=2010,
        found=report.to_json(),
        cog_key=key,
        cog_sha256=report.cog_sha256,
        uploaded_by=person,
        cited_at=timezone.now(),
    )
