"""Addresses of accounts, people, teams, the inbox and the audit trail."""

from allauth.account import views as account
from allauth.mfa.base import views as second_step
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.decorators.http import require_http_methods

from countries.views import account as own
from countries.views import helpdesk, history, inbox, office, people, team, tokens

# Its form views would take a PUT for a POST.
_page = require_http_methods(["GET", "HEAD", "POST"])

# What is not named here of allauth does not exist: no sign-up, no second address, no codes by mail.
_account: list[URLPattern | URLResolver] = [
    path("login/", _page(account.login), name="account_login"),
    path("logout/", _page(account.logout), name="account_logout"),
    path("inactive/", _page(account.account_inactive), name="account_inactive"),
    path("signup/", own.sign_up_closed, name="account_signup"),
    path("settings/", own.account_settings, name="account_settings"),
    path("tokens/", tokens.account_tokens, name="account_tokens"),
    path("tokens/<int:pk>/revoke/", tokens.account_token_revoke, name="account_token_revoke"),
    path("reauthenticate/", _page(account.reauthenticate), name="account_reauthenticate"),
    path("password/change/", _page(account.password_change), name="account_change_password"),
    path("password/reset/", _page(account.password_reset), name="account_reset_password"),
    path(
        "password/reset/done/",
        _page(account.password_reset_done),
        name="account_reset_password_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        _page(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        _page(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("2fa/", _page(second_step.index), name="mfa_index"),
    path("2fa/authenticate/", _page(second_step.authenticate), name="mfa_authenticate"),
    path("2fa/reauthenticate/", _page(second_step.reauthenticate), name="mfa_reauthenticate"),
    path("2fa/totp/activate/", _page(totp.activate_totp), name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", _page(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path(
        "2fa/recovery-codes/", _page(recovery.view_recovery_codes), name="mfa_view_recovery_codes"
    ),
    path(
        "2fa/recovery-codes/generate/",
        _page(recovery.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "2fa/recovery-codes/download/",
        _page(recovery.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
]

_team: list[URLPattern | URLResolver] = [
    path("", team.team, name="team"),
    path("invite/", team.team_invite, name="team_invite"),
    path("<int:pk>/remove/", team.team_remove, name="team_remove"),
    path("<int:pk>/sections/", team.team_sections, name="team_sections"),
    path("invitations/<int:pk>/withdraw/", team.team_withdraw, name="team_withdraw"),
    path("invitations/<int:pk>/send-again/", team.team_send_again, name="team_send_again"),
]

_people: list[URLPattern | URLResolver] = [
    path("", people.people, name="people"),
    path("appoint/", people.people_appoint, name="people_appoint"),
    path("<int:pk>/remove/", people.people_remove, name="people_remove"),
    path("invitations/<int:pk>/withdraw/", people.people_withdraw, name="people_withdraw"),
    path("invitations/<int:pk>/send-again/", people.people_send_again, name="people_send_again"),
]

_helpdesk: list[URLPattern | URLResolver] = [
    path("", helpdesk.question_list, name="helpdesk"),
    path("ask/", helpdesk.question_ask, name="question_ask"),
    path("<int:pk>/", helpdesk.question, name="question"),
    path("<int:pk>/write/", helpdesk.question_write, name="question_write"),
    path("<int:pk>/assign/", helpdesk.question_assign, name="question_assign"),
    path("<int:pk>/close/", helpdesk.question_close, name="question_close"),
    path("<int:pk>/reopen/", helpdesk.question_reopen, name="question_reopen"),
    path("<int:pk>/share/", helpdesk.question_share, name="question_share"),
    path("<int:pk>/unshare/", helpdesk.question_unshare, name="question_unshare"),
]

_parties: list[URLPattern | URLResolver] = [
    path("", office.party_list, name="party_list"),
    path("<str:iso3>/", office.party_edit, name="party_edit"),
    path("<str:iso3>/outline/", office.party_outline, name="party_outline"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("language/", own.set_language, name="set_language"),
    path("account/", include(_account)),
    path("invitations/<str:token>/", own.invitation, name="invitation"),
    path("parties/<str:iso3>/team/", include(_team)),
    path("parties/<str:iso3>/history/", history.party_history, name="party_history"),
    path("people/", include(_people)),
    path("party-list/", include(_parties)),
    path("helpdesk/", include(_helpdesk)),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/read/", inbox.inbox_read_all, name="inbox_read_all"),
    path("inbox/<int:pk>/", inbox.message, name="message"),
    path("audit/", history.audit_trail, name="audit_trail"),
]
