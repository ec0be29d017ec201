"""Is a report ready to be submitted? Everything that stands against it or is worth a word."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from countries.languages import worded
from indicators.baseline.record import Record
from indicators.baseline.scope import Scope
from indicators.baseline.zone_sums import Zones
from indicators.rules.check import check_record
from indicators.rules.findings import Finding, with_explanations
from indicators.rules.zones import zone_findings
from targets.neutrality.said import EXCEPTION
from targets.neutrality.words import names_of
from targets.records.rules import addressed_entries
from targets.remarks import Remark
from targets.rules.check import addressed_among, check_promises
from targets.rules.progress import progress_findings
from targets.working_copy import WorkingCopy

EMPTY = _(
    "The report holds no number yet. Enter at least the country profile and one indicator,"
    " or use the numbers of a run."
)
AND_OTHERS = _("%(first)s (Errors besides this one in the same section: %(count)s.)")
BELOW = _(
    "Losses would exceed gains in %(names)s by %(year)s. Plan gains there, or acknowledge and"
    " justify on the balance sheet that the country aims below neutrality."
)


def remarks_on(copy: WorkingCopy) -> list[Remark]:
    """Return all remarks of all rules on a working copy, errors first."""
    record = copy.record
    remarks = [
        *_emptiness(record),
        *_record_remarks(copy),
        *_promise_remarks(copy),
        *_entry_remarks(copy),
    ]
    remarks += [*_progress_remarks(copy), *_balance_remarks(copy)]
    return sorted(remarks, key=lambda remark: not remark.is_error)


def _emptiness(record: Record) -> Iterator[Remark]:
    if not any(row.value is not None for row in record.observations.values()):
        url = record.report.get_absolute_url()
        yield Remark("empty", is_error=True, path="", text=EMPTY, url=url)


def _record_remarks(copy: WorkingCopy) -> Iterator[Remark]:
    """What the rules find in the whole country, the affected areas and each zone."""
    report = [copy.party.iso3, copy.report.cycle.year]
    for scope, record in copy.checked.items():
        for finding in _of_scope(scope, check_record(record)):
            query = {"check": "1", "field": finding.field}
            section = [*report, scope.address(finding.section)]
            page = reverse("baseline_section", args=section, query=query)
            url = finding.elsewhere or f"{page}#{finding.field}"
            yield replace(remark_of(finding, url), path=scope.prefix + finding.field)
    zones = {zone.name for zone in copy.zones if zone.in_file}
    if zones:
        page = reverse("zone_list", args=report)
        for finding in zone_findings(Zones.of_records(copy.records, zones), len(zones)):
            yield remark_of(finding, f"{page}?section={finding.section}")


def _of_scope(scope: Scope, findings: list[Finding]) -> Iterator[Finding]:
    """What is said here of a scope: of a zone's errors the first of each section, and how many."""
    if not scope.zone:
        yield from findings
        return
    yield from (finding for finding in findings if not finding.blocks)
    errors = [finding for finding in findings if finding.blocks]
    for _section, group in groupby(errors, key=lambda finding: finding.section):
        first, *others = group
        more = {"first": first, "count": len(others)}
        yield replace(first, text=AND_OTHERS, params=more) if others else first


def _promise_remarks(copy: WorkingCopy) -> Iterator[Remark]:
    party, targets, measures = copy.party, copy.targets, copy.measures
    found = check_promises(party, targets, measures, copy.record, on_the_map=True)
    for finding, url in addressed_among(party, [*targets, *measures], found):
        yield remark_of(finding, url)


def _progress_remarks(copy: WorkingCopy) -> Iterator[Remark]:
    """R16 on the progress reports of measures."""
    for measure in copy.measures:
        url = reverse("measure_progress", args=[copy.party.iso3, measure.pk])
        found = progress_findings(measure, list(measure.progress.all()))
        for finding in with_explanations(found, measure.explanations):
            field = "evidence" if finding.field.endswith("evidence") else "area"
            yield remark_of(finding, f"{url}#id_{field}-field")


def _balance_remarks(copy: WorkingCopy) -> Iterator[Remark]:
    """Aiming below neutrality is acknowledged and justified, or explained here."""
    found = copy.neutrality
    below = found.sheet.projected_not_neutral
    if below and not found.said.is_excepted:
        report = copy.report
        url = reverse("balance", args=[copy.party.iso3, report.cycle.year])
        params = {"year": found.sheet.assumed.until, "names": names_of(below)}
        text = worded(BELOW, **params)
        yield Remark("LDN", is_error=False, path=EXCEPTION, text=text, url=f"{url}#exception")


def _entry_remarks(copy: WorkingCopy) -> Iterator[Remark]:
    for finding, url in addressed_entries(copy.party, copy.entries):
        yield remark_of(finding, url)


def remark_of(finding: Finding, url: str) -> Remark:
    """Turn what a rule found into a remark on the report as a whole."""
    return Remark(
        rule=finding.rule,
        is_error=finding.blocks,
        path=finding.field,
        text=worded(finding.text, **finding.params),
        url=url,
        explanation=finding.explanation,
    )
