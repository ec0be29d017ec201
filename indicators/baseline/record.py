"""A report's national record, read in three queries: its periods, numbers and sections."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from indicators.arithmetic import Areas, Pair
from indicators.baseline.answers import (
    SIGNS,
    Question,
    default_meaning,
    meaning_path,
    questions,
)
from indicators.baseline.fields import fields
from indicators.baseline.frame import Frame
from indicators.baseline.keys import Key
from indicators.models import Indicator, Observation, Report, Section

SECTIONS = tuple(Indicator.values)
# Not the run's summary: with hundreds of numbers it would be read hundreds of times.
_COLUMNS = [field.name for field in Observation._meta.concrete_fields] + ["run__number"]


@dataclass
class Record:
    """Everything a Party has said about its land in one report, for the whole country."""

    report: Report
    frame: Frame
    observations: dict[Key, Observation]
    sections: dict[str, Section]
    earlier: Mapping[Key, Observation] = field(default_factory=dict)
    """The numbers of the report before this one, for comparison."""

    @classmethod
    def load(cls, report: Report) -> "Record":
        frame = Frame.of(report)
        rows = report.observations.national().select_related("run").only(*_COLUMNS)
        sections = report.sections.select_related("updated_by")
        return cls(
            report=report,
            frame=frame,
            observations=_by_key(rows, {pk: p.key for pk, p in frame.by_id.items()}),
            sections={section.key: section for section in sections},
        )

    def section(self, key: str) -> Section:
        """The section's row, unsaved if nobody has begun it."""
        return self.sections.get(key) or Section(report=self.report, key=key)

    def unread(self, path: str, section: str = "") -> str:
        """What was typed at `path` and could not be read, or nothing."""
        section = section or path.partition(".")[0]
        return str(self.section(section).unread.get(path, ""))

    def value(self, key: Key) -> Decimal | None:
        """A number in its stored unit; None where it is missing or could not be read."""
        row = self.observations.get(key)
        return None if row is None or self.unread(key.path) else row.value

    def answer(self, path: str) -> str:
        """What is recorded as the answer at `path`, else the question's default."""
        section = path.partition(".")[0]
        said = self.section(section).answers.get(path)
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
        return fields(section, self.frame)

    def known(self, keys: Iterable[Key]) -> dict[Key, Decimal]:
        """The numbers among `keys` that there are."""
        return {key: value for key in keys if (value := self.value(key)) is not None}

    def matrix(self, indicator: str, measure: str, when: str) -> Areas:
        """The cells of a two-way table that are filled in, by their pair of classes."""
        wanted = (indicator, measure, when)
        return {
            (key.category, key.category_to): value
            for key in self.observations
            if (key.indicator, key.measure, key.when) == wanted
            and key.category_to
            and (value := self.value(key)) is not None
        }

    @cached_property
    def meaning(self) -> Mapping[Pair, int]:
        """The degradation matrix in force: the default with the Party's own signs."""
        answers = self.section(Indicator.LAND_COVER.value).answers
        return {
            pair: SIGNS.get(answers.get(meaning_path(*pair), ""), default)
            for pair, default in default_meaning().items()
        }


def _by_key(rows: Iterable[Observation], periods: Mapping[int, str]) -> dict[Key, Observation]:
    return {key_of(row, periods): row for row in rows}


def key_of(row: Observation, periods: Mapping[int, str]) -> Key:
    """The address of an observation; `periods` gives the key of each period's id."""
    when = str(row.year) if row.year is not None else periods.get(row.period_id or 0, "")
    return Key(row.indicator, row.measure, when, row.category, row.category_to)


def earlier_numbers(report: Report) -> dict[Key, Observation]:
    """The numbers of the Party's report for the cycle before, for comparison (three queries).

    A number of a period is comparable only where the periods have the same years.
    """
    before = (
        Report.objects.filter(party=report.party_id, cycle__year__lt=report.cycle.year)
        .select_related("cycle")
        .order_by("-cycle__year")
        .first()
    )
    if before is None:
        return {}
    ours = {(p.first_year, p.last_year): p.key for p in Frame.of(report).periods}
    rows = before.observations.national().select_related("period")
    periods = {
        row.period.pk: ours[years]
        for row in rows
        if row.period and (years := (row.period.first_year, row.period.last_year)) in ours
    }
    comparable = (row for row in rows if row.period_id is None or row.period_id in periods)
    return _by_key(comparable, periods)
