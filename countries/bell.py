"""The bell: after commit, tell a worker that a row waits for it.

The row is the truth. A bell that a broken broker swallows is rung again by the sweeper, so a
broker that is down never fails the act that rang.
"""

import logging
from typing import Any

from celery import current_app
from django.db import transaction

logger = logging.getLogger(__name__)


def ring(task: Any, *args: Any) -> None:
    """Send `task`, a task or its name, with `args` once the transaction has been committed."""
    name = task if isinstance(task, str) else task.name
    transaction.on_commit(lambda: send(name, args))


def send(name: str, args: tuple[Any, ...]) -> None:
    """Put one message on the broker; log, and go on, when that fails."""
    try:
        current_app.send_task(name, args=args, retry=False)
    except Exception as error:  # noqa: BLE001 - each broker has errors of its own
        logger.warning("The bell for %s %s was not heard: %s", name, args, error)
