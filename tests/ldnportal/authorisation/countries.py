"""Teams, people, invitations, the inbox and the audit trail."""

from tests.ldnportal.authorisation.table import Row, row

INVITED = {"email": "new@example.org", "role": "contributor", "language": "en"}
APPOINTED = {"email": "new@example.org", "role": "reviewer", "language": "en"}
MEMBER = {"iso3": "XAA", "pk": "@membership"}
INVITATION = {"iso3": "XAA", "pk": "@invitation"}

#                                   anon contr focal other  rev  rev2  secr  obs
ROWS: list[Row] = [
    row("team", "GET", "             302  200  200  404  404  404  404  404", iso3="XAA"),
    row("team", "POST", "            405  405  405  405  405  405  405  405", iso3="XAA"),
    row("team_invite", "GET", "      302  403  200  404  404  404  404  404", iso3="XAA"),
    row(
        "team_invite",
        "POST",
        "                            302  403  302  404  404  404  404  404",
        iso3="XAA",
        data=INVITED,
    ),
    row("team_remove", "GET", "      302  403  200  404  404  404  404  404", **MEMBER),
    row("team_remove", "POST", "     302  403  302  404  404  404  404  404", **MEMBER),
    row("team_sections", "GET", "    302  403  200  404  404  404  404  404", **MEMBER),
    row("team_sections", "POST", "   302  403  302  404  404  404  404  404", **MEMBER),
    row("team_withdraw", "GET", "    405  405  405  405  405  405  405  405", **INVITATION),
    row("team_withdraw", "POST", "   302  403  302  404  404  404  404  404", **INVITATION),
    row("team_send_again", "GET", "  405  405  405  405  405  405  405  405", **INVITATION),
    row("team_send_again", "POST", " 302  403  302  404  404  404  404  404", **INVITATION),
    # Another Party's people are not reached through one's own address.
    row(
        "team_remove",
        "POST",
        "     302  404  404  404  404  404  404  404",
        iso3="XBB",
        pk="@membership",
    ),
    row("party_history", "GET", "    302  200  200  404  404  404  404  404", iso3="XAA"),
    row("party_history", "POST", "   405  405  405  405  405  405  405  405", iso3="XAA"),
    row("people", "GET", "           302  403  403  403  403  403  200  403"),
    row("people", "POST", "          405  405  405  405  405  405  405  405"),
    row("people_appoint", "GET", "   302  403  403  403  403  403  200  403"),
    row("people_appoint", "POST", "  302  403  403  403  403  403  302  403", data=APPOINTED),
    row("people_remove", "GET", "    302  403  403  403  403  403  200  403", pk="@appointed"),
    row("people_remove", "POST", "   302  403  403  403  403  403  302  403", pk="@appointed"),
    # A contributor is the Party's own affair: the secretariat does not find that membership.
    row("people_remove", "POST", "   302  403  403  403  403  403  404  403", pk="@membership"),
    row("people_withdraw", "GET", "  405  405  405  405  405  405  405  405", pk="@appointment"),
    row("people_withdraw", "POST", " 302  403  403  403  403  403  302  403", pk="@appointment"),
    row("people_withdraw", "POST", " 302  403  403  403  403  403  404  403", pk="@invitation"),
    row("people_send_again", "GET", "405  405  405  405  405  405  405  405", pk="@appointment"),
    row("people_send_again", "POST", "302 403  403  403  403  403  302  403", pk="@appointment"),
    row("party_list", "GET", "       302  403  403  403  403  403  200  403"),
    row("party_list", "POST", "      405  405  405  405  405  405  405  405"),
    row("party_edit", "GET", "       302  403  403  403  403  403  200  403", iso3="XAA"),
    row(
        "party_edit",
        "POST",
        "                            302  403  403  403  403  403  302  403",
        iso3="XAA",
        data={"name_en": "Testland", "kind": "state"},
    ),
    row("party_outline", "GET", "    302  403  403  403  403  403  200  403", iso3="XAA"),
    # Without a file the form comes back.
    row("party_outline", "POST", "   302  403  403  403  403  403  200  403", iso3="XAA"),
    row("inbox", "GET", "            302  200  200  200  200  200  200  200"),
    row("inbox", "POST", "           405  405  405  405  405  405  405  405"),
    row("inbox_read_all", "GET", "   405  405  405  405  405  405  405  405"),
    row("inbox_read_all", "POST", "  302  302  302  302  302  302  302  302"),
    # The message was written to the focal point alone.
    row("message", "GET", "          302  404  200  404  404  404  404  404", pk="@message"),
    row("message", "POST", "         405  405  405  405  405  405  405  405", pk="@message"),
    # A link that was never issued opens nothing, to anybody.
    row("invitation", "GET", "       404  404  404  404  404  404  404  404", token="never-issued"),
    row("invitation", "POST", "      404  404  404  404  404  404  404  404", token="never-issued"),
    # The Party's people and those who answer for it; a shared one is read by all of them.
    row("helpdesk", "GET", "         302  200  200  200  200  200  200  403"),
    row("helpdesk", "POST", "        405  405  405  405  405  405  405  405"),
    row("question_ask", "GET", "     302  200  200  200  403  403  403  403"),
    row("question_ask", "POST", "    302  200  200  200  403  403  403  403"),
    row("question", "GET", "         302  200  200  404  200  404  200  404", pk="@question"),
    row(
        "question", "GET", "         302  200  200  200  200  200  200  404", pk="@shared_question"
    ),
    row("question", "POST", "        405  405  405  405  405  405  405  405", pk="@question"),
    row(
        "question_write",
        "POST",
        "                            302  302  302  404  302  404  302  404",
        pk="@question",
        data={"text": "More about it."},
    ),
    row("question_write", "GET", "   405  405  405  405  405  405  405  405", pk="@question"),
    # What is shared with a person is read, and nothing else.
    row(
        "question_write",
        "POST",
        "                            302  302  302  404  302  404  302  404",
        pk="@shared_question",
        data={"text": "More about it."},
    ),
    row("question_assign", "POST", " 302  403  403  404  302  404  302  404", pk="@question"),
    row("question_assign", "GET", "  405  405  405  405  405  405  405  405", pk="@question"),
    row("question_close", "POST", "  302  302  302  404  302  404  302  404", pk="@question"),
    row("question_close", "GET", "   405  405  405  405  405  405  405  405", pk="@question"),
    row("question_reopen", "POST", " 302  302  302  404  302  404  302  404", pk="@question"),
    row("question_reopen", "GET", "  405  405  405  405  405  405  405  405", pk="@question"),
    row("question_share", "GET", "   302  403  403  404  200  404  200  404", pk="@question"),
    row("question_share", "POST", "  302  403  403  404  200  404  200  404", pk="@question"),
    row(
        "question_unshare", "POST", "302  403  403  404  302  404  302  404", pk="@shared_question"
    ),
    row(
        "question_unshare", "GET", " 405  405  405  405  405  405  405  405", pk="@shared_question"
    ),
    row("audit_trail", "GET", "      302  403  403  403  403  403  200  403"),
    row("audit_trail", "POST", "     405  405  405  405  405  405  405  405"),
]
