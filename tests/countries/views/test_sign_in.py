"""Signing in, passwords, the second step: what an attacker meets, and what a person needs."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse

from countries.models import AuditEvent, Message, User
from tests import factories
from tests.conftest import REPOSITORY

pytestmark = pytest.mark.django_db
LOGIN = "/account/login/"


@pytest.fixture
def person() -> User:
    return factories.make_user(email="awa@example.org", language="fr")


def _sign_in(client: Client, email: str, password: str = factories.PASSWORD, **more: str) -> Any:
    return client.post(LOGIN, {"login": email, "password": password, **more})


def test_a_person_signs_in_by_address_in_any_case(client: Client, person: User) -> None:
    response = _sign_in(client, "AWA@Example.org")

    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(person.pk)


def test_signing_in_goes_on_in_the_language_of_the_account(client: Client, person: User) -> None:
    response = _sign_in(client, person.email)

    assert response.cookies["django_language"].value == "fr"


def test_signing_in_gives_the_session_a_new_key(client: Client, person: User) -> None:
    client.get(LOGIN)
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    before = session.session_key

    _sign_in(client, person.email)

    assert client.session.session_key != before


def test_the_sixth_wrong_attempt_is_refused_even_with_the_right_password(
    client: Client, person: User
) -> None:
    for _attempt in range(5):
        _sign_in(client, person.email, "wrong")

    sixth = _sign_in(client, person.email)

    assert sixth.status_code == 200
    assert "_auth_user_id" not in client.session
    assert "Too many failed login attempts" in sixth.content.decode()


def test_an_unknown_address_and_a_wrong_password_are_answered_alike(
    client: Client, person: User
) -> None:
    def shown(email: str) -> str:
        cache.clear()
        html = _sign_in(client, email, "wrong").content.decode().replace(email, "…")
        return re.sub(
            r'csrfmiddlewaretoken" value="\w+"|X-CSRFToken": "\w+"|nonce="[^"]+"', "", html
        )

    assert shown(person.email) == shown("nobody@example.org")


CONSUME = """
import django; django.setup()
from django.test import RequestFactory
from allauth.core.internal import ratelimit
from django.core.cache import cache
request = RequestFactory().post("/account/login/")
usage = ratelimit.consume(request, app="allauth.account", action="login_failed", key="a@b.org")
print("allowed" if usage else "refused")
"""


def test_the_limit_is_shared_between_processes(tmp_path: Path) -> None:
    environment = {
        "VAR_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "ldnportal.settings",
        "PATH": "/usr/bin:/bin",
    }

    answers = [
        subprocess.run(
            [sys.executable, "-c", CONSUME],
            cwd=REPOSITORY,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for _process in range(6)
    ]

    assert answers == ["allowed"] * 5 + ["refused"]


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_signing_in_leads_to_no_other_site(client: Client, person: User, target: str) -> None:
    response = _sign_in(client, person.email, next=target)

    assert response["Location"] == "/"


def test_signing_in_leads_back_to_the_page_one_wanted(client: Client, person: User) -> None:
    response = _sign_in(client, person.email, next="/inbox/")

    assert response["Location"] == "/inbox/"


@pytest.mark.parametrize(
    "name", ["account_email", "account_set_password", "account_confirm_login_code"]
)
def test_what_the_portal_does_not_want_of_allauth_has_no_address(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_the_page_of_signing_up_says_how_one_gets_an_account(client: Client) -> None:
    page = client.get(reverse("account_signup"))

    assert "by invitation" in page.content.decode()
    assert User.objects.count() == 0


@pytest.mark.parametrize("email", ["awa@example.org", "nobody@example.org"])
def test_asking_for_a_new_password_is_answered_alike_and_mailed_either_way(
    client: Client, person: User, email: str
) -> None:
    response = client.post(reverse("account_reset_password"), {"email": email})

    assert response["Location"] == reverse("account_reset_password_done")
    assert mail.outbox[0].to == [email]


def test_a_mail_server_that_is_down_betrays_no_address(
    client: Client, person: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: Any) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)

    pages = [
        client.post(reverse("account_reset_password"), {"email": email}, follow=True)
        for email in (person.email, "nobody@example.org")
    ]

    assert [page.status_code for page in pages] == [200, 200]
    assert all("could not be sent just now" in page.content.decode() for page in pages)


def test_the_link_of_the_mail_sets_a_new_password_once(client: Client, person: User) -> None:
    client.post(reverse("account_reset_password"), {"email": person.email})
    link = re.search(r"http://testserver(\S+)", str(mail.outbox[0].body))
    assert link is not None
    form = client.get(link[1], follow=True)
    new = {"password1": "quite another phrase", "password2": "quite another phrase"}

    done = client.post(form.request["PATH_INFO"], new)
    again = Client().get(link[1], follow=True)

    person.refresh_from_db()
    assert done["Location"] == reverse("account_reset_password_from_key_done")
    assert person.check_password("quite another phrase")
    assert again.context["token_fail"]
    assert Message.objects.get(recipient=person).at_once


def test_changing_the_password_signs_out_other_browsers(client: Client, person: User) -> None:
    other = Client()
    client.force_login(person)
    other.force_login(person)
    new = "quite another phrase"

    client.post(
        reverse("account_change_password"),
        {"oldpassword": factories.PASSWORD, "password1": new, "password2": new},
    )

    assert client.get(reverse("inbox")).status_code == 200
    assert other.get(reverse("inbox")).status_code == 302


@pytest.mark.parametrize("password", ["short", "password1234", "123456789012", "awa@example.org"])
def test_a_weak_password_is_refused(client: Client, person: User, password: str) -> None:
    client.force_login(person)

    client.post(
        reverse("account_change_password"),
        {"oldpassword": factories.PASSWORD, "password1": password, "password2": password},
    )

    person.refresh_from_db()
    assert person.check_password(factories.PASSWORD)


def test_a_closed_account_opens_nothing(client: Client, person: User) -> None:
    User.objects.update(is_active=False)

    response = _sign_in(client, person.email)

    assert response["Location"] == reverse("account_inactive")
    assert "_auth_user_id" not in client.session


def _code(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def _set_up_second_step(client: Client, person: User) -> str:
    client.force_login(person)
    client.post(
        reverse("account_reauthenticate"),
        {"password": factories.PASSWORD, "next": reverse("mfa_activate_totp")},
    )
    form = client.get(reverse("mfa_activate_totp"))
    secret: str = form.context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": _code(secret)})
    return secret


def test_the_second_step_is_asked_for_once_set_up(client: Client, person: User) -> None:
    secret = _set_up_second_step(client, person)
    cache.clear()
    browser = Client()

    half = _sign_in(browser, person.email)
    inside_already = "_auth_user_id" in browser.session
    wrong = browser.post(reverse("mfa_authenticate"), {"code": "000000"})
    browser.post(reverse("mfa_authenticate"), {"code": _code(secret)})

    assert half["Location"] == reverse("mfa_authenticate")
    assert not inside_already
    assert wrong.status_code == 200
    assert "_auth_user_id" in browser.session


def test_a_recovery_code_lets_in_once(client: Client, person: User) -> None:
    _set_up_second_step(client, person)
    code = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"][0]

    def gets_in() -> bool:
        cache.clear()
        browser = Client()
        _sign_in(browser, person.email)
        browser.post(reverse("mfa_authenticate"), {"code": code})
        return "_auth_user_id" in browser.session

    assert [gets_in(), gets_in()] == [True, False]


def test_the_secret_of_the_second_step_is_not_kept_in_clear(client: Client, person: User) -> None:
    secret = _set_up_second_step(client, person)

    kept = Authenticator.objects.get(type=Authenticator.Type.TOTP).data["secret"]

    assert secret not in kept
    assert get_adapter().decrypt(kept) == secret


def test_a_new_secret_key_still_reads_secrets_of_the_old_one(settings: Any) -> None:
    settings.SECRET_KEY = "old"
    kept = get_adapter().encrypt("JBSWY3DPEHPK3PXP")

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new", ["old"]

    assert get_adapter().decrypt(kept) == "JBSWY3DPEHPK3PXP"


def test_setting_up_the_second_step_is_told_and_recorded(
    client: Client, person: User, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        _set_up_second_step(client, person)

    assert Message.objects.filter(recipient=person, at_once=True).exists()
    changes = [event.data["change"] for event in AuditEvent.objects.all()]
    assert "totp_activated" in changes
