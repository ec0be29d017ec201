from countries.models.audit import AuditEvent
from countries.models.helpdesk import Question, QuestionPost
from countries.models.memberships import Invitation, Membership
from countries.models.messages import Message
from countries.models.parties import Boundary, Party, Region
from countries.models.tokens import ApiToken
from countries.models.users import User

__all__ = [
    "ApiToken",
    "AuditEvent",
    "Boundary",
    "Invitation",
    "Membership",
    "Message",
    "Party",
    "Question",
    "QuestionPost",
    "Region",
    "User",
]
