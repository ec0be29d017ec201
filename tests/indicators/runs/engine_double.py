"""A stand-in for the engine: the same functions, no rasters. It counts what it is asked to do."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indicators.science.errors import Cancelled
from indicators.science.storage import open_storage, read_json, write_json


@dataclass(frozen=True)
class Plan:
    chunks: list[int]
    digests: tuple[Any, ...] = ()

    def to_json(self) -> str:
        return json.dumps(self.chunks)

    @staticmethod
    def from_json(text: str) -> "Plan":
        return Plan(json.loads(text))


class EngineDouble:
    """Adds up the numbers of its chunks, twice; `trouble` may raise before any call."""

    Plan = Plan

    def __init__(self, chunks: int = 12) -> None:
        self.chunks = chunks
        self.calls: list[tuple[str, int | None]] = []
        self.trouble: Callable[[str, int | None], None] = lambda stage, chunk: None

    def load_manifest(self, manifest: dict[str, Any], base: str) -> dict[str, Any]:
        return manifest

    def plan_run(self, manifest: dict[str, Any], *, chunk_pixels: int, block: int) -> Plan:
        self._begin("plan")
        return Plan(list(range(self.chunks)))

    def first_pass(self, plan: Plan, chunk: int, scratch: str, cancelled: Any) -> None:
        self._begin("first", chunk)
        if cancelled():
            raise Cancelled
        write_json(open_storage(scratch), f"first-{chunk}.json", chunk)

    def merge_first(self, plan: Plan, scratch: str) -> None:
        self._begin("merge")
        storage = open_storage(scratch)
        total = sum(read_json(storage, f"first-{chunk}.json") for chunk in plan.chunks)
        write_json(storage, "merged.json", total)

    def second_pass(self, plan: Plan, chunk: int, scratch: str, cancelled: Any) -> None:
        self._begin("second", chunk)
        storage = open_storage(scratch)
        write_json(storage, f"second-{chunk}.json", read_json(storage, "merged.json") + chunk)

    def finish(self, plan: Plan, scratch: str, out: str) -> dict[str, Any]:
        self._begin("finish")
        storage = open_storage(scratch)
        total = sum(read_json(storage, f"second-{chunk}.json") for chunk in plan.chunks)
        write_json(open_storage(out), "summary.json", {"total": total})
        return {"total": total}

    def _begin(self, stage: str, chunk: int | None = None) -> None:
        self.trouble(stage, chunk)
        self.calls.append((stage, chunk))


def expected_total(chunks: int) -> int:
    """n chunks 0 .. n-1 sum to m; the second pass gives each m + chunk, so n m + m in all."""
    m = chunks * (chunks - 1) // 2
    return chunks * m + m


def files_in(folder: str) -> list[str]:
    path = Path(folder)
    return sorted(p.name for p in path.iterdir()) if path.is_dir() else []
