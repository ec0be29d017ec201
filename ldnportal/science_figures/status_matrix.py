"""The seven classes of status, and how they become three."""

import numpy as np

from indicators.charts.canvas import Canvas
from indicators.charts.lettering import SMALL, wrap
from indicators.charts.palette import Fill
from indicators.science.balance import GAINS, LOSSES
from indicators.science.classes import StatusClass
from indicators.science.palettes import STATUS
from indicators.science.status import status, status_change
from ldnportal.science_figures.drawing import Drawing

WORDS = {-1: "degraded", 0: "stable", 1: "improved"}
CELL_WIDTH, CELL_HEIGHT = 190.0, 96.0
LEFT, TOP = 150.0, 74.0


def cell(baseline: int, period: int) -> tuple[StatusClass, int]:
    """Seven-class and three-class status by the kernels."""
    before, after = (np.array([value], np.int8) for value in (baseline, period))
    seven = status(before, after)
    found = next(status_class for status_class in StatusClass if status_class == seven[0])
    return found, int(status_change(seven)[0])


def figure() -> str:
    """Baseline in rows, period in columns."""
    listed = [
        f"{WORDS[b]} then {WORDS[p]}: {_name(cell(b, p)[0])}, {WORDS[cell(b, p)[1]]}"
        for b in WORDS
        for p in WORDS
    ]
    return Drawing(
        name="status-matrix",
        title="Status of a period against the baseline: seven classes, and the three they become",
        description=f"{'; '.join(listed)}.",
        width=740,
        draw=_draw,
    ).svg()


def _name(code: StatusClass) -> str:
    return f"{int(code)} {code.label.lower()}"


def _draw(canvas: Canvas) -> None:
    canvas.text(LEFT + 1.5 * CELL_WIDTH, 24, "in the period", anchor="middle", bold=True)
    canvas.text(0, 24, "in the baseline", bold=True)
    for column, word in enumerate(WORDS.values()):
        canvas.text(LEFT + (column + 0.5) * CELL_WIDTH, 56, word, anchor="middle")
    for row, baseline in enumerate(WORDS):
        canvas.text(0, TOP + (row + 0.5) * CELL_HEIGHT + 4, WORDS[baseline])
        for column, period in enumerate(WORDS):
            box = (LEFT + column * CELL_WIDTH, TOP + row * CELL_HEIGHT)
            _cell(canvas, box, *cell(baseline, period))
    bottom = TOP + 3 * CELL_HEIGHT + 26
    canvas.text(0, bottom, "Water of the period is water. No data in either is no data, and so is")
    canvas.text(0, bottom + 20, "land that was water at the end of the baseline.")
    canvas.height = bottom + 36


def _cell(canvas: Canvas, corner: tuple[float, float], seven: StatusClass, three: int) -> None:
    x, y = corner
    fill = Fill(STATUS.colours[int(seven)], "#1b2a2f")
    canvas.rect(x + 3, y + 3, CELL_WIDTH - 6, CELL_HEIGHT - 6, fill)
    lines = wrap(_name(seven), CELL_WIDTH - 20)
    for number, text in enumerate(lines):
        place = (x + CELL_WIDTH / 2, y + 28 + 17 * number)
        canvas.text(*place, text, anchor="middle", colour=fill.text, bold=True, halo=False)
    side = "a loss" if seven in LOSSES else "a gain" if seven in GAINS else ""
    words = f"→ {WORDS[three]}" + (f"; {side}" if side else "")
    place = (x + CELL_WIDTH / 2, y + CELL_HEIGHT - 20)
    canvas.text(*place, words, anchor="middle", colour=fill.text, halo=False, size=SMALL)
