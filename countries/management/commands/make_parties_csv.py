"""Make countries/data/parties.csv: the Convention's list, the UN's groups, names from CLDR."""

import csv
import io
from argparse import ArgumentParser
from typing import Any

from babel import Locale
from babel.core import get_global
from django.core.management.base import BaseCommand, CommandError

from countries.actions.parties import DATA, GROUPS, PARTIES_FILE, PARTY_COLUMNS, read_csv

CLDR = {"fr": "fr", "es": "es", "ru": "ru", "ar": "ar", "zh": "zh_Hans"}
ANNEX = {
    "": "",
    **{numeral: f"annex-{numeral.lower()}" for numeral in ("I", "II", "III", "IV", "V")},
}


class Command(BaseCommand):
    help = "Write countries/data/parties.csv, or with --check fail when it is out of date."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        made = parties_csv()
        before = PARTIES_FILE.read_text(encoding="utf-8") if PARTIES_FILE.exists() else ""
        if check and made != before:
            raise CommandError("parties.csv is not what its sources make. Run make_parties_csv.")
        if made != before:
            PARTIES_FILE.write_text(made, encoding="utf-8")
        self.stdout.write("As it was." if made == before else f"{PARTIES_FILE.name} written.")


def parties_csv() -> str:
    """Return the list of Parties as CSV."""
    groups = {row["iso3"]: row for row in read_csv(DATA / "groups.csv")}
    forms = {row["iso3"]: row for row in read_csv(DATA / "un_forms.csv")}
    out = io.StringIO()
    writer = csv.DictWriter(out, PARTY_COLUMNS, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    for row in read_csv(DATA / "convention.csv"):
        iso3 = row["iso3"]
        writer.writerow(
            {
                **row,
                "annex": ANNEX[row["annex"]],
                "subregion": row["subregion"].lower().replace(" ", "-"),
                "sdg_region": groups[iso3]["sdg_region"],
                **{name: groups[iso3][name] for name in GROUPS},
                "name_en": row["name"],
                **_names(iso3, forms.get(iso3, {})),
            }
        )
    return out.getvalue()


def _names(iso3: str, forms: dict[str, str]) -> dict[str, str]:
    """Return the Convention's own form of each name where it has one, else CLDR's."""
    territory = get_global("territory_aliases").get(iso3, [""])[0]
    return {
        f"name_{code}": forms.get(code) or Locale.parse(locale).territories[territory]
        for code, locale in CLDR.items()
    }
