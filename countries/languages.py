"""The six languages of the United Nations, and picking a text by the language in use."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise, lazy
from django.utils.translation import get_language

LANGUAGE_CODES = ("en", "fr", "es", "ru", "ar", "zh")


def current_language() -> str:
    """Return the two-letter code of the language in use, English when it is not one of the six."""
    code = (get_language() or "en")[:2]
    return code if code in LANGUAGE_CODES else "en"


def in_current_language(texts: Mapping[str, str]) -> str:
    """Return the text in the language in use, else in English, else the first there is."""
    return texts.get(current_language()) or texts.get("en") or next(iter(texts.values()), "")


def _fill(text: str | Promise, params: Mapping[str, Any]) -> str:
    return str(text) % params


_lazily_filled = lazy(_fill, str)


def worded(text: str | Promise, /, **params: Any) -> Promise:
    """Fill a lazy text's %(name)s when it is read, in the language of whoever reads it.

    `lazy % params` would be filled at once, in the language of whoever writes it.
    """
    return _lazily_filled(text, params)  # type: ignore[return-value]
