"""Keep a few processes going: start them, start them again when they die, stop them together."""

import logging
import os
import signal
import subprocess
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from ldnportal.worker_process import die_with_parent

logger = logging.getLogger(__name__)
_LOOK_SECONDS = 0.2
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0
_STEADY_SECONDS = 60.0


@dataclass
class Kept:
    """One command, its process, and the pause before it is started again."""

    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = _FIRST_PAUSE
    due: float = field(default=0.0)

    def start(self) -> None:
        """Start in a process group of its own, which is told when the supervisor dies."""
        self.started = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 - the command line is ours
            self.command,
            start_new_session=True,
            preexec_fn=lambda: die_with_parent(signal.SIGTERM),  # noqa: PLW1509 - one thread
        )

    def look(self) -> None:
        """Notice a death, and start again after a pause that grows while it dies quickly."""
        now = time.monotonic()
        if self.process is not None and self.process.poll() is not None:
            logger.warning("%s ended with %s.", self.command, self.process.returncode)
            if now - self.started > _STEADY_SECONDS:
                self.pause = _FIRST_PAUSE
            self.due, self.process = now + self.pause, None
            self.pause = min(2 * self.pause, _LONGEST_PAUSE)
        if self.process is None and now >= self.due:
            self.start()

    def stop(self, number: int) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)

    def kill_group(self) -> None:
        """End the process and all that it started."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


class Supervisor:
    """Runs commands until it is told to stop by SIGTERM or SIGINT."""

    def __init__(self, commands: Sequence[Sequence[str]], *, grace_seconds: float = 60) -> None:
        self.kept = [Kept(command) for command in commands]
        self.grace_seconds = grace_seconds
        self._stop, self._hurry = threading.Event(), threading.Event()

    def run(self) -> None:
        """Return when everything has been stopped. A second signal ends it without grace."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)
        while not self._stop.wait(_LOOK_SECONDS):
            for kept in self.kept:
                kept.look()
        self._stop_all()

    def _on_signal(self, _number: int, _frame: object) -> None:
        (self._hurry if self._stop.is_set() else self._stop).set()

    def _stop_all(self) -> None:
        for kept in self.kept:
            kept.stop(signal.SIGTERM)
        deadline = time.monotonic() + self.grace_seconds
        while time.monotonic() < deadline and not self._hurry.wait(_LOOK_SECONDS):
            if all(kept.process is None or kept.process.poll() is not None for kept in self.kept):
                break
        for kept in self.kept:
            kept.kill_group()
