"""Files on their way in: streamed to disk with their digest, within size and quota."""

import hashlib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler
from django.db.models import F, Q, Sum

from countries.models import Party
from indicators.models import Dataset
from indicators.science.storage import open_storage
from indicators.storage import location

_READ_BYTES = 1 << 20


@dataclass(frozen=True)
class Arrived:
    """A whole file on this machine's disk, not yet in the storage."""

    path: Path
    name: str
    size: int
    sha256: str


def arrived_from(path: Path) -> Arrived:
    """A file that is on disk already, for the command line and the demonstration."""
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return Arrived(path, path.name, path.stat().st_size, digest)


def arrived_by_upload(upload: UploadedFile) -> Arrived:
    """What `DigestingUploadHandler` streamed to disk."""
    path = Path(upload.temporary_file_path())  # type: ignore[attr-defined]
    digest: str = upload.sha256  # type: ignore[attr-defined]
    return Arrived(path, str(upload.name), int(upload.size or 0), digest)


class DigestingUploadHandler(TemporaryFileUploadHandler):
    """Streams to disk, computes the digest on the way, and stops at a number of bytes."""

    def __init__(self, most_bytes: int) -> None:
        super().__init__()
        self.most_bytes = most_bytes
        self.received = 0
        self.too_large = False
        self.chunk_size = _READ_BYTES

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.digest = hashlib.sha256()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.received += len(raw_data)
        if self.received > self.most_bytes:
            self.too_large = True
            # What else is on its way is not waited for.
            raise StopUpload(connection_reset=True)
        self.digest.update(raw_data)
        super().receive_data_chunk(raw_data, start)

    def file_complete(self, file_size: int) -> Any:
        upload = super().file_complete(file_size)
        if upload is not None:
            upload.sha256 = self.digest.hexdigest()  # type: ignore[attr-defined]
        return upload


def used_bytes(party: Party) -> int:
    """Bytes that a Party's uploads and clean copies take in the storage."""
    sums = Dataset.objects.filter(party=party).aggregate(
        waiting=Sum("size", filter=~Q(upload_key="")), kept=Sum(F("cog_size"))
    )
    return int(sums["waiting"] or 0) + int(sums["kept"] or 0)


def room_left(party: Party) -> int:
    """Bytes that a Party may still upload."""
    return max(0, settings.PARTY_QUOTA_BYTES - used_bytes(party))


def put_away(file: Arrived, key: str) -> None:
    """Move a file into the storage under `key`, safely on disk before anybody is told.

    Raises OSError when the disk is full.
    """
    folder, _, name = key.rpartition("/")
    with open_storage(location(folder)).writing(name) as target:
        shutil.move(file.path, target)
        with Path(target).open("rb") as stream:
            os.fsync(stream.fileno())


def throw_away(key: str) -> None:
    """Remove an object of the storage, if it is there."""
    folder, _, name = key.rpartition("/")
    if name:
        open_storage(location(folder)).remove(name)
