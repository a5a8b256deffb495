"""Lines of a stream of any length, split in constant memory."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator
from typing import NamedTuple


class Line(NamedTuple):
    """A line without its end; of one that is too long only its length is there."""

    data: bytes
    length: int

    @property
    def is_too_long(self) -> bool:
        """Whether the line was too long to be held."""
        return self.length > len(self.data)

    @property
    def is_blank(self) -> bool:
        """Whether the line says nothing."""
        return not self.is_too_long and not self.data.strip()


async def split_lines(chunks: AsyncIterable[bytes], most: int) -> AsyncIterator[Line]:
    """Yield the lines of a stream, but for blank ones; no more than ``most`` bytes of one are held."""
    buffer, length = bytearray(), 0
    async for chunk in chunks:
        *ends, tail = chunk.split(b"\n")
        for end in ends:
            _add(buffer, end, most)
            line = _line(buffer, length + len(end), most)
            if not line.is_blank:
                yield line
            buffer, length = bytearray(), 0
        _add(buffer, tail, most)
        length += len(tail)
    line = _line(buffer, length, most)
    if not line.is_blank:
        yield line


def _add(buffer: bytearray, data: bytes, most: int) -> None:
    if len(buffer) + len(data) <= most:
        buffer += data


def _line(buffer: bytearray, length: int, most: int) -> Line:
    """Return a line of this length; what stands in the buffer of one that is too long is not the whole of it."""
    if length > most:
        return Line(b"", length)
    return Line(bytes(buffer), length)


__all__ = ["Line", "split_lines"]
