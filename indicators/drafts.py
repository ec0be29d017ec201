"""Saving what several people write together: nobody's words are overwritten silently."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, TypeVar

from django.utils import timezone

from indicators.models.drafts import Draft

if TYPE_CHECKING:
    from countries.models import User

D = TypeVar("D", bound=Draft)


class SavedMeanwhileError(Exception):
    """Somebody else changed the same fields since the page was opened.

    `both` gives for each field what this page holds and what is saved now.
    """

    def __init__(self, draft: Draft, both: Mapping[str, tuple[str, str]]) -> None:
        super().__init__(f"{len(both)} fields were changed by two people")
        self.draft = draft
        self.both = both


def locked(draft: D) -> D:
    """Read the row again and hold it until the transaction ends."""
    return type(draft)._default_manager.select_for_update().get(pk=draft.pk)


def tidy(text: str) -> str:
    """Strip a posted text and give it the line ends that are stored."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def changes(
    draft: Draft, shown: Mapping[str, str], posted: Mapping[str, str], version: int
) -> dict[str, str]:
    """Pick the posted fields that differ from what is saved; unknown fields are left out.

    `version` is that of the page they come from. Raises SavedMeanwhileError where a field was
    also changed by somebody else after that version.
    """
    texts = {path: tidy(text) for path, text in posted.items() if path in shown}
    differing = {path: text for path, text in texts.items() if text != shown[path]}
    crossed = [path for path in differing if draft.changed.get(path, 0) > version]
    if crossed:
        raise SavedMeanwhileError(draft, {p: (differing[p], shown[p]) for p in crossed})
    return differing


def stamp(draft: Draft, paths: Iterable[str], *, by: "User | None") -> None:
    """Give the draft its next version, noting which fields changed and who did it. Saves all.

    Raises LockedError where the person's role is limited to other sections.
    """
    from indicators.locks import require_section  # which reads drafts itself

    require_section(by, *draft.written_under)
    before = draft.version
    rows = type(draft)._default_manager.filter(pk=draft.pk, version=before)
    if rows.update(version=before + 1) != 1:
        raise SavedMeanwhileError(draft, {})
    draft.version = before + 1
    draft.changed = {**draft.changed, **dict.fromkeys(paths, draft.version)}
    draft.updated_at = timezone.now()
    draft.updated_by = by
    draft.save()
