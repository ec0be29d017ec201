"""Tell the person who started a run how it ended, wherever they are by then."""

from django.utils.translation import gettext_lazy as _

from countries.actions.messages import tell
from countries.languages import worded
from indicators.models import JobState, Revision, Run

_TEXTS = {
    JobState.SUCCEEDED: (
        _("Run %(number)s is done"),
        _("The indicators of %(party)s have been computed. The results are on the run's page."),
    ),
    JobState.FAILED: (
        _("Run %(number)s failed"),
        _("The indicators of %(party)s could not be computed. The run's page says what to do."),
    ),
}


def tell_of_end(run: Run, state: JobState) -> None:
    """Write to the inbox of whoever started the run; once, and not when they cancelled it."""
    if state not in _TEXTS or run.created_by is None:
        return
    subject, body = _TEXTS[state]
    tell(
        [run.created_by],
        subject=worded(subject, number=run.number),
        body=worded(body, party=run.party),
        path=run.get_absolute_url(),
        key=f"run-{run.pk}",
    )


def tell_of_revision(run: Run, revision: Revision) -> None:
    """Write to the inbox of whoever asked for a revision that it is done; once."""
    if revision.created_by is None:
        return
    body = _("The maps and tables of %(run)s now show it, and so do the numbers taken from them.")
    if revision.run_id != run.pk:
        body = _(
            "A submitted version rests on the run that was revised, so that one stays as it is: "
            "%(run)s shows the revision."
        )
    tell(
        [revision.created_by],
        subject=worded(_("Run %(number)s was revised"), number=run.number),
        body=worded(body, run=run),
        path=run.get_absolute_url(),
        key=f"revision-{revision.pk}",
    )
