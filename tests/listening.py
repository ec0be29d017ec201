"""A port of this machine that stands for the world outside and remembers who came."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Listener:
    """`came` holds the first bytes of every connection."""

    port: int
    came: list[bytes] = field(default_factory=list)


@contextmanager
def listening() -> Iterator[Listener]:
    """Listen on a free port until the block ends."""
    stop = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        listener = Listener(server.getsockname()[1])

        def wait() -> None:
            while not stop.is_set():
                try:
                    connection, _ = server.accept()
                except TimeoutError:
                    continue
                connection.settimeout(0.5)
                with connection:
                    listener.came.append(connection.recv(100))

        thread = threading.Thread(target=wait)
        thread.start()
        try:
            yield listener
        finally:
            stop.set()
            thread.join()
