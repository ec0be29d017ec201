"""Sending a part of a file (RFC 9110, section 14): programs read only what they draw."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")
_PIECE = 1 << 18


class OutOfRange(Exception):  # noqa: N818 - it says what was asked
    """The part that was asked for is not in the file."""


def part_of(header: str, size: int) -> tuple[int, int] | None:
    """First and last byte of what a Range header asks for; None for the whole file.

    Several parts, and what cannot be read, get the whole file. Raises OutOfRange for a part
    that starts behind the end.
    """
    found = _RANGE.fullmatch(header.strip())
    if found is None or not (found[1] or found[2]):
        return None
    if not found[1]:
        length = int(found[2])
        if not length or not size:
            raise OutOfRange
        return max(size - length, 0), size - 1
    first = int(found[1])
    last = min(int(found[2]), size - 1) if found[2] else size - 1
    if found[2] and int(found[2]) < first:
        return None
    if first >= size:
        raise OutOfRange
    return first, last


def send_file(
    request: HttpRequest, file: BinaryIO, *, size: int, etag: str, content_type: str
) -> HttpResponseBase:
    """Answer with a file, or with the part of it that the request asks for."""
    wanted = request.headers.get("Range", "")
    if request.headers.get("If-Range", etag) != etag:
        wanted = ""  # the reader has parts of another file
    try:
        part = part_of(wanted, size)
    except OutOfRange:
        file.close()
        headers = {"Content-Range": f"bytes */{size}"}
        return HttpResponse(status=416, headers=headers)
    response: HttpResponseBase
    if request.method == "HEAD":
        file.close()
        response = HttpResponse(content_type=content_type, headers={"Content-Length": str(size)})
    elif part is None:
        response = FileResponse(file, content_type=content_type)
    else:
        response = _partial(file, *part, size=size, content_type=content_type)
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = etag
    return response


def _partial(
    file: BinaryIO, first: int, last: int, *, size: int, content_type: str
) -> HttpResponseBase:
    headers = {
        "Content-Range": f"bytes {first}-{last}/{size}",
        "Content-Length": str(last - first + 1),
    }
    content = _Part(file, first, last - first + 1)
    return StreamingHttpResponse(content, status=206, content_type=content_type, headers=headers)


class _Part:
    """A part of an open file, piece by piece; closed with the answer, read or not."""

    def __init__(self, file: BinaryIO, start: int, length: int) -> None:
        self.file, self.start, self.length = file, start, length

    def __iter__(self) -> Iterator[bytes]:
        self.file.seek(self.start)
        left = self.length
        while left > 0 and (piece := self.file.read(min(_PIECE, left))):
            left -= len(piece)
            yield piece

    def close(self) -> None:
        self.file.close()
