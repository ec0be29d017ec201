"""Facts from a snapshot: one flat row for every number that a published version states.

| topic | measure | what a row says |
|---|---|---|
| an indicator | as in the record | a number of the whole country, entered or derived (no shares), |
| | | in the seven classes: own classes and regions are in their sums |
| profile | land_of_period | the land area that shares of a period are of, km2 (rule R10) |
| affected | such as sdg.status | the same number of the affected areas |
| target | status, hierarchy, land_type | one target (item) has it: value 1 |
| target | quantity | one promise of a target, by kind, land type and target year: value 1 |
| target | quantity_area | the area of that promise, km2 |
| target | quantity_value | the figure of a promise that is not an area, in its own unit |
| measure | measure, hierarchy, slm_group, land_type, driver | one measure has it: value 1 |
| measure | planned_area | its planned area, km2 |
| measure | area_done | what its newest progress report says is done, km2, in that year |
| neutrality | gains, losses | observed on a land type in a period, km2 |
| neutrality | planned_gains, planned_losses, avoided | promised on a land type, km2 |
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from indicators.baseline.fields import STOCK
from indicators.baseline.scope import AFFECTED, NATIONAL, Scope
from targets.models import Fact, Submission
from targets.pages.cover import is_of_region, own_keys

TARGET, MEASURE, NEUTRALITY = "target", "measure", "neutrality"
KM2, COUNT = "km2", "count"
ADDITIVE_UNITS = ("km2", "t")
LAND_OF_PERIOD = "land_of_period"
AFFECTED_AREAS = "affected"
"""A topic apart: whoever adds up the numbers of countries never meets those of their parts."""
_ONE = Decimal(1)


def facts_of(submission: Submission) -> list[Fact]:
    """Return the facts that the snapshot of `submission` states, not yet saved."""
    content = submission.content
    rows = [*_numbers(content), *_targets(content), *_measures(content), *_balance(content)]
    report = submission.report
    return [
        Fact(
            submission=submission,
            party_id=report.party_id,
            cycle_id=report.cycle_id,
            version=submission.version,
            **row,
        )
        for row in rows
    ]


Row = dict[str, Any]


def _numbers(content: Row) -> Iterator[Row]:
    """The numbers of the whole country, and under a topic of their own those of affected areas.

    Shares are left to whoever knows their denominator. Zones are not published as facts.
    """
    own = own_keys(content)
    yield from _numbers_of(content["baseline"], NATIONAL, own)
    for row in _numbers_of(content["baseline"], AFFECTED, own):
        yield row | {"topic": AFFECTED_AREAS, "measure": f"{row['topic']}.{row['measure']}"}


def _numbers_of(baseline: Row, scope: Scope, own: set[str]) -> Iterator[Row]:
    for record in _in_seven(baseline["records"], scope, own):
        if record["value"] is not None:
            yield _number(record) | {"licence": record["licence"]}
    for derived in _in_seven(baseline["derived"], scope, own):
        if derived["unit"] in ADDITIVE_UNITS or derived["measure"] == STOCK:
            yield _number(derived) | {"licence": derived.get("licence", "")}
    yield from _denominators(baseline, scope)


def _in_seven(rows: list[Row], scope: Scope, own: set[str]) -> Iterator[Row]:
    """The numbers of a scope, without those of regions and own classes: their sums have them."""
    for row in rows:
        ours = Scope.of_frozen(row) == scope and not is_of_region(row["measure"])
        if ours and not own & {row["category"], row["category_to"]}:
            yield row


def _denominators(baseline: Row, scope: Scope) -> Iterator[Row]:
    """The land that a period's shares are of: the land of its last year (R10)."""
    records = {record["path"]: record for record in baseline["records"]}
    for period in baseline["periods"]:
        land = records.get(f"{scope.prefix}profile.area.{period['land_cover_last']}.land")
        if land and land["value"] is not None:
            yield _number(land) | {"measure": LAND_OF_PERIOD, "period": period["key"]}


def _number(row: Row) -> Row:
    return {
        "topic": row["indicator"],
        "measure": row["measure"],
        "category": row["category"],
        "category_to": row["category_to"],
        "period": row["period"],
        "year": row["year"],
        "value": Decimal(row["value"]),
        "unit": row["unit"],
        "origin": row["origin"],
    }


def _has(topic: str, item: str, measure: str, category: str = "") -> Row:
    return {
        "topic": topic,
        "item": item,
        "measure": measure,
        "category": category,
        "value": _ONE,
        "unit": COUNT,
    }


def _targets(content: Row) -> Iterator[Row]:
    for target in content["targets"]:
        item = f"target-{target['number']}"
        yield _has(TARGET, item, "status", target["status"])
        for measure, categories in (
            ("hierarchy", target["hierarchy"]),
            ("land_type", target["land_types"]),
        ):
            yield from (_has(TARGET, item, measure, c) for c in _once(categories))
        for number, quantity in enumerate(target["quantities"], 1):
            yield from _quantity(f"{item}.{number}", quantity)


def _quantity(item: str, quantity: Row) -> Iterator[Row]:
    promise = _has(TARGET, item, "quantity", quantity["kind"])
    promise |= {"category_to": quantity["land_type"], "year": quantity["target_year"]}
    yield promise
    if quantity["area_km2"] is not None:
        area = Decimal(quantity["area_km2"])
        yield promise | {"measure": "quantity_area", "value": area, "unit": KM2}
    elif quantity["value"] is not None:
        value = Decimal(quantity["value"])
        yield promise | {"measure": "quantity_value", "value": value, "unit": quantity["unit"]}


def _measures(content: Row) -> Iterator[Row]:
    for measure in content["measures"]:
        item = f"measure-{measure['number']}"
        yield _has(MEASURE, item, "measure")
        for name, categories in (
            ("hierarchy", measure["hierarchy"]),
            ("slm_group", [measure["slm_group"]]),
            ("land_type", measure["land_types"]),
            ("driver", measure["drivers"]),
        ):
            yield from (_has(MEASURE, item, name, c) for c in _once(categories))
        if measure["area_km2"] is not None:
            area = Decimal(measure["area_km2"])
            yield _has(MEASURE, item, "planned_area") | {"value": area, "unit": KM2}
        yield from _area_done(item, measure)


def _area_done(item: str, measure: Row) -> Iterator[Row]:
    """The area done by the newest progress report that says one, in its year."""
    said = [row for row in measure.get("progress", ()) if row["area_km2"] is not None]
    if said:
        newest = max(said, key=lambda row: (row["date"], row["number"]))
        done = {"value": Decimal(newest["area_km2"]), "unit": KM2, "year": int(newest["date"][:4])}
        yield _has(MEASURE, item, "area_done") | done


def _balance(content: Row) -> Iterator[Row]:
    """The balance sheet by land type; versions from before it state none."""
    sheet: Row = content.get("neutrality") or {"land_types": []}
    for row in sheet["land_types"]:
        for measure in ("gains", "losses"):
            if row[measure] is not None:
                yield _on_land(row, measure) | {"period": sheet["period"]}
        for measure in ("planned_gains", "planned_losses", "avoided"):
            yield _on_land(row, measure)


def _on_land(row: Row, measure: str) -> Row:
    value = {"value": Decimal(row[measure]), "unit": KM2}
    return _has(NEUTRALITY, "", measure, row["land_type"]) | value


def _once(categories: list[Any]) -> list[str]:
    """The categories of a list, each once, without empty ones."""
    return list(dict.fromkeys(str(c) for c in categories if c))
