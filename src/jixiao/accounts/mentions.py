"""What a text of accounts mentions: printed numbers in their roles, and the figures that they belong to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from jixiao.accounts.printing import Printed
from jixiao.accounts.prose import Sentence


@dataclass(frozen=True, slots=True)
class Mention:
    """A number in its role, or a word that says how two numbers compare (then without a number).

    ``name`` is what the text calls it: the subject of a value, the whole of a share, the word itself.
    """

    role: str
    name: str
    sentence: Sentence
    number: Printed | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing that accounts speak of, with all that they print of it: value, budget, previous year, growth, share.

    ``whole`` is the number of the figure of which it is a part, in the document's list of figures.
    """

    subject: str
    mentions: Mapping[str, Mention] = field(default_factory=dict)
    whole: int | None = None
