"""SDMX-CSV 2.0: SDG indicator 15.3.1 as series AG_LND_DGRD of the global SDG data structure.

The columns after ACTION are those of the dataflow DF_SDG_GLC of the agency IAEG-SDGs as the
SDMX service of the United Nations Statistics Division publishes them (version 1.24): 16
dimensions, the value, 16 attributes. The form of the file follows the SDMX-CSV 2.0 field guide
of the SDMX technical working group. Source of the codes: guidelines for the global data structure
definition for SDG indicators, version 1.6 and later. Parties report nationally: reporting type N.
"""

import csv
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from indicators.models import Indicator, Origin, Period
from ldnportal.exports.sheets import NOT_REPORTED
from ldnportal.regions.summary import PartyRow, Summary
from targets.canonical import decimal_text
from targets.models import Fact

CONTENT_TYPE = "application/vnd.sdmx.data+csv; version=2.0.0; charset=utf-8"
STRUCTURE_ID = "IAEG-SDGs:DF_SDG_GLC(1.24)"
SERIES = "AG_LND_DGRD"
DIMENSIONS = (
    "FREQ",
    "REPORTING_TYPE",
    "SERIES",
    "REF_AREA",
    "SEX",
    "AGE",
    "URBANISATION",
    "INCOME_WEALTH_QUANTILE",
    "EDUCATION_LEV",
    "OCCUPATION",
    "CUST_BREAKDOWN",
    "COMPOSITE_BREAKDOWN",
    "DISABILITY_STATUS",
    "ACTIVITY",
    "PRODUCT",
    "TIME_PERIOD",
)
ATTRIBUTES = (
    "OBS_STATUS",
    "UNIT_MULT",
    "UNIT_MEASURE",
    "BASE_PER",
    "NATURE",
    "TIME_DETAIL",
    "COMMENT_OBS",
    "TIME_COVERAGE",
    "UPPER_BOUND",
    "LOWER_BOUND",
    "SOURCE_DETAIL",
    "COMMENT_TS",
    "GEO_INFO_URL",
    "GEO_INFO_TYPE",
    "CUST_BREAKDOWN_LB",
    "DATA_LAST_UPDATE",
)
HEADER = ("STRUCTURE", "STRUCTURE_ID", "ACTION", *DIMENSIONS, "OBS_VALUE", *ATTRIBUTES)
_ALL = "_T"  # no breakdown
_NORMAL, _MISSING = "A", "O"
_COUNTRY, _ESTIMATED = "C", "E"
_DECIMALS = Decimal("0.00001")


class _Echo:
    def write(self, line: str) -> str:
        return line


def sdmx_lines(summary: Summary) -> Iterator[str]:
    """Yield the file line by line: each Party in each period, what is missing too.

    A value that was not reported is empty with the status O (missing), never 0.
    """
    writer = csv.DictWriter(_Echo(), HEADER, restval="", lineterminator="\r\n")
    yield _line(writer, dict(zip(HEADER, HEADER, strict=True)))
    origins = _origins(summary)
    for row in summary.parties:
        for period, share in zip(summary.periods, row.shares, strict=True):
            yield _line(writer, _observation(row, period, share, origins))


def _line(writer: "csv.DictWriter[str]", cells: dict[str, Any]) -> str:
    return str(writer.writerow(cells))


Origins = dict[tuple[int, str], str]


def _origins(summary: Summary) -> Origins:
    """Where the degraded land of each Party and period comes from (one query)."""
    facts = Fact.objects.current().filter(
        cycle=summary.cycle, topic=Indicator.SDG, measure="reported", category="degraded"
    )
    parties = [party.pk for party in summary.coverage.with_data]
    rows = facts.filter(party__in=parties).values_list("party_id", "period", "origin")
    return {(party, period): origin for party, period, origin in rows}


def _observation(
    row: PartyRow, period: Period, share: Decimal | None, origins: Origins
) -> dict[str, Any]:
    origin = origins.get((row.party.pk, period.key), "")
    missing = share is None
    return {
        "STRUCTURE": "dataflow",
        "STRUCTURE_ID": STRUCTURE_ID,
        "ACTION": "I",
        **dict.fromkeys(DIMENSIONS, _ALL),
        "FREQ": "A",
        "REPORTING_TYPE": "N",
        "SERIES": SERIES,
        # Areas are M49 codes without leading noughts; a fictional Party has none.
        "REF_AREA": row.party.m49.lstrip("0") or row.party.iso3,
        "TIME_PERIOD": period.last_year,
        "OBS_VALUE": "" if share is None else decimal_text(share.quantize(_DECIMALS)),
        "OBS_STATUS": _MISSING if missing else _NORMAL,
        "UNIT_MULT": 0,
        "UNIT_MEASURE": "PT",
        "NATURE": "" if missing else _nature(origin),
        "TIME_DETAIL": f"{period.first_year}-{period.last_year}",
        "COMMENT_OBS": NOT_REPORTED if missing else origin,
    }


def _nature(origin: str) -> str:
    """Global default data are estimates; everything else is the country's own."""
    return _ESTIMATED if origin == Origin.DEFAULT else _COUNTRY
