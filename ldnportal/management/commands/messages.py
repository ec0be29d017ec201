"""Gather the texts of the portal into the catalogues, and say what is not translated."""

import re
import shutil
from argparse import ArgumentParser
from contextlib import chdir
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.core.management.commands import makemessages

from ldnportal.translations import Gaps, catalogue_path, gaps_of, languages

IGNORED = [".venv/*", "var/*", "node_modules/*", "static/vendor/*", "staticfiles/*", "tests/*"]
_DATED = re.compile(rb'^"POT-Creation-Date:.*\n', re.MULTILINE)


class Command(BaseCommand):
    help = (
        "Gather the texts where GNU gettext is installed, and report what each language lacks. "
        "With --check only report."
    )

    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="report only, change nothing")
        parser.add_argument("--list", action="store_true", help="name each text that is missing")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        if not check:
            self._gather()
        for language in languages():
            if catalogue_path(language).exists():
                self._report(gaps_of(language), name_them=options["list"])
            else:
                self.stdout.write(f"{language}: there is no catalogue yet.")

    def _gather(self) -> None:
        if shutil.which("xgettext") is None:
            self.stdout.write("GNU gettext is not installed: the catalogues are left as they are.")
            return
        before = {path: _content(path) for path in map(catalogue_path, languages())}
        gatherer = makemessages.Command()
        # A text that only resembles another gets no translation rather than a wrong one.
        gatherer.msgmerge_options = [*gatherer.msgmerge_options, "--no-fuzzy-matching"]
        with chdir(settings.BASE_DIR):
            call_command(
                gatherer,
                locale=[path.parent.parent.name for path in before],
                ignore_patterns=IGNORED,
                no_obsolete=True,
                no_wrap=True,
                add_location="file",
                verbosity=0,
            )
        for path, content in before.items():
            _undate(path, content)

    def _report(self, gaps: Gaps, *, name_them: bool) -> None:
        self.stdout.write(
            f"{gaps.language}: {gaps.total} texts, {len(gaps.missing)} missing, "
            f"{len(gaps.fuzzy)} guessed."
        )
        if name_them:
            for text in (*gaps.missing, *gaps.fuzzy):
                self.stdout.write(f"  {text!r}")


def _content(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def _undate(path: Path, before: bytes) -> None:
    """Take back a change that is nothing but a new date."""
    after = path.read_bytes()
    if before and _DATED.sub(b"", before) == _DATED.sub(b"", after):
        path.write_bytes(before)
