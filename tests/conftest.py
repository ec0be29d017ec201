"""Fixtures for all tests: a blocked network, a storage of their own, and people in their roles."""

import ctypes.util
import ipaddress
import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
SHARED_DATA = REPOSITORY.parent / "shared" / "data"
IN_CI = bool(os.environ.get("CI"))
PDF_LIBRARIES = ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset")


def _is_local(address: Any) -> bool:
    if not isinstance(address, tuple):
        return True  # a UNIX socket
    host = str(address[0])
    if host in ("", "localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True, scope="session")
def only_this_machine() -> Iterator[None]:
    """Fail any test that connects to another host."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if not _is_local(address):
            raise AssertionError(f"A test tried to reach {address}.")
        connect(self, address)

    socket.socket.connect = guarded  # type: ignore[method-assign]
    yield
    socket.socket.connect = connect  # type: ignore[method-assign]


@pytest.fixture(autouse=True, scope="session")
def every_page_is_guarded() -> Iterator[None]:
    """Fail any test that is served a page with something inline, or without its headers."""
    from django.test import Client

    from tests.page_guard import guarded

    request = Client.request
    Client.request = guarded(request)  # type: ignore[method-assign]
    yield
    Client.request = request  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def own_folders(settings: Any, tmp_path: Path) -> None:
    """Give each test its own storage and cache, and sign-in hashing that is quick."""
    settings.VAR_DIR = tmp_path / "var"
    settings.STORAGE_URL = str(tmp_path / "storage")
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.WHITENOISE_AUTOREFRESH = True  # static files are looked up, not listed at each start
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "LOCATION": str(tmp_path),
        }
    }


def _missing() -> dict[str, str]:
    """What this machine lacks: the mark of the tests that need it, and the reason to give."""
    missing = {}
    if not SHARED_DATA.is_dir():
        missing["realdata"] = "the shared real rasters are not beside this checkout"
    if shutil.which("chromium") is None:
        missing["browser"] = "Debian's chromium is not installed (apt-get install chromium)"
    if not all(map(ctypes.util.find_library, PDF_LIBRARIES)):
        missing["pdf"] = (
            "WeasyPrint's libraries are not installed"
            " (apt-get install libpangoft2-1.0-0 libharfbuzz-subset0)"
        )
    return missing


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip by name what this machine cannot run; in CI nothing may be skipped for that."""
    if IN_CI:
        return
    for mark, reason in _missing().items():
        skip = pytest.mark.skip(reason=reason)
        for item in items:
            if mark in item.keywords:
                item.add_marker(skip)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real rasters; their absence in CI is a failure, not a skip."""
    assert SHARED_DATA.is_dir(), "the shared real rasters are missing"
    return SHARED_DATA
