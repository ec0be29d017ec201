"""What the baseline's pages post: texts by field path, and sources of national numbers."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from indicators.actions.observations import SOURCE_FIELDS
from indicators.baseline.keys import Key
from indicators.baseline.labels import label, table_name
from indicators.baseline.record import Record
from indicators.models import Licence, Origin
from indicators.rules.provenance import has_source

MOST_TICKS = 300


def posted_texts(posted: QueryDict) -> dict[str, str]:
    """The posted fields; the section decides which of them it knows."""
    return {name: str(posted.get(name, "")) for name in posted if "." in name}


def posted_version(posted: QueryDict) -> int:
    """The version of the page that was posted; 0, which crosses everything, if it has none."""
    return version_number(posted.get("version"))


def version_number(posted: object) -> int:
    """A version that was posted; 0 for anything that is none."""
    text = str(posted)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


class SourceFields(forms.Form):
    """A source, its licence and a comment. Nothing is required: saving is never blocked."""

    source_title = forms.CharField(
        label=_("Title"),
        max_length=300,
        required=False,
        help_text=_("Needed before the report can be submitted, as is the comment."),
    )
    source_link = forms.URLField(label=_("Link"), required=False, assume_scheme="https")
    source_author = forms.CharField(
        label=_("Author or institution"), max_length=300, required=False
    )
    source_citation = forms.CharField(
        label=_("Citation"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    licence = forms.ChoiceField(
        label=_("Licence"), choices=[("", "–"), *Licence.choices], required=False
    )
    permission = forms.CharField(
        label=_("Permission to publish"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed where the licence is share-alike or custom: who permitted it, when."),
    )
    comment = forms.CharField(
        label=_("Comment"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Why these numbers, and not the default or computed ones."),
    )

    @property
    def source(self) -> dict[str, str]:
        return {name: str(self.cleaned_data[name]) for name in SOURCE_FIELDS}


class SourceForm(SourceFields):
    """One source for several national numbers."""

    numbers = forms.MultipleChoiceField(
        label=_("Numbers"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("The numbers that this source is for."),
    )
    field_order = ["numbers"]

    def __init__(
        self, record: Record, section: str, data: QueryDict | None, *, chosen: str | None = None
    ) -> None:
        national = [
            (key, record.observations[key])
            for key in record.fields(section)
            if key in record.observations and record.observations[key].origin == Origin.NATIONAL
        ]
        lacking = [key.path for key, row in national if not has_source(row)]
        ticked = [chosen] if chosen else lacking
        first = next((row for key, row in national if key.path in ticked), None)
        initial: dict[str, Any] = {"numbers": ticked}
        if first is not None:
            initial |= {name: getattr(first, name) for name in SOURCE_FIELDS}
        super().__init__(data, initial=initial)
        choices = [(key.path, label(key, record.frame)) for key, _row in national]
        self.fields["numbers"].choices = choices  # type: ignore[attr-defined]

    @property
    def paths(self) -> list[str]:
        return list(self.cleaned_data["numbers"])


class TablesSourceForm(SourceFields):
    """One source for whole tables, where there are too many numbers to tick one by one."""

    numbers = forms.MultipleChoiceField(
        label=_("Tables"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("The tables whose national numbers this source is for."),
    )
    field_order = ["numbers"]

    def __init__(self, record: Record, section: str, data: QueryDict | None) -> None:
        self.tables: dict[str, list[Key]] = {}
        for key in record.fields(section):
            row = record.observations.get(key)
            if row is not None and row.origin == Origin.NATIONAL:
                self.tables.setdefault(f"{key.measure}.{key.when}", []).append(key)
        lacking = {
            name: sum(not has_source(record.observations[key]) for key in keys)
            for name, keys in self.tables.items()
        }
        super().__init__(data, initial={"numbers": [n for n, count in lacking.items() if count]})
        self.fields["numbers"].choices = [  # type: ignore[attr-defined]
            (name, _counted(table_name(keys[0], record.frame), len(keys), lacking[name]))
            for name, keys in self.tables.items()
        ]

    @property
    def paths(self) -> list[str]:
        ticked = self.cleaned_data["numbers"]
        return [key.path for name in ticked for key in self.tables[name]]


def _counted(name: str, numbers: int, lacking: int) -> str:
    words = gettext("%(name)s: %(numbers)s national numbers, %(lacking)s without a source")
    return words % {"name": name, "numbers": numbers, "lacking": lacking}


def source_form(
    record: Record, section: str, data: QueryDict | None, *, chosen: str | None = None
) -> SourceForm | TablesSourceForm:
    """The form for a section's sources: number by number while there are few enough to tick."""
    national = sum(
        row.origin == Origin.NATIONAL and key.indicator == section
        for key, row in record.observations.items()
    )
    if national > MOST_TICKS and not chosen:
        return TablesSourceForm(record, section, data)
    return SourceForm(record, section, data, chosen=chosen)
