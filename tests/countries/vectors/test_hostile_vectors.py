"""Hostile and broken vector files end in a readable refusal, in time and in place."""

import json
import math
import sqlite3
import stat
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import shapely

from countries.sandbox import Refusal, SandboxMode
from countries.sandbox.command import bubblewrap_works
from countries.vectors.archive import unpack
from countries.vectors.limits import VectorLimits
from countries.vectors.problems import VectorProblem
from countries.vectors.sentences import PROBLEM_SENTENCES, refusal_sentence
from countries.vectors.upload import read_vector
from tests.countries.vectors.files import (
    SQUARE,
    collection,
    kml,
    lie_about_size,
    pack,
    placemark,
    polygon,
    write_json,
    write_ogr,
    write_shapefile_zip,
)
from tests.listening import listening

BOX = shapely.Polygon(SQUARE)
BOW_TIE = [[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]


@pytest.fixture(params=list(SandboxMode)[1:])
def each_mode(request: pytest.FixtureRequest) -> SandboxMode:
    if request.param is SandboxMode.BWRAP and not bubblewrap_works():
        pytest.skip("bubblewrap does not work here")
    return request.param


@pytest.fixture
def refusal_in_each_mode(each_mode: SandboxMode) -> Callable[[Path], Refusal]:
    return reader(each_mode)


@pytest.fixture
def refusal() -> Callable[[Path], Refusal]:
    return reader(SandboxMode.AUTO)


def reader(mode: SandboxMode) -> Callable[[Path], Refusal]:
    def read(path: Path) -> Refusal:
        started = time.monotonic()
        with pytest.raises(Refusal) as caught:
            read_vector(path, mode=mode)
        assert time.monotonic() - started < 8
        assert "%(" not in refusal_sentence(caught.value)
        return caught.value

    return read


Read = Callable[[Path], Refusal]


def text_file(folder: Path, text: str | bytes) -> Path:
    path = folder / "upload"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_every_problem_has_a_sentence() -> None:
    assert set(PROBLEM_SENTENCES) == set(VectorProblem)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "vector_format_unknown"),
        (b"GIF89a", "vector_format_unknown"),
        (b"\x00\x00\x27\x0a" + bytes(96), "vector_shapefile_part"),
        (b"{", "vector_json_broken"),
        (b'{"type": "Polygon", "coordinates": [[[NaN, 1]]]}', "vector_json_broken"),
        (b'{"type": "Polygon", "coordinates": 5}', "vector_json_broken"),
        (b'{"type": "Polygon", "coordinates": [[[1, 2], [3, 4]]]}', "vector_json_broken"),
        (b'{"a":' * 100_000, "vector_json_broken"),
        (b'{"type": "Topology"}', "vector_json_not_geojson"),
        (b'{"type": "FeatureCollection", "features": [5]}', "vector_json_not_geojson"),
        (b'{"type": "FeatureCollection", "features": []}', "vector_no_features"),
        (b'{"type": "Point", "coordinates": [1, 2]}', "vector_wrong_geometry"),
        (b"<html></html>", "vector_format_unknown"),
        (b"<kml>", "vector_xml_broken"),
        (b"PK\x03\x04 and nothing more", "vector_archive_broken"),
        (b"SQLite format 3\x00" + bytes(4080), "vector_package_broken"),
    ],
)
def test_what_is_broken_or_unknown_is_refused(
    tmp_path: Path, refusal: Read, content: bytes, code: str
) -> None:
    assert refusal(text_file(tmp_path, content)).code == code


def test_a_link_to_a_coordinate_system_is_refused_and_not_followed(
    tmp_path: Path, refusal_in_each_mode: Read
) -> None:
    with listening() as listener:
        link = {"href": f"http://127.0.0.1:{listener.port}/crs", "type": "proj4"}
        document = collection(polygon(SQUARE), crs={"type": "link", "properties": link})

        caught = refusal_in_each_mode(write_json(tmp_path / "a", document))

    assert caught.code == "vector_crs_link"
    assert listener.came == []


def test_a_self_crossing_polygon_is_refused_with_its_place(tmp_path: Path, refusal: Read) -> None:
    path = write_json(tmp_path / "a", collection(polygon(SQUARE), polygon(BOW_TIE)))

    caught = refusal(path)

    assert caught.code == "vector_self_crossing"
    assert (caught.params["number"], caught.params["lon"], caught.params["lat"]) == (2, 1.0, 1.0)
    assert "longitude 1.0, latitude 1.0" in refusal_sentence(caught)


def test_a_hole_outside_its_polygon_is_refused_with_the_reason(
    tmp_path: Path, refusal: Read
) -> None:
    far = [[x + 50, y] for x, y in SQUARE]

    caught = refusal(write_json(tmp_path / "a", polygon(SQUARE, far)))

    assert (caught.code, caught.params["reason"]) == (
        "vector_not_valid",
        "Hole lies outside shell",
    )


def test_four_hundred_interleaved_vertices_are_refused_at_once(
    tmp_path: Path, refusal: Read
) -> None:
    # A star whose every edge crosses almost every other; repairing it takes over a minute.
    turn = [2 * math.pi * 199 * n / 400 for n in range(400)]
    star = [[math.cos(angle), math.sin(angle)] for angle in turn]

    caught = refusal(write_json(tmp_path / "a", polygon([*star, star[0]])))

    assert caught.code == "vector_self_crossing"


def test_a_place_outside_the_world_is_named(tmp_path: Path, refusal: Read) -> None:
    metres = [[x * 1000, y * 1000] for x, y in SQUARE]

    caught = refusal(write_json(tmp_path / "a", polygon(metres)))

    assert (caught.code, caught.params["x"]) == ("vector_outside_world", 10000.0)


def test_vertices_are_limited(tmp_path: Path, refusal: Read) -> None:
    points = [[round(math.cos(a / 1e5), 9), round(math.sin(a / 1e5), 9)] for a in range(628_318)]

    caught = refusal(write_json(tmp_path / "a", polygon([*points, points[0]])))

    assert (caught.code, caught.params["count"]) == ("vector_too_many_vertices", 628_319)


def test_features_are_limited(tmp_path: Path, refusal: Read) -> None:
    assert refusal(write_json(tmp_path / "a", collection(*[None] * 5001))).code == (
        "vector_too_many_features"
    )


# --- KML ---------------------------------------------------------------------------------------


def test_entity_bombs_are_refused(tmp_path: Path, refusal: Read) -> None:
    entities = "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)
    )  # fmt: skip
    head = f'<!DOCTYPE kml [<!ENTITY l0 "lol">{entities}]>'

    caught = refusal(text_file(tmp_path, kml("<name>&l9;</name>", head)))

    assert caught.code == "vector_xml_dangerous"


def test_an_entity_that_reads_a_file_is_refused(tmp_path: Path, refusal_in_each_mode: Read) -> None:
    head = '<!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/passwd">]>'

    assert refusal_in_each_mode(text_file(tmp_path, kml("<name>&x;</name>", head))).code == (
        "vector_xml_dangerous"
    )


def test_a_network_link_is_refused_and_not_followed(
    tmp_path: Path, refusal_in_each_mode: Read
) -> None:
    with listening() as listener:
        href = f"<Link><href>http://127.0.0.1:{listener.port}/a.kml</href></Link>"
        text = kml(placemark(SQUARE) + f"<NetworkLink>{href}</NetworkLink>")

        caught = refusal_in_each_mode(text_file(tmp_path, text))

    assert caught.code == "vector_xml_link"
    assert listener.came == []


# --- GeoPackage --------------------------------------------------------------------------------


def alter(path: Path, *statements: str) -> Path:
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()
    return path


ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "


def test_an_endless_view_in_the_contents_is_refused(
    tmp_path: Path, refusal_in_each_mode: Read
) -> None:
    path = alter(
        write_ogr(tmp_path / "a.gpkg", [BOX], layer="zones"),
        f"CREATE VIEW endless AS {ENDLESS} SELECT i AS fid, NULL AS geom FROM n",
        "UPDATE gpkg_contents SET table_name = 'endless', identifier = 'endless'",
        "UPDATE gpkg_geometry_columns SET table_name = 'endless'",
    )

    caught = refusal_in_each_mode(path)

    assert (caught.code, caught.params) == ("vector_package_views", {"names": ["endless"]})


def test_an_endless_catalogue_is_refused(tmp_path: Path, refusal: Read) -> None:
    path = alter(
        write_ogr(tmp_path / "a.gpkg", [BOX]),
        "PRAGMA foreign_keys = OFF",
        "PRAGMA legacy_alter_table = ON",
        "ALTER TABLE gpkg_contents RENAME TO old",
        f"CREATE VIEW gpkg_contents AS {ENDLESS} "
        "SELECT 'a' || i AS table_name, 'features' AS data_type FROM n",
    )

    caught = refusal(path)

    assert (caught.code, caught.params["names"]) == ("vector_package_views", ["gpkg_contents"])


def test_ordinary_triggers_and_index_tables_are_no_reason_to_refuse(
    tmp_path: Path,
) -> None:
    path = write_ogr(tmp_path / "a.gpkg", [BOX])
    connection = sqlite3.connect(path)
    (triggers,) = connection.execute(
        "SELECT count(*) FROM sqlite_master WHERE type = 'trigger'"
    ).fetchone()
    connection.close()

    file = read_vector(path)

    assert triggers > 5
    assert len(file.collection["features"]) == 1


def test_several_layers_are_refused_by_name(tmp_path: Path, refusal: Read) -> None:
    path = write_ogr(tmp_path / "a.gpkg", [BOX], layer="zones")
    write_ogr(path, [BOX], layer="roads", append=True)

    caught = refusal(path)

    assert (caught.code, caught.params) == (
        "vector_several_layers",
        {"names": ["zones", "roads"]},
    )


# --- archives ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["../zones.kml", "/etc/zones.kml", "..\\zones.kml", "C:\\z.kml"])
def test_names_that_lead_out_of_an_archive_are_refused(
    tmp_path: Path, refusal: Read, name: str
) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, kml(placemark(SQUARE)))

    assert refusal(path).code == "vector_archive_names"


def test_a_link_in_an_archive_is_refused(tmp_path: Path, refusal: Read) -> None:
    path = tmp_path / "a.zip"
    link = zipfile.ZipInfo("zones.kml")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(link, "/etc/passwd")

    assert refusal(path).code == "vector_archive_names"


def test_a_bomb_that_says_so_is_refused(tmp_path: Path, refusal: Read) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zones.kml", bytes(260 << 20))
    assert path.stat().st_size < 1 << 20

    assert refusal(path).code == "vector_archive_too_large"


def test_a_bomb_that_lies_is_stopped_while_it_unpacks(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zones.kml", bytes(3 << 20))
    folder = tmp_path / "out"
    folder.mkdir()

    with pytest.raises(Refusal) as caught:
        unpack(lie_about_size(path, 1000), folder, VectorLimits(unpacked_bytes=1 << 20))

    assert caught.value.code in {"vector_archive_too_large", "vector_archive_broken"}
    assert sum(file.stat().st_size for file in folder.iterdir()) <= 1 << 20


def test_too_many_members_are_refused(tmp_path: Path, refusal: Read) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(201):
            archive.writestr(f"{number}.txt", "")

    assert refusal(path).code == "vector_archive_too_many"


def test_an_archive_with_a_password_is_refused(tmp_path: Path, refusal: Read) -> None:
    path = pack(tmp_path / "a.zip", text_file(tmp_path, "x"))
    content = bytearray(path.read_bytes())
    content[content.find(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)

    assert refusal(path).code == "vector_archive_locked"


def test_two_data_sets_in_an_archive_are_refused_by_name(tmp_path: Path, refusal: Read) -> None:
    one, other = tmp_path / "a.kml", tmp_path / "b.kml"
    one.write_text(kml(placemark(SQUARE)))
    other.write_text(kml(placemark(SQUARE)))

    caught = refusal(pack(tmp_path / "a.zip", one, other))

    assert (caught.code, caught.params["names"]) == (
        "vector_archive_content",
        ["a.kml", "b.kml"],
    )


def test_an_archive_in_an_archive_is_not_opened(tmp_path: Path, refusal: Read) -> None:
    inner = write_shapefile_zip(tmp_path, [BOX])

    caught = refusal(pack(tmp_path / "outer.zip", inner))

    assert (caught.code, caught.params["count"]) == ("vector_archive_content", 0)


@pytest.mark.parametrize("missing", [".prj", ".shx"])
def test_an_incomplete_shapefile_is_refused_naming_the_part(
    tmp_path: Path, refusal: Read, missing: str
) -> None:
    write_shapefile_zip(tmp_path, [BOX])
    (tmp_path / f"zones{missing}").unlink()
    parts = [path for path in tmp_path.glob("zones.*") if path.suffix != ".zip"]

    caught = refusal(pack(tmp_path / "b.zip", *parts))

    assert (caught.code, caught.params) == ("vector_shapefile_incomplete", {"missing": [missing]})


def test_a_damaged_shapefile_is_refused(tmp_path: Path, refusal: Read) -> None:
    write_shapefile_zip(tmp_path, [BOX])
    shp = tmp_path / "zones.shp"
    content = bytearray(shp.read_bytes())
    content[140:160] = b"\xff" * 20  # the number of parts and points
    shp.write_bytes(content)
    parts = [path for path in tmp_path.glob("zones.*") if path.suffix != ".zip"]

    caught = refusal(pack(tmp_path / "b.zip", *parts))

    assert caught.code in {"vector_package_broken", "vector_no_features", "unreadable"}


def test_a_shapefile_cannot_name_another_file(tmp_path: Path, refusal_in_each_mode: Read) -> None:
    """A text file called .shp, of a format that points elsewhere, is judged by its content."""
    vrt: Any = '<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>/etc/passwd'
    (tmp_path / "zones.shp").write_text(vrt)
    for suffix in (".shx", ".prj"):
        (tmp_path / f"zones{suffix}").write_text(json.dumps({}))

    caught = refusal_in_each_mode(pack(tmp_path / "a.zip", *sorted(tmp_path.glob("zones.*"))))

    assert caught.code == "vector_xml_broken"
