"""What tells an office file that the program wrote from one that somebody has changed since."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

_MARK = b"jixiao sha256:"
_LENGTH = len(_MARK) + sha256().digest_size * 2
#: The end of a ZIP archive without a comment: its record, whose last two bytes are the comment's length.
_END, _RECORD, _COUNT = b"PK\x05\x06", 22, 2
#: How ZIP archives and the older office files begin.
_OFFICE = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


def sealed(archive: bytes) -> bytes:
    """Return a ZIP archive with the hash of all its bytes as its comment.

    Raises:
        ValueError: the archive has a comment already.
    """
    if archive[-_RECORD:][: len(_END)] != _END:
        raise ValueError("no archive, or one with a comment")
    return archive[:-_COUNT] + _LENGTH.to_bytes(_COUNT, "little") + _comment(archive)


def is_sealed(archive: bytes) -> bool:
    """Whether not a byte of an archive has changed since it was sealed."""
    return archive[-_LENGTH:] == _comment(archive[: -_LENGTH - _COUNT] + bytes(_COUNT))


def is_changed(path: Path) -> bool:
    """Whether there is an office file that is not exactly as the program wrote it, such as a form that was filled in.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as stream:
        start = stream.read(max(map(len, _OFFICE)))
        return start.startswith(_OFFICE) and not is_sealed(start + stream.read())


def _comment(archive: bytes) -> bytes:
    return _MARK + sha256(archive).hexdigest().encode()
