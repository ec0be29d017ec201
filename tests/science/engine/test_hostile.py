"""Odd, broken and malicious rasters: each ends in a sentence or in a right result."""

from __future__ import annotations

from pathlib import Path

import pytest

from indicators.science.engine import compute, load_manifest
from indicators.science.errors import EngineError
from tests.conftest import SHARED_DATA

HOSTILE = SHARED_DATA / "hostile"
FILES = sorted(path.name for path in HOSTILE.glob("*.tif"))

pytestmark = [
    pytest.mark.realdata,
    pytest.mark.skipif(not FILES, reason="the hostile rasters are not beside the project"),
    pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning"),
]


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_raster_ends_in_a_sentence_or_a_result(name: str, tmp_path: Path) -> None:
    file = str(HOSTILE / name)
    document = {
        "land_cover": {
            "legend": {str(code): 1 + code % 7 for code in range(30)},
            "years": {"2000": file, "2015": file},
        },
        "periods": [{"key": "baseline", "land_cover": [2000, 2015]}],
    }

    sentence, summary = "", {}
    try:
        summary = compute(load_manifest(document), tmp_path / "out", workers=1)
    except EngineError as refusal:
        sentence = str(refusal)

    assert str(HOSTILE) not in f"{sentence} {summary}"
    if sentence:
        assert name in sentence
        assert not (tmp_path / "out" / "summary.json").exists()
    else:
        assert summary["checks"]["all_equal"] is True
