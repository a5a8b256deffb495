"""Several results one after the other, and what they come to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from jixiao.finding import Lang
from jixiao.form import Block, summary_of
from jixiao.result import Result


def drawn(
    results: Iterable[Result], lang: Lang, form: Callable[[Result, Lang], str], table: Callable[[Block], str]
) -> Iterator[str]:
    """Each result by ``form``; where there are several, their summary by ``table``."""
    seen = []
    for result in results:
        yield form(result, lang)
        seen.append(result)
    if len(seen) > 1:
        yield table(summary_of(seen, lang)) + "\n"
