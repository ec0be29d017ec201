"""What a run left out, and why: the engine's reasons in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.runs.results.numbers import Results
from indicators.runs.results.tables import indicator_name

_REASONS: Mapping[tuple[str, str], Promise] = {
    ("land_cover", "given"): gettext_lazy("no land cover raster was chosen"),
    ("productivity", "given"): gettext_lazy("no productivity raster was chosen"),
    ("productivity", "performance"): gettext_lazy(
        "performance needs ecological units or land cover, and none was chosen"
    ),
    ("carbon", "given"): gettext_lazy("no raster of carbon stocks was chosen, or no land cover"),
    ("carbon", "no land cover of"): gettext_lazy(
        "a year in between that the chain of changes needs has no land cover"
    ),
    ("", "names no years"): gettext_lazy("no years were chosen for it"),
}


@dataclass(frozen=True)
class Gap:
    """One indicator that is missing from one period, and why."""

    period: str
    indicator: str
    reason: str


def gaps_of(results: Results) -> list[Gap]:
    """Every indicator that was left out; its parts are not listed apart."""
    labels = {period.key: period.label for period in results.periods}
    return [
        Gap(
            labels.get(item["period"], item["period"]),
            indicator_name(item["indicator"]),
            _reason(item["indicator"], item["reason"]),
        )
        for item in results.summary.get("left_out", [])
        if item["indicator"] != "performance"
    ]


def _reason(indicator: str, reason: str) -> str:
    if indicator == "sdg":
        return _("it needs all three indicators")
    for (name, part), words in _REASONS.items():
        if name in ("", indicator) and part in reason:
            return str(words)
    return reason.rstrip(".")
