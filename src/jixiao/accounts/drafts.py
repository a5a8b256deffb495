"""Figures while a text is read, and what a name means by what was named before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from jixiao.accounts.lists import NOTHING, Part
from jixiao.accounts.mentions import Figure, Mention
from jixiao.accounts.names import names
from jixiao.accounts.printing import Printed
from jixiao.accounts.prose import Clause
from jixiao.quantity import Unit

#: Names that end alike are of one thing if the shorter has as many characters.
_LEAST_NAME = 4
#: So many figures back a name is looked for: as many as a few sections have.
_NEAR = 120


def kind_of(unit: Unit) -> str:
    """Return what a unit counts, as parts and wholes must share it: 人次 is 人.

    >>> kind_of(Unit("人次")), kind_of(Unit("次"))
    ('人', '次')
    """
    return unit.dimension.removesuffix("次") or unit.dimension


@dataclass(slots=True, eq=False)
class Draft:
    """A figure while its mentions come in, and its number in the document."""

    number: int
    subject: str
    year: str
    mentions: dict[str, Mention] = field(default_factory=dict)
    part: Part = NOTHING
    base: int | None = None
    reason: Clause | None = None

    @property
    def value(self) -> Printed:
        """Return its value.

        Raises:
            KeyError: it has none.
        """
        return self.mentions["value"].printed

    @property
    def has_value(self) -> bool:
        """Whether its value is printed."""
        return "value" in self.mentions

    @property
    def kind(self) -> str:
        """Return what its value counts."""
        return kind_of(self.value.unit)

    @property
    def parent(self) -> int | None:
        """Return the number of the figure of which it is a part."""
        return self.part.parent

    def is_of(self, subject: str) -> bool:
        """Whether it is what a subject names, in full or by the end of its name."""
        one, other = _key(self.subject), _key(subject)
        return one.endswith(other) or other.endswith(one)

    def take_budget(self) -> bool:
        """Whether nothing but a budget is printed, which then is the value: the text lists what is budgeted."""
        if list(self.mentions) != ["budget"]:
            return False
        self.mentions["value"] = self.mentions.pop("budget")
        self.subject = names().as_budget(self.subject)
        return True

    def figure(self) -> Figure:
        """Return it as it stands."""
        return Figure(
            self.subject, self.year, self.mentions, self.part.parent, self.part.listing, self.base, self.reason
        )


class Drafts:
    """All figures so far, in their order."""

    def __init__(self) -> None:
        """Begin without a figure."""
        self._drafts: list[Draft] = []

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._drafts)

    def __getitem__(self, number: int) -> Draft:
        """Return the figure with a number."""
        return self._drafts[number]

    def add(self, subject: str, year: str) -> Draft:
        """Return a new figure of a subject in a year, which the subject itself may name."""
        self._drafts.append(Draft(len(self._drafts), subject, names().year(subject) or year))
        return self._drafts[-1]

    def since(self, start: int) -> Iterator[Draft]:
        """Yield the figures from a number on, the latest first, as far back as names are looked for."""
        return reversed(self._drafts[max(start, len(self._drafts) - _NEAR) :])

    def of(self, start: int, subject: str, role: str) -> Draft | None:
        """Return the latest figure of a subject that has not yet a role, from a number on."""
        return next((draft for draft in self.since(start) if role not in draft.mentions and draft.is_of(subject)), None)

    def named(self, name: str) -> Draft | None:
        """Return the latest figure with a value that a name means."""
        key = _key(name)
        return next((draft for draft in self.since(0) if draft.has_value and _means(key, draft.subject)), None)

    def figures(self) -> tuple[Figure, ...]:
        """Return all figures."""
        return tuple(draft.figure() for draft in self._drafts)


@lru_cache(maxsize=2**12)
def _key(subject: str) -> str:
    return names().outlay(subject)


def _means(key: str, subject: str) -> bool:
    """Whether a key is that of a subject, or both end alike."""
    shorter, longer = sorted((key, _key(subject)), key=len)
    if shorter == longer:
        return bool(shorter)
    return len(shorter) >= _LEAST_NAME and longer.endswith(shorter)
