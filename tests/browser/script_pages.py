"""A small web server for pages of one test: templates, static files and canned answers."""

import json
import mimetypes
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.template import Context, engines
from django.test import RequestFactory
from django.utils import translation

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:;"
    " connect-src 'self'; form-action 'self'; base-uri 'none'"
)
Answer = tuple[int, str, bytes]
Handler = Callable[[str, bytes], Answer]


def as_json(content: Any, status: int = 200) -> Answer:
    """Answer with JSON."""
    return status, "application/json", json.dumps(content).encode()


class ScriptPages:
    """Serves what a test hands it, under the portal's own security policy."""

    def __init__(self) -> None:
        self.handlers: dict[str, Handler] = {}
        self.requests: list[tuple[str, str, bytes]] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _request_handler(self))
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()
        self.address = f"http://127.0.0.1:{self.server.server_port}"

    def close(self) -> None:
        """Stop serving."""
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def add(
        self, path: str, source: str, context: dict[str, Any] | None = None, language: str = "en"
    ) -> str:
        """Serve a template given as text; give its address."""
        template = engines["django"].from_string(source)
        with translation.override(language):
            request = RequestFactory().get(path)
            body = template.template.render(_context(request, context or {})).encode()
        self.handlers[path] = lambda _path, _body: (200, "text/html; charset=utf-8", body)
        return self.address + path

    def answer(self, path: str, handler: Handler) -> None:
        """Answer every request to a path, or to all beneath it if it ends with a star."""
        self.handlers[path] = handler

    def handler_for(self, path: str) -> Handler | None:
        """Find who answers a path."""
        if path in self.handlers:
            return self.handlers[path]
        for known, handler in self.handlers.items():
            if known.endswith("*") and path.startswith(known[:-1]):
                return handler
        return _static_file if path.startswith("/static/") else None


def _context(request: Any, values: dict[str, Any]) -> Context:
    """Give the request to the template without the context processors, which need sessions."""
    context = Context({"request": request, **values})
    context.request = request
    return context


def _static_file(path: str, _body: bytes) -> Answer:
    found = finders.find(path.removeprefix("/static/"))
    if not isinstance(found, str):
        return 404, "text/plain", b"no such file"
    kind = mimetypes.guess_type(found)[0] or "application/octet-stream"
    return 200, kind, Path(found).read_bytes()


def _request_handler(pages: ScriptPages) -> type[BaseHTTPRequestHandler]:
    class RequestHandler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(b"")

        def do_POST(self) -> None:
            self._answer(self.rfile.read(int(self.headers.get("Content-Length", 0))))

        def _answer(self, body: bytes) -> None:
            path = self.path.split("?")[0]
            pages.requests.append((self.command, self.path, body))
            handler = pages.handler_for(path)
            status, kind, content = (
                handler(self.path, body) if handler else (404, "text/plain", b"no such page")
            )
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Security-Policy", POLICY)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args: Any) -> None:
            """Keep the test's output clean."""

    return RequestHandler
