"""Evidence that somebody uploads: known by its first bytes, kept under a name of ours, never read.

A file is only ever sent back as an attachment of the type that its first bytes say.
"""

import uuid
from dataclasses import dataclass
from pathlib import Path

from countries.models import Party
from indicators.datasets.arriving import Arrived, arrived_from, put_away, room_left

MOST_BYTES = 20 * 1024 * 1024
_LONGEST = 16
SIGNATURES: dict[bytes, tuple[str, str]] = {
    b"%PDF-": ("pdf", "application/pdf"),
    b"\xff\xd8\xff": ("jpg", "image/jpeg"),
    b"\x89PNG\r\n\x1a\n": ("png", "image/png"),
}
CONTENT_TYPES = dict(SIGNATURES.values())


@dataclass(frozen=True)
class Evidence:
    """A file in the storage."""

    name: str
    key: str
    size: int
    sha256: str


def kind_of(path: Path) -> str:
    """The ending that fits a file's first bytes; nothing for other files."""
    with path.open("rb") as stream:
        head = stream.read(_LONGEST)
    return next((kind for magic, (kind, _t) in SIGNATURES.items() if head.startswith(magic)), "")


def fits(party: Party, size: int) -> bool:
    """Whether there is room for a file of so many bytes."""
    return size <= min(MOST_BYTES, room_left(party))


def keep(party: Party, path: Path, name: str) -> Evidence:
    """Move a file on disk into the storage. Raises OSError when the disk is full."""
    arrived: Arrived = arrived_from(path)
    key = f"evidence/{party.iso3}/{uuid.uuid4()}.{kind_of(path)}"
    put_away(arrived, key)
    return Evidence(name[-255:], key, arrived.size, arrived.sha256)


def content_type(key: str) -> str:
    """The type to send a kept file as."""
    return CONTENT_TYPES.get(key.rpartition(".")[2], "application/octet-stream")
