"""R16 on progress reports: no more done than planned, and evidence for what is completed."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from indicators.rules.findings import Finding, Km2, Level
from targets.models import Measure, MeasureProgress
from targets.rules.areas import finding

MORE_DONE = _(
    "%(name)s: %(found)s are reported as done, but only %(expected)s are planned. Correct one, or "
    "explain."
)
NO_EVIDENCE = _("%(name)s is reported as completed without evidence. Add it to the report.")


def progress_findings(measure: Measure, reports: Sequence[MeasureProgress]) -> Iterator[Finding]:
    """Check a measure's standing progress reports."""
    most = max((r.area_km2 for r in reports if r.area_km2 is not None), default=None)
    if most is not None and measure.area_km2 is not None and most > measure.area_km2:
        params = {"found": Km2(most), "expected": Km2(measure.area_km2)}
        yield finding("R16", Level.WARNING, measure, "progress", MORE_DONE, **params)
    completed = [r for r in reports if r.status == MeasureProgress.Status.COMPLETED]
    if completed and not any(r.evidence_name for r in reports):
        yield finding("R16", Level.WARNING, measure, "progress.evidence", NO_EVIDENCE)
