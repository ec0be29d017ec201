"""The default outlines: whose they are, how large, and that they never take another's place."""

from io import StringIO

import pytest
import shapely
from django.core.management import call_command

from countries import world_outlines
from countries.actions import outlines, parties
from countries.models import AuditEvent, Boundary, Party
from countries.vectors.geodesy import geodesic_area_km2
from countries.vectors.topojson import areas_of
from tests import factories


def _outlines() -> dict[str, dict[str, object]]:
    kept = outlines.outlines_of(world_outlines.default_collection())
    return {outline.iso3: outline.geometry for outline in kept}


def _holders(point: shapely.Point) -> list[str]:
    return [code for code, g in _outlines().items() if shapely.geometry.shape(g).contains(point)]


def _load() -> str:
    out = StringIO()
    call_command("load_boundaries", stdout=out)
    return out.getvalue()


def test_all_parties_but_two_have_an_outline() -> None:
    listed = {row["iso3"] for row in parties.read_csv(parties.PARTIES_FILE)}

    found = set(_outlines())

    assert listed - found == {"EUU", "TUV"}
    assert found <= listed


def test_the_file_stays_small() -> None:
    assert world_outlines.FILE.stat().st_size < 1_500_000


@pytest.mark.parametrize(
    ("iso3", "published_km2", "within"),
    [
        ("BRA", 8_510_000, 0.01),
        ("MRT", 1_030_700, 0.01),
        ("FJI", 18_270, 0.01),  # lies across the antimeridian
        ("RUS", 17_098_000, 0.02),
        ("SOM", 637_700, 0.01),
        ("UKR", 603_600, 0.01),
        ("CYP", 9_250, 0.02),
        ("MAR", 446_600, 0.11),
        ("LIE", 160, 0.2),
    ],
)
def test_an_outline_is_about_as_large_as_the_country(
    iso3: str, published_km2: float, within: float
) -> None:
    area = geodesic_area_km2(_outlines()[iso3])

    assert area == pytest.approx(published_km2, rel=within)


def test_every_outline_is_valid_and_lies_in_one_world() -> None:
    shapes = [shapely.geometry.shape(geometry) for geometry in _outlines().values()]

    bounds = shapely.total_bounds(shapes)

    assert all(shape.is_valid for shape in shapes)
    assert bounds[0] >= -180
    assert bounds[2] <= 180


@pytest.mark.parametrize(
    ("place", "iso3"), [((34.2, 45.2), "UKR"), ((45.0, 9.6), "SOM"), ((33.5, 35.3), "CYP")]
)
def test_an_area_that_the_data_draw_elsewhere_stands_where_the_united_nations_show_it(
    place: tuple[float, float], iso3: str
) -> None:
    point = shapely.Point(place)

    holders = _holders(point)

    assert holders == [iso3]


@pytest.mark.parametrize("place", [(-13.0, 25.0), (-9.0, 27.0), (20.9, 42.6), (77.0, 35.4)])
def test_an_area_of_undetermined_status_is_in_no_outline(place: tuple[float, float]) -> None:
    point = shapely.Point(place)

    holders = _holders(point)

    assert holders == []
    assert world_outlines.undetermined_areas().contains(point)


def test_arcs_are_joined_forwards_and_backwards() -> None:
    topology = {
        "transform": {"scale": [0.5, 0.5], "translate": [10, 0]},
        "arcs": [[[2, 0], [0, 2]], [[2, 2], [-2, 0], [0, -2], [2, 0]], [[2, 2], [2, 0], [-2, -2]]],
        "objects": {
            "two": {
                "geometries": [
                    {"type": "Polygon", "id": "001", "arcs": [[0, 1]]},
                    {"type": "MultiPolygon", "properties": {"name": "B"}, "arcs": [[[2, 0]]]},
                ]
            }
        },
    }

    west, east = areas_of(topology, "two")

    assert (west.code, west.geometry.area, west.geometry.bounds) == ("001", 1.0, (10, 0, 11, 1))
    assert (east.code, east.name, east.geometry.area) == ("", "B", 0.5)
    assert west.geometry.intersection(east.geometry).length == 1.0


def test_a_ring_across_the_antimeridian_goes_on_beyond_it() -> None:
    topology = {
        "transform": {"scale": [1, 1], "translate": [0, 0]},
        "arcs": [[[179, 0], [-358, 0], [0, 1], [358, 0], [0, -1]]],
        "objects": {"one": {"geometries": [{"type": "Polygon", "arcs": [[0]]}]}},
    }

    (area,) = areas_of(topology, "one")

    assert area.geometry.bounds == (179, 0, 181, 1)


def test_anything_but_polygons_is_refused() -> None:
    topology = {
        "transform": {"scale": [1, 1], "translate": [0, 0]},
        "arcs": [],
        "objects": {"one": {"geometries": [{"type": "Point", "coordinates": [0, 0]}]}},
    }

    with pytest.raises(ValueError, match="Found a Point"):
        list(areas_of(topology, "one"))


def test_the_default_is_loaded_once_and_says_who_is_without(db: None) -> None:
    factories.make_party("LIE", boundary=False)
    factories.make_party("TUV", boundary=False)
    first = _load()
    events = AuditEvent.objects.count()

    second = _load()

    boundary = Boundary.objects.get()
    assert (boundary.party.iso3, boundary.origin) == ("LIE", Boundary.Origin.DEFAULT)
    assert "Natural Earth" in boundary.source
    assert "1 outlines loaded." in first
    assert "Parties without an outline: TUV" in first
    assert "As loaded before: LIE" in second
    assert AuditEvent.objects.count() == events


@pytest.mark.parametrize("origin", [Boundary.Origin.UNITED_NATIONS, Boundary.Origin.NATIONAL])
def test_the_default_never_takes_the_place_of_another(db: None, origin: str) -> None:
    factories.make_party("LIE")
    Boundary.objects.update(origin=origin)

    said = _load()

    assert "LIE" in said
    assert Boundary.objects.get().origin == origin


def test_a_changed_default_is_replaced(db: None) -> None:
    party = factories.make_party("LIE")

    _load()

    boundary = Party.objects.get(pk=party.pk).boundary
    assert float(boundary.area_km2) == pytest.approx(132.3, abs=0.1)
