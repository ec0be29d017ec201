"""What the rules say about a report before it is submitted, and how it travels to the reviewer.

An error blocks submitting. A warning does not: the Party may explain it, and the explanation
stands in the snapshot beside the warning.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import override


@dataclass(frozen=True)
class Remark:
    """One finding of a rule about one field of a report."""

    rule: str
    is_error: bool
    path: str
    text: str | Promise
    url: str = ""
    explanation: str = ""

    @property
    def key(self) -> str:
        """Name the finding, so that an explanation can be given for it."""
        return f"{self.rule}:{self.path}"

    @property
    def section(self) -> str:
        """The section that it is about, in whatever part of the country; "" for the report."""
        return self.path.rpartition("/")[2].partition(".")[0]

    def as_content(self) -> dict[str, Any]:
        """Return what the snapshot keeps; the sentence is kept in English, as it was then."""
        with override("en"):
            text = str(self.text)
        return {
            "rule": self.rule,
            "path": self.path,
            "text": text,
            "explanation": self.explanation,
        }
