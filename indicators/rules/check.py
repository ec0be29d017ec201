"""Check a record: every rule that applies now, errors first."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from indicators.baseline.derived import Derived, derive
from indicators.baseline.labels import label
from indicators.baseline.record import SECTIONS, Record
from indicators.baseline.scope import Scope
from indicators.models import Section
from indicators.rules import legend, parts, provenance, status, sums
from indicators.rules.findings import Finding, Level, with_explanations

UNREADABLE = _("%(name)s: “%(found)s” could not be read. Correct it, or empty the field.")

Rule = Callable[[Record, Derived], Iterator[Finding]]
ARITHMETIC: tuple[Rule, ...] = (
    sums.denominators,
    sums.year_sums,
    sums.change_sums,
    sums.productivity_sums,
    sums.state_sums,
    status.one_out_all_out,
    status.status_matrix,
    provenance.stocks,
    provenance.sources,
    provenance.permissions,
    provenance.confidence,
    provenance.published,
)
"""Rules that need nothing but the record. R1, R4, R7, R9 and R10 hold by derivation."""


COUNTRY: tuple[Rule, ...] = (legend.own_legend, legend.regions)
"""Rules on the legend and the regions, which are the whole country's (R12)."""


def unreadable(record: Record, _derived: Derived) -> Iterator[Finding]:
    """What was typed and could not be read must be put right before submitting."""
    for section in SECTIONS:
        row = record.section(section)
        for path, text in row.unread.items():
            key, asked = record.field_at(section, path), record.questions(section).get(path)
            if key is None and asked is None:
                continue  # it belongs to another legend, and waits there
            params = {"name": label(key, record.frame) if key else asked and asked.label}
            params["found"] = text
            yield Finding("READ", Level.ERROR, section, path, UNREADABLE, params)


def check_record(
    record: Record, derived: Derived | None = None, *, legends: bool = True
) -> list[Finding]:
    """Run every rule on a record; warnings carry the explanations that the Party gave.

    `legends=False` leaves out the two rules that ask the database again (R12).
    """
    known = derive(record) if derived is None else derived
    found = [finding for rule in _rules(record, legends) for finding in rule(record, known)]
    explained = with_explanations(found, _explanations(record.sections.values()))
    if not record.scope.is_national:
        explained = [in_scope(finding, record.scope) for finding in explained]
    return sorted(explained, key=lambda f: (SECTIONS.index(f.section), not f.blocks))


def _rules(record: Record, legends: bool) -> Iterable[Rule]:
    """Those that apply to a scope: the Party's legends are the country's affair."""
    if not record.scope.is_national:
        return (unreadable, *ARITHMETIC, parts.larger_than_the_country)
    asking: tuple[Rule, ...] = (legend.raster_legends, legend.default_areas)
    return (unreadable, *ARITHMETIC, *COUNTRY, *(asking if legends else ()))


IN_SCOPE = _("%(place)s: %(said)s")


def in_scope(finding: Finding, scope: Scope) -> Finding:
    """Let a finding begin with the part of the country that it is about."""
    return replace(finding, text=IN_SCOPE, params={"place": scope, "said": finding})


def _explanations(sections: Iterable[Section]) -> dict[str, str]:
    return {key: text for section in sections for key, text in section.explanations.items()}
