"""What holds for every page that any test asks for: its headers, and nothing inline."""

import gzip
import re
from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponseBase

_ELSEWHERE = re.compile(r"^(https?:)?//", re.IGNORECASE)
_DATA_BLOCKS = {"application/json", "application/ld+json"}
_LOADED = {"script": "src", "link": "href", "img": "src", "iframe": "src", "source": "src"}


class _Page(HTMLParser):
    """Notes what the security policy would refuse."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        inline = tag == "style" or (tag == "script" and "src" not in found)
        if inline and found.get("type") not in _DATA_BLOCKS and not found.get("nonce"):
            self.faults.append(f"an inline <{tag}> without a nonce")
        self.faults += [f"{name}= on <{tag}>" for name in found if _is_inline(name)]
        self.faults += [
            f"a javascript: address on <{tag}>"
            for value in found.values()
            if value.strip().lower().startswith("javascript:")
        ]
        loaded = found.get(_LOADED.get(tag, ""), "")
        if _ELSEWHERE.match(loaded):
            self.faults.append(f"<{tag}> loads from another host: {loaded}")


def _is_inline(attribute: str) -> bool:
    return attribute == "style" or attribute.startswith(("on", "hx-on"))


def faults_of(response: HttpResponseBase) -> list[str]:
    """List how a response breaks the portal's own rules; only pages are looked at."""
    if response.streaming or not response.get("Content-Type", "").startswith("text/html"):
        return []
    page = _Page()
    content: bytes = response.content  # type: ignore[attr-defined]
    if response.get("Content-Encoding") == "gzip":
        content = gzip.decompress(content)
    page.feed(content.decode(response.charset or "utf-8"))
    return [*_header_faults(response), *page.faults]


def _header_faults(response: HttpResponseBase) -> list[str]:
    policy = response.get("Content-Security-Policy", "")
    wanted = {
        "default-src 'none'": policy,
        "object-src 'none'": policy,
        "base-uri 'none'": policy,
        "frame-ancestors 'none'": policy,
        "nosniff": response.get("X-Content-Type-Options", ""),
        "DENY": response.get("X-Frame-Options", ""),
        "same-origin": response.get("Referrer-Policy", ""),
    }
    faults = [f"no {rule} in the headers" for rule, header in wanted.items() if rule not in header]
    return faults + [f"{word} in the policy" for word in ("unsafe", "*") if word in policy]


def guarded(request: Any) -> Any:
    """Wrap the test client's `request`, so that a page that breaks the rules fails its test."""

    def ask(client: Any, **environ: Any) -> Any:
        response = request(client, **environ)
        faults = faults_of(response)
        assert not faults, f"{environ.get('PATH_INFO')}: {'; '.join(faults)}"
        return response

    return ask
