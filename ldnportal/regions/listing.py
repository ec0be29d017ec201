"""The list of regions, each with how many of its Parties have published."""

from collections import defaultdict
from dataclasses import dataclass

from countries.models import Party, Region
from targets.models import Submission


@dataclass(frozen=True)
class ListedRegion:
    """A region in the list."""

    region: Region
    published: int
    total: int


@dataclass(frozen=True)
class Group:
    """Regions of one kind."""

    title: str
    regions: list[ListedRegion]


def regions_by_kind() -> list[Group]:
    """All regions by kind, in three queries."""
    versions = Submission.objects.published().order_by()
    published = set(versions.values_list("report__party", flat=True))
    members = _members()
    listed = [
        ListedRegion(region, len(members[region.pk] & published), len(members[region.pk]))
        for region in Region.objects.all()
    ]
    groups = [
        Group(str(kind.label), [row for row in listed if row.region.kind == kind and row.total])
        for kind in Region.Kind
    ]
    return [group for group in groups if group.regions]


def _members() -> dict[int, set[int]]:
    """The Parties of each region, by whichever way they belong to it."""
    members: dict[int, set[int]] = defaultdict(set)
    rows = Party.objects.exclude(kind=Party.Kind.OBSERVER).order_by()
    for party, *regions in rows.values_list(
        "pk", "annex_id", "subregion_id", "sdg_region_id", "groups"
    ):
        for region in regions:
            if region is not None:
                members[region].add(party)
    return members
