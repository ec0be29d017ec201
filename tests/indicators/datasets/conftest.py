"""A Party with its focal point, a browser of theirs, and small rasters inside its outline."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from affine import Affine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from countries import bell
from countries.models import Party, User
from indicators.datasets import examination
from indicators.ingest.examine import answer
from indicators.models import Dataset
from tests.factories import make_focal_point, make_party
from tests.indicators.ingest.rasters import write

# The Party's outline is the square from 10 to 12 degrees east and north.
GRID = Affine(0.5, 0, 10, 0, -0.5, 12)
COVER = np.array([[10, 10, 16, 17], [10, 12, 16, 17], [7, 7, 16, 255], [7, 7, 13, 255]], np.uint8)
FALLING = np.arange(100, 116, dtype=np.uint16).reshape(4, 4)[::-1]


@pytest.fixture(autouse=True)
def bells(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Any]]:
    """Every bell that was rung, as (task, first argument)."""
    rung: list[tuple[str, Any]] = []
    # Those of jobs; the bell for the mail names nothing.
    monkeypatch.setattr(bell, "send", lambda name, args: rung.extend((name, a) for a in args))
    return rung


@pytest.fixture
def party(db: None) -> Party:
    return make_party("XAA")


@pytest.fixture
def person(party: Party) -> User:
    return make_focal_point(party)


@pytest.fixture
def browser(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def geotiff(
    folder: Path, values: Any = COVER, name: str = "land_cover_2015.tif", **more: Any
) -> Path:
    return write(folder / name, values, transform=GRID, **more)


def as_upload(path: Path, name: str = "") -> SimpleUploadedFile:
    return SimpleUploadedFile(name or path.name, path.read_bytes(), content_type="image/tiff")


Upload = Callable[..., Dataset]
Examine = Callable[[Any], None]


@pytest.fixture(autouse=True)
def quick_examination(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Examine in this process where the pages are tested and not the sandbox."""
    if request.module.__name__.endswith("test_examination"):
        return
    monkeypatch.setattr(
        examination, "run_sandboxed", lambda _module, order, **_: json.loads(
            json.dumps(answer(order), allow_nan=False)
        )
    )  # fmt: skip


@pytest.fixture
def examine(django_capture_on_commit_callbacks: Any) -> Callable[[Any], None]:
    """Examine as the worker does, with what follows a commit."""

    def work(pk: Any) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            examination.perform(pk)

    return work


@pytest.fixture
def upload(
    browser: Client,
    party: Party,
    tmp_path: Path,
    examine: Callable[[Any], None],
    django_capture_on_commit_callbacks: Any,
) -> Upload:
    """Upload a raster through the page and examine it as the worker would."""

    def send(values: Any = COVER, kind: str = "land_cover", **more: Any) -> Dataset:
        query = more.pop("query", "")
        examined = more.pop("examined", True)
        path = geotiff(tmp_path, values, **more)
        address = reverse("dataset_new", args=[party.iso3]) + query
        with django_capture_on_commit_callbacks(execute=True):
            answer = browser.post(address, {"kind": kind, "rasters": as_upload(path)})
        assert answer.status_code == 302, answer.content.decode()
        dataset = Dataset.objects.latest("uploaded_at")
        if examined:
            examine(dataset.pk)
            dataset.refresh_from_db()
        return dataset

    return send


def address(name: str, dataset: Dataset, *more: Any) -> str:
    return reverse(name, args=[dataset.party.iso3, dataset.pk, *more])
