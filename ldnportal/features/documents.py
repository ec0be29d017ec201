"""The documents of OGC API Features, part 1: landing page, conformance, collections, pages."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Max, Min
from django.urls import reverse
from django.utils.translation import gettext as _

from ldnportal.exports.disclaimer import disclaimer
from ldnportal.features.collections import COLLECTIONS, CRS84, Collection
from ldnportal.features.selection import Selection

JSON, HTML, GEOJSON = "application/json", "text/html", "application/geo+json"
OPENAPI = "application/vnd.oai.openapi+json"
CONFORMANCE = (
    "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
)
Document = dict[str, Any]
Absolute = Callable[[str], str]


def link(href: str, rel: str, media_type: str, title: str = "") -> Document:
    """One link."""
    found = {"href": href, "rel": rel, "type": media_type}
    return found | {"title": title} if title else found


def landing(absolute: Absolute) -> Document:
    """Where everything begins."""
    here = absolute(reverse("ogc_landing"))
    return {
        "title": str(settings.PORTAL_NAME),
        "description": _("Published targets and measures with their polygons."),
        "attribution": disclaimer(),
        "links": [
            link(here, "self", JSON, _("This document")),
            link(f"{here}?f=html", "alternate", HTML, _("This document as a page")),
            link(absolute(reverse("api_schema")), "service-desc", OPENAPI, _("OpenAPI document")),
            link(absolute(reverse("api_docs")), "service-doc", HTML, _("Documentation")),
            link(absolute(reverse("ogc_conformance")), "conformance", JSON, _("Conformance")),
            link(absolute(reverse("ogc_collections")), "data", JSON, _("Collections")),
        ],
    }


def conformance() -> Document:
    """The classes of the standard that are implemented."""
    return {"conformsTo": list(CONFORMANCE)}


def collections(absolute: Absolute) -> Document:
    """All collections."""
    here = absolute(reverse("ogc_collections"))
    return {
        "links": [link(here, "self", JSON, _("This document"))],
        "collections": [collection_of(c, absolute) for c in COLLECTIONS.values()],
    }


def collection_of(collection: Collection, absolute: Absolute) -> Document:
    """One collection: its extent, and where its features are."""
    here = absolute(reverse("ogc_collection", args=[collection.key]))
    items = absolute(reverse("ogc_items", args=[collection.key]))
    terms = absolute(reverse("open_data_terms"))
    return {
        "id": collection.key,
        "title": str(collection.title),
        "description": str(collection.description),
        "attribution": disclaimer(),
        "itemType": "feature",
        "crs": [CRS84],
        "extent": _extent(collection),
        "links": [
            link(here, "self", JSON, _("This document")),
            link(items, "items", GEOJSON, str(collection.title)),
            link(terms, "license", HTML, _("Terms of use")),
        ],
    }


def _extent(collection: Collection) -> Document:
    """Bounds in space and time; the whole world and all time while there is nothing."""
    found = collection.rows().aggregate(
        west=Min("west"),
        south=Min("south"),
        east=Max("east"),
        north=Max("north"),
        first=Min("first_year"),
        last=Max("last_year"),
    )
    box = [found["west"], found["south"], found["east"], found["north"]]
    if box[0] is None:
        box = [-180.0, -90.0, 180.0, 90.0]
    interval = [
        f"{found['first']:04d}-01-01T00:00:00Z" if found["first"] else None,
        f"{found['last']:04d}-12-31T23:59:59Z" if found["last"] else None,
    ]
    return {
        "spatial": {"bbox": [box], "crs": CRS84},
        "temporal": {
            "interval": [interval],
            "trs": "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian",
        },
    }


def items(
    collection: Collection,
    found: Selection,
    parameters: dict[str, str],
    *,
    limit: int,
    offset: int,
    absolute: Absolute,
) -> Document:
    """A page of features, with the way to the next."""
    address = absolute(reverse("ogc_items", args=[collection.key]))

    def page(rel: str, start: int, title: str) -> Document:
        query = urlencode({**parameters, "limit": limit, "offset": start})
        return link(f"{address}?{query}", rel, GEOJSON, title)

    collected = absolute(reverse("ogc_collection", args=[collection.key]))
    links = [page("self", offset, _("This page")), link(collected, "collection", JSON)]
    if offset + len(found.rows) < found.matched and found.rows:
        links.append(page("next", offset + limit, _("Next page")))
    if offset:
        links.append(page("prev", max(offset - limit, 0), _("Previous page")))
    return {
        "type": "FeatureCollection",
        "numberMatched": found.matched,
        "numberReturned": len(found.rows),
        "links": links,
        "features": [collection.feature(row) for row in found.rows],
    }


def item(collection: Collection, feature: Document, absolute: Absolute) -> Document:
    """One feature with its links."""
    here = absolute(reverse("ogc_item", args=[collection.key, feature["id"]]))
    collected = absolute(reverse("ogc_collection", args=[collection.key]))
    links = [link(here, "self", GEOJSON), link(collected, "collection", JSON)]
    return {**feature, "links": links}
