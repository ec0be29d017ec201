"""A broker that is a folder, for machines without Redis.

Kombu's filesystem transport shows a message to its readers while it is still being written, and
a reader that gets half of it, or one that a power cut left empty, stops the whole worker. Here a
message appears whole, by renaming, and what cannot be read is put aside with a line in the log:
the message is only a bell, which the sweeper rings again.
"""

import logging
import tempfile
import time
import uuid
from pathlib import Path
from queue import Empty
from typing import Any

from kombu.exceptions import ChannelError
from kombu.transport import filesystem
from kombu.utils.json import dumps, loads

logger = logging.getLogger(__name__)
_UNREADABLE = ".unreadable"


class Channel(filesystem.Channel):
    """The same folder and file names, written and taken whole."""

    def _put(self, queue: str, message: Any, **kwargs: Any) -> None:  # type: ignore[override]
        """Publish one message under a name that sorts by the time it was sent."""
        folder = Path(self.data_folder_out)
        name = f"{time.time_ns():020d}_{uuid.uuid4()}.{queue}.msg"
        try:
            with tempfile.NamedTemporaryFile("w", dir=folder, prefix=".", delete=False) as part:
                part.write(dumps(message))
            Path(part.name).replace(folder / name)
        except OSError as error:
            raise ChannelError(f"The message {name} could not be written: {error}") from error

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        """Take the oldest readable message of a queue; raise Empty when there is none."""
        for path in sorted(Path(self.data_folder_in).glob(f"*.{queue}.msg")):
            mine = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
            try:
                path.rename(mine)  # of two readers, one succeeds
            except FileNotFoundError:
                continue
            message = _read(mine)
            if message is not None:
                return message
        raise Empty


def _read(path: Path) -> Any:
    try:
        message = loads(path.read_text("utf-8"))
        message["body"], message["properties"]["delivery_tag"]
        path.unlink()
    except (ValueError, LookupError, TypeError, OSError) as error:
        logger.warning("The message %s cannot be read and is put aside: %s", path.name, error)
        path.rename(path.with_name(path.name + _UNREADABLE))
        return None
    return message


class Transport(filesystem.Transport):
    """Kombu's filesystem transport on the channel above."""

    Channel = Channel
