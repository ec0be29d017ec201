"""What a file holds for a report: texts at addresses, told apart from what could not be read.

Every format is turned into an `Arrival`; the preview and what follows know no formats.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from indicators.baseline.answers import Question
from indicators.baseline.keys import Key
from indicators.baseline.reading import UnreadableError
from indicators.baseline.record import SECTIONS, Record
from indicators.offline.addresses import split
from indicators.offline.texts import answer_text, number_text

Field = Key | Question


@dataclass(frozen=True)
class Offered:
    """A text for a field, as the record would keep it, and where in the file it stands."""

    path: str
    text: str
    place: str


@dataclass(frozen=True)
class Unread:
    """A cell that could not be read, by its place, what was found there, and what to do."""

    place: str
    found: str
    sentence: str


@dataclass
class Arrival:
    """Everything a file offers. `versions`: the sections' versions that the file was made from."""

    kind: str
    offered: list[Offered] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    versions: dict[str, int] = field(default_factory=dict)
    source: dict[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """The arrival as it is kept until it is confirmed."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Arrival":
        """Read back what `to_json` wrote."""
        lists = {
            "offered": [Offered(**row) for row in data["offered"]],
            "unread": [Unread(**row) for row in data["unread"]],
        }
        return cls(**{**data, **lists})

    def within(self, prefix: str) -> "Arrival":
        """What is offered to one part of the country, at addresses as that part knows them."""
        mine = [(split(one.path), one) for one in self.offered]
        return Arrival(
            self.kind,
            offered=[replace(one, path=path) for (scope, path), one in mine if scope == prefix],
            versions={
                split(key)[1]: version
                for key, version in self.versions.items()
                if split(key)[0] == prefix
            },
        )

    def join(self, part: "Arrival", prefix: str) -> None:
        """Add what was read for one part of the country."""
        self.offered += [replace(one, path=prefix + one.path) for one in part.offered]
        self.unread += part.unread
        self.versions |= {prefix + key: version for key, version in part.versions.items()}

    def offer(self, known: Field, place: str, kind: str, text: str, sign: str = ".") -> None:
        """Take one cell for a field of the record, or note why it could not be read."""
        try:
            if isinstance(known, Question):
                read = answer_text(known, kind, text)
            else:
                read = number_text(kind, text, sign)
        except UnreadableError as error:
            self.unread.append(Unread(place, text, error.message))
        else:
            self.offered.append(Offered(known.path, read, place))


def known_fields(record: Record) -> dict[str, Field]:
    """Every number and question of a record by its address."""
    return dict(_fields(record))


def _fields(record: Record) -> Iterator[tuple[str, Field]]:
    for section in SECTIONS:
        for key in record.fields(section):
            yield key.path, key
        yield from record.questions(section).items()
