"""Who and where in the demonstration: fictional Parties, and an account for each role.

The codes are from the range that ISO 3166-1 leaves to users (XAA to XZZ), the places lie in the
open ocean: nobody's land is meant.
"""

from dataclasses import dataclass
from typing import Literal

from countries.roles import RoleKey
from ldnportal.demo.landscape import Landscape

Fate = Literal["draft", "submitted", "published"]


@dataclass(frozen=True)
class FictionalParty:
    """A made-up Party: its names, its land, and how far its report has come."""

    iso3: str
    names: dict[str, str]
    land: Landscape
    fate: Fate


@dataclass(frozen=True)
class Person:
    """An account of the demonstration."""

    email: str
    full_name: str
    title: str
    role: RoleKey
    iso3: str = ""


def _names(en: str, fr: str, es: str, ru: str, ar: str, zh: str) -> dict[str, str]:
    return {"en": en, "fr": fr, "es": es, "ru": ru, "ar": ar, "zh": zh}


ARIDIA = FictionalParty(
    "XAR",
    _names("Aridia", "Aridie", "Aridia", "Аридия", "أريديا", "阿里迪亚"),
    Landscape(seed=1531, west=-30.0, north=13.0),
    "draft",
)


def _small(seed: int, west: float, north: float, wetness: float) -> Landscape:
    return Landscape(seed, west, north, rows=240, cols=300, cell=1 / 180, wetness=wetness)


PARTIES = (
    ARIDIA,
    FictionalParty(
        "XDE",
        _names("Deltania", "Deltanie", "Deltania", "Дельтания", "دلتانيا", "德尔塔尼亚"),
        _small(41, -33.0, 8.0, 0.15),
        "published",
    ),
    FictionalParty(
        "XMO",
        _names("Montania", "Montanie", "Montania", "Монтания", "مونتانيا", "蒙塔尼亚"),
        _small(97, -27.0, 6.0, 0.0),
        "published",
    ),
    FictionalParty(
        "XSV",
        _names("Savania", "Savanie", "Savania", "Савания", "سافانيا", "萨瓦尼亚"),
        _small(12, -24.0, 11.0, 0.05),
        "published",
    ),
    FictionalParty(
        "XLA",
        _names("Lacustria", "Lacustrie", "Lacustria", "Лакустрия", "لاكوستريا", "拉库斯特里亚"),
        _small(63, -34.0, 14.0, 0.1),
        "submitted",
    ),
)

FOCAL_POINT = Person(
    "focal.point@aridia.example",
    "Amina Sorel",
    "National focal point, Ministry of Environment",
    RoleKey.FOCAL_POINT,
    "XAR",
)
REVIEWER = Person(
    "reviewer@review.example", "Jonas Lindqvist", "Programme officer", RoleKey.REVIEWER
)
SECRETARIAT = Person(
    "secretariat@secretariat.example", "Mei Tanaka", "Reporting team", RoleKey.SECRETARIAT
)
PEOPLE = (
    FOCAL_POINT,
    Person(
        "contributor@aridia.example",
        "Tomás Veda",
        "Statistician, National Statistics Office",
        RoleKey.CONTRIBUTOR,
        "XAR",
    ),
    REVIEWER,
    SECRETARIAT,
    Person("observer@donor.example", "Lena Brandt", "Adviser", RoleKey.OBSERVER),
    Person("focal.point@deltania.example", "Rui Amaro", "Focal point", RoleKey.FOCAL_POINT, "XDE"),
    Person("focal.point@montania.example", "Ilse Berg", "Focal point", RoleKey.FOCAL_POINT, "XMO"),
    Person("focal.point@savania.example", "Kofi Mbele", "Focal point", RoleKey.FOCAL_POINT, "XSV"),
    Person("focal.point@lacustria.example", "Nadia Orr", "Focal point", RoleKey.FOCAL_POINT, "XLA"),
)
SHOWN_ACCOUNTS = PEOPLE[:5]


def focal_point_of(iso3: str) -> Person:
    """The focal point who acts for a Party while its report is prepared."""
    return next(p for p in PEOPLE if p.iso3 == iso3 and p.role == RoleKey.FOCAL_POINT)
