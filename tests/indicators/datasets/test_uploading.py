"""Files are streamed, judged, counted and taken into the storage once."""

import errno
import hashlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from countries.models import AuditEvent, Party, User
from indicators.datasets.arriving import arrived_from, used_bytes
from indicators.models import Dataset, JobState
from indicators.storage import local_path
from tests.factories import make_focal_point, make_party
from tests.indicators.datasets.conftest import COVER, Examine, Upload, as_upload, geotiff


def send(browser: Client, party: Party, *files: Any, query: str = "", **data: Any) -> Any:
    fields = {"kind": "land_cover", "rasters": list(files), **data}
    return browser.post(reverse("dataset_new", args=[party.iso3]) + query, fields)


def test_an_upload_is_kept_whole_with_its_digest_and_waits(
    browser: Client, party: Party, person: User, tmp_path: Path
) -> None:
    path = geotiff(tmp_path)

    answer = send(browser, party, as_upload(path), source_title="National survey")

    dataset = Dataset.objects.get()
    assert answer.headers["Location"] == dataset.get_absolute_url()
    assert local_path(dataset.upload_key).read_bytes() == path.read_bytes()
    assert dataset.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert dataset.size == path.stat().st_size
    assert (dataset.job_state, dataset.state) == (JobState.QUEUED, Dataset.State.UPLOADED)
    assert (dataset.source_title, dataset.uploaded_by) == ("National survey", person)
    assert AuditEvent.objects.filter(kind="dataset.uploaded").count() == 1


def test_the_name_on_disk_is_ours(browser: Client, party: Party, tmp_path: Path) -> None:
    send(browser, party, as_upload(geotiff(tmp_path), "../../evil; rm -rf.tif"))

    dataset = Dataset.objects.get()
    assert "evil" not in dataset.upload_key
    assert "/" not in dataset.original_name


def test_several_files_become_a_dataset_each(browser: Client, party: Party, tmp_path: Path) -> None:
    files = [
        as_upload(geotiff(tmp_path, COVER + n, name=f"land_cover_{2010 + n}.tif")) for n in (0, 1)
    ]

    answer = send(browser, party, *files)

    assert answer.headers["Location"] == reverse("dataset_list", args=[party.iso3])
    assert sorted(Dataset.objects.values_list("original_name", flat=True)) == [
        "land_cover_2010.tif",
        "land_cover_2011.tif",
    ]


def test_the_same_file_sent_twice_is_one_dataset(
    browser: Client,
    party: Party,
    tmp_path: Path,
    django_capture_on_commit_callbacks: Any,
    bells: list[tuple[str, Any]],
) -> None:
    path = geotiff(tmp_path)

    with django_capture_on_commit_callbacks(execute=True):
        first = send(browser, party, as_upload(path))
        second = send(browser, party, as_upload(path))

    assert len(bells) == 1

    assert Dataset.objects.count() == 1
    assert first.headers["Location"] == second.headers["Location"]
    stored = list(local_path(Dataset.objects.get().upload_key).parent.iterdir())
    assert len(stored) == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04....", "its content looks like ZIP"),
        (b"<VRTDataset/>", "its content looks like XML / VRT"),
        (b"hello", "The file is not a GeoTIFF"),
        (b"", "The file is empty"),
    ],
)
def test_what_is_no_geotiff_is_refused_at_the_door(
    browser: Client, party: Party, content: bytes, said: str
) -> None:
    answer = send(browser, party, SimpleUploadedFile("a.tif", content))

    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert not Dataset.objects.exists()


def test_an_upload_over_the_limit_is_refused_in_words(
    browser: Client, party: Party, tmp_path: Path, settings: LazySettings
) -> None:
    settings.UPLOAD_LIMIT_BYTES = 200

    answer = send(browser, party, as_upload(geotiff(tmp_path)))

    assert answer.status_code == 413
    assert "at most 200" in answer.content.decode()
    assert not Dataset.objects.exists()


def test_an_upload_over_the_quota_is_refused_in_words(
    browser: Client, party: Party, upload: Upload, tmp_path: Path, settings: LazySettings
) -> None:
    upload()
    settings.PARTY_QUOTA_BYTES = used_bytes(party) + 100

    answer = send(browser, party, as_upload(geotiff(tmp_path, COVER + 1)))

    assert answer.status_code == 413
    assert Dataset.objects.count() == 1


def test_an_upload_announced_as_huge_is_not_read(
    browser: Client, party: Party, settings: LazySettings
) -> None:
    settings.PARTY_QUOTA_BYTES = 1000

    answer = browser.generic(
        "POST",
        reverse("dataset_new", args=[party.iso3]),
        b"x" * (3 << 20),
        content_type="multipart/form-data; boundary=x",
    )

    assert answer.status_code == 413


def test_a_full_disk_is_told_and_leaves_nothing_behind(
    browser: Client, party: Party, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("indicators.datasets.arriving.shutil.move", full)

    answer = send(browser, party, as_upload(geotiff(tmp_path)))

    assert answer.status_code == 507
    assert "The disk of the portal is full" in answer.content.decode()
    assert not Dataset.objects.exists()


def test_a_form_from_another_site_is_refused(party: Party, person: User, tmp_path: Path) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(person)

    answer = send(browser, party, as_upload(geotiff(tmp_path)))

    assert answer.status_code == 403
    assert not Dataset.objects.exists()


def test_the_page_itself_sends_the_token_that_is_asked_for(
    party: Party, person: User, tmp_path: Path
) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(person)
    page = browser.get(reverse("dataset_new", args=[party.iso3]))

    answer = send(
        browser,
        party,
        as_upload(geotiff(tmp_path)),
        csrfmiddlewaretoken=str(page.context["csrf_token"]),
    )

    assert answer.status_code == 302


def test_nobody_uploads_for_another_party(browser: Client, tmp_path: Path) -> None:
    other = make_party("XBB")
    make_focal_point(other)

    answer = send(browser, other, as_upload(geotiff(tmp_path)))

    assert answer.status_code == 404
    assert not Dataset.objects.exists()


def test_a_new_version_leaves_the_old_one_until_it_is_accepted(
    upload: Upload, examine: Examine
) -> None:
    old = upload(COVER)

    new = upload(COVER[::-1].copy(), query=f"?replaces={old.pk}", examined=False)
    old.refresh_from_db()
    assert (new.supersedes, new.kind) == (old, old.kind)
    assert old.superseded_at is None

    examine(new.pk)
    old.refresh_from_db()
    assert old.superseded_at is not None
    assert local_path(old.cog_key).exists()


def test_a_refused_new_version_changes_nothing(upload: Upload) -> None:
    old = upload(COVER)

    new = upload(np.full((4, 4), 9, np.uint8), nodata=9, query=f"?replaces={old.pk}")

    old.refresh_from_db()
    assert new.state == Dataset.State.REFUSED
    assert old.superseded_at is None


def test_a_replaced_raster_cannot_be_replaced_again(browser: Client, upload: Upload) -> None:
    old = upload(COVER)
    upload(COVER[::-1].copy(), query=f"?replaces={old.pk}")

    page = browser.get(reverse("dataset_new", args=["XAA"]) + f"?replaces={old.pk}")
    nonsense = browser.get(reverse("dataset_new", args=["XAA"]) + "?replaces=1")

    assert (page.status_code, nonsense.status_code) == (404, 404)


def test_a_file_on_disk_arrives_with_its_digest(tmp_path: Path) -> None:
    path = geotiff(tmp_path)

    arrived = arrived_from(path)

    assert arrived.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (arrived.name, arrived.size) == (path.name, path.stat().st_size)
