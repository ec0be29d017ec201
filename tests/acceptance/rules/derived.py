"""Rules that hold because their numbers are derived and never typed: R1, R4, R7, R9, R10."""

from dataclasses import dataclass, field

from tests.acceptance.rules.areas import states, types, w1
from tests.acceptance.rules.desk import Act

STATES = ("degraded", "stable", "improved")
W2 = (("30", "50", "20"), ("40", "800", "60"), ("10", "120", "75"))
W2_MATRIX = {
    f"sdg.change.report_1.{before}.{after}": area
    for before, row in zip(STATES, W2, strict=True)
    for after, area in zip(STATES, row, strict=True)
}


@dataclass(frozen=True)
class Derived:
    """A number that a rule derives, tried to be typed by hand."""

    rule: str
    section: str
    key: str
    """The address of the derived number."""
    shown: str
    """What it is, worked out."""
    formula: str
    """How the page says that it is worked out."""
    given: Act
    edit: dict[str, str] = field(default_factory=dict)
    """An entry that changes, and what the derived number is then."""
    then: str = ""

    def __str__(self) -> str:
        return f"{self.rule} {self.key}"


def _w2(desk: object) -> None:
    for act in (
        types({f"profile.area.{y}.{k}": a for y in (2015, 2019) for k, a in LAND}),
        types(states("sdg", "baseline", "100", "900", "205", "0")),
        types(states("sdg", "report_1", "80", "970", "155", "0")),
        types(W2_MATRIX),
    ):
        act(desk)  # type: ignore[arg-type]


LAND = (("land", "1205"), ("water", "30"))
LPD = {
    f"productivity.lpd.baseline.{lpd}.cropland": area
    for lpd, area in {
        "declining": "1",
        "moderate-decline": "2",
        "stressed": "4",
        "stable": "8",
        "increasing": "16",
        "no-data": "32",
    }.items()
}

CASES = (
    Derived(
        rule="R1",
        section="profile",
        key="profile.area.2015.country",
        shown="1 235.00",
        formula="Land area + water area",
        given=w1,
        edit={"profile.area.2015.water": "40"},
        then="1 245.00",
    ),
    Derived(
        rule="R4",
        section="land_cover",
        key="land_cover.status.baseline.degraded",
        shown="55.00",
        formula="Follows from the tables above",
        given=w1,
        edit={"land_cover.meaning.tree-covered.cropland": "0"},
        then="15.00",
    ),
    *(
        Derived(
            rule="R7",
            section="productivity",
            key=f"productivity.status.baseline.{state}",
            shown=shown,
            formula="Follows from the tables above",
            given=types(LPD),
            edit={entry: "100"},
            then=then,
        )
        for state, shown, entry, then in (
            ("degraded", "3.00", "productivity.lpd.baseline.moderate-decline.cropland", "101.00"),
            ("stable", "12.00", "productivity.lpd.baseline.stressed.cropland", "108.00"),
            ("improved", "16.00", "productivity.lpd.baseline.increasing.cropland", "100.00"),
        )
    ),
    Derived(
        rule="R9",
        section="sdg",
        key="sdg.reported.report_1.degraded",
        shown="130.00",
        formula="Degraded in the period + (degraded in the baseline, stable since)",
        given=_w2,
        edit={"sdg.change.report_1.degraded.stable": "40"},
        then="120.00",
    ),
    Derived(
        rule="R10",
        section="sdg",
        key="sdg.reported_share.report_1.degraded",
        shown="10.788 %",
        formula="Degraded land ÷ land area without water",
        given=_w2,
        edit={"sdg.change.report_1.degraded.stable": "40"},
        then="9.959 %",
    ),
    Derived(
        rule="R10",
        section="land_cover",
        key="land_cover.share_of_country.baseline.degraded",
        shown="4.453 %",
        formula="Degraded ÷ country area with water",
        given=w1,
        edit={"land_cover.meaning.tree-covered.cropland": "0"},
        then="1.215 %",
    ),
)
