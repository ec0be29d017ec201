"""Something with fields as texts: what its form shows, and putting changed texts into it."""

from collections.abc import Iterable, Mapping
from typing import Any

from indicators.baseline.reading import UnreadableError
from targets.promises.fields import Field, Sort

Texts = dict[str, str]


class FieldDraft:
    """What all drafts share: their fields, and texts that could not be read."""

    fields: tuple[Field, ...]
    row: Any

    def __init__(self, row: Any, sign: str) -> None:
        self.row = row
        self.sign = sign

    @property
    def several(self) -> set[str]:
        """The fields that take several answers."""
        return {field.path for field in self.fields if field.sort == Sort.SEVERAL}

    def shown(self, posted: Iterable[str] = ()) -> Texts:
        """The text of every field; of rows that are not there yet too, if they are posted."""
        texts = {field.path: field.text(self.row, self.sign) for field in self.fields}
        texts |= self.own_texts(posted)
        return {path: str(self.row.unread.get(path, text)) for path, text in texts.items()}

    def own_texts(self, posted: Iterable[str]) -> Texts:
        """The texts of what is no field in the list."""
        return {}

    def put(self, changed: Mapping[str, str]) -> None:
        """Read changed texts into the row; what cannot be read is kept as it was typed."""
        by_path = {field.path: field for field in self.fields}
        for path, text in changed.items():
            self.row.unread.pop(path, None)
            try:
                self.put_one(by_path, path, text)
            except UnreadableError:
                self.row.unread[path] = text

    def put_one(self, by_path: Mapping[str, Field], path: str, text: str) -> None:
        """Read one text into the row. Raises UnreadableError."""
        by_path[path].put(self.row, text, self.sign)

    def after_save(self, changed: Mapping[str, str]) -> None:
        """Write what hangs on the row, once the row itself is saved."""

    def problems(self) -> dict[str, str]:
        """Say for each field what could not be read, and what to do."""
        found = {}
        twin = type(self)(self.empty_row(), self.sign)
        by_path = {field.path: field for field in self.fields}
        for path, text in self.row.unread.items():
            try:
                twin.put_one(by_path, path, text)
            except UnreadableError as error:
                found[path] = error.message
        return found

    def empty_row(self) -> Any:
        """A row like this one without anything in it, to learn what is wrong with a text."""
        return type(self.row)(party_id=self.row.party_id, number=self.row.number)
