"""Pieces of layout that several kinds of chart share."""

from collections.abc import Iterable

from indicators.charts.canvas import Canvas
from indicators.charts.lettering import LINE_HEIGHT, SIZE, SMALL, text_width, wrap
from indicators.charts.palette import Fill

SWATCH = 11.0
ROW_GAP = 10.0
KEY_LINE = 20.0
_LABELS_BESIDE_FROM = 560.0
_LABEL_COLUMN = 168.0


def label_column(canvas: Canvas) -> float:
    """Width kept for the labels of rows: none on a phone, where they stand above their bar."""
    return _LABEL_COLUMN if canvas.width >= _LABELS_BESIDE_FROM else 0.0


def row_label(canvas: Canvas, label: str, y: float, height: float) -> float:
    """Write the label of a row of bars whose block is `height` high; give the top of the block.

    A label that is higher than its block moves the block down, so that it stands beside its middle.
    """
    column = label_column(canvas)
    if column:
        lines = wrap(label, column - 12)
        top = y + max(len(lines) * SIZE * LINE_HEIGHT - height, 0) / 2
        canvas.lines(0, top + height / 2, lines)
        return top
    canvas.text(0, y + SIZE, wrap(label, canvas.width, lines=1)[0], bold=True)
    return y + SIZE + 7


def keys(canvas: Canvas, items: Iterable[tuple[Fill, str]], x: float, y: float) -> float:
    """Write colour keys with their words one after another; give the y below the last line."""
    at = x
    for fill, words in items:
        needed = SWATCH + 6 + text_width(words, SMALL)
        if at > x and at + needed > canvas.width:
            at, y = x, y + KEY_LINE
        canvas.rect(at, y, SWATCH, SWATCH, fill)
        canvas.text(at + SWATCH + 6, y + SWATCH - 1, words, size=SMALL)
        at += needed + 16
    return y + KEY_LINE


def bar_words(
    canvas: Canvas, box: tuple[float, float, float, float], words: str, fill: Fill
) -> bool:
    """Write words in the middle of a bar if they fit; say whether they did."""
    x, y, width, height = box
    needed = text_width(words, SMALL)
    if needed + 10 > width:
        return False
    if fill.pattern:  # text on a pattern needs a calm ground
        calm = Fill(fill.colour, fill.colour)
        canvas.rect(x + (width - needed) / 2 - 3, y + height / 2 - 9, needed + 6, 18, calm)
    baseline = y + height / 2 + SMALL * 0.36
    middle = x + width / 2
    colour = fill.text
    canvas.text(middle, baseline, words, anchor="middle", size=SMALL, colour=colour, halo=False)
    return True
