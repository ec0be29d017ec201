"""Load the table of default numbers: all of a file or nothing, each line judged."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from countries import audit
from countries.models import Party, User
from indicators.baseline.fields import fields
from indicators.baseline.frame import Frame
from indicators.baseline.reading import UnreadableError, read_number, read_year
from indicators.baseline.record import SECTIONS
from indicators.models import Cycle, DefaultNumber, Licence

NEEDED = ("iso3", "cycle", "key", "value", "source_title")
OPTIONAL = ("actual_year", "source_link", "source_author", "source_citation", "licence")
_WRITTEN = ("value", "actual_year", "source_title", *OPTIONAL[1:])


class BadTableError(Exception):
    """Lines of the table that are wrong; `problems` has a sentence for each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(f"{len(problems)} lines are wrong")
        self.problems = problems


@dataclass
class DefaultsLoaded:
    """What loading did: numbers added, numbers changed, numbers that agreed already."""

    added: int = 0
    changed: int = 0
    same: int = 0


@dataclass
class _Known:
    """What lines are judged by, read once."""

    parties: dict[str, Party] = field(default_factory=dict)
    cycles: dict[str, Cycle] = field(default_factory=dict)
    paths: dict[str, set[str]] = field(default_factory=dict)

    @classmethod
    def read(cls) -> "_Known":
        cycles = {str(c.year): c for c in Cycle.objects.prefetch_related("periods")}
        paths = {}
        for year, cycle in cycles.items():
            frame = Frame(tuple(cycle.periods.all()))
            paths[year] = {key.path for section in SECTIONS for key in fields(section, frame)}
        return cls({p.iso3: p for p in Party.objects.all()}, cycles, paths)


def read_table(path: Path) -> list[dict[str, str]]:
    """Read a CSV file with a header row. Raises BadTableError where columns are missing."""
    with path.open(newline="", encoding="utf-8-sig") as lines:
        reader = csv.DictReader(lines)
        missing = [name for name in NEEDED if name not in (reader.fieldnames or ())]
        if missing:
            raise BadTableError([f"The columns {', '.join(missing)} are missing."])
        return [{k: (v or "").strip() for k, v in row.items() if k} for row in reader]


@transaction.atomic
def load_defaults(rows: Iterable[Mapping[str, str]], *, by: User | None) -> DefaultsLoaded:
    """Add or change default numbers. Raises BadTableError, and then nothing is loaded."""
    known = _Known.read()
    problems: list[str] = []
    numbers = [n for n in _judged(rows, known, problems) if n is not None]
    if problems:
        raise BadTableError(problems)
    loaded = _write(numbers)
    if loaded.added or loaded.changed:
        audit.record(
            "defaults.loaded",
            by=by,
            parties=sorted({n.party.iso3 for n in numbers}),
            added=loaded.added,
            changed=loaded.changed,
        )
    return loaded


def _judged(
    rows: Iterable[Mapping[str, str]], known: _Known, problems: list[str]
) -> Iterator[DefaultNumber | None]:
    seen: set[tuple[str, str, str]] = set()
    for line, row in enumerate(rows, 2):
        place = (row["iso3"], row["cycle"], row["key"])
        problem = _problem(row, known)
        if not problem and place in seen:
            problem = f"{' '.join(place)} stands in the table twice"
        seen.add(place)
        if problem:
            problems.append(f"Line {line}: {problem}.")
            continue
        yield _number(row, known)


def _problem(row: Mapping[str, str], known: _Known) -> str:
    if row["iso3"] not in known.parties:
        return f"{row['iso3']!r} is not the code of a Party"
    if row["cycle"] not in known.cycles:
        return f"{row['cycle']!r} is not the year of a cycle"
    if row["key"] not in known.paths[row["cycle"]]:
        return f"{row['key']!r} is not the key of a number, such as profile.area.2015.land"
    if not row["source_title"]:
        return "the source has no title"
    if row.get("licence", "") not in ("", *Licence.values):
        return f"the licence {row['licence']!r} is none of {', '.join(Licence.values)}"
    return _unreadable(row)


def _unreadable(row: Mapping[str, str]) -> str:
    try:
        if read_number(row["value"], ".") is None:
            return "the value is empty"
        read_year(row.get("actual_year", ""))
    except UnreadableError as error:
        return error.message.rstrip(".")
    return ""


def _number(row: Mapping[str, str], known: _Known) -> DefaultNumber:
    texts = {name: row.get(name, "") for name in _WRITTEN[2:]}
    return DefaultNumber(
        party=known.parties[row["iso3"]],
        cycle=known.cycles[row["cycle"]],
        path=row["key"],
        value=read_number(row["value"], ".") or Decimal(0),
        actual_year=read_year(row.get("actual_year", "")),
        **texts,
    )


def _write(numbers: list[DefaultNumber]) -> DefaultsLoaded:
    parties = {number.party_id for number in numbers}
    there = {
        (n.party_id, n.cycle_id, n.path): n for n in DefaultNumber.objects.filter(party__in=parties)
    }
    loaded, new, old = DefaultsLoaded(), [], []
    for number in numbers:
        row = there.get((number.party_id, number.cycle_id, number.path))
        if row is None:
            new.append(number)
        elif all(getattr(row, name) == getattr(number, name) for name in _WRITTEN):
            loaded.same += 1
        else:
            number.pk = row.pk
            old.append(number)
    DefaultNumber.objects.bulk_create(new, batch_size=200)
    DefaultNumber.objects.bulk_update(old, _WRITTEN, batch_size=200)
    loaded.added, loaded.changed = len(new), len(old)
    return loaded
