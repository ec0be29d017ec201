"""The form of an entry of a list."""

from collections.abc import Mapping

from countries.models import Boundary
from targets.forms.fields import Group
from targets.forms.placed import PlacedForm
from targets.promises.fields import Choices
from targets.records.declaration import AREA
from targets.records.drafts import EntryDraft
from targets.records.registry import RECORD_TYPES
from targets.records.words import column_words


class EntryForm(PlacedForm):
    """The texts of an entry, in the groups that its list declares."""

    def __init__(
        self,
        draft: EntryDraft,
        texts: Mapping[str, str],
        offered: Mapping[str, Choices],
        boundary: Boundary | None,
    ) -> None:
        super().__init__(draft, texts, boundary)
        self.kind = RECORD_TYPES[draft.row.kind]
        self.optional = tuple(set(self.kind.by_path) - {self.kind.name, *self.kind.needed})
        for field in draft.fields:
            self.add_field(field, field.path, offered.get(field.of or field.offers, ()))
        if self.kind.is_placed:
            self.add_geometry()

    @property
    def groups(self) -> list[Group]:
        groups = [
            Group(group.title, self.bound(*(f.path for f in group.fields)), group.intro)
            for group in self.kind.groups
        ]
        return [*groups, self.geometry_group()] if self.kind.is_placed else groups

    @property
    def area_note(self) -> str:
        """The area as it is saved, in both units."""
        return column_words(self.kind, self.draft.row.answers, AREA) if self.kind.has_area else ""
