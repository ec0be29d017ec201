"""The list of Parties: its facts, and loading it without trampling on edits."""

import csv
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from countries.actions import parties
from countries.models import AuditEvent, Boundary, Party, Region
from tests import factories


@pytest.fixture
def rows() -> list[dict[str, str]]:
    return parties.read_csv(parties.PARTIES_FILE)


def _load(*arguments: str) -> str:
    out = StringIO()
    call_command("load_parties", *arguments, stdout=out)
    return out.getvalue()


def _row(rows: list[dict[str, str]], iso3: str) -> dict[str, str]:
    return next(row for row in rows if row["iso3"] == iso3)


def test_the_list_has_197_parties_and_the_holy_see(rows: list[dict[str, str]]) -> None:
    kinds = [row["kind"] for row in rows]

    assert (kinds.count("state"), kinds.count("organization"), kinds.count("observer")) == (
        196,
        1,
        1,
    )


def test_the_annexes_have_their_parties(rows: list[dict[str, str]]) -> None:
    annexes = [row["annex"] for row in rows]

    counts = {slug: annexes.count(slug) for slug in sorted(set(annexes))}

    assert counts["annex-i"] == 54
    assert sum(count for slug, count in counts.items() if slug) + counts[""] == 198


def test_the_groups_have_as_many_states_as_the_united_nations_count(
    rows: list[dict[str, str]],
) -> None:
    counts = {slug: sum(int(row[slug]) for row in rows) for slug in parties.GROUPS}

    assert counts == {"ldc": 44, "lldc": 32, "sids": 39}


@pytest.mark.parametrize(
    ("iso3", "column", "name"),
    [
        ("TUR", "name_fr", "Türkiye"),
        ("CIV", "name_en", "Côte d'Ivoire"),
        ("CIV", "name_ar", "كوت ديفوار"),
        ("BOL", "name_fr", "Bolivie (État plurinational de)"),
        ("PRK", "name_es", "República Popular Democrática de Corea"),
        ("PSE", "name_zh", "巴勒斯坦国"),
        ("RUS", "name_ru", "Российская Федерация"),
        ("CPV", "name_fr", "Cabo Verde"),
        ("MRT", "name_ar", "موريتانيا"),
        ("EUU", "name_es", "Unión Europea"),
    ],
)
def test_a_name_is_the_conventions_own_form(
    rows: list[dict[str, str]], iso3: str, column: str, name: str
) -> None:
    assert _row(rows, iso3)[column] == name


def test_every_party_is_named_in_six_languages(rows: list[dict[str, str]]) -> None:
    unnamed = [
        (row["iso3"], name)
        for row in rows
        for name in row
        if name.startswith("name_") and not row[name]
    ]

    assert unnamed == []


def test_every_state_belongs_to_an_sdg_region(rows: list[dict[str, str]]) -> None:
    assert [row["iso3"] for row in rows if not row["sdg_region"]] == ["EUU"]


def test_the_list_is_what_its_sources_make() -> None:
    call_command("make_parties_csv", "--check", stdout=StringIO())


def test_loading_twice_changes_nothing(db: None) -> None:
    first = _load()
    events = AuditEvent.objects.count()

    second = _load()

    assert "Parties: 198 added" in first
    assert "Parties: 0 added, 0 differences, 198 as listed." in second
    assert AuditEvent.objects.count() == events


def test_a_loaded_party_stands_in_its_regions(db: None) -> None:
    _load()

    mauritania = Party.objects.get(iso3="MRT")

    assert mauritania.annex is not None
    assert mauritania.annex.slug == "annex-i"
    assert mauritania.subregion == Region.objects.get(slug="northern-africa")
    assert [group.slug for group in mauritania.groups.all()] == ["ldc"]
    with override("zh-hans"):
        assert (str(mauritania), str(mauritania.annex)) == ("毛里塔尼亚", "附件一：非洲")


def test_an_edit_of_the_secretariat_is_reported_and_kept(db: None) -> None:
    _load()
    Party.objects.filter(iso3="SWZ").update(name_en="Eswatini (edited)", m49="999")

    report = _load()

    assert "SWZ name_en: 'Eswatini (edited)' stays; the list says 'Eswatini'" in report
    assert Party.objects.get(iso3="SWZ").name_en == "Eswatini (edited)"


def test_with_update_the_list_wins_and_it_is_recorded(db: None) -> None:
    _load()
    swaziland = Party.objects.get(iso3="SWZ")
    swaziland.groups.clear()
    Party.objects.filter(iso3="SWZ").update(name_en="Swaziland")

    report = _load("--update")

    swaziland.refresh_from_db()
    event = AuditEvent.objects.last()
    assert "SWZ name_en: 'Swaziland' changed to 'Eswatini'" in report
    assert swaziland.name_en == "Eswatini"
    assert [group.slug for group in swaziland.groups.all()] == ["lldc"]
    assert event is not None
    assert (event.kind, event.party, event.data) == (
        "party.changed",
        "SWZ",
        {"fields": ["name_en", "groups"]},
    )


def test_a_list_without_a_column_is_refused_by_name(db: None, tmp_path: Path) -> None:
    file = tmp_path / "parties.csv"
    file.write_text("iso3,m49\nXAA,900\n")

    with pytest.raises(CommandError, match="lacks the columns annex, "):
        _load(str(file))


def test_a_list_of_ones_own_can_be_loaded(
    db: None, tmp_path: Path, rows: list[dict[str, str]]
) -> None:
    own = {**_row(rows, "MRT"), "iso3": "XAA", "name_en": "Exampleland"}
    file = tmp_path / "parties.csv"
    with file.open("w", newline="") as lines:
        writer = csv.DictWriter(lines, list(own))
        writer.writeheader()
        writer.writerow(own)

    _load(str(file))

    assert Party.objects.get().name_en == "Exampleland"


def _feature(iso3: str, west: float) -> dict[str, object]:
    ring = [[west, 0], [west + 1, 0], [west + 1, 1], [west, 1], [west, 0]]
    return {
        "type": "Feature",
        "properties": {"ISO3": iso3},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def _boundaries(tmp_path: Path, *features: dict[str, object]) -> str:
    file = tmp_path / "world.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return str(file)


def test_outlines_are_gathered_by_code_and_measured(db: None, tmp_path: Path) -> None:
    factories.make_party("XAA", boundary=False)
    file = _boundaries(tmp_path, _feature("XAA", 10), _feature("XAA", 12), _feature("XZZ", 30))
    out = StringIO()

    call_command("load_boundaries", file, "--source", "Made for a test, 2026", stdout=out)

    boundary = Boundary.objects.get()
    assert (boundary.origin, boundary.bounds) == ("un", (10, 0, 13, 1))
    assert float(boundary.area_km2) == pytest.approx(2 * 12308.8, rel=1e-4)
    assert "Codes of no Party: XZZ" in out.getvalue()


def test_an_outline_given_by_the_party_is_kept(db: None, tmp_path: Path) -> None:
    party = factories.make_party("XAA")
    party.boundary.origin = Boundary.Origin.NATIONAL
    party.boundary.save()
    file = _boundaries(tmp_path, _feature("XAA", 10))
    out = StringIO()

    call_command("load_boundaries", file, "--source", "Made for a test", stdout=out)

    assert "Kept, given by the Party: XAA" in out.getvalue()
    assert Boundary.objects.get().origin == Boundary.Origin.NATIONAL


def test_a_file_without_codes_says_what_was_expected(db: None, tmp_path: Path) -> None:
    file = _boundaries(tmp_path, _feature("", 10))

    with pytest.raises(CommandError, match="Expected a column iso3"):
        call_command("load_boundaries", file, "--source", "x", stdout=StringIO())
