"""Words of the field and what they usually mean, as data: ``vocabulary.toml`` says where each list comes from."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

_FILE = Path(__file__).with_suffix(".toml")


class Vocabulary(NamedTuple):
    """Words as ``class_word`` has them: of each kind of a second level, the second level that it is a kind of."""

    kind_of_level2: Mapping[str, str]


@cache
def vocabulary() -> Vocabulary:
    """Return the words that come with the package."""
    import tomllib  # met only by rows that a spec does not name itself

    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    kinds = {kind: word for word, names in data["level2"]["kinds"].items() for kind in names}
    return Vocabulary(kinds)


__all__ = ["Vocabulary", "vocabulary"]
