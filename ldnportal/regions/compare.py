"""Regions and cycles beside each other: the same sums, and like for like over cycles."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from indicators import quantity_text
from indicators.charts.columns import Column, Columns
from indicators.charts.figure import Chart, Scale
from indicators.charts.table import Row, Table
from indicators.models import Cycle, Indicator
from ldnportal.regions.scope import Scope
from ldnportal.regions.summary import IndicatorSum, Summary, summarise
from ldnportal.regions.sums import reported_sum

MOST = 6
"""Columns at once: each is a whole summary."""


@dataclass(frozen=True)
class Comparison:
    """Summaries side by side: the same regions in each of the cycles."""

    summaries: tuple[Summary, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(_name(summary) for summary in self.summaries)

    def chart(self) -> Chart | None:
        """15.3.1 in the last reported period of each."""
        shares = [s.latest.total.share if s.latest else None for s in self.summaries]
        known = [
            (share, name)
            for share, name in zip(shares, self.names, strict=True)
            if share is not None
        ]
        if not known:
            return None
        most = max(known, key=lambda pair: pair[0])
        return Columns(
            title=_("Most degraded land: %(share)s in %(name)s")
            % {"share": quantity_text.percent(most[0]), "name": most[1]},
            description=_("SDG indicator 15.3.1 in the last reported period of each."),
            columns=tuple(
                Column(name, share, note=_period(s), key="degraded")
                for name, share, s in zip(self.names, shares, self.summaries, strict=True)
            ),
            scale=Scale("%", 1),
            period_header=_("Region and cycle"),
            value_header=_("Share of the land"),
        )

    def tables(self) -> list[Table]:
        """Coverage, land, promises; and 15.3.1 of the same Parties where cycles are compared."""
        found = [self._coverage(), self._degraded(), self._indicators(), self._promises()]
        if len({s.cycle.pk for s in self.summaries}) > 1:
            found.insert(2, self._like_for_like())
        return [table for table in found if table.rows]

    def _table(self, caption: str, rows: Sequence[Row], unit: str = "") -> Table:
        return Table(caption, (_("What"), *self.names), tuple(rows), unit)

    def _coverage(self) -> Table:
        def cells(summary: Summary) -> tuple[str, str]:
            found = summary.coverage
            reported = _("%(count)s of %(total)s") % {"count": found.count, "total": found.total}
            return reported, quantity_text.percent(found.share)

        both = [cells(summary) for summary in self.summaries]
        return self._table(
            _("Coverage"),
            [
                Row(_("Parties with a published report"), tuple(pair[0] for pair in both)),
                Row(_("Share of the land"), tuple(pair[1] for pair in both)),
            ],
        )

    def _degraded(self) -> Table:
        """15.3.1 by period: cycles share periods by their years, not by their keys."""
        spans = sorted({_span(row) for s in self.summaries for row in s.reported})
        rows = []
        for span in spans:
            sums = [_of_span(summary, span) for summary in self.summaries]
            label = f"{span[0]}–{span[1]}"
            rows.append(Row(label, tuple(_share(one) for one in sums), is_total=True))
            parties = (
                quantity_text.number(len(one.total.parties) if one else None) for one in sums
            )
            rows.append(Row(_("Parties that reported it"), tuple(parties)))
        return self._table(_("SDG indicator 15.3.1, degraded land over land"), rows)

    def _like_for_like(self) -> Table:
        """15.3.1 of the Parties that reported a period in every cycle that is compared."""
        rows = []
        for slug in dict.fromkeys(s.region.slug for s in self.summaries):
            mine = [s for s in self.summaries if s.region.slug == slug]
            rows += _matched(mine, self.summaries)
        return self._table(
            _("15.3.1 of the same Parties: those that published in every cycle compared"), rows
        )

    def _indicators(self) -> Table:
        rows = []
        for key in (Indicator.LAND_COVER, Indicator.PRODUCTIVITY, Indicator.CARBON):
            cells = tuple(quantity_text.percent(_latest(s, key)) for s in self.summaries)
            rows.append(Row(str(key.label), cells))
        return self._table(_("Degraded land by indicator, last reported period"), rows)

    def _promises(self) -> Table:
        def row(head: str, *values: str) -> Row:
            return Row(head, values)

        tallies = [s.promises for s in self.summaries]
        return self._table(
            _("Targets and measures"),
            [
                row(
                    _("Targets"), *(quantity_text.number(t.targets.count or None) for t in tallies)
                ),
                row(
                    _("Area promised, km²"),
                    *(quantity_text.number(t.targets.area) for t in tallies),
                ),
                row(
                    _("Measures"),
                    *(quantity_text.number(t.measures.count or None) for t in tallies),
                ),
                row(
                    _("Area planned, km²"),
                    *(quantity_text.number(t.measures.area) for t in tallies),
                ),
                row(_("Area done, km²"), *(quantity_text.number(t.measures.done) for t in tallies)),
                row(
                    _("Done of planned"),
                    *(quantity_text.percent(t.measures.progress) for t in tallies),
                ),
            ],
        )


def compare(scopes: Sequence[Scope], cycles: Sequence[Cycle]) -> Comparison:
    """Sum up each region in each cycle; at most `MOST` of them."""
    pairs = [(scope, cycle) for scope in scopes for cycle in cycles][:MOST]
    return Comparison(tuple(summarise(scope, cycle) for scope, cycle in pairs))


def _name(summary: Summary) -> str:
    return f"{summary.region.name}, {summary.cycle.year}"


def _period(summary: Summary) -> str:
    return str(summary.latest.period.label) if summary.latest else quantity_text.not_reported()


Span = tuple[int, int]


def _span(row: IndicatorSum) -> Span:
    return row.period.first_year, row.period.last_year


def _of_span(summary: Summary, span: Span) -> IndicatorSum | None:
    return next((row for row in summary.reported if _span(row) == span), None)


def _share(row: IndicatorSum | None) -> str:
    return quantity_text.percent(row.total.share if row else None, 2)


def _matched(mine: list[Summary], columns: Sequence[Summary]) -> list[Row]:
    """A region's lines: each period in the cycles that have it, of the Parties in all of them."""
    common = set.intersection(*(s.added for s in mine))
    rows = []
    for span in sorted({_span(row) for s in mine for row in s.reported}):
        cells = []
        for summary in columns:
            row = _of_span(summary, span) if summary in mine else None
            share = _share_of(summary, row, common) if row else None
            cells.append(quantity_text.percent(share, 2) if summary in mine else "–")
        head = _("%(name)s, %(span)s (Parties: %(count)s)") % {
            "name": mine[0].region.name,
            "span": f"{span[0]}–{span[1]}",
            "count": len(common),
        }
        rows.append(Row(head, tuple(cells)))
    return rows


def _share_of(summary: Summary, row: IndicatorSum, parties: set[int]) -> Decimal | None:
    return reported_sum(summary.facts, sorted(parties), row.period.key).share


def _latest(summary: Summary, indicator: Indicator) -> Decimal | None:
    found = [
        row.total.share
        for row in summary.indicators
        if row.indicator == indicator and row.total.is_reported
    ]
    return found[-1] if found else None
