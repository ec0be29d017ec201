"""Write single numbers of a record: typed ones, computed ones, and where they come from."""

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from countries import audit
from countries.models import User
from indicators import drafts
from indicators.baseline.answers import actual_year_path
from indicators.baseline.fields import CARBON, STOCK, unit_of
from indicators.baseline.keys import Key
from indicators.baseline.notation import stored_value
from indicators.baseline.record import Record
from indicators.baseline.scope import NATIONAL, Scope
from indicators.baseline.texts import area_under
from indicators.locks import hold_section, require_editable
from indicators.models import Observation, Origin, Report, Run, Unit
from indicators.models.datasets import Sourced

SOURCE_FIELDS = (
    "source_title",
    "source_link",
    "source_author",
    "source_citation",
    "licence",
    "permission",
    "comment",
)


def blank(record: Record, key: Key) -> Observation:
    """The row of a number that is not there: one that was emptied, else a new one, unsaved."""
    emptied = record.emptied.pop(key, None)
    return emptied or Observation(
        report=record.report,
        **record.scope.columns,
        indicator=key.indicator,
        measure=key.measure,
        period=None if key.year is not None else record.frame.by_key[key.when],
        year=key.year,
        category=key.category,
        category_to=key.category_to,
        unit=unit_of(key),
    )


def restated(
    record: Record,
    key: Key,
    value: Decimal,
    *,
    origin: Origin,
    actual_year: int | None,
    by: User | None,
    run: Run | None = None,
    source: Sourced | None = None,
) -> Observation:
    """The row of a number, unsaved, with what somebody took over instead of typing it."""
    row = record.observations.get(key) or blank(record, key)
    row.value, row.actual_year = value, actual_year
    row.entered_value, row.entered_unit = value, row.unit
    row.origin, row.run = origin, run
    row.updated_at, row.updated_by = timezone.now(), by
    for name in SOURCE_FIELDS:
        setattr(row, name, getattr(source, name) if source else "")
    return row


def store(rows: Iterable[Observation]) -> None:
    """Save rows of `restated`, new and old, in few statements."""
    new: list[Observation] = []
    old: list[Observation] = []
    for row in rows:
        (new if row.pk is None else old).append(row)
    Observation.objects.bulk_create(new, batch_size=200)
    Observation.objects.bulk_update(old, _RESTATED, batch_size=100)


_RESTATED = [
    "value",
    "actual_year",
    "entered_value",
    "entered_unit",
    "origin",
    "run",
    "updated_at",
    "updated_by",
    *SOURCE_FIELDS,
]


def write(record: Record, key: Key, entered: Decimal, unit: Unit, *, by: User | None) -> None:
    """Record a number that somebody typed: from then on it is national.

    A source and comment that stood with another national number stay; those of a computed or
    default number do not speak for the new one.
    """
    row = record.observations.get(key) or blank(record, key)
    if row.origin != Origin.NATIONAL:
        for name in SOURCE_FIELDS:
            setattr(row, name, "")
    row.value = stored_value(entered, unit, area_under(record, key))
    row.entered_value, row.entered_unit = entered, unit
    row.origin, row.run = Origin.NATIONAL, None
    row.actual_year = _actual_year(record, key)
    row.updated_at, row.updated_by = timezone.now(), by
    row.save()
    record.observations[key] = row


def _actual_year(record: Record, key: Key) -> int | None:
    if key.year is None:
        return None
    said = record.answer(actual_year_path(key.indicator, key.year))
    return int(said) if said.isdigit() else None


def restate_actual_years(record: Record, indicator: str) -> None:
    """Give the national numbers of an indicator the actual years that are answered now."""
    for key, row in record.observations.items():
        if key.indicator != indicator or row.origin != Origin.NATIONAL:
            continue
        actual = _actual_year(record, key)
        if actual != row.actual_year:
            row.actual_year = actual
            row.save(update_fields=["actual_year"])


def forget(record: Record, key: Key) -> None:
    """Remove a number whose field was emptied; what was published is remembered (R13)."""
    row = record.observations.pop(key, None)
    if row is None:
        return
    if row.published_value is None:
        row.delete()
        return
    row.value = row.entered_value = row.actual_year = row.run = None
    row.origin = Origin.NATIONAL
    for name in SOURCE_FIELDS:
        setattr(row, name, "")
    row.save()
    record.emptied[key] = row


def restate_tonnes(record: Record) -> None:
    """Work stocks that were entered in tonnes out again, after their land cover areas changed."""
    for key, row in record.observations.items():
        if key.indicator != CARBON or key.measure != STOCK or row.entered_unit != Unit.TONNES:
            continue
        entered = row.entered_value or Decimal(0)
        value = stored_value(entered, Unit.TONNES, area_under(record, key))
        if value != row.value:
            row.value = value
            row.save(update_fields=["value"])


@transaction.atomic
def give_source(
    report: Report,
    section: str,
    paths: Collection[str],
    source: Mapping[str, str],
    *,
    by: User,
    scope: Scope = NATIONAL,
) -> int:
    """Give the named national numbers of a section their source, licence and comment (R18).

    `source` has the fields of SOURCE_FIELDS; empty ones leave what is there. Returns how many
    numbers were given it.
    """
    require_editable(report)
    row = hold_section(report, section, scope)
    said = {name: text for name in SOURCE_FIELDS if (text := source.get(name, ""))}
    record, wanted = Record.load(report, scope), set(paths)
    numbers = [
        number
        for key, number in record.observations.items()
        if key.indicator == section and number.origin == Origin.NATIONAL and key.path in wanted
    ]
    rows = Observation.objects.filter(pk__in=[number.pk for number in numbers])
    rows.update(**said, updated_at=timezone.now(), updated_by=by)
    drafts.stamp(row, (), by=by)
    audit.record(
        "section.sourced",
        by=by,
        party=report.party,
        target=row,
        section=scope.said(section),
        numbers=len(numbers),
        fields=sorted(paths),
        source=said,
    )
    return len(numbers)


def mark_published(report: Report) -> None:
    """Remember every number of every scope as it is now published (R13).

    Numbers that were emptied since the last publication are forgotten: nothing of them is public.
    """
    report.observations.filter(value__isnull=True, entered_value__isnull=True).delete()
    report.observations.update(published_value=F("value"))
