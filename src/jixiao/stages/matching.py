"""Which project of one paper is which of another, and which indicator is which: one matcher for all who compare."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import combinations, product
from operator import attrgetter
from typing import Any, Generic, NamedTuple, TypeVar

from jixiao.model.papers import Paper, bare_name
from jixiao.model.project import Indicator, Project
from jixiao.quantity import class_word, unspaced
from jixiao.stages.targets import Target, meaning

#: The share of their pairs of characters that two names have in common where one may be the other one reworded. Half:
#: 培训人次 and 培训人数 (2/3) differ in a character, 培训人次 and 培训天数 (1/3) in what is counted.
LEAST_CLOSENESS = Fraction(1, 2)

Before = TypeVar("Before")
After = TypeVar("After")
#: The indices of a later and of an earlier entry that are the same one.
Pair = tuple[int, int]


class Match(NamedTuple, Generic[Before, After]):
    """An indicator of an earlier paper, of a later one, or of both; with the index of each.

    ``is_reworded``: their names differ and are close, and no other one is.
    """

    before: tuple[int, Before] | None
    after: tuple[int, After] | None
    is_reworded: bool = False


class Traits(NamedTuple):
    """What tells an indicator from others; ``bare`` is its name without years, ``target`` what its target means."""

    level1: str
    level2: str
    name: str
    bare: str
    target: Hashable
    weight: Fraction | None

    @classmethod
    def of(
        cls, level1: str | None, level2: str | None, name: str | None, target: str, weight: Fraction | None
    ) -> Traits:
        """Return the traits of a row from its texts."""
        classes = class_word(level1 or ""), class_word(level2 or "")
        return cls(*classes, unspaced(name or ""), bare_name(name), meaning(target), weight)


def traits_of(row: Indicator) -> Traits:
    """Return the traits of an indicator."""
    return Traits.of(row.level1, row.level2, row.name, Target.of(row).text, row.weight)


#: Beside the name: what tells apart rows of one name.
_DETAILS = ("target", "level2", "weight")
_SETS_OF_DETAILS = [names for count in range(len(_DETAILS), -1, -1) for names in combinations(_DETAILS, count)]
#: By which traits named rows are the same ones, those that agree in more of them first: a class may have changed, and
#: the years in a name may have gone on.
_NAMES = (("level1", "name"), ("name",), ("level1", "bare"), ("bare",))
_RANKS = [(*names, *details) for names in _NAMES for details in _SETS_OF_DETAILS]
#: By which traits rows of close names are the same ones beyond doubt.
_ALL_BUT_NAME = attrgetter("level1", *_DETAILS)


def matches_of(
    before: Sequence[Before],
    after: Sequence[After],
    keys: Sequence[Callable[[Any], Hashable]] = (),
    traits: Callable[[Any], Traits] = traits_of,
) -> list[Match[Before, After]]:
    """Return each indicator of both papers once, in the order of the later one, then what only the earlier one has.

    The same are those of one name, as it stands, else without its years: of several first those that agree in all
    else, too, and stand beside the same ones, then those that agree in more of class, target and weight; then those of
    names that are close where it is clear which. Before all that those whose ``keys`` are equal, one key after another.
    """
    old_traits, new_traits = list(map(traits, before)), list(map(traits, after))
    pairs = pairs_of(_ranks(before, keys, old_traits), _ranks(after, keys, new_traits))
    olds, news = _without(range(len(before)), pairs.values()), _without(range(len(after)), pairs)
    close = dict(_close(olds, news, old_traits, new_traits))
    pairs |= close
    matches = [_match(before, pairs.get(new), (new, row), is_reworded=new in close) for new, row in enumerate(after)]
    return [*matches, *(Match((old, before[old]), None) for old in _without(olds, close.values()))]


def _match(
    before: Sequence[Before], old: int | None, after: tuple[int, After], *, is_reworded: bool
) -> Match[Before, After]:
    if old is None:
        return Match(None, after)
    return Match((old, before[old]), after, is_reworded)


def _ranks(
    rows: Sequence[Any], keys: Sequence[Callable[[Any], Hashable]], traits: Sequence[Traits]
) -> Iterator[Sequence[Hashable]]:
    """Yield the keys of all rows, those that say most first; an empty one says nothing, as of a row without a name."""
    for key in keys:
        yield [key(row) for row in rows]
    yield list(zip([None, *traits], traits, [*traits[1:], None], strict=False))
    yield traits
    for names in _RANKS:
        key = attrgetter(*names)
        yield [row.bare and key(row) for row in traits]


def pairs_of(old_ranks: Iterable[Sequence[Hashable]], new_ranks: Iterable[Sequence[Hashable]]) -> dict[int, int]:
    """Return the old indices by the new ones of entries that are the same.

    A rank has a key for each entry, an empty one where it says nothing; the ranks that say most come first.
    """
    pairs = dict[int, int]()
    for old_keys, new_keys in zip(old_ranks, new_ranks, strict=True):
        olds, news = _without(range(len(old_keys)), pairs.values()), _without(range(len(new_keys)), pairs)
        pairs |= _equal(olds, news, old_keys, new_keys)
    return pairs


def _equal(
    olds: Sequence[int], news: Sequence[int], old_keys: Sequence[Hashable], new_keys: Sequence[Hashable]
) -> dict[int, int]:
    """Return the old indices by the new ones of entries with one key; of several with one key each with the next."""
    by_key = defaultdict[Hashable, list[int]](list)
    for old in olds:
        by_key[old_keys[old]].append(old)
    return {new: by_key[key].pop(0) for new in news if (key := new_keys[new]) and by_key[key]}


def _without(indices: Sequence[int], matched: Iterable[int]) -> list[int]:
    """Return the indices that are not matched, in their order."""
    out = frozenset(matched)
    return [index for index in indices if index not in out]


def _close(
    olds: Sequence[int], news: Sequence[int], old_traits: Sequence[Traits], new_traits: Sequence[Traits]
) -> Iterator[Pair]:
    """Yield rows of one class whose names are close to no other's than each other's, those alike in all else first."""
    close = [(new, old) for new, old in product(news, olds) if _are_close(new_traits[new], old_traits[old])]
    alike = [(new, old) for new, old in close if _ALL_BUT_NAME(new_traits[new]) == _ALL_BUT_NAME(old_traits[old])]
    clear = dict(_clear(alike))
    yield from clear.items()
    matched = frozenset(clear.values())
    yield from _clear([(new, old) for new, old in close if new not in clear and old not in matched])


def _clear(pairs: Sequence[Pair]) -> Iterator[Pair]:
    """Yield the pairs of which neither side is in another one."""
    by_new, by_old = Counter(new for new, _ in pairs), Counter(old for _, old in pairs)
    yield from ((new, old) for new, old in pairs if by_new[new] == by_old[old] == 1)


def _are_close(row: Traits, other: Traits) -> bool:
    return row.level1 == other.level1 and closeness(row.name, other.name) >= LEAST_CLOSENESS


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


# ---- projects

#: What tells projects apart that have a code, or else a name, and on what occasion a paper of theirs was handed in.
_PROJECT_RANKS = [
    (name, "unit", *occasion) for name in ("code", "name") for occasion in (("year", "stage", "month"), ())
]


def project_pairs(before: Sequence[Project], after: Sequence[Project]) -> dict[int, int]:
    """Return the earlier index of each project of a later paper, by the later one, that both have.

    The same are those of one code and unit, then of one name and unit; a unit that is not stated may be any.
    """
    old_papers, new_papers = list(map(Paper.of, before)), list(map(Paper.of, after))
    pairs = pairs_of(_project_ranks(old_papers), _project_ranks(new_papers))
    olds = _without(range(len(before)), pairs.values())
    remainder = Projects(before[old] for old in olds)
    for new in _without(range(len(after)), pairs):
        old = remainder.index(new_papers[new])
        if old is not None:
            pairs.setdefault(new, olds[old])
            remainder.remove(old)
    return pairs


def _project_ranks(papers: Sequence[Paper]) -> Iterator[Sequence[Hashable]]:
    for names in _PROJECT_RANKS:
        key = attrgetter(*names)
        yield [getattr(paper, names[0]) and key(paper) for paper in papers]


class Projects:
    """Projects of an earlier paper, by code and by name, of the same unit."""

    def __init__(self, projects: Iterable[Project]) -> None:
        self._projects = list(projects)
        self._papers = list(map(Paper.of, self._projects))
        self._by_word = defaultdict[tuple[str, str], list[int]](list)
        for index, paper in enumerate(self._papers):
            for word in _words(paper):
                self._by_word[word].append(index)

    def find(self, paper: Paper) -> Project | None:
        """Return the project of a paper's code and unit, else of its name and unit; ``None`` without one.

        A unit that is not stated may be any, where it is clear which. Two units that are stated are never the same.
        """
        index = self.index(paper)
        return None if index is None else self._projects[index]

    def index(self, paper: Paper) -> int | None:
        """Return the index of the project that ``find`` returns."""
        indices = (self._of_unit(self._by_word.get(word, ()), paper.unit) for word in _words(paper))
        return next((index for index in indices if index is not None), None)

    def _of_unit(self, indices: Sequence[int], unit: str) -> int | None:
        """Return the first of some projects that is of a unit, or may be."""
        by_unit = {self._papers[index].unit: index for index in reversed(indices)}
        if unit in by_unit:
            return by_unit[unit]
        if not unit and len(by_unit) == 1:
            return next(iter(by_unit.values()))
        return by_unit.get("")

    def remove(self, index: int) -> None:
        """Let a project be no longer there to be returned."""
        for word in _words(self._papers[index]):
            self._by_word[word].remove(index)

    def units(self, paper: Paper) -> list[str]:
        """Return the units that have a project of a paper's code or name."""
        indices = (index for word in _words(paper) for index in self._by_word.get(word, ()))
        return list(dict.fromkeys(self._projects[index].unit or "" for index in indices))


def _words(paper: Paper) -> list[tuple[str, str]]:
    """Return by what a project is known, with its kind: its code and its name, where it has them."""
    return [(kind, word) for kind, word in (("code", paper.code), ("name", paper.name)) if word]


__all__ = [
    "LEAST_CLOSENESS",
    "Match",
    "Projects",
    "Traits",
    "closeness",
    "matches_of",
    "pairs_of",
    "project_pairs",
    "traits_of",
]
