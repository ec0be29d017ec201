"""Several named arrays in one file: a JSON index, then their bytes; each can be read alone."""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indicators.science.errors import EngineError

MAGIC = b"LDNB0001"


def write_bundle(path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write arrays of any shape and numeric type."""
    index, at = {}, 0
    for name, array in arrays.items():
        index[name] = {"dtype": array.dtype.str, "shape": list(array.shape), "at": at}
        at += array.nbytes
    head = json.dumps(index).encode()
    with path.open("wb") as file:
        file.write(MAGIC + struct.pack("<Q", len(head)) + head)
        for array in arrays.values():
            file.write(np.ascontiguousarray(array).data)


class Bundle:
    """The arrays of one file, read when asked for."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with path.open("rb") as file:
            start = file.read(16)
            if start[:8] != MAGIC:
                raise EngineError(f"{path.name}: this intermediate file is damaged; run it again.")
            (length,) = struct.unpack("<Q", start[8:])
            self._index: dict[str, Any] = json.loads(file.read(length))
            self._data = 16 + length

    def __contains__(self, name: str) -> bool:
        return name in self._index

    def names(self) -> list[str]:
        """Names of the arrays, in the order of writing."""
        return list(self._index)

    def read(self, name: str) -> NDArray[Any]:
        """One array, as a copy of its own. Raises EngineError if the file was cut short."""
        place = self._index[name]
        dtype, shape = np.dtype(place["dtype"]), tuple(place["shape"])
        count = int(np.prod(shape, dtype=np.int64))
        with self.path.open("rb") as file:
            file.seek(self._data + place["at"])
            values = np.fromfile(file, dtype, count)
        if values.size != count:
            raise EngineError(
                f"{self.path.name}: this intermediate file is cut short; run it again."
            )
        return values.reshape(shape)

    def read_bytes(self, name: str, at: int, size: int) -> bytes:
        """Some bytes of an array."""
        with self.path.open("rb", buffering=0) as file:
            return os.pread(file.fileno(), size, self._data + self._index[name]["at"] + at)
