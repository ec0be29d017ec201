"""`manage.py compute_indicators`: the same call from the command line."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from tests.science.engine.country import write_country


def test_the_command_writes_the_contracts_files_without_a_database(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(json.dumps(write_country(tmp_path)))
    told = StringIO()

    call_command(
        "compute_indicators",
        str(tmp_path / "manifest.json"),
        "--out",
        str(tmp_path / "out"),
        "--workers",
        "1",
        stdout=told,
    )

    assert (tmp_path / "out" / "summary.json").exists()
    assert "km2" in told.getvalue()


def test_a_wrong_manifest_ends_the_command_with_its_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("{}")

    with pytest.raises(CommandError) as refusal:
        call_command("compute_indicators", str(tmp_path / "manifest.json"), "--out", str(tmp_path))

    assert str(refusal.value) == "periods: this entry is missing."
