"""Under which terms published maps may be used: those of the strictest of their sources."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from indicators.models import Dataset
from indicators.models.datasets import Licence

NOT_STATED = "not-stated"
TERMS: dict[str, tuple[Promise, Promise]] = {
    Licence.OPEN: (
        _("Open"),
        _("Use it freely and name the Party, its sources and this portal."),
    ),
    Licence.SHARE_ALIKE: (
        _("Share-alike"),
        _(
            "Use it freely, name the Party and its sources, and publish what you make from it"
            " under the same licence as its sources."
        ),
    ),
    Licence.CUSTOM: (
        _("Terms of the source"),
        _(
            "The source set terms of its own. The Party has permission to publish the map here;"
            " ask the source before you publish what you make from it."
        ),
    ),
}
"""Name and meaning of each licence, from the freest to the strictest."""

_STRICTNESS = list(TERMS)


def licence_of(inputs: Iterable[Dataset]) -> str:
    """The licence of a map made from `inputs`: the strictest of theirs."""
    found = [dataset.licence or NOT_STATED for dataset in inputs]
    if not found or NOT_STATED in found:
        return NOT_STATED
    return max(found, key=_STRICTNESS.index)


def obstacles(inputs: Iterable[Dataset]) -> list[Dataset]:
    """The inputs that keep a map from being given away: no licence stated, or no permission."""
    return [
        dataset
        for dataset in inputs
        if not dataset.licence or (dataset.licence != Licence.OPEN and not dataset.permission)
    ]
