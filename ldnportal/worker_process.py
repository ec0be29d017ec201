"""How the worker's processes treat their memory and the death of their parent.

Celery has the kernel kill a pool's children together with their parent, and so every piece of
work in progress would be lost with it. Here a child finishes the piece it has, records it, and
leaves. A piece that needs too much memory fails with a MemoryError, which becomes a sentence,
instead of having the machine kill whatever it likes.
"""

import ctypes
import logging
import os
import resource
import sys
import threading
import time
from typing import Any

from celery.signals import task_postrun, task_prerun, worker_process_init, worker_ready
from django.conf import settings

logger = logging.getLogger(__name__)
_PR_SET_PDEATHSIG = 1
_LOOK_SECONDS = 0.5
_at_work = threading.Lock()  # held while a task runs


def die_with_parent(signal_number: int) -> None:
    """Have the kernel send this process a signal when its parent dies; 0 for none. Linux only."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal_number)


@worker_process_init.connect
def prepare_child(**_kwargs: Any) -> None:
    """Set up a process of the pool."""
    limit_memory(settings.JOB_MEMORY_LIMIT_MIB)
    task_prerun.connect(_begin)
    task_postrun.connect(_end)
    die_with_parent(0)
    threading.Thread(target=_leave_when_orphaned, args=[os.getppid()], daemon=True).start()


def limit_memory(mebibytes: int) -> None:
    """Let this process have so much memory of its own and no more; 0 for no limit."""
    if mebibytes:
        _soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (mebibytes * 1024 * 1024, hard))


def _leave_when_orphaned(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK_SECONDS)
    logger.warning("The worker process %s is gone; its child %s leaves.", parent, os.getpid())
    # Holding the lock to the end, so that no task begins in between.
    _at_work.acquire(timeout=settings.JOB_TIME_LIMIT_SECONDS)
    os._exit(0)


def _begin(**_kwargs: Any) -> None:
    _at_work.acquire()


def _end(**_kwargs: Any) -> None:
    _at_work.release()


@worker_ready.connect
def sweep_at_start(**_kwargs: Any) -> None:
    """Look at once for what an earlier worker left behind."""
    from countries.bell import send

    send("indicators.tasks.sweep_jobs", (True,))
    send("ldnportal.tasks.sweep_exports", (True,))
