"""Claiming, keeping and taking back of job rows, by compare-and-set.

Every update names the attempt it belongs to: a worker that was given up for dead and comes
back finds that its attempt is no longer the current one, and its writing changes nothing.
"""

import contextlib
import logging
import os
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection, models
from django.db.models import F
from django.utils import timezone

from indicators.models.jobs import Job, JobState

logger = logging.getLogger(__name__)


class JobLost(Exception):  # noqa: N818 - it says what happened, and is not an error
    """The row was cancelled, or taken back and given to another attempt."""


@dataclass(frozen=True)
class Claim:
    """One attempt at one job row."""

    model: type[Job]
    pk: Any
    attempt: int

    @property
    def rows(self) -> models.QuerySet[Any]:
        """The row, as long as it is still this attempt's."""
        return self.model._default_manager.filter(
            pk=self.pk, job_state=JobState.RUNNING, attempt=self.attempt
        )

    def beat(self, **fields: Any) -> None:
        """Say that the work goes on, and how far; raise JobLost when it is no longer ours."""
        if not self.rows.update(heartbeat_at=timezone.now(), **fields):
            raise JobLost

    def succeed(self, **fields: Any) -> None:
        self._end(JobState.SUCCEEDED, **fields)

    def fail(self, code: str, **params: Any) -> None:
        self._end(JobState.FAILED, error_code=code, error_params=params)

    def release(self) -> None:
        """Give the row back unfinished, so that it is tried again."""
        self.rows.update(job_state=JobState.QUEUED, claimed_by="", queued_at=timezone.now())

    def _end(self, state: JobState, /, **fields: Any) -> None:
        if not self.rows.update(job_state=state, finished_at=timezone.now(), **fields):
            raise JobLost


def worker_name() -> str:
    return f"{_machine()}:{os.getpid()}"


def _machine() -> str:
    """Name what process ids are unique within: two containers may share a host's name."""
    try:
        namespace = Path("/proc/self/ns/pid").stat().st_ino
    except OSError:
        namespace = 0
    return f"{socket.gethostname()}:{namespace}"


def claim(model: type[Job], pk: Any) -> Claim | None:
    """Take a queued row, or return None when somebody else has it or it is gone."""
    now = timezone.now()
    taken = model._default_manager.filter(pk=pk, job_state=JobState.QUEUED).update(
        job_state=JobState.RUNNING,
        attempt=F("attempt") + 1,
        claimed_by=worker_name(),
        started_at=now,
        heartbeat_at=now,
        error_code="",
        error_params={},
    )
    if not taken:
        return None
    attempt = model._default_manager.values_list("attempt", flat=True).get(pk=pk)
    return Claim(model, pk, attempt)


@contextlib.contextmanager
def heartbeat(
    job: Claim, *, say: Callable[[], dict[str, Any]] = dict, seconds: float | None = None
) -> Iterator[threading.Event]:
    """Beat from a thread while the work goes on; the event is set when the job is lost.

    `say` gives fields of the row to write with each beat, such as how far the work is.
    """
    lost, stop = threading.Event(), threading.Event()
    pause = settings.JOB_HEARTBEAT_SECONDS if seconds is None else seconds

    def keep_beating() -> None:
        while not stop.wait(pause):
            try:
                job.beat(**say())
            except JobLost:
                lost.set()
                break
            except DatabaseError as error:  # it may be back at the next beat
                logger.warning("A heartbeat of %s could not be written: %s", job, error)
                connection.close()
        connection.close()

    thread = threading.Thread(target=keep_beating, daemon=True)
    thread.start()
    try:
        yield lost
    finally:
        stop.set()
        thread.join()


def take_back_stale(model: type[Job]) -> int:
    """Queue again, or fail after too many attempts, the rows whose worker has fallen silent."""
    silent_since = timezone.now() - timedelta(seconds=settings.JOB_STALE_SECONDS)
    return _take_back(_running(model).filter(heartbeat_at__lt=silent_since))


def take_back_orphans(model: type[Job]) -> int:
    """The same for rows whose process on this machine is gone: no need to wait for silence."""
    here = f"{_machine()}:"
    names = _running(model).filter(claimed_by__startswith=here)
    dead = [
        name
        for name in names.values_list("claimed_by", flat=True).distinct()
        if not _is_alive(int(name.removeprefix(here)))
    ]
    return _take_back(_running(model).filter(claimed_by__in=dead)) if dead else 0


def _running(model: type[Job]) -> models.QuerySet[Any]:
    return model._default_manager.filter(job_state=JobState.RUNNING)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _take_back(rows: models.QuerySet[Any]) -> int:
    now = timezone.now()
    rows.filter(attempt__gte=settings.JOB_MAX_ATTEMPTS).update(
        job_state=JobState.FAILED,
        finished_at=now,
        error_code="worker_died",
        error_params={"attempts": settings.JOB_MAX_ATTEMPTS},
    )
    return rows.filter(attempt__lt=settings.JOB_MAX_ATTEMPTS).update(
        job_state=JobState.QUEUED, claimed_by="", queued_at=now
    )


def waiting(model: type[Job], *, seconds: float) -> models.QuerySet[Any]:
    """The queued rows that nobody has taken for `seconds`: the bell is rung for them again."""
    since = timezone.now() - timedelta(seconds=seconds)
    return model._default_manager.filter(job_state=JobState.QUEUED, queued_at__lt=since)
