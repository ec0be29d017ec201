"""The bounds of a sandboxed child hold in both modes."""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest

from countries.sandbox import Limits, Refusal, SandboxMode, run_sandboxed
from countries.sandbox.command import bubblewrap_works
from tests.listening import listening

DRILL = "countries.sandbox.drill"
LIMITS = Limits(
    wall_seconds=5, cpu_seconds=1, memory_bytes=256 << 20, file_bytes=2 << 20, answer_bytes=1 << 20
)


@pytest.fixture(params=list(SandboxMode)[1:])
def mode(request: pytest.FixtureRequest) -> SandboxMode:
    if request.param is SandboxMode.BWRAP and not bubblewrap_works():
        pytest.skip("bubblewrap does not work here")
    return request.param


def drill(mode: SandboxMode, read: list[Path], write: Path | None, **request: Any) -> Any:
    return run_sandboxed(DRILL, request, read=read, write=write, limits=LIMITS, mode=mode)


@pytest.mark.parametrize("opener", ["python_open", "c_open"])
def test_a_child_reads_the_file_it_was_given(
    mode: SandboxMode, opener: str, tmp_path: Path
) -> None:
    given = tmp_path / "given"
    given.write_text("x")

    assert drill(mode, [given], None, attempt=opener, path=str(given))["allowed"]


@pytest.mark.parametrize("opener", ["python_open", "c_open"])
def test_a_child_reads_no_other_file(mode: SandboxMode, opener: str, tmp_path: Path) -> None:
    given, other = tmp_path / "given", tmp_path / "other"
    given.write_text("x")
    other.write_text("secret")

    assert not drill(mode, [given], None, attempt=opener, path=str(other))["allowed"]


@pytest.mark.parametrize("opener", ["python_open", "c_open"])
@pytest.mark.parametrize("place", ["/etc/passwd", "pyproject.toml", "ldnportal/__init__.py"])
def test_a_child_reads_neither_the_machine_nor_the_settings(
    mode: SandboxMode, opener: str, place: str
) -> None:
    path = Path(place) if place.startswith("/") else Path(__file__).parents[3] / place

    assert path.exists()
    assert not drill(mode, [], None, attempt=opener, path=str(path))["allowed"]


def test_a_link_does_not_lead_a_child_out(mode: SandboxMode, tmp_path: Path) -> None:
    folder, other = tmp_path / "folder", tmp_path / "other"
    folder.mkdir()
    other.write_text("secret")
    (folder / "link").symlink_to(other)

    for opener in ("python_open", "c_open"):
        seen = drill(mode, [], folder, attempt=opener, path=str(folder / "link"))
        assert not seen["allowed"]


def test_a_child_writes_only_below_its_folder(mode: SandboxMode, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()

    inside = drill(mode, [], folder, attempt="write", path=str(folder / "a"), bytes=10)
    outside = drill(mode, [], folder, attempt="write", path=str(tmp_path / "b"), bytes=10)

    assert inside["allowed"]
    assert not outside["allowed"]
    assert [path.name for path in folder.iterdir()] == ["a"]
    assert not (tmp_path / "b").exists()


def test_a_child_cannot_fill_the_disk(mode: SandboxMode, tmp_path: Path) -> None:
    outcome = drill(mode, [], tmp_path, attempt="write", path=str(tmp_path / "a"), bytes=9 << 20)

    assert not outcome["allowed"]
    assert (tmp_path / "a").stat().st_size <= LIMITS.file_bytes


@pytest.mark.parametrize("attempt", ["python_connect", "c_connect"])
def test_a_child_reaches_no_network(mode: SandboxMode, attempt: str) -> None:
    with listening() as listener:
        outcome = drill(mode, [], None, attempt=attempt, port=listener.port)

    assert not outcome["allowed"]
    assert listener.came == []


def test_a_child_starts_no_program(mode: SandboxMode) -> None:
    outcome = drill(mode, [], None, attempt="start_program")

    assert not outcome["allowed"]
    assert outcome["reason"] == "Operation not permitted"


def test_a_child_sees_nothing_of_the_parents_environment(
    mode: SandboxMode, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_KEY", "secret")

    names = drill(mode, [], None, attempt="environment")["names"]

    assert "SECRET_KEY" not in names
    assert {"GDAL_HTTP_PROXY", "GDAL_DISABLE_READDIR_ON_OPEN", "GDAL_PAM_ENABLED"} <= set(names)


@pytest.mark.parametrize(
    ("attempt", "code"),
    [
        ("spin", "out_of_time"),
        ("fill_memory", "out_of_memory"),
        ("crash", "crashed"),
        ("flood", "output_too_large"),
    ],
)
def test_every_bad_end_is_a_refusal(mode: SandboxMode, attempt: str, code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        drill(mode, [], None, attempt=attempt)

    assert refusal.value.code == code


def test_the_wall_clock_ends_a_child_that_only_waits(mode: SandboxMode) -> None:
    started = time.monotonic()
    short = Limits(wall_seconds=0.6, cpu_seconds=60)

    with pytest.raises(Refusal) as refusal:
        run_sandboxed(DRILL, {"attempt": "wait"}, read=[], write=None, limits=short, mode=mode)

    assert refusal.value.code == "out_of_time"
    assert time.monotonic() - started < 3


def test_what_tick_raises_ends_the_child_and_reaches_the_caller(mode: SandboxMode) -> None:
    class CancelledError(Exception):
        pass

    def cancel() -> None:
        raise CancelledError

    started = time.monotonic()
    with pytest.raises(CancelledError):
        run_sandboxed(
            DRILL, {"attempt": "spin"}, read=[], write=None, limits=LIMITS, mode=mode, tick=cancel
        )

    assert time.monotonic() - started < 0.9


def test_an_answer_larger_than_allowed_is_refused(mode: SandboxMode) -> None:
    with pytest.raises(Refusal) as refusal:
        drill(mode, [], None, attempt="long_answer", bytes=int(1.5 * (1 << 20)))

    assert refusal.value.code == "output_too_large"


def test_only_modules_of_this_project_run_in_a_child() -> None:
    with pytest.raises(ValueError, match="not a module of this project"):
        run_sandboxed("os.path", {}, read=[], write=None, limits=LIMITS)


def test_a_child_does_not_outlive_a_parent_that_is_killed(mode: SandboxMode) -> None:
    script = (
        "from countries.sandbox import *\n"
        f"limits = Limits(wall_seconds=60, cpu_seconds=60)\n"
        f"run_sandboxed({DRILL!r}, {{'attempt': 'wait'}}, read=[], write=None,"
        f" limits=limits, mode=SandboxMode({mode.value!r}))"
    )
    parent = psutil.Popen([sys.executable, "-c", script], cwd=Path(__file__).parents[3])
    _wait_for(lambda: parent.children(recursive=True))
    time.sleep(1)  # until the child waits
    children = parent.children(recursive=True)

    parent.kill()
    parent.wait()

    gone, alive = psutil.wait_procs(children, timeout=5)
    assert gone
    assert alive == []


def _wait_for(found: Callable[[], Any], seconds: float = 10) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if found():
            return
        time.sleep(0.02)
    raise AssertionError("it did not happen")


def test_nothing_of_a_child_is_left_running(mode: SandboxMode) -> None:
    with pytest.raises(Refusal):
        drill(mode, [], None, attempt="spin")

    commands = [" ".join(child.cmdline()) for child in psutil.Process().children(recursive=True)]
    assert not [command for command in commands if "countries.sandbox.child" in command]
