"""One attempt at a job, and what becomes of the job when the attempt does not come through."""

import contextlib
import logging
from collections.abc import Iterator

from django.conf import settings

from countries import bell
from indicators.jobs import Claim, JobLost
from indicators.science.errors import InputError

logger = logging.getLogger(__name__)
UNEXPECTED = "unexpected"


@contextlib.contextmanager
def attempt(job: Claim, *, task: str, refused: str) -> Iterator[None]:
    """Work inside this: what the work raises ends or releases the job, and goes no further.

    A job that was taken away is left alone. What the input makes impossible (InputError) fails it
    with the code `refused`. Anything else may pass by itself: the row is given back and the bell
    of `task` rung for it, until it was tried often enough.
    """
    try:
        yield
    except JobLost:
        logger.info("%s was taken away.", job)
    except InputError:
        logger.warning("%s cannot be done.", job, exc_info=True)
        _fail(job, refused)
    except Exception:
        logger.exception("%s failed.", job)
        _again(job, task)


def _fail(job: Claim, code: str) -> None:
    with contextlib.suppress(JobLost):
        job.fail(code)


def _again(job: Claim, task: str) -> None:
    if job.attempt >= settings.JOB_MAX_ATTEMPTS:
        _fail(job, UNEXPECTED)
        return
    job.release()
    bell.ring(task, job.pk)
