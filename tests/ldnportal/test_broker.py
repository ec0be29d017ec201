"""The folder as a broker: messages appear whole, and what cannot be read stops nobody."""

import threading
import uuid
from collections.abc import Iterator
from pathlib import Path
from queue import Empty

import pytest
from kombu import Connection
from kombu.simple import SimpleQueue

from ldnportal.broker import Transport


@pytest.fixture
def name() -> str:
    """A queue of the test's own: the transport remembers for the process which it has declared."""
    return f"bells-{uuid.uuid4().hex}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for part in ("queue", "control"):
        (tmp_path / part).mkdir()
    return tmp_path / "queue"


@pytest.fixture
def queue(folder: Path, name: str) -> Iterator[SimpleQueue]:
    with connected(folder) as connection, connection.SimpleQueue(name) as simple:
        yield simple


def connected(folder: Path) -> Connection:
    options = {
        "data_folder_in": str(folder),
        "data_folder_out": str(folder),
        "control_folder": str(folder.parent / "control"),
        "polling_interval": 0.01,
    }
    return Connection("filesystem://localhost//", transport=Transport, transport_options=options)


def taken(queue: SimpleQueue) -> object:
    message = queue.get(timeout=2)
    message.ack()
    return message.payload


def test_messages_come_out_in_the_order_in_which_they_were_sent(queue: SimpleQueue) -> None:
    for number in range(20):
        queue.put({"number": number})

    assert [taken(queue) for _ in range(20)] == [{"number": n} for n in range(20)]


@pytest.mark.parametrize(
    "content", [b"", b'{"body": "half', b"\xff\xfe", b"[]", b'{"body": "no properties"}', b"null"]
)
def test_a_message_that_cannot_be_read_is_put_aside_and_the_next_one_comes(
    queue: SimpleQueue, name: str, folder: Path, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    (folder / f"00000000000000000001_broken.{name}.msg").write_bytes(content)
    queue.put("the next one")

    assert taken(queue) == "the next one"
    assert "put aside" in caplog.text
    assert [path for path in folder.iterdir() if path.suffix == ".unreadable"]


def test_a_message_that_is_being_written_is_not_seen(queue: SimpleQueue, folder: Path) -> None:
    (folder / ".tmp-being-written").write_text('{"body": "half')

    with pytest.raises(Empty):
        queue.get(timeout=0.1)


def test_of_several_readers_each_message_goes_to_one(
    folder: Path, name: str, queue: SimpleQueue
) -> None:
    for number in range(60):
        queue.put(number)
    seen: list[object] = []

    def read() -> None:
        with connected(folder) as connection, connection.SimpleQueue(name) as own:
            while True:
                try:
                    message = own.get(timeout=0.3)
                except Empty:
                    return
                message.ack()
                seen.append(message.payload)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()

    assert sorted(seen, key=str) == sorted(range(60), key=str)
