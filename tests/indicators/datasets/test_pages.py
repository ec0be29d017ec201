"""The pages say what was found, take corrections, and never overwrite silently."""

from typing import Any

import numpy as np
import pytest
from django.test import Client
from django.urls import reverse

from countries.models import Party
from indicators.actions.datasets import description_digest
from indicators.models import Dataset, JobState, Run
from indicators.storage import local_path
from tests.factories import make_cycle, make_focal_point, make_party
from tests.indicators.datasets.conftest import COVER, FALLING, Upload, address

STACK = np.stack([FALLING, FALLING + 1, FALLING + 2])


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().replace("\xa0", " ").split())


def test_the_page_of_a_waiting_raster_renews_itself(browser: Client, upload: Upload) -> None:
    dataset = upload(examined=False)

    page = text(browser.get(dataset.get_absolute_url()))
    status = browser.get(address("dataset_status", dataset))

    assert "waits to be examined" in page
    assert f'hx-get="{address("dataset_status", dataset)}"' in page
    assert "HX-Refresh" not in status.headers


def test_the_status_reloads_the_page_when_the_examination_has_ended(
    browser: Client, upload: Upload
) -> None:
    status = browser.get(address("dataset_status", upload()))

    assert status.headers["HX-Refresh"] == "true"


def test_the_page_says_what_was_found(browser: Client, upload: Upload) -> None:
    dataset = upload()

    page = text(browser.get(dataset.get_absolute_url()))

    assert "WGS 84 (EPSG:4326)" in page
    assert "4 × 4, 1 band" in page
    assert "255 probably means “no data”" in page
    assert "These codes have no class yet: 7, 10, 12, 13, 16, 17." in page
    assert dataset.sha256 in page


def test_the_page_of_a_refused_raster_gives_the_sentence(browser: Client, upload: Upload) -> None:
    dataset = upload(COVER.astype(np.float32))

    page = text(browser.get(dataset.get_absolute_url()))

    assert "The file was refused" in page
    assert "Refused" in page
    assert "Needs your answer" not in page
    assert "class codes are whole numbers" in page
    assert "data-portal-map" not in page


def test_a_stack_shows_the_year_that_is_asked_for(browser: Client, upload: Upload) -> None:
    dataset = upload(STACK, "productivity", name="ndvi_2001-2003.tif")

    page = text(browser.get(dataset.get_absolute_url() + "?band=3"))
    nonsense = browser.get(dataset.get_absolute_url() + "?band=99999")

    assert '<option value="3" selected>2003</option>' in page
    assert "band=3" in page
    assert nonsense.status_code == 200


def description(dataset: Dataset, **changes: Any) -> dict[str, Any]:
    values = {
        "seen": description_digest(dataset),
        "title": dataset.title,
        "first_year": dataset.first_year or "",
        "fill_values": "; ".join(map(str, dataset.fill_values)),
    }
    return values | changes


def test_years_scale_and_fill_values_can_be_put_right(browser: Client, upload: Upload) -> None:
    dataset = upload(STACK, "productivity", name="ndvi.tif")
    assert dataset.first_year is None
    values = description(
        dataset,
        first_year=2010,
        scale="0.0001",
        fill_values="65533; -9999, 1.5",
        source_title="Ministry",
        licence="open",
    )

    answer = browser.post(address("dataset_edit", dataset), values)

    assert answer.status_code == 302
    dataset.refresh_from_db()
    assert dataset.years == [2010, 2011, 2012]
    assert dataset.scale == 0.0001
    assert dataset.fill_values == [65533, -9999, 1.5]
    assert (dataset.source_title, dataset.licence) == ("Ministry", "open")


def test_years_that_do_not_fit_the_bands_are_refused_with_the_sum(
    browser: Client, upload: Upload
) -> None:
    dataset = upload(STACK, "productivity", name="ndvi.tif")
    values = description(dataset, first_year=2010, last_year=2015)

    page = text(browser.post(address("dataset_edit", dataset), values))

    assert "The raster has 3 bands, one a year: from 2010 on they end in 2012, but 2015" in page


@pytest.mark.parametrize("wrong", ["a few", "1,5.3.2", "nan"])
def test_fill_values_are_numbers(browser: Client, upload: Upload, wrong: str) -> None:
    dataset = upload(STACK, "productivity", name="ndvi_2001-2003.tif")

    answer = browser.post(address("dataset_edit", dataset), description(dataset, fill_values=wrong))

    assert answer.status_code == 200
    assert dataset.fill_values == Dataset.objects.get().fill_values


def test_two_people_on_one_description_see_both_values(browser: Client, upload: Upload) -> None:
    dataset = upload()
    mine = description(dataset, title="Mine")
    theirs = description(dataset, title="Theirs")
    browser.post(address("dataset_edit", dataset), theirs)

    answer = browser.post(address("dataset_edit", dataset), mine)

    assert answer.status_code == 409
    page = text(answer)
    assert "Theirs" in page
    assert 'value="Mine"' in page
    dataset.refresh_from_db()
    assert dataset.title == "Theirs"

    again = description(dataset, title="Mine")
    assert browser.post(address("dataset_edit", dataset), again).status_code == 302
    dataset.refresh_from_db()
    assert dataset.title == "Mine"


def test_what_nothing_was_computed_from_is_deleted(
    browser: Client, upload: Upload, django_capture_on_commit_callbacks: Any
) -> None:
    dataset = upload()

    with django_capture_on_commit_callbacks(execute=True):
        browser.post(address("dataset_remove", dataset))

    assert not local_path(dataset.cog_key).exists()
    assert browser.get(dataset.get_absolute_url()).status_code == 404


def test_what_a_run_used_is_kept_when_it_is_removed(
    browser: Client, upload: Upload, party: Party, django_capture_on_commit_callbacks: Any
) -> None:
    dataset = upload()
    run = Run.objects.create(party=party, cycle=make_cycle(), number=1, manifest={})
    run.datasets.add(dataset)

    page = text(browser.get(address("dataset_remove", dataset)))
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(address("dataset_remove", dataset))

    assert "1 run was computed from it" in page
    assert local_path(dataset.cog_key).exists()
    assert not Dataset.objects.current().exists()


def test_removing_a_waiting_raster_cancels_its_examination(
    browser: Client, upload: Upload, examine: Any, django_capture_on_commit_callbacks: Any
) -> None:
    dataset = upload(examined=False)

    with django_capture_on_commit_callbacks(execute=True):
        browser.post(address("dataset_remove", dataset))
    examine(dataset.pk)

    dataset.refresh_from_db()
    assert (dataset.job_state, dataset.state) == (JobState.CANCELLED, "uploaded")
    assert not local_path(dataset.upload_key or "uploads/XAA/none").exists()


def test_the_list_shows_current_rasters_and_earlier_ones_when_asked(
    browser: Client, upload: Upload
) -> None:
    old = upload(COVER, name="old_2014.tif")
    upload(COVER[::-1].copy(), name="new_2014.tif", query=f"?replaces={old.pk}")
    where = reverse("dataset_list", args=["XAA"])

    now, all_of_them = text(browser.get(where)), text(browser.get(where + "?show=all"))
    other_kind = text(browser.get(where + "?kind=carbon"))

    assert "new_2014.tif" in now
    assert "old_2014.tif" not in now
    assert "old_2014.tif" in all_of_them
    assert "Superseded" in all_of_them
    assert "No raster here yet" in other_kind


def test_the_list_needs_few_queries_however_long_it_is(
    browser: Client, upload: Upload, party: Party, django_assert_max_num_queries: Any
) -> None:
    upload()
    template = Dataset.objects.get()
    for number in range(20):
        template.pk, template.title = None, f"raster {number}"
        template.save(force_insert=True)

    with django_assert_max_num_queries(12):
        browser.get(reverse("dataset_list", args=[party.iso3]))


def test_a_page_of_a_raster_needs_few_queries(
    browser: Client, upload: Upload, django_assert_max_num_queries: Any
) -> None:
    dataset = upload()

    with django_assert_max_num_queries(14):
        browser.get(dataset.get_absolute_url())


@pytest.mark.parametrize(
    "name",
    ["dataset_detail", "dataset_status", "dataset_edit", "dataset_legend", "dataset_remove"],
)
def test_the_rasters_of_another_party_are_not_there(upload: Upload, name: str) -> None:
    dataset = upload()
    stranger = Client()
    stranger.force_login(make_focal_point(make_party("XBB")))

    assert stranger.get(address(name, dataset)).status_code == 404
    other_way = reverse(name, args=["XBB", dataset.pk])
    assert stranger.get(other_way).status_code == 404
