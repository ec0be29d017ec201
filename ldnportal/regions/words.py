"""What a region's page says in words: how much has reported, and four figures."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators import quantity_text
from ldnportal.regions.coverage import Coverage
from ldnportal.regions.summary import Summary
from ldnportal.regions.unions import alone_words


def coverage_words(summary: Summary) -> dict[str, str]:
    """Say how much has been reported, what the land is measured against, and what is not added."""
    coverage = summary.coverage
    count = ngettext(
        "%(count)s of %(total)s Party", "%(count)s of %(total)s Parties", coverage.total
    ) % {"count": coverage.count, "total": coverage.total}
    return {
        "parties": count,
        "land": _land_words(coverage),
        "against": _against_words(coverage),
        "alone": alone_words(summary.alone, coverage.with_data),
    }


def _land_words(coverage: Coverage) -> str:
    if coverage.share is None:
        return _("share of the land not known")
    return _("%(share)s of the land") % {"share": quantity_text.percent(coverage.share)}


def _against_words(coverage: Coverage) -> str:
    if not coverage.parties_of_known_area:
        return _("No land area is known for these Parties.")
    text = ngettext(
        "Measured against the %(land)s of the %(count)s Party whose area is known: the area"
        " inside its outline, inland water included.",
        "Measured against the %(land)s of the %(count)s Parties whose area is known: the area"
        " inside their outlines, inland water included. A Party without an outline counts with"
        " the land area that it published.",
        coverage.parties_of_known_area,
    ) % {
        "land": quantity_text.km2(coverage.land_known),
        "count": coverage.parties_of_known_area,
    }
    unknown = coverage.parties_of_unknown_area
    if not unknown:
        return text
    left_out = ngettext(
        "%(count)s Party whose area is not known is left out of the share.",
        "%(count)s Parties whose area is not known are left out of the share.",
        unknown,
    ) % {"count": unknown}
    return f"{text} {left_out}"


def figures_of(summary: Summary) -> list[dict[str, Any]]:
    """Four figures at a glance."""
    latest, promises = summary.latest, summary.promises
    return [
        {
            "label": _("Degraded land (15.3.1)"),
            "value": quantity_text.percent(latest.total.share if latest else None),
            "note": latest.period.label if latest else "",
        },
        {
            "label": _("Degraded area"),
            "value": quantity_text.km2(latest.total.degraded if latest else None),
            "note": quantity_text.ha(latest.total.degraded) if latest else "",
        },
        {
            "label": _("Targets"),
            "value": quantity_text.number(promises.targets.count or None),
            "note": _both_units(promises.targets.area),
        },
        {
            "label": _("Measures"),
            "value": quantity_text.number(promises.measures.count or None),
            "note": _both_units(promises.measures.area),
        },
    ]


def _both_units(area: Decimal | None) -> str:
    """An area in both units, with a space between them where a narrow box may break the line."""
    return f"{quantity_text.km2(area)} ({quantity_text.ha(area)})" if area else ""
