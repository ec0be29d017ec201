"""Compile the catalogues without the gettext programs."""

from typing import Any

from django.core.management.base import BaseCommand

from ldnportal.translations import catalogue_path, compile_catalogue, languages


class Command(BaseCommand):
    help = "Write the .mo file beside each .po file that has changed."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        paths = [catalogue_path(language) for language in languages()]
        changed = [path for path in paths if path.exists() and compile_catalogue(path)]
        self.stdout.write(f"{len(changed)} of {len(paths)} catalogues compiled.")
