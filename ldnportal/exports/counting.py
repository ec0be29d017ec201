"""How many rows of an export have been written, told while they are written."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

T = TypeVar("T")
Listener = Callable[[int], None]
EVERY = 500

_listener: ContextVar[Listener | None] = ContextVar("rows_listener", default=None)


@contextmanager
def counting(listen: Listener) -> Iterator[None]:
    """Tell `listen` every few hundred rows how many more went by; it may raise to stop them."""
    token = _listener.set(listen)
    try:
        yield
    finally:
        _listener.reset(token)


def counted(rows: Iterable[T]) -> Iterator[T]:
    """Pass rows on, and count them for whoever listens."""
    listen = _listener.get()
    number = 0
    for row in rows:
        yield row
        number += 1
        if listen is not None and number % EVERY == 0:
            listen(EVERY)
    if listen is not None:
        listen(number % EVERY)
