"""Making one export: claim the row, write the file, record what came of it."""

import contextlib
import hashlib
import logging
from dataclasses import dataclass
from datetime import timedelta
from threading import Event
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from countries import bell
from countries.actions.messages import tell
from countries.languages import worded
from indicators.jobs import Claim, JobLost, claim, heartbeat
from indicators.models import JobState
from indicators.science.storage import Storage, open_storage
from indicators.storage import location
from ldnportal.actions.exports import BELL
from ldnportal.exports.counting import counting
from ldnportal.exports.pdf_file import PdfUnavailable
from ldnportal.exports.region_files import FILES
from ldnportal.models import Export, Step
from ldnportal.regions.scope import NoSuchScope
from ldnportal.regions.summary import summarise

logger = logging.getLogger(__name__)
PROGRESS_SECONDS = 1.0
_FOLDER = "exports"
_CLEARED_A_SWEEP = 100
_ROWS_KEPT = 4  # times as long as the files


def storage() -> Storage:
    """Where finished files stand: seen by workers and web alike."""
    return open_storage(location(_FOLDER))


@dataclass
class Said:
    """How far the work is; a thread writes it down, so that no open cursor is disturbed."""

    lost: Event
    step: str = Step.SUM
    rows: int = 0

    def fields(self) -> dict[str, Any]:
        return {"step": self.step, "rows_done": self.rows}

    def count(self, more: int) -> None:
        """Note more rows; raise JobLost when the work has been cancelled or given to another."""
        self.rows += more
        self.stop_when_lost()

    def stop_when_lost(self) -> None:
        if self.lost.is_set():
            raise JobLost


def perform(pk: Any) -> None:
    """Make one export, if it still waits."""
    job = claim(Export, pk)
    if job is None:
        return
    export = Export.objects.select_related("cycle", "created_by").get(pk=pk)
    name = f"{export.pk}-{job.attempt}"
    try:
        made = _made(job, export, name)
        _keep(job, export, name, made)
    except JobLost:
        logger.info("The export %s was cancelled or taken away.", pk)
        storage().remove(name)
    except PdfUnavailable:
        _fail(job, export, "pdf_unavailable")
    except NoSuchScope:
        _fail(job, export, "no_such_scope")
    except Exception:
        logger.exception("The export %s, attempt %s, failed.", pk, job.attempt)
        storage().remove(name)
        _again(job, export)


Made = tuple[int, str, int]


def _made(job: Claim, export: Export, name: str) -> Made:
    """Write the file into the storage; return its size, its SHA-256 and its rows."""
    said = Said(Event())
    beat = heartbeat(job, say=said.fields, seconds=PROGRESS_SECONDS)
    with beat as said.lost, override(export.language), counting(said.count):
        summary = summarise(export.find_scope(), export.cycle)
        file = FILES[export.file]
        said.step = Step.LAY_OUT if file.format == "pdf" else Step.WRITE
        size, digest = 0, hashlib.sha256()
        with storage().writing(name) as path, path.open("wb") as out:
            for piece in file.chunks(summary):
                said.stop_when_lost()
                out.write(piece)
                digest.update(piece)
                size += len(piece)
            said.step = Step.KEEP
    return size, digest.hexdigest(), said.rows


def _keep(job: Claim, export: Export, name: str, made: Made) -> None:
    size, sha256, rows = made
    job.succeed(
        key=name,
        size=size,
        sha256=sha256,
        step=Step.KEEP,
        rows_done=rows,
        expires_at=timezone.now() + timedelta(days=settings.EXPORT_KEEP_DAYS),
    )
    for earlier in range(1, job.attempt):  # what killed attempts left
        storage().remove(f"{export.pk}-{earlier}")
    _tell(export, JobState.SUCCEEDED)


def _fail(job: Claim, export: Export, code: str) -> None:
    with contextlib.suppress(JobLost):
        job.fail(code, reference=str(export.pk))
        _tell(export, JobState.FAILED)


def _again(job: Claim, export: Export) -> None:
    """Try again what may pass by itself; fail what does not."""
    if job.attempt >= settings.JOB_MAX_ATTEMPTS:
        _fail(job, export, "unexpected")
        return
    job.release()
    bell.ring(BELL, str(job.pk))


_TEXTS = {
    JobState.SUCCEEDED: (
        _("Your download is ready: %(name)s"),
        _("The file can be downloaded for %(days)s days."),
    ),
    JobState.FAILED: (
        _("Your download could not be made: %(name)s"),
        _("Its page says what to do."),
    ),
}


def _tell(export: Export, state: JobState) -> None:
    """Write to the inbox of whoever asked, wherever they are by then."""
    if export.created_by is None:
        return
    subject, body = _TEXTS[state]
    tell(
        [export.created_by],
        subject=worded(subject, name=export.download_name),
        body=worded(body, days=settings.EXPORT_KEEP_DAYS),
        path=reverse("export_detail", args=[export.pk]),
        key=f"export-{export.pk}",
    )


def clear_old() -> int:
    """Remove files whose time is over and, long after, their rows; return how many files."""
    now = timezone.now()
    over = Export.objects.filter(expires_at__lt=now).exclude(key="")
    kept = storage()
    count = 0
    for export in over.order_by("expires_at")[:_CLEARED_A_SWEEP]:
        kept.remove(export.key)
        count += Export.objects.filter(pk=export.pk).update(key="")
    forgotten = now - timedelta(days=_ROWS_KEPT * settings.EXPORT_KEEP_DAYS)
    Export.objects.filter(key="", finished_at__lt=forgotten).delete()
    return count
