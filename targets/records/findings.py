"""How a rule says something about an entry."""

from indicators.rules.findings import Finding, Level
from targets.models import Entry
from targets.records.declaration import RecordType, Words


def entry_finding(
    kind: RecordType,
    entry: Entry,
    rule: str,
    path: str,
    text: Words,
    level: Level = Level.WARNING,
    **params: object,
) -> Finding:
    """A finding about a field of an entry."""
    named = {"list": kind.title, "number": entry.number, **params}
    return Finding(rule, level, kind.key, f"{kind.key}.{entry.number}.{path}", text, named)
