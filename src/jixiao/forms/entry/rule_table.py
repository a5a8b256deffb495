"""Which rule a row of indicators gets, as a table that a spreadsheet can look up: by class, sign, kind of target."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from jixiao.forms.entry.columns import class_labels
from jixiao.measure import measure_of
from jixiao.measure.cells import CellPair, Quotient
from jixiao.model.facts import read_row
from jixiao.model.project import Indicator
from jixiao.model.rules import Cap, Rule
from jixiao.model.spec import IndicatorSpec
from jixiao.model.vocabulary import vocabulary
from jixiao.quantity import class_word
from jixiao.scoring.plan import Choice, Plan, is_second_level, plan_of

#: Specs whose tables are remembered.
_MOST_REMEMBERED = 8
#: Signs that a row may have; none where it is not stated.
_SIGNS = ("", "≥", ">", "≤", "<", "=", "定性")
#: A target of each kind, to which its unit is added: above 0, at it, below it, in words.
_TARGETS = {"p": "5", "z": "0", "n": "-5", "w": "合格"}
#: Units that conditions tell apart.
_UNITS = ("", "元", "万", "亿", "%", "名")
_FINISHED: dict[str, bool | None] = {"": None, "是": True, "否": False}

#: The values of one thing that decides on a rule, each with the group of values that all decide alike.
Groups = Mapping[str, str]


class RuleTable(NamedTuple):
    """The choices of a spec that a spreadsheet can calculate, and the number (from 1) of each by its key.

    A key joins the groups of six ``axes``: first level, second level, sign, kind, unit, finished.
    """

    choices: tuple[Choice, ...]
    keys: tuple[tuple[str, int], ...]
    axes: tuple[Groups, ...]


@lru_cache(maxsize=_MOST_REMEMBERED)
def rule_table(spec: IndicatorSpec) -> RuleTable:
    """Return the table of a spec."""
    axes: tuple[tuple[str, ...], ...] = (
        class_labels(spec),
        _levels(spec),
        _SIGNS,
        tuple(_TARGETS),
        _UNITS,
        tuple(_FINISHED),
    )
    choices: dict[tuple[object, ...], Choice] = {}
    numbers = {values: _number(_choice(plan_of(spec), values), choices) for values in product(*axes)}
    groups = tuple(_groups(numbers, place, values) for place, values in enumerate(axes))
    keys = {".".join(key): numbers[values] for key, values in _first_of_groups(groups) if numbers[values]}
    return RuleTable(tuple(choices.values()), tuple(keys.items()), groups)


def _levels(spec: IndicatorSpec) -> tuple[str, ...]:
    """Return the second levels that conditions ask for, with those that are kinds of one, after any other."""
    named = tuple(dict.fromkeys(level2 for when in spec.conditions for level2 in when.level2))
    kinds = (name for kind in vocabulary().kind_of_level2 for name in (kind, f"{kind}指标"))
    levels = dict.fromkeys((*named, *map(class_word, named), *kinds))
    return ("", *(level2 for level2 in levels if is_second_level(level2, named)))


def _choice(plan: Plan, values: tuple[str, ...]) -> Choice:
    """Return what a spec does with rows that have these values, one of each axis."""
    label, level2, sign, kind, unit, finished = values
    target = _TARGETS[kind]
    if kind != "w":
        target += unit
    typed = {"level1": label, "level2": level2, "comparison": sign, "target": target}
    row = Indicator.model_validate({key: text for key, text in typed.items() if text})
    return plan.choose(read_row(0, row, None), _FINISHED[finished])


def _number(choice: Choice, choices: dict[tuple[object, ...], Choice]) -> int:
    """Return the number of a choice among those that a spreadsheet can calculate, a new one's as well; else 0."""
    if choice.rule is None or not can_calculate(choice):
        return 0
    same = (choice.rule.name, choice.comparison, *(cap.name for cap in choice.caps))
    choices.setdefault(same, choice)
    return list(choices).index(same) + 1


def _groups(numbers: Mapping[tuple[str, ...], int], place: int, values: Sequence[str]) -> Groups:
    """Return the values of an axis, each with the number of its group: those of one lead to the same rules."""
    signatures: dict[tuple[int, ...], str] = {}
    groups = dict[str, str]()
    for value in values:
        signature = tuple(number for key, number in numbers.items() if key[place] == value)
        groups[value] = signatures.setdefault(signature, str(len(signatures) + 1))
    return groups


def _first_of_groups(axes: Sequence[Groups]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Yield the groups of every combination, with the first value of each."""
    first = [{group: value for value, group in reversed([*groups.items()])} for groups in axes]
    for values in product(*(by_group.values() for by_group in first)):
        yield tuple(groups[value] for groups, value in zip(axes, values, strict=True)), values


def can_calculate(choice: Choice) -> bool:
    """Whether a spreadsheet can calculate what a choice gives: its rule and its caps are arithmetic or stated."""
    rule = choice.rule
    if rule is None or choice.problem is not None or rule.curve.judged:
        return False
    owners: tuple[Rule | Cap, ...] = (rule, *choice.caps)
    return all(_is_arithmetic(owner, choice.comparison) for owner in owners)


def _is_arithmetic(owner: Rule | Cap, comparison: str) -> bool:
    measure = measure_of(owner)
    if measure.is_stated:
        return isinstance(owner, Rule)
    return measure.open_formula(comparison, CellPair("1", "1", 1), _as_text) is not None


def _as_text(measured: Quotient) -> str:
    return measured.top


__all__ = ["Groups", "RuleTable", "can_calculate", "rule_table"]
