"""Signing in and out, passwords, the second step, and a person's own settings."""

from tests.ldnportal.authorisation.table import Row, public, row

LOGIN = {"login": "nobody@example.org", "password": "wrong"}
PROFILE = {"full_name": "A. Person", "title": "", "language": "fr", "digest": "daily"}
KEY = {"uidb36": "1", "key": "never-issued"}

#                                        anon contr focal other  rev  rev2  secr  obs
ROWS: list[Row] = [
    # Who is signed in is led away from the door; a wrong password is a page with an error.
    row("account_login", "GET", "         200  302  302  302  302  302  302  302"),
    row("account_login", "POST", "        200  302  302  302  302  302  302  302", data=LOGIN),
    row("account_logout", "GET", "        302  200  200  200  200  200  200  200"),
    row("account_logout", "POST", "       302  302  302  302  302  302  302  302"),
    *public("account_signup"),
    *public("account_inactive"),
    # Everybody may ask for a new password, and gets the same answer for any address.
    row("account_reset_password", "GET", "200  200  200  200  200  200  200  200"),
    row(
        "account_reset_password",
        "POST",
        "                                 302  302  302  302  302  302  302  302",
        data={"email": "nobody@example.org"},
    ),
    *public("account_reset_password_done"),
    # A key that was never issued says so, and changes nothing.
    row(
        "account_reset_password_from_key",
        "GET",
        "                                 200  200  200  200  200  200  200  200",
        **KEY,
    ),
    row(
        "account_reset_password_from_key",
        "POST",
        "                                 200  200  200  200  200  200  200  200",
        data={"password1": "another passphrase", "password2": "another passphrase"},
        **KEY,
    ),
    *public("account_reset_password_from_key_done"),
    row("account_change_password", "GET", "302 200  200  200  200  200  200  200"),
    row("account_change_password", "POST", "302 200 200  200  200  200  200  200", data={}),
    row("account_reauthenticate", "GET", "302 200  200  200  200  200  200  200"),
    row("account_reauthenticate", "POST", "302 200  200  200  200  200  200  200", data={}),
    row("account_settings", "GET", "      302  200  200  200  200  200  200  200"),
    row("account_settings", "POST", "     302  302  302  302  302  302  302  302", data=PROFILE),
    row("set_language", "GET", "          405  405  405  405  405  405  405  405"),
    row(
        "set_language",
        "POST",
        "                                 302  302  302  302  302  302  302  302",
        data={"language": "ar", "next": "/"},
    ),
    row("account_tokens", "GET", "        302  200  200  200  200  200  200  200"),
    # Without a name the form comes back.
    row("account_tokens", "POST", "       302  200  200  200  200  200  200  200"),
    # The token belongs to the focal point alone.
    row("account_token_revoke", "GET", "  302  404  200  404  404  404  404  404", pk="@token"),
    row("account_token_revoke", "POST", " 302  404  302  404  404  404  404  404", pk="@token"),
    row("mfa_index", "GET", "             302  200  200  200  200  200  200  200"),
    row("mfa_index", "POST", "            302  405  405  405  405  405  405  405"),
    # The second step is asked of somebody half signed in; everybody else is led to the door.
    row("mfa_authenticate", "GET", "      302  302  302  302  302  302  302  302"),
    row("mfa_authenticate", "POST", "     302  302  302  302  302  302  302  302", data={}),
    row("mfa_reauthenticate", "GET", "    302  302  302  302  302  302  302  302"),
    row("mfa_reauthenticate", "POST", "   302  302  302  302  302  302  302  302", data={}),
    # To change the second step one first types the password again.
    row("mfa_activate_totp", "GET", "     302  302  302  302  302  302  302  302"),
    row("mfa_activate_totp", "POST", "    302  302  302  302  302  302  302  302", data={}),
    row("mfa_generate_recovery_codes", "GET", "302 302 302 302 302 302 302 302"),
    row("mfa_generate_recovery_codes", "POST", "302 302 302 302 302 302 302 302"),
    # Nobody in this world has a second step.
    row("mfa_deactivate_totp", "GET", "   302  404  404  404  404  404  404  404"),
    row("mfa_deactivate_totp", "POST", "  302  404  404  404  404  404  404  404"),
    row("mfa_view_recovery_codes", "GET", "302 404  404  404  404  404  404  404"),
    row("mfa_view_recovery_codes", "POST", "302 405 405  405  405  405  405  405"),
    row("mfa_download_recovery_codes", "GET", "302 404 404 404 404 404 404 404"),
    row("mfa_download_recovery_codes", "POST", "302 404 404 404 404 404 404 404"),
]
