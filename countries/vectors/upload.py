"""Read an uploaded vector file in the sandbox: the parent's side."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from countries.sandbox import Limits, SandboxMode, run_sandboxed
from countries.vectors.clean import united

LIMITS = Limits(wall_seconds=40, cpu_seconds=30, memory_bytes=1536 << 20, file_bytes=256 << 20)


@dataclass(frozen=True)
class VectorFile:
    """A cleaned vector file: `collection` is GeoJSON in WGS 84.

    `left_out` features had no geometry; `crs` is the coordinate system the file named.
    """

    collection: dict[str, Any]
    format: str
    crs: str
    vertices: int
    left_out: int

    @property
    def geometry(self) -> dict[str, Any]:
        """All features as one Polygon or MultiPolygon."""
        return united(self.collection)


def read_vector(
    path: Path | str,
    *,
    mode: SandboxMode = SandboxMode.AUTO,
    tick: Callable[[], None] | None = None,
) -> VectorFile:
    """Read a GeoJSON, GeoPackage, KML or zipped Shapefile that somebody uploaded.

    Raises `Refusal`; `sentences.refusal_sentence` puts it into words.
    """
    path = Path(path).resolve()
    with tempfile.TemporaryDirectory(prefix="vector-") as folder:
        answer = run_sandboxed(
            "countries.vectors.read",
            {"path": str(path), "folder": str(Path(folder).resolve())},
            read=[path],
            write=Path(folder),
            limits=LIMITS,
            mode=mode,
            tick=tick,
        )
    return VectorFile(**answer)
