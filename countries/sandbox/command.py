"""The command lines that start a child, plain or in bubblewrap."""

import os
import shutil
import subprocess
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from countries.sandbox import layout

# Without -S and with -I nothing of the user's site runs; the import path is ours, in order.
_START = "import sys; sys.path += {path!r}; from countries.sandbox.child import main; main()"
_FIRST_CHECK_SECONDS = 10


def python_command() -> list[str]:
    """Start the child in a bare interpreter: no site, no user packages, no byte code written."""
    path = [str(layout.PROJECT), *(str(folder) for folder in layout.package_folders())]
    return [str(layout.interpreter()), "-I", "-S", "-B", "-c", _START.format(path=path)]


def _system_binds() -> list[str]:
    arguments: list[str] = []
    for name in ("/usr", "/lib", "/lib64", "/lib32", "/bin"):
        path = Path(name)
        if path.is_symlink():
            arguments += ["--symlink", str(path.readlink()), name]
        elif path.is_dir():
            arguments += ["--ro-bind", name, name]
    return [*arguments, "--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache", "--dev", "/dev"]


def bubblewrap_command(
    inner: list[str],
    *,
    read: Iterable[Path],
    write: Path | None,
    environment: dict[str, str],
) -> list[str]:
    """Wrap `inner` in its own namespaces: no network, and only the named paths in the tree."""
    command = [_bubblewrap(), "--unshare-all", "--die-with-parent", "--cap-drop", "ALL"]
    command += ["--clearenv", *_system_binds()]
    for path in [*layout.code_folders(), *read]:
        if not path.is_relative_to("/usr"):
            command += ["--ro-bind", str(path), str(path)]
    if write is not None:
        command += ["--bind", str(write), str(write)]
    for name, value in environment.items():
        command += ["--setenv", name, value]
    return [*command, "--chdir", "/", "--", *inner]


def _bubblewrap() -> str:
    return shutil.which("bwrap") or "bwrap"


@cache
def bubblewrap_works() -> bool:
    """Whether bubblewrap is installed and this system lets it make namespaces (asked once)."""
    if shutil.which("bwrap") is None:
        return False
    command = [_bubblewrap(), "--unshare-all", "--ro-bind", "/", "/", "/bin/true"]
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command line
            command,
            capture_output=True,
            timeout=_FIRST_CHECK_SECONDS,
            env={"PATH": os.defpath},
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
