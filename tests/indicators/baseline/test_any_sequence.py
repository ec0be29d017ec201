"""Whatever is saved, imported, taken over, overridden and undone: what is derived stays true."""

from collections.abc import Callable
from contextlib import nullcontext
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.actions.baseline import use_run
from indicators.actions.defaults import load_defaults
from indicators.actions.imports import apply_import, keep_import
from indicators.actions.own_legends import choose_legend
from indicators.actions.regions import list_region
from indicators.actions.sections import save_section
from indicators.actions.taking import take
from indicators.arithmetic import ROUNDING_KM2
from indicators.baseline.classes import COVER, LPD, STATES
from indicators.baseline.derived import Derived, derive, states_of
from indicators.baseline.fields import CARBON, LAND_COVER, PRODUCTIVITY, PROFILE, SDG
from indicators.baseline.keys import Key
from indicators.baseline.record import SECTIONS, Record
from indicators.baseline.texts import shown_texts
from indicators.locks import LockedError
from indicators.models import Origin, Report
from indicators.offline.arrival import Arrival, Offered
from indicators.rules.check import check_record
from tests.indicators.baseline.own_cover import TWO_FORESTS, give_legend, version_of
from tests.indicators.baseline.record_making import (
    KM2,
    make_run,
    make_worked_report,
    record_of,
    w1_summary,
)

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

PATHS = [
    *(f"profile.area.{year}.{kind}" for year in (2015, 2019) for kind in ("land", "water")),
    *(f"land_cover.area.2015.{cover}" for cover in ("cropland", "wetland")),
    *(
        f"land_cover.change.baseline.{a}.{b}"
        for a, b in product(list(COVER)[:3], ("water", "cropland"))
    ),
    "land_cover.status.baseline.no_data",
    *(
        f"productivity.lpd.baseline.{lpd}.{cover}"
        for lpd in LPD
        for cover in ("cropland", "wetland")
    ),
    *(f"carbon.status.baseline.{state}" for state in STATES),
    *(f"sdg.status.report_1.{state}" for state in STATES),
    *(f"sdg.change.report_1.{a}.{b}" for a, b in product(STATES, STATES)),
]
OWN_PATHS = [
    *(f"land_cover.area.2015.{cover}" for cover in ("dense-forest", "marsh")),
    *(
        f"land_cover.change.baseline.{a}.{b}"
        for a, b in product(("dense-forest", "open-forest", "fields"), ("lakes", "fields"))
    ),
    *(
        f"land_cover.change-r{n}.baseline.{a}.{b}"
        for n, (a, b) in product((1, 2), (("cropland", "wetland"), ("dense-forest", "fields")))
    ),
    "land_cover.meaning-r1.dense-forest.fields",
    "productivity.lpd.baseline.declining.fields",
]
MEANINGS = ["land_cover.meaning.tree-covered.cropland", "land_cover.meaning.grassland.cropland"]
PRESENT = ["land_cover.change.baseline.tree-covered.cropland", "profile.area.2015.land"]

numbers = st.one_of(
    st.decimals(0, 3000, places=3).map(str), st.just(""), st.sampled_from(["5oo", "-3"])
)
texts = st.one_of(
    st.dictionaries(st.sampled_from(PATHS), numbers, min_size=1, max_size=5),
    st.dictionaries(st.sampled_from(MEANINGS), st.sampled_from("+-0"), min_size=1),
)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("save"), texts),
        st.tuples(st.just("import"), texts),
        st.tuples(st.just("run"), st.lists(st.sampled_from(PRESENT), max_size=2)),
        st.tuples(st.just("default"), st.just(PRESENT)),
        st.tuples(st.just("undo"), st.none()),
        st.tuples(st.just("save own"), st.dictionaries(st.sampled_from(OWN_PATHS), numbers)),
        st.tuples(st.just("legend"), st.sampled_from((0, 1))),
        st.tuples(st.just("region"), st.sampled_from((1, 2))),
    ),
    max_size=7,
)


class Desk:
    """A report that somebody works on, and what its fields held before the last save."""

    def __init__(self, report: Report, user: Any, run: Any) -> None:
        self.report, self.user, self.run = report, user, run
        self.before: dict[str, str] = {}

    def version(self, section: str) -> int:
        row = self.report.sections.filter(key=section).first()
        return row.version if row else 0

    def save(self, fields: dict[str, str]) -> None:
        record = record_of(self.report)
        self.before = {}
        for section in {path.partition(".")[0] for path in fields}:
            own = {p: t for p, t in fields.items() if p.startswith(f"{section}.")}
            shown = shown_texts(record, section, KM2)
            self.before |= {path: shown[path] for path in own if path in shown}
            version = self.version(section)
            # Fields of a legend or a region that is not in use are refused, never dropped.
            other = any(record.is_of_another_legend(section, path) for path in own)
            with pytest.raises(LockedError) if other else nullcontext():
                save_section(self.report, section, own, version=version, notation=KM2, by=self.user)

    def undo(self, _nothing: None) -> None:
        self.save(dict(self.before))

    def bring_in(self, fields: dict[str, str]) -> None:
        readable = {p: t for p, t in fields.items() if t not in ("5oo", "-3")}
        offered = [Offered(path, text, "A1") for path, text in readable.items()]
        pending = keep_import(
            self.report, Arrival("workbook", offered=offered), name="a.xlsx", by=self.user
        )
        versions = {section: self.version(section) for section in SECTIONS}
        apply_import(pending, taken=set(readable), versions=versions, source={}, by=self.user)

    def choose(self, number: int) -> None:
        """Switch the legend and back on the way: no number is lost by it."""
        for there in (1 - number, number):
            before = stored(self.report)
            version = self.version(LAND_COVER)
            choose_legend(self.report, there, version=version, by=self.user)
            assert stored(self.report) == before

    def divide(self, number: int) -> None:
        """Use a region that is not in use, or take it out."""
        region = self.report.regions.get(number=number)
        version = self.version(LAND_COVER)
        list_region(region, listed=not region.is_listed, version=version, by=self.user)

    def save_own(self, fields: dict[str, str]) -> None:
        self.save(fields)

    def use(self, replace: list[str]) -> None:
        use_run(self.report, self.run, by=self.user, replace=replace)

    def take_default(self, paths: list[str]) -> None:
        for section in (LAND_COVER, PROFILE):
            version = self.version(section)
            take(self.report, section, Origin.DEFAULT, paths, version=version, by=self.user)

    @property
    def verbs(self) -> dict[str, Callable[[Any], None]]:
        return {
            "save": self.save,
            "import": self.bring_in,
            "run": self.use,
            "default": self.take_default,
            "undo": self.undo,
            "save own": self.save_own,
            "legend": self.choose,
            "region": self.divide,
        }


def stored(report: Report) -> set[tuple[Any, ...]]:
    """Every number there is, in use or set aside."""
    names = ("indicator", "measure", "period", "year", "category", "category_to", "value")
    return set(report.observations.values_list(*names))


def check(record: Record) -> None:
    derived = derive(record)
    _nothing_derived_is_stored(record)
    for period in record.frame.periods:
        _r4_land_cover(record, derived, period.key)
        _r7_productivity(record, derived, period.key)
        _r10_shares(record, derived, period)
        if not period.is_baseline:
            _r9_status(record, derived, period.key)
    _r6_is_told_where_it_fails(record, derived)


def _nothing_derived_is_stored(record: Record) -> None:
    asked = {key for section in SECTIONS for key in record.fields(section)}
    assert set(record.observations) <= asked


def _r4_land_cover(record: Record, derived: Derived, period: str) -> None:
    water = record.frame.legend.water
    parts = [
        (record.matrix(LAND_COVER, f"change-{region}" if region else "change", period), meaning)
        for region, meaning in record.meaning.items()
    ]
    signs = {"degraded": -1, "stable": 0, "improved": 1}
    for state, sign in signs.items():
        expected = sum(
            (
                area
                for cells, meaning in parts
                for pair, area in cells.items()
                if pair[1] not in water
                and (0 if pair[0] in water else meaning.get(pair, 0)) == sign
            ),
            Decimal(0),
        )
        found = derived.get(Key(LAND_COVER, "status", period, state))
        assert found == (expected if any(cells for cells, _meaning in parts) else None)
    _the_seven_are_sums(record, period)


def _the_seven_are_sums(record: Record, period: str) -> None:
    """What changed in the seven classes is all that changed in own ones."""
    legend = record.frame.legend
    own = record.matrix(LAND_COVER, "change", period)
    for first, last in product(COVER, COVER) if legend.is_own else ():
        expected = [
            area
            for (a, b), area in own.items()
            if (legend.unccd(a), legend.unccd(b)) == (first, last)
        ]
        found = record.value(Key(LAND_COVER, "change", period, first, last))
        assert found == (sum(expected, Decimal(0)) if expected else None)


def _r7_productivity(record: Record, derived: Derived, period: str) -> None:
    cells = record.matrix(PRODUCTIVITY, "lpd", period)
    parts = {
        "degraded": ("declining", "moderate-decline"),
        "stable": ("stressed", "stable"),
        "improved": ("increasing",),
        "no_data": ("no-data",),
    }
    for state, classes in parts.items():
        expected = sum((area for (lpd, _c), area in cells.items() if lpd in classes), Decimal(0))
        found = derived.get(Key(PRODUCTIVITY, "status", period, state))
        assert found == (expected if cells else None)


def _r9_status(record: Record, derived: Derived, period: str) -> None:
    cells = record.matrix(SDG, "change", period)
    status = derived.get(Key(SDG, "against_baseline", period, "degraded"))
    assert derived.get(Key(SDG, "reported", period, "degraded")) == status
    if not cells:
        assert status is None
        return
    now = sum((a for (_b, after), a in cells.items() if after == "degraded"), Decimal(0))
    before = sum((a for (b, _after), a in cells.items() if b == "degraded"), Decimal(0))
    assert status is not None
    assert status == now + cells.get(("degraded", "stable"), Decimal(0))
    assert now <= status <= now + before


def _r10_shares(record: Record, derived: Derived, period: Any) -> None:
    land = record.value(Key(PROFILE, "area", str(period.land_cover_last), "land"))
    for indicator in (LAND_COVER, PRODUCTIVITY, CARBON, SDG):
        for state, area in states_of(record, derived, indicator, period.key).items():
            share = derived.get(Key(indicator, "share_of_land", period.key, state))
            assert share == (area / land * 100 if land else None)


def _r6_is_told_where_it_fails(record: Record, derived: Derived) -> None:
    """An entered sum may be off; then, and only then, the check says so."""
    told = {(f.section, f.field.split(".")[2]) for f in check_record(record) if f.rule == "R6"}
    off = set()
    for period in record.frame.periods:
        land = record.value(Key(PROFILE, "area", str(period.land_cover_last), "land"))
        for indicator in (LAND_COVER, PRODUCTIVITY, CARBON, SDG):
            states = states_of(record, derived, indicator, period.key)
            if land is None or not set(states) - {"no_data"}:
                continue
            gap = abs(sum(states.values(), Decimal(0)) - land)
            if gap > max(land * Decimal("0.005"), ROUNDING_KM2):
                off.add((indicator, period.key))
    assert told == off


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps)
def test_any_sequence_of_work_leaves_the_arithmetic_true(
    db: None, work: list[tuple[str, Any]]
) -> None:
    with transaction.atomic():
        party, report, user = make_worked_report()
        rows = [
            {"iso3": "XAA", "cycle": "2026", "key": path, "value": "77", "source_title": "World"}
            for path in PRESENT
        ]
        load_defaults(rows, by=None)
        give_legend(report, user, TWO_FORESTS)
        choose_legend(report, 0, version=version_of(report), by=user)
        for number in (1, 2):
            report.regions.create(number=number, name=f"Region {number}", is_listed=False)
        desk = Desk(report, user, make_run(party, report.cycle, w1_summary()))
        for verb, argument in work:
            desk.verbs[verb](argument)
            check(record_of(report))
        transaction.set_rollback(True)
