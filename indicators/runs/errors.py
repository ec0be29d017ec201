"""What can go wrong with a run: from an exception to a code on the row, from there to words."""

import errno
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.models import Revision, RunChunk
from indicators.science.errors import EngineError, InputError, ManifestError
from indicators.storage import location

logger = logging.getLogger(__name__)

SENTENCES: Mapping[str, Promise | str] = {
    "input": gettext_lazy(
        "A raster could not be used: %(detail)s Upload it again or leave it out, and compute again."
    ),
    "choices": gettext_lazy(
        "What was chosen does not fit together: %(detail)s Change the choice and compute again."
    ),
    "engine": gettext_lazy("The computation stopped: %(detail)s"),
    "out_of_memory": gettext_lazy(
        "One part of the computation needed more than the %(mebibytes)s MiB of memory that it may "
        "use. Compute again; if it happens again, ask the administrator of this portal to lower "
        "RUN_CHUNK_PIXELS."
    ),
    "out_of_time": gettext_lazy(
        "One part of the computation took longer than %(seconds)s seconds and was stopped. Compute "
        "again; if it happens again, ask the administrator of this portal to lower "
        "RUN_CHUNK_PIXELS."
    ),
    "disk_full": gettext_lazy(
        "The disk of the portal is full, so the results could not be written. Nothing else was "
        "lost. Ask the administrator of this portal to make room, and compute again."
    ),
    "worker_died": gettext_lazy(
        "The same part of the computation ended its worker %(attempts)s times, so it was given "
        "up. An input may be damaged in a way that the upload did not notice: upload the rasters "
        "again, or compute with fewer of them to find out which one it is."
    ),
    "unexpected": gettext_lazy(
        "Something went wrong that the portal did not foresee. It has been recorded under the "
        "reference %(reference)s. Compute again; if it happens again, give the reference to the "
        "administrator of this portal."
    ),
}


@dataclass(frozen=True)
class Failure:
    """A code, its parameters, and whether trying again may help."""

    code: str
    params: dict[str, Any] = field(default_factory=dict)
    may_pass: bool = False


def failure_from(error: BaseException, step: RunChunk | Revision) -> Failure:
    """Put an exception into a code; what nobody foresaw goes to the log with its traceback."""
    if isinstance(error, SoftTimeLimitExceeded):
        return Failure("out_of_time", {"seconds": settings.JOB_TIME_LIMIT_SECONDS})
    if isinstance(error, MemoryError):
        return Failure("out_of_memory", {"mebibytes": settings.JOB_MEMORY_LIMIT_MIB})
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Failure("disk_full")
    if isinstance(error, EngineError):
        return Failure(_engine_code(error), {"detail": _with_titles(str(error), step)})
    logger.error("Step %s, attempt %s, failed.", step, step.attempt, exc_info=error)
    return Failure("unexpected", {"reference": f"{step.run_id}/{step.pk}"}, may_pass=True)


def _engine_code(error: EngineError) -> str:
    if isinstance(error, InputError):
        return "input"
    return "choices" if isinstance(error, ManifestError) else "engine"


def _with_titles(sentence: str, step: RunChunk | Revision) -> str:
    """Name rasters as people know them, not by where they stand in the storage."""
    for dataset in step.run.datasets.all():
        for name in (location(dataset.cog_key), dataset.cog_key):
            sentence = sentence.replace(name, f"“{dataset}”")
    return sentence


def sentence_for(code: str, params: Mapping[str, Any]) -> str:
    """Say in the reader's language what failed and what to do."""
    template = SENTENCES.get(code)
    if template is None:
        return _("The computation stopped (%(code)s). Compute again.") % {"code": code}
    return str(template) % params
