"""Documents with parts that the code writes, so that they cannot lie.

Three kinds: a document with one generated part at its end or between two marks; a document with
any number of named parts and single values; and a figure, which is generated whole.
"""

import re
from collections.abc import Callable, Mapping

from countries.role_matrix import role_matrix
from ldnportal.import_diagram import import_diagram
from ldnportal.science_figures import FIGURES
from ldnportal.science_tables import PARTS
from targets.workflow_text import workflow_text

Text = Callable[[], str]
Writer = Callable[[str], str]
"""From a file's text, empty where there is no file yet, to what it must be."""

BEGIN, END = "<!-- generated: begin -->", "<!-- generated: end -->"
NAMED = re.compile(r"<!-- (table|value): ([\w.-]+) -->.*?<!-- end -->", re.DOTALL)
SCIENCE = (
    "science/method.md",
    "science/differences.md",
    "science/contract.md",
    "science/profiles/prais4.md",
    "science/profiles/trends-earth.md",
    "science/profiles/gpg2.md",
)


def merged(document: str, generated: str) -> str:
    """Put `generated` between the marks of `document`; the rest is left as people wrote it."""
    if BEGIN not in document:
        return f"{document}{BEGIN}\n{generated}{END}\n"
    before, rest = document.split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    return f"{before}{BEGIN}\n{generated}{END}{after}"


def filled(document: str, parts: Mapping[str, Text]) -> str:
    """Write every part that `document` names anew: tables on lines of their own, values inline.

    Raises KeyError for a name that nothing writes.
    """

    def written(mark: re.Match[str]) -> str:
        kind, name = mark.groups()
        text = parts[name]()
        body = f"\n\n{text}\n" if kind == "table" else text
        return f"<!-- {kind}: {name} -->{body}<!-- end -->"

    return NAMED.sub(written, document)


def _one_part(text: Text) -> Writer:
    return lambda document: merged(document, text())


def _named_parts(document: str) -> str:
    return filled(document, PARTS)


def _whole(text: Text) -> Writer:
    return lambda _document: text()


def _architecture() -> str:
    return f"```mermaid\n{import_diagram()}```\n"


GENERATED: dict[str, Writer] = {
    "architecture.md": _one_part(_architecture),
    "roles.md": _one_part(role_matrix),
    "workflow.md": _one_part(workflow_text),
    **dict.fromkeys(SCIENCE, _named_parts),
    **{f"science/figures/{name}.svg": _whole(figure) for name, figure in FIGURES.items()},
}
