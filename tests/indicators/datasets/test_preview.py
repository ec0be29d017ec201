"""Tiles, colours and values of the preview."""

import io
from typing import Any

import numpy as np
import pytest
import rasterio
from django.test import Client

from indicators.datasets.preview import Preview
from indicators.models import Dataset
from tests.factories import make_focal_point, make_party
from tests.indicators.datasets.conftest import FALLING, Upload, address
from tests.indicators.datasets.test_legend_page import IGBP, answers

# Tile 4/8/7 spans 0 to 22.5 degrees east and 0 to 21.9 north: it holds the whole raster.
TILE = (4, 8, 7)


def colours_in(answer: Any) -> set[tuple[int, ...]]:
    with rasterio.MemoryFile(io.BytesIO(answer.content)).open() as image:
        pixels = np.moveaxis(image.read(), 0, -1).reshape(-1, 4)
    return {tuple(colour) for colour in np.unique(pixels, axis=0).tolist()}


def as_rgb(text: str) -> tuple[int, ...]:
    red, green, blue = (int(text[n : n + 2], 16) for n in (1, 3, 5))
    return red, green, blue, 255


@pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")
def test_mapped_land_cover_has_the_colours_of_the_convention(
    browser: Client, upload: Upload
) -> None:
    dataset = upload()
    browser.post(address("dataset_legend", dataset), answers({**IGBP, 255: "fill"}))

    answer = browser.get(address("dataset_tile", dataset, *TILE))

    assert answer.headers["Content-Type"] == "image/png"
    shown = {colour for colour in colours_in(answer) if colour[3] == 255}
    # Grassland, cropland, artificial, other land, water.
    assert shown == {as_rgb(c) for c in ("#FFAC42", "#FFFB6E", "#E60017", "#FFF3D7", "#0053C4")}


def test_the_legend_names_the_classes_that_are_there(browser: Client, upload: Upload) -> None:
    dataset = upload()
    browser.post(address("dataset_legend", dataset), answers({**IGBP, 255: "fill"}))

    legend = Preview(Dataset.objects.get()).legend

    assert [entry.key for entry in legend] == [
        "cover-2",
        "cover-3",
        "cover-5",
        "cover-6",
        "cover-7",
    ]


def test_fill_values_are_left_transparent(browser: Client, upload: Upload) -> None:
    values = np.tile(np.arange(12, dtype=np.uint16), (4, 1)).repeat(2, axis=0)[:4, :4]
    values = np.where(np.eye(4, dtype=bool), 65533, values).astype(np.uint16)
    dataset = upload(values, "productivity", name="ndvi_2015.tif")
    assert dataset.fill_values == [65533]

    style = Preview(dataset).style

    indices = style.indices(values)
    assert (indices[np.eye(4, dtype=bool)] == 0).all()
    assert (indices[~np.eye(4, dtype=bool)] > 0).all()


def test_the_smallest_float_is_recognised_as_fill(upload: Upload) -> None:
    values = np.linspace(1, 50, 16, dtype=np.float32).reshape(4, 4)
    values[0, 0] = np.float32(-3.4e38)
    dataset = upload(values, "carbon", name="soc.tif")

    indices = Preview(dataset).style.indices(values)

    assert indices[0, 0] == 0
    assert (indices.ravel()[1:] > 0).all()


def test_a_tile_is_fetched_once(browser: Client, upload: Upload) -> None:
    where = address("dataset_tile", upload(), *TILE)

    first = browser.get(where)
    second = browser.get(where, headers={"If-None-Match": first.headers["ETag"]})

    assert first.headers["Cache-Control"].startswith("private, max-age=")
    assert second.status_code == 304
    assert second.content == b""


def test_the_version_in_the_address_changes_with_the_colours(
    browser: Client, upload: Upload
) -> None:
    dataset = upload()
    before = Preview(dataset).version

    browser.post(address("dataset_legend", dataset), answers({**IGBP, 255: "fill"}))

    after = Preview(Dataset.objects.get()).version
    assert before != after
    assert after in browser.get(dataset.get_absolute_url()).content.decode()


@pytest.mark.parametrize("place", [(3, 8, 0), (30, 0, 0)])
def test_a_tile_that_does_not_exist_is_a_404(
    browser: Client, upload: Upload, place: tuple[int, int, int]
) -> None:
    assert browser.get(address("dataset_tile", upload(), *place)).status_code == 404


def test_the_tiles_of_another_party_are_not_there(upload: Upload) -> None:
    dataset = upload()
    stranger = Client()
    stranger.force_login(make_focal_point(make_party("XBB")))

    assert stranger.get(address("dataset_tile", dataset, *TILE)).status_code == 404
    where = address("dataset_value", dataset) + "?lon=10.1&lat=11.9"
    assert stranger.get(where).status_code == 404


def test_a_refused_raster_has_no_tiles(browser: Client, upload: Upload) -> None:
    dataset = upload(FALLING.astype(np.float64))

    assert dataset.state == "refused"
    assert browser.get(address("dataset_tile", dataset, *TILE)).status_code == 404


def value(browser: Client, dataset: Dataset, lon: object, lat: object) -> Any:
    return browser.get(address("dataset_value", dataset) + f"?lon={lon}&lat={lat}")


def test_the_value_at_a_place_is_told_in_words(browser: Client, upload: Upload) -> None:
    dataset = upload()
    browser.post(
        address("dataset_legend", dataset) + "?preset=igbp", answers({**IGBP, 255: "fill"})
    )

    # The north-western corner is code 10, the south-eastern one 255.
    there = value(browser, dataset, 10.1, 11.9).json()
    nothing = value(browser, dataset, 11.9, 10.1).json()
    outside = value(browser, dataset, 60, 10).json()

    assert there["rows"][0]["class"].startswith("Grassland (10")
    assert there["rows"][0]["year"] == "2015"
    assert nothing == outside == {"rows": [], "note": "No data here."}


def test_a_number_is_told_in_its_unit(browser: Client, upload: Upload) -> None:
    dataset = upload(FALLING, "productivity", name="ndvi_2015.tif")
    Dataset.objects.update(scale=0.5)

    # The first row of the reversed grid holds 112 to 115.
    found = value(browser, dataset, 10.1, 11.9).json()

    assert found["rows"][0]["class"] == "56"


@pytest.mark.parametrize(("lon", "lat"), [("a", "1"), ("nan", "1"), ("1", "91"), ("", "")])
def test_a_place_that_is_none_is_a_404(browser: Client, upload: Upload, lon: str, lat: str) -> None:
    assert value(browser, upload(), lon, lat).status_code == 404
