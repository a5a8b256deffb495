"""Seals, which tell a file that the program wrote from one that somebody has filled in, changed, or made.

A form is drawn for people, who may fill it in: it ends in a seal, the hash of all that stands before it. An archive has
its seal as its comment, where it is packed; in files only, a picture of pixels has it in a chunk of its own, and any
other format as a comment in its last line. Results for systems (JSON, CSV) have no place for a seal, and are the
program's by how they begin.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from zlib import crc32

_PREFIX = b"jixiao sha256:"
_LENGTH = len(_PREFIX) + sha256().digest_size * 2
#: The end of a ZIP archive without a comment: its record, whose last two bytes are the comment's length.
_END, _RECORD, _COUNT = b"PK\x05\x06", 22, 2
#: How ZIP archives begin.
_ARCHIVE = b"PK\x03\x04"
#: How the formats of forms and of pictures write a comment, by their names.
_COMMENTS = {
    "table": b"# %b\n",
    "yaml": b"# %b\n",
    "markdown": b"<!-- %b -->\n",
    "html": b"<!-- %b -->\n",
    "svg": b"<!-- %b -->\n",
    "pdf": b"%%%b\n",
}
#: The last line of such a file.
_LINE = re.compile(rb"(?:# |<!-- |%)(" + _PREFIX + rb"[0-9a-f]{64})(?: -->)?\n\Z")
#: How PNG begins, its last chunk, and the key and the length of the text that a chunk holds its seal in.
_PICTURE, _PICTURE_END, _KEY = b"\x89PNG\r\n\x1a\n", b"\0\0\0\0IEND\xaeB`\x82", b"tEXtComment\0"
#: How results without a seal begin: JSON, CSV.
_OWN = re.compile(rb'(?:\[\n)?\{"schema": "jixiao\.|\xef\xbb\xbfsource,project,year,level1,')
#: More bytes than a seal takes at the end, or such a beginning at the start.
_LONGEST = 512


def sealed(archive: bytes) -> bytes:
    """Return a ZIP archive with the hash of all its bytes as its comment.

    Raises:
        ValueError: the archive has a comment already.
    """
    if archive[-_RECORD:][: len(_END)] != _END:
        raise ValueError("no archive, or one with a comment")
    return archive[:-_COUNT] + _LENGTH.to_bytes(_COUNT, "little") + _seal(sha256(archive).hexdigest())


def with_seal(pieces: Iterable[bytes], format_name: str) -> Iterator[bytes]:
    """Yield the pieces of a file with its seal, where its format has comments and there is a piece at all."""
    if format_name == "png":
        picture = b"".join(pieces)
        yield from [_sealed_picture(picture)] if picture else []
        return
    comment, digest, end = _COMMENTS.get(format_name), sha256(), None
    for piece in pieces:
        yield piece
        digest.update(piece)
        end = piece[-1:] or end
    if comment is None or end is None:
        return
    if end != b"\n":
        yield b"\n"
        digest.update(b"\n")
    yield comment % _seal(digest.hexdigest())


def _sealed_picture(picture: bytes) -> bytes:
    """Return a picture with its seal in the last chunk but one."""
    content = _KEY + _seal(sha256(picture).hexdigest())
    length = len(content) - len(b"tEXt")
    chunk = length.to_bytes(4, "big") + content + crc32(content).to_bytes(4, "big")
    return picture.removesuffix(_PICTURE_END) + chunk + _PICTURE_END


def is_sealed(data: bytes) -> bool:
    """Whether not a byte of a file has changed since it was sealed."""
    if data.startswith(_PICTURE):
        picture, key, _ = data.rpartition(_KEY)
        return bool(key) and data == _sealed_picture(picture[:-4] + _PICTURE_END)
    if data.startswith(_ARCHIVE):
        return data[-_LENGTH:] == _seal(sha256(data[: -_LENGTH - _COUNT] + bytes(_COUNT)).hexdigest())
    line = _LINE.search(data, max(len(data) - _LONGEST, 0))
    return line is not None and line[1] == _seal(sha256(data[: line.start()]).hexdigest())


def is_own(path: Path) -> bool:
    """Whether a file is empty, or the program wrote it and nobody has changed it since, as far as can be known.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as stream:
        start = stream.read(_LONGEST)
        if not start or _OWN.match(start):
            return True
        stream.seek(-min(_LONGEST, os.fstat(stream.fileno()).st_size), os.SEEK_END)
        if _PREFIX not in stream.read():
            return False  # and what may be large is not read
        stream.seek(0)
        return is_sealed(stream.read())


def _seal(digest: str) -> bytes:
    return _PREFIX + digest.encode()
