"""Which project of one paper is which of another, and which indicator is which: one matcher for all who compare."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from jixiao.model.papers import Paper, bare_name
from jixiao.model.project import Project
from jixiao.quantity import class_word

#: The share of their pairs of characters that two names have in common where one may be the other one reworded.
CLOSE = Fraction(1, 2)


class Named(Protocol):
    """What is matched: a row of a table, with its class and its name."""

    @property
    def level1(self) -> str | None:
        """The 一级指标."""

    @property
    def name(self) -> str | None:
        """The 三级指标."""


Before = TypeVar("Before", bound=Named)
After = TypeVar("After", bound=Named)


class Match(NamedTuple, Generic[Before, After]):
    """An indicator of an earlier paper, of a later one, or of both; with the index of each.

    ``is_reworded``: their names differ and are close, and no other one is.
    """

    before: tuple[int, Before] | None
    after: tuple[int, After] | None
    is_reworded: bool = False


def matches_of(
    before: Sequence[Before], after: Sequence[After], keys: Sequence[Callable[[Any], Hashable]] = ()
) -> list[Match[Before, After]]:
    """Return each indicator of both papers once, in the order of the later one, then what only the earlier one has.

    The same are those of one name and class, then of one name, then of names that are close where it is clear which;
    before all those whose ``keys`` are equal, one key after the other.
    """
    pairs = dict[int, tuple[int, bool]]()
    olds, news = dict(enumerate(before)), dict(enumerate(after))
    for key in (*keys, _class_and_name, _name):
        for new, old in _equal(olds, news, key):
            pairs[new] = (old, False)
            del olds[old], news[new]
    pairs |= {new: (old, True) for new, old in _close(olds, news)}
    matched = {old for old, _ in pairs.values()}
    matches = [_match(before, pairs.get(index), (index, row)) for index, row in enumerate(after)]
    return [*matches, *(Match((index, row), None) for index, row in enumerate(before) if index not in matched)]


def _match(before: Sequence[Before], pair: tuple[int, bool] | None, after: tuple[int, After]) -> Match[Before, After]:
    if pair is None:
        return Match(None, after)
    old, is_reworded = pair
    return Match((old, before[old]), after, is_reworded)


def _class_and_name(row: Named) -> Hashable:
    return row.name and (class_word(row.level1 or ""), bare_name(row.name))


def _name(row: Named) -> Hashable:
    return row.name and bare_name(row.name)


def _equal(olds: dict[int, Before], news: dict[int, After], key: Callable[[Any], Hashable]) -> list[tuple[int, int]]:
    """Return the new and old indices of rows with one key, if any; of several with one key each with the next."""
    by_key = defaultdict[Hashable, list[int]](list)
    for index, row in olds.items():
        by_key[key(row)].append(index)
    return [(index, by_key[key(row)].pop(0)) for index, row in news.items() if key(row) and by_key[key(row)]]


def _close(olds: dict[int, Before], news: dict[int, After]) -> Iterator[tuple[int, int]]:
    """Yield the new and old indices of rows of one class whose names are close to each other's, and to no other's."""
    close = [(new, old) for new, row in news.items() for old, other in olds.items() if _are_close(row, other)]
    by_new, by_old = Counter(new for new, _ in close), Counter(old for _, old in close)
    yield from ((new, old) for new, old in close if by_new[new] == by_old[old] == 1)


def _are_close(row: Named, other: Named) -> bool:
    return class_word(row.level1 or "") == class_word(other.level1 or "") and closeness(row.name, other.name) >= CLOSE


def closeness(one: str | None, other: str | None) -> Fraction:
    """Return the share of their pairs of neighbouring characters that two names have in common, from 0 to 1.

    >>> closeness("培训人次", "培训人数"), closeness("培训人次", "合格率")
    (Fraction(2, 3), Fraction(0, 1))
    """
    first, second = _character_pairs(one), _character_pairs(other)
    if not first or not second:
        return Fraction(0)
    common = sum(min(first.count(pair), second.count(pair)) for pair in set(first))
    return Fraction(2 * common, len(first) + len(second))


@lru_cache(maxsize=2**12)
def _character_pairs(name: str | None) -> tuple[str, ...]:
    text = bare_name(name)
    return tuple(text[at : at + 2] for at in range(len(text) - 1))


class Projects:
    """Projects of an earlier paper, by code, and by name and unit."""

    def __init__(self, projects: Iterable[Project]) -> None:
        self.by_code: dict[str, Project] = {}
        self.by_name: dict[tuple[str, str], Project] = {}
        for project in projects:
            paper = Paper.of(project)
            if paper.code:
                self.by_code.setdefault(paper.code, project)
            self.by_name.setdefault((paper.name, paper.unit), project)
            self.by_name.setdefault((paper.name, ""), project)

    def find(self, paper: Paper) -> Project | None:
        """Return the project of a paper's code, else of its name and unit, else of its name; ``None`` without one."""
        if paper.code and paper.code in self.by_code:
            return self.by_code[paper.code]
        return self.by_name.get((paper.name, paper.unit)) or self.by_name.get((paper.name, ""))


__all__ = ["CLOSE", "Match", "Projects", "closeness", "matches_of"]
