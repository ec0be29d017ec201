"""Large files are made by a worker: seen, cancelled, repeated, kept for a while, then removed."""

import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from countries.models import Message, User
from countries.roles import RoleKey
from indicators import jobs, sweeper
from indicators.models import JobState
from ldnportal.actions.exports import TooManyWaiting, ask_export, cancel_export
from ldnportal.exports import pdf_file, region_files, work
from ldnportal.exports.counting import EVERY, counted, counting
from ldnportal.exports.progress import progress_of
from ldnportal.exports.region_files import FILES
from ldnportal.models import Export, Step
from ldnportal.regions.scope import WORLD, NoSuchScope, Scope, find_scope
from ldnportal.tasks import make_export, sweep_exports
from targets.models import Fact
from tests.factories import make_user
from tests.ldnportal.regions.region import Stage, make_stage

pytestmark = pytest.mark.django_db
MaxQueries = Callable[[int], AbstractContextManager[None]]
WORLD_XLSX = {"scope": "world", "cycle": "2026", "file": "summary.xlsx"}


@pytest.fixture
def stage() -> Stage:
    return make_stage()


@pytest.fixture
def person(db: None) -> User:
    return make_user(RoleKey.OBSERVER)


@pytest.fixture(autouse=True)
def quiet_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """The thread that writes progress down must not wait for the transaction of the test."""
    monkeypatch.setattr(work, "PROGRESS_SECONDS", 3600)
    cache.clear()


def ask(stage: Stage, person: User, file: str = "summary.xlsx", scope: str = "world") -> Export:
    return ask_export(FILES[file], find_scope(scope), stage.cycle, by=person, language="en")


def done(export: Export) -> Export:
    make_export(str(export.pk))
    export.refresh_from_db()
    return export


def test_everything_of_all_parties_is_a_workbook_made_by_a_worker(
    client: Client, stage: Stage, person: User
) -> None:
    client.force_login(person)

    answer = client.post(reverse("exports"), WORLD_XLSX)
    export = Export.objects.get()
    assert answer["Location"] == export.get_absolute_url()
    assert "Waiting for a worker" in client.get(answer["Location"]).content.decode()
    done(export)

    page = client.get(answer["Location"]).content.decode()
    assert export.sha256 in page
    response = client.get(reverse("export_file", args=[export.pk]))
    content: bytes = response.getvalue()  # type: ignore[attr-defined]
    assert hashlib.sha256(content).hexdigest() == export.sha256
    assert len(content) == export.size
    assert response["Content-Disposition"] == 'attachment; filename="world-2026-summary.xlsx"'
    book = openpyxl.load_workbook(BytesIO(content), read_only=True)
    facts = list(book["facts"].values)
    assert len(facts) == 1 + Fact.objects.count() + 2, "a row for each Party without a report"
    assert [row[0] for row in facts[-2:]] == ["XCC", "XDD"]
    assert {"coverage", "parties", "dictionary", "provenance"} <= set(book.sheetnames)


def test_the_bell_rings_once_when_it_is_done(stage: Stage, person: User) -> None:
    export = done(ask(stage, person))

    message = Message.objects.get(recipient=person)
    assert message.path == export.get_absolute_url()
    assert "world-2026-summary.xlsx" in message.subject
    make_export(str(export.pk))  # a bell that rings twice
    assert Message.objects.filter(recipient=person).count() == 1


def test_small_files_stream_at_once(client: Client, stage: Stage) -> None:
    answer = client.post(reverse("exports"), {**WORLD_XLSX, "scope": "annex-i"})

    assert answer["Location"] == "/regions/annex-i/files/summary.xlsx?cycle=2026"
    assert client.get(answer["Location"]).status_code == 200
    assert not Export.objects.exists()


@pytest.mark.parametrize("name", ["summary.xlsx", "summary.gpkg", "summary.pdf"])
def test_the_address_of_a_large_file_leads_to_where_it_is_asked_for(
    client: Client, stage: Stage, name: str
) -> None:
    answer = client.get(reverse("region_file", args=[WORLD, name]), {"cycle": "2026"})

    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    assert '<option value="world" selected>' in page
    assert f'<option value="{name}" selected>' in page
    assert not Export.objects.exists(), "reading never makes a job"


def test_many_rows_make_any_file_of_numbers_a_job(
    client: Client, stage: Stage, settings: Any
) -> None:
    settings.EXPORT_STREAM_ROWS = 10

    facts = client.get(reverse("region_csv", args=["annex-i", "facts"]))
    sums = client.get(reverse("region_csv", args=["annex-i", "indicators"]))

    assert facts.status_code == 302
    assert sums.status_code == 200, "a few rows, however many Parties"


def test_a_chosen_set_of_parties_is_exported_as_one(
    client: Client, stage: Stage, settings: Any
) -> None:
    settings.EXPORT_STREAM_ROWS = 10
    chosen = {"scope": "set", "party": ["XBB", "XAA"], "cycle": "2026", "file": "facts.csv"}

    client.post(reverse("exports"), chosen)
    export = done(Export.objects.get())

    assert export.parties == ["XAA", "XBB"]
    response = client.get(reverse("export_file", args=[export.pk]))
    lines = response.getvalue().decode().splitlines()  # type: ignore[attr-defined]
    assert {line[:3] for line in lines[1:]} == {"XAA", "XBB"}


def test_the_same_asked_for_twice_is_one_job(stage: Stage, person: User) -> None:
    assert ask(stage, person) == ask(stage, person)
    assert ask(stage, person, "summary.gpkg") != ask(stage, person)


def test_nobody_fills_the_queue(stage: Stage, person: User, settings: Any) -> None:
    settings.EXPORT_MOST_WAITING = 1
    ask(stage, person)

    with pytest.raises(TooManyWaiting):
        ask(stage, person, "summary.gpkg")

    ask(stage, make_user(RoleKey.OBSERVER), "summary.gpkg")


def test_who_has_not_signed_in_may_ask_only_so_often(
    client: Client, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rest_framework.throttling import SimpleRateThrottle

    rates = {**SimpleRateThrottle.THROTTLE_RATES, "export_anon": "2/hour"}
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", rates)

    answers = [client.post(reverse("exports"), WORLD_XLSX) for _n in range(3)]

    assert [answer.status_code for answer in answers] == [302, 302, 429]
    page = answers[2].content.decode()
    assert "You have asked for many files already" in page
    assert '<option value="world" selected>' in page, "what was chosen is kept"


def test_a_persons_file_is_nobody_elses(client: Client, stage: Stage, person: User) -> None:
    export = done(ask(stage, person))
    client.force_login(make_user(RoleKey.SECRETARIAT))

    for name in ("export_detail", "export_file", "export_progress"):
        assert client.get(reverse(name, args=[export.pk])).status_code == 404


def test_progress_is_told_in_words_and_per_cent(stage: Stage, person: User) -> None:
    export = ask(stage, person)
    assert (progress_of(export).percent, export.rows_total) == (0, Fact.objects.count())

    Export.objects.update(job_state=JobState.RUNNING, step=Step.WRITE, rows_done=250)
    export.refresh_from_db()
    export.rows_total = 1000

    assert progress_of(export).percent == 25
    assert progress_of(export).words == "Writing the rows: 250 of about 1\xa0000"


def test_rows_are_counted_while_they_are_written() -> None:
    told: list[int] = []

    with counting(told.append):
        rows = list(counted(range(EVERY + 3)))

    assert told == [EVERY, 3]
    assert rows == list(range(EVERY + 3))
    assert list(counted("ab")) == ["a", "b"], "without anybody who listens"


def test_what_is_cancelled_before_it_begins_is_never_made(stage: Stage, person: User) -> None:
    export = ask(stage, person)

    assert cancel_export(export, by=person)
    done(export)

    assert export.job_state == JobState.CANCELLED
    assert not cancel_export(export, by=person)


def test_what_is_cancelled_while_it_is_made_leaves_nothing(
    stage: Stage, person: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    export = ask(stage, person)

    def cut(_summary: object) -> Iterator[bytes]:
        yield b"the first half"
        cancel_export(export, by=person)
        yield b"the second half"

    _make_by(monkeypatch, cut)
    done(export)

    assert export.job_state == JobState.CANCELLED
    assert not export.key
    assert work.storage().names() == []


def test_a_lost_worker_stops_at_the_next_piece() -> None:
    said = work.Said(threading.Event())
    said.count(5)
    said.lost.set()

    with pytest.raises(jobs.JobLost):
        said.count(1)


def test_a_worker_that_dies_is_followed_by_another(stage: Stage, person: User) -> None:
    export = ask(stage, person)
    assert jobs.claim(Export, export.pk)
    silent = timezone.now() - timedelta(hours=1)
    Export.objects.update(heartbeat_at=silent, claimed_by="elsewhere:1:1")

    sweeper.take_back(Export)
    done(export)

    assert (export.job_state, export.attempt) == (JobState.SUCCEEDED, 2)


def test_what_fails_is_tried_again_and_then_says_so(
    client: Client, stage: Stage, person: User, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.JOB_MAX_ATTEMPTS = 2
    export = ask(stage, person)

    def broken(_summary: object) -> Iterator[bytes]:
        yield b"half"
        raise RuntimeError("made for a test")

    _make_by(monkeypatch, broken)
    assert done(export).job_state == JobState.QUEUED
    assert done(export).job_state == JobState.FAILED

    client.force_login(person)
    page = client.get(export.get_absolute_url()).content.decode()
    assert "Something went wrong that is not your fault" in page
    assert str(export.pk) in page
    assert work.storage().names() == []
    assert Message.objects.get(recipient=person).subject.startswith("Your download could not")


def _make_by(monkeypatch: pytest.MonkeyPatch, chunks: Callable[[Any], Iterator[bytes]]) -> None:
    file = region_files.RegionFile("summary.xlsx", FILES["summary.xlsx"].title, "x/y", chunks)
    monkeypatch.setattr(work, "FILES", {"summary.xlsx": file})


def test_without_the_extra_a_pdf_says_what_to_do(
    stage: Stage, person: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf_file, "is_available", lambda: False)

    export = done(ask(stage, person, "summary.pdf"))

    assert (export.job_state, export.error_code) == (JobState.FAILED, "pdf_unavailable")


def test_it_is_made_again_from_what_is_published_by_now(
    client: Client, stage: Stage, person: User
) -> None:
    client.force_login(person)
    first = done(ask(stage, person))

    answer = client.post(reverse("export_repeat", args=[first.pk]))

    second = Export.objects.exclude(pk=first.pk).get()
    assert answer["Location"] == second.get_absolute_url()
    assert (second.file, second.scope, second.cycle_id) == (
        first.file, first.scope, first.cycle_id,
    )  # fmt: skip


def test_old_files_are_removed_and_their_page_says_so(
    client: Client, stage: Stage, person: User
) -> None:
    export = done(ask(stage, person))
    client.force_login(person)
    Export.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    sweep_exports()

    assert work.storage().names() == []
    assert client.get(reverse("export_file", args=[export.pk])).status_code == 404
    assert "The file was removed" in client.get(export.get_absolute_url()).content.decode()
    Export.objects.update(finished_at=timezone.now() - timedelta(days=60))
    sweep_exports()
    assert not Export.objects.exists()


def test_a_file_that_is_not_old_stays(stage: Stage, person: User) -> None:
    export = done(ask(stage, person))

    sweep_exports()

    assert work.storage().names() == [export.key]
    export.refresh_from_db()
    assert export.is_ready


def test_the_list_shows_ones_own_with_few_queries(
    client: Client, stage: Stage, person: User, django_assert_max_num_queries: MaxQueries
) -> None:
    ask(stage, make_user(RoleKey.OBSERVER))
    for file in ("summary.xlsx", "summary.gpkg", "facts.csv"):
        done(ask(stage, person, file))
    client.force_login(person)

    with django_assert_max_num_queries(12):
        page = client.get(reverse("exports")).content.decode()

    assert page.count("/exports/") >= 3
    assert page.count("world-2026-summary.xlsx") == 1


def test_the_interface_asks_looks_and_fetches(client: Client, stage: Stage) -> None:
    wanted = json.dumps({"file": "summary.gpkg", "region": "world"})
    answer = client.post("/api/v1/exports/", wanted, content_type="application/json")
    assert answer.status_code == 202
    assert answer["Location"].endswith(f"/{answer.json()['id']}/")
    assert (answer.json()["state"], answer.json()["download"]) == ("queued", None)

    make_export(answer.json()["id"])

    shown = client.get(answer["Location"]).json()
    assert (shown["state"], shown["percent"], shown["error"]) == ("succeeded", 100, "")
    file = client.get(shown["download"])
    content: bytes = file.getvalue()  # type: ignore[attr-defined]
    assert content.startswith(b"SQLite format 3")
    assert file["ETag"] == f'"{shown["sha256"]}"'
    again = client.get(shown["download"], headers={"Range": "bytes=0-5"})
    assert (again.status_code, again.getvalue()) == (206, b"SQLite")  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ({"file": "summary.docx", "region": "world"}, "file"),
        ({"file": "facts.csv", "region": "atlantis"}, "region"),
        ({"file": "facts.csv", "region": "set", "parties": ["ZZZ"]}, "region"),
        ({"file": "facts.csv", "region": "set", "parties": ["lowercase"]}, "parties"),
        ({"file": "facts.csv", "region": "world", "cycle": 1999}, "cycle"),
        ({}, "file"),
    ],
)
def test_the_interface_says_what_is_wrong(
    client: Client, stage: Stage, wanted: dict[str, Any], name: str
) -> None:
    answer = client.post("/api/v1/exports/", json.dumps(wanted), content_type="application/json")

    assert answer.status_code == 400
    assert name in answer.json()["errors"]
    assert not Export.objects.exists()


def test_the_interface_cancels(client: Client, stage: Stage) -> None:
    wanted = json.dumps({"file": "facts.csv", "region": "annex-i"})
    url = client.post("/api/v1/exports/", wanted, content_type="application/json")["Location"]

    assert client.delete(url).status_code == 204
    assert client.get(url).json()["state"] == "cancelled"
    assert client.delete(url).status_code == 409


@pytest.mark.parametrize("parties", [[], ["ZZZ"], ["XAA", "ZZZ"], ["X"] * 99])
def test_a_set_of_unknown_parties_is_no_scope(stage: Stage, parties: list[str]) -> None:
    with pytest.raises(NoSuchScope):
        find_scope("set", parties)


def test_all_parties_are_those_of_every_region_without_observers(stage: Stage) -> None:
    found = Scope(WORLD).parties().order_by("iso3").values_list("iso3", flat=True)

    assert list(found) == ["XAA", "XBB", "XCC", "XDD"]
