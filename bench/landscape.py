"""Seeded rasters that compress and compute like a real country's: patches, gradients and noise.

Sixteen years of productivity (int16), seven-class land cover of four years, soil units, climate
zones and soil organic carbon, written in rows of blocks so that any size fits in memory.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from affine import Affine
from numpy.typing import NDArray
from rasterio.windows import Window

YEARS = tuple(range(2004, 2020))
COVER_YEARS = (2000, 2011, 2015, 2019)
BLOCK = 512
PIXEL = 1 / 360
NODATA = -32768
PROFILES: dict[str, dict[str, Any]] = {
    "lzw": {"compress": "lzw"},
    "zstd": {"compress": "zstd", "zstd_level": 1},
}


@dataclass(frozen=True)
class Landscape:
    """A square country of side x side pixels in one folder."""

    folder: Path
    side: int
    codec: str

    @property
    def megapixels(self) -> float:
        """Size in millions of pixels."""
        return self.side * self.side / 1e6

    @property
    def manifest(self) -> dict[str, Any]:
        """Two periods with all indicators."""
        return {
            "profile": "prais4",
            "land_cover": {
                "legend": "unccd7",
                "years": {str(year): f"cover_{year}.tif" for year in COVER_YEARS},
            },
            "productivity": {"stack": "series.tif", "first_year": YEARS[0]},
            "ecological_units": {"soil": "soil.tif", "cover": "cover_2000.tif"},
            "carbon": {"soc": "soc.tif", "climate_zone": "climate.tif"},
            "periods": [
                {
                    "key": "baseline",
                    "land_cover": [2000, 2015],
                    "carbon": [2000, 2015],
                    "productivity": [YEARS[0], YEARS[-2]],
                },
                {
                    "key": "report_1",
                    "land_cover": [2015, 2019],
                    "carbon": [2015, 2019],
                    "productivity": [YEARS[1], YEARS[-1]],
                },
            ],
        }


def make(folder: Path, megapixels: float, codec: str) -> Landscape:
    """Write a landscape unless the folder already holds it whole."""
    side = round((megapixels * 1e6) ** 0.5)
    landscape = Landscape(folder, side, codec)
    done = folder / "manifest.json"
    if not done.exists():
        folder.mkdir(parents=True, exist_ok=True)
        _write(landscape)
        done.write_text(json.dumps(landscape.manifest, indent=1))
    return landscape


def _write(landscape: Landscape) -> None:
    files = {"series": (len(YEARS), "int16", NODATA), "soil": (1, "uint8", 0),
             "climate": (1, "uint8", 0), "soc": (1, "int16", NODATA)}  # fmt: skip
    files |= {f"cover_{year}": (1, "uint8", 0) for year in COVER_YEARS}
    opened = {
        name: rasterio.open(
            landscape.folder / f"{name}.tif",
            "w",
            driver="GTiff",
            width=landscape.side,
            height=landscape.side,
            count=count,
            dtype=dtype,
            nodata=nodata,
            crs="EPSG:4326",
            transform=Affine(PIXEL, 0, 10, 0, -PIXEL, 45),
            tiled=True,
            blockxsize=BLOCK,
            blockysize=BLOCK,
            bigtiff="if_safer",
            **PROFILES[landscape.codec],
        )
        for name, (count, dtype, nodata) in files.items()
    }
    for window, layers in _bands_of_rows(landscape.side):
        for name, values in layers.items():
            opened[name].write(values if values.ndim == 3 else values[np.newaxis], window=window)
    for dataset in opened.values():
        dataset.close()


def _bands_of_rows(side: int) -> Iterator[tuple[Window, dict[str, NDArray[Any]]]]:
    for row in range(0, side, BLOCK):
        height = min(BLOCK, side - row)
        pieces = [
            _layers(row, col, height, min(4 * BLOCK, side - col))
            for col in range(0, side, 4 * BLOCK)
        ]
        joined = {
            name: np.concatenate([piece[name] for piece in pieces], axis=-1) for name in pieces[0]
        }
        yield Window(0, row, side, height), joined


def _layers(row: int, col: int, height: int, width: int) -> dict[str, NDArray[Any]]:
    field = _Field(row, col, height, width)
    relief, moisture, patches = field.smooth(1, 900), field.smooth(2, 300), field.smooth(3, 24)
    cover = _cover(relief, moisture, patches)
    layers: dict[str, NDArray[Any]] = {"cover_2000": cover}
    for number, year in enumerate(COVER_YEARS[1:]):
        cleared = (field.smooth(20 + number, 40) > 0.82) & (cover < 4)
        cover = np.where(cleared, np.where(patches > 0.5, 3, 5), cover).astype(np.uint8)
        layers[f"cover_{year}"] = cover
    layers["series"] = _series(field, moisture, patches, cover)
    layers["soil"] = (1 + 39 * field.smooth(4, 500)).astype(np.uint8)
    layers["climate"] = (1 + 11.99 * field.smooth(5, 4000)).astype(np.uint8)
    layers["soc"] = (20 + 100 * moisture + 4 * field.noise(6)).astype(np.int16)
    return layers


def _cover(
    relief: NDArray[np.float32], moisture: NDArray[np.float32], patches: NDArray[np.float32]
) -> NDArray[np.uint8]:
    wet = moisture + 0.3 * patches
    cover = np.select(
        [relief < 0.18, wet > 0.85, wet > 0.62, patches > 0.8, wet > 0.45],
        [7, 4, 1, 3, 2],
        6,
    )
    return cover.astype(np.uint8)


def _series(
    field: _Field,
    moisture: NDArray[np.float32],
    patches: NDArray[np.float32],
    cover: NDArray[np.uint8],
) -> NDArray[np.int16]:
    base = 1500 + 6000 * moisture + 400 * patches
    slope = 160 * (field.smooth(7, 200) - 0.5)
    bands = np.empty((len(YEARS), *base.shape), np.int16)
    for number in range(len(YEARS)):
        weather = 900 * (field.smooth(100 + number, 700) - 0.5)
        bands[number] = base + slope * number + weather + 150 * field.noise(200 + number)
    bands[:, cover == 7] = NODATA
    return bands


class _Field:
    """Random fields that do not depend on how the landscape is cut."""

    def __init__(self, row: int, col: int, height: int, width: int) -> None:
        self.row, self.col, self.height, self.width = row, col, height, width

    def smooth(self, seed: int, scale: int) -> NDArray[np.float32]:
        """Values from 0 to 1 that change over about `scale` pixels, with finer detail."""
        total = 0.7 * self._octave(seed, scale) + 0.3 * self._octave(seed + 50, max(4, scale // 6))
        return np.clip(total, 0, 1).astype(np.float32)

    def noise(self, seed: int) -> NDArray[np.float32]:
        """Standard normal noise, pixel by pixel."""
        generator = np.random.default_rng((seed, self.row, self.col))
        return generator.standard_normal((self.height, self.width), np.float32)

    def _octave(self, seed: int, scale: int) -> NDArray[np.float32]:
        rows, cols = (
            self._places(self.row, self.height, scale),
            self._places(self.col, self.width, scale),
        )
        nodes = _nodes(seed, rows[0][0], rows[0][-1] + 2, cols[0][0], cols[0][-1] + 2)
        r, c = rows[0] - rows[0][0], cols[0] - cols[0][0]
        v, u = rows[1][:, None], cols[1][None, :]
        across = nodes[:, c] * (1 - u) + nodes[:, c + 1] * u
        return across[r] * (1 - v) + across[r + 1] * v

    @staticmethod
    def _places(
        start: int, count: int, scale: int
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        at = np.arange(start, start + count) / scale
        whole = np.floor(at).astype(np.int64)
        return whole, (at - whole).astype(np.float32)


def _nodes(seed: int, row0: int, row1: int, col0: int, col1: int) -> NDArray[np.float32]:
    """Random numbers on a lattice, each from its own place by an integer hash."""
    rows = np.arange(row0, row1, dtype=np.uint64)[:, None]
    cols = np.arange(col0, col1, dtype=np.uint64)[None, :]
    mixed = rows * np.uint64(0x9E3779B97F4A7C15) ^ cols * np.uint64(0xC2B2AE3D27D4EB4F)
    mixed ^= np.uint64(seed * 0x165667B19E3779F9 & (2**64 - 1))
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    return ((mixed >> np.uint64(40)) / np.float32(1 << 24)).astype(np.float32)
