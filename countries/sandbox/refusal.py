"""Why a file was not taken: a code and its parameters, put into words elsewhere."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

Parameter = str | int | float | bool | None | list[Any]


class SandboxProblem(StrEnum):
    """What can end a child before it has an answer of its own."""

    OUT_OF_TIME = "out_of_time"
    OUT_OF_MEMORY = "out_of_memory"
    OUTPUT_TOO_LARGE = "output_too_large"
    CRASHED = "crashed"
    UNREADABLE = "unreadable"
    FORBIDDEN = "forbidden"


class Refusal(Exception):  # noqa: N818 - the word of the domain: a file is refused
    """A file was refused. `code` names the reason, `params` the facts that belong to it."""

    def __init__(self, code: str, /, **params: Parameter) -> None:
        self.code = str(code)
        self.params: dict[str, Parameter] = params
        super().__init__(self.code, params)

    def __reduce__(self) -> tuple[Any, ...]:
        return Refusal.from_json, (self.to_json(),)

    def to_json(self) -> dict[str, Any]:
        """The refusal as it travels from the child and stands in a job row."""
        return {"code": self.code, "params": self.params}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Refusal":
        """Read back what `to_json` wrote."""
        return cls(str(data["code"]), **{str(k): v for k, v in dict(data["params"]).items()})
