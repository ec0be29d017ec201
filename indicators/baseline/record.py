"""A report's record in one scope: its periods, classes and regions, its numbers and sections."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from itertools import product

from django.db.models import Exists, OuterRef, Q

from indicators.arithmetic import Areas, Pair
from indicators.baseline.answers import (
    SIGNS,
    Question,
    default_sign,
    meaning_path,
    questions,
)
from indicators.baseline.fields import CHANGE, LAND_COVER, fields
from indicators.baseline.folding import folded
from indicators.baseline.frame import Frame
from indicators.baseline.keys import Key
from indicators.baseline.scope import NATIONAL, Scope
from indicators.baseline.then import comparable
from indicators.models import Indicator, Observation, Report, Section

Table = tuple[str, str, str]
Wanted = Callable[[Frame], Q]

SECTIONS = tuple(Indicator.values)
_UNREAD = {"updated_at", "updated_by"}
# Not the run's summary: with hundreds of numbers it would be read hundreds of times.
_COLUMNS = [f.name for f in Observation._meta.concrete_fields if f.name not in _UNREAD]
_COLUMNS.append("run__number")
_TO_ADD = [
    *("report", "copy", "zone", "indicator", "measure", "period", "year"),
    *("category", "category_to", "value", "entered_value"),
]


def everything(_frame: Frame) -> Q:
    """Every number of the report before."""
    return Q()


@dataclass
class Record:
    """Everything a Party has said about its land in one report, in one scope."""

    report: Report
    frame: Frame
    observations: dict[Key, Observation]
    """The numbers that are asked for in the legend and the regions in use."""
    sections: dict[str, Section]
    earlier: Mapping[Key, Observation] = field(default_factory=dict)
    """What the report before this one published in the same scope, for comparison."""
    is_beside: bool = False
    """Whether `earlier` has been read."""
    aside: Mapping[Key, Observation] = field(default_factory=dict)
    """Numbers of another legend or of regions that are not in use; they wait to come back."""
    scope: Scope = NATIONAL
    emptied: dict[Key, Observation] = field(default_factory=dict)
    """Rows without a number, kept because they know what was published (rule R13)."""
    national: Mapping[str, str] = field(default_factory=dict)
    """In a part of the country: what the whole country's changes of land cover mean there too."""
    whole: Mapping[Key, Decimal] = field(default_factory=dict)
    """In a part of the country: the whole country's numbers, which no part exceeds."""

    @classmethod
    def load(cls, report: Report, scope: Scope = NATIONAL) -> "Record":
        rows = report.observations.filter(**scope.columns).select_related("run").only(*_COLUMNS)
        frame = Frame.of(report)
        return cls._of_scope(report, frame, rows, scope)

    @classmethod
    def _of_scope(
        cls, report: Report, frame: Frame, rows: Iterable[Observation], scope: Scope
    ) -> "Record":
        record = cls.of_rows(report, frame, rows, _sections(report, scope), scope)
        if not scope.is_national:
            record.whole = _whole(report, frame)
        return record

    @classmethod
    def load_beside(
        cls, report: Report, scope: Scope = NATIONAL, wanted: Wanted = everything
    ) -> "Record":
        """The record of a scope beside what was published of it before (six queries).

        `wanted` says which of the earlier numbers are of use, in the report's own frame.
        """
        before = _last_published(report, scope)
        if before is None:
            record = cls.load(report, scope)
            record.is_beside = True
            return record
        frame, then = Frame.of_each([report, before])
        published = Q(report=before, published_value__isnull=False) & wanted(frame)
        rows = Observation.objects.filter(Q(report=report) | published, **scope.columns)
        each: dict[int, list[Observation]] = {report.pk: [], before.pk: []}
        for row in rows.select_related("run").only(*_COLUMNS):
            each[row.report_id].append(row)
        record = cls._of_scope(report, frame, each[report.pk], scope)
        record.is_beside = True
        record.earlier = _comparable(each[before.pk], then, frame, scope)
        return record

    @classmethod
    def load_all(cls, report: Report, indicators: Collection[str] = ()) -> dict[Scope, "Record"]:
        """The record of every scope that holds something, the national one first (five queries).

        Zones come in the order of their names. With `indicators` only their numbers are read, to
        add up: neither sources nor runs.
        """
        read = report.observations.select_related("run").only(*_COLUMNS)
        if indicators:
            some = report.observations.filter(indicator__in=indicators)
            read = some.select_related(None).only(*_TO_ADD)
        return cls._of_scopes(report, Frame.of(report), read)

    @classmethod
    def load_all_beside(
        cls, report: Report, before: Sequence[Report], *, with_zones: bool = True
    ) -> dict[Scope, "Record"]:
        """The same, each beside what was published of it before (five queries in all).

        `before` are the Party's reports of earlier cycles: the newest that published something
        of a scope speaks there.
        """
        frame, *then = Frame.of_each([report, *before])
        frames = dict(zip([r.pk for r in before], then, strict=True))
        wanted = Q(report=report)
        if before:
            wanted |= Q(report__in=before, published_value__isnull=False)
        rows = Observation.objects.filter(wanted).select_related("run").only(*_COLUMNS)
        if not with_zones:
            rows = rows.filter(zone="")
        each: dict[int, list[Observation]] = defaultdict(list)
        for row in rows:
            each[row.report_id].append(row)
        own = _given(report, each[report.pk])
        found = cls._of_scopes(report, frame, own, with_zones=with_zones)
        earlier: dict[Scope, tuple[Frame, list[Observation]]] = {}
        for one in sorted(before, key=lambda r: r.cycle.year):
            for scope, published in _by_scope(_given(one, each[one.pk])).items():
                earlier[scope] = (frames[one.pk], published)
        for scope, record in found.items():
            if scope in earlier:
                record.earlier = _comparable(earlier[scope][1], earlier[scope][0], frame, scope)
            record.is_beside = True
        return found

    @classmethod
    def _of_scopes(
        cls,
        report: Report,
        frame: Frame,
        read: Iterable[Observation],
        *,
        with_zones: bool = True,
    ) -> dict[Scope, "Record"]:
        rows: dict[Scope, list[Observation]] = defaultdict(list, {NATIONAL: []})
        rows.update(_by_scope(read))
        sections: dict[Scope, list[Section]] = defaultdict(list)
        for section in report.sections.select_related("updated_by"):
            if with_zones or not section.zone:
                sections[Scope.of_row(section)].append(section)
        meant = [s for s in sections[NATIONAL] if s.key == LAND_COVER]
        scopes = sorted(rows.keys() | sections.keys(), key=lambda s: (not s.is_national, s.prefix))
        found = {
            scope: cls.of_rows(report, frame, rows[scope], [*meant, *sections[scope]], scope)
            for scope in scopes
        }
        national = found[NATIONAL]
        whole = national.known(national.observations)
        for scope, record in found.items():
            record.whole = {} if scope.is_national else whole
        return found

    @classmethod
    def of_rows(
        cls,
        report: Report,
        frame: Frame,
        rows: Iterable[Observation],
        sections: Iterable[Section],
        scope: Scope,
    ) -> "Record":
        """Put a record together from its rows; `sections` has the national land cover too."""
        own = {section.key: section for section in sections if Scope.of_row(section) == scope}
        frame = frame if scope.is_national else frame.without_regions()
        held, aside = _split(rows, frame)
        emptied = {key: held.pop(key) for key in [k for k, r in held.items() if _is_emptied(r)]}
        return cls(
            report=report,
            frame=frame,
            observations=held,
            sections=own,
            scope=scope,
            aside=aside,
            emptied=emptied,
            national={} if scope.is_national else _meanings(sections),
        )

    def section(self, key: str) -> Section:
        """The section's row, unsaved if nobody has begun it."""
        return self.sections.get(key) or Section(report=self.report, key=key, **self.scope.columns)

    def unread(self, path: str, section: str = "") -> str:
        """What was typed at `path` and could not be read, or nothing."""
        section = section or path.partition(".")[0]
        return str(self.section(section).unread.get(path, ""))

    def value(self, key: Key) -> Decimal | None:
        """A number in its stored unit; None where it is missing or could not be read.

        In a record of own classes the seven of the Convention have their sums, and with regions
        the national change matrix has its.
        """
        row = self.observations.get(key)
        return self.sums.get(key) if row is None else self._readable(key, row)

    def _readable(self, key: Key, row: Observation) -> Decimal | None:
        unread = self.section(key.indicator).unread
        return None if unread and key.path in unread else row.value

    @cached_property
    def sums(self) -> Mapping[Key, Decimal]:
        """What follows from own classes and regions; see `folding`."""
        if not (self.frame.legend.is_own or self.frame.regions):
            return {}
        read = ((key, self._readable(key, row)) for key, row in self.observations.items())
        return folded({key: value for key, value in read if value is not None}, self.frame)

    def renew(self) -> None:
        """Forget what was worked out, after numbers or answers were changed in place."""
        for name in ("sums", "_tables", "meaning"):
            self.__dict__.pop(name, None)

    def answer(self, path: str) -> str:
        """What is recorded as the answer at `path`, else the question's default."""
        section = path.partition(".")[0]
        said = self.section(section).answers.get(path)
        if said is None:
            said = self.national.get(path)
        if said is not None:
            return str(said)
        question = self.questions(section).get(path)
        return question.default if question else ""

    def questions(self, section: str) -> dict[str, Question]:
        if section not in self._questions:
            self._questions[section] = questions(section, self.frame)
        return self._questions[section]

    @cached_property
    def _questions(self) -> dict[str, dict[str, Question]]:
        return {}

    def fields(self, section: str) -> list[Key]:
        if section not in self._fields:
            self._fields[section] = fields(section, self.frame)
        return self._fields[section]

    @cached_property
    def _fields(self) -> dict[str, list[Key]]:
        return {}

    def asks(self, section: str, path: str) -> bool:
        """Whether a section has a number or a question at an address."""
        return path in self.questions(section) or self.field_at(section, path) is not None

    def is_of_another_legend(self, section: str, path: str) -> bool:
        """Whether an address belongs to classes or regions that are not in use."""
        if not path.startswith(f"{section}.") or self.asks(section, path):
            return False
        try:
            return not self.frame.holds(Key.from_path(path))
        except ValueError:
            return False

    def field_at(self, section: str, path: str) -> Key | None:
        """The number of a section at an address, None if the section asks for none there."""
        if section not in self._by_path:
            self._by_path[section] = {key.path: key for key in self.fields(section)}
        return self._by_path[section].get(path)

    @cached_property
    def _by_path(self) -> dict[str, dict[str, Key]]:
        return {}

    def known(self, keys: Iterable[Key]) -> dict[Key, Decimal]:
        """The numbers among `keys` that there are."""
        return {key: value for key in keys if (value := self.value(key)) is not None}

    def matrix(self, indicator: str, measure: str, when: str) -> Areas:
        """The cells of a two-way table that are filled in, by their pair of classes.

        It is in the classes of the legend in use; with regions the national change is their sum.
        """
        return self._tables.get((indicator, measure, when), {})

    @cached_property
    def _tables(self) -> Mapping[Table, Areas]:
        tables: dict[Table, dict[Pair, Decimal]] = {}
        for key in self.observations:
            if key.category_to and (value := self.value(key)) is not None:
                _cells(tables, key)[key.category, key.category_to] = value
        if self.frame.regions:
            for key, value in self.sums.items():
                ours = key.category in self.frame.legend.by_key
                if ours and (key.indicator, key.measure) == (LAND_COVER, CHANGE):
                    _cells(tables, key)[key.category, key.category_to] = value
        return tables

    @cached_property
    def meaning(self) -> Mapping[str, Mapping[Pair, int]]:
        """The degradation matrices in force, defaults with the Party's own signs, by region.

        Under "" that of the whole country, where there are no regions.
        """
        regions = [region.key for region in self.frame.regions] or [""]
        return {region: self._meaning(region) for region in regions}

    def _meaning(self, region: str) -> dict[Pair, int]:
        legend = self.frame.legend
        answers = {**self.national, **self.section(Indicator.LAND_COVER.value).answers}
        return {
            (first, last): SIGNS.get(
                answers.get(meaning_path(first, last, region), ""),
                default_sign(legend, first, last),
            )
            for first, last in product(legend.keys, legend.keys)
        }


def _cells(tables: dict[Table, dict[Pair, Decimal]], key: Key) -> dict[Pair, Decimal]:
    return tables.setdefault((key.indicator, key.measure, key.when), {})


def _whole(report: Report, frame: Frame) -> dict[Key, Decimal]:
    """The whole country's numbers, without their sources (one query)."""
    rows = report.observations.national().filter(value__isnull=False).only(*_TO_ADD)
    held, _aside = _split(rows, frame)
    numbers = {key: row.value for key, row in held.items() if row.value is not None}
    return {**numbers, **folded(numbers, frame)}


def _meanings(sections: Iterable[Section]) -> dict[str, str]:
    """What changes of land cover mean in the whole country, where it has one matrix."""
    national = (s for s in sections if s.key == LAND_COVER and Scope.of_row(s).is_national)
    return {
        path: text
        for section in national
        for path, text in section.answers.items()
        if path.startswith(f"{LAND_COVER}.meaning.")
    }


def _sections(report: Report, scope: Scope) -> list[Section]:
    """The sections of a scope, and that of the national land cover."""
    meant = Q(**NATIONAL.columns, key=LAND_COVER)
    sections = report.sections.filter(Q(**scope.columns) | meant)
    return list(sections.select_related("updated_by"))


Numbers = dict[Key, Observation]


def _split(rows: Iterable[Observation], frame: Frame) -> tuple[Numbers, Numbers]:
    """The numbers that are asked for, and those of another legend or region."""
    held: Numbers = {}
    aside: Numbers = {}
    for key, row in _by_key(rows, {pk: p.key for pk, p in frame.by_id.items()}).items():
        (held if frame.holds(key) else aside)[key] = row
    return held, aside


def _is_emptied(row: Observation) -> bool:
    return row.value is None and row.entered_value is None


def _by_key(rows: Iterable[Observation], periods: Mapping[int, str]) -> dict[Key, Observation]:
    return {key_of(row, periods): row for row in rows}


def key_of(row: Observation, periods: Mapping[int, str]) -> Key:
    """The address of an observation; `periods` gives the key of each period's id."""
    when = str(row.year) if row.year is not None else periods.get(row.period_id or 0, "")
    return Key(row.indicator, row.measure, when, row.category, row.category_to)


def earlier_numbers(
    report: Report, frame: Frame | None = None, scope: Scope = NATIONAL
) -> dict[Key, Observation]:
    """What the Party's reports of earlier cycles published last in a scope (five queries).

    A report that published nothing of the scope says nothing here: the one before it speaks. A
    number of a period is comparable only where the periods have the same years, one of a land
    cover class only where both reports have the same legend, and one of a region only where both
    have a region of that name.
    """
    before = _last_published(report, scope)
    if before is None:
        return {}
    rows = before.observations.filter(published_value__isnull=False, **scope.columns)
    return _comparable(list(rows), Frame.of(before), frame or Frame.of(report), scope)


def _last_published(report: Report, scope: Scope) -> Report | None:
    published = Observation.objects.filter(
        report=OuterRef("pk"), published_value__isnull=False, **scope.columns
    )
    return (
        Report.objects.filter(party=report.party_id, cycle__year__lt=report.cycle.year)
        .filter(Exists(published))
        .select_related("cycle")
        .order_by("-cycle__year")
        .first()
    )


def _by_scope(rows: Iterable[Observation]) -> dict[Scope, list[Observation]]:
    found: dict[Scope, list[Observation]] = {}
    for row in rows:
        found.setdefault(Scope.of_row(row), []).append(row)
    return found


def _given(report: Report, rows: Iterable[Observation]) -> Iterator[Observation]:
    """Give rows the report that they belong to, so that it is not asked for again."""
    for row in rows:
        row.report = report
        yield row


def _comparable(
    rows: Iterable[Observation], then: Frame, now: Frame, scope: Scope
) -> dict[Key, Observation]:
    if not scope.is_national:
        then, now = then.without_regions(), now.without_regions()
    numbers = _by_key(rows, {pk: p.key for pk, p in then.by_id.items()})
    held = ((key, row) for key, row in numbers.items() if then.holds(key))
    found = ((comparable(key, then, now), row) for key, row in held)
    return {key: row for key, row in found if key is not None}
