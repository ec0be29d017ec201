"""Belt and braces inside the child: Python's own audit hook.

It also covers systems whose kernel offers neither seccomp nor Landlock.
"""

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

_REFUSED_EVENTS = frozenset(
    {
        "os.exec",
        "os.fork",
        "os.forkpty",
        "os.posix_spawn",
        "os.spawn",
        "os.startfile",
        "os.system",
        "pty.spawn",
        "subprocess.Popen",
    }
)
_CHANGING_EVENTS = frozenset({"os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link"})
_WRITING_FLAGS = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class ForbiddenError(PermissionError):
    """The child tried to leave its bounds."""


def _inside(path: str, roots: tuple[str, ...]) -> bool:
    return any(path == root or path.startswith(root + os.sep) for root in roots)


def _as_text(path: Any) -> str | None:
    if isinstance(path, bytes):
        path = os.fsdecode(path)
    return os.path.realpath(path) if isinstance(path, str) else None


def _refuse_open(path: Any, flags: Any, read: tuple[str, ...], write: tuple[str, ...]) -> None:
    place = _as_text(path)
    if place is None or _inside(place, write):
        return
    writing = bool(isinstance(flags, int) and flags & _WRITING_FLAGS)
    if writing or not _inside(place, read):
        raise ForbiddenError(f"opening {Path(place).name} is not allowed here")


def install(read: Iterable[Path], write: Iterable[Path]) -> None:
    """From now on refuse sockets, other programs, and Python opens outside the given paths."""
    may_read = tuple(os.path.realpath(path) for path in read)
    may_write = tuple(os.path.realpath(path) for path in write)

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            _refuse_open(arguments[0], arguments[2], may_read, may_write)
        elif event.startswith("socket.") or event in _REFUSED_EVENTS:
            raise ForbiddenError(f"{event} is not allowed here")
        elif event in _CHANGING_EVENTS:
            _refuse_open(arguments[0], os.O_WRONLY, may_read, may_write)

    sys.addaudithook(watch)
