"""W4: rasters uploaded through the page, computed by the real engine, read from the run's page."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from affine import Affine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from countries import bell
from indicators.datasets import examination
from indicators.ingest.examine import answer
from indicators.models import Dataset, DatasetKind, JobState, Run
from tests.factories import make_cycle, make_focal_point, make_party
from tests.indicators.ingest.rasters import write
from tests.indicators.runs.conftest import work
from tests.web_pages import Element, fill_in, read_page

pytestmark = pytest.mark.django_db
GRID = Affine(0.5, 0, 10, 0, -0.5, 12)  # the Party's outline: 10 to 12 degrees both ways
TREES, CROPLAND = 1, 3


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """Files are examined in this process; no bell is rung."""
    monkeypatch.setattr(bell, "send", lambda _name, args: None)
    monkeypatch.setattr(
        examination,
        "run_sandboxed",
        lambda _module, order, **_: json.loads(json.dumps(answer(order), allow_nan=False)),
    )
    settings.RUN_CHUNK_PIXELS, settings.RUN_TILE_PIXELS = 10_000, 16


@pytest.fixture
def browser() -> Client:
    """A focal point who has uploaded trees in 2000, crops since, and 100 t/ha of carbon."""
    make_cycle()
    client = Client()
    client.force_login(make_focal_point(make_party()))
    folder = Path(examination.settings.FILE_UPLOAD_TEMP_DIR)
    cover = [
        raster(folder, f"land_cover_{year}.tif", TREES if year == 2000 else CROPLAND, np.uint8)
        for year in range(2000, 2016)
    ]
    upload(client, "land_cover", cover)
    upload(client, "carbon", [raster(folder, "stock_2000.tif", 100, np.float32)])
    for dataset in Dataset.objects.filter(kind=DatasetKind.LAND_COVER, legend=None):
        map_codes(client, dataset)
    return client


def raster(folder: Path, name: str, value: float, kind: Any) -> SimpleUploadedFile:
    values = np.full((4, 4), value, kind)
    path = write(folder / name, values, transform=GRID)
    with rasterio.open(path, "r+") as file:
        file.update_tags(SOURCE=name)  # a file that is there already is not taken twice
    return SimpleUploadedFile(name, path.read_bytes(), content_type="image/tiff")


def upload(client: Client, kind: str, files: list[SimpleUploadedFile]) -> None:
    before = set(Dataset.objects.values_list("pk", flat=True))
    page = reverse("dataset_new", args=["XAA"])
    fill_in(client, page, {"kind": kind, "rasters": files})
    for dataset in Dataset.objects.exclude(pk__in=before):
        examination.perform(dataset.pk)
        dataset.refresh_from_db()
        assert dataset.state == Dataset.State.ACCEPTED, dataset.found


def map_codes(client: Client, dataset: Dataset) -> None:
    page = reverse("dataset_legend", args=["XAA", dataset.pk]) + "?preset=unccd7&legend=new"
    code = dataset.found["codes"][0]["code"]
    fill_in(client, page, {f"class_{code}": str(code), "name": f"Legend of {dataset.first_year}"})


def computed(client: Client, **answers: str) -> Element:
    """Start a run from its form as it is proposed, but for some answers, and read its page."""
    fill_in(client, reverse("run_new", args=["XAA"]), answers)
    work()
    run = Run.objects.get()
    assert run.job_state == JobState.SUCCEEDED, (run.error_code, run.error_params)
    return read_page(client.get(run.get_absolute_url()))


def table(page: Element, *words: str) -> dict[str, list[str]]:
    """The rows of the table whose caption has these words."""
    found = [t for t in page.all("table") if all(w in t.all("caption")[0].text for w in words)]
    return {
        row.all("th")[0].text: [cell.text.replace("\xa0", " ") for cell in row.all("td")]
        for row in found[0].all("tr")
        if row.all("th")
    }


@pytest.mark.parametrize(
    ("chain", "factor", "left", "degraded"),
    [
        ("annual", "0.8", "85.0", True),  # 15 steps: -15.0 %
        ("annual", "0.48", "61.0", True),  # -39.0 %
        ("two_date", "0.8", "92.0", False),  # 8 years: -8.0 %, which is stable
        ("two_date", "0.48", "79.2", True),  # -20.8 %
    ],
)
def test_trees_become_crops_in_2001(
    browser: Client, chain: str, factor: str, left: str, degraded: bool
) -> None:
    page = computed(browser, chain=chain, f=factor)

    stocks = table(page, "mean stock", "2000–2015")
    assert stocks["Tree-covered areas"] == ["100.0", "–"]
    assert stocks["Cropland"] == ["–", left]
    states = table(page, "Land area without water, by state")
    area = next(cells for head, cells in states.items() if "Carbon stocks" in head)
    assert area[-1] == ("100.0 %" if degraded else "0.0 %")
