"""Headers, settings of a production site, and what the environment may say."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.conftest import REPOSITORY
from tests.page_guard import faults_of

SETTINGS = REPOSITORY / "ldnportal" / "settings.py"
DOCUMENT = REPOSITORY / "docs" / "settings.md"
PRODUCTION = {
    "PRODUCTION": "1",
    "SECRET_KEY": "x" * 20 + "0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFG",
    "ALLOWED_HOSTS": "portal.example",
}


def _manage(tmp_path: Path, *arguments: str, **more: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=REPOSITORY,
        env={"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path), **more},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_production_site_passes_the_deployment_checks(tmp_path: Path) -> None:
    done = _manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)

    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_a_production_site_does_not_start_without_a_key_of_its_own(tmp_path: Path) -> None:
    done = _manage(tmp_path, "check", **{**PRODUCTION, "SECRET_KEY": ""})

    assert done.returncode != 0
    assert "Set SECRET_KEY to a long random text" in done.stderr


def _variables_read() -> set[str]:
    """The names that settings.py asks the environment for."""
    calls = [
        node for node in ast.walk(ast.parse(SETTINGS.read_text())) if isinstance(node, ast.Call)
    ]
    return {
        str(call.args[0].value)
        for call in calls
        if ast.unparse(call.func).startswith("env.")
        and call.args
        and isinstance(call.args[0], ast.Constant)
    }


def _variables_documented() -> set[str]:
    return set(re.findall(r"^\| `([A-Z_0-9]+)` \|", DOCUMENT.read_text(), re.MULTILINE))


def test_every_variable_that_is_read_is_documented() -> None:
    assert _variables_read() - _variables_documented() == set()


def test_every_variable_that_is_documented_is_read() -> None:
    assert _variables_documented() - _variables_read() == set()


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("<script>alert(1)</script>", "an inline <script> without a nonce"),
        ("<style>p {}</style>", "an inline <style> without a nonce"),
        ('<p style="color:red">', "style= on <p>"),
        ('<a onclick="x()">', "onclick= on <a>"),
        ('<a href=" JavaScript:x()">', "a javascript: address on <a>"),
        ('<img src="https://tiles.example/0/0/0.png">', "loads from another host"),
        ("<p>", "no default-src 'none' in the headers"),
    ],
)
def test_the_guard_of_all_pages_sees(body: str, fault: str) -> None:
    faults = faults_of(HttpResponse(body))

    assert any(fault in found for found in faults)


@pytest.mark.parametrize(
    "body",
    [
        '<script src="/static/js/portal.js"></script>',
        '<script nonce="abc">x()</script>',
        '<script type="application/json">{}</script>',
        '<img src="data:image/png;base64,AA==">',
        '<a href="https://www.unccd.int/">',
    ],
)
def test_the_guard_of_all_pages_lets_pass(body: str) -> None:
    headers = {
        "Content-Security-Policy": (
            "default-src 'none'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
        ),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
    }

    assert faults_of(HttpResponse(body, headers=headers)) == []


def test_a_page_that_is_not_there_keeps_to_the_policy_too(client: Client, db: None) -> None:
    response = client.get("/nowhere/")

    assert response.status_code == 404
    assert "script-src 'self'" in response["Content-Security-Policy"]


def test_a_form_without_its_token_changes_nothing(db: None) -> None:
    client = Client(enforce_csrf_checks=True)

    response = client.post("/language/", {"language": "fr"})

    assert response.status_code == 403
    assert "django_language" not in response.cookies


def test_a_foreign_host_name_is_refused(client: Client, db: None) -> None:
    assert client.get("/account/login/", headers={"host": "evil.example"}).status_code == 400


def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(
    client: Client, db: None, settings: Any
) -> None:
    from tests import factories

    person = factories.make_user()
    client.post("/account/login/", {"login": person.email, "password": factories.PASSWORD})

    session = client.cookies["sessionid"]
    assert (bool(session["httponly"]), session["samesite"]) == (True, "Lax")
