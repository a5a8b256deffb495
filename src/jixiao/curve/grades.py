"""Grade scales: which grade a total has, and whether better grades ask for more."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise, permutations

#: Words that grades are named by, the best first. Of two in one name the longer one says it: 不合格 is not 合格.
_QUALITY = (("优",), ("良", "好"), ("中", "合格", "及格", "一般", "达标"), ("差", "不合格", "不及格", "不达标"))
_LEVELS = {word: level for level, words in enumerate(_QUALITY) for word in words}
#: Grades that are numbered: A, B级, 一等, 第二档.
_NUMBERED = re.compile("第?([A-E]|[一二三四五])[等级类档]?")
_NUMBERS = {sign: level for signs in ("ABCDE", "一二三四五") for level, sign in enumerate(signs)}


@dataclass(frozen=True)
class GradeScale:
    """Grades by their lower edges, highest first; half open, so every total has exactly one.

    >>> scale = GradeScale((("优", Fraction(90)), ("良", Fraction(80)), ("差", Fraction(0))))
    >>> scale(Fraction(90)), scale(Fraction(8999, 100)), scale(Fraction(0))
    ('优', '良', '差')
    """

    edges: tuple[tuple[str, Fraction], ...] = field(default=())

    def __call__(self, total: Fraction) -> str:
        """Return the grade of a total (points out of the spec's full marks)."""
        for name, edge in self.edges:
            if total >= edge:
                return name
        return self.edges[-1][0]


def quality(name: str) -> int | None:
    """Return how far below the best a grade is by its name, 0 being the best; ``None`` where its name does not say.

    >>> [quality(name) for name in ("优秀", "良好", "合格", "不合格", "B级", "其他")]
    [0, 1, 2, 3, 1, None]
    """
    numbered = _NUMBERED.fullmatch(name)
    if numbered:
        return _NUMBERS[numbered[1]]
    words = [word for word in _LEVELS if word in name]
    longest = max(map(len, words), default=0)
    levels = {_LEVELS[word] for word in words if len(word) == longest}
    if len(levels) == 1:
        return levels.pop()
    return None


def inverted(edges: Mapping[str, Fraction]) -> tuple[str, str] | None:
    """Return a better and a worse grade of which the worse asks for more points; ``None`` where there are none.

    Which is better the names say; where they do not, the order in which the grades are written, the one from 0 being
    the worst.

    >>> inverted({"优": Fraction(80), "良": Fraction(90), "差": Fraction(0)})
    ('优', '良')
    """
    levels = {name: level for name in edges if (level := quality(name)) is not None}
    if len(set(levels.values())) > 1:
        pairs = permutations(levels, 2)
        return next((pair for pair in pairs if _falls(edges, *pair) and levels[pair[0]] < levels[pair[1]]), None)
    written = list(edges)
    best_first = written[::-1] if edges[written[0]] == 0 else written
    return next((pair for pair in pairwise(best_first) if _falls(edges, *pair)), None)


def _falls(edges: Mapping[str, Fraction], better: str, worse: str) -> bool:
    """Whether the worse of two grades has the higher edge."""
    return edges[better] < edges[worse]
