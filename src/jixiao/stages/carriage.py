"""Which fields of a project go over to a stage, and which are left blank there to be filled in: data, no code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple, TypeAlias

from jixiao.model.fields import Model
from jixiao.model.project import Amounts, FundPart, Funds, Goal, Indicator, Item, Project

#: Where a project goes: a stage of the same year, or the targets of the next.
Destination = Literal["monitoring", "self_evaluation", "next-year"]
Fields: TypeAlias = Mapping[type[Model], tuple[str, ...]]

#: The plan of a project: what was declared, which no later stage types again.
_PLAN: Fields = {
    Project: ("id", "spec", "name", "year", "department", "unit", "code", "remarks"),
    Funds: ("money_unit",),
    Amounts: ("initial", "budget"),
    FundPart: ("name", "initial", "budget"),
    Goal: ("expected",),
    Indicator: (
        "level1", "level2", "name", "target", "weight", "comparison", "uom", "direction", "rule", "goal", "applicable",
    ),
    Item: ("name", "points"),
}  # fmt: skip
#: What came of the plan and why, as far as somebody has stated it of the year already.
_OUTCOME: Fields = {
    Project: ("finished", "conclusion", "problems", "measures"),
    Funds: ("cause", "remedy", "adjustment"),
    Indicator: ("actual", "tier", "share", "cause", "remedy", "cause_kinds", "note"),
    Item: ("answer", "share", "reason"),
}
#: What was reached and spent, where it is of the whole year.
YEAR_END: Fields = {Amounts: ("spent",), FundPart: ("spent",), Goal: ("achieved",)}


class Carriage(NamedTuple):
    """The fields of each part of a project that go over to a stage, and those that are ``blank`` there."""

    fields: Fields
    blank: Fields

    def with_fields(self, more: Fields) -> Carriage:
        """Return this with more fields that go over."""
        return self._replace(fields=_joined(self.fields, more))


def _joined(one: Fields, other: Fields) -> Fields:
    return {model: (*one.get(model, ()), *other.get(model, ())) for model in {**one, **other}}


CARRIAGES: Mapping[Destination, Carriage] = {
    "monitoring": Carriage(
        _joined(_PLAN, {Project: ("finished",), Funds: ("adjustment",)}),
        {
            Project: ("month",),
            Amounts: ("spent", "forecast"),
            FundPart: ("spent", "forecast"),
            Indicator: ("progress", "forecast", "likelihood", "cause_kinds", "cause"),
        },
    ),
    "self_evaluation": Carriage(
        _joined(_PLAN, _OUTCOME),
        {
            Project: ("finished",),
            Amounts: ("spent",),
            FundPart: ("spent",),
            Goal: ("achieved",),
            Indicator: ("actual", "cause", "remedy"),
            Item: ("answer", "reason"),
        },
    ),
    "next-year": Carriage(_PLAN, {}),
}

__all__ = ["CARRIAGES", "YEAR_END", "Carriage", "Destination", "Fields"]
