"""Messages between the import and a worker that may die, hang or talk nonsense at any moment.

The import never waits for the rest of a message: what has come of it is kept, and it is whole or it is nothing. So a
worker that is killed half-way through a result, or stops, holds up nobody.
"""

from __future__ import annotations

import os
import struct
import sys
from contextlib import suppress
from multiprocessing.connection import Connection

HEAD = struct.Struct("!Q")
LONGEST = 160 << 20
"""A longer message is nonsense, or the result of a document that is no plan (one of 1,000 rows takes 3 MB)."""
_PIECE = 1 << 20


class NonsenseError(Exception):
    """What came is no message of a worker."""


class Line:
    """The import's end: messages as they come, without waiting."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._come = bytearray()
        if sys.platform != "win32":
            os.set_blocking(connection.fileno(), False)

    def received(self) -> list[bytes]:
        """The messages that have come whole since the last call; the other end may be closed behind them.

        Raises:
            NonsenseError: what came is no message.
        """
        if sys.platform == "win32":
            return self._received_on_windows()
        with suppress(OSError):  # nothing more for now, or nobody there
            while len(self._come) <= LONGEST and (piece := os.read(self.connection.fileno(), _PIECE)):
                self._come += piece
        return self._whole()

    def send(self, message: bytes) -> bool:
        """Whether a message (small: it must fit what the system buffers) went out whole."""
        try:
            if sys.platform == "win32":
                self.connection.send_bytes(message)
                return True
            data = HEAD.pack(len(message)) + message
            return os.write(self.connection.fileno(), data) == len(data)
        except OSError:
            return False

    def close(self) -> None:
        """Let go of it."""
        self.connection.close()

    def _whole(self) -> list[bytes]:
        messages: list[bytes] = []
        at = 0
        while len(self._come) - at >= HEAD.size:
            (length,) = HEAD.unpack_from(self._come, at)
            if length > LONGEST:
                raise NonsenseError
            if len(self._come) - at - HEAD.size < length:
                break
            at += HEAD.size
            messages.append(bytes(self._come[at : at + length]))
            at += length
        del self._come[:at]
        return messages

    def _received_on_windows(self) -> list[bytes]:
        """Pipes of Windows keep messages apart themselves."""
        messages: list[bytes] = []
        with suppress(EOFError, OSError):
            while self.connection.poll():
                messages.append(self.connection.recv_bytes(LONGEST))
        return messages


def send(connection: Connection, message: bytes) -> None:
    """The worker's way to speak: waits until all is taken.

    Raises:
        OSError: nobody listens any more.
    """
    if sys.platform == "win32":
        connection.send_bytes(message)
        return
    data = memoryview(HEAD.pack(len(message)) + message)
    while data:
        data = data[os.write(connection.fileno(), data) :]


def receive(connection: Connection) -> bytes | None:
    """The worker's way to listen: waits for a message; None where nobody speaks any more."""
    if sys.platform == "win32":
        try:
            return connection.recv_bytes()
        except (EOFError, OSError):
            return None
    head = _exactly(connection.fileno(), HEAD.size)
    return _exactly(connection.fileno(), *HEAD.unpack(head)) if head else None


def _exactly(descriptor: int, length: int) -> bytes | None:
    parts: list[bytes] = []
    while length:
        piece = os.read(descriptor, length)
        if not piece:
            return None
        parts.append(piece)
        length -= len(piece)
    return b"".join(parts)
