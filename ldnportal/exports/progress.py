"""How far an export is, in a share and in words, and why it failed."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from indicators import quantity_text
from indicators.models import JobState
from ldnportal.models import Export, Step

_BEGUN, _WRITTEN, _KEPT = 3, 92, 97
_LAYING_OUT = 30


@dataclass(frozen=True)
class Progress:
    """Percent done and what is being done."""

    percent: int
    words: str


def progress_of(export: Export) -> Progress:
    """Look how far an export is; what has ended well is at 100."""
    if export.job_state == JobState.SUCCEEDED:
        return Progress(100, _("Done"))
    if export.job_state == JobState.QUEUED:
        return Progress(0, _("Waiting for a worker"))
    step = Step(export.step)
    percent = {Step.SUM: _BEGUN, Step.LAY_OUT: _LAYING_OUT, Step.KEEP: _KEPT}
    if step != Step.WRITE:
        return Progress(percent[step], str(step.label))
    share = min(1.0, export.rows_done / max(export.rows_total, 1))
    words = _("Writing the rows: %(done)s of about %(total)s") % {
        "done": quantity_text.number(export.rows_done),
        "total": quantity_text.number(max(export.rows_total, export.rows_done)),
    }
    return Progress(int(_BEGUN + (_WRITTEN - _BEGUN) * share), words)


def sentence_for(export: Export) -> str:
    """Why it failed and what to do."""
    sentences = {
        "pdf_unavailable": _(
            "This portal makes no PDF files. Choose another format, or print the page."
        ),
        "no_such_scope": _("The region or one of the Parties is gone. Choose again."),
        "worker_died": _(
            "The worker stopped several times while it made the file. Ask for a smaller region,"
            " or tell the secretariat."
        ),
    }
    unknown = _(
        "Something went wrong that is not your fault. Ask again; if it fails once more, tell the"
        " secretariat the number %(reference)s."
    ) % {"reference": str(export.pk)}
    return sentences.get(export.error_code, unknown)
