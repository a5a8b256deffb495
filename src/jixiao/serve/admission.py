"""Who is let in, and how many at a time."""

from __future__ import annotations

import hmac
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

from jixiao.findings import Codes, Finding
from jixiao.serve.pool import busy
from jixiao.serve.problems import Problem, ProblemError
from jixiao.serve.settings import Settings
from jixiao.serve.tasks import USUAL_BOOK

_SCHEME = "bearer"


class Gate:
    """Counts the requests that are open, in all and of each book, and checks tokens."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._of_book: Counter[str] = Counter()
        self.open = 0

    def check(self, authorization: str, book: str | None) -> None:
        """Refuse a request without a token, or for a book that its token may not use.

        Raises:
            ProblemError: it is refused.
        """
        if self._settings.tokens is None:
            return
        scheme, _, token = authorization.partition(" ")
        books = None
        if scheme.lower() == _SCHEME:
            books = self._books_of(token.strip())
        if books is None:
            headers = (("WWW-Authenticate", 'Bearer realm="jixiao"'),)
            raise ProblemError(HTTPStatus.UNAUTHORIZED, Finding(Codes.NO_VALID_TOKEN), headers=headers)
        name = book or USUAL_BOOK
        if books and name not in books:
            raise ProblemError(HTTPStatus.FORBIDDEN, Finding(Codes.BOOK_NOT_ALLOWED, args={"name": name}))

    def _books_of(self, token: str) -> frozenset[str] | None:
        """Return the books of a token, every one of which is compared; ``None`` where there is no such token."""
        books = None
        if self._settings.tokens is not None:
            for own, its_books in self._settings.tokens.books.items():
                if hmac.compare_digest(own.encode(), token.encode()):
                    books = its_books
        return books

    @contextmanager
    def enter(self, book: str | None) -> Iterator[None]:
        """Count a request as long as it is at work or waits.

        Raises:
            ProblemError: there are too many, or the book is not there.
        """
        name = book or USUAL_BOOK
        if name not in self._settings.book_names:
            raise ProblemError(HTTPStatus.NOT_FOUND, Finding(Codes.NO_SUCH_BOOK, args={"name": name}))
        if self.open >= self._settings.most_open:
            raise _refusal(busy(Codes.SERVICE_BUSY, HTTPStatus.SERVICE_UNAVAILABLE))
        if self._of_book[name] >= self._settings.most_of_a_book:
            raise _refusal(busy(Codes.BOOK_BUSY, HTTPStatus.TOO_MANY_REQUESTS, name=name))
        self.open += 1
        self._of_book[name] += 1
        try:
            yield
        finally:
            self.open -= 1
            self._of_book[name] -= 1


def _refusal(problem: Problem) -> ProblemError:
    return ProblemError(problem.status, problem.finding, headers=problem.headers)


__all__ = ["Gate"]
