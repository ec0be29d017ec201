"""The parent's side: start the child, watch it, and turn its end into an answer or a refusal."""

import json
import logging
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from countries.sandbox import command as commands
from countries.sandbox.environment import child_environment
from countries.sandbox.limits import Limits, SandboxMode
from countries.sandbox.refusal import Refusal, SandboxProblem

logger = logging.getLogger(__name__)

_LOOK_SECONDS = 0.02
_TICK_SECONDS = 1.0
_LOG_BYTES = 4096
_SIGNALS_OF_TIME = frozenset({signal.SIGXCPU})
_OUR_PACKAGES = ("countries.", "indicators.")


class SandboxUnavailableError(RuntimeError):
    """Bubblewrap was asked for by name and does not work here."""


def run_sandboxed(
    module: str,
    request: dict[str, Any],
    *,
    read: Sequence[Path],
    write: Path | None,
    limits: Limits,
    mode: SandboxMode = SandboxMode.AUTO,
    tick: Callable[[], None] | None = None,
) -> dict[str, Any]:
    """Run `answer(request)` of one of our modules in a limited child and return its answer.

    The child may read the files in `read`, write below the folder `write`, and nothing else.
    `tick` is called about once a second while it works; what it raises ends the child.
    Raises `Refusal` for every end but an answer, and `SandboxUnavailableError` when bubblewrap
    is asked for by name and does not work.
    """
    if not module.startswith(_OUR_PACKAGES):
        raise ValueError(f"{module} is not a module of this project")
    request = _with_real_paths(request, [*read, *([write] if write else [])])
    read = [Path(path).resolve() for path in read]
    write = Path(write).resolve() if write else None
    order: dict[str, Any] = {
        "module": module,
        "request": request,
        "read": [str(path) for path in read],
        "write": str(write) if write else None,
        "limits": limits.to_json(),
    }
    command = _command(mode, read, write)
    # Process numbers mean nothing across namespaces; bubblewrap watches for itself there.
    order["parent"] = os.getpid() if command == commands.python_command() else None
    with tempfile.TemporaryFile() as stdin, tempfile.TemporaryFile() as stdout:
        stdin.write(json.dumps(order, allow_nan=False).encode())
        stdin.seek(0)
        with tempfile.TemporaryFile() as stderr:
            process = _start(command, child_environment(write), stdin, stdout, stderr)
            _watch(process, stdout, stderr, limits, tick)
            _log(module, process.returncode, stderr)
        return _read_answer(process.returncode, stdout, limits)


def _with_real_paths(request: dict[str, Any], given: Sequence[Path]) -> dict[str, Any]:
    """Name the real places in the request too: links that lead there are not in the sandbox."""
    real = {str(path): str(Path(path).resolve()) for path in given}
    return {
        key: real.get(value, value) if isinstance(value, str) else value
        for key, value in request.items()
    }


def _command(mode: SandboxMode, read: list[Path], write: Path | None) -> list[str]:
    plain = commands.python_command()
    if mode is SandboxMode.BWRAP and not commands.bubblewrap_works():
        raise SandboxUnavailableError("bubblewrap is not installed, or may not make namespaces")
    if mode is SandboxMode.RLIMITS or not commands.bubblewrap_works():
        return plain
    return commands.bubblewrap_command(
        plain, read=read, write=write, environment=child_environment(write)
    )


def _start(
    command: list[str],
    environment: dict[str, str],
    stdin: IO[bytes],
    stdout: IO[bytes],
    stderr: IO[bytes],
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - the command line is ours; the file is data
        command,
        stdin=stdin,
        stdout=stdout,
        stderr=stderr,
        env=environment,
        cwd="/",
        start_new_session=True,
    )


def _watch(
    process: subprocess.Popen[bytes],
    stdout: IO[bytes],
    stderr: IO[bytes],
    limits: Limits,
    tick: Callable[[], None] | None,
) -> None:
    started = next_tick = time.monotonic()
    try:
        while not _has_ended(process):
            now = time.monotonic()
            if now - started > limits.wall_seconds:
                raise Refusal(SandboxProblem.OUT_OF_TIME, seconds=round(limits.wall_seconds))
            if _size(stdout) + _size(stderr) > limits.answer_bytes:
                raise Refusal(SandboxProblem.OUTPUT_TOO_LARGE)
            if tick is not None and now >= next_tick:
                next_tick = now + _TICK_SECONDS
                tick()
    finally:
        _end(process)


def _has_ended(process: subprocess.Popen[bytes]) -> bool:
    with suppress(subprocess.TimeoutExpired):
        process.wait(timeout=_LOOK_SECONDS)
        return True
    return False


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _size(stream: IO[bytes]) -> int:
    return os.fstat(stream.fileno()).st_size


def _log(module: str, code: int, stderr: IO[bytes]) -> None:
    if code != 0 or _size(stderr):
        stderr.seek(max(0, _size(stderr) - _LOG_BYTES))
        logger.warning("%s ended with %s: %s", module, code, stderr.read().decode(errors="replace"))


def _read_answer(code: int, stdout: IO[bytes], limits: Limits) -> dict[str, Any]:
    if code != 0:
        raise _refusal_for_end(code, limits)
    if _size(stdout) > limits.answer_bytes:
        raise Refusal(SandboxProblem.OUTPUT_TOO_LARGE)
    stdout.seek(0)
    try:
        answer = json.load(stdout)
        if "refusal" in answer:
            raise Refusal.from_json(answer["refusal"])
        result = answer["result"]
    except (ValueError, TypeError, KeyError) as error:
        raise Refusal(SandboxProblem.CRASHED, signal="") from error
    if not isinstance(result, dict):
        raise Refusal(SandboxProblem.CRASHED, signal="")
    return result


def _refusal_for_end(code: int, limits: Limits) -> Refusal:
    # Bubblewrap reports a child killed by signal n as 128 + n.
    number = -code if code < 0 else code - 128
    if number in _SIGNALS_OF_TIME:
        return Refusal(SandboxProblem.OUT_OF_TIME, seconds=limits.cpu_seconds)
    if number == signal.SIGKILL:
        return Refusal(SandboxProblem.OUT_OF_MEMORY)
    name = signal.Signals(number).name if number in signal.valid_signals() else ""
    return Refusal(SandboxProblem.CRASHED, signal=name)
