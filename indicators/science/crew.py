"""Threads that share tasks on one machine; the first failure or a cancellation stops them all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from types import TracebackType

from indicators.science.errors import Cancelled

Cancel = Callable[[], bool]
Progress = Callable[[int, int, str], None]
Task = Callable[[], None]

LOOK_EVERY_SECONDS = 0.5


class Ticks:
    """Counts steps of one stage and tells the caller."""

    def __init__(self, progress: Progress | None, total: int, stage: str) -> None:
        self.done, self.total, self.stage, self.progress = 0, total, stage, progress

    def tick(self) -> None:
        """One more step is done."""
        self.done += 1
        if self.progress is not None:
            self.progress(self.done, self.total, self.stage)


class Crew:
    """A number of threads; use as a context manager."""

    def __init__(self, workers: int, cancelled: Cancel | None = None) -> None:
        self._pool = ThreadPoolExecutor(workers)
        self._cancelled = cancelled
        self._stopped = False

    def __enter__(self) -> Crew:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None
    ) -> None:
        self._stopped = self._stopped or kind is not None
        self._pool.shutdown(wait=True, cancel_futures=True)

    def stopping(self) -> bool:
        """Whether tasks should end early: the caller cancelled, or another task failed."""
        return self._stopped or (self._cancelled is not None and self._cancelled())

    def run(self, tasks: Sequence[Task], ticks: Ticks) -> None:
        """Run all tasks, in this order as threads become free, and wait for them.

        The first error stops the tasks that have not begun, and is raised once the others ended.
        Raises Cancelled if the caller asked for it.
        """
        waiting: set[Future[None]] = {self._pool.submit(task) for task in tasks}
        try:
            while waiting:
                done, waiting = wait(
                    waiting, timeout=LOOK_EVERY_SECONDS, return_when=FIRST_COMPLETED
                )
                if self._cancelled is not None and self._cancelled():
                    raise Cancelled
                for future in done:
                    future.result()
                    ticks.tick()
        except BaseException:
            self._stopped = True
            for future in waiting:
                future.cancel()
            wait(waiting)
            raise
