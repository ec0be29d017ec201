"""Who asks: the holder of an access token, sent as `Authorization: Bearer …`."""

from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from countries.actions.tokens import find_token, note_use
from countries.models import ApiToken, User

SCHEME = "bearer"


class BearerAuthentication(BaseAuthentication):
    """Recognise a valid access token; a wrong one is refused and never taken for nobody."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        words = get_authorization_header(request).split()
        if not words or words[0].lower() != SCHEME.encode():
            return None
        token = find_token(_secret(words))
        if token is None:
            raise AuthenticationFailed(
                _("This access token is not known, has expired or was revoked.")
            )
        note_use(token)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


def _secret(words: list[bytes]) -> str:
    """The word after the scheme; anything but one word of ASCII belongs to no token."""
    if len(words) != 2 or not words[1].isascii():
        return ""
    return words[1].decode()
