"""Just enough of the TIFF format to lay compressed tiles out as a cloud-optimised GeoTIFF.

Tags that describe place, nodata and metadata are taken from a one-pixel file that GDAL writes, so
that any coordinate system GDAL can store is stored its way. Source of the layout: TIFF 6.0,
BigTIFF, and GDAL's description of its COG driver (directories first, smallest overview's data
first).
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from indicators.science.errors import EngineError

SHORT, LONG, LONG8 = 3, 4, 16
TYPE_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 16: 8}
GHOST = (
    b"LAYOUT=IFDS_BEFORE_DATA\nBLOCK_ORDER=ROW_MAJOR\nBLOCK_LEADER=SIZE_AS_UINT4\n"
    b"BLOCK_TRAILER=LAST_4_BYTES_REPEATED\nKNOWN_INCOMPATIBLE_EDITION=NO\n "
)
FRAME = 4
"""Bytes before each tile (its size) and after it (its last four bytes again)."""
CLASSIC_LIMIT = 4_000_000_000

NEW_SUBFILE_TYPE, WIDTH, HEIGHT, BITS, COMPRESSION, PHOTOMETRIC = 254, 256, 257, 258, 259, 262
SAMPLES, PLANAR, COLOUR_MAP, TILE_WIDTH, TILE_HEIGHT = 277, 284, 320, 322, 323
TILE_OFFSETS, TILE_SIZES, SAMPLE_FORMAT = 324, 325, 339
PLACE_TAGS = (33550, 33922, 34264, 34735, 34736, 34737)
TEXT_TAGS = (42112, 42113)
DEFLATE, PALETTE, SIGNED = 8, 3, 2


@dataclass(frozen=True)
class Tag:
    """One directory entry: TIFF type, number of values, and their little-endian bytes."""

    kind: int
    count: int
    data: bytes


@dataclass(frozen=True)
class TileLevel:
    """One resolution: its size in pixels, and the byte length of every tile in row-major order."""

    width: int
    height: int
    sizes: Sequence[int]

    @property
    def stored(self) -> int:
        """Bytes of all tiles with their frames."""
        return sum(self.sizes) + 2 * FRAME * len(self.sizes)


def read_first_directory(content: bytes) -> dict[int, Tag]:
    """Read the first directory of a little-endian classic TIFF held in memory."""
    if content[:4] != b"II*\0":
        raise EngineError("The template file is not a little-endian classic TIFF.")
    (start,) = struct.unpack_from("<I", content, 4)
    (entries,) = struct.unpack_from("<H", content, start)
    found: dict[int, Tag] = {}
    for index in range(entries):
        at = start + 2 + 12 * index
        code, kind, count = struct.unpack_from("<HHI", content, at)
        size = TYPE_SIZES[kind] * count
        begin = at + 8 if size <= 4 else struct.unpack_from("<I", content, at + 8)[0]
        found[code] = Tag(kind, count, content[begin : begin + size])
    return found


def shorts(*values: int) -> Tag:
    """A tag of 16-bit values."""
    return Tag(SHORT, len(values), struct.pack(f"<{len(values)}H", *values))


def longs(values: Sequence[int], *, wide: bool) -> Tag:
    """A tag of 32-bit values, or of 64-bit ones in a BigTIFF."""
    letter = "Q" if wide else "I"
    return Tag(
        LONG8 if wide else LONG, len(values), struct.pack(f"<{len(values)}{letter}", *values)
    )


def palette_tag(colours: Mapping[int, tuple[int, int, int]]) -> Tag:
    """A colour table for signed bytes: the entry of value v stands at v modulo 256."""
    table = [0] * 768
    for value, rgb in colours.items():
        for channel, part in enumerate(rgb):
            table[channel * 256 + value % 256] = part * 257
    return shorts(*table)


def framed(tile: bytes) -> bytes:
    """A tile's bytes as they stand in the file: size, bytes, last four bytes again."""
    return struct.pack("<I", len(tile)) + tile + tile[-FRAME:]


def write_layout(
    stream: BinaryIO,
    levels: Sequence[TileLevel],
    block: int,
    palette: Tag,
    place: Mapping[int, Tag],
) -> None:
    """Write header and directories; framed tiles have to follow, the smallest level's first.

    `levels` runs from full resolution to the smallest overview.
    """
    data_size = sum(level.stored for level in levels)
    wide = data_size > CLASSIC_LIMIT
    start = len(_header(wide))
    directories = [_directory(level, n, block, palette, place) for n, level in enumerate(levels)]
    lengths = [
        _directory_length(_with_tiles(d, level, 0, wide), wide)
        for d, level in zip(directories, levels, strict=True)
    ]
    firsts = _first_offsets(levels, start + sum(lengths))
    stream.write(_header(wide))
    at = start
    for n, level in enumerate(levels):
        tags = _with_tiles(directories[n], level, firsts[n], wide)
        following = at + lengths[n] if n + 1 < len(levels) else 0
        stream.write(_packed_directory(tags, at, following, wide))
        at += lengths[n]


def _header(wide: bool) -> bytes:
    ghost = b"GDAL_STRUCTURAL_METADATA_SIZE=%06d bytes\n" % len(GHOST) + GHOST
    ghost += b" " * (-len(ghost) % 16)
    if wide:
        return b"II+\0" + struct.pack("<HHQ", 8, 0, 16 + len(ghost)) + ghost
    return b"II*\0" + struct.pack("<I", 8 + len(ghost)) + ghost


def _directory(
    level: TileLevel, number: int, block: int, palette: Tag, place: Mapping[int, Tag]
) -> dict[int, Tag]:
    tags = {
        WIDTH: longs([level.width], wide=False),
        HEIGHT: longs([level.height], wide=False),
        BITS: shorts(8),
        COMPRESSION: shorts(DEFLATE),
        PHOTOMETRIC: shorts(PALETTE),
        SAMPLES: shorts(1),
        PLANAR: shorts(1),
        COLOUR_MAP: palette,
        TILE_WIDTH: shorts(block),
        TILE_HEIGHT: shorts(block),
        SAMPLE_FORMAT: shorts(SIGNED),
    }
    if number == 0:
        return tags | {code: tag for code, tag in place.items() if code in PLACE_TAGS + TEXT_TAGS}
    nodata = {code: tag for code, tag in place.items() if code == 42113}
    return tags | {NEW_SUBFILE_TYPE: longs([1], wide=False)} | nodata


def _first_offsets(levels: Sequence[TileLevel], data_start: int) -> list[int]:
    firsts = [0] * len(levels)
    at = data_start
    for n in reversed(range(len(levels))):
        firsts[n] = at
        at += levels[n].stored
    return firsts


def _with_tiles(tags: dict[int, Tag], level: TileLevel, first: int, wide: bool) -> dict[int, Tag]:
    offsets, at = [], first
    for size in level.sizes:
        offsets.append(at + FRAME)
        at += size + 2 * FRAME
    tiles = {TILE_OFFSETS: longs(offsets, wide=wide), TILE_SIZES: longs(level.sizes, wide=False)}
    return tags | tiles


def _directory_length(tags: Mapping[int, Tag], wide: bool) -> int:
    inline, entry, frame = (8, 20, 16) if wide else (4, 12, 6)
    spilled = sum(_even(len(tag.data)) for tag in tags.values() if len(tag.data) > inline)
    return _even(frame + entry * len(tags)) + spilled


def _packed_directory(tags: Mapping[int, Tag], at: int, following: int, wide: bool) -> bytes:
    inline, entry, frame = (8, 20, 16) if wide else (4, 12, 6)
    spill_at = at + _even(frame + entry * len(tags))
    head, spilled = struct.pack("<Q" if wide else "<H", len(tags)), b""
    for code in sorted(tags):
        tag = tags[code]
        head += struct.pack("<HHQ" if wide else "<HHI", code, tag.kind, tag.count)
        if len(tag.data) <= inline:
            head += tag.data.ljust(inline, b"\0")
        else:
            head += struct.pack("<Q" if wide else "<I", spill_at + len(spilled))
            spilled += tag.data.ljust(_even(len(tag.data)), b"\0")
    head += struct.pack("<Q" if wide else "<I", following)
    return head.ljust(spill_at - at, b"\0") + spilled


def _even(length: int) -> int:
    return length + length % 2
