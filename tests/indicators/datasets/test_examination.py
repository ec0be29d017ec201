"""The worker's side: claim, sandboxed child, one record of what came of it."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
import shapely
from django.conf import LazySettings
from django.urls import reverse

from countries.models import Boundary, Message, Party, User
from countries.sandbox import Refusal
from indicators import jobs
from indicators.datasets import examination
from indicators.models import Dataset, JobState
from indicators.storage import local_path
from tests.indicators.datasets.conftest import COVER, FALLING, Examine, Upload


def test_an_accepted_raster_is_kept_as_a_clean_copy_only(upload: Upload, examine: Examine) -> None:
    waiting = upload(nodata=255, examined=False)
    key = waiting.upload_key

    examine(waiting.pk)

    dataset = Dataset.objects.get()
    assert (dataset.state, dataset.job_state) == ("accepted", "succeeded")
    assert dataset.upload_key == ""
    assert not local_path(key).exists()
    with rasterio.open(local_path(dataset.cog_key)) as copy:
        assert np.array_equal(copy.read(1), COVER)
        assert copy.tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG"
    assert dataset.cog_size == local_path(dataset.cog_key).stat().st_size


def test_what_was_found_fills_in_the_description(upload: Upload) -> None:
    dataset = upload()

    assert (dataset.first_year, dataset.last_year) == (2015, 2015)
    assert dataset.fill_values == [255]
    assert [row["code"] for row in dataset.found["codes"]] == [7, 10, 12, 13, 16, 17, 255]
    assert dataset.found["party_share"] == 1.0


def test_a_stack_gets_a_year_for_each_band(upload: Upload) -> None:
    stack = np.stack([FALLING, FALLING + 1, FALLING + 2])

    dataset = upload(stack, "productivity", name="ndvi_2001-2003.tif")

    assert dataset.years == [2001, 2002, 2003]


def test_a_refused_raster_says_why_and_is_not_kept(
    upload: Upload, examine: Examine, party: Party
) -> None:
    waiting = upload(COVER.astype(np.float32), examined=False)
    key = waiting.upload_key

    examine(waiting.pk)

    dataset = Dataset.objects.get()
    assert (dataset.state, dataset.job_state) == ("refused", "succeeded")
    assert dataset.error_code == "codes_not_integer"
    assert not local_path(key).exists()
    assert not list(Path(local_path(key).parent).iterdir())


def test_a_raster_of_another_country_is_refused(upload: Upload, party: Party) -> None:
    Boundary.objects.filter(party=party).update(
        geometry=shapely.geometry.mapping(shapely.box(60, 30, 61, 31))
    )

    dataset = upload()

    assert (dataset.state, dataset.error_code) == ("refused", "elsewhere")


def test_an_examination_is_done_once(
    upload: Upload, examine: Examine, monkeypatch: pytest.MonkeyPatch
) -> None:
    dataset = upload()
    monkeypatch.setattr(examination, "run_sandboxed", lambda *_, **__: pytest.fail("again"))

    examine(dataset.pk)

    assert Dataset.objects.get().attempt == 1


def test_an_examination_that_was_taken_away_records_nothing(
    upload: Upload, examine: Examine, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = upload(examined=False)
    real = examination.run_sandboxed

    def slow(*args: Any, **kwargs: Any) -> Any:
        answer = real(*args, **kwargs)
        Dataset.objects.update(job_state=JobState.QUEUED)  # given up for dead, queued again
        return answer

    monkeypatch.setattr(examination, "run_sandboxed", slow)
    examine(waiting.pk)

    dataset = Dataset.objects.get()
    assert (dataset.state, dataset.job_state) == ("uploaded", "queued")
    assert local_path(dataset.upload_key).exists()
    assert not list(local_path("datasets/XAA/x").parent.iterdir())

    monkeypatch.setattr(examination, "run_sandboxed", real)
    examine(waiting.pk)
    assert Dataset.objects.get().state == "accepted"


def test_a_fault_of_ours_is_tried_again_and_then_told(
    upload: Upload,
    examine: Examine,
    monkeypatch: pytest.MonkeyPatch,
    browser: Any,
    settings: LazySettings,
) -> None:
    settings.JOB_MAX_ATTEMPTS = 2
    waiting = upload(examined=False)

    def broken(*_: Any, **__: Any) -> Any:
        raise RuntimeError("no such luck")

    with monkeypatch.context() as patch:
        patch.setattr(examination, "run_sandboxed", broken)
        examine(waiting.pk)
        assert Dataset.objects.get().job_state == JobState.QUEUED
        examine(waiting.pk)

    dataset = Dataset.objects.get()
    assert (dataset.state, dataset.job_state) == ("uploaded", "failed")
    page = browser.get(dataset.get_absolute_url()).content.decode()
    assert "broke off 2 times" in page

    browser.post(reverse("dataset_examine_again", args=["XAA", dataset.pk]))
    examine(waiting.pk)
    assert Dataset.objects.get().state == "accepted"


def test_a_worker_that_died_is_recovered_by_the_sweep(upload: Upload, examine: Examine) -> None:
    waiting = upload(examined=False)
    jobs.claim(Dataset, waiting.pk)
    Dataset.objects.update(claimed_by=f"{jobs._machine()}:999999")  # a process that is gone

    jobs.take_back_orphans(Dataset)
    examine(waiting.pk)

    dataset = Dataset.objects.get()
    assert (dataset.state, dataset.attempt) == ("accepted", 2)


def test_a_child_that_answers_nonsense_is_a_refusal(
    upload: Upload, examine: Examine, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = upload(examined=False)
    monkeypatch.setattr(examination, "run_sandboxed", lambda *_, **__: {"kind": "land_cover"})

    examine(waiting.pk)

    assert Dataset.objects.get().error_code == "crashed"


def test_the_digest_of_the_copy_is_measured_not_believed(
    upload: Upload, examine: Examine, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = upload(examined=False)
    real = examination.run_sandboxed

    def lying(*args: Any, **kwargs: Any) -> Any:
        return {**real(*args, **kwargs), "cog_sha256": "0" * 64, "cog_size": 1}

    monkeypatch.setattr(examination, "run_sandboxed", lying)
    examine(waiting.pk)

    dataset = Dataset.objects.get()
    assert dataset.cog_sha256 != "0" * 64
    assert dataset.cog_size == local_path(dataset.cog_key).stat().st_size


def test_limits_grow_with_the_file_but_not_past_the_workers_own(settings: LazySettings) -> None:
    small, large = examination.limits_for(1000), examination.limits_for(4 << 30)

    assert small.wall_seconds < large.wall_seconds < settings.JOB_TIME_LIMIT_SECONDS
    assert large.file_bytes > 4 << 30


def test_out_of_time_is_a_refusal_with_its_sentence(
    upload: Upload, examine: Examine, monkeypatch: pytest.MonkeyPatch, browser: Any
) -> None:
    waiting = upload(examined=False)

    def slow(*_: Any, **__: Any) -> Any:
        raise Refusal("out_of_time", seconds=300)

    monkeypatch.setattr(examination, "run_sandboxed", slow)
    examine(waiting.pk)

    page = browser.get(waiting.get_absolute_url()).content.decode()
    assert "stopped after 300 seconds" in page


def test_whoever_uploaded_is_told_once_that_it_was_accepted(
    upload: Upload, examine: Examine, person: User
) -> None:
    dataset = upload()
    examine(dataset.pk)

    (message,) = Message.objects.filter(recipient=person)
    assert message.subject == f"Raster accepted: {dataset.title or dataset.original_name}"
    assert message.path == dataset.get_absolute_url()
    assert message.wants_mail


def test_whoever_uploaded_is_told_that_it_was_refused_and_how_they_wish(
    upload: Upload, person: User
) -> None:
    User.objects.filter(pk=person.pk).update(digest=User.Digest.NEVER)

    dataset = upload(COVER.astype(np.float32))

    (message,) = Message.objects.filter(recipient=person)
    assert (dataset.state, message.wants_mail) == ("refused", False)
    assert message.subject.startswith("Raster refused: ")


def test_whoever_uploaded_is_told_when_the_examination_fails_for_good(
    upload: Upload,
    examine: Examine,
    person: User,
    monkeypatch: pytest.MonkeyPatch,
    settings: LazySettings,
) -> None:
    settings.JOB_MAX_ATTEMPTS = 1
    waiting = upload(examined=False)

    def broken(*_: Any, **__: Any) -> Any:
        raise RuntimeError("no such luck")

    with monkeypatch.context() as patch:
        patch.setattr(examination, "run_sandboxed", broken)
        examine(waiting.pk)

    (message,) = Message.objects.filter(recipient=person)
    assert message.subject.startswith("Raster could not be examined: ")
