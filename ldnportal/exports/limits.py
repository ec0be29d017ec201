"""How many exports one may ask for: by address or by account, whatever one asks through."""

from typing import Any

from django.http import HttpRequest
from rest_framework.request import Request
from rest_framework.throttling import AnonRateThrottle, UserRateThrottle


class AnonExportRate(AnonRateThrottle):
    scope = "export_anon"


class UserExportRate(UserRateThrottle):
    """Counts those that have signed in; who has not is counted by address above."""

    scope = "export_user"

    def get_cache_key(self, request: Request, view: Any) -> str | None:
        if not request.user.is_authenticated:
            return None
        key: str | None = super().get_cache_key(request, view)
        return key


RATES = (AnonExportRate, UserExportRate)


def is_too_often(request: HttpRequest) -> bool:
    """Count one more export asked for on a page; True when that is one too many."""
    asked: list[bool] = [rate().allow_request(request, None) for rate in RATES]  # type: ignore[arg-type]
    return not all(asked)
