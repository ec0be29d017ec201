"""docs/science says what the code does: tables, figures, numbers, and every key of a run."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest

from indicators.science.engine import compute, load_manifest
from indicators.science.entries import Entry
from indicators.science.profiles import PRAIS4, PROFILES, TRENDS_EARTH
from indicators.science.significance import EXACT_YEARS
from ldnportal.documents import GENERATED, NAMED, SCIENCE, filled
from ldnportal.science_figures import FIGURES, state_classes
from ldnportal.science_figures.significance import flagged, smallest_s
from ldnportal.science_tables import PARTS, worked
from ldnportal.science_tables.values import VALUES
from tests.conftest import REPOSITORY
from tests.science.engine.country import write_country
from tests.science.engine.made import rectangle

DOCS = REPOSITORY / "docs"
SVG = "{http://www.w3.org/2000/svg}"


def text(name: str) -> str:
    return (DOCS / name).read_text("utf-8")


@pytest.mark.parametrize("name", [name for name in GENERATED if name.startswith("science/")])
def test_what_the_code_writes_is_up_to_date(name: str) -> None:
    assert GENERATED[name](text(name)) == text(name), "run `make docs`"


def test_every_table_and_value_is_used_and_every_figure_is_shown() -> None:
    whole = "".join(map(text, SCIENCE))
    named = {name for _kind, name in NAMED.findall(whole)}

    assert named == set(PARTS)
    shown = set(re.findall(r"\((?:\.\./)?figures/([\w-]+)\.svg\)", whole))
    assert shown == set(FIGURES)
    assert {path.stem for path in (DOCS / "science" / "figures").iterdir()} == set(FIGURES)


def test_a_part_that_nothing_writes_is_an_error() -> None:
    with pytest.raises(KeyError, match="no-such-part"):
        filled("It is <!-- value: no-such-part -->1<!-- end -->.", PARTS)


def test_a_document_keeps_what_people_wrote_around_its_parts() -> None:
    before = "So <!-- value: n -->old<!-- end --> it is.\n\n<!-- table: t --><!-- end -->\nEnd.\n"

    after = filled(before, {"n": lambda: "new", "t": lambda: "| a |\n"})

    assert after == (
        "So <!-- value: n -->new<!-- end --> it is.\n\n"
        "<!-- table: t -->\n\n| a |\n\n<!-- end -->\nEnd.\n"
    )
    assert filled(after, {"n": lambda: "new", "t": lambda: "| a |\n"}) == after


# --- Links ------------------------------------------------------------------------------------


def slugs(document: str) -> set[str]:
    """Anchors of the headings as the repository's host makes them."""
    heads = re.findall(r"^#+ (.+)$", document, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("name", SCIENCE)
def test_every_link_leads_to_a_file_and_a_heading(name: str) -> None:
    folder = (DOCS / name).parent
    for target in re.findall(r"\]\(([^)]+)\)", text(name)):
        file, _, anchor = target.partition("#")
        path = (folder / file).resolve() if file else DOCS / name
        assert path.exists(), target
        assert not anchor or anchor in slugs(path.read_text("utf-8")), target


# --- Figures ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_well_formed_and_can_be_read_out(name: str) -> None:
    drawn = FIGURES[name]()
    root = ElementTree.fromstring(drawn)
    ids = [element.get("id") for element in root.iter() if element.get("id")]

    assert len(root.findtext(f"{SVG}title") or "") > 20
    assert len(root.findtext(f"{SVG}desc") or "") > 60
    assert root.get("aria-labelledby") == f"{name}-title {name}-desc"
    assert len(ids) == len(set(ids))
    assert drawn == FIGURES[name]()


@pytest.mark.parametrize("name", FIGURES)
def test_nothing_in_a_figure_lies_outside_it(name: str) -> None:
    root = ElementTree.fromstring(FIGURES[name]())
    left, top, width, height = map(float, str(root.get("viewBox")).split())
    for element in root.iter(f"{SVG}text"):
        assert left <= float(element.get("x", 0)) <= left + width
        assert top <= float(element.get("y", 0)) <= top + height


def test_the_classes_that_the_state_figure_shows_are_the_kernels() -> None:
    new, old = map(state_classes.class_of, (state_classes.RECENT, state_classes.HISTORY))
    expected = np.percentile(
        [*state_classes.HISTORY, *_widened(state_classes.HISTORY)], range(10, 100, 10)
    )

    assert new - old == state_classes.change()
    assert [float(p) for p in state_classes.percentiles()] == pytest.approx(expected)


def _widened(history: np.ndarray) -> tuple[float, float]:
    spread = 0.05 * float(np.ptp(history))
    return float(history.min()) - spread, float(history.max()) + spread


# --- Numbers ----------------------------------------------------------------------------------


def test_the_worked_cases_of_the_text_come_out() -> None:
    expected = {
        "w1-degraded": "55 km²", "w1-stable": "1120 km²", "w1-improved": "30 km²",
        "w1-land": "1205 km²", "w1-share": "4.564 %", "w1-country-share": "4.453 %",
        "annual-080": "−15.0 %", "annual-048": "−39.0 %",
        "two-date-080": "−8.0 %", "two-date-048": "−20.8 %", "two-date-2019": "88",
        "noise-trends-earth": "11.6 %", "noise-prais4": "4.1 %",
        "s-trends-earth": "36", "s-prais4": "46", "whole-tonnes": "−20 %",
        "float-state": "+2", "exact-state": "0",
    }  # fmt: skip

    assert {name: VALUES[name]() for name in expected} == expected


def test_the_share_of_noise_is_that_of_simulated_noise() -> None:
    from indicators.science.trend import trend_change, trend_levels

    noise = np.random.default_rng(2026).normal(size=(16, 40_000))
    rules = [profile.trend_rule(1, 0) for profile in PROFILES.values()]
    levels = trend_levels(noise, rules)
    for profile, row in zip(PROFILES.values(), levels, strict=True):
        found = 100 * np.count_nonzero(trend_change(row)) / row.size
        assert found == pytest.approx(flagged(profile, 16), abs=0.5), profile.name


def test_what_the_exact_test_finds_the_table_of_trends_earth_finds_too() -> None:
    for years in range(4, EXACT_YEARS + 1):
        exact, table = smallest_s(PRAIS4, years), smallest_s(TRENDS_EARTH, years)
        assert table is not None
        assert exact is None or table <= exact


def test_the_place_of_a_sampled_percentile_is_that_of_simulated_samples() -> None:
    ranks = np.arange(1, 401)
    generator = np.random.default_rng(1)
    drawn = [np.sort(generator.permutation(ranks)[:100])[89] / 4 for _ in range(4000)]

    low, high = worked.sampled_p90(400, 100)

    assert np.quantile(drawn, [0.025, 0.975]) == pytest.approx([low, high], abs=0.6)


# --- The contract -----------------------------------------------------------------------------

CONTRACT = "science/contract.md"
LEAVES = (
    "periods.<period>.status", "periods.<period>.balance", "zones[].periods", "zones[].status",
    "zones[].balance", "method.parameters.periods[]",
)  # fmt: skip
"""Tables that are described elsewhere on the page, or given back as they came."""
NAMES = {
    r"periods|status|balance": "<period>",
    r"periods\.<period>\.(land_cover|productivity|carbon|sdg|sdg_before_corrections)": "<three>",
    r".*\.three_class": "<three>",
    r".*\.seven_class": "<status>",
    r".*\.(land_cover_by_year(_codes)?|carbon_by_cover|carbon_tonnes_by_cover)": "<year>",
    r".*\.land_cover_by_year_codes\.<year>|.*\.lpd_by_cover_codes": "<code>",
    r".*\.land_cover_change_codes(\.<code>)?": "<code>",
    r"periods\.<period>\.\w+\.<year>|.*\.lpd_by_cover": "<cover>",
    r"balance\.<period>\.(land_types|crosstab)": "<cover>",
    r".*\.lpd|.*\.lpd_by_cover\.<cover>|.*\.lpd_by_cover_codes\.<code>": "<lpd>",
    r".*\.response": "<response>",
    r".*_threshold": "<trend>",
    r".*\.parts": "<indicator>",
    r"land_cover_codes_not_in_legend": "<year>",
    r"land_cover_codes_not_in_legend\.<year>|.*\.classes|.*\.recode": "<code>",
}
"""What the keys under a path are called in the contract, where they are not names."""


def documented() -> set[str]:
    rows = text(CONTRACT).split("## Summary", 1)[1].split("## Rasters", 1)[0].splitlines()
    cells = [row.split("|")[1] for row in rows if row.startswith("| `")]
    return {key for cell in cells for key in re.findall(r"`([^`]+)`", cell)}


def paths(value: Any, path: str = "") -> Iterator[str]:
    """Every path of a summary as the contract writes it."""
    if path in LEAVES or not isinstance(value, dict | list):
        yield path
    elif isinstance(value, list):
        for element in value or [None]:
            yield from paths(element, f"{path}[]")
    else:
        known = next((name for rule, name in NAMES.items() if re.fullmatch(rule, path)), None)
        for key, child in value.items():
            yield from paths(child, f"{path}.{known or key}".lstrip("."))


def full_manifest(folder: Path) -> dict[str, Any]:
    """A run with everything that a summary can hold."""
    document = write_country(folder)
    matrix = [[0] * 7 for _ in range(7)]
    region = {"name": "west", "matrix": matrix, "polygon": rectangle(10, 4, 10.4, 5)}
    halves = [rectangle(10, 4, 10.4, 5, name="west"), rectangle(10.4, 4, 11, 5, name="east")]
    zones = {"type": "FeatureCollection", "features": halves}
    (folder / "zones.geojson").write_text(json.dumps(zones))
    years = document["land_cover"]["years"]
    codes = {str(code): code for code in range(1, 6)} | {"6": 5}
    document["land_cover"] = {"legend": codes, "years": years, "degradation": [region]}
    document["productivity"]["fill"] = [-1]
    document["zones"] = "zones.geojson"
    document["periods"].append({"key": "report_2", "land_cover": [2015, 2019]})
    return document


def test_every_key_of_a_summary_is_documented_and_every_documented_key_exists(
    tmp_path: Path,
) -> None:
    (tmp_path / "manifest.json").write_text(json.dumps(full_manifest(tmp_path)))
    summary = compute(tmp_path / "manifest.json", tmp_path / "out", workers=1)

    found = set(paths(summary)) - {"grid.resampled[]"}

    resampled = {key for key in documented() if key.startswith("grid.resampled[]")}
    assert found == documented() - resampled
    assert len(resampled) == 3


def test_the_manifest_of_the_contract_is_one_that_the_engine_accepts() -> None:
    example = json.loads(re.search(r"```json\n(.*?)```", text(CONTRACT), re.DOTALL)[1])  # type: ignore[index]

    manifest = load_manifest(example)

    assert [period.key for period in manifest.periods] == ["baseline", "report_1"]
    assert manifest.corrections


def test_every_entry_that_the_engine_knows_is_documented(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known: set[str] = set()
    mapping = Entry.mapping

    def noted(entry: Entry, *names: str) -> Entry:
        known.update(names)
        return mapping(entry, *names)

    monkeypatch.setattr(Entry, "mapping", noted)
    document = full_manifest(tmp_path)
    document["productivity"]["calibration"] = {"method": "rue", "years": {"2008": "rain.tif"}}
    document["zones"] = {"file": "zones.geojson", "name": "name"}
    document["sdg"] = {"nodata": "all"}
    document["corrections"][0] |= {"recode": {"stable": "improved"}}
    load_manifest(document, str(tmp_path))

    section = text(CONTRACT).split("## Manifest", 1)[1].split("## Summary", 1)[0]
    words = set(re.findall(r"\w+", section))
    assert {"stack", "recode", "reference_year", "recent_years", "nodata"} <= known
    assert known <= words
