"""Inputs in a bucket: GDAL reads them over HTTP, here from a server on this machine."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from indicators.science import storage
from indicators.science.engine import compute, load_manifest
from tests.science.engine.country import write_country


class Objects(BaseHTTPRequestHandler):
    """GET and HEAD of /bucket/key with byte ranges, as much as GDAL asks of S3."""

    folder: Path
    asked: list[str] = []

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def _answer(self, *, with_body: bool) -> None:
        name = self.path.partition("?")[0].rpartition("/")[2]
        self.asked.append(name)
        file = self.folder / name
        if not name or not file.is_file():
            self.send_error(404)
            return
        content = file.read_bytes()
        total, first, last = len(content), 0, len(content) - 1
        wanted = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        if wanted:
            first = int(wanted[1])
            last = min(int(wanted[2] or last), last)
        self.send_response(206 if wanted else 200)
        self.send_header("Content-Length", str(last - first + 1))
        self.send_header("Accept-Ranges", "bytes")
        if wanted:
            self.send_header("Content-Range", f"bytes {first}-{last}/{total}")
        self.end_headers()
        if with_body:
            self.wfile.write(content[first : last + 1])

    def log_message(self, *_: object) -> None:
        pass


class Client:
    """What is used of boto3's client, over the same folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def download_file(self, _bucket: str, key: str, path: str) -> None:
        Path(path).write_bytes((self.folder / key.rpartition("/")[2]).read_bytes())


@pytest.fixture
def bucket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    Objects.folder, Objects.asked = tmp_path, []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Objects)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    settings = {
        "AWS_S3_ENDPOINT": f"127.0.0.1:{server.server_port}",
        "AWS_HTTPS": "NO",
        "AWS_VIRTUAL_HOSTING": "FALSE",
        "AWS_NO_SIGN_REQUEST": "YES",
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(storage, "_s3_client", lambda: Client(tmp_path))
    yield tmp_path
    server.shutdown()
    thread.join()
    server.server_close()


def test_inputs_in_a_bucket_give_what_inputs_in_a_folder_give(bucket: Path) -> None:
    layout = {"tiled": True, "blockxsize": 64, "blockysize": 64, "compress": "deflate"}
    document = write_country(bucket, **layout)
    (bucket / "boundary.geojson").write_text(json.dumps(document["boundary"]))
    document["boundary"] = "boundary.geojson"

    remote = compute(load_manifest(document, "s3://country/inputs"), bucket / "remote")

    local = compute(load_manifest(document, str(bucket)), bucket / "local")
    assert json.dumps(remote) == json.dumps(local)
    assert "series.tif" in Objects.asked
