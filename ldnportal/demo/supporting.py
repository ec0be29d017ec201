"""Entries of every list of supporting information, so that none is empty in the demonstration.

All organizations and figures are made up.
"""

import json
from collections.abc import Mapping, Sequence

from countries.models import Party, User
from ldnportal.demo.cast import FictionalParty
from ldnportal.demo.landscape import Landscape
from targets.actions import promises
from targets.models import Entry
from targets.records.registry import RECORD_TYPES

Texts = Mapping[str, str]
IN_THE_DISTRICT = {"business", "corrections", "drivers", "hotspots", "potential", "projects"}
"""Lists whose first entry lies in the restored district."""
IN_THE_DRY_PLACE = {("hotspots", 2)}
"""Entries, by list and number, that lie where the country dries."""


def support(party: Party, fictional: FictionalParty, *, by: User) -> None:
    """Fill every list of a Party, and confirm what its focal point has to confirm."""
    for key in RECORD_TYPES:
        for number, texts in enumerate(ENTRIES[key], 1):
            _enter(party, key, {**texts, **_place_of(key, number, fictional.land)}, by)


def _place_of(key: str, number: int, land: Landscape) -> Texts:
    """The polygon of an entry, if it lies somewhere."""
    if key in IN_THE_DISTRICT and number == 1:
        return _polygon(land.restored_district)
    return _polygon(land.dry_place) if (key, number) in IN_THE_DRY_PLACE else {}


def _polygon(ring: Sequence[tuple[float, float]]) -> Texts:
    corners = [list(corner) for corner in ring]
    return {"geometry": json.dumps({"type": "Polygon", "coordinates": [corners]})}


def _enter(party: Party, key: str, texts: Texts, by: User) -> None:
    entry = promises.create(Entry, party, by=by, kind=key)
    saved = promises.save(entry, texts, version=entry.version, by=by).row
    if RECORD_TYPES[key].needs_confirming and isinstance(saved, Entry):
        saved.party = party
        promises.confirm(saved, by=by)


ENTRIES: Mapping[str, tuple[Texts, ...]] = {
    "corrections": (
        {
            "place": "The district between the rivers",
            "claim": "not_degraded",
            "becomes": "stable",
            "periods": "2016-2019",
            "order": "1",
            "reason": "Pastures were closed and sown in these years: bare for a while, not lost.",
            "evidence": "Visits to 14 slopes in 2018 and 2019.",
        },
    ),
    "hotspots": (
        {
            "place": "The district between the rivers",
            "kind": "brightspot",
            "year": "2025",
            "processes": "revegetation|soil_recovery",
            "direct_drivers": "grazing-management",
            "actions": "Grazing is closed, then rotated; grasses and trees are sown.",
            "measures": "1",
            "evidence": "The trend of productivity since 2015, and visits.",
        },
        {
            "place": "The dry north-east",
            "kind": "hotspot",
            "year": "2025",
            "processes": "vegetation_loss|drying",
            "direct_drivers": "climate-change|grazing-management",
            "indirect_drivers": "demographic",
            "description": "Less rain for a decade, and more animals around fewer wells.",
            "actions": "Wells are metered; a resting calendar is being agreed.",
        },
    ),
    "drivers": (
        {
            "driver": "grazing-management",
            "strength": "high",
            "trend": "fading",
            "place": "The district between the rivers",
            "land_types": "grassland",
            "evidence": "Counts of herds since 2000, and the trend of productivity.",
            "measures": "1",
        },
        {
            "driver": "infrastructure-industry-urbanization",
            "strength": "medium",
            "trend": "growing",
            "place": "Around the towns",
            "land_types": "cropland|artificial",
            "evidence": "Growth of artificial surfaces in the land cover maps.",
        },
    ),
    "potential": (
        {
            "place": "The district between the rivers",
            "land_types": "grassland",
            "basis": "maps|field|local",
            "potential": "moderate",
            "resilience": "low",
            "restorable": "high",
            "limits": "Shallow soils on the slopes; dry springs.",
            "match": "partly",
            "conclusion": "Rest and reseed the slopes, keep the valley floor grazed in turns.",
            "measures": "1",
        },
    ),
    "stakeholders": (
        {
            "name": "Ministry of Environment",
            "kind": "ministry",
            "membership": "chair",
            "contributions": "policy|planning|monitoring",
            "influence": "high",
            "interest": "high",
        },
        {
            "name": "Union of Herders",
            "kind": "land_users",
            "membership": "member",
            "contributions": "implementing|knowledge",
            "influence": "medium",
            "interest": "high",
            "engagement": "Decides with the district on the closing and opening of pastures.",
        },
        {
            "name": "National Statistics Office",
            "kind": "statistics",
            "membership": "secretary",
            "contributions": "data|monitoring",
            "influence": "low",
            "interest": "medium",
        },
    ),
    "leverage": (
        {
            "title": "Rangeland law under revision",
            "kind": "policy",
            "goal": "Grazing rights that are tied to the state of the pasture.",
            "barriers": "Rights of passage are not written down.",
            "steps": "Hearing with the herders; draft article on resting periods.",
            "lead": "Ministry of Environment",
            "due": "2027-06-30",
            "status": "ongoing",
            "targets": "1",
        },
    ),
    "workshops": (
        {
            "title": "Validation of the baseline and the targets",
            "held_on": "2026-02-17",
            "place": "The capital",
            "subjects": "baseline|targets",
            "people": "46",
            "women": "21",
            "youth": "9",
            "kinds": "ministry|land_users|research|women",
            "outcome": "endorsed_with_changes",
            "findings": "The trend in the north-east is drought, not overuse alone.",
            "follow_up": "The hotspot in the north-east is described anew.",
        },
    ),
    "commitments": (
        {
            "title": "Restoration pledge",
            "kind": "bonn_challenge",
            "statement": "Bring degraded rangeland under restoration.",
            "made_in": "2019",
            "by_year": "2030",
            "area": "300",
            "area_unit": "km2",
            "targets": "1",
            "share": "60",
            "how_counted": "Only the slopes are counted for both.",
        },
        {
            "title": "Land sector of the climate contribution",
            "kind": "ndc",
            "statement": "Raise the carbon of soils.",
            "made_in": "2021",
            "by_year": "2030",
            "targets": "1",
            "share": "25",
        },
    ),
    "business": (
        {
            "organization": "Highland Wool Cooperative",
            "accreditation": "applied",
            "frameworks": "tnfd|sbtn",
            "goals": "sustainable_management|restoration",
            "value_chain": "fibre",
            "statement": "Buys wool from rested pastures only, and pays for reseeding.",
            "by_year": "2028",
            "place": "The district between the rivers",
            "land_types": "grassland",
            "targets": "1",
        },
    ),
    "projects": (
        {
            "title": "Living pastures",
            "kind": "transformative",
            "stage": "prepared",
            "description": "Resting, reseeding and grazing in turns, with a fund for lean years.",
            "lead": "Union of Herders",
            "place": "The district between the rivers",
            "first_year": "2027",
            "last_year": "2032",
            "targets": "1",
            "cost": "4200000",
            "secured": "1100000",
            "currency": "USD",
            "instrument": "concessional_loan",
            "source": "ldn_fund",
            "fundamental": "yes",
            "fundamental_why": "It reverses degradation where it was measured, like for like.",
            "benefits": "yes",
            "governance": "partly",
            "governance_why": "Rights of passage are being written down.",
            "scaling": "yes",
            "ownership": "yes",
            "innovative_finance": "partly",
        },
        {
            "title": "Shade for the springs",
            "kind": "investment",
            "stage": "concept",
            "description": "Belts of trees around springs, paid for by the water works below.",
            "cost": "650000",
            "currency": "USD",
            "instrument": "ecosystem_payments",
            "source": "private",
            "targets": "2",
        },
    ),
    "finance": (
        {
            "title": "Reseeding of the upper slopes",
            "direction": "need",
            "amount": "3100000",
            "currency": "USD",
            "instrument": "grant",
            "source": "donor",
            "status": "requested",
            "first_year": "2027",
            "last_year": "2030",
            "targets": "1",
            "measures": "1",
        },
        {
            "title": "Budget line for pastures",
            "direction": "offer",
            "amount": "900000",
            "currency": "USD",
            "instrument": "budget",
            "source": "public",
            "provider": "Ministry of Finance",
            "status": "agreed",
            "first_year": "2026",
            "last_year": "2028",
            "targets": "1",
        },
    ),
    "capacity": (
        {
            "title": "Reading land productivity maps",
            "kind": "need",
            "topics": "data|indicators",
            "description": "District officers cannot yet tell drought from overuse on the maps.",
            "priority": "high",
            "audience": "District officers",
            "status": "planned",
        },
        {
            "title": "Exchange on grazing in turns",
            "kind": "peer_learning",
            "topics": "slm|tenure",
            "partner": "A neighbouring Party",
            "held_on": "2026-03-12",
            "people": "28",
            "women": "11",
            "status": "done",
            "follow_up": "Two herders' groups try resting calendars.",
            "follow_up_on": "2027-03-01",
        },
    ),
    "cobenefits": (
        {
            "title": "Resting and reseeding of the district",
            "targets": "1",
            "measures": "1",
            "sdg_1": "benefit",
            "sdg_2": "benefit",
            "sdg_5": "benefit",
            "sdg_6": "strong_benefit",
            "sdg_8": "trade_off",
            "sdg_13": "benefit",
            "sdg_15": "strong_benefit",
            "trade_offs": "Fewer animals for three years: families with small herds earn less.",
            "handling": "A fund bridges the years of rest.",
            "handled": "partly",
        },
    ),
    "consumption": (
        {
            "product": "Wool and milk",
            "reach": "national",
            "pressure": "medium",
            "measures": "1",
            "informed": "partly",
            "means": "label|education",
            "actors": "The cooperative pays more for wool from rested pastures.",
            "waste": "A tenth of the milk spoils on the way in summer.",
        },
    ),
}
