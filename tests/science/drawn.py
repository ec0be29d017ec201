"""Small rasters drawn as text, so that a test can be checked by eye.

Land cover: T tree-covered, G grassland, C cropland, W wetland, A artificial, O other land,
~ water. Change: - degraded, = stable, + improved. A dot is no data everywhere, and any digit is
itself. Blanks only separate, a new line is a new row.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from indicators.science.classes import NODATA, ClassArray

LETTERS = {letter: code for code, letter in enumerate("TGCWAO~", start=1)}
SIGNS = {"-": -1, "=": 0, "+": 1}
CODES = LETTERS | SIGNS | {".": NODATA} | {str(digit): digit for digit in range(10)}


def drawn(text: str) -> ClassArray:
    """Class codes of a drawing, flattened."""
    return np.array([CODES[mark] for mark in text if not mark.isspace()], np.int8)


def water(text: str) -> NDArray[np.bool_]:
    """Where a drawing has ``~``."""
    return drawn(text) == LETTERS["~"]


def column(*years: float, kind: type[np.generic] = np.int16) -> NDArray[np.generic]:
    """The series of one pixel, ``(n_years, 1)``."""
    return np.array(years, kind)[:, None]
