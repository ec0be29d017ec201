"""Tell the person who uploaded a raster how its examination ended, wherever they are by then."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from countries.actions.messages import tell
from countries.languages import worded
from indicators.models import Dataset


class Ending(StrEnum):
    """How an examination ended."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    FAILED = "failed"


_TEXTS = {
    Ending.ACCEPTED: (
        _("Raster accepted: %(name)s"),
        _(
            "The examination of the raster of %(party)s has ended. Its page shows what was found,"
            " and asks for what only you can say, such as the meaning of its codes."
        ),
    ),
    Ending.REFUSED: (
        _("Raster refused: %(name)s"),
        _("The raster of %(party)s cannot be used. Its page says what was found and what to do."),
    ),
    Ending.FAILED: (
        _("Raster could not be examined: %(name)s"),
        _("The examination of the raster of %(party)s failed. Its page says what to do."),
    ),
}


def tell_of_end(dataset: Dataset, ending: Ending) -> None:
    """Write to the inbox of whoever uploaded it; once."""
    if dataset.uploaded_by is None:
        return
    subject, body = _TEXTS[ending]
    tell(
        [dataset.uploaded_by],
        subject=worded(subject, name=dataset.title or dataset.original_name),
        body=worded(body, party=dataset.party),
        path=dataset.get_absolute_url(),
        key=f"dataset-{dataset.pk}-{ending}",
    )
