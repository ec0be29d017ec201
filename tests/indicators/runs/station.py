"""A real worker beside the test: its own processes and folders, the test's database and storage."""

import contextlib
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
from django.conf import settings
from django.db import connection

REPOSITORY = Path(__file__).resolve().parents[3]
PATIENCE_SECONDS = 180.0


@dataclass
class Station:
    """`manage.py portal_worker`, running."""

    supervisor: psutil.Process
    log: Path
    broker: Path
    queue: str

    def worker(self) -> psutil.Process:
        """The main process of the worker, as soon as it is there."""
        return wait_for(lambda: self._child("worker"), "a worker process")

    def clock(self) -> psutil.Process:
        return wait_for(lambda: self._child("beat"), "the clock's process")

    def pool(self) -> list[psutil.Process]:
        """The worker's child processes."""
        return wait_for(lambda: self.worker().children(), "the worker's children")

    def _child(self, kind: str) -> psutil.Process | None:
        for process in self.supervisor.children():
            with contextlib.suppress(psutil.Error):
                if kind in process.cmdline():
                    return process
        return None


@contextlib.contextmanager
def portal_worker(folder: Path, *, redis_url: str = "", **environment: str) -> Iterator[Station]:
    """Start the worker on the test's database; stop it and all it started at the end."""
    log = folder / "worker.log"
    settled = {**_environment(folder, redis_url), **environment}
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "portal_worker", "--concurrency", "2", "--grace", "20"],
            cwd=REPOSITORY,
            env={**os.environ, **settled},
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    broker = Path(settled["VAR_DIR"]) / "broker" / "queue"
    station = Station(psutil.Process(process.pid), log, broker, settled["QUEUE_NAME"])
    try:
        yield station
    finally:
        family = _family(station.supervisor)
        process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=30)
        for member in family:
            with contextlib.suppress(psutil.Error):
                member.kill()
        process.wait()


def _family(process: psutil.Process) -> list[psutil.Process]:
    with contextlib.suppress(psutil.Error):
        return [*process.children(recursive=True), process]
    return []


def _environment(folder: Path, redis_url: str) -> dict[str, str]:
    return {
        "VAR_DIR": str(folder / "var"),
        "DATABASE_URL": database_url(),
        "REDIS_URL": redis_url,
        "QUEUE_NAME": f"test-{uuid.uuid4().hex}",
        "STORAGE_URL": settings.STORAGE_URL,
        "RUN_CHUNK_PIXELS": str(settings.RUN_CHUNK_PIXELS),
        "RUN_TILE_PIXELS": str(settings.RUN_TILE_PIXELS),
        "JOB_HEARTBEAT_SECONDS": "1",
        "JOB_STALE_SECONDS": "6",
        "SECRET_KEY": "for a test",
        "EMAIL_URL": "dummy:",
        "PRODUCTION": "0",
        "DEBUG": "0",
    }


def database_url() -> str:
    """The address of the database of the running test."""
    at: dict[str, Any] = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{at['NAME']}"
    return f"postgres://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}/{at['NAME']}"


def wait_for(look: Callable[[], Any], what: str, seconds: float = PATIENCE_SECONDS) -> Any:
    """Look again and again until there is something to see."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with contextlib.suppress(psutil.Error):
            found = look()
            if found:
                return found
        time.sleep(0.05)
    raise AssertionError(f"{what} did not come within {seconds} s")
