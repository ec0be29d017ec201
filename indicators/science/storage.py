"""Scratch and output folders as URLs: a local path, or `s3://bucket/prefix` with the s3 extra.

Every write is atomic: a reader on any machine sees the whole object or none of it.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from indicators.science.errors import EngineError


class Storage(Protocol):
    """A flat folder of named objects."""

    url: str

    def exists(self, name: str) -> bool:
        """Tell whether a whole object of this name is there."""
        ...

    def writing(self, name: str) -> Any:
        """Context manager: a local path to fill; published under `name` when the block ends."""
        ...

    def reading(self, name: str) -> Any:
        """Context manager: a local path with the object's content."""
        ...

    def remove(self, name: str) -> None:
        """Remove the object if it is there."""
        ...

    def names(self) -> list[str]:
        """All object names, sorted."""
        ...


class LocalStorage:
    """A folder on a disk that all workers see; publishing is a rename in the same folder."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.root = Path(url.removeprefix("file://"))
        self.root.mkdir(parents=True, exist_ok=True)

    def exists(self, name: str) -> bool:
        """Tell whether a whole object of this name is there."""
        return (self.root / name).is_file()

    @contextmanager
    def writing(self, name: str) -> Iterator[Path]:
        """Yield a temporary path beside the target; rename it when the block ends well."""
        handle, temporary = tempfile.mkstemp(prefix=".part-", suffix=f"-{name}", dir=self.root)
        os.close(handle)
        path = Path(temporary)
        try:
            yield path
            path.chmod(0o644)
            path.replace(self.root / name)
        finally:
            path.unlink(missing_ok=True)

    @contextmanager
    def reading(self, name: str) -> Iterator[Path]:
        """Yield the object's own path."""
        yield self.root / name

    def remove(self, name: str) -> None:
        """Remove the object if it is there."""
        (self.root / name).unlink(missing_ok=True)

    def names(self) -> list[str]:
        """All published names, sorted; unfinished temporary files are not listed."""
        return sorted(
            path.name
            for path in self.root.iterdir()
            if path.is_file() and not path.name.startswith(".part-")
        )


class S3Storage:
    """Objects under one prefix of a bucket; a put is atomic by the service's own contract."""

    def __init__(self, url: str, client: Any = None) -> None:
        self.url = url.rstrip("/")
        bucket, _, prefix = self.url.removeprefix("s3://").partition("/")
        self.bucket = bucket
        self.prefix = f"{prefix}/" if prefix else ""
        self.client = client if client is not None else _s3_client()

    def exists(self, name: str) -> bool:
        """Tell whether the object is there."""
        return self.prefix + name in self._keys(self.prefix + name)

    @contextmanager
    def writing(self, name: str) -> Iterator[Path]:
        """Yield a temporary local path; upload it when the block ends well."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name
            yield path
            self.client.upload_file(str(path), self.bucket, self.prefix + name)

    @contextmanager
    def reading(self, name: str) -> Iterator[Path]:
        """Download the object to a temporary local path for the length of the block."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name
            self.client.download_file(self.bucket, self.prefix + name, str(path))
            yield path

    def remove(self, name: str) -> None:
        """Remove the object; removing nothing is no error in S3."""
        self.client.delete_object(Bucket=self.bucket, Key=self.prefix + name)

    def names(self) -> list[str]:
        """All names under the prefix, sorted."""
        return sorted(key.removeprefix(self.prefix) for key in self._keys(self.prefix))

    def _keys(self, prefix: str) -> list[str]:
        pages = self.client.get_paginator("list_objects_v2")
        found = pages.paginate(Bucket=self.bucket, Prefix=prefix)
        return [item["Key"] for page in found for item in page.get("Contents", ())]


class Overlay:
    """A folder laid over another: what it lacks is read there, and nothing is changed there."""

    def __init__(self, own: Storage, beneath: Storage) -> None:
        self.own, self.beneath = own, beneath
        self.url = own.url

    def exists(self, name: str) -> bool:
        """Tell whether a whole object of this name is in either."""
        return self.own.exists(name) or self.beneath.exists(name)

    def writing(self, name: str) -> Any:
        """Context manager: a local path to fill, published in the folder on top."""
        return self.own.writing(name)

    def reading(self, name: str) -> Any:
        """Context manager: a local path with the object's content, the one on top first."""
        return (self.own if self.own.exists(name) else self.beneath).reading(name)

    def remove(self, name: str) -> None:
        """Remove the object from the folder on top."""
        self.own.remove(name)

    def names(self) -> list[str]:
        """All object names of both, sorted."""
        return sorted({*self.own.names(), *self.beneath.names()})


def open_storage(url: str | Path | Storage) -> Storage:
    """Return the storage behind a local path, a `file://` or an `s3://` URL.

    Raises EngineError for any other scheme, and for S3 when boto3 is not installed.
    """
    if isinstance(url, LocalStorage | S3Storage | Overlay):
        return url
    text = str(url)
    if text.startswith("s3://"):
        return S3Storage(text)
    if "://" in text and not text.startswith("file://"):
        raise EngineError(f"{text}: only local paths, file:// and s3:// addresses can be used.")
    return LocalStorage(text)


def raster_path(location: str) -> str:
    """The name under which GDAL opens a location: `/vsis3/...` for S3, else the path itself."""
    if location.startswith("s3://"):
        return "/vsis3/" + location.removeprefix("s3://")
    return location.removeprefix("file://")


def write_json(storage: Storage, name: str, value: Any) -> None:
    """Publish a value as canonical JSON: sorted keys where order has no meaning is the caller's."""
    with storage.writing(name) as path:
        path.write_text(
            json.dumps(value, indent=1, ensure_ascii=False, allow_nan=False) + "\n", "utf-8"
        )


def read_json(storage: Storage, name: str) -> Any:
    """Read a value that write_json published."""
    with storage.reading(name) as path:
        return json.loads(Path(path).read_text("utf-8"))


def _s3_client() -> Any:
    try:
        import boto3  # type: ignore[import-not-found]
    except ImportError as error:
        raise EngineError(
            "An s3:// address needs boto3: install the project's extra `s3`."
        ) from error
    return boto3.client("s3")
