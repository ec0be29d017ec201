"""The matrix of roles and permissions, as Markdown."""

from collections.abc import Iterable

from django.utils.translation import override

from countries.roles import GIVEN_WITH, PERMISSION_LABELS, ROLES, Permission, Role, Scope

_SCOPES = {
    Scope.PARTY: "one Party",
    Scope.REGION: "all Parties or one region",
    Scope.ALL: "all",
}

_SECTIONS = (
    "A contributor can be limited to named sections of the report, such as land cover and carbon\n"
    "stocks. They read everything and change these only; see decision 51.\n"
)


def role_matrix() -> str:
    """Return two tables: what each role may do, and who gives it."""
    with override("en"):
        return f"{_permissions()}\n{_givers()}\n{_SECTIONS}"


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


def _permissions() -> str:
    roles = list(ROLES.values())
    lines = [
        _line(["", *(str(role.key.label) for role in roles)]),
        _line(["---", *(":-:" for _ in roles)]),
        _line(["held for", *(_SCOPES[role.scope] for role in roles)]),
    ]
    for permission in Permission:
        marks = ("yes" if permission in role.permissions else "" for role in roles)
        lines.append(_line([str(PERMISSION_LABELS[permission]), *marks]))
    return "".join(lines)


def _givers() -> str:
    lines = [_line(["role", "given and taken away by"]), _line(["---", "---"])]
    lines += [_line([str(role.key.label), _givers_of(role)]) for role in ROLES.values()]
    return "".join(lines)


def _givers_of(role: Role) -> str:
    givers = [
        str(giver.key.label) for giver in ROLES.values() if giver.permissions & GIVEN_WITH[role.key]
    ]
    return ", ".join(givers) or "`manage.py appoint` on the server"
