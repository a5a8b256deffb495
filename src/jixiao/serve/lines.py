"""Lines of a stream of any length in constant memory: cut from what comes in, spooled until they are taken out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable, AsyncIterator
from tempfile import SpooledTemporaryFile
from typing import NamedTuple

#: Bytes that a spool holds in memory before it goes to a file that has no name.
_IN_MEMORY = 1024 * 1024
#: Bytes that are taken out at once.
_PIECE = 64 * 1024


class Line(NamedTuple):
    """A line without its end; of one that is too long only its length is there."""

    data: bytes
    length: int

    @property
    def is_cut(self) -> bool:
        """Whether the line was too long to be taken in."""
        return self.length > len(self.data)


async def cut(chunks: AsyncIterable[bytes], most: int) -> AsyncIterator[Line]:
    """Yield the lines of a stream, but for blank ones; no more than ``most`` bytes of one are held."""
    begun, length = bytearray(), 0
    async for chunk in chunks:
        *ends, tail = chunk.split(b"\n")
        for end in ends:
            _add(begun, end, most)
            length += len(end)
            if length and (length > most or begun.strip()):
                yield _line(begun, length, most)
            begun, length = bytearray(), 0
        _add(begun, tail, most)
        length += len(tail)
    if length and (length > most or begun.strip()):
        yield _line(begun, length, most)


def _add(begun: bytearray, data: bytes, most: int) -> None:
    if len(begun) + len(data) <= most:
        begun += data


def _line(begun: bytearray, length: int, most: int) -> Line:
    if length > most:
        return Line(b"", length)
    return Line(bytes(begun), length)


class Spool:
    """Bytes on their way from one task to another, however far the other is behind.

    Callers that send everything before they read anything would otherwise wait for us, and we for them.
    """

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115  # closed by ``close``
        self._written = self._taken = 0
        self._is_complete = False
        self._news = asyncio.Event()

    def put(self, data: bytes) -> None:
        """Add bytes."""
        self._file.seek(self._written)
        self._file.write(data)
        self._written += len(data)
        self._news.set()

    def finish(self) -> None:
        """Say that there will be no more."""
        self._is_complete = True
        self._news.set()

    async def take(self) -> bytes:
        """Return the next bytes as soon as there are some; none at the end."""
        while self._taken == self._written:
            if self._is_complete:
                return b""
            self._news.clear()
            await self._news.wait()
        self._file.seek(self._taken)
        data = self._file.read(_PIECE)
        self._taken += len(data)
        if self._taken == self._written:
            self._file.seek(0)
            self._file.truncate()
            self._taken = self._written = 0
        return data

    def close(self) -> None:
        """Give up what was not taken."""
        self._file.close()


__all__ = ["Line", "Spool", "cut"]
