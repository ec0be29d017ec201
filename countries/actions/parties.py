"""Bring Parties and regions up to the lists they are kept in.

What differs from a row of the database is reported and left alone, because somebody of the
secretariat may have changed it on purpose; only with `update` does the list win.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import models, transaction

from countries import audit
from countries.languages import LANGUAGE_CODES
from countries.models import Party, Region, User

DATA = Path(__file__).resolve().parent.parent / "data"
PARTIES_FILE, REGIONS_FILE = DATA / "parties.csv", DATA / "regions.csv"
GROUPS = ("ldc", "lldc", "sids")
_NAMES = tuple(f"name_{code}" for code in LANGUAGE_CODES)
_FLAGS = ("ldn_pilot_2014", "ldn_tsp_2016", "ldn_tsp2_2023")
_REGIONS = ("annex", "subregion", "sdg_region")
PARTY_COLUMNS = ("iso3", "m49", "kind", *_REGIONS, *GROUPS, *_FLAGS, *_NAMES)


@dataclass(frozen=True)
class Difference:
    """A value of the database that is not the list's."""

    row: str
    field: str
    here: str
    listed: str


@dataclass
class Loaded:
    """What loading did: keys of new rows, differences (applied or not), rows that agreed."""

    created: list[str] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    unchanged: int = 0


def read_csv(path: Path) -> list[dict[str, str]]:
    """Read a list with a header row, in UTF-8."""
    with path.open(newline="", encoding="utf-8-sig") as lines:
        return list(csv.DictReader(lines))


@transaction.atomic
def load_regions(
    rows: Iterable[Mapping[str, str]], *, update: bool = False, by: User | None = None
) -> Loaded:
    """Add the annexes, subregions, SDG regions and groups that are missing."""
    loaded = Loaded()
    for row in rows:
        values = {"kind": row["kind"], "order": int(row["order"]), **_picked(row, _NAMES)}
        region, created = Region.objects.get_or_create(slug=row["slug"], defaults=values)
        if created:
            loaded.created.append(region.slug)
        elif not _settle(loaded, region, region.slug, values, update=update):
            loaded.unchanged += 1
    return loaded


@transaction.atomic
def load_parties(
    rows: Iterable[Mapping[str, str]], *, update: bool = False, by: User | None = None
) -> Loaded:
    """Add the Parties that are missing; change those that differ only with `update`."""
    loaded = Loaded()
    regions = {region.slug: region for region in Region.objects.all()}
    for row in rows:
        _load_party(loaded, row, regions, update=update, by=by)
    return loaded


def _load_party(
    loaded: Loaded,
    row: Mapping[str, str],
    regions: Mapping[str, Region],
    *,
    update: bool,
    by: User | None,
) -> None:
    values = _party_values(row, regions)
    groups = [regions[slug] for slug in GROUPS if row[slug] == "1"]
    party, created = Party.objects.get_or_create(iso3=row["iso3"], defaults=values)
    if created:
        party.groups.set(groups)
        loaded.created.append(party.iso3)
        audit.record("party.loaded", by=by, party=party, target=party)
        return
    changed = _settle(loaded, party, party.iso3, values, update=update)
    changed += _settle_groups(loaded, party, groups, update=update)
    loaded.unchanged += not changed
    if changed and update:
        audit.record("party.changed", by=by, party=party, target=party, fields=changed)


def _party_values(row: Mapping[str, str], regions: Mapping[str, Region]) -> dict[str, Any]:
    return {
        **_picked(row, ("m49", "kind", *_NAMES)),
        **{name: row[name] == "1" for name in _FLAGS},
        **{name: regions[row[name]] if row[name] else None for name in _REGIONS},
    }


def _picked(row: Mapping[str, str], names: Iterable[str]) -> dict[str, str]:
    return {name: row[name] for name in names}


def _settle(
    loaded: Loaded, row: models.Model, key: str, values: Mapping[str, Any], *, update: bool
) -> list[str]:
    """Note the fields of a row that differ from the list, and set them with `update`."""
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        here, listed = _shown(getattr(row, name)), _shown(values[name])
        loaded.differences.append(Difference(key, name, here, listed))
        setattr(row, name, values[name])
    if changed and update:
        row.save(update_fields=changed)
    return changed


def _settle_groups(
    loaded: Loaded, party: Party, groups: list[Region], *, update: bool
) -> list[str]:
    here = set(party.groups.all())
    if here == set(groups):
        return []
    loaded.differences.append(Difference(party.iso3, "groups", _slugs(here), _slugs(groups)))
    if update:
        party.groups.set(groups)
    return ["groups"]


def _slugs(regions: Iterable[Region]) -> str:
    return " ".join(sorted(region.slug for region in regions))


def _shown(value: Any) -> str:
    return value.slug if isinstance(value, Region) else str(value)
