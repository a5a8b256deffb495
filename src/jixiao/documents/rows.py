"""The rows of a result: what they are, and how they are read back from plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Any, TypeVar

from jixiao.documents.values import Decimal, Exact, ReasonCode, exact
from jixiao.model.measure_names import MeasureName
from jixiao.model.rules import Budget
from jixiao.model.spec import Kind
from jixiao.model.typed_words import MoneyUnit
from jixiao.scoring.rows import LossKind, Outcome


@dataclass(frozen=True, kw_only=True, slots=True)
class Loss:
    """What took points from a row after the curve, or in its stead, and from which document."""

    kind: LossKind
    name: str
    points: Exact
    citation: str | None
    basis: Kind | None


@dataclass(frozen=True, kw_only=True, slots=True)
class ReasonPart:
    """A clause of a reason: which one, and what it speaks of, so that it can be worded anew."""

    code: str
    args: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class Row:
    """What every scored row has. ``score``, ``deduction`` and ``share`` are null where it has no score."""

    weight: Exact | None
    outcome: Outcome
    share: Exact | None
    score: Decimal | None
    deduction: Decimal | None
    rule: str | None
    citation: str | None
    basis: Kind | None
    losses: tuple[Loss, ...]
    reason_code: ReasonCode | None
    reason_parts: tuple[ReasonPart, ...]
    reason: str
    cause: str
    remedy: str

    @property
    def exact_score(self) -> Fraction | None:
        """Return the score as a number, in points."""
        return exact(self.score)

    @property
    def exact_share(self) -> Fraction | None:
        """Return the part of the weight that was earned, before rounding."""
        return exact(self.share)


@dataclass(frozen=True, kw_only=True)
class ExecutionRow(Row):
    """The execution row: ``rate`` is spent over the adjusted budget, or ``over`` the initial one."""

    budget: Exact | None
    spent: Exact | None
    money_unit: MoneyUnit
    over: Budget
    rate: Exact | None


@dataclass(frozen=True, kw_only=True)
class IndicatorRow(Row):
    """An indicator. ``ratio`` is its attainment before any cap, ``claimed`` the score that its unit states."""

    level1: str | None
    level2: str | None
    name: str | None
    target: str | None
    actual: str | None
    stated_weight: Exact | None
    claimed: Exact | None
    measure: MeasureName | None
    ratio: Exact | None


R = TypeVar("R", bound=Row)


def row_of(kind: type[R], document: Mapping[str, Any]) -> R:
    """Return a row from its plain data.

    Raises:
        KeyError: a key is missing.
    """
    values = {field.name: document[field.name] for field in fields(kind)}
    values["losses"] = tuple(Loss(**loss) for loss in values["losses"])
    values["reason_parts"] = tuple(ReasonPart(**part) for part in values["reason_parts"])
    return kind(**values)
