"""Fields of drafts as a Django form: every field a text, nothing refused, drawn like any form."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django import forms
from django.forms.utils import ErrorDict, ErrorList
from django.http import QueryDict
from django.utils.functional import Promise as LazyText

from targets.promises.field_draft import FieldDraft
from targets.promises.fields import SEPARATOR, Choices, Field, Sort, answers

Words = str | LazyText
_NOT_FIELDS = {"csrfmiddlewaretoken", "version", "decimal", "add", "drop"}
PROSE_ROWS = 3


@dataclass(frozen=True)
class Group:
    """Some fields under a heading."""

    title: Words
    fields: list[forms.BoundField]
    intro: Words = ""
    folded: bool = False
    """Whether it is closed until somebody opens it."""


class FieldsForm(forms.Form):
    """The texts of a draft as a Django form, unbound: saving reads the posted texts itself."""

    use_required_attribute = False
    optional: tuple[str, ...] = ()

    def __init__(self, draft: FieldDraft, texts: Mapping[str, str]) -> None:
        self.draft = draft
        self.texts = texts
        self.problem_texts = draft.problems()
        super().__init__(auto_id="%s", initial=dict(texts))

    @property
    def errors(self) -> ErrorDict:
        """What could not be read: said beside each field, never in the way of saving."""
        return ErrorDict({path: ErrorList([words]) for path, words in self.problem_texts.items()})

    def add_field(self, field: Field, path: str, choices: Choices = ()) -> None:
        """Draw a field of the draft; `choices` are those that only the Party's data know."""
        made = form_field(field, choices)
        # Nothing must be filled in to save; this only says which fields a good answer has.
        made.required = field.path not in self.optional
        self.fields[path] = made
        if field.sort == Sort.SEVERAL:
            self.initial[path] = answers(self.texts.get(path, ""))

    def bound(self, *paths: str) -> list[forms.BoundField]:
        return [self[path] for path in paths]

    @property
    def several(self) -> list[str]:
        """Names of fields of which none may be ticked: a hidden field says so."""
        return [name for name, f in self.fields.items() if isinstance(f, forms.MultipleChoiceField)]


def form_field(field: Field, choices: Choices = ()) -> forms.Field:
    """Draw one field by its sort."""
    label, help_text = str(field.label), str(field.help)
    if field.sort == Sort.SEVERAL:
        return forms.MultipleChoiceField(
            label=label,
            choices=choices or field.choices,
            widget=forms.CheckboxSelectMultiple,
            help_text=help_text,
        )
    if field.choices:
        first = () if field.has_default else (("", "–"),)
        return forms.ChoiceField(label=label, choices=(*first, *field.choices), help_text=help_text)
    return forms.CharField(label=label, help_text=help_text, widget=_widget(field))


def _widget(field: Field) -> forms.Widget:
    if field.sort == Sort.PROSE:
        return forms.Textarea(attrs={"rows": PROSE_ROWS})
    if field.sort == Sort.YEAR:
        return forms.TextInput(attrs={"inputmode": "numeric", "class": "is-short"})
    if field.sort == Sort.NUMBER:
        return forms.TextInput(attrs={"inputmode": "decimal", "class": "num is-short"})
    if field.sort == Sort.DAY:
        return forms.TextInput(attrs={"inputmode": "numeric", "class": "is-short"})
    return forms.TextInput()


def posted_texts(posted: QueryDict, several: Iterable[str]) -> dict[str, str]:
    """The posted texts by path; the answers of a field that takes several are joined."""
    joined = set(several)
    texts = {}
    for name in posted:
        if name in _NOT_FIELDS:
            continue
        values = [str(value) for value in posted.getlist(name)]
        texts[name] = SEPARATOR.join(filter(None, values)) if name in joined else values[-1]
    return texts
