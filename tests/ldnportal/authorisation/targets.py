"""Pages of the app `targets`: the home of a Party, its promises, submitting and reviewing."""

from typing import Any

from tests.ldnportal.authorisation.table import Row, row

READABLE = "submitted in_review returned accepted published"
RECALLED = "draft"  # what the Party took back is nobody's but the Party's
REPORT = {"iso3": "XAA", "year": 2026}
SUBMISSION = {"pk": "@submission"}
THREAD = {"pk": "@thread"}
FIELD = "?field=profile.area.2015.land"

#                                   anon contr focal other  rev  rev2  secr  obs
NOBODY = "                          405  405  405  405  405  405  405  405"
READ = "                            302  200  200  404  404  404  404  404"
WRITE = "                           302  302  302  404  404  404  404  404"
# Of a version: the Party, the reviewers of its region, and the secretariat.
READERS = "                         302  200  200  404  200  404  200  404"


def promises(kind: str) -> list[Row]:
    """The pages of targets, or of measures."""
    one = {"iso3": "XAA", "pk": f"@{kind}"}
    return [
        row(f"{kind}_list", "GET", READ, iso3="XAA", states="draft published"),
        row(f"{kind}_list", "POST", NOBODY, iso3="XAA"),
        row(f"{kind}_new", "GET", NOBODY, iso3="XAA"),
        # While the report is locked the portal says so and leads back.
        row(f"{kind}_new", "POST", WRITE, iso3="XAA", states="draft in_review"),
        row(f"{kind}_done", "GET", NOBODY, iso3="XAA"),
        row(f"{kind}_done", "POST", WRITE, iso3="XAA"),
        row(f"{kind}_features", "GET", READ, iso3="XAA"),
        row(f"{kind}_features", "POST", NOBODY, iso3="XAA"),
        row(f"{kind}_detail", "GET", READ, states="draft published", **one),
        row(f"{kind}_detail", "POST", NOBODY, **one),
        row(f"{kind}_edit", "GET", READ, **one),
        row(f"{kind}_edit", "GET", WRITE, states="submitted accepted", **one),
        row(f"{kind}_edit", "POST", WRITE, data={"version": "0"}, **one),
        row(f"{kind}_upload", "GET", READ, **one),
        # Without a file the form comes back.
        row(f"{kind}_upload", "POST", READ, **one),
        row(f"{kind}_remove", "GET", READ, **one),
        row(f"{kind}_remove", "POST", WRITE, **one),
        row(f"{kind}_explain", "GET", NOBODY, **one),
        row(f"{kind}_explain", "POST", WRITE, data={"finding": "R15", "reason": "So"}, **one),
        # Another Party's promise is not reached through one's own address.
        row(
            f"{kind}_remove",
            "POST",
            "                       302  404  404  404  404  404  404  404",
            iso3="XBB",
            pk=f"@{kind}",
        ),
    ]


def progress() -> list[Row]:
    """How far targets and measures have come."""
    measure = {"iso3": "XAA", "pk": "@measure"}
    return [
        row("target_progress", "GET", READ, iso3="XAA", states="draft published"),
        row("target_progress", "POST", NOBODY, iso3="XAA"),
        row("measure_effect", "GET", READ, states="draft published", **measure),
        row("measure_effect", "POST", WRITE, states="draft in_review", **measure),
        row("measure_progress", "GET", READ, states="draft published", **measure),
        row(
            "measure_progress",
            "POST",
            WRITE,
            states="draft in_review",
            data={"date": "2026-01-31", "status": "under_way", "area_unit": "ha"},
            **measure,
        ),
        row("measure_progress_remove", "GET", NOBODY, number=1, **measure),
        row("measure_progress_remove", "POST", WRITE, number=1, **measure),
        row("measure_evidence", "GET", READ, number=1, states="draft published", **measure),
        row("measure_evidence", "POST", NOBODY, number=1, **measure),
    ]


def balance() -> list[Row]:
    """The balance sheet of a report."""
    return [
        row("balance", "GET", READ, states="draft published", **REPORT),
        row("balance", "POST", NOBODY, **REPORT),
        row("balance_assume", "GET", NOBODY, **REPORT),
        row(
            "balance_assume",
            "POST",
            WRITE,
            states="draft in_review",
            data={
                "until": "2030",
                "losses_go_on": "90",
                "gains_go_on": "0",
                "losses_happen": "100",
                "gains_succeed": "100",
                "version": "9",
            },
            **REPORT,
        ),
        row("balance_except", "GET", NOBODY, **REPORT),
        row("balance_except", "POST", WRITE, data={"reason": "So", "version": "9"}, **REPORT),
        row("balance_loss_new", "GET", NOBODY, **REPORT),
        # Without an area the form comes back.
        row("balance_loss_new", "POST", READ, **REPORT),
        row("balance_loss_remove", "GET", NOBODY, number="@loss", **REPORT),
        row(
            "balance_loss_remove",
            "POST",
            WRITE,
            states="in_review draft",
            number="@loss",
            **REPORT,
        ),
        row("scenario", "GET", READ, states="draft published", **REPORT),
        # Nothing of the report changes: whoever may read may try.
        row("scenario", "POST", READ, states="draft in_review", **REPORT),
        row("scenario_compare", "GET", READ, states="draft published", **REPORT),
        row("scenario_compare", "POST", NOBODY, **REPORT),
        row("scenario_remove", "GET", NOBODY, pk="@scenario", **REPORT),
        row("scenario_remove", "POST", WRITE, states="draft in_review", pk="@scenario", **REPORT),
        row("balance_done", "GET", NOBODY, **REPORT),
        row("balance_done", "POST", WRITE, **REPORT),
    ]


def where() -> list[Row]:
    """Where to act, and the files of it."""
    tile = {"pk": "@map", "layer": "response", "z": 0, "x": 0, "y": 0}
    patch = {"patch": "@patch"}
    return [
        row("where_to_act", "GET", READ, states="draft published", **REPORT),
        row("where_to_act", "POST", WRITE, states="draft in_review", **REPORT),
        row("where_patches", "GET", READ, states="draft published", **REPORT),
        row("where_patches", "POST", NOBODY, **REPORT),
        row("where_point", "GET", READ, query="?lat=11&lon=11", **REPORT),
        row("where_point", "POST", NOBODY, **REPORT),
        row("where_tile", "GET", READ, **tile, **REPORT),
        row("where_tile", "POST", NOBODY, **tile, **REPORT),
        row("where_measure", "GET", NOBODY, **REPORT),
        # While the report is locked the portal says so and leads back.
        row("where_measure", "POST", WRITE, states="draft in_review", data=patch, **REPORT),
        row("where_file", "GET", READ, states="draft published", name="areas.csv", **REPORT),
        row("where_file", "POST", NOBODY, name="areas.csv", **REPORT),
    ]


def records() -> list[Row]:
    """The lists of supporting information: every list has the same pages."""
    here = {"iso3": "XAA", "kind": "finance"}
    one = here | {"pk": "@need"}
    pledge = {"iso3": "XAA", "kind": "business", "pk": "@pledge"}
    #                               anon contr focal other  rev  rev2  secr  obs
    unknown = "                     302  404  404  404  404  404  404  404"
    return [
        row("record_list", "GET", READ, states="draft published", **here),
        row("record_list", "GET", unknown, iso3="XAA", kind="wishes"),
        row("record_list", "POST", NOBODY, **here),
        row("record_csv", "GET", READ, states="draft published", **here),
        row("record_csv", "POST", NOBODY, **here),
        row("record_list", "GET", READ, iso3="XAA", kind="corrections"),
        row("corrections_apply", "GET", NOBODY, iso3="XAA", run_id="@finished_run"),
        # Reviewers see the run, and change nothing of it.
        row("corrections_apply", "POST", WRITE, iso3="XAA", run_id="@finished_run"),
        row("record_new", "GET", NOBODY, **here),
        # While the report is locked the portal says so and leads back.
        row("record_new", "POST", WRITE, states="draft in_review", **here),
        row("record_done", "GET", NOBODY, **here),
        row("record_done", "POST", WRITE, **here),
        row("promise_workbook", "GET", READ, iso3="XAA", book="finance"),
        row("promise_workbook", "GET", READ, iso3="XAA", book="promises", states="draft published"),
        row("promise_workbook", "GET", unknown, iso3="XAA", book="wishes"),
        row("promise_workbook", "POST", NOBODY, iso3="XAA", book="finance"),
        row("record_detail", "GET", READ, states="draft published", **one),
        row("record_detail", "POST", NOBODY, **one),
        # An entry is not reached through another list, nor through another Party.
        row("record_detail", "GET", unknown, iso3="XAA", kind="business", pk="@need"),
        row("record_edit", "GET", READ, **one),
        row("record_edit", "GET", WRITE, states="submitted accepted", **one),
        row("record_edit", "POST", WRITE, data={"version": "0"}, **one),
        row("record_remove", "GET", READ, **one),
        row("record_remove", "POST", WRITE, **one),
        row(
            "record_remove",
            "POST",
            "                       302  404  404  404  404  404  404  404",
            iso3="XBB",
            kind="finance",
            pk="@need",
        ),
        row("record_features", "GET", READ, iso3="XAA", kind="business"),
        row("record_features", "GET", unknown, iso3="XAA", kind="finance"),
        row("record_features", "POST", NOBODY, iso3="XAA", kind="business"),
        row("record_place", "GET", READ, **pledge),
        # Without a file the form comes back.
        row("record_place", "POST", READ, **pledge),
        # A need for money is nowhere on the map.
        row("record_place", "GET", unknown, **one),
        row("record_explain", "GET", NOBODY, **one),
        row("record_explain", "POST", WRITE, data={"finding": "X", "reason": "So"}, **one),
        row("record_confirm", "GET", NOBODY, **pledge),
        # Only the focal point's word makes a business commitment count.
        row(
            "record_confirm",
            "POST",
            "                       302  403  302  404  404  404  404  404",
            states="draft in_review",
            **pledge,
        ),
    ]


def steps() -> list[Row]:
    """Every step of the workflow, asked for; who may is shown the question, whatever the state."""
    #                               anon contr focal other  rev  rev2  secr  obs
    party = "                       302  403  200  404  403  404  403  404"
    reviewer = "                    302  403  403  404  200  404  403  404"
    secretariat = "                 302  403  403  404  403  404  200  404"
    unknown = "                     302  404  404  404  404  404  404  404"
    askers = {
        "recall": party,
        "revise": party,
        "start-review": reviewer,
        "return": reviewer,
        "accept": reviewer,
        "publish": secretariat,
        # Submitting has a page of its own.
        "submit": unknown,
        "approve": unknown,
    }
    return [
        row(
            "submission_step",
            "GET",
            answers,
            states="submitted accepted",
            action=action,
            **SUBMISSION,
        )
        for action, answers in askers.items()
    ]


def taken() -> list[Row]:
    """The steps themselves: in the wrong state one is led back and told why."""
    reason: dict[str, Any] = {"comment": "The areas do not add up."}
    #                               anon contr focal other  rev  rev2  secr  obs
    party = "                       302  403  302  404  403  404  403  404"
    reviewer = "                    302  403  403  404  302  404  403  404"
    secretariat = "                 302  403  403  404  403  404  302  404"
    actors = {
        "recall": party,
        "revise": party,
        "start-review": reviewer,
        "return": reviewer,
        "accept": reviewer,
        "publish": secretariat,
    }
    return [
        row(
            "submission_step",
            "POST",
            answers,
            states=READABLE,
            data=reason,
            action=action,
            **SUBMISSION,
        )
        for action, answers in actors.items()
    ]


ROWS: list[Row] = [
    # The home leads on to the report of the current cycle.
    row("party_home", "GET", WRITE, iso3="XAA"),
    row("party_home", "POST", NOBODY, iso3="XAA"),
    row("report_home", "GET", READ, states="draft in_review published", **REPORT),
    row("report_home", "POST", NOBODY, **REPORT),
    row("report_start", "GET", NOBODY, **REPORT),
    row("report_start", "POST", WRITE, **REPORT),
    *promises("target"),
    *promises("measure"),
    #                               anon contr focal other  rev  rev2  secr  obs
    row("submit_report", "GET", READ, states="draft submitted", **REPORT),
    # Only the focal point submits; what is missing is shown on the same page.
    row(
        "submit_report",
        "POST",
        "                           302  403  200  404  404  404  404  404",
        states="draft returned",
        **REPORT,
    ),
    row("answers", "GET", READ, states="draft returned", **REPORT),
    row("answers", "POST", NOBODY, **REPORT),
    row("answers_page", "GET", READ, states="draft returned", key="targets", **REPORT),
    row("answers_page", "POST", NOBODY, key="targets", **REPORT),
    row("submission_detail", "GET", READ, states=RECALLED, **SUBMISSION),
    row("submission_detail", "GET", READERS, states="in_review published", **SUBMISSION),
    row("submission_detail", "POST", NOBODY, **SUBMISSION),
    row("submission_page", "GET", READ, states=RECALLED, key="@page", **SUBMISSION),
    row("submission_page", "GET", READERS, states="in_review published", key="@page", **SUBMISSION),
    row("submission_page", "POST", NOBODY, key="@page", **SUBMISSION),
    row("submission_changes", "GET", READERS, states="returned", **SUBMISSION),
    row("submission_changes", "POST", NOBODY, **SUBMISSION),
    row("submission_changes_file", "GET", READ, states=RECALLED, suffix="csv", **SUBMISSION),
    row("submission_changes_file", "GET", READERS, states="in_review", suffix="xlsx", **SUBMISSION),
    row("submission_changes_file", "POST", NOBODY, suffix="csv", **SUBMISSION),
    row("submission_remarks", "GET", READ, states=RECALLED, **SUBMISSION),
    row("submission_remarks", "GET", READERS, states="in_review published", **SUBMISSION),
    row("submission_remarks", "POST", NOBODY, **SUBMISSION),
    row("submission_download", "GET", READ, states=RECALLED, **SUBMISSION),
    row("submission_download", "GET", READERS, states="in_review published", **SUBMISSION),
    row("submission_download", "POST", NOBODY, **SUBMISSION),
    row("submission_receipt", "GET", READERS, states="submitted", **SUBMISSION),
    row("submission_receipt", "POST", NOBODY, **SUBMISSION),
    row(
        "submission_step",
        "GET",
        "                           302  403  403  404  404  404  404  404",
        states=RECALLED,
        action="accept",
        **SUBMISSION,
    ),
    row(
        "submission_assign",
        "GET",
        "                           302  403  403  404  200  404  200  404",
        states="submitted accepted",
        **SUBMISSION,
    ),
    # Without a name the form comes back.
    row(
        "submission_assign",
        "POST",
        "                           302  403  403  404  200  404  200  404",
        states="submitted in_review",
        **SUBMISSION,
    ),
    *progress(),
    *balance(),
    *where(),
    *records(),
    *steps(),
    *taken(),
    #                               anon contr focal other  rev  rev2  secr  obs
    row("review_board", "GET", "    302  403  403  403  200  200  200  403"),
    row("review_board", "POST", NOBODY),
    row("review_board_file", "GET", "302  403  403  403  200  200  200  403"),
    row("review_board_file", "POST", NOBODY),
    # The secretariat reads threads and does not write in them.
    row(
        "thread_open",
        "GET",
        "                           302  200  200  404  200  404  403  404",
        query=FIELD,
        states="in_review published",
        **SUBMISSION,
    ),
    row(
        "thread_open",
        "POST",
        "                           302  302  302  404  302  404  403  404",
        states="submitted in_review returned",
        data={"field": "profile.area.2015.land", "text": "Is this the whole country?"},
        **SUBMISSION,
    ),
    row("thread_reply", "GET", NOBODY, **THREAD),
    row(
        "thread_reply",
        "POST",
        "                           302  302  302  404  302  404  403  404",
        states=READABLE,
        data={"text": "Yes."},
        **THREAD,
    ),
    row("thread_resolve", "GET", NOBODY, **THREAD),
    # The Party's people are led back and told that the reviewer who opened it resolves it.
    row(
        "thread_resolve",
        "POST",
        "                           302  302  302  404  302  404  403  404",
        states="submitted in_review returned",
        **THREAD,
    ),
    row("thread_reopen", "GET", NOBODY, **THREAD),
    row(
        "thread_reopen",
        "POST",
        "                           302  302  302  404  302  404  403  404",
        states="submitted in_review returned",
        **THREAD,
    ),
]
