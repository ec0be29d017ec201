"""The catalogues of the portal's texts: where they are, what is missing, and compiling them."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation import to_locale


@dataclass(frozen=True)
class Gaps:
    """The texts of one language that are not translated, or only guessed."""

    language: str
    total: int
    missing: tuple[str, ...]
    fuzzy: tuple[str, ...]


def languages() -> list[str]:
    """Codes of the languages that need a catalogue: all but the one the texts are written in."""
    return [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


def catalogue_path(language: str) -> Path:
    folder = Path(settings.LOCALE_PATHS[0]) / to_locale(language)
    return folder / "LC_MESSAGES" / "django.po"


def read_catalogue(path: Path) -> Catalog:
    with path.open("rb") as lines:
        return read_po(lines, abort_invalid=True)


def compile_catalogue(path: Path) -> bool:
    """Write the .mo beside a .po and return whether it changed; guessed texts are left out."""
    compiled = BytesIO()
    write_mo(compiled, read_catalogue(path))
    target = path.with_suffix(".mo")
    if target.exists() and target.read_bytes() == compiled.getvalue():
        return False
    # Another process may be reading the old one: put the new one in its place in one step.
    beside = target.with_suffix(".mo.new")
    beside.write_bytes(compiled.getvalue())
    beside.replace(target)
    return True


def gaps_of(language: str) -> Gaps:
    """Find what a language lacks."""
    texts = list(_texts(read_catalogue(catalogue_path(language))))
    return Gaps(
        language=language,
        total=len(texts),
        missing=tuple(_key(text) for text in texts if not text.fuzzy and not _is_whole(text)),
        fuzzy=tuple(_key(text) for text in texts if text.fuzzy),
    )


def _texts(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _is_whole(message: Message) -> bool:
    string = message.string or ""
    return bool(string) if isinstance(string, str) else all(string)
