"""One typed door to numba, so that kernels keep their signatures under ``mypy --strict``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from llvmlite import ir  # type: ignore[import-untyped]
from numba import njit, types
from numba.extending import intrinsic
from numpy.typing import NDArray

F = TypeVar("F", bound=Callable[..., Any])

TILE = 512
"""Pixels worked on together: a tile of sixteen int16 years is 16 KiB and stays in the L1 cache."""


def kernel(function: F) -> F:
    """Compile *function* with numba: no GIL, cached on disk, IEEE arithmetic (no fast-math)."""
    return cast(F, njit(cache=True, nogil=True, error_model="numpy")(function))


def same_pixels(**maps: NDArray[Any]) -> None:
    """Raise ValueError unless all *maps* have the same number of pixels (their last dimension).

    Kernels do not look at bounds, so every function that combines maps asks first.
    """
    sizes = {name: values.shape[-1] for name, values in maps.items()}
    if len(set(sizes.values())) > 1:
        found = ", ".join(f"{name} {size}" for name, size in sizes.items())
        msg = f"The maps differ in their number of pixels: {found}."
        raise ValueError(msg)


def _sign_of_difference(_context: Any, later: Any, earlier: Any) -> Any:
    """-1, 0 or +1 (int16) as *later* is smaller than, equal to, or greater than *earlier*.

    For integers the difference saturates instead of overflowing and is clamped, which compiles
    to four vector instructions; comparisons of NaN give 0.
    """
    signature = types.int16(later, later)

    def generate(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        if isinstance(later, types.Float):
            return _compare_floats(builder, *arguments)
        return _clamp_difference(builder, *arguments)

    return signature, generate


def _compare_floats(builder: Any, later: Any, earlier: Any) -> Any:
    short = ir.IntType(16)
    above = builder.zext(builder.fcmp_ordered(">", later, earlier), short)
    below = builder.zext(builder.fcmp_ordered("<", later, earlier), short)
    return builder.sub(above, below)


def _clamp_difference(builder: Any, later: Any, earlier: Any) -> Any:
    kind = later.type
    pair = ir.FunctionType(kind, [kind, kind])

    def call(name: str, first: Any, second: Any) -> Any:
        function = builder.module.declare_intrinsic(name, [kind], pair)
        return builder.call(function, [first, second])

    difference = call("llvm.ssub.sat", later, earlier)
    clamped = call("llvm.smax", call("llvm.smin", difference, kind(1)), kind(-1))
    return clamped if kind.width == 16 else builder.trunc(clamped, ir.IntType(16))


sign_of_difference: Any = intrinsic(_sign_of_difference)
