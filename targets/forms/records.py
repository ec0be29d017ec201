"""The form of an entry of a list."""

from collections.abc import Mapping

from targets.forms.fields import FieldsForm, Group
from targets.promises.fields import Choices
from targets.records.declaration import AREA
from targets.records.drafts import EntryDraft
from targets.records.registry import RECORD_TYPES
from targets.records.words import column_words


class EntryForm(FieldsForm):
    """The texts of an entry, in the groups that its list declares."""

    def __init__(
        self, draft: EntryDraft, texts: Mapping[str, str], offered: Mapping[str, Choices]
    ) -> None:
        super().__init__(draft, texts)
        self.kind = RECORD_TYPES[draft.row.kind]
        self.optional = tuple(set(self.kind.by_path) - {self.kind.name})
        for field in draft.fields:
            self.add_field(field, field.path, offered.get(field.of, ()))

    @property
    def groups(self) -> list[Group]:
        return [
            Group(group.title, self.bound(*(f.path for f in group.fields)), group.intro)
            for group in self.kind.groups
        ]

    @property
    def area_note(self) -> str:
        """The area as it is saved, in both units."""
        return column_words(self.kind, self.draft.row.answers, AREA) if self.kind.has_area else ""
