"""Scenarios as their pages show them: what one comes to, and two side by side."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext as _

from indicators import quantity_text
from indicators.charts.figure import Chart
from indicators.charts.table import Row, Table
from indicators.runs.results.numbers import column_places
from targets.neutrality import charts, words
from targets.neutrality.lines import Projection
from targets.neutrality.page import Outlook
from targets.neutrality.scenario import Scenario, ZoneOutcome

LETTERS = ("A", "B")
"""The two that are compared, in the heads of their columns."""


@dataclass(frozen=True)
class ScenarioPage:
    """What would follow from a scenario, beside what follows from the plans as they are."""

    now: Scenario
    then: Scenario

    @property
    def outlook(self) -> Outlook:
        return Outlook(self.then.sheet)

    @property
    def now_verdict(self) -> str:
        return words.projected_sentence(self.now.sheet)

    @cached_property
    def zones(self) -> Table | None:
        """The balance of each zone; None where the run has none."""
        return zone_table(self.then) if self.then.zones else None


def zone_table(scenario: Scenario) -> Table:
    """Each zone by the last year, with the land types that fall below nought in it."""
    outcomes = scenario.zone_outcomes
    places = column_places(v for o in outcomes for v in (o.observed, o.gains, o.losses, o.net))
    until = {"year": scenario.assumed.until}
    headers = (
        _("Zone"),
        _("Observed net"),
        _("Planned losses"),
        _("Planned gains"),
        _("Balance in %(year)s") % until,
        _("Land types below nought"),
    )
    return Table(
        _("By zone, in %(year)s") % until,
        headers,
        tuple(_zone_row(outcome, places) for outcome in outcomes),
        _("km²"),
        words=(5,),
    )


def _zone_row(outcome: ZoneOutcome, places: int) -> Row:
    values = (outcome.observed, -outcome.losses, outcome.gains, outcome.net)
    return Row(
        outcome.zone or _("In no zone"),
        (
            *(quantity_text.number(value, places, sign=True) for value in values),
            words.names_of(outcome.below) or "–",
        ),
    )


@dataclass(frozen=True)
class Side:
    """One of two scenarios that are compared."""

    letter: str
    name: str
    note: str
    scenario: Scenario

    @property
    def outlook(self) -> Outlook:
        return Outlook(self.scenario.sheet)

    @property
    def waterfall(self) -> Chart | None:
        return charts.waterfall(self.scenario.sheet)


@dataclass(frozen=True)
class Comparison:
    """Two scenarios, land type by land type and zone by zone."""

    left: Side
    right: Side

    @property
    def sides(self) -> tuple[Side, Side]:
        return self.left, self.right

    @cached_property
    def _pairs(self) -> list[tuple[Projection, Projection]]:
        left, right = (side.scenario.sheet.projections for side in self.sides)
        return list(zip(left, right, strict=True))

    @cached_property
    def land_types(self) -> Table:
        """The balance and verdict of both, and how far they are apart."""
        places = column_places(p.net for pair in self._pairs for p in pair)
        headers = (
            _("Land type"),
            *_lettered(_("Balance")),
            _("Difference"),
            *_lettered(_("Verdict")),
        )
        rows = tuple(_net_row(pair, places, n) for n, pair in enumerate(self._pairs, 1))
        caption = _("The balance, land type by land type")
        return Table(caption, headers, rows, _("km²"), words=(4, 5))

    @cached_property
    def plans(self) -> Table:
        """What each plans."""
        both = [(p.planned_gains, p.planned_losses) for pair in self._pairs for p in pair]
        places = column_places(value for pair in both for value in pair)
        headers = (
            _("Land type"),
            *_lettered(_("Planned gains")),
            *_lettered(_("Planned losses")),
        )
        rows = tuple(_plan_row(pair, places, n) for n, pair in enumerate(self._pairs, 1))
        return Table(_("What is planned, as far as it succeeds"), headers, rows, _("km²"))

    @cached_property
    def zones(self) -> Table | None:
        """The balance of each zone in both."""
        rows = {o.zone: o for o in self.left.scenario.zone_outcomes}
        others = {o.zone: o for o in self.right.scenario.zone_outcomes}
        if not rows and not others:
            return None
        names = list(dict.fromkeys((*rows, *others)))
        nets = [(_net(rows.get(name)), _net(others.get(name))) for name in names]
        places = column_places(v for pair in nets for v in pair)
        return Table(
            _("Zone by zone"),
            (_("Zone"), *_lettered(_("Balance"))),
            tuple(
                Row(
                    name or _("In no zone"),
                    tuple(quantity_text.number(v, places, sign=True) for v in pair),
                )
                for name, pair in zip(names, nets, strict=True)
            ),
            _("km²"),
        )

    @cached_property
    def assumptions(self) -> Table:
        """What each takes for granted."""
        both = [side.scenario.assumed for side in self.sides]
        labels = (
            (_("Observed losses that go on"), "losses_go_on"),
            (_("Observed gains that go on"), "gains_go_on"),
            (_("Planned losses that happen"), "losses_happen"),
            (_("Planned gains that succeed"), "gains_succeed"),
        )
        years = Row(_("Last year"), tuple(str(assumed.until) for assumed in both))
        shares = [
            Row(label, tuple(quantity_text.percent(getattr(a, name), None) for a in both))
            for label, name in labels
        ]
        headers = (_("Assumption"), *LETTERS)
        return Table(_("What each assumes"), headers, (years, *shares))


def _net(outcome: ZoneOutcome | None) -> Decimal | None:
    return outcome.net if outcome else None


def _lettered(head: str) -> tuple[str, ...]:
    return tuple(f"{head}, {letter}" for letter in LETTERS)


def _net_row(pair: tuple[Projection, Projection], places: int, number: int) -> Row:
    left, right = pair
    apart = None if left.net is None or right.net is None else right.net - left.net
    nets = (left.net, right.net, apart)
    return Row(
        words.land_type(left.line.land_type),
        (
            *(quantity_text.number(value, places, sign=True) for value in nets),
            *(str(words.VERDICTS[p.verdict]) for p in pair),
        ),
        key=f"cover-{number}",
    )


def _plan_row(pair: tuple[Projection, Projection], places: int, number: int) -> Row:
    values = (*(p.planned_gains for p in pair), *(-p.planned_losses for p in pair))
    cells = tuple(quantity_text.number(value, places, sign=True) for value in values)
    return Row(words.land_type(pair[0].line.land_type), cells, key=f"cover-{number}")
