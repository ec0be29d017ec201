"""The child's side: take bounds upon itself, run one module, write one JSON answer.

Standard library only and no Django, so that it starts in milliseconds.
"""

import errno
import importlib
import json
import os
import resource
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from countries.sandbox import guard, kernel, layout
from countries.sandbox.refusal import Refusal, SandboxProblem

_DETAIL_LENGTH = 200
_GRACE_SECONDS = 5


def _limit_resources(limits: dict[str, float]) -> None:
    cpu = int(limits["cpu_seconds"])
    memory, file_bytes = int(limits["memory_bytes"]), int(limits["file_bytes"])
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 2))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, 256))
    # The parent ends us on time; this is for a parent that is no more.
    signal.alarm(int(limits["wall_seconds"]) + _GRACE_SECONDS)


def _close_the_doors(read: list[str], write: str | None) -> None:
    readable = [*layout.system_paths(), *layout.code_folders(), *(Path(path) for path in read)]
    # GDAL writes its warnings to CPL_LOG, which is /dev/null.
    writable = [Path("/dev/null"), *([Path(write)] if write else [])]
    kernel.keep_to_paths(readable, writable)
    kernel.forbid_sockets_and_programs()
    guard.install(readable, writable)


def _describe(error: BaseException) -> str:
    text = " ".join(str(error).split())
    return f"{type(error).__name__}: {text}"[:_DETAIL_LENGTH]


def _refusal_for(error: Exception) -> Refusal:
    if isinstance(error, OSError) and error.errno == errno.EFBIG:
        return Refusal(SandboxProblem.OUTPUT_TOO_LARGE)
    traceback.print_exception(error)  # to the parent's log: it may be a fault of ours
    return Refusal(SandboxProblem.UNREADABLE, detail=_describe(error))


def _answer(work: Callable[[dict[str, Any]], dict[str, Any]], request: dict[str, Any]) -> Any:
    try:
        return {"result": work(request)}
    except Refusal as refusal:
        return {"refusal": refusal.to_json()}
    except MemoryError:
        return {"refusal": Refusal(SandboxProblem.OUT_OF_MEMORY).to_json()}
    except guard.ForbiddenError as error:
        return {"refusal": Refusal(SandboxProblem.FORBIDDEN, detail=str(error)).to_json()}
    except Exception as error:  # noqa: BLE001 - damaged files raise plain Exception subclasses too
        return {"refusal": _refusal_for(error).to_json()}


def main() -> None:
    """Read the order from standard input, carry it out, write the answer to standard output."""
    kernel.die_with_parent()
    order = json.load(sys.stdin)
    if order["parent"] not in (None, os.getppid()):
        sys.exit(1)  # it died before we asked to die with it
    # C libraries may print to descriptor 1: the answer gets a descriptor that only we know.
    answer_channel = os.dup(1)
    os.dup2(2, 1)
    _limit_resources(order["limits"])
    _close_the_doors(order["read"], order["write"])
    work = importlib.import_module(order["module"]).answer
    text = json.dumps(_answer(work, order["request"]), allow_nan=False)
    with os.fdopen(answer_channel, "w", encoding="utf-8") as channel:
        channel.write(text)
