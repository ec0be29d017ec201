"""How large a vector file may be, packed, unpacked and in vertices."""

from dataclasses import dataclass

_MIB = 1024 * 1024


@dataclass(frozen=True)
class VectorLimits:
    """Bounds of one upload; vertices are counted over all features."""

    file_bytes: int = 60 * _MIB
    unpacked_bytes: int = 250 * _MIB
    archive_members: int = 200
    features: int = 5_000
    vertices: int = 500_000
    properties: int = 60
    text_length: int = 1_000


UPLOAD = VectorLimits()
DRAWN = VectorLimits(file_bytes=2 * _MIB, features=200, vertices=20_000, properties=5)
