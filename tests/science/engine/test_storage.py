"""Folders and buckets: writes are whole or not at all."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from indicators.science.errors import EngineError
from indicators.science.storage import (
    LocalStorage,
    S3Storage,
    Storage,
    open_storage,
    raster_path,
    read_json,
    write_json,
)


class Bucket:
    """What is used of boto3's client, in memory; a listing has pages of two."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}

    def upload_file(self, path: str, bucket: str, key: str) -> None:
        self.objects[f"{bucket}/{key}"] = Path(path).read_bytes()

    def download_file(self, bucket: str, key: str, path: str) -> None:
        Path(path).write_bytes(self.objects[f"{bucket}/{key}"])

    def delete_object(self, *, Bucket: str, Key: str) -> None:
        self.objects.pop(f"{Bucket}/{Key}", None)

    def get_paginator(self, _name: str) -> Bucket:
        return self

    def paginate(self, *, Bucket: str, Prefix: str) -> Iterator[dict[str, Any]]:
        start = f"{Bucket}/"
        keys = [k.removeprefix(start) for k in sorted(self.objects) if k.startswith(start + Prefix)]
        for at in range(0, max(len(keys), 1), 2):
            yield {"Contents": [{"Key": key} for key in keys[at : at + 2]]} if keys else {}


@pytest.fixture(params=["folder", "bucket"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    if request.param == "folder":
        return LocalStorage(str(tmp_path))
    return S3Storage("s3://country/runs/7", Bucket())


def test_what_was_written_is_read_back_listed_and_removed(storage: Storage) -> None:
    for name in ("b.json", "a.json", "c.json"):
        write_json(storage, name, {"name": name, "é": [1.5]})

    assert storage.names() == ["a.json", "b.json", "c.json"]
    assert read_json(storage, "b.json") == {"name": "b.json", "é": [1.5]}
    storage.remove("b.json")
    storage.remove("never.json")
    assert (storage.exists("a.json"), storage.exists("b.json")) == (True, False)


def test_a_write_that_fails_leaves_the_old_object(storage: Storage) -> None:
    write_json(storage, "a.json", 1)

    def write_half() -> None:
        with storage.writing("a.json") as path:
            path.write_text("2 and then")
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        write_half()

    assert storage.names() == ["a.json"]
    assert read_json(storage, "a.json") == 1


def test_a_name_that_begins_another_is_not_taken_for_it() -> None:
    storage = S3Storage("s3://country/x/", Bucket())
    write_json(storage, "first-10", 1)

    assert storage.exists("first-1") is False


def test_other_addresses_are_refused() -> None:
    with pytest.raises(EngineError, match="only local paths, file:// and s3://"):
        open_storage("ftp://host/path")


def test_a_bucket_without_boto3_is_refused_with_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "boto3", None)

    with pytest.raises(EngineError, match="install the project's extra `s3`"):
        open_storage("s3://bucket/prefix")


def test_file_addresses_are_paths_and_buckets_are_opened_by_gdal(tmp_path: Path) -> None:
    storage = open_storage(f"file://{tmp_path}/new")

    assert isinstance(storage, LocalStorage)
    assert storage.root == tmp_path / "new"
    assert raster_path("s3://bucket/a.tif") == "/vsis3/bucket/a.tif"
    assert raster_path("/data/a.tif") == "/data/a.tif"


def test_a_whole_run_works_in_a_bucket(tmp_path: Path) -> None:
    from indicators.science.engine import compute, load_manifest
    from tests.science.engine.country import write_country

    bucket = Bucket()
    manifest = load_manifest(write_country(tmp_path), str(tmp_path))
    scratch, out = (S3Storage(f"s3://country/{name}", bucket) for name in ("scratch", "out"))

    compute(manifest, out, scratch=scratch, workers=2)

    reference = tmp_path / "local"
    compute(manifest, reference)
    assert bucket.objects["country/out/summary.json"] == (reference / "summary.json").read_bytes()
    assert len([key for key in bucket.objects if key.startswith("country/out/")]) == 17
