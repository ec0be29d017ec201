"""Check a Party's targets and measures: every rule that applies now."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from django.urls import reverse

from countries.models import Boundary, Party
from indicators.baseline.derived import derive
from indicators.baseline.record import Record
from indicators.rules.findings import Finding, with_explanations
from targets.models import Measure, Target
from targets.rules import areas, places, words
from targets.rules.areas import Land
from targets.rules.revisions import published_content, unexplained
from targets.sections import MEASURES, TARGETS

_TARGET: tuple[Callable[[Target, Land], Iterator[Finding]], ...] = (
    words.unreadable,
    words.stated,
    words.evidence,
    areas.years,
    areas.subnational,
    areas.within_country,
    areas.drawn,
    areas.achievable,
)
_MEASURE: tuple[Callable[[Measure, Land], Iterator[Finding]], ...] = (
    words.unreadable,
    words.titled,
    words.dates,
    areas.within_country,
    areas.drawn,
    areas.achievable,
)


def check_promises(
    party: Party,
    targets: Sequence[Target],
    measures: Sequence[Measure],
    record: Record,
    *,
    on_the_map: bool = False,
) -> list[Finding]:
    """Run every rule on targets (with their quantities) and measures.

    `on_the_map` adds the rules that compare polygons, which take longer.
    """
    land = Land.of(record, derive(record))
    found = [f for target in targets for f in check_target(target, land)]
    found += [f for measure in measures for f in check_measure(measure, land)]
    if on_the_map:
        found += _on_the_map(party, targets, measures)
    return sorted(found, key=lambda finding: not finding.blocks)


def check_target(target: Target, land: Land) -> list[Finding]:
    """What the rules find in one target, polygons apart."""
    found = (f for rule in _TARGET for f in rule(target, land))
    return with_explanations(found, target.explanations)


def check_measure(measure: Measure, land: Land) -> list[Finding]:
    """What the rules find in one measure, polygons apart."""
    found = (f for rule in _MEASURE for f in rule(measure, land))
    return with_explanations(found, measure.explanations)


def _on_the_map(
    party: Party, targets: Sequence[Target], measures: Sequence[Measure]
) -> Iterator[Finding]:
    boundary: Boundary | None = getattr(party, "boundary", None)
    rows: list[Target | Measure] = [*targets, *measures]
    for row in rows:
        yield from with_explanations(places.outside(row, boundary), row.explanations)
    if targets:
        yield from unexplained(targets, published_content(party))
    explanations = {key: text for m in measures for key, text in m.explanations.items()}
    yield from with_explanations(places.counted_twice(measures), explanations)


def check_all(party: Party, record: Record) -> list[Finding]:
    """Check all targets and measures of a Party, polygons too (five queries)."""
    targets = Target.objects.filter(party=party).current().prefetch_related("quantities")
    measures = Measure.objects.filter(party=party).current()
    return check_promises(party, list(targets), list(measures), record, on_the_map=True)


def addressed(party: Party, findings: Sequence[Finding]) -> list[tuple[Finding, str]]:
    """Give each finding the address of the form field that it names (two queries)."""
    targets = Target.objects.filter(party=party).only("number")
    measures = Measure.objects.filter(party=party).only("number")
    return addressed_among(party, [*targets, *measures], findings)


def addressed_among(
    party: Party, rows: Iterable[Target | Measure], findings: Iterable[Finding]
) -> list[tuple[Finding, str]]:
    """The same where the rows are known already."""
    forms = {(_section(row), row.number): _form(party, row) for row in rows}
    return [(finding, _address(finding, forms)) for finding in findings]


def _section(row: Target | Measure) -> str:
    return TARGETS if isinstance(row, Target) else MEASURES


def _form(party: Party, row: Target | Measure) -> str:
    return reverse(f"{row._meta.model_name}_edit", args=[party.iso3, row.pk])


def _address(finding: Finding, forms: dict[tuple[str, int], str]) -> str:
    section, number, field = finding.field.split(".", 2)
    anchor = "geometry" if field.startswith("geometry") else field
    return f"{forms[(section, int(number))]}#{anchor}-field"
