"""Words of the field and what they usually mean, as data: ``vocabulary.toml`` says where each list comes from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

_FILE = Path(__file__).with_suffix(".toml")


class Vocabulary(NamedTuple):
    """What words usually mean.

    ``kind_of_level2``: of a second level, as ``class_word`` has it, the one that it is a kind of. ``signs``: of each
    word of a name, ≤ where less of it is better, ≥ where more is. ``usual_level2``: of a first level, written the same
    way, the second levels that tables have under it.
    """

    kind_of_level2: Mapping[str, str]
    signs: Mapping[str, str]
    usual_level2: Mapping[str, tuple[str, ...]]

    @property
    def pattern(self) -> str:
        """Return the pattern of all words that have a sign; of two that begin alike the longer one is met first."""
        return "|".join(sorted(map(re.escape, self.signs), key=len, reverse=True))


class UsualSign(NamedTuple):
    """A word, and the sign that what it names usually has."""

    word: str
    sign: str


@cache
def vocabulary() -> Vocabulary:
    """Return the words that come with the package."""
    import tomllib  # met only by rows that do not say all of it themselves

    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    kinds = {kind: word for word, names in data["level2"]["kinds"].items() for kind in names}
    signs = {word: sign for sign in ("≤", "≥") for word in data["signs"][sign]}
    usual = {word: tuple(names) for word, names in data["level2"]["usual"].items()}
    return Vocabulary(kinds, signs, usual)


def usual_sign(*texts: str | None) -> UsualSign | None:
    """Return the sign that is usual for what the texts name, by the last word of the first text that has any.

    >>> usual_sign("投诉办结率"), usual_sign("单价", "成本指标"), usual_sign("人次")
    (UsualSign(word='办结', sign='≥'), UsualSign(word='成本', sign='≤'), None)
    """
    for text in texts:
        words = _compiled().findall(text or "")
        if words:
            return UsualSign(words[-1], vocabulary().signs[words[-1]])
    return None


@cache
def _compiled() -> re.Pattern[str]:
    return re.compile(vocabulary().pattern)


__all__ = ["UsualSign", "Vocabulary", "usual_sign", "vocabulary"]
