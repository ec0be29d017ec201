"""The drivers of land degradation that measures address, in words of the six languages.

Sub-drivers, processes and the source stand in data/drivers.json: ICCD/COP(14)/CST note on SPI
coordination activities 2018-2019, tables 1 and 2, after the IPBES assessment.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

DIRECT = (
    ("native-vegetation-clearance", _("Deforestation and clearance of other native vegetation")),
    ("grazing-management", _("Grazing land management")),
    ("cropland-agroforestry-management", _("Cropland and agroforestry management")),
    ("forest-plantation-management", _("Native forest and tree plantation management")),
    ("non-timber-extraction", _("Extraction of non-timber natural resources")),
    ("fire-regime-change", _("Fire regime change")),
    ("invasive-alien-species", _("Invasive alien species")),
    ("land-abandonment", _("Land abandonment")),
    ("mineral-extraction", _("Mineral resource extraction")),
    ("infrastructure-industry-urbanization", _("Infrastructure, industry and urbanization")),
    ("climate-change", _("Climate change")),
)
INDIRECT = (
    ("demographic", _("Demographic")),
    ("economic", _("Economic")),
    ("science-knowledge-technology", _("Science, knowledge and technology")),
    ("institutions-governance", _("National institutions and governance")),
    ("cultural", _("Cultural")),
)
DRIVERS = (*DIRECT, *INDIRECT)
LABELS = dict(DRIVERS)


@cache
def details() -> dict[str, dict[str, Any]]:
    """What data/drivers.json says of each driver, by key."""
    text = (Path(__file__).parent / "data" / "drivers.json").read_text(encoding="utf-8")
    content = json.loads(text)
    return {row["key"]: row for kind in ("direct", "indirect") for row in content[kind]}
