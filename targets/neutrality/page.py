"""The balance sheet as its page shows it."""

from dataclasses import dataclass, replace
from functools import cached_property

from django.utils.translation import gettext as _

from countries.maps import LegendEntry, Map, RasterLayer, VectorLayer
from countries.models import Boundary, Party
from indicators import quantity_text
from indicators.charts.figure import Chart
from indicators.charts.table import Row, Table
from indicators.models import Period, Run
from indicators.runs.results.layers import Layer, grid_bounds, tiles_of
from indicators.runs.results.numbers import PeriodResult, column_places
from indicators.science.balance import GAINS, LOSSES
from targets.neutrality import charts, words
from targets.neutrality.lines import Projection, Sheet, Verdict
from targets.neutrality.sheet import Neutrality


@dataclass(frozen=True)
class Figure:
    """One of the answers at a glance."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True)
class Outlook:
    """What a sheet comes to in the last year of its projection."""

    sheet: Sheet

    @property
    def tone(self) -> str:
        return words.TONES[self.sheet.projected_verdict]

    @property
    def verdict(self) -> str:
        return words.projected_sentence(self.sheet)

    @property
    def hidden(self) -> str:
        return words.hidden_loss(self.sheet.projected_verdict, self.sheet.projected_net)

    @property
    def chart(self) -> Chart | None:
        return charts.projected_chart(self.sheet)

    @property
    def waterfall(self) -> Chart | None:
        return charts.waterfall(self.sheet)

    @property
    def needs_exception(self) -> bool:
        return self.sheet.projected_verdict == Verdict.NOT_NEUTRAL

    @cached_property
    def table(self) -> Table:
        return projection_table(self.sheet)


@dataclass(frozen=True)
class BalancePage:
    """A report's balance sheet: verdict, figures, tables, charts, map."""

    party: Party
    found: Neutrality

    @property
    def sheet(self) -> Sheet:
        return self.found.sheet

    # ---- The answer ----

    @property
    def tone(self) -> str:
        return words.TONES[self.sheet.verdict]

    @property
    def verdict(self) -> str:
        return words.verdict_sentence(self.sheet)

    @property
    def hidden(self) -> str:
        return words.hidden_loss(self.sheet.verdict, self.sheet.net)

    @property
    def period(self) -> str:
        period = self.found.observed.period
        return str(period.label) if period else ""

    @cached_property
    def figures(self) -> list[Figure]:
        """The balance and 15.3.1 side by side."""
        both = self.found.side_by_side
        net = both.balance if both else self.sheet.net
        figures = [
            Figure(_("Gains less losses"), quantity_text.km2(net, sign=True), self._balance_note())
        ]
        if both:
            change = quantity_text.km2(both.degraded_change, sign=True)
            note = _("degraded land, baseline and %(period)s: %(change)s")
            note %= {"period": self.period, "change": change}
            figures.append(Figure(_("SDG indicator 15.3.1"), words.share_change(both), note))
        return figures

    def _balance_note(self) -> str:
        both = self.found.side_by_side
        if both is None:
            return _("all land types together")
        return _("all land types together: gains %(gains)s, losses %(losses)s") % {
            "gains": quantity_text.km2(both.gains),
            "losses": quantity_text.km2(both.losses),
        }

    @property
    def why_they_differ(self) -> str:
        both = self.found.side_by_side
        return words.why_they_differ(both) if both else ""

    @property
    def strays(self) -> str:
        """A sentence where the record and its run no longer say the same."""
        off = self.found.strays
        if off is None:
            return ""
        return _(
            "The status table of this report gives a balance that differs by %(off)s from that of "
            "%(run)s. Numbers were replaced after the run; the land types below are the run's."
        ) % {"off": quantity_text.km2(off, sign=True), "run": self.found.observed.run}

    # ---- What was observed ----

    @property
    def observed_chart(self) -> Chart | None:
        return charts.observed_chart(self.sheet)

    @cached_property
    def observed_table(self) -> Table:
        lines = self.sheet.lines
        places = column_places(v for n in lines for v in (n.area, n.gains, n.losses))
        rows = [
            Row(
                words.land_type(n.land_type),
                (
                    *(quantity_text.number(v, places) for v in (n.area, n.degraded)),
                    *(quantity_text.number(v, places) for v in (n.losses, n.gains)),
                    quantity_text.number(n.net, places, sign=True),
                    str(words.VERDICTS[n.verdict]),
                ),
                key=f"cover-{number}",
            )
            for number, n in enumerate(lines, 1)
        ]
        headers = (
            _("Land type"),
            _("Area at the end of the baseline"),
            _("Degraded in the baseline"),
            _("Losses"),
            _("Gains"),
            _("Net"),
            _("Verdict"),
        )
        caption = _("Observed, %(period)s") % {"period": self.period}
        return Table(caption, headers, tuple(rows), _("km²"), words=(6,))

    # ---- What is planned ----

    @property
    def outlook(self) -> Outlook:
        return Outlook(self.sheet)

    # ---- The map ----

    @cached_property
    def map(self) -> Map | None:
        """The status of the run in the period, where the run has left the raster."""
        run, period = self.found.observed.run, self.found.observed.period
        if run is None or period is None:
            return None
        layer = _status_layer(self.party, run, period)
        if layer is None:
            return None
        boundary: Boundary | None = getattr(self.party, "boundary", None)
        outlines = [] if boundary is None else [boundary.as_feature()]
        return Map(
            key="balance-map",
            title=_("Where land was lost and gained, %(period)s") % {"period": self.period},
            bounds=boundary.bounds if boundary else grid_bounds(run.summary),
            layers=(layer, *(VectorLayer("outline", _("Outline"), data=o) for o in outlines)),
            source=_("%(party)s, %(run)s") % {"party": self.party, "run": run},
        )


def _status_layer(party: Party, run: Run, period: Period) -> RasterLayer | None:
    run.party = party
    result = PeriodResult(period.key, str(period.label), False, {}, {})
    layer = Layer(f"{period.key}_status", "status", result)
    if layer.file_name not in {entry["name"] for entry in run.outputs}:
        return None
    return RasterLayer(
        key=layer.key,
        name=layer.name,
        url=tiles_of(run, layer),
        legend=tuple(
            _told(code, entry) for code, entry in zip(layer.codes, layer.legend, strict=True)
        ),
        visible=True,
    )


def _told(code: int, entry: LegendEntry) -> LegendEntry:
    """A class of the status with what it is in the balance: a loss, a gain, or neither."""
    if code in LOSSES:
        return replace(entry, label=_("%(name)s: a loss") % {"name": entry.label})
    if code in GAINS:
        return replace(entry, label=_("%(name)s: a gain") % {"name": entry.label})
    return entry


def projection_table(sheet: Sheet) -> Table:
    """What each land type comes to in the last year of the projection."""
    rows = sheet.projections
    places = column_places(v for p in rows for v in (p.net, p.planned_gains, p.line.avoided))
    headers = (
        _("Land type"),
        _("Observed net"),
        _("Losses that go on"),
        _("Gains that go on"),
        _("Planned losses"),
        _("Planned gains"),
        _("Balance in %(year)s") % {"year": sheet.assumed.until},
        _("Verdict"),
        _("Avoided losses, not counted"),
    )
    return Table(
        _("Projection to %(year)s") % {"year": sheet.assumed.until},
        headers,
        tuple(_projected_row(p, places, number) for number, p in enumerate(rows, 1)),
        _("km²"),
        words=(7,),
    )


def _projected_row(p: Projection, places: int, number: int) -> Row:
    signed = (p.line.net, -p.further_losses, p.further_gains, -p.planned_losses, p.planned_gains)
    return Row(
        words.land_type(p.line.land_type),
        (
            *(quantity_text.number(value, places, sign=True) for value in (*signed, p.net)),
            str(words.VERDICTS[p.verdict]),
            quantity_text.number(p.line.avoided, places),
        ),
        key=f"cover-{number}",
    )
