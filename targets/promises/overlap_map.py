"""What is counted twice, drawn: the land that two measures share, with its area."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from countries.maps import VectorLayer
from indicators import quantity_text
from targets.rules.places import Overlap


def twice_layer(pairs: Iterable[Overlap]) -> tuple[VectorLayer, ...]:
    """A layer with the land of each pair; none where nothing overlaps."""
    features = [
        {
            "type": "Feature",
            "properties": {"title": _pair_words(pair), "note": _twice_words(pair)},
            "geometry": pair.shared,
        }
        for pair in pairs
    ]
    if not features:
        return ()
    data = {"type": "FeatureCollection", "features": features}
    return (VectorLayer("twice", _("Counted twice"), data=data, look="problem"),)


def _pair_words(pair: Overlap) -> str:
    return _("%(one)s and %(other)s") % {"one": pair.one, "other": pair.other}


def _twice_words(pair: Overlap) -> str:
    return _("%(area)s counted twice") % {"area": quantity_text.area(pair.km2)}
