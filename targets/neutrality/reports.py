"""The standing progress reports of measures, read beside them."""

from typing import Any

from django.db.models import Prefetch

from targets.models import MeasureProgress


def standing_progress() -> Any:
    """Read with measures their progress reports that have not been taken back, newest first."""
    return Prefetch("progress", MeasureProgress.objects.current().order_by("-date", "-number"))
