"""Pages as a browser without script has them: elements, links, and forms that can be filled in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.test import Client

_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"}


@dataclass
class Element:
    """An element of a page."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Element | str"] = field(default_factory=list)

    def __getitem__(self, name: str) -> str:
        return self.attributes.get(name, "")

    def walk(self) -> Iterator["Element"]:
        """This element and all inside it, in the order of the page."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()

    def all(self, tag: str, **attributes: str) -> list["Element"]:
        """The elements inside of one tag, with attributes of these values."""
        return [
            e
            for e in self.walk()
            if e.tag == tag and all(e[name.strip("_")] == v for name, v in attributes.items())
        ]

    def with_id(self, name: str) -> "Element | None":
        return next((e for e in self.walk() if e["id"] == name), None)

    def with_value(self, key: str) -> str:
        """The text of the derived number at `key`."""
        (cell,) = [e for e in self.walk() if e["data-value"] == key]
        return cell.text

    @property
    def raw_text(self) -> str:
        return "".join(c if isinstance(c, str) else c.raw_text for c in self.children)

    @property
    def text(self) -> str:
        """The words of the element, spaces made plain."""
        return " ".join(self.raw_text.split())


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("page")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in _VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag in [e.tag for e in self.open[1:]]:
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def read_page(answer: Any) -> Element:
    """The page of a response."""
    builder = _Builder()
    builder.feed(answer.content.decode())
    return builder.root


def entries(form: Element) -> dict[str, list[str]]:
    """What a browser would send of a form as it stands, its buttons left out."""
    sent: dict[str, list[str]] = {}
    for e in form.walk():
        values = _values(e)
        if e["name"] and "disabled" not in e.attributes:
            sent.setdefault(e["name"], []).extend(values)
    return sent


def _values(e: Element) -> list[str]:
    if e.tag == "textarea":
        return [e.raw_text.removeprefix("\n")]
    if e.tag == "select":
        options = e.all("option")
        chosen = [o for o in options if "selected" in o.attributes]
        if not chosen and "multiple" not in e.attributes:
            chosen = options[:1]
        return [o.attributes.get("value", o.text) for o in chosen]
    if e.tag != "input" or e["type"] in ("submit", "button", "file", "image", "reset"):
        return []
    if e["type"] in ("checkbox", "radio"):
        return [e.attributes.get("value", "on")] if "checked" in e.attributes else []
    return [e["value"]]


def form_with(page: Element, names: Mapping[str, Any]) -> Element:
    """The form of a page that has fields of these names."""
    assert names, "Name a field, so that the form can be told from the others."
    for form in page.all("form"):
        there = {e["name"] for e in form.walk()}
        if set(names) <= there:
            return form
    raise AssertionError(f"No form of the page has the fields {sorted(names)}.")


def fill_in(
    client: Client, address: str, fields: Mapping[str, Any], *, button: str = "", **more: Any
) -> Any:
    """Open a page, type into the form that has these fields, and press a button of it.

    Without `button`, the form goes where it goes when Enter is pressed; else to the address, and
    with the name and value, of the button that bears these words. Redirections are followed.
    """
    page = read_page(client.get(address))
    form = form_with(page, fields)
    sent: dict[str, Any] = entries(form) | {
        name: value if isinstance(value, list) else [value] for name, value in fields.items()
    }
    goes_to = form["action"]
    if button:
        pressed = next((b for b in form.all("button") if button in b.text), None)
        assert pressed is not None, f"The form has no button “{button}”."
        goes_to = pressed["formaction"] or goes_to
        if pressed["name"]:
            sent[pressed["name"]] = [pressed["value"]]
    path = address.partition("?")[0].partition("#")[0]
    where = path if goes_to in ("", "?") else path + goes_to if goes_to[0] == "?" else goes_to
    answer = client.post(where, sent, follow=True, **more)
    assert answer.status_code == 200, f"{where} answered {answer.status_code}"
    return answer
