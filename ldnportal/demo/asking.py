"""Questions to the helpdesk: one that waits, and one whose answer is shared with all Parties."""

from typing import Any

from countries.actions import helpdesk
from countries.models import Party, Question, User
from ldnportal.demo.cast import REVIEWER, focal_point_of

_WAITING: dict[str, Any] = {
    "subject": "Which year does the default map of 2023 show?",
    "text": "The default land cover for 2023 looks the same as that of 2022. Which year do we"
    " enter as the actual year of the data?",
    "about": "land_cover.areas",
    "about_label": "Land cover: area by class and year",
}
_SHARED: dict[str, Any] = {
    "subject": "Lagoons that fall dry",
    "text": "Our lagoons fall dry from March to October. Are they wetland or water?",
    "about": "land_cover",
    "about_label": "Land cover",
}
_ANSWER = (
    "Decide by what covers the ground for most of a typical year, and use the same class in every"
    " year of the report: yours are wetland. Say so in the comment of the section."
)


def ask_around(asking: Party, answered: Party) -> None:
    """Let two Parties ask, and the reviewer answer and share; once."""
    if Question.objects.exists():
        return
    reviewer = User.objects.get(email=REVIEWER.email)
    helpdesk.ask(by=_focal_point(asking), party=asking, **_WAITING)
    question = helpdesk.ask(by=_focal_point(answered), party=answered, **_SHARED)
    helpdesk.write(question, by=reviewer, text=_ANSWER)
    helpdesk.share(
        question,
        by=reviewer,
        shared_about=_SHARED["about_label"],
        shared_question="Are lagoons that fall dry for half of the year wetland or water?",
        shared_answer=_ANSWER,
    )


def _focal_point(party: Party) -> User:
    return User.objects.get(email=focal_point_of(party.iso3).email)
