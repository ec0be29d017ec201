"""The OpenAPI document is a contract: it changes only together with the file kept here.

To accept a change: `python -m tests.ldnportal.api.test_schema`.
"""

import json
import os
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

CONTRACT = Path(__file__).with_name("openapi.json")


def current() -> str:
    """The document as it is made now, in the form in which it is kept."""
    from ldnportal.api.schema import openapi_document

    return json.dumps(openapi_document(), indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def test_the_document_is_the_one_that_was_promised() -> None:
    assert current() == CONTRACT.read_text(), (
        "The data interface has changed. If that is wanted, run"
        " `python -m tests.ldnportal.api.test_schema` and say so in CHANGELOG.md."
    )


def test_the_document_is_openapi_3_1_and_names_its_errors() -> None:
    document = json.loads(CONTRACT.read_text())

    assert document["openapi"] == "3.1.0"
    operations = [op for methods in document["paths"].values() for op in methods.values()]
    assert len({op["operationId"] for op in operations}) == len(operations) > 15
    assert all({"400", "401", "429"} <= set(op["responses"]) for op in operations)
    reading = [methods["get"] for methods in document["paths"].values()]
    assert all({"200", "304"} <= set(op["responses"]) for op in reading)


def test_nothing_can_be_written_but_a_wish_for_a_file() -> None:
    document = json.loads(CONTRACT.read_text())

    writing = {
        (path, method)
        for path, methods in document["paths"].items()
        for method in methods
        if method != "get"
    }
    assert writing == {("/api/v1/exports/", "post"), ("/api/v1/exports/{id}/", "delete")}


@pytest.mark.parametrize("accept", ["application/json", "application/vnd.oai.openapi+json", "*/*"])
def test_the_document_is_served_as_it_is_kept(db: None, client: Client, accept: str) -> None:
    response = client.get(reverse("api_schema"), headers={"Accept": accept})

    assert response.json() == json.loads(CONTRACT.read_text())


def test_the_document_is_the_same_in_every_language(db: None, client: Client) -> None:
    with override("ar"):
        response = client.get(reverse("api_schema"), headers={"Accept-Language": "ar"})

    assert response.json() == json.loads(CONTRACT.read_text())


def test_the_page_names_every_operation_and_parameter(db: None, client: Client) -> None:
    document = json.loads(CONTRACT.read_text())

    page = client.get(reverse("api_docs")).content.decode()

    for path, methods in document["paths"].items():
        assert path in page
        for parameter in methods["get"].get("parameters", []):
            assert f">{parameter['name']}<" in page
    assert "polygon_km2" in page


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ldnportal.settings")
    import django

    django.setup()
    CONTRACT.write_text(current())
