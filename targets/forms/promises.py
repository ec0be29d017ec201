"""The form of a target or measure: every field a text, nothing refused, drawn like any form."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from countries.models import Boundary
from indicators import quantity_text
from targets.forms.fields import PROSE_ROWS, Group
from targets.forms.placed import PlacedForm
from targets.models import Measure, Quantity, Target
from targets.promises import measure_details, measure_fields, quantities, target_fields
from targets.promises.field_draft import FieldDraft
from targets.promises.fields import answers

OPTIONAL = (
    "commitments",
    "sdgs",
    "place",
    "adopted_in",
    "adopted_year",
    "indicator",
    "from_level",
    "base_year",
    "evidence",
    "revision_reason",
)


@dataclass(frozen=True)
class QuantityRow:
    """The fields of one quantity; those its kind does not use are hidden."""

    index: int
    number: int
    is_new: bool
    fields: list[tuple[forms.BoundField, str, bool]]
    """Field, the kinds that use it, and whether it is hidden now."""
    note: str = ""


class PromiseForm(PlacedForm):
    """The texts of a target or measure, with its place."""

    optional = (*OPTIONAL, *(field.path for field in measure_details.DETAILS))

    def __init__(
        self, draft: FieldDraft, texts: Mapping[str, str], boundary: Boundary | None
    ) -> None:
        super().__init__(draft, texts, boundary)
        for field in draft.fields:
            self.add_field(field, field.path)
        self.add_geometry()

    @property
    def groups(self) -> list[Group]:
        raise NotImplementedError

    @property
    def place_group(self) -> Group:
        return self.geometry_group("place")


class TargetForm(PromiseForm):
    """A target with its statements and quantities."""

    def __init__(
        self, draft: FieldDraft, texts: Mapping[str, str], boundary: Boundary | None, extra: int
    ) -> None:
        super().__init__(draft, texts, boundary)
        for code, label in target_fields.LANGUAGES:
            path = target_fields.statement_path(code)
            attrs = {"rows": PROSE_ROWS, "lang": code, "dir": "rtl" if code == "ar" else "ltr"}
            widget = forms.Textarea(attrs=attrs)
            is_first = code == target_fields.LANGUAGES[0][0]
            self.fields[path] = forms.CharField(label=label, required=is_first, widget=widget)
        self.quantities = quantities.by_index(_target(draft))
        self.indices = _indices(self.quantities, extra)
        for index in self.indices:
            self._add_quantity(index)

    def _add_quantity(self, index: int) -> None:
        row = quantities.row_texts(self.quantities.get(index), index, self.draft.sign)
        for field in quantities.FIELDS:
            path = quantities.path_of(index, field.path)
            self.add_field(field, path)
            self.initial[path] = self.texts.get(path, row[path])
            if field.path == "unit":
                self.fields[path].widget.attrs["list"] = "unit-hints"

    @property
    def groups(self) -> list[Group]:
        first, *others = (
            target_fields.statement_path(code) for code, _l in target_fields.LANGUAGES
        )
        return [
            Group(_("Statement"), self.bound(first)),
            Group(_("Statement in other languages"), self.bound(*others)),
            Group(_("What it is about"), self.bound("scope", "hierarchy", "land_types")),
            Group(
                _("Adoption and status"),
                self.bound("adopted_in", "adopted_year", "status", "evidence", "revision_reason"),
            ),
            Group(_("What else it serves"), self.bound("commitments", "sdgs")),
            self.place_group,
        ]

    @property
    def quantity_rows(self) -> Iterator[QuantityRow]:
        for number, index in enumerate(self.indices, 1):
            yield self._row(number, index)

    def _row(self, number: int, index: int) -> QuantityRow:
        quantity = self.quantities.get(index)
        kind = self.initial[quantities.path_of(index, "kind")]
        used = quantities.used_by(kind)
        fields = []
        for field in quantities.FIELDS:
            bound = self[quantities.path_of(index, field.path)]
            filled = bool(bound.initial) and field.path not in ("area_unit", "unit")
            hidden = field.path not in ("kind", *used) and not filled
            fields.append((bound, " ".join(quantities.kinds_using(field.path)), hidden))
        return QuantityRow(index, number, quantity is None, fields, _area_note(quantity))


def _target(draft: FieldDraft) -> Target:
    assert isinstance(draft.row, Target)
    return draft.row


def _indices(rows: Iterable[int], extra: int) -> list[int]:
    """The places of rows that are there, and of `extra` empty ones after them."""
    taken = sorted(rows)
    first = taken[-1] + 1 if taken else 0
    return [*taken, *range(first, min(first + extra, quantities.MOST_ROWS))]


def _area_note(quantity: Quantity | None) -> str:
    if quantity is None or quantity.area_km2 is None:
        return ""
    return quantity_text.area(quantity.area_km2)


class MeasureForm(PromiseForm):
    """A measure with the targets it serves."""

    def __init__(
        self,
        draft: FieldDraft,
        texts: Mapping[str, str],
        boundary: Boundary | None,
        targets: Iterable[Target],
    ) -> None:
        super().__init__(draft, texts, boundary)
        choices = [(str(t.number), f"{t}: {_short(t.statement)}") for t in targets]
        self.fields[measure_fields.TARGETS] = forms.MultipleChoiceField(
            label=_("Targets it serves"),
            choices=choices,
            widget=forms.CheckboxSelectMultiple,
        )
        self.initial[measure_fields.TARGETS] = answers(texts.get(measure_fields.TARGETS, ""))

    @property
    def groups(self) -> list[Group]:
        return [
            Group(_("What is done"), self.bound("title", "description", measure_fields.TARGETS)),
            Group(
                _("What it is about"),
                self.bound("hierarchy", "slm_group", "land_types", "drivers"),
            ),
            Group(
                _("When, and how much"),
                self.bound("start_year", "end_year", "area", "area_unit"),
            ),
            self.place_group,
            *(
                Group(group.title, self.bound(*(f.path for f in group.fields)), folded=True)
                for group in measure_details.GROUPS
            ),
        ]

    @property
    def area_note(self) -> str:
        row = self.draft.row
        known = isinstance(row, Measure) and row.area_km2 is not None
        return quantity_text.area(row.area_km2) if known else ""


def _short(text: str, length: int = 90) -> str:
    return text if len(text) <= length else f"{text[:length].rstrip()}…"
