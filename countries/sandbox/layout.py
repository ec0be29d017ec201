"""Which folders a child needs to run our code at all: Python, its packages, our packages."""

import os
import sys
import sysconfig
from functools import cache
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]

# Only these two packages hold code that runs in the child. The project's root is never shown to
# it: settings, the embedded database and the uploads may lie there.
_OUR_PACKAGES = ("countries", "indicators")
_SYSTEM_FOLDERS = ("/usr", "/lib", "/lib64", "/lib32")
_SYSTEM_FILES = ("/etc/ld.so.cache", "/etc/localtime", "/dev/null", "/dev/urandom", "/dev/zero")


def interpreter() -> Path:
    """The real Python, outside any virtual environment."""
    base = getattr(sys, "_base_executable", None) or sys.executable
    return Path(base).resolve()


@cache
def package_folders() -> tuple[Path, ...]:
    """The site-packages folders, in the order of the import path."""
    paths = sysconfig.get_paths()
    known = {os.path.realpath(paths["purelib"]), os.path.realpath(paths["platlib"])}
    on_path = [os.path.realpath(entry) for entry in sys.path if entry.endswith("-packages")]
    return tuple(Path(entry) for entry in dict.fromkeys([*on_path, *sorted(known)]))


@cache
def code_folders() -> tuple[Path, ...]:
    """Every folder of code that the child may read."""
    ours = [PROJECT / name for name in _OUR_PACKAGES]
    return (Path(sys.base_prefix).resolve(), *package_folders(), *ours)


@cache
def system_paths() -> tuple[Path, ...]:
    """Shared libraries and devices that Python and GDAL need."""
    return tuple(Path(name) for name in (*_SYSTEM_FOLDERS, *_SYSTEM_FILES))
