"""What changed between two papers of a project: its indicators, their targets, signs and weights, and the money."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Literal, NamedTuple

from jixiao.exact import format_exact
from jixiao.model.papers import bare_name
from jixiao.model.project import Amounts, FundPart, Funds, Indicator, Project
from jixiao.model.typed_words import YUAN
from jixiao.quantity import comparable, unspaced
from jixiao.stages.matching import Match, matches_of, pairs_of, project_pairs
from jixiao.stages.targets import Target, is_same_value

Part = Literal["project", "funds", "goals", "indicators"]
Kind = Literal["added", "dropped", "changed", "reworded"]
#: The texts of the head that are compared, and how: a name may have its year in it.
_HEAD: Mapping[str, Callable[[str], str]] = {
    "name": bare_name, "code": unspaced, "department": unspaced, "unit": unspaced, "spec": unspaced,
}  # fmt: skip
_PLANNED = ("initial", "budget")
_AMOUNTS = (*_PLANNED, "spent")
_MONITORED = (*_AMOUNTS, "forecast")


class Change(NamedTuple):
    """One difference: in which part, of which entry in it ("" of the whole), which field, and both sides in words.

    ``reworded`` is an indicator under another name that is close to the one before. ``path`` is where it stands in the
    later paper, of what that does not have in the earlier one.
    """

    part: Part
    name: str
    kind: Kind
    field: str
    before: str
    after: str
    path: str = ""


class _Entry(NamedTuple):
    """An entry of a part, by the name and the path of which its changes are told."""

    part: Part
    name: str
    path: str

    def change(self, kind: Kind, field: str, before: str, after: str) -> Change:
        """Return a change of the entry, or of one of its fields."""
        path = ".".join(filter(None, (self.path, field)))
        return Change(self.part, self.name, kind, field, before, after, path)


class Comparison(NamedTuple):
    """A project in two papers, ``None`` where one does not have it, and what changed."""

    before: Project | None
    after: Project | None
    changes: tuple[Change, ...]

    @property
    def is_same(self) -> bool:
        """Whether both papers have it, and nothing changed."""
        return self.before is not None and self.after is not None and not self.changes


def compare_papers(before: Sequence[Project], after: Sequence[Project]) -> list[Comparison]:
    """Return every project of two papers, in the order of the later one, then those that only the earlier one has.

    One project beside one other is compared with it, whatever they are called.
    """
    if len(before) == len(after) == 1:
        return [compare_projects(before[0], after[0])]
    pairs = project_pairs(before, after)
    comparisons = [_compare(before, pairs.get(index), project) for index, project in enumerate(after)]
    matched = set(pairs.values())
    return [*comparisons, *(Comparison(one, None, ()) for index, one in enumerate(before) if index not in matched)]


def _compare(before: Sequence[Project], old: int | None, project: Project) -> Comparison:
    if old is None:
        return Comparison(None, project, ())
    return compare_projects(before[old], project)


def compare_projects(before: Project, after: Project) -> Comparison:
    """Return what changed from one paper of a project to another; what only one of the stages has is no change."""
    changes = [*_head(before, after), *_funds(before, after), *_goals(before, after)]
    has_weights = _has_weights(before, after) and _has_weights(after, before)
    for match in matches_of(before.indicators, after.indicators):
        changes += _row_changes(match, has_weights=has_weights)
    return Comparison(before, after, tuple(changes))


def _head(before: Project, after: Project) -> Iterator[Change]:
    for key, word in _HEAD.items():
        old, new = getattr(before, key) or "", getattr(after, key) or ""
        if old and new and word(old) != word(new):
            yield _Entry("project", "", "").change("changed", key, old, new)


def _goals(before: Project, after: Project) -> Iterator[Change]:
    """Yield the goals that changed: those of one text are the same ones, others go by their order."""
    olds, news = ([goal.expected or "" for goal in project.goals] for project in (before, after))
    pairs = pairs_of(_goal_ranks(olds), _goal_ranks(news))
    stated = [(index, olds[pairs[index]] if index in pairs else "", new) for index, new in enumerate(news)]
    gone = [(index, old, "") for index, old in enumerate(olds) if index not in pairs.values()]
    for index, old, new in (*stated, *gone):
        if comparable(old) != comparable(new):
            yield _Entry("goals", str(index + 1), f"goals[{index}]").change(_kind(old, new), "expected", old, new)


def _goal_ranks(texts: Sequence[str]) -> list[list[str]]:
    return [list(map(comparable, texts)), ["goal"] * len(texts)]


def _kind(old: str, new: str) -> Kind:
    """Return what became of a text: it was added, dropped or changed."""
    if not old:
        return "added"
    return "changed" if new else "dropped"


# ---- money


class _Money(NamedTuple):
    """A row of a fund table by its key or the name of its part, with its path and the money unit of its table.

    ``keys`` are those of its amounts that are compared.
    """

    name: str
    row: Amounts | FundPart
    path: str
    unit: str
    keys: Sequence[str]

    @property
    def entry(self) -> _Entry:
        """Return it as an entry."""
        return _Entry("funds", self.name, self.path)

    @property
    def identity(self) -> tuple[bool, str]:
        """Return what it is known by: a part is no usual row, whatever its name."""
        return isinstance(self.row, FundPart), self.name

    @property
    def amounts(self) -> tuple[Fraction | None, ...]:
        """Return its amounts in 元."""
        return tuple(map(self.amount, self.keys))

    def amount(self, key: str) -> Fraction | None:
        """Return an amount in 元."""
        amount: Fraction | None = getattr(self.row, key)
        return None if amount is None else amount * YUAN[self.unit]

    def text(self, key: str) -> str:
        """Return an amount with its unit; empty without one."""
        amount = getattr(self.row, key)
        return "" if amount is None else f"{format_exact(amount)} {self.unit}"

    @property
    def first(self) -> str:
        """Return the first amount that is stated."""
        return next(filter(None, map(self.text, self.keys)), "")


def _funds(before: Project, after: Project) -> Iterator[Change]:
    keys, required = _compared_amounts(before, after), _required_amounts(before, after)
    olds, news = _money(before.funds, keys), _money(after.funds, keys)
    pairs = pairs_of(_money_ranks(olds), _money_ranks(news))
    for new, old in sorted(pairs.items(), key=lambda pair: pair[1]):
        yield from _amount_changes(olds[old], news[new], required)
    for index, one in enumerate(news):
        if index not in pairs:
            yield one.entry.change("added", "", "", one.first)
    for index, one in enumerate(olds):
        if index not in pairs.values():
            yield one.entry.change("dropped", "", one.first, "")


def _money(funds: Funds, keys: Sequence[str]) -> list[_Money]:
    """Return the rows of a fund table in which money is stated, the usual ones by key, parts by name."""
    usual = {"total": funds.total, **funds.sources()}
    rows = [_Money(key, row, f"funds.{key}", funds.money_unit, keys) for key, row in usual.items()]
    for index, part in enumerate(funds.parts):
        rows.append(_Money(unspaced(part.name or ""), part, f"funds.parts[{index}]", funds.money_unit, keys))
    return [money for money in rows if money.first]


def _money_ranks(rows: Sequence[_Money]) -> list[list[Hashable]]:
    """Return by what rows are the same ones: of several parts of one name first those of the same amounts."""
    return [[(*row.identity, row.amounts) for row in rows], [row.identity for row in rows]]


def _compared_amounts(before: Project, after: Project) -> tuple[str, ...]:
    """Return the amounts that are compared: what is expected of the year is of two papers of monitoring alone."""
    return _MONITORED if before.stage == after.stage == "monitoring" else _AMOUNTS


def _required_amounts(before: Project, after: Project) -> tuple[str, ...]:
    """Return the amounts that both papers ask for, so that one which is missing in one of them is a change."""
    if before.stage != after.stage:
        return ()
    return _PLANNED if after.stage == "target" else _compared_amounts(before, after)


def _amount_changes(old: _Money, new: _Money, required: Sequence[str]) -> Iterator[Change]:
    """Yield the amounts of a row that changed; one that only one side states, if it is ``required`` of both."""
    for key in new.keys:
        amounts = old.amount(key), new.amount(key)
        if amounts[0] != amounts[1] and (key in required or None not in amounts):
            yield new.entry.change("changed", key, old.text(key), new.text(key))


# ---- indicators


def _has_weights(project: Project, other: Project) -> bool:
    """Whether a paper has a place for weights: those before the end of the year need not have one.

    One that states no weight beside another of its stage that does has lost them.
    """
    return (
        not project.is_early
        or project.stage == other.stage
        or any(row.weight is not None for row in project.indicators)
    )


def _row_changes(match: Match[Indicator, Indicator], *, has_weights: bool) -> Iterator[Change]:
    """Yield what became of an indicator; weights are compared where both papers have a place for them."""
    if match.before is None and match.after is not None:
        yield _entry(match.after).change("added", "", "", Target.of(match.after[1]).text)
    elif match.after is None and match.before is not None:
        yield _entry(match.before).change("dropped", "", Target.of(match.before[1]).text, "")
    elif match.before is not None and match.after is not None:
        entry, old, new = _entry(match.after), match.before[1], match.after[1]
        if match.is_reworded:
            yield entry.change("reworded", "name", old.name or "", entry.name)
        yield from _value_changes(entry, old, new, has_weights=has_weights)


def _value_changes(entry: _Entry, old: Indicator, new: Indicator, *, has_weights: bool) -> Iterator[Change]:
    """Yield what an indicator that both papers have states otherwise: its classes, its target, its weight."""
    yield from _class_changes(entry, old, new)
    yield from _target_changes(entry, Target.of(old), Target.of(new))
    if has_weights and old.weight != new.weight:
        yield entry.change("changed", "weight", _weight_text(old), _weight_text(new))


def _entry(row: tuple[int, Indicator]) -> _Entry:
    return _Entry("indicators", row[1].name or "", f"indicators[{row[0]}]")


def _class_changes(entry: _Entry, old: Indicator, new: Indicator) -> Iterator[Change]:
    """Yield the changes of a class, which every row states, and of a subclass that both sides state."""
    for key in ("level1", "level2"):
        before, after = getattr(old, key) or "", getattr(new, key) or ""
        is_stated = key == "level1" or (before and after)
        if is_stated and unspaced(before) != unspaced(after):
            yield entry.change("changed", key, before, after)


def _target_changes(entry: _Entry, old: Target, new: Target) -> Iterator[Change]:
    """Yield the change of a sign, and of what it stands before."""
    if old.sign != new.sign:
        yield entry.change("changed", "comparison", old.sign, new.sign)
    if not is_same_value(old.value, new.value):
        yield entry.change("changed", "target", old.text, new.text)


def _weight_text(row: Indicator) -> str:
    return "" if row.weight is None else format_exact(row.weight)


def is_same(comparisons: Iterable[Comparison]) -> bool:
    """Whether two papers say the same."""
    return all(comparison.is_same for comparison in comparisons)


__all__ = ["Change", "Comparison", "Kind", "Part", "compare_papers", "compare_projects", "is_same"]
