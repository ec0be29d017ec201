"""The command writes the files that the pages offer."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from ldnportal.exports import pdf_file
from ldnportal.exports.region_files import FILES
from tests.ldnportal.regions.region import Stage, make_stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Stage:
    return make_stage()


def run(*args: str) -> str:
    out = StringIO()
    call_command("export_region", *args, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("name", ["facts.csv", "facts.jsonl", "summary.json", "ag-lnd-dgrd.csv"])
def test_the_command_writes_what_the_page_gives(
    client: Client, stage: Stage, tmp_path: Path, name: str
) -> None:
    said = run("annex-i", name, "--output", str(tmp_path / "out"))

    page = client.get(reverse("region_file", args=["annex-i", name]))
    assert (tmp_path / "out").read_bytes() == page.getvalue()  # type: ignore[attr-defined]
    assert "2 Parties with data" in said
    assert list(tmp_path.iterdir()) == [tmp_path / "out"]


def test_the_name_says_region_and_cycle(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    run("annex-i", "parties.geojson", "--cycle", "2026")

    assert json.loads((tmp_path / "annex-i-2026-parties.geojson").read_text())["features"]


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("annex-x", "facts.csv"), "no region 'annex-x'. Known are: annex-i"),
        (("annex-i", "facts.csv", "--cycle", "1999"), "Cycles with data: 2026"),
        (("annex-i", "facts.docx"), "invalid choice"),
        (("set", "facts.csv"), "Name the Parties"),
        (("set", "facts.csv", "--parties", "XAA", "ZZZ"), "all of them known"),
    ],
)
def test_what_is_not_there_is_named(stage: Stage, args: tuple[str, ...], message: str) -> None:
    with pytest.raises(CommandError, match=message):
        run(*args)


@pytest.mark.parametrize(
    ("asked", "parties"),
    [
        (["world"], ["XAA", "XBB", "XCC", "XDD"]),
        (["set", "--parties", "XAA", "XCC"], ["XAA", "XCC"]),
    ],
)
def test_all_parties_or_some_can_be_written(
    stage: Stage, tmp_path: Path, asked: list[str], parties: list[str]
) -> None:
    run(asked[0], "facts.csv", "--output", str(tmp_path / "out"), *asked[1:])

    lines = (tmp_path / "out").read_text("utf-8-sig").splitlines()[1:]
    assert sorted({line[:3] for line in lines}) == parties


def test_before_anything_is_published_the_command_says_so(db: None) -> None:
    from tests.factories import make_region

    make_region(slug="annex-i")

    with pytest.raises(CommandError, match="Nothing has been published yet"):
        run("annex-i", "facts.csv")


def test_a_pdf_that_cannot_be_made_leaves_nothing_behind(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf_file, "is_available", lambda: False)

    with pytest.raises(CommandError, match="makes no PDF"):
        run("annex-i", "summary.pdf", "--output", str(tmp_path / "out"))

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("can_print", [True, False])
def test_the_page_of_a_region_offers_every_file_that_can_be_made(
    client: Client, stage: Stage, monkeypatch: pytest.MonkeyPatch, can_print: bool
) -> None:
    monkeypatch.setattr(pdf_file, "is_available", lambda: can_print)

    page = client.get(reverse("region_detail", args=["annex-i"])).content.decode()

    for name in FILES:
        address = reverse("region_file", args=["annex-i", name]) + "?cycle=2026"
        assert (address in page) == (can_print or not name.endswith("pdf"))
