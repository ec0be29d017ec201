"""Input rasters: what they are, and reading their pixels for a window of the run's grid.

Only GDAL's GeoTIFF driver is ever asked, with the options that keep a file from reaching other
files or the network. A block that cannot be read is named with its file, band, rows and columns.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio.windows import Window as FileWindow

from indicators.science.errors import InputError
from indicators.science.grid import Grid, Window
from indicators.science.resample import Method
from indicators.science.storage import raster_path

Kind = Literal["codes", "values"]
CACHE_MEGABYTES = 96
GDAL_OPTIONS = {
    "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",
    "GDAL_PAM_ENABLED": "NO",
    "OVERVIEW_LEVEL": "NONE",
    "GDAL_HTTP_PROXY": "http://127.0.0.1:9",
    "GDAL_CACHEMAX": CACHE_MEGABYTES,
    "GDAL_NUM_THREADS": 1,
}


@dataclass(frozen=True)
class RasterSource:
    """One input file: where it stands in the manifest, how it is laid out, how it is read."""

    entry: str
    name: str
    location: str
    bands: tuple[int, ...]
    kind: Kind
    dtype: str
    nodata: float | None
    grid: Grid
    block: tuple[int, int]
    method: Method = "none"
    offset: tuple[int, int] = (0, 0)

    def as_json(self) -> dict[str, Any]:
        """Plain values for a plan."""
        return {**asdict(self), "grid": self.grid.as_json()}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> RasterSource:
        """The source that as_json described."""
        lists = {key: tuple(value[key]) for key in ("bands", "block", "offset")}
        return cls(**{**value, **lists, "grid": Grid.from_json(value["grid"])})


@contextmanager
def gdal_environment(*, remote: bool = False) -> Iterator[None]:
    """GDAL's options for reading files that somebody uploaded.

    `remote` leaves the proxy alone, for storage that is reached through the network on purpose.
    """
    options = {k: v for k, v in GDAL_OPTIONS.items() if not (remote and k == "GDAL_HTTP_PROXY")}
    with rasterio.Env(**options):
        yield


class Readers:
    """Open datasets, one set for each thread; close() ends them all."""

    def __init__(self) -> None:
        self._local = threading.local()
        self._opened: list[Any] = []
        self._lock = threading.Lock()

    def open(self, source: RasterSource) -> Any:
        """The calling thread's dataset of a source."""
        own: dict[str, Any] = self._local.__dict__.setdefault("datasets", {})
        if source.location not in own:
            dataset = open_raster(source.location, source.name)
            with self._lock:
                self._opened.append(dataset)
            _check_unchanged(dataset, source)
            own[source.location] = dataset
        return own[source.location]

    def close(self) -> None:
        """Close every dataset; the threads that used them must have ended."""
        for dataset in self._opened:
            dataset.close()
        self._opened.clear()
        self._local = threading.local()

    def __enter__(self) -> Readers:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _check_unchanged(dataset: Any, source: RasterSource) -> None:
    found = dataset.width, dataset.height, dataset.count, dataset.dtypes[0]
    if found != (source.grid.width, source.grid.height, len(source.bands), source.dtype):
        raise InputError(
            f"{source.name}: the file is not the one that the run was planned with; start again."
        )


def open_raster(location: str, name: str) -> Any:
    """Open a GeoTIFF, and nothing else. Raises InputError naming the file."""
    try:
        return rasterio.open(raster_path(location), driver="GTiff")
    except (rasterio.errors.RasterioError, OSError) as error:
        raise InputError(
            f"{name}: the file cannot be opened as a GeoTIFF ({_plain(error)})."
        ) from error


def describe(entry: str, name: str, location: str, kind: Kind) -> RasterSource:
    """Open a file once and note its layout; the grid relation is settled by `fitted`."""
    with open_raster(location, name) as dataset:
        if dataset.crs is None:
            raise InputError(f"{entry}: {name} has no coordinate system; save it with one.")
        dtypes = set(dataset.dtypes)
        if any(dtype.startswith("complex") for dtype in dtypes) or len(dtypes) != 1:
            raise InputError(
                f"{entry}: {name} holds {', '.join(sorted(dtypes))}; one real data "
                "type was expected."
            )
        if kind == "codes" and not np.issubdtype(np.dtype(dataset.dtypes[0]), np.integer):
            raise InputError(
                f"{entry}: {name} holds {dataset.dtypes[0]}; whole-number codes were expected."
            )
        grid = Grid(
            dataset.width, dataset.height, tuple(dataset.transform)[:6], dataset.crs.to_wkt()
        )
        return RasterSource(
            entry=entry,
            name=name,
            location=location,
            bands=tuple(dataset.indexes),
            kind=kind,
            dtype=dataset.dtypes[0],
            nodata=None if dataset.nodata is None else float(dataset.nodata),
            grid=grid,
            block=tuple(dataset.block_shapes[0]),
        )


def read_file(
    readers: Readers, source: RasterSource, window: Window, bands: Sequence[int]
) -> NDArray[Any]:
    """Pixels of a window of the file itself, ``(n_bands, height, width)`` in the file's type.

    Raises InputError naming the file, band, rows and columns of a block that cannot be read.
    """
    dataset = readers.open(source)
    try:
        return np.asarray(dataset.read(list(bands), window=_file_window(window)))
    except Exception as error:  # damaged files raise more than RasterioError
        place = _damaged_place(dataset, source, window, bands)
        raise InputError(
            f"{source.name}: {place} cannot be read ({_plain(error)}); the file is damaged there "
            "and has to be made or uploaded again."
        ) from error


def _file_window(window: Window) -> FileWindow:
    return FileWindow(window.col0, window.row0, window.width, window.height)


def _damaged_place(dataset: Any, source: RasterSource, window: Window, bands: Sequence[int]) -> str:
    """Words for the first block of the window that cannot be read."""
    rows, cols = source.block
    first_row, first_col = window.row0 // rows * rows, window.col0 // cols * cols
    blocks = Window(first_row, window.row1, first_col, window.col1)
    for band in bands:
        for block in blocks.pieces(rows, cols):
            try:
                dataset.read(band, window=_file_window(block))
            except Exception:  # noqa: BLE001 - this is what is being looked for
                return (
                    f"band {band}, rows {block.row0} to {block.row1 - 1}, "
                    f"columns {block.col0} to {block.col1 - 1}"
                )
    return f"rows {window.row0} to {window.row1 - 1}, columns {window.col0} to {window.col1 - 1}"


def _plain(error: BaseException) -> str:
    """The deepest reason GDAL gave, on one line and without the file's full path."""
    while error.__cause__ is not None:
        error = error.__cause__
    text = " ".join(str(error).split())
    return text.rpartition("/")[2].rstrip(".") or type(error).__name__
