"""Map tiles and point values from our own COGs: one way for datasets and for the layers of runs.

rio-tiler reads and draws: categorical rasters give each code its colour, continuous ones a ramp.
Datasets stay open for each thread; opening costs more than a tile.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio.errors import RasterioError
from rio_tiler.errors import PointOutsideBounds, TileOutsideBounds
from rio_tiler.io import Reader
from rio_tiler.models import ImageData

from indicators.science.storage import raster_path

SIZE = 256
MAX_ZOOM = 22
CONTENT_TYPE = "image/png"
_OPEN_AT_ONCE = 16
_CLEAR = 0  # palette index of "nothing here"
_GDAL = {
    "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",
    "GDAL_PAM_ENABLED": "NO",
    "GDAL_CACHEMAX": 64,
}
Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Classes:
    """Colours of a categorical raster, #rrggbb by code; other codes are left transparent."""

    colours: Mapping[int, str]

    @cached_property
    def palette(self) -> list[Colour]:
        return [as_colour(text) for text in self.colours.values()]

    def indices(self, pixels: NDArray[Any]) -> NDArray[np.uint8]:
        """Palette index of each pixel, 0 where it has no colour."""
        found = np.full(pixels.shape, _CLEAR, np.uint8)
        for number, code in enumerate(self.colours, start=1):
            found[pixels == code] = number
        return found


@dataclass(frozen=True)
class Ramp:
    """Colours of a continuous raster from `low` to `high`, #rrggbb in equal steps."""

    low: float
    high: float
    stops: Sequence[str]

    @cached_property
    def palette(self) -> list[Colour]:
        places = np.linspace(0, len(self.stops) - 1, 254)
        channels = zip(*(as_colour(stop) for stop in self.stops), strict=True)
        parts = [np.interp(places, range(len(self.stops)), channel) for channel in channels]
        return [(round(r), round(g), round(b)) for r, g, b in zip(*parts, strict=True)]

    def indices(self, pixels: NDArray[Any]) -> NDArray[np.uint8]:
        """Palette index of each pixel, 0 where it is not a number."""
        span = self.high - self.low or 1.0
        place = (np.nan_to_num(pixels.astype(np.float64)) - self.low) / span
        found = (np.clip(place, 0, 1) * 253).astype(np.uint8) + np.uint8(1)
        return np.where(np.isnan(pixels), np.uint8(_CLEAR), found).astype(np.uint8)


class Style(Protocol):
    """What gives pixels their colours: `Classes`, `Ramp`, or one of them with exceptions."""

    @property
    def palette(self) -> Sequence[Colour]: ...

    def indices(self, pixels: NDArray[Any]) -> NDArray[np.uint8]: ...


def render_tile(location: str, z: int, x: int, y: int, style: Style, band: int = 1) -> bytes:
    """A tile of the web map as PNG, transparent where there are no data.

    Raises ValueError for a tile that does not exist, OSError for a file that cannot be read.
    """
    if not (0 <= z <= MAX_ZOOM and 0 <= x < 2**z and 0 <= y < 2**z):
        raise ValueError(f"There is no tile {z}/{x}/{y}.")
    with _reading(location) as raster:
        try:
            tile = raster.tile(
                x, y, z, tilesize=SIZE, indexes=band, resampling_method="nearest"
            ).array[0]
        except TileOutsideBounds:
            tile = np.ma.masked_all((SIZE, SIZE), np.uint8)
    known = ~np.ma.getmaskarray(tile)
    return encode_png(np.where(known, style.indices(tile.data), _CLEAR), style.palette)


def value_at(location: str, longitude: float, latitude: float, band: int = 1) -> float | int | None:
    """The value of a raster at a place, None outside it and where there are no data."""
    with _reading(location) as raster:
        try:
            found = raster.point(longitude, latitude, indexes=band).array[0]
        except PointOutsideBounds:
            return None
    return None if np.ma.is_masked(found) or np.isnan(found) else found.item()


@contextmanager
def _reading(location: str) -> Iterator[Reader]:
    """rio-tiler's reader on a dataset that this thread keeps open."""
    with rasterio.Env(**_GDAL):
        try:
            yield Reader(location, dataset=_opened(location))
        except RasterioError as error:
            raise OSError(f"{location} cannot be read: {error}") from error


class _OpenFiles(threading.local):
    def __init__(self) -> None:
        self.files: OrderedDict[str, Any] = OrderedDict()


_open_files = _OpenFiles()


def _opened(location: str) -> Any:
    """An open dataset, kept for this thread's next tile; the least used one is closed."""
    files = _open_files.files
    if location not in files:
        files[location] = rasterio.open(raster_path(location), driver="GTiff")
        if len(files) > _OPEN_AT_ONCE:
            files.popitem(last=False)[1].close()
    files.move_to_end(location)
    return files[location]


def encode_png(indices: NDArray[Any], palette: Sequence[Colour]) -> bytes:
    """A PNG in which index 0 is transparent and index n has colour n - 1 of the palette."""
    colours = {_CLEAR: (0, 0, 0, 0)} | {n: (*c, 255) for n, c in enumerate(palette, start=1)}
    picture = ImageData(np.ma.array(indices[np.newaxis].astype(np.uint8)))
    return bytes(picture.render(img_format="PNG", colormap=colours))


def as_colour(text: str) -> Colour:
    """Red, green and blue of #rrggbb."""
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)
