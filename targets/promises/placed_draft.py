"""A draft with a polygon: drawn, typed as corners, or pasted."""

from collections.abc import Iterable, Mapping

from targets.promises import place
from targets.promises.field_draft import FieldDraft, Texts
from targets.promises.fields import Field


class PlacedDraft(FieldDraft):
    """What targets, measures and entries with a place share."""

    is_placed = True

    def shown(self, posted: Iterable[str] = ()) -> Texts:
        """The texts of fields and of the place."""
        return super().shown(posted) | (self._place_texts() if self.is_placed else {})

    def _place_texts(self) -> Texts:
        texts = {place.GEOMETRY: place.geometry_text(self.row.geometry), place.CORNERS: ""}
        return {path: str(self.row.unread.get(path, text)) for path, text in texts.items()}

    def put_one(self, by_path: Mapping[str, Field], path: str, text: str) -> None:
        if path in by_path:
            super().put_one(by_path, path, text)
        elif path == place.GEOMETRY:
            place.put_drawn(self.row, text)
        elif path == place.CORNERS:
            place.put_corners(self.row, text)
        else:
            self.put_own(path, text)

    def put_own(self, path: str, text: str) -> None:
        """Read a text into a field that is no column."""
        raise NotImplementedError(path)
