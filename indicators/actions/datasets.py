"""Upload, describe, map, examine again and remove rasters."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from countries import audit, bell
from countries.models import Party, User
from countries.permissions import require
from countries.roles import Permission
from indicators.datasets.arriving import Arrived, put_away, room_left, throw_away
from indicators.datasets.examination import BELL
from indicators.datasets.legends import adopt_legend
from indicators.models import Dataset, JobState, Legend, LegendClass
from indicators.quantity_text import bytes_size
from indicators.storage import new_upload_key

DESCRIPTION = (
    "title",
    "first_year",
    "last_year",
    "scale",
    "fill_values",
    "source_title",
    "source_link",
    "source_author",
    "source_citation",
    "licence",
    "permission",
    "comment",
)


class ChangedMeanwhileError(Exception):
    """Somebody else saved first. `current` is the row as it stands now."""

    def __init__(self, current: Dataset) -> None:
        super().__init__(str(current.pk))
        self.current = current


@dataclass(frozen=True)
class Uploaded:
    """The dataset that answers an upload, and whether this very file was there before."""

    dataset: Dataset
    is_earlier: bool = False


def upload_dataset(
    party: Party,
    kind: str,
    file: Arrived,
    *,
    by: User,
    replaces: Dataset | None = None,
    **description: Any,
) -> Uploaded:
    """Take a file that has arrived into the storage and ring for its examination.

    The same file sent twice is one dataset. A new version takes over the description of the one
    it replaces, which stays as it is until the new one has been accepted. Raises ValidationError
    when the quota is used up, and OSError when the disk is full; nothing is left behind then.
    """
    require(by, Permission.UPLOAD, party)
    key = new_upload_key(party)
    put_away(file, key)
    try:
        return _record_upload(party, kind, file, key, by, replaces, description)
    except BaseException:
        throw_away(key)
        raise


@transaction.atomic
def _record_upload(
    party: Party,
    kind: str,
    file: Arrived,
    key: str,
    by: User,
    replaces: Dataset | None,
    description: dict[str, Any],
) -> Uploaded:
    Party.objects.select_for_update().get(pk=party.pk)  # one upload at a time is counted
    twin = _twin(party, kind, file)
    if twin is not None:
        transaction.on_commit(lambda: throw_away(key))
        return Uploaded(twin, is_earlier=True)
    _require_room(party, file)
    dataset = Dataset(
        party=party,
        kind=kind,
        original_name=file.name[-255:],
        size=file.size,
        sha256=file.sha256,
        upload_key=key,
        uploaded_by=by,
        supersedes=replaces,
        **_description_from(replaces),
    )
    for name, value in description.items():
        setattr(dataset, name, value)
    dataset.save(force_insert=True)
    kept = {"name": dataset.original_name, "kind": kind, "sha256": file.sha256}
    audit.record("dataset.uploaded", by=by, party=party, target=dataset, **kept)
    bell.ring(BELL, str(dataset.pk))
    return Uploaded(dataset)


def _twin(party: Party, kind: str, file: Arrived) -> Dataset | None:
    same = Dataset.objects.filter(party=party, kind=kind, sha256=file.sha256).current()
    return same.exclude(state=Dataset.State.REFUSED).exclude(job_state=JobState.FAILED).first()


def _require_room(party: Party, file: Arrived) -> None:
    room = room_left(party)
    if file.size > room:
        raise ValidationError(
            _(
                "The file has %(size)s, and %(room)s are left of what your country may store. "
                "Remove rasters that are no longer needed, or ask the helpdesk for more room."
            ),
            code="quota",
            params={"size": bytes_size(file.size), "room": bytes_size(room)},
        )


def _description_from(replaced: Dataset | None) -> dict[str, Any]:
    if replaced is None:
        return {}
    return {name: getattr(replaced, name) for name in (*DESCRIPTION, "legend")}


def description_digest(dataset: Dataset) -> str:
    """A digest of what is said about a raster, to notice that somebody else changed it."""
    said = {name: getattr(dataset, name) for name in DESCRIPTION}
    return hashlib.sha256(audit.canonical_json(said).encode()).hexdigest()[:16]


@transaction.atomic
def describe_dataset(
    dataset: Dataset, values: Mapping[str, Any], *, seen: str, by: User
) -> Dataset:
    """Save what a person says about a raster: years, scale, fill values, source, licence.

    `seen` is the `description_digest` of what the person saw when they began; raises
    ChangedMeanwhileError when the row says something else by now.
    """
    require(by, Permission.UPLOAD, dataset.party)
    row = Dataset.objects.select_for_update().select_related("party").get(pk=dataset.pk)
    if seen != description_digest(row):
        raise ChangedMeanwhileError(row)
    changed = [
        name for name in DESCRIPTION if name in values and getattr(row, name) != values[name]
    ]
    if changed:
        Dataset.objects.filter(pk=row.pk).update(**{name: values[name] for name in changed})
        audit.record(
            "dataset.described", by=by, party=row.party, target=row, name=str(row), fields=changed
        )
    return row


@transaction.atomic
def examine_again(dataset: Dataset, *, by: User) -> bool:
    """Queue a raster whose examination broke off; False when it is not in that state any more."""
    require(by, Permission.UPLOAD, dataset.party)
    broken = Dataset.objects.filter(
        pk=dataset.pk, job_state=JobState.FAILED, state=Dataset.State.UPLOADED
    ).exclude(upload_key="")
    if not broken.update(
        job_state=JobState.QUEUED, attempt=0, queued_at=timezone.now(), error_code=""
    ):
        return False
    audit.record("dataset.examined_again", by=by, party=dataset.party, target=dataset)
    bell.ring(BELL, str(dataset.pk))
    return True


@transaction.atomic
def remove_dataset(dataset: Dataset, *, by: User) -> bool:
    """Take a raster out of the Party's list; False when somebody else just did.

    What a run was computed from is kept in the storage, so that its numbers can be traced.
    """
    require(by, Permission.UPLOAD, dataset.party)
    now = timezone.now()
    present = Dataset.objects.filter(pk=dataset.pk, removed_at__isnull=True)
    if not present.update(removed_at=now):
        return False
    unfinished = Dataset.objects.filter(
        pk=dataset.pk, job_state__in=(JobState.QUEUED, JobState.RUNNING)
    )
    unfinished.update(job_state=JobState.CANCELLED, finished_at=now)
    audit.record("dataset.removed", by=by, party=dataset.party, target=dataset, name=str(dataset))
    _clear_storage(dataset)
    return True


def _clear_storage(dataset: Dataset) -> None:
    row = Dataset.objects.get(pk=dataset.pk)
    keys = [row.upload_key]
    if row.cited_at is None and not row.runs.exists():
        keys.append(row.cog_key)
        Dataset.objects.filter(pk=row.pk).update(cog_key="", cog_size=0)
    Dataset.objects.filter(pk=row.pk).update(upload_key="")
    for key in keys:
        transaction.on_commit(partial(throw_away, key))


@dataclass(frozen=True)
class CodeMeaning:
    """What a person says about one code: a class with its name, or that it is no data."""

    code: int
    label: str
    unccd_class: int | None
    is_fill: bool


@transaction.atomic
def map_legend(
    dataset: Dataset,
    meanings: Sequence[CodeMeaning],
    *,
    legend: Legend | None,
    name: str,
    preset: str,
    by: User,
) -> Legend:
    """Save the meaning of the codes found in a raster, in a new legend or an existing one.

    A code that means no data is so in every raster of the legend, and land cover that still has
    no legend gets this one where it knows all its codes. Raises ValidationError when
    the name is taken.
    """
    require(by, Permission.UPLOAD, dataset.party)
    chosen = legend or _new_legend(dataset.party, name)
    Legend.objects.filter(pk=chosen.pk).update(preset=preset, updated_at=timezone.now())
    for meaning in meanings:
        _save_meaning(chosen, meaning)
    fills = {meaning.code for meaning in meanings if meaning.is_fill}
    decided = {meaning.code for meaning in meanings if meaning.unccd_class is not None}
    Dataset.objects.filter(pk=dataset.pk).update(legend=chosen)
    for row in Dataset.objects.filter(legend=chosen).current():
        _save_fills(row, fills, decided)
    waiting = Dataset.objects.filter(party=dataset.party, legend__isnull=True)
    for row in waiting.current().accepted():
        adopt_legend(row)
    audit.record(
        "legend.mapped", by=by, party=dataset.party, target=chosen, name=chosen.name,
        codes=sorted(decided),
    )  # fmt: skip
    return chosen


def _new_legend(party: Party, name: str) -> Legend:
    legend, is_new = Legend.objects.get_or_create(party=party, name=name)
    if not is_new:
        raise ValidationError(
            _("There is a legend named “%(name)s” already. Choose it, or give another name."),
            code="taken",
            params={"name": name},
        )
    return legend


def _save_meaning(legend: Legend, meaning: CodeMeaning) -> None:
    if meaning.unccd_class is None:
        LegendClass.objects.filter(legend=legend, code=meaning.code).delete()
        return
    LegendClass.objects.update_or_create(
        legend=legend,
        code=meaning.code,
        defaults={"label": meaning.label, "unccd_class": meaning.unccd_class},
    )


def _save_fills(row: Dataset, fills: set[int], decided: set[int]) -> None:
    found = {entry["code"] for entry in row.found.get("codes", [])}
    kept = sorted((set(row.fill_values) - decided) | (fills & found))
    if kept != row.fill_values:
        Dataset.objects.filter(pk=row.pk).update(fill_values=kept)
