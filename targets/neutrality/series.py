"""Published numbers of one Party as series over years, read from facts only."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from countries.models import Party
from indicators.baseline.classes import LAND
from targets.facts import LAND_OF_PERIOD
from targets.models import Fact, Quantity

Points = dict[int, Decimal]
CARBON_STOCKS, LAND_COVER, SDG = "carbon_stocks", "land_cover", "sdg"
WANTED = (
    Q(topic="profile", measure__in=["area", LAND_OF_PERIOD])
    | Q(topic="land_cover", measure="area")
    | Q(topic="carbon", measure__in=["stock", "tonnes"])
    | Q(topic="sdg", measure="reported", category="degraded")
)


@dataclass(frozen=True)
class Published:
    """What a Party's newest published version states, by topic, measure and class."""

    points: Mapping[tuple[str, str, str], Points]

    def of(self, topic: str, measure: str, category: str = "") -> Points:
        return dict(self.points.get((topic, measure, category), {}))

    def share_of_country(self, land_type: str) -> Points:
        """The share of a land type in the country, percent."""
        country = self.of("profile", "area", "country")
        areas = self.of("land_cover", "area", land_type)
        return {y: v / country[y] * 100 for y, v in areas.items() if country.get(y)}

    def country(self) -> Decimal | None:
        """The country's area in the newest year, km2."""
        areas = self.of("profile", "area", "country")
        return areas[max(areas)] if areas else None


def published(party: Party) -> Published:
    """Read the newest published facts of a Party that progress is judged by (one query)."""
    rows = Fact.objects.current().filter(WANTED, party=party).order_by("-cycle__year")
    return _published(
        rows.values("cycle_id", "topic", "measure", "category", "period", "year", "value")
    )


def _published(rows: Iterable[Mapping[str, object]]) -> Published:
    listed = list(rows)
    newest = [row for row in listed if row["cycle_id"] == listed[0]["cycle_id"]]
    ends = {r["period"]: r["year"] for r in newest if r["measure"] == LAND_OF_PERIOD}
    points: dict[tuple[str, str, str], Points] = {}
    for row in newest:
        year = row["year"] or ends.get(row["period"])
        if year:
            key = (str(row["topic"]), str(row["measure"]), str(row["category"]))
            points.setdefault(key, {})[int(str(year))] = Decimal(str(row["value"]))
    return Published(points)


def series_of(found: Published, quantity: Quantity, land_types: list[str]) -> Points:
    """The series that a level, a rate or a percentage is about; empty where there is none."""
    land_type = quantity.land_type or (land_types[0] if len(land_types) == 1 else "")
    if quantity.indicator == SDG:
        return found.of("sdg", "reported", "degraded")
    if quantity.indicator == CARBON_STOCKS:
        measure = "stock" if quantity.unit.startswith("t/ha") else "tonnes"
        return found.of("carbon", measure, land_type)
    if quantity.indicator in (LAND_COVER, "") and land_type in LAND:
        if "%" in quantity.unit and "country" in quantity.unit:
            return found.share_of_country(land_type)
        return _in_unit(found.of("land_cover", "area", land_type), quantity.unit)
    return {}


def _in_unit(points: Points, unit: str) -> Points:
    return {y: v * 100 for y, v in points.items()} if unit == "ha" else points
