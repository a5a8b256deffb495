"""Bytes held between two tasks: in memory while they are few, in a temporary file while they are many."""

from __future__ import annotations

import asyncio
from tempfile import SpooledTemporaryFile

#: Bytes that a spool holds in memory before it goes to a temporary file.
_IN_MEMORY = 1024 * 1024
#: Bytes that are taken out at once.
_PIECE = 64 * 1024


class Spool:
    """Bytes on their way from one task to another, however far the other is behind.

    Without it, a caller that sends its whole request before it reads any of the response would wait for the service,
    and the service for it.
    """

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115  # closed by ``close``
        self._written = self._taken = 0
        self._is_complete = False
        self._changed = asyncio.Event()

    def put(self, data: bytes) -> None:
        """Add bytes."""
        self._file.seek(self._written)
        self._file.write(data)
        self._written += len(data)
        self._changed.set()

    def finish(self) -> None:
        """Say that there will be no more."""
        self._is_complete = True
        self._changed.set()

    async def take(self) -> bytes:
        """Return the next bytes as soon as there are some; none at the end."""
        while self._taken == self._written:
            if self._is_complete:
                return b""
            self._changed.clear()
            await self._changed.wait()
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


__all__ = ["Spool"]
