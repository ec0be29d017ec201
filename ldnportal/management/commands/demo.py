"""Serve a demonstration with fictional countries: `make demo`."""

import os
import signal
import socket
import subprocess
import sys
from argparse import ArgumentParser
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from ldnportal.demo.cast import SHOWN_ACCOUNTS
from ldnportal.demo.stage import set_stage

_TRIED_PORTS = 20


class Command(BaseCommand):
    help = "Set up fictional countries, compute their indicators, and serve until Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="first port to try")
        parser.add_argument("--no-serve", action="store_true", help="set up only")

    def handle(self, *args: Any, port: int, no_serve: bool, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This writes fictional countries into the database: set DEMO=1.")
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: sys.exit(0))
        self._say("Setting up the database ...")
        call_command("migrate", verbosity=0)
        with ExitStack() as stack:
            stack.callback(_stop, _start("manage.py", "portal_worker", log="worker.log"))
            passwords = set_stage(self._say)
            if no_serve:
                return
            server = self._serve(_free_port(port))
            stack.callback(_stop, server[0])
            self._print_accounts(server[1], passwords)
            server[0].wait()

    def _serve(self, port: int) -> tuple[subprocess.Popen[bytes], str]:
        address = f"127.0.0.1:{port}"
        process = _start(
            "-m", "gunicorn", "ldnportal.wsgi", "--bind", address, "--workers", "2",
            "--threads", "4", log="web.log",
        )  # fmt: skip
        return process, f"http://{address}/"

    def _print_accounts(self, url: str, passwords: dict[str, str]) -> None:
        self._say(f"\nThe portal is at {url}   (guided tour: {url}tour/)\n")
        for person in SHOWN_ACCOUNTS:
            secret = passwords[person.email]
            self._say(f"  {person.role.label!s:<28} {person.email:<38} {secret}")
        self._say("\nCtrl-C stops it.")

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()


def _start(*arguments: str, log: str) -> subprocess.Popen[bytes]:
    """Start Python in a session of its own, so that Ctrl-C reaches it through us only."""
    with (Path(settings.VAR_DIR) / log).open("ab") as output:
        return subprocess.Popen(  # noqa: S603 - the command line is ours
            [sys.executable, *arguments],
            cwd=settings.BASE_DIR,
            start_new_session=True,
            stdout=output,
            stderr=output,
        )


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=15)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)


def _free_port(first: int) -> int:
    """The first port from `first` on that nobody uses."""
    for port in range(first, first + _TRIED_PORTS):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port
    raise CommandError(f"Ports {first} to {first + _TRIED_PORTS - 1} are all in use.")
