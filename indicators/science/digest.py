"""SHA-256 of input files, read once in large pieces, several files at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from indicators.science.errors import InputError
from indicators.science.plan import InputDigest
from indicators.science.storage import open_storage

PIECE = 1 << 18
"""Bytes read at once: they are still in the processor's cache when they are digested."""


@dataclass
class DigestWork:
    """Digests of {entry: (name in the manifest, location)}; a file named twice is read once."""

    files: Mapping[str, tuple[str, str]]
    _found: dict[str, tuple[str, int]] = field(default_factory=dict)

    def tasks(self) -> list[Callable[[], None]]:
        """One task for each file, to be run in any thread."""
        locations = {location: (entry, name) for entry, (name, location) in self.files.items()}
        return [partial(self._read, location, *named) for location, named in locations.items()]

    def digests(self) -> tuple[InputDigest, ...]:
        """The digests, in the order of entries, once all tasks have run."""
        return tuple(
            InputDigest(entry, name, *self._found[location])
            for entry, (name, location) in self.files.items()
        )

    def _read(self, location: str, entry: str, name: str) -> None:
        self._found[location] = _digest(location, entry, name)


def digests(files: Mapping[str, tuple[str, str]], workers: int = 2) -> tuple[InputDigest, ...]:
    """Digests of {entry: (name in the manifest, location)}, in the order of entries.

    Raises InputError for a file that cannot be read.
    """
    work = DigestWork(files)
    with ThreadPoolExecutor(workers) as pool:
        for future in [pool.submit(task) for task in work.tasks()]:
            future.result()
    return work.digests()


def _digest(location: str, entry: str, name: str) -> tuple[str, int]:
    folder, _, last = location.rpartition("/")
    try:
        if location.startswith("s3://"):
            with open_storage(folder).reading(last) as path:
                return _file_digest(path)
        return _file_digest(Path(location.removeprefix("file://")))
    except OSError as error:
        raise InputError(f"{entry}: {name} cannot be read ({error.strerror}).") from error


def _file_digest(path: Path) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    buffer = bytearray(PIECE)
    view = memoryview(buffer)
    with path.open("rb", buffering=0) as file:
        while length := file.readinto(buffer):
            digest.update(view[:length])
            size += length
    return digest.hexdigest(), size
