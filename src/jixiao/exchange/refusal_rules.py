"""The rules by which the budget system refuses a row, as ``refusals.yaml`` lists them with their scripts."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import ClassVar, NamedTuple

from jixiao.exact import format_exact
from jixiao.exchange.cited_data import CitedData
from jixiao.findings import Codes
from jixiao.model.fields import Number, Text, excerpt
from jixiao.model.rules import Cited, Names
from jixiao.packaged_yaml import read_packaged_yaml
from jixiao.quantity import unspaced

_FILE = Path(__file__).with_name("refusals.yaml")
#: The arguments of a finding.
Arguments = dict[str, str]


class SavedRow(NamedTuple):
    """What the system looks at in a row of a document; ``None`` of what is no number, an empty text of no value."""

    weight: Fraction | None
    score: Fraction | None
    actual: str
    is_qualitative: bool
    is_number: bool
    has_cause: bool
    has_note: bool


class Refusal(Cited):
    """A rule by which a row is refused: the code of the finding, and the field of the row at which it stands."""

    code: ClassVar[str]
    field: ClassVar[str]

    @property
    def cited(self) -> tuple[Cited, ...]:
        """Return the blocks on which the rule rests."""
        return (self,)

    def refused(self, row: SavedRow) -> Arguments | None:
        """Return the arguments of the finding on a row; ``None`` of one that is not refused."""
        raise NotImplementedError


class WeightAbove(Refusal):
    """The weight must be more than a value."""

    code = Codes.REFUSED_WEIGHT
    field = "weight"
    value: Number

    def refused(self, row: SavedRow) -> Arguments | None:
        """Return the weight and what it must exceed."""
        if row.weight is None or row.weight > self.value:
            return None
        return {"weight": format_exact(row.weight), "least": format_exact(self.value)}


class ScoreWithinWeight(Refusal):
    """The score must not exceed the weight."""

    code = Codes.REFUSED_SCORE_ABOVE_WEIGHT
    field = "score"

    def refused(self, row: SavedRow) -> Arguments | None:
        """Return score and weight."""
        if row.weight is None or row.score is None or row.score <= row.weight:
            return None
        return {"score": format_exact(row.score), "weight": format_exact(row.weight)}


class CauseRequired(Refusal):
    """A score below the weight needs a cause."""

    code = Codes.REFUSED_WITHOUT_CAUSE
    field = "cause"

    def refused(self, row: SavedRow) -> Arguments | None:
        """Return score and weight."""
        if row.has_cause or row.weight is None or row.score is None or row.score >= row.weight:
            return None
        return {"score": format_exact(row.score), "weight": format_exact(row.weight)}


class Values(Cited):
    """Values that a row may have."""

    values: Names


class QualitativeValues(Refusal):
    """The value of a qualitative row must be one of some words."""

    code = Codes.REFUSED_QUALITATIVE_VALUE
    field = "actual"
    words: tuple[Values, ...]

    @property
    def cited(self) -> tuple[Cited, ...]:
        """Return the rule and its lists of words."""
        return (self, *self.words)

    def refused(self, row: SavedRow) -> Arguments | None:
        """Return the value and the words that are taken."""
        words = [word for part in self.words for word in part.values]
        if not row.actual or not row.is_qualitative or unspaced(row.actual) in words:
            return None
        return {"actual": excerpt(row.actual), "expected": "、".join(words)}


class NoteRequired(Refusal):
    """A qualitative row needs a note."""

    code = Codes.REFUSED_WITHOUT_NOTE
    field = "note"

    def refused(self, row: SavedRow) -> Arguments | None:
        """Return no arguments."""
        if not row.actual or not row.is_qualitative or row.has_note:
            return None
        return {}


class NumbersOnly(Refusal):
    """The value of any other row must be a number."""

    code = Codes.REFUSED_NOT_A_NUMBER
    field = "actual"

    def refused(self, row: SavedRow) -> Arguments | None:
        """Return the value."""
        if not row.actual or row.is_qualitative or row.is_number:
            return None
        return {"actual": excerpt(row.actual)}


class RefusedCharacters(Refusal):
    """A value of the right kind must not have some characters."""

    code = Codes.REFUSED_CHARACTERS
    field = "actual"
    characters: Text

    def refused(self, row: SavedRow) -> Arguments | None:
        """Return the value and its characters that are refused."""
        characters = [one for one in self.characters if one in row.actual]
        if not characters or not (row.is_qualitative or row.is_number):
            return None
        return {"actual": excerpt(row.actual), "characters": " ".join(characters)}


class Refusals(CitedData):
    """All rules; ``class_weights`` is of the table, the others of a row. Without one nothing is refused by it."""

    weight_above: WeightAbove | None = None
    score_within_weight: ScoreWithinWeight | None = None
    cause_required: CauseRequired | None = None
    qualitative_values: QualitativeValues | None = None
    note_required: NoteRequired | None = None
    numbers_only: NumbersOnly | None = None
    refused_characters: RefusedCharacters | None = None
    class_weights: Cited | None = None

    def blocks(self) -> Iterator[Cited]:
        """Yield all blocks, with those on which they rest."""
        for block in super().blocks():
            yield from _cited(block)

    def of_row(self) -> Iterator[Refusal]:
        """Yield the rules of a row."""
        yield from (block for block in super().blocks() if isinstance(block, Refusal))

    def citations(self, block: Cited) -> str:
        """Return the documents in which a rule was seen."""
        return "、".join(dict.fromkeys(map(self.citation, _cited(block))))


def _cited(block: Cited) -> tuple[Cited, ...]:
    return block.cited if isinstance(block, Refusal) else (block,)


@cache
def refusal_rules() -> Refusals:
    """Return the rules of the package."""
    return Refusals.model_validate(read_packaged_yaml(_FILE))


__all__ = ["Arguments", "Refusal", "Refusals", "SavedRow", "refusal_rules"]
