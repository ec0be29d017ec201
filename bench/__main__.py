"""`python -m bench`: how fast the engine is, against the floor of input and output.

Rasters are made once (seeded), everything is measured in processes of their own with warm files,
and of `--repeat` runs the quickest counts. The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench import landscape
from bench.landscape import Landscape

Found = dict[str, Any]
TINY = 0.01
LARGEST_FLOOR = 40
"""Megapixels up to which the floor is measured: it holds every output in memory to write it."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Make the rasters, measure, print a table and the JSON line."""
    options = _options(arguments)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=options.folder) as made:
        folder = Path(options.folder) if options.keep else Path(made)
        figures = Bench(folder, options.workers, options.repeat).all(options.sizes, options.codecs)
    sys.stdout.write(json.dumps(figures) + "\n")


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--sizes", type=_numbers, default=[4, 36, 144], help="megapixels: 4,36,144")
    parser.add_argument("--codecs", type=_words, default=["lzw", "zstd"], help="lzw,zstd")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--folder", default=tempfile.gettempdir(), help="where rasters are made")
    parser.add_argument("--keep", action="store_true", help="keep the rasters for the next time")
    return parser.parse_args(arguments)


def _numbers(text: str) -> list[int]:
    return [int(part) for part in text.split(",")]


def _words(text: str) -> list[str]:
    return text.split(",")


class Bench:
    """Measurements of one machine."""

    def __init__(self, folder: Path, workers: int, repeat: int) -> None:
        self.folder, self.workers, self.repeat = folder, workers, repeat

    def all(self, sizes: Sequence[int], codecs: Sequence[str]) -> Found:
        """Every figure for the first codec; run and floor for the others."""
        figures: Found = {"workers": self.workers, "repeat": self.repeat}
        figures |= self._start_up()
        costs = {}
        for size in sizes:
            for codec in codecs if size <= LARGEST_FLOOR else codecs[:1]:
                made = self._make(size, codec)
                found = self._size(made, size, codec, figures)
                if codec == codecs[0]:
                    costs[size] = found["total"]["wall"] / made.megapixels
        if len(costs) > 1:
            small, large = min(costs), max(costs)
            figures[f"cost_ratio_{large}_to_{small}"] = round(costs[large] / costs[small], 3)
        return figures

    def _size(self, made: Landscape, size: int, codec: str, figures: Found) -> Found:
        suffix = f"{size}" if codec == "lzw" else f"{size}_{codec}"
        run = self._best("run", made, self.workers)
        figures[f"seconds_{suffix}"] = round(run["total"]["wall"], 2)
        figures[f"mpx_per_s_{suffix}"] = round(made.megapixels / run["total"]["wall"], 2)
        figures[f"peak_mib_{suffix}"] = round(run["peak_mib"])
        _say(f"{suffix} Mpx", run)
        if size <= LARGEST_FLOOR:
            floor = self._best("floor", made, self.workers)
            figures[f"floor_ratio_{suffix}"] = _ratio(run, floor, "wall")
            figures[f"floor_ratio_cpu_{suffix}"] = _ratio(run, floor, "cpu")
            _say(f"{suffix} Mpx, floor", floor)
        if codec == "lzw" and size == 36 and self.workers > 1:
            alone = self._best("run", made, 1)
            speed_up = alone["total"]["wall"] / run["total"]["wall"]
            figures[f"speedup_{self.workers}_workers"] = round(speed_up, 2)
            _say(f"{suffix} Mpx, one worker", alone)
        return run

    def _start_up(self) -> Found:
        """Imports and compiled code from the disk: a whole run on a hundredth of a megapixel."""
        made = self._make(TINY, "lzw")
        self._child("run", made, self.workers)
        started = time.perf_counter()
        self._child("run", made, self.workers)
        return {"start_up_s": round(time.perf_counter() - started, 2)}

    def _make(self, size: float, codec: str) -> Landscape:
        started = time.perf_counter()
        made = landscape.make(self.folder / f"landscape-{size:g}-{codec}", size, codec)
        _write(f"made {size:g} Mpx {codec} in {time.perf_counter() - started:.0f} s")
        return made

    def _best(self, mode: str, made: Landscape, workers: int) -> Found:
        runs = [self._child(mode, made, workers) for _ in range(self.repeat)]
        best = min(runs, key=lambda run: run["total"]["wall"])
        return {**best, "peak_mib": max(run["peak_mib"] for run in runs)}

    def _child(self, mode: str, made: Landscape, workers: int) -> Found:
        out = made.folder / "out"
        command = [
            sys.executable,
            "-m",
            "bench.child",
            mode,
            str(made.folder),
            str(workers),
            str(out),
        ]
        done = subprocess.run(command, capture_output=True, check=True, text=True)  # noqa: S603
        found: Found = json.loads(done.stdout.splitlines()[-1])
        return found


def _ratio(run: Found, floor: Found, kind: str) -> float:
    return round(run["total"][kind] / floor["total"][kind], 3)


def _say(name: str, found: Found) -> None:
    stages = ", ".join(f"{stage} {seconds:.2f}" for stage, seconds in found["stages"].items())
    _write(
        f"{name}: {found['total']['wall']:.2f} s on the wall, {found['total']['cpu']:.2f} s of "
        f"processor ({stages}), peak {found['peak_mib']:.0f} MiB"
    )


def _write(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
