"""A drill: the child misbehaves on request, so that tests and operators see the bounds hold.

`answer({"attempt": name, ...})` reports what happened, or does not live to do so.
"""

import ctypes
import os
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

_MIB = 1024 * 1024


def _outcome(action: Callable[[], Any]) -> dict[str, Any]:
    try:
        action()
    except OSError as error:
        return {"allowed": False, "reason": type(error).__name__}
    return {"allowed": True, "reason": ""}


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _c_result(result: int) -> dict[str, Any]:
    return {"allowed": result >= 0, "reason": os.strerror(ctypes.get_errno())}


def _python_open(request: dict[str, Any]) -> dict[str, Any]:
    return _outcome(lambda: Path(request["path"]).read_bytes())


def _c_open(request: dict[str, Any]) -> dict[str, Any]:
    return _c_result(int(_libc().open(request["path"].encode(), os.O_RDONLY)))


def _python_connect(request: dict[str, Any]) -> dict[str, Any]:
    return _outcome(lambda: socket.create_connection(("127.0.0.1", request["port"]), 1).close())


def _c_connect(request: dict[str, Any]) -> dict[str, Any]:
    libc = _libc()
    handle = int(libc.socket(socket.AF_INET, socket.SOCK_STREAM, 0))
    if handle < 0:
        return _c_result(handle)
    port = int(request["port"]).to_bytes(2, "big")
    address = int(socket.AF_INET).to_bytes(2, sys.byteorder) + port + b"\x7f\x00\x00\x01" + bytes(8)
    return _c_result(int(libc.connect(handle, address, len(address))))


def _write(request: dict[str, Any]) -> dict[str, Any]:
    return _outcome(lambda: Path(request["path"]).write_bytes(b"x" * int(request["bytes"])))


def _start_program(_: dict[str, Any]) -> dict[str, Any]:
    return _c_result(int(_libc().execve(b"/bin/true", None, None)))


def _fill_memory(_: dict[str, Any]) -> dict[str, Any]:
    held = []
    while True:
        held.append(bytearray(64 * _MIB))


def _spin(_: dict[str, Any]) -> dict[str, Any]:
    while True:
        pass


def _wait(_: dict[str, Any]) -> dict[str, Any]:
    time.sleep(3600)
    return {}


def _long_answer(request: dict[str, Any]) -> dict[str, Any]:
    return {"text": "x" * int(request["bytes"])}


def _crash(_: dict[str, Any]) -> dict[str, Any]:
    ctypes.string_at(0)
    return {}


def _flood(_: dict[str, Any]) -> dict[str, Any]:
    while True:
        os.write(2, b"x" * _MIB)


def _environment(_: dict[str, Any]) -> dict[str, Any]:
    return {"names": sorted(os.environ)}


_ATTEMPTS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "python_open": _python_open,
    "c_open": _c_open,
    "python_connect": _python_connect,
    "c_connect": _c_connect,
    "write": _write,
    "start_program": _start_program,
    "fill_memory": _fill_memory,
    "spin": _spin,
    "wait": _wait,
    "long_answer": _long_answer,
    "crash": _crash,
    "flood": _flood,
    "environment": _environment,
}


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """Attempt what is asked for and say whether it was allowed, and why not."""
    return _ATTEMPTS[request["attempt"]](request)
