"""The child's side for summaries of Trends.Earth: read the JSON, keep what is of use. No Django.

The schema changed over the years (ConservationInternational/trends.earth-schemas,
te_schemas/reporting.py): up to 2.1 a period is the assessment itself and progress stands under
"integrated"; later it is under "period_assessment", beside "change_assessment".
"""

import json
from pathlib import Path
from typing import Any, NoReturn

from countries.sandbox.refusal import Refusal
from indicators.offline.bounds import FileProblem

_PARTS = ("sdg", "productivity", "land_cover", "soil_organic_carbon")
_MOST_PERIODS = 20


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """Read `path`; returns `about` (version, date, area) and `periods` by the file's names.

    Each period has `assessment`, and `change` where the file has cross-tables with the baseline.
    """
    data = _load(Path(request["path"]))
    if not isinstance(data, dict) or "land_condition" not in data:
        is_drought = isinstance(data, dict) and "drought" in data
        raise Refusal(FileProblem.DROUGHT if is_drought else FileProblem.NO_SUMMARY)
    metadata = _dict(data.get("metadata"))
    if metadata.get("affected_areas_only") is True:
        raise Refusal(FileProblem.AFFECTED)
    conditions = _dict(data["land_condition"])
    if not conditions:
        raise Refusal(FileProblem.NO_SUMMARY)
    periods = {
        str(name)[:100]: _period(_dict(report))
        for name, report in list(conditions.items())[:_MOST_PERIODS]
        if name != "integrated"
    }
    return {"about": _about(metadata), "periods": periods}


def _load(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes(), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise Refusal(FileProblem.NO_JSON) from error


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)  # NaN and Infinity are no JSON


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _about(metadata: dict[str, Any]) -> dict[str, str]:
    version = _dict(metadata.get("trends_earth_version")).get("version")
    area = _dict(metadata.get("area_of_interest")).get("name")
    facts = {"version": version, "area": area, "date": metadata.get("date")}
    return {name: str(fact or "")[:100] for name, fact in facts.items()}


def _period(report: dict[str, Any]) -> dict[str, Any]:
    assessment = _dict(report.get("period_assessment")) or report
    change = _dict(report.get("change_assessment"))
    return {
        "assessment": {part: _dict(assessment.get(part)) for part in _PARTS},
        "change": _dict(change.get("sdg")),
    }
