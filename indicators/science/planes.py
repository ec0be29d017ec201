"""Per-pixel intermediate values of one chunk: raw planes that are filled and read by windows."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indicators.science.errors import EngineError
from indicators.science.grid import Window


@dataclass(frozen=True)
class Plane:
    """One named value for every pixel of the chunk."""

    name: str
    dtype: str


@dataclass(frozen=True)
class Planes:
    """The layout of a chunk's file: all planes one after the other, each row by row."""

    window: Window
    planes: tuple[Plane, ...]

    def offset(self, name: str) -> int:
        """First byte of a plane."""
        at = 0
        for plane in self.planes:
            if plane.name == name:
                return at
            at += self.window.pixels * np.dtype(plane.dtype).itemsize
        raise KeyError(name)

    @property
    def size(self) -> int:
        """Bytes of the whole file."""
        return self.window.pixels * sum(np.dtype(plane.dtype).itemsize for plane in self.planes)

    def dtype(self, name: str) -> np.dtype[Any]:
        """Type of a plane."""
        return np.dtype(next(plane.dtype for plane in self.planes if plane.name == name))

    def write(self, path: Path, part: Window, values: Mapping[str, NDArray[Any]]) -> None:
        """Write the values of a part of the chunk into an existing file."""
        with path.open("r+b") as file:
            for name, array in values.items():
                data = np.ascontiguousarray(array, self.dtype(name)).reshape(part.shape)
                for row, at in self._runs(name, part):
                    os.pwrite(file.fileno(), data[row].data, at)

    def read(self, path: Path, part: Window, names: Sequence[str]) -> dict[str, NDArray[Any]]:
        """Values of a part of the chunk, ``(n_pixels,)`` for each of the named planes.

        Raises EngineError if the file was cut short.
        """
        found = {}
        with path.open("rb") as file:
            for name in names:
                data = np.empty(part.shape, self.dtype(name))
                for row, at in self._runs(name, part):
                    target = data[row]
                    if os.preadv(file.fileno(), [target.data.cast("B")], at) != target.nbytes:
                        raise EngineError(
                            f"{path.name}: this intermediate file is cut short; run it again."
                        )
                found[name] = data.ravel()
        return found

    def _runs(self, name: str, part: Window) -> list[tuple[slice, int]]:
        """Slices of the part's rows that lie together in the file, and where."""
        item = self.dtype(name).itemsize
        start, width = self.offset(name), self.window.width
        top, left = part.row0 - self.window.row0, part.col0 - self.window.col0
        if part.width == width:
            return [(slice(0, part.height), start + top * width * item)]
        return [
            (slice(row, row + 1), start + ((top + row) * width + left) * item)
            for row in range(part.height)
        ]
