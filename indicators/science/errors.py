"""The engine's own errors: each carries one sentence that a person can act on."""

from __future__ import annotations


class EngineError(Exception):
    """Anything the engine refuses or cannot finish; the text is one sentence for the reader."""


class ManifestError(EngineError):
    """A manifest entry is missing or wrong; `entry` is its dotted path in the manifest."""

    def __init__(self, entry: str, problem: str) -> None:
        """Name the entry first so that the sentence can be read alone."""
        super().__init__(f"{entry}: {problem}" if entry else problem)
        self.entry = entry


class InputError(EngineError):
    """A file that the manifest names cannot be used; the text names the file and the place."""


class Cancelled(EngineError):  # noqa: N818 - it is an outcome that the caller asked for
    """The caller's `cancelled()` said yes; nothing half-written was left behind."""

    def __init__(self) -> None:
        """One fixed sentence: the caller knows why."""
        super().__init__("The run was cancelled.")
