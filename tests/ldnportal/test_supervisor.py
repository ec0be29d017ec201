"""Processes that are kept going, stopped together, and limited in their memory."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from ldnportal.supervisor import Kept

REPOSITORY = Path(__file__).resolve().parents[2]


def until(look: Callable[[], object], seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if look():
            return True
        time.sleep(0.05)
    return False


def test_a_process_that_dies_is_started_again_after_a_pause_that_grows() -> None:
    kept = Kept([sys.executable, "-c", "pass"], pause=0.05)
    kept.look()
    first = kept.process
    assert first is not None
    first.wait()

    kept.look()
    assert kept.process is None
    assert until(lambda: (kept.look(), kept.process)[1])

    assert kept.process is not first
    assert kept.pause > 0.05
    kept.kill_group()


def test_killing_a_group_takes_what_the_process_started_with_it() -> None:
    sleep = "import time; time.sleep(60)"
    code = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {sleep!r}]); {sleep}"
    kept = Kept([sys.executable, "-c", code])
    kept.look()
    assert kept.process is not None
    parent = psutil.Process(kept.process.pid)
    assert until(parent.children)
    [child] = parent.children()

    kept.kill_group()

    assert until(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE)


def supervise(grace: float, command: str) -> subprocess.Popen[bytes]:
    code = f"""
        import sys
        from ldnportal.supervisor import Supervisor
        Supervisor([[sys.executable, "-c", {command!r}]], grace_seconds={grace}).run()
    """
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "ldnportal.settings"}
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code)], cwd=REPOSITORY, env=environment
    )


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_everything(number: signal.Signals) -> None:
    supervisor = supervise(10, "import time; time.sleep(60)")
    process = psutil.Process(supervisor.pid)
    assert until(process.children, 20)
    [child] = process.children()

    supervisor.send_signal(number)

    assert supervisor.wait(timeout=10) == 0
    assert not child.is_running()


def test_what_does_not_stop_in_time_is_killed() -> None:
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
    supervisor = supervise(0.5, deaf)
    process = psutil.Process(supervisor.pid)
    assert until(process.children, 20)
    time.sleep(0.5)  # until it has stopped listening

    supervisor.terminate()

    assert supervisor.wait(timeout=10) == 0


@pytest.mark.skipif(sys.platform != "linux", reason="asks the Linux kernel")
def test_the_processes_stop_when_the_supervisor_is_killed() -> None:
    supervisor = supervise(10, "import time; time.sleep(60)")
    process = psutil.Process(supervisor.pid)
    assert until(process.children, 20)
    [child] = process.children()

    supervisor.kill()
    supervisor.wait()

    assert until(lambda: not child.is_running())


def test_a_process_that_needs_too_much_memory_gets_an_error_it_can_tell() -> None:
    code = """
        from ldnportal.worker_process import limit_memory
        limit_memory(256)
        try:
            bytearray(1 << 30)
        except MemoryError:
            print("refused")
    """
    answer = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        cwd=REPOSITORY,
        capture_output=True,
        check=True,
        text=True,
    )

    assert answer.stdout.strip() == "refused"
