"""How much a sandboxed child may use, and how it is held."""

from dataclasses import asdict, dataclass
from enum import StrEnum

MIB = 1024 * 1024


class SandboxMode(StrEnum):
    """How the child is held.

    `BWRAP` gives it its own namespaces (no network, a file tree of a few read-only folders).
    `RLIMITS` works everywhere. In both, the child limits its own resources and, where the kernel
    can, gives up sockets (seccomp) and every path it was not given (Landlock).
    """

    AUTO = "auto"
    BWRAP = "bwrap"
    RLIMITS = "rlimits"


@dataclass(frozen=True)
class Limits:
    """Bounds of one child: seconds of wall clock and CPU, bytes of memory, files and answer."""

    wall_seconds: float = 120.0
    cpu_seconds: int = 100
    memory_bytes: int = 1536 * MIB
    file_bytes: int = 256 * MIB
    answer_bytes: int = 64 * MIB

    def to_json(self) -> dict[str, float]:
        """The limits as plain numbers, as they travel to the child."""
        return asdict(self)
