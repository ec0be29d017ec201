"""What a browser posts when nothing on the form of a run is changed."""

from typing import Any

from django.forms import BoundField, CheckboxInput, FileInput
from django.http import QueryDict

from indicators.forms.run_request import RunRequest


def default_answers(request: RunRequest) -> QueryDict:
    answers = QueryDict(mutable=True)
    for form in request.forms:
        for bound in form:
            _fill_in(answers, bound)
    return answers


def _fill_in(answers: QueryDict, bound: BoundField) -> None:
    value: Any = bound.value()
    widget = bound.field.widget
    if isinstance(widget, FileInput) or value in (None, "", False):
        return
    if isinstance(widget, CheckboxInput):
        answers[bound.html_name] = "on"
    elif isinstance(value, list):
        answers.setlist(bound.html_name, [str(getattr(v, "pk", v)) for v in value])
    else:
        answers[bound.html_name] = str(value)


def changed(answers: QueryDict, **changes: Any) -> QueryDict:
    """The answers with some of them changed; None takes one away. Write `-` as `__`."""
    for name, value in changes.items():
        key = name.replace("__", "-")
        if value is None:
            answers.pop(key, None)
        else:
            answers.setlist(key, value if isinstance(value, list) else [str(value)])
    return answers
