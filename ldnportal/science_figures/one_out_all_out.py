"""One out, all out: every combination of the three indicators comes down to five cases."""

import numpy as np

from indicators.charts.canvas import Canvas
from indicators.charts.palette import Fill, fill
from indicators.science.classes import NODATA, SDG_WATER
from indicators.science.sdg import one_out_all_out
from ldnportal.science_figures.drawing import Drawing

LOOKS = {-1: "degraded", 0: "stable", 1: "improved", NODATA: "no-data", SDG_WATER: "water"}
WORDS = {-1: "degraded", 0: "stable", 1: "improved", NODATA: "no data", SDG_WATER: "water"}
ANY = "any"

CASES = (
    ("water in the last year", (0, 0, 0), True, (ANY, ANY, ANY)),
    ("no data in any", (-1, 1, NODATA), False, (ANY, ANY, "no data")),
    ("degraded in any", (-1, 1, 0), False, ("degraded", ANY, ANY)),
    ("else improved in any", (0, 1, 0), False, ("not degraded", "improved", "not degraded")),
    ("else", (0, 0, 0), False, ("stable", "stable", "stable")),
)
"""Words, an example, whether it is water, and what the three boxes say; the first that fits."""


def result(parts: tuple[int, ...], *, water: bool) -> int:
    """What the kernel makes of an example."""
    arrays = [np.array([part], np.int8) for part in parts]
    return int(one_out_all_out(arrays, np.array([water]))[0])


def figure() -> str:
    """The five cases in their order."""
    listed = [f"{words}: {WORDS[result(example, water=wet)]}" for words, example, wet, _ in CASES]
    return Drawing(
        name="one-out-all-out",
        title="SDG 15.3.1 from its three indicators: the first case that fits decides",
        description=f"In this order, {'; '.join(listed)}.",
        width=760,
        draw=_draw,
    ).svg()


def _draw(canvas: Canvas) -> None:
    heads = ("land cover", "productivity", "carbon")
    for number, head in enumerate(heads):
        canvas.text(210 + 130 * number + 60, 22, head, anchor="middle", bold=True)
    canvas.text(680, 22, "15.3.1", anchor="middle", bold=True)
    for row, (words, example, wet, boxes) in enumerate(CASES):
        y = 38 + 54 * row
        canvas.text(0, y + 25, f"{row + 1}. {words}")
        for number, box in enumerate(boxes):
            _box(canvas, 210 + 130 * number, y, box)
        canvas.line(600, y + 20, 616, y + 20)
        canvas.text(612, y + 25, "→")
        _result(canvas, 630, y, result(example, water=wet))
    canvas.height = 38 + 54 * len(CASES) + 4


def _box(canvas: Canvas, x: float, y: float, words: str) -> None:
    looks = {word: fill(LOOKS[code]) for code, word in WORDS.items()}
    look = looks.get(words, Fill("#ffffff", "#75828a"))
    canvas.rect(x, y, 120, 40, look)
    _calm(canvas, x, y, 120, look, words)
    ink = look.text
    canvas.text(x + 60, y + 25, words, anchor="middle", colour=ink, halo=False)


def _result(canvas: Canvas, x: float, y: float, code: int) -> None:
    look = fill(LOOKS[code])
    canvas.rect(x, y, 100, 40, look)
    _calm(canvas, x, y, 100, look, WORDS[code])
    canvas.text(
        x + 50, y + 25, WORDS[code], anchor="middle", colour=look.text, bold=True, halo=False
    )


def _calm(canvas: Canvas, x: float, y: float, width: float, look: Fill, words: str) -> None:
    """A calm ground for words on a pattern."""
    if look.pattern:
        half = 4.3 * len(words)
        canvas.rect(x + width / 2 - half, y + 10, 2 * half, 21, Fill(look.colour, look.colour))
