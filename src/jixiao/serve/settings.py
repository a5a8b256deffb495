"""What the command line says of the service, and the limits that it does not ask for."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from jixiao.border.inputs import InputError, read_bytes
from jixiao.findings import Codes, Finding, Lang
from jixiao.loading.decoding import MOST_BYTES
from jixiao.serve.tasks import USUAL_BOOK

PORT = 8714
#: Most bytes of a file of tokens.
_MOST_TOKENS = 1024 * 1024


@dataclass(frozen=True)
class Tokens:
    """The tokens that are let in, and of each the books that it may use; empty for all of them."""

    books: dict[str, frozenset[str]] = field(repr=False)


@dataclass(frozen=True)
class Settings:
    """Where the service listens, its books by name, who is let in, and how many processes work.

    ``most_open`` and ``most_of_a_book`` bound the requests at work or waiting at one time; ``patience`` are the seconds
    in which a caller must send or take something, ``grace`` those for requests under way when the service ends.
    """

    host: str = "127.0.0.1"
    port: int = PORT
    books: dict[str, Path] = field(default_factory=dict)
    tokens: Tokens | None = None
    workers: int = 2
    lang: Lang = "zh"
    most_bytes: int = MOST_BYTES
    most_open: int = 256
    most_of_a_book: int = 192
    patience: int = 60
    grace: int = 30

    @property
    def book_names(self) -> frozenset[str]:
        """Return the names of all books."""
        return frozenset((USUAL_BOOK, *self.books))


def read_tokens(path: Path) -> Tokens:
    """Return the tokens of a file: one a line, behind it the books that it may use; without any it may use all.

    Raises:
        InputError: the file cannot be read, or holds no token.
    """
    text = read_bytes(path, _MOST_TOKENS).decode("utf-8", "replace")
    lines = [line.split() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    if not lines:
        raise InputError(Finding(Codes.NO_TOKEN, args={"name": str(path)}))
    return Tokens({token: frozenset(books) for token, *books in lines})


__all__ = ["PORT", "Settings", "Tokens", "read_tokens"]
