"""A changed matrix, legend or correction: new tables and maps without the series."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from indicators.science.engine import compute, preview, reaggregate, replan, revise, same_counts
from indicators.science.errors import EngineError, ManifestError
from indicators.science.reaggregation import load_plan
from indicators.science.storage import open_storage
from tests.science.engine.country import write_country
from tests.science.engine.made import read_raster, rectangle

MATRIX = [[(row + column) % 3 - 1 for column in range(7)] for row in range(7)]
LEGEND = {str(code): 1 + code % 7 for code in range(1, 8)}
CORRECTIONS = [
    {
        "polygon": rectangle(10, 4, 10.5, 5),
        "from": "improved",
        "to": "stable",
        "periods": ["baseline", "report_1"],
    }
]


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A run whose scratch folder was kept, and whose series is gone."""
    document = write_country(tmp_path)
    (tmp_path / "manifest.json").write_text(json.dumps(document))
    compute(tmp_path / "manifest.json", tmp_path / "out", scratch=tmp_path / "scratch", workers=1)
    return tmp_path


def fresh(folder: Path, name: str, **changes: Any) -> dict[str, Any]:
    document = json.loads((folder / "manifest.json").read_text())
    for key in ("legend", "degradation"):
        if key in changes:
            document["land_cover"][key] = changes[key]
    if "corrections" in changes:
        document["corrections"] = changes["corrections"]
    (folder / f"{name}.json").write_text(json.dumps(document))
    return compute(folder / f"{name}.json", folder / name, workers=1)


@pytest.mark.parametrize(
    "changes",
    [
        {"degradation": MATRIX},
        {"legend": LEGEND},
        {"corrections": CORRECTIONS},
        {"corrections": None, "degradation": MATRIX},
    ],
    ids=["matrix", "legend", "corrections", "both"],
)
def test_a_change_gives_what_a_fresh_run_would_without_decoding_the_series(
    changes: dict[str, Any], kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from indicators.science.inputs import Inputs

    expected = fresh(kept, "fresh", **changes)

    def untouched(*_: Any) -> None:
        pytest.fail("the series was decoded again")

    monkeypatch.setattr(Inputs, "series", untouched)
    found = reaggregate(kept / "scratch", kept / "again", workers=1, **changes)

    assert json.dumps(found) == json.dumps(expected)
    for path in (kept / "fresh").glob("*.tif"):
        assert np.array_equal(read_raster(path), read_raster(kept / "again" / path.name)), path


SERIES = "series.tif"


@pytest.mark.parametrize(
    "changes",
    [{"degradation": MATRIX}, {"legend": LEGEND}, {"corrections": CORRECTIONS}],
    ids=["matrix", "legend", "corrections"],
)
def test_a_revision_needs_no_productivity_file_and_leaves_what_was_kept(
    changes: dict[str, Any], kept: Path
) -> None:
    expected = fresh(kept, "fresh", **changes)
    before = folder_bytes(kept / "scratch")
    (kept / SERIES).unlink()

    plan = replan(load_plan(open_storage(kept / "scratch")), **changes)
    found = revise(plan, kept / "scratch", kept / "own", kept / "again", workers=1)

    assert json.dumps(found) == json.dumps(expected)
    assert folder_bytes(kept / "scratch") == before
    (kept / "fresh" / "run.json").unlink()  # how long it took
    assert folder_bytes(kept / "again") == folder_bytes(kept / "fresh")


def test_without_the_first_pass_a_revision_reads_the_series_again(kept: Path) -> None:
    expected = fresh(kept, "fresh", corrections=CORRECTIONS)
    plan = replan(load_plan(open_storage(kept / "scratch")), corrections=CORRECTIONS)

    found = revise(plan, kept / "nothing", kept / "own", kept / "again", workers=1)

    assert json.dumps(found) == json.dumps(expected)


def test_more_polygons_than_can_be_told_apart_are_applied_all_the_same(kept: Path) -> None:
    strips = [
        {**CORRECTIONS[0], "polygon": rectangle(10 + n / 250, 4, 10 + (n + 1) / 250, 5)}
        for n in range(125)
    ]
    whole = reaggregate(kept / "scratch", kept / "one", corrections=CORRECTIONS, workers=1)

    found = reaggregate(kept / "scratch", kept / "many", corrections=strips, workers=1)

    assert found["periods"]["baseline"]["sdg"] == whole["periods"]["baseline"]["sdg"]
    assert whole["periods"]["baseline"]["corrections"][0]["changed"] > 0
    assert found["periods"]["baseline"]["corrections"] == []


def test_each_correction_is_named_with_the_digest_of_its_polygon(kept: Path) -> None:
    polygon = json.dumps(CORRECTIONS[0]["polygon"], sort_keys=True, separators=(",", ":"))

    found = reaggregate(kept / "scratch", kept / "again", corrections=CORRECTIONS, workers=1)

    (correction,) = found["method"]["parameters"]["corrections"]
    assert correction["polygon_sha256"] == hashlib.sha256(polygon.encode()).hexdigest()


def folder_bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_counts_of_another_legend_cannot_stand_for_this_one(kept: Path) -> None:
    plan = load_plan(open_storage(kept / "scratch"))

    assert same_counts(plan, replan(plan, degradation=MATRIX))
    assert not same_counts(plan, replan(plan, legend=LEGEND))
    assert not same_counts(plan, replan(plan, corrections=CORRECTIONS))


def test_a_matrix_can_be_tried_on_the_counts_alone(kept: Path) -> None:
    expected = fresh(kept, "fresh", degradation=MATRIX)

    found = preview(kept / "scratch", degradation=MATRIX)

    assert json.dumps(found) == json.dumps(expected)


def test_regions_cannot_be_tried_on_the_counts_alone(kept: Path) -> None:
    regions = [{"name": "west", "matrix": MATRIX, "polygon": rectangle(10, 4, 10.4, 5)}]

    with pytest.raises(ManifestError, match="other regions need the second pass"):
        preview(kept / "scratch", degradation=regions)


def test_a_folder_that_holds_no_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="no run was kept here"):
        reaggregate(tmp_path, tmp_path / "out", degradation=None)


def test_a_wrong_matrix_is_refused_as_in_a_manifest(kept: Path) -> None:
    with pytest.raises(ManifestError, match=r"land_cover.degradation: 7 values were expected"):
        reaggregate(kept / "scratch", kept / "again", degradation=MATRIX[:3])
