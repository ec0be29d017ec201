"""From an uploaded file to an `Arrival`: what it is by its content, read in the sandbox."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from countries.sandbox import Limits, Refusal, SandboxMode, run_sandboxed
from indicators.baseline.record import Record
from indicators.models import Report
from indicators.offline.arrival import Arrival
from indicators.offline.bounds import FILE_BYTES, MIB, FileProblem
from indicators.offline.filled_summary import read_summary
from indicators.offline.importers import read_workbook
from indicators.offline.scoped import read_scoped_tables

LIMITS = Limits(wall_seconds=30, cpu_seconds=20, memory_bytes=1024 * MIB, file_bytes=MIB)
_ZIP = b"PK\x03\x04"
_BLANK = b"\xef\xbb\xbf \t\r\n"


@dataclass(frozen=True)
class Upload:
    """An uploaded file on disk, and the name that it was sent under."""

    path: Path
    name: str


def read_upload(report: Report, upload: Upload) -> Arrival:
    """Read a file for a report. Raises Refusal; `sentences.refusal_sentence` has the words."""
    size = upload.path.stat().st_size
    if size > FILE_BYTES:
        size_mib = round(size / MIB, 1)
        raise Refusal(FileProblem.TOO_LARGE, size=size_mib, limit=FILE_BYTES // MIB)
    with upload.path.open("rb") as stream:
        start = stream.read(512)
    if start.startswith(_ZIP):
        return read_workbook(report, _in_sandbox("read_workbook", upload.path)["sheets"])
    if start.lstrip(_BLANK)[:1] in (b"{", b"["):
        return read_summary(Record.load(report), _in_sandbox("read_summary", upload.path))
    if b"\x00" not in start:
        return read_scoped_tables(report, upload.path)
    raise Refusal(FileProblem.UNKNOWN)


def _in_sandbox(module: str, path: Path) -> dict[str, Any]:
    path = path.resolve()
    return run_sandboxed(
        f"indicators.offline.{module}",
        {"path": str(path)},
        read=[path],
        write=None,
        limits=LIMITS,
        mode=SandboxMode(settings.SANDBOX_MODE),
    )
