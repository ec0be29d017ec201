"""What the Linux kernel can take away from a process for good, without any privilege.

Python's audit hook sees only what Python opens; GDAL and its libraries are C. Two kernel
facilities hold for them as well: seccomp (here: no new sockets, no other programs) and Landlock
(here: no path but the given ones). Both are asked for and used where they exist.
"""

import ctypes
import os
import platform
import struct
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

_PR_SET_PDEATHSIG, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 22, 38
_SECCOMP_MODE_FILTER = 2
_SIGKILL = 9

# Audit architecture; numbers of socket, execve, execveat, ptrace. io_uring can open sockets too
# and has the same number everywhere.
_IO_URING_SETUP = 425
_FORBIDDEN_CALLS: dict[str, tuple[int, tuple[int, ...]]] = {
    "x86_64": (0xC000003E, (41, 59, 322, 101, _IO_URING_SETUP)),
    "aarch64": (0xC00000B7, (198, 221, 281, 117, _IO_URING_SETUP)),
}
_X32_BIT = 0x40000000

_LOAD, _JUMP_EQUAL, _JUMP_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _NOT_PERMITTED = 0x7FFF0000, 0x00050001  # SECCOMP_RET_ERRNO | EPERM

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_READ_FILE, _READ_DIR = 1 << 2, 1 << 3
_WRITE_FILE, _TRUNCATE = 1 << 1, 1 << 14
_ALL_RIGHTS_BY_VERSION = {1: (1 << 13) - 1, 2: (1 << 14) - 1}
_ALL_RIGHTS_NOW = (1 << 15) - 1
_FILE_RIGHTS = _READ_FILE | _WRITE_FILE | _TRUNCATE
_MAKE_AND_REMOVE = (1 << 4) | (1 << 5) | (1 << 7) | (1 << 8)


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _prctl(*arguments: int) -> bool:
    longs = [ctypes.c_ulong(argument) for argument in arguments]
    return bool(_libc().prctl(*longs) == 0)


def die_with_parent() -> None:
    """Ask the kernel to kill this process when its parent ends (Linux only)."""
    if sys.platform == "linux":
        _prctl(_PR_SET_PDEATHSIG, _SIGKILL, 0, 0, 0)


def _filter_program(architecture: int, calls: tuple[int, ...]) -> bytes:
    def step(code: int, yes: int, no: int, value: int) -> bytes:
        return struct.pack("HBBI", code, yes, no, value)

    to_refusal = len(calls) + 1
    program = [
        step(_LOAD, 0, 0, 4),  # seccomp_data.arch
        step(_JUMP_EQUAL, 0, to_refusal + 2, architecture),
        step(_LOAD, 0, 0, 0),  # seccomp_data.nr
        step(_JUMP_AT_LEAST, to_refusal, 0, _X32_BIT),
    ]
    program += [step(_JUMP_EQUAL, len(calls) - i, 0, call) for i, call in enumerate(calls)]
    program += [step(_RETURN, 0, 0, _ALLOW), step(_RETURN, 0, 0, _NOT_PERMITTED)]
    return b"".join(program)


def forbid_sockets_and_programs() -> bool:
    """Make every later `socket`, `execve`, `ptrace` and `io_uring_setup` fail with EPERM.

    Returns whether the kernel agreed; False on other systems and processors.
    """
    known = _FORBIDDEN_CALLS.get(platform.machine())
    if sys.platform != "linux" or known is None:
        return False
    program = _filter_program(*known)
    code = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(code))
    buffer = ctypes.create_string_buffer(header, len(header))
    return _prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) and _prctl(
        _PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.addressof(buffer)
    )


def _landlock_version() -> int:
    if sys.platform != "linux":
        return 0
    version = _libc().syscall(_CREATE_RULESET, None, 0, 1)
    return max(0, int(version))


def _allow(ruleset: int, path: Path, rights: int) -> None:
    with suppress(FileNotFoundError):
        handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
        try:
            if not path.is_dir():
                rights &= _FILE_RIGHTS
            rule = ctypes.create_string_buffer(struct.pack("=Qi", rights, handle), 12)
            _libc().syscall(_ADD_RULE, ruleset, 1, rule, 0)
        finally:
            os.close(handle)


def keep_to_paths(read: Iterable[Path], write: Iterable[Path]) -> bool:
    """Deny this process every path that is not below one of the given ones (Landlock).

    Returns whether the kernel agreed; False where Landlock is missing.
    """
    version = _landlock_version()
    if not version:
        return False
    handled = _ALL_RIGHTS_BY_VERSION.get(version, _ALL_RIGHTS_NOW)
    attributes = ctypes.create_string_buffer(struct.pack("=Q", handled), 8)
    ruleset = int(_libc().syscall(_CREATE_RULESET, attributes, 8, 0))
    if ruleset < 0:
        return False
    reading = _READ_FILE | _READ_DIR
    for path in read:
        _allow(ruleset, path, reading)
    for path in write:
        _allow(ruleset, path, (reading | _WRITE_FILE | _TRUNCATE | _MAKE_AND_REMOVE) & handled)
    _prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    agreed = _libc().syscall(_RESTRICT_SELF, ruleset, 0) == 0
    os.close(ruleset)
    return agreed
