"""Real rasters through the whole portal: Assaba as Mauritania's national data.

Sources: NASA LP DAAC (MCD12Q1 land cover with the IGBP legend, annual gross primary production),
UCSB CHIRPS (rain), OCHA (departments). The carbon raster is made by this test, and says so.
"""

import io
import zipfile
from collections.abc import Iterable
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pytest
import rasterio
import shapely
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pyproj import Transformer
from rasterio.features import rasterize

from countries import bell
from countries.models import Boundary, Party, User
from countries.vectors.geodesy import bounds_of, geodesic_area_km2
from indicators.datasets import examination
from indicators.forms.run_request import RunRequest
from indicators.models import Cycle, Dataset, JobState, Observation, Run
from indicators.runs.inputs import inputs_of
from indicators.science.area import row_areas_km2
from indicators.science.tables import legend as built_in
from tests.factories import make_cycle, make_focal_point, make_party
from tests.indicators.runs.conftest import work
from tests.indicators.runs.forms import changed, default_answers

pytestmark = [pytest.mark.realdata, pytest.mark.slow, pytest.mark.django_db]
YEARS = range(2010, 2024)
BASELINE, REPORT = (2010, 2016), (2017, 2023)


@pytest.fixture(autouse=True)
def silent_bell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bell, "send", lambda name, args: None)


@pytest.fixture
def assaba(shared_data: Path) -> Path:
    return shared_data / "assaba"


@pytest.fixture
def departments(assaba: Path) -> Any:
    """Names, official areas and WGS 84 shapes of the five departments."""
    path = assaba / "departments" / "Assaba_Region_layer.shp"
    meta, _ids, shapes, fields = pyogrio.raw.read(path, columns=["ADM2_EN", "AREA_SQKM"])
    by_name = dict(zip(meta["fields"], fields, strict=True))
    return by_name["ADM2_EN"], by_name["AREA_SQKM"], shapely.from_wkb(shapes)


@pytest.fixture
def party(departments: Any) -> Party:
    party = make_party("MRT", boundary=False, name_en="Mauritania", is_fictional=False)
    outline = shapely.geometry.mapping(shapely.union_all(departments[2]))
    west, south, east, north = bounds_of(outline)
    Boundary.objects.create(
        party=party, geometry=outline, source="OCHA, region of Assaba",
        west=west, south=south, east=east, north=north,
        area_km2=round(Decimal(geodesic_area_km2(outline)), 4),
    )  # fmt: skip
    return party


@pytest.fixture
def person(party: Party) -> User:
    return make_focal_point(party)


@pytest.fixture
def browser(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def made_carbon(assaba: Path, folder: Path) -> Path:
    """A carbon raster that no one measured: 10 t/ha in the north to 40 t/ha in the south."""
    with rasterio.open(assaba / "land_cover" / "2011.tif") as model:
        profile = model.profile | {"dtype": "float32", "nodata": -1.0}
        rows = np.linspace(10, 40, model.height, dtype=np.float32)
        values = np.repeat(rows[:, None], model.width, axis=1)
    path = folder / "made_up_carbon_2000.tif"
    with rasterio.open(path, "w", **profile) as target:
        target.write(values, 1)
    return path


def upload(browser: Client, kind: str, paths: Iterable[Path], **description: Any) -> list[Dataset]:
    """Send files by the upload page, and be the worker that examines them."""
    before = set(Dataset.objects.values_list("pk", flat=True))
    with ExitStack() as stack:
        files = [stack.enter_context(path.open("rb")) for path in paths]
        posted = {"kind": kind, "rasters": files, "source_title": "Assaba", **description}
        response = browser.post(reverse("dataset_new", args=["MRT"]), posted)
    assert response.status_code == 302, response.context["form"].errors
    new = Dataset.objects.exclude(pk__in=before)
    for row in new:
        examination.perform(str(row.pk))
    rows = list(new.order_by("original_name"))
    assert [row.state for row in rows] == ["accepted"] * len(rows)
    return rows


def describe(browser: Client, dataset: Dataset, **answers: Any) -> None:
    """Change some answers of the page that describes a raster."""
    url = reverse("dataset_edit", args=["MRT", dataset.pk])
    form = browser.get(url).context["form"]
    shown = {bound.html_name: bound.value() for bound in form if bound.value() not in (None, "")}
    response = browser.post(url, shown | answers)
    assert response.status_code == 302, response.context["form"].errors


def map_legend(browser: Client, dataset: Dataset) -> None:
    """Fill in the built-in IGBP legend on the page that lists the codes found, and save it."""
    url = reverse("dataset_legend", args=["MRT", dataset.pk])
    page = browser.get(url, {"preset": "igbp"} if dataset.legend_id is None else {})
    form = page.context["form"]
    shown = {bound.html_name: bound.value() for bound in form if bound.value() not in (None, "")}
    address = f"{url}?preset=igbp" if dataset.legend_id is None else url
    response = browser.post(address, shown)
    assert response.status_code == 302, response.context["form"].errors


def upload_all(browser: Client, assaba: Path, folder: Path) -> None:
    covers = upload(browser, "land_cover", [assaba / "land_cover" / f"{y}.tif" for y in YEARS])
    assert {row.found["dtype"] for row in covers} == {"int8", "uint8"}
    for row in covers:
        row.refresh_from_db()
        map_legend(browser, row)
    for row in upload(browser, "productivity", [assaba / "gpp" / f"{y}.tif" for y in YEARS]):
        describe(browser, row, scale="0.0001", fill_values="65533, 65535")
    upload(browser, "rain", [assaba / "rain" / f"{y}.tif" for y in YEARS])
    upload(
        browser,
        "carbon",
        [made_carbon(assaba, folder)],
        comment="Synthetic: made for this test, not measured.",
    )


def zipped(assaba: Path) -> SimpleUploadedFile:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as target:
        for path in sorted((assaba / "departments").iterdir()):
            target.write(path, path.name)
    return SimpleUploadedFile("departments.zip", archive.getvalue(), "application/zip")


def compute(browser: Client, party: Party, cycle: Cycle, assaba: Path) -> Run:
    """Ask for the run by its page, and be the worker."""
    answers = default_answers(RunRequest(party, cycle, inputs_of(party)))
    chosen: dict[str, Any] = {"calibration": "restrend", "f": "0.58", "chain": "annual"}
    for period, (first, last) in (("baseline", BASELINE), ("report_1", REPORT)):
        for indicator in ("land_cover", "carbon", "productivity"):
            chosen[f"period-{period}-{indicator}_first"] = first
            chosen[f"period-{period}-{indicator}_last"] = last
    chosen["period-report_2-use"] = None
    posted = changed(answers, **chosen).dict() | {
        key: values for key, values in changed(answers, **chosen).lists() if len(values) > 1
    }
    url = reverse("run_new", args=["MRT"])
    response = browser.post(url, posted | {"zones": zipped(assaba)})
    assert response.status_code == 302, [f.errors for f in response.context["request_forms"]]
    work()
    run = Run.objects.get()
    assert run.job_state == JobState.SUCCEEDED, (run.error_code, run.error_params)
    return run


def plain_areas(assaba: Path, year: int, shapes: Any) -> dict[int, float]:
    """Km2 of each UNCCD class by numpy alone: the pixels whose centre lies in the region."""
    with rasterio.open(assaba / "land_cover" / f"{year}.tif") as source:
        codes, nodata = source.read(1), source.nodata
        to_grid = Transformer.from_crs("EPSG:4326", source.crs, always_xy=True)
        # Edges are straight in longitude and latitude; on this grid they bend.
        dense = shapely.segmentize(shapely.union_all(shapes), 0.02)
        region = shapely.transform(dense, lambda xy: np.column_stack(to_grid.transform(*xy.T)))
        inside = rasterize([region], out_shape=codes.shape, transform=source.transform) == 1
        rows = row_areas_km2(source.crs, source.transform, source.width, source.height)
        of_row = rows.window(0, 0, source.height, source.width).reshape(source.height, -1)
    areas: dict[int, float] = {}
    for code, unccd in built_in("igbp").items():
        pixels = inside & (codes == code) & (codes != nodata)
        counted = float((pixels * of_row).sum())
        areas[unccd] = areas.get(unccd, 0.0) + counted
    return areas


def test_assaba_comes_through_the_upload_pages_the_run_and_the_baseline(
    browser: Client,
    party: Party,
    assaba: Path,
    departments: Any,
    tmp_path: Path,
) -> None:
    cycle = make_cycle()
    upload_all(browser, assaba, tmp_path)

    run = compute(browser, party, cycle, assaba)

    summary = run.summary
    assert summary["checks"]["all_equal"]
    assert "inusoidal" in str(summary["grid"])  # on a sphere, with no EPSG code
    names, official, shapes = departments
    for name, area in zip(names, official, strict=True):
        zone = next(z for z in summary["zones"] if z["name"] == name)
        assert zone["area_km2"] == pytest.approx(float(area), rel=5e-4)
    keys = ("tree-covered", "grassland", "cropland", "wetland", "artificial", "other-land")
    for period, year in (("baseline", 2010), ("report_1", 2023)):
        by_class = summary["periods"][period]["land_cover_by_year"][str(year)]
        expected = plain_areas(assaba, year, shapes)
        for code, key in enumerate(keys, start=1):
            assert by_class[key] == pytest.approx(expected.get(code, 0.0), rel=1e-9, abs=1e-9)
    page = browser.get(run.get_absolute_url())
    assert page.status_code == 200
    browser.post(reverse("report_start", args=["MRT", cycle.year]))
    used = browser.post(reverse("use_run", args=["MRT", cycle.year, run.pk]))
    assert used.status_code == 302
    assert Observation.objects.filter(run=run, indicator="sdg", value__gt=0).exists()
