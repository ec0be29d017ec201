"""Addresses of submitting, reading versions, and reviewing."""

from django.urls import URLPattern, URLResolver, path

from targets.views import answers, board, changes, remarks, review, submissions, submit, threads

urlpatterns: list[URLPattern | URLResolver] = [
    path("parties/<str:iso3>/<int:year>/submit/", submit.submit_report, name="submit_report"),
    path("parties/<str:iso3>/<int:year>/submit/answers/", answers.answers, name="answers"),
    path(
        "parties/<str:iso3>/<int:year>/submit/answers/<slug:key>/",
        answers.answers_page,
        name="answers_page",
    ),
    path("review/", board.review_board, name="review_board"),
    path("review/board.csv", board.review_board_file, name="review_board_file"),
    path("submissions/<int:pk>/", submissions.submission_detail, name="submission_detail"),
    path("submissions/<int:pk>/receipt/", submit.submission_receipt, name="submission_receipt"),
    path(
        "submissions/<int:pk>/snapshot.json",
        submissions.submission_download,
        name="submission_download",
    ),
    path("submissions/<int:pk>/changes/", changes.submission_changes, name="submission_changes"),
    path(
        "submissions/<int:pk>/changes.<str:suffix>",
        changes.submission_changes_file,
        name="submission_changes_file",
    ),
    path("submissions/<int:pk>/remarks/", remarks.submission_remarks, name="submission_remarks"),
    path("submissions/<int:pk>/comment/", threads.thread_open, name="thread_open"),
    path(
        "submissions/<int:pk>/read/<slug:key>/",
        submissions.submission_page,
        name="submission_page",
    ),
    path("submissions/<int:pk>/assign/", review.submission_assign, name="submission_assign"),
    path("submissions/<int:pk>/do/<slug:action>/", review.submission_step, name="submission_step"),
    path("threads/<int:pk>/reply/", threads.thread_reply, name="thread_reply"),
    path("threads/<int:pk>/resolve/", threads.thread_resolve, name="thread_resolve"),
    path("threads/<int:pk>/reopen/", threads.thread_reopen, name="thread_reopen"),
]
