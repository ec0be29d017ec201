"""What a region's page shows, part by part: charts first, then the tables they are made of.

The page and the PDF are made of the same parts.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from indicators.charts.figure import Chart
from indicators.charts.table import Table
from ldnportal.regions import tables
from ldnportal.regions.charts import charts_of
from ldnportal.regions.promise_tables import (
    commitment_tables,
    finance_tables,
    measure_tables,
    target_tables,
)
from ldnportal.regions.summary import Summary


@dataclass(frozen=True)
class Part:
    """A question with its answer; a part without charts and tables says "not reported"."""

    key: str
    title: str
    charts: dict[str, Chart]
    tables: list[Table]
    note: str = ""

    @property
    def is_reported(self) -> bool:
        return bool(self.charts or self.tables)


def parts_of(summary: Summary) -> list[Part]:
    """The parts of a page in the order of reading."""
    charts = charts_of(summary)

    def drawn(*keys: str) -> dict[str, Chart]:
        return {key: charts[key] for key in keys if key in charts}

    return [
        Part(
            "sdg",
            _("SDG indicator 15.3.1"),
            drawn("map", "degraded"),
            [tables.reported_table(summary)],
        ),
        Part(
            "indicators",
            _("The three indicators"),
            drawn("indicators"),
            [tables.indicator_table(summary.indicators, _states())],
        ),
        Part("land-cover", _("Land cover"), drawn("land-cover"), _cover(summary)),
        Part("productivity", _("Land productivity"), drawn("productivity"), _dynamics(summary)),
        Part("carbon", _("Carbon stocks"), drawn("carbon"), _stock(summary)),
        Part("targets", _("Targets"), drawn("targets"), target_tables(summary), _several()),
        Part(
            "measures",
            _("Measures"),
            drawn("measures", "drivers"),
            measure_tables(summary),
            _several(),
        ),
        Part("finance", _("Finance"), drawn("finance"), finance_tables(summary)),
        Part(
            "commitments",
            _("Other commitments, and those of businesses"),
            drawn("commitments", "business"),
            commitment_tables(summary),
            _("A business commitment with several goals counts in each of them."),
        ),
    ]


def _states() -> str:
    return _("Degraded, stable and improved land by indicator, areas summed")


def _several() -> str:
    return _("What serves several levels of the hierarchy or drivers counts in each of them.")


def _cover(summary: Summary) -> list[Table]:
    return [tables.cover_table(summary)] if summary.cover else []


def _dynamics(summary: Summary) -> list[Table]:
    return [tables.dynamics_table(summary)] if summary.dynamics else []


def _stock(summary: Summary) -> list[Table]:
    return [tables.stock_table(summary.stock)] if summary.stock else []
