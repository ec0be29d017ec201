"""Questions to the helpdesk in the data interface, read only: one's own, and what is shared."""

from typing import Any, cast

from django.db.models import Exists, OuterRef, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy
from django_filters.rest_framework import FilterSet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers as s

from countries.models import Question, QuestionPost, User
from ldnportal.api.base import ListOf, OneOf
from ldnportal.api.filters import TextFilter
from ldnportal.api.views import ID, described, key_of


class QuestionFilter(FilterSet):
    """Questions."""

    q = TextFilter(method="search", label=gettext_lazy("Words that all occur in what you may read"))

    def search(self, rows: "QuerySet[Any]", _name: str, value: str) -> "QuerySet[Any]":
        return rows.saying(value, cast(User, self.request.user))  # type: ignore[attr-defined]


class SharedSerializer(s.ModelSerializer[Question]):
    """What all Parties may read of a question."""

    about = s.CharField(source="shared_about")
    question = s.CharField(source="shared_question")
    answer = s.CharField(source="shared_answer")

    class Meta:
        model = Question
        fields = ["about", "question", "answer", "shared_at"]


class PostSerializer(s.ModelSerializer[QuestionPost]):
    """One contribution to a conversation."""

    by = s.CharField(source="written_by.full_name")

    class Meta:
        model = QuestionPost
        fields = ["text", "is_answer", "written_at", "by"]


class WholeSerializer(s.ModelSerializer[Question]):
    """A conversation, for its two sides."""

    iso3 = s.CharField(source="party.iso3")
    asked_by = s.CharField(source="asked_by.full_name")
    assignee = s.CharField(source="assignee.full_name", default=None, allow_null=True)

    class Meta:
        model = Question
        fields = [
            "iso3",
            "about",
            "about_label",
            "subject",
            "state",
            "asked_at",
            "asked_by",
            "assignee",
        ]


class ConversationSerializer(WholeSerializer):
    """A conversation with all that was written."""

    posts = PostSerializer(many=True)

    class Meta(WholeSerializer.Meta):
        fields = [*WholeSerializer.Meta.fields, "posts"]


class QuestionSerializer(s.ModelSerializer[Any]):
    """A question: `whole` for the Party that asked and those who answer, `shared` for peers."""

    whole = s.SerializerMethodField()
    shared = s.SerializerMethodField()
    part: type[WholeSerializer] = WholeSerializer

    class Meta:
        model = Question
        fields = ["id", "whole", "shared"]

    @extend_schema_field(WholeSerializer(allow_null=True))
    def get_whole(self, question: Any) -> Any:
        return self.part(question).data if question.is_whole else None

    @extend_schema_field(SharedSerializer(allow_null=True))
    def get_shared(self, question: Any) -> Any:
        return SharedSerializer(question).data if question.shared_at else None


class QuestionDetailSerializer(QuestionSerializer):
    """One question, with the whole conversation for its two sides."""

    part = ConversationSerializer

    @extend_schema_field(ConversationSerializer(allow_null=True))
    def get_whole(self, question: Any) -> Any:
        return super().get_whole(question)


def _questions(user: User) -> "QuerySet[Question]":
    """What the person may read; nothing without an account."""
    whole = Question.objects.visible_to(user).filter(pk=OuterRef("pk")).order_by()
    rows = Question.objects.readable_by(user).annotate(is_whole=Exists(whole))
    return rows.select_related("party", "asked_by", "assignee").order_by("-asked_at", "-pk")


@described(operation_id="listQuestions", summary="Questions to the helpdesk", tags=["Helpdesk"])
class QuestionList(ListOf):
    """With an access token: questions of your Party or those you answer, and shared answers."""

    serializer_class = QuestionSerializer
    filterset_class = QuestionFilter
    queryset = Question.objects.none()

    def get_queryset(self) -> "QuerySet[Question]":
        return _questions(cast(User, self.request.user))


@described(operation_id="getQuestion", summary="One question", tags=["Helpdesk"], parameters=[ID])
class QuestionDetail(OneOf):
    """One question."""

    serializer_class = QuestionDetailSerializer
    queryset = Question.objects.none()

    def get_object(self) -> Question:
        rows = _questions(cast(User, self.request.user)).prefetch_related("posts__written_by")
        return get_object_or_404(rows, pk=key_of(self.kwargs["pk"]))
