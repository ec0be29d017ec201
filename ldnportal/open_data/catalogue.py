"""The catalogue in DCAT (version 3 of the W3C vocabulary) as JSON-LD: what there is, and where.

The catalogue names its datasets; each published report is a dataset whose own document lists
its maps. So the catalogue stays small however many maps there are.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ldnportal.exports.disclaimer import disclaimer
from ldnportal.open_data.maps import PublishedMap, maps_of
from targets.models import Submission

CONTENT_TYPE = "application/ld+json"
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "prov": "http://www.w3.org/ns/prov#",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
Node = dict[str, Any]
Absolute = Callable[[str], str]
"""Makes a path of the portal an address."""


def published_reports() -> "QuerySet[Submission]":
    """The versions that are published now, by Party, the newest cycle first."""
    versions = Submission.objects.published().without_snapshot()
    return versions.select_related("report__party", "report__cycle").order_by(
        "report__party__name_en", "-report__cycle__year"
    )


def catalogue(reports: Iterable[Submission], absolute: Absolute) -> Node:
    """The catalogue: services, the collections of everything, and one dataset a report."""
    here = absolute(reverse("open_data"))
    kept = list(reports)
    return {
        "@context": CONTEXT,
        "@id": here,
        "@type": "dcat:Catalog",
        "dcterms:title": _text(_("Open data on land degradation neutrality")),
        "dcterms:description": _text(
            _("Published baselines, targets, measures and maps of the Parties to the Convention.")
        ),
        "dcterms:publisher": _publisher(absolute),
        "dcterms:license": _reference(absolute(reverse("open_data_terms"))),
        "foaf:homepage": _reference(absolute(reverse("home"))),
        "dcat:service": _services(absolute),
        "dcat:dataset": [
            *_collections(absolute, _newest(kept)),
            *(_report_head(submission, absolute) for submission in kept),
        ],
    }


def report_dataset(submission: Submission, absolute: Absolute) -> Node:
    """One published report as a dataset, with its numbers and maps."""
    maps = [found for found in maps_of(submission) if not found.obstacles]
    return {
        "@context": CONTEXT,
        **_report_head(submission, absolute),
        "dcterms:description": _text(disclaimer()),
        "dcterms:publisher": _publisher(absolute),
        "dcterms:license": _reference(absolute(reverse("open_data_terms"))),
        **_spatial(submission),
        "dcat:version": str(submission.version),
        "dcat:distribution": [
            *_report_files(submission, absolute),
            *(_map_file(found, absolute) for found in maps),
        ],
    }


def _text(words: str) -> Node:
    return {"@value": words, "@language": get_language() or "en"}


def _reference(address: str) -> Node:
    return {"@id": address}


def _moment(submission: Submission | None) -> Node:
    at = submission.published_at if submission else None
    if at is None:
        return {}
    return {"dcterms:modified": {"@value": at.isoformat(), "@type": "xsd:dateTime"}}


def _newest(reports: list[Submission]) -> Submission | None:
    dated = [report for report in reports if report.published_at]
    return max(dated, key=lambda report: report.published_at, default=None)  # type: ignore[arg-type, return-value]


def _publisher(absolute: Absolute) -> Node:
    return {
        "@id": absolute(reverse("home")),
        "@type": "foaf:Agent",
        "foaf:name": str(settings.PORTAL_NAME),
    }


def _services(absolute: Absolute) -> list[Node]:
    schema = _reference(absolute(reverse("api_schema")))
    return [
        {
            "@id": absolute(reverse("api_root")),
            "@type": "dcat:DataService",
            "dcterms:title": _text(_("Data interface")),
            "dcat:endpointURL": _reference(absolute(reverse("api_root"))),
            "dcat:endpointDescription": schema,
        },
        {
            "@id": absolute(reverse("ogc_landing")),
            "@type": "dcat:DataService",
            "dcterms:title": _text(_("Targets and measures as features")),
            "dcterms:conformsTo": _reference(
                "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core"
            ),
            "dcat:endpointURL": _reference(absolute(reverse("ogc_landing"))),
            "dcat:endpointDescription": schema,
        },
    ]


def _collections(absolute: Absolute, newest: Submission | None) -> list[Node]:
    """Everything that is published, as three datasets."""
    titles = {
        "facts": (_("All published numbers"), "api_fact_list", ()),
        "targets": (_("Published targets"), "ogc_items", ("targets",)),
        "measures": (_("Published measures"), "ogc_items", ("measures",)),
    }
    found = []
    for key, (title, name, arguments) in titles.items():
        address = absolute(reverse(name, args=arguments))
        media_type = "application/json" if key == "facts" else "application/geo+json"
        found.append(
            {
                "@id": address,
                "@type": "dcat:Dataset",
                "dcterms:identifier": key,
                "dcterms:title": _text(title),
                "dcterms:license": _reference(absolute(reverse("open_data_terms"))),
                **_moment(newest),
                "dcat:distribution": [_distribution(address, title, media_type)],
            }
        )
    return found


def _distribution(address: str, title: str, media_type: str, **more: Any) -> Node:
    return {
        "@type": "dcat:Distribution",
        "dcterms:title": _text(title),
        "dcat:accessURL": _reference(address),
        "dcat:mediaType": _reference(_MEDIA_TYPES + media_type),
        **more,
    }


def _report_head(submission: Submission, absolute: Absolute) -> Node:
    report = submission.report
    arguments = [report.party.iso3, report.cycle.year]
    title = _("%(party)s: report for the cycle %(year)s") % {
        "party": report.party.name,
        "year": report.cycle.year,
    }
    return {
        "@id": absolute(reverse("open_data_report_jsonld", args=arguments)),
        "@type": "dcat:Dataset",
        "dcterms:identifier": f"{report.party.iso3}-{report.cycle.year}",
        "dcterms:title": _text(title),
        **_moment(submission),
        "dcat:landingPage": _reference(absolute(reverse("open_data_report", args=arguments))),
    }


def _spatial(submission: Submission) -> Node:
    boundary = getattr(submission.report.party, "boundary", None)
    if boundary is None:
        return {}
    west, south, east, north = boundary.bounds
    ring = f"{west} {south}, {east} {south}, {east} {north}, {west} {north}, {west} {south}"
    literal = {
        "@value": f"POLYGON(({ring}))",
        "@type": "http://www.opengis.net/ont/geosparql#wktLiteral",
    }
    return {"dcterms:spatial": {"@type": "dcterms:Location", "dcat:bbox": literal}}


def _report_files(submission: Submission, absolute: Absolute) -> list[Node]:
    report = submission.report
    query = f"?iso3={report.party.iso3}&cycle={report.cycle.year}"
    names: Mapping[str, str] = {
        "api_fact_list": _("Numbers"),
        "api_target_list": _("Targets"),
        "api_measure_list": _("Measures"),
        "api_record_list": _("Supporting information"),
    }
    return [
        _distribution(absolute(reverse(name)) + query, title, "application/json")
        for name, title in names.items()
    ]


def _map_file(found: PublishedMap, absolute: Absolute) -> Node:
    arguments = [found.run.pk, found.layer.key]
    address = absolute(reverse("open_data_map", args=arguments))
    checksum = {
        "@type": "spdx:Checksum",
        "spdx:algorithm": _reference("http://spdx.org/rdf/terms#checksumAlgorithm_sha256"),
        "spdx:checksumValue": found.sha256,
    }
    terms = f"{absolute(reverse('open_data_terms'))}#{found.licence}"
    return _distribution(
        address,
        found.layer.name,
        "image/tiff",
        **{
            "dcat:downloadURL": _reference(address),
            "dcat:byteSize": found.size,
            "dcterms:license": _reference(terms),
            "spdx:checksum": checksum,
            "prov:has_provenance": _reference(
                absolute(reverse("open_data_provenance", args=arguments))
            ),
        },
    )
