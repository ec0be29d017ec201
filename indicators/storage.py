"""Where rasters stand: a folder that all workers see, or a bucket. Keys are our own, never names
that a user chose."""

import hashlib
import shutil
import uuid
from pathlib import Path
from typing import Any

from django.conf import settings

from countries.models import Party
from indicators.science.storage import LocalStorage, open_storage


def location(key: str) -> str:
    """Return the path or URL under which rasterio opens the object `key`."""
    return f"{settings.STORAGE_URL.rstrip('/')}/{key}"


def local_path(key: str) -> Path:
    """Return the path of `key` in a local storage, making its folder."""
    path = Path(location(key))
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def new_upload_key(party: Party) -> str:
    return f"uploads/{party.iso3}/{uuid.uuid4()}"


def new_cog_key(party: Party) -> str:
    return f"datasets/{party.iso3}/{uuid.uuid4()}.tif"


def remove_folder(key: str) -> None:
    """Remove everything under `key`, with what interrupted writers left there."""
    storage = open_storage(location(key))
    if isinstance(storage, LocalStorage):
        shutil.rmtree(storage.root, ignore_errors=True)
        return
    for name in storage.names():
        storage.remove(name)


def list_folder(key: str) -> list[dict[str, Any]]:
    """Name, size in bytes and SHA-256 of every object under `key`, by name."""
    storage = open_storage(location(key))
    listed = []
    for name in storage.names():
        with storage.reading(name) as path, Path(path).open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            listed.append({"name": name, "bytes": Path(path).stat().st_size, "sha256": digest})
    return listed
