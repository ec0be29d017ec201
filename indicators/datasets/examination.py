"""One dataset's examination: claim the row, run the sandboxed child, record what came of it."""

import contextlib
import logging
import shutil
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from countries import bell
from countries.models import Boundary
from countries.sandbox import Limits, Refusal, SandboxMode, SandboxProblem, run_sandboxed
from indicators.datasets.arriving import arrived_from, put_away, throw_away
from indicators.datasets.legends import adopt_legend
from indicators.datasets.notices import Ending, tell_of_end
from indicators.ingest.report import Report, plain_number
from indicators.jobs import Claim, JobLost, claim, heartbeat
from indicators.models import Dataset
from indicators.science.storage import open_storage
from indicators.storage import location

logger = logging.getLogger(__name__)

BELL = "indicators.tasks.examine_dataset"
CHILD = "indicators.ingest.examine"
COG_NAME = "clean.tif"
_MEMORY_BYTES = 2 << 30
_SMALLEST_FILE_BYTES = 2 << 30
_COPY_FACTOR = 6  # the clean copy of a file packed better than we pack
_SLOWEST_BYTES_A_SECOND = 200_000
_FEWEST_SECONDS = 300


def perform(pk: Any) -> None:
    """Examine one dataset, if it still waits."""
    job = claim(Dataset, pk)
    if job is None:
        return
    dataset = Dataset.objects.select_related("party__boundary", "uploaded_by").get(pk=pk)
    try:
        with heartbeat(job) as lost, _scratch(dataset) as folder:
            report = _examined(dataset, folder, lost)
            _keep(job, dataset, report, folder)
    except JobLost:
        logger.info("The examination of %s was taken away.", pk)
        throw_away(_cog_key(dataset, job.attempt))
    except Refusal as refusal:
        _refuse(job, dataset, refusal)
    except Exception:
        logger.exception("The examination of %s, attempt %s, failed.", pk, job.attempt)
        throw_away(_cog_key(dataset, job.attempt))
        _settle(job, dataset)


def limits_for(size: int) -> Limits:
    """Bounds of one examination, for the size of the upload in bytes."""
    most = settings.JOB_TIME_LIMIT_SECONDS - 30
    seconds = min(most, _FEWEST_SECONDS + size // _SLOWEST_BYTES_A_SECOND)
    return Limits(
        wall_seconds=seconds,
        cpu_seconds=seconds,
        memory_bytes=_MEMORY_BYTES,
        file_bytes=max(_SMALLEST_FILE_BYTES, _COPY_FACTOR * size),
    )


@contextlib.contextmanager
def _scratch(dataset: Dataset) -> Iterator[Path]:
    """A folder of this attempt's own; what a killed attempt left is swept away first."""
    prefix = f"examine-{dataset.pk}-"
    base = Path(settings.FILE_UPLOAD_TEMP_DIR)
    for left in base.glob(f"{prefix}*"):
        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=prefix, dir=base) as folder:
        yield Path(folder).resolve()


def _examined(dataset: Dataset, folder: Path, lost: threading.Event) -> Report:
    def stop_when_lost() -> None:
        if lost.is_set():
            raise JobLost

    parent, _, name = dataset.upload_key.rpartition("/")
    with open_storage(location(parent)).reading(name) as path:
        answer = run_sandboxed(
            CHILD,
            _order(dataset, Path(path).resolve(), folder),
            read=[Path(path)],
            write=folder,
            limits=limits_for(dataset.size),
            mode=SandboxMode(settings.SANDBOX_MODE),
            tick=stop_when_lost,
        )
    try:
        return Report.from_json(answer)
    except (TypeError, KeyError) as error:
        raise Refusal(SandboxProblem.CRASHED, signal="") from error


def _order(dataset: Dataset, path: Path, folder: Path) -> dict[str, Any]:
    boundary = Boundary.objects.filter(party=dataset.party_id).first()
    return {
        "path": str(path),
        "folder": str(folder),
        "kind": dataset.kind,
        "filename": dataset.original_name,
        "outline": boundary.geometry if boundary else None,
    }


def _cog_key(dataset: Dataset, attempt: int) -> str:
    """Each attempt writes a file of its own: a late one cannot replace what another recorded."""
    return f"datasets/{dataset.party.iso3}/{dataset.pk}-{attempt}.tif"


def _keep(job: Claim, dataset: Dataset, report: Report, folder: Path) -> None:
    for earlier in range(1, job.attempt):
        throw_away(_cog_key(dataset, earlier))
    cog = arrived_from(folder / COG_NAME)  # measured here: the child is not to be believed
    key = _cog_key(dataset, job.attempt)
    put_away(cog, key)
    with transaction.atomic():
        job.succeed(
            state=Dataset.State.ACCEPTED,
            found=report.to_json(),
            cog_key=key,
            cog_size=cog.size,
            cog_sha256=cog.sha256,
            upload_key="",
            **_proposals(dataset, report),
        )
        _supersede(dataset)
        adopt_legend(Dataset.objects.get(pk=dataset.pk))
        tell_of_end(dataset, Ending.ACCEPTED)
        transaction.on_commit(lambda: throw_away(dataset.upload_key))


def _supersede(dataset: Dataset) -> None:
    """The version before steps back now that this one has been accepted."""
    if dataset.supersedes_id:
        Dataset.objects.filter(pk=dataset.supersedes_id, superseded_at__isnull=True).update(
            superseded_at=timezone.now()
        )


def _proposals(dataset: Dataset, report: Report) -> dict[str, Any]:
    """What was found, for the fields that nobody has filled in."""
    fields: dict[str, Any] = {}
    if dataset.first_year is None and report.years and _in_a_row(report.years):
        fields |= {"first_year": report.years[0], "last_year": report.years[-1]}
    if not dataset.fill_values:
        fields["fill_values"] = [plain_number(fill.value) for fill in report.fills]
    if dataset.scale is None and report.scale is not None and report.scale > 0:
        fields["scale"] = report.scale
    return fields


def _in_a_row(years: list[int]) -> bool:
    return years == list(range(years[0], years[0] + len(years)))


def _refuse(job: Claim, dataset: Dataset, refusal: Refusal) -> None:
    with contextlib.suppress(JobLost), transaction.atomic():
        job.succeed(
            state=Dataset.State.REFUSED,
            error_code=refusal.code,
            error_params=refusal.params,
            upload_key="",
        )
        tell_of_end(dataset, Ending.REFUSED)
        transaction.on_commit(lambda: throw_away(dataset.upload_key))


def _settle(job: Claim, dataset: Dataset) -> None:
    """Try again what may pass by itself; fail what does not."""
    if job.attempt < settings.JOB_MAX_ATTEMPTS:
        job.release()
        bell.ring(BELL, str(dataset.pk))
        return
    with contextlib.suppress(JobLost), transaction.atomic():
        job.fail("unexpected", reference=str(dataset.pk))
        tell_of_end(dataset, Ending.FAILED)
