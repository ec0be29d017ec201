"""What became of each class: bands from the classes of one year to those of another."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from indicators.charts.canvas import Canvas
from indicators.charts.figure import Scale, proportion
from indicators.charts.lettering import LINE_HEIGHT, SMALL, wrap
from indicators.charts.palette import fill
from indicators.charts.table import Row, Table

_NODE = 12.0
_GAP = 10.0
_TOP = 26.0
_FLOW_HEIGHT = 200.0
_STEP = SMALL * LINE_HEIGHT
MOST_BANDS = 24
"""More bands than this cannot be told apart; the largest are drawn, and the table has all."""


@dataclass(frozen=True)
class CoverClass:
    """A class with the key of its colour."""

    label: str
    key: str


@dataclass(frozen=True)
class Transition:
    """An area that changed from one class to another (places in `classes`)."""

    before: int
    after: int
    area: Decimal


@dataclass(frozen=True)
class _Node:
    """A class on one side: its block, its words, and where its anchor is."""

    index: int
    top: float
    height: float
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Sankey:
    """Transitions between classes; what stayed is left out of the drawing unless asked for.

    What stays is usually far more than what changes and would press the changes into hairlines;
    the table has it all.
    """

    title: str
    description: str
    classes: tuple[CoverClass, ...]
    transitions: tuple[Transition, ...]
    before_label: str
    after_label: str
    scale: Scale
    with_unchanged: bool = False
    most_bands: int = MOST_BANDS

    def _drawn(self) -> list[Transition]:
        kept = (f for f in self.transitions if self.with_unchanged or f.before != f.after)
        found = sorted((f for f in kept if f.area > 0), key=lambda f: -f.area)
        largest = found[: self.most_bands]
        return sorted(largest, key=lambda f: (f.before, f.after))

    def draw(self, canvas: Canvas) -> None:
        """Draw the classes of both years as blocks and the transitions as bands between them."""
        column = canvas.width * (0.27 if canvas.width < 560 else 0.23)
        ends = (column, canvas.width - column)
        before = self._side("before", column - _NODE - 8)
        after = self._side("after", column - _NODE - 8)
        self._bands(canvas, ends, before, after)
        canvas.text(ends[0], 12, self.before_label, anchor="end", size=SMALL, bold=True)
        canvas.text(ends[1], 12, self.after_label, size=SMALL, bold=True)
        for node in before:
            self._block(canvas, node, ends[0] - _NODE, (ends[0] - _NODE - 8, "end"))
        for node in after:
            self._block(canvas, node, ends[1], (ends[1] + _NODE + 8, "start"))
        bottoms = (n.top + max(n.height, len(n.lines) * _STEP) for n in (*before, *after))
        canvas.height = max(bottoms, default=_TOP) + _GAP

    def _side(self, side: str, room: float) -> list[_Node]:
        """Stack the classes of one side, each with enough room for its words."""
        sums: dict[int, Decimal] = {}
        for flow in self._drawn():
            index = getattr(flow, side)
            sums[index] = sums.get(index, Decimal(0)) + flow.area
        whole = sum(sums.values(), Decimal(0))
        nodes, y = [], _TOP
        for index, area in sorted(sums.items()):
            lines = (*wrap(self.classes[index].label, room, SMALL), self.scale.write(area))
            height = proportion(area, whole, _FLOW_HEIGHT)
            slot = max(height, len(lines) * _STEP)
            nodes.append(_Node(index, y + (slot - height) / 2, height, lines))
            y += slot + _GAP
        return nodes

    def _bands(
        self,
        canvas: Canvas,
        ends: tuple[float, float],
        before: list[_Node],
        after: list[_Node],
    ) -> None:
        whole = sum((flow.area for flow in self._drawn()), Decimal(0))
        start = {node.index: node.top for node in before}
        end = {node.index: node.top for node in after}
        for flow in self._drawn():
            thick = proportion(flow.area, whole, _FLOW_HEIGHT)
            y1, y2 = start[flow.before], end[flow.after]
            look = fill(self.classes[flow.before].key)
            canvas.ribbon((ends[0], y1, y1 + thick), (ends[1], y2, y2 + thick), look)
            start[flow.before] += thick
            end[flow.after] += thick

    def _block(self, canvas: Canvas, node: _Node, x: float, words: tuple[float, str]) -> None:
        canvas.rect(x, node.top, _NODE, node.height, fill(self.classes[node.index].key))
        middle = node.top + node.height / 2
        y = middle - _STEP * (len(node.lines) - 1) / 2 + SMALL * 0.36
        for line in node.lines:
            canvas.text(words[0], y, line, anchor=words[1], size=SMALL)
            y += _STEP

    def table(self) -> Table:
        """Give the whole matrix: classes before as rows, classes after as columns."""
        areas = {(flow.before, flow.after): flow.area for flow in self.transitions}
        columns = range(len(self.classes))
        rows = tuple(
            Row(
                cover.label,
                tuple(self.scale.bare(areas.get((i, j), Decimal(0))) for j in columns),
                key=cover.key,
            )
            for i, cover in enumerate(self.classes)
        )
        years = {"before": self.before_label, "after": self.after_label}
        corner = _("From (%(before)s) to (%(after)s)") % years
        headers = (corner, *(cover.label for cover in self.classes))
        return Table(self.title, headers, rows, self.scale.unit)
