"""Codes get their classes on a page that lists what was really found."""

import numpy as np
import pytest
from django.test import Client

from indicators.models import Dataset, Legend
from indicators.runs.inputs import unmapped_codes
from tests.indicators.datasets.conftest import COVER, Upload, address
from tests.indicators.datasets.test_pages import text

# IGBP as the portal reads it: 7 and 10 grassland, 12 cropland, 13 artificial, 16 other, 17 water.
IGBP = {7: 2, 10: 2, 12: 3, 13: 5, 16: 6, 17: 7}


def answers(mapping: dict[int, int | str], **more: str) -> dict[str, str]:
    fields = {f"class_{code}": str(meaning) for code, meaning in mapping.items()}
    return {"name": "National legend", **fields, **more}


def test_the_page_lists_the_codes_really_found_with_their_areas(
    browser: Client, upload: Upload
) -> None:
    dataset = upload()

    page = text(browser.get(address("dataset_legend", dataset)))

    for row in dataset.found["codes"]:
        assert f'name="class_{row["code"]}"' in page
    assert 'name="class_1"' not in page
    assert "no class yet" in page


@pytest.mark.parametrize(("preset", "word"), [("igbp", "Barren land"), ("esa_cci", "Cropland")])
def test_a_built_in_legend_fills_in_names_and_classes(
    browser: Client, upload: Upload, preset: str, word: str
) -> None:
    page = text(browser.get(address("dataset_legend", upload()) + f"?preset={preset}"))

    assert f'value="{word}' in page


def test_the_built_in_legend_that_knows_all_codes_is_pointed_out(
    browser: Client, upload: Upload
) -> None:
    page = text(browser.get(address("dataset_legend", upload())))

    assert "IGBP (MODIS) (knows all codes)" in page


def test_a_complete_mapping_makes_the_raster_usable(browser: Client, upload: Upload) -> None:
    dataset = upload()
    where = address("dataset_legend", dataset) + "?preset=igbp"

    browser.post(where, answers({**IGBP, 255: "fill"}))

    dataset = Dataset.objects.get()
    assert dataset.legend is not None
    assert dataset.legend.as_mapping() == IGBP
    assert (dataset.legend.name, dataset.legend.preset) == ("National legend", "igbp")
    assert dataset.fill_values == [255]
    assert unmapped_codes(dataset) == []


def test_an_incomplete_mapping_is_saved_and_named(browser: Client, upload: Upload) -> None:
    dataset = upload()
    partly = {code: IGBP[code] for code in (7, 10, 12)}

    answer = browser.post(
        address("dataset_legend", dataset), answers({**partly, 255: "fill"}), follow=True
    )

    assert "these codes have no class yet: 13, 16, 17" in text(answer)
    assert unmapped_codes(Dataset.objects.get()) == [13, 16, 17]


def test_the_next_raster_with_known_codes_takes_the_same_legend(
    browser: Client, upload: Upload
) -> None:
    first = upload()
    browser.post(address("dataset_legend", first), answers({**IGBP, 255: "fill"}))

    second = upload(COVER[::-1].copy(), name="land_cover_2016.tif")

    assert second.legend == Dataset.objects.get(pk=first.pk).legend
    assert second.fill_values == [255]


def test_rasters_that_waited_for_a_legend_take_the_one_that_knows_their_codes(
    browser: Client, upload: Upload
) -> None:
    first = upload()
    same = upload(COVER[::-1].copy(), name="land_cover_2016.tif")
    other = upload(np.full((4, 4), 99, np.uint8), name="land_cover_2017.tif")

    browser.post(address("dataset_legend", first), answers({**IGBP, 255: "fill"}))

    same.refresh_from_db()
    other.refresh_from_db()
    assert unmapped_codes(same) == []
    assert other.legend is None


def test_a_raster_with_an_unknown_code_takes_no_legend_by_itself(
    browser: Client, upload: Upload
) -> None:
    first = upload()
    browser.post(address("dataset_legend", first), answers({**IGBP, 255: "fill"}))
    other = COVER.copy()
    other[0, 0] = 99

    assert upload(other, name="land_cover_2016.tif").legend is None


def test_a_change_reaches_every_raster_of_the_legend(browser: Client, upload: Upload) -> None:
    first = upload()
    browser.post(address("dataset_legend", first), answers({**IGBP, 255: "fill"}))
    second = upload(COVER[::-1].copy(), name="land_cover_2016.tif")

    page = text(browser.get(address("dataset_legend", second)))
    browser.post(address("dataset_legend", second), answers({**IGBP, 17: "fill", 255: "fill"}))

    assert "1 other raster uses this legend" in page
    first.refresh_from_db()
    assert first.fill_values == [17, 255]
    assert 17 not in Legend.objects.get().as_mapping()


def test_a_name_that_is_taken_is_told(browser: Client, upload: Upload) -> None:
    dataset = upload()
    Legend.objects.create(party=dataset.party, name="National legend")

    page = text(browser.post(address("dataset_legend", dataset) + "?legend=new", answers(IGBP)))

    assert "There is a legend named “National legend” already" in page


def test_a_class_that_does_not_exist_is_refused(browser: Client, upload: Upload) -> None:
    dataset = upload()

    answer = browser.post(address("dataset_legend", dataset), answers({7: 8}))

    assert answer.status_code == 200
    assert not Legend.objects.exists()


def test_rasters_without_classes_have_no_legend_page(browser: Client, upload: Upload) -> None:
    dataset = upload(COVER, "productivity", name="ndvi_2015.tif")

    answer = browser.get(address("dataset_legend", dataset))

    assert answer.headers["Location"] == dataset.get_absolute_url()
