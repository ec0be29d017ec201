"""Apply the corrections of a record to a run."""

from django.db import transaction

from countries.models import User
from indicators.actions.revisions import revise_run
from indicators.models import Revision, Run
from targets.records.applying import Applying, in_manifest


class IncompleteError(Exception):
    """A correction lacks what is needed to apply it; the first sentence says what."""


@transaction.atomic
def apply_corrections(run: Run, *, by: User) -> Revision:
    """Ask for a revision of a run with the corrections of its Party's record, in their order.

    Raises IncompleteError, and what `revise_run` raises.
    """
    applying = Applying.of(run.party)
    if applying.obstacles:
        raise IncompleteError(applying.obstacles[0][0].message)
    return revise_run(run, by=by, corrections=in_manifest(run, applying.entries))
