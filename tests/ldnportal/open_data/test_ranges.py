"""Parts of files, as RFC 9110 has them."""

from io import BytesIO
from typing import Any

import pytest
from django.test import RequestFactory

from ldnportal.open_data.ranges import OutOfRange, part_of, send_file

CONTENT = bytes(range(256)) * 4
SIZE = len(CONTENT)


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("bytes=0-15", (0, 15)),
        ("bytes=16-", (16, SIZE - 1)),
        ("bytes=-16", (SIZE - 16, SIZE - 1)),
        ("bytes=-99999", (0, SIZE - 1)),
        ("bytes=0-99999", (0, SIZE - 1)),
        ("bytes=1023-1023", (1023, 1023)),
        ("", None),
        ("bytes=-", None),
        ("bytes=5-2", None),
        ("bytes=0-1,4-5", None),  # several parts: the whole file is an answer too
        ("lines=0-1", None),
        ("bytes=a-b", None),
        ("bytes=٠-١", None),
    ],
)
def test_a_header_names_a_part_or_the_whole(header: str, part: tuple[int, int] | None) -> None:
    assert part_of(header, SIZE) == part


@pytest.mark.parametrize("header", ["bytes=1024-", "bytes=5000-6000", "bytes=-0"])
def test_a_part_behind_the_end_is_refused(header: str) -> None:
    with pytest.raises(OutOfRange):
        part_of(header, SIZE)


def send(**headers: str) -> Any:
    request = RequestFactory().get("/", headers=headers)
    return send_file(request, BytesIO(CONTENT), size=SIZE, etag='"abc"', content_type="image/tiff")


def test_a_part_is_sent_with_its_place_in_the_whole() -> None:
    response = send(Range="bytes=300-555")

    assert response.status_code == 206
    assert response.getvalue() == CONTENT[300:556]
    assert response["Content-Range"] == "bytes 300-555/1024"
    assert response["Content-Length"] == "256"


def test_the_whole_file_is_sent_without_a_range() -> None:
    response = send()

    assert (response.status_code, response.getvalue()) == (200, CONTENT)
    assert (response["Accept-Ranges"], response["ETag"]) == ("bytes", '"abc"')


@pytest.mark.parametrize(("known", "status"), [('"abc"', 206), ('"old"', 200)])
def test_parts_of_another_file_are_not_mixed_in(known: str, status: int) -> None:
    assert send(Range="bytes=0-1", **{"If-Range": known}).status_code == status


def test_a_part_that_is_not_there_is_said_so_with_the_size() -> None:
    response = send(Range="bytes=5000-")

    assert (response.status_code, response["Content-Range"]) == (416, "bytes */1024")


def test_a_question_for_the_headers_alone_opens_nothing() -> None:
    file = BytesIO(CONTENT)
    request = RequestFactory().head("/", headers={"Range": "bytes=0-3"})

    response = send_file(request, file, size=SIZE, etag='"abc"', content_type="image/tiff")

    assert (response["Content-Length"], response["Accept-Ranges"]) == ("1024", "bytes")
    assert file.closed
