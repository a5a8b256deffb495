"""What changed between two papers of a project: its indicators, their targets, signs and weights, and the money."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import zip_longest
from typing import Literal, NamedTuple

from jixiao.exact import format_exact
from jixiao.forms.cell_texts import target_parts
from jixiao.model.papers import Paper, bare_name
from jixiao.model.project import Amounts, FundPart, Funds, Indicator, Project
from jixiao.model.typed_words import YUAN
from jixiao.quantity import Mismatch, Number, comparable, parse, reconcile, unspaced
from jixiao.stages.matching import Match, Projects, matches_of

Part = Literal["project", "funds", "goals", "indicators"]
Kind = Literal["added", "dropped", "changed", "reworded"]
#: The texts of the head that are compared, and how: a name may have its year in it.
_HEAD: Mapping[str, Callable[[str], str]] = {
    "name": bare_name, "code": unspaced, "department": unspaced, "unit": unspaced, "spec": unspaced,
}  # fmt: skip
_AMOUNTS = ("initial", "budget", "spent")


class Change(NamedTuple):
    """One difference: in which part, of which entry in it ("" of the whole), which field, and both sides in words.

    ``reworded`` is an indicator under another name that is close to the one before.
    """

    part: Part
    name: str
    kind: Kind
    field: str
    before: str
    after: str


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
    earlier, matched, comparisons = Projects(before), list[Project](), list[Comparison]()
    for project in after:
        old = earlier.find(Paper.of(project))
        if old is None or any(old is one for one in matched):
            comparisons.append(Comparison(None, project, ()))
        else:
            matched.append(old)
            comparisons.append(compare_projects(old, project))
    unmatched = (project for project in before if not any(project is one for one in matched))
    return [*comparisons, *(Comparison(project, None, ()) for project in unmatched)]


def compare_projects(before: Project, after: Project) -> Comparison:
    """Return what changed from one paper of a project to another; what only one of the stages has is no change."""
    changes = [*_head(before, after), *_funds(before.funds, after.funds), *_goals(before, after)]
    for match in matches_of(before.indicators, after.indicators):
        changes += row_changes(match)
    return Comparison(before, after, tuple(changes))


def _head(before: Project, after: Project) -> Iterator[Change]:
    for key, word in _HEAD.items():
        old, new = getattr(before, key) or "", getattr(after, key) or ""
        if old and new and word(old) != word(new):
            yield Change("project", "", "changed", key, old, new)


def _goals(before: Project, after: Project) -> Iterator[Change]:
    olds, news = ([goal.expected or "" for goal in project.goals] for project in (before, after))
    for number, (old, new) in enumerate(zip_longest(olds, news, fillvalue=""), 1):
        if comparable(old) != comparable(new):
            yield Change("goals", str(number), _kind(old, new), "expected", old, new)


def _kind(old: str, new: str) -> Kind:
    """Return what became of a text: it was added, dropped or changed."""
    if not old:
        return "added"
    return "changed" if new else "dropped"


# ---- money


def _funds(before: Funds, after: Funds) -> Iterator[Change]:
    olds, news = _amounts(before), _amounts(after)
    for name in dict.fromkeys((*olds, *news)):
        old, new = olds.get(name), news.get(name)
        if old is not None and new is not None:
            yield from _money_changes(name, (old, before.money_unit), (new, after.money_unit))
        elif new is not None:
            yield Change("funds", name, "added", "", "", _money_text(new, after.money_unit))
        elif old is not None:
            yield Change("funds", name, "dropped", "", _money_text(old, before.money_unit), "")


def _amounts(funds: Funds) -> dict[str, Amounts | FundPart]:
    """Return the rows of a fund table in which money is stated, the usual ones by key, others by name."""
    rows: dict[str, Amounts | FundPart] = {"total": funds.total, **funds.sources()}
    rows |= {unspaced(part.name or ""): part for part in funds.parts}
    return {name: row for name, row in rows.items() if any(getattr(row, key) is not None for key in _AMOUNTS)}


def _money_changes(
    name: str, before: tuple[Amounts | FundPart, str], after: tuple[Amounts | FundPart, str]
) -> Iterator[Change]:
    (old_row, old_unit), (new_row, new_unit) = before, after
    for key in _AMOUNTS:
        old, new = getattr(old_row, key), getattr(new_row, key)
        if old is not None and new is not None and old * YUAN[old_unit] != new * YUAN[new_unit]:
            yield Change("funds", name, "changed", key, _amount_text(old, old_unit), _amount_text(new, new_unit))


def _money_text(row: Amounts | FundPart, unit: str) -> str:
    """Return the first amount of a row that is stated."""
    return next(_amount_text(amount, unit) for key in _AMOUNTS if (amount := getattr(row, key)) is not None)


def _amount_text(amount: Fraction, unit: str) -> str:
    return f"{format_exact(amount)} {unit}"


# ---- indicators


def row_changes(match: Match[Indicator, Indicator]) -> Iterator[Change]:
    """Yield what became of an indicator; a weight or a class that one side does not state is no change."""
    if match.before is None and match.after is not None:
        row = match.after[1]
        yield Change("indicators", row.name or "", "added", "", "", _target_text(row))
    elif match.after is None and match.before is not None:
        row = match.before[1]
        yield Change("indicators", row.name or "", "dropped", "", _target_text(row), "")
    elif match.before is not None and match.after is not None:
        yield from _changes_of_row(match.before[1], match.after[1], is_reworded=match.is_reworded)


def _changes_of_row(old: Indicator, new: Indicator, *, is_reworded: bool) -> Iterator[Change]:
    name = new.name or ""
    if is_reworded:
        yield Change("indicators", name, "reworded", "name", old.name or "", name)
    for key in ("level1", "level2"):
        before, after = getattr(old, key) or "", getattr(new, key) or ""
        if before and after and unspaced(before) != unspaced(after):
            yield Change("indicators", name, "changed", key, before, after)
    yield from _target_changes(name, old, new)
    if old.weight is not None and new.weight is not None and old.weight != new.weight:
        yield Change("indicators", name, "changed", "weight", format_exact(old.weight), format_exact(new.weight))


def _target_changes(name: str, old: Indicator, new: Indicator) -> Iterator[Change]:
    """Yield the change of a sign, and of what it stands before."""
    before, after = _Target.of(old), _Target.of(new)
    if before.sign != after.sign:
        yield Change("indicators", name, "changed", "comparison", before.sign, after.sign)
    if not is_same_value(before.text, after.text):
        yield Change("indicators", name, "changed", "target", _target_text(old), _target_text(new))


class _Target(NamedTuple):
    """A target in two parts: its sign, "" without one, and its value with the unit."""

    sign: str
    text: str

    @classmethod
    def of(cls, row: Indicator) -> _Target:
        """Return the target of a row."""
        sign, value, unit = target_parts(row)
        return cls({"定性": ""}.get(sign, sign), f"{value}{unit}")


def is_same_value(one: str, other: str) -> bool:
    """Whether two targets have the same value, in whatever spelling of number and unit; their signs do not count.

    A unit that only one of them has is not assumed for the other.

    >>> is_same_value("≥52万人", "520000人"), is_same_value("95%", "95")
    (True, False)
    """
    if comparable(one) == comparable(other):
        return True
    both = reconcile(parse(one), parse(other))
    if isinstance(both, Mismatch):
        return False
    first, second, assumed = both
    return not assumed and isinstance(first, Number) and isinstance(second, Number) and first.value == second.value


def _target_text(row: Indicator) -> str:
    target = _Target.of(row)
    return f"{target.sign}{target.text}"


def is_same(comparisons: Iterable[Comparison]) -> bool:
    """Whether two papers say the same."""
    return all(comparison.is_same for comparison in comparisons)


__all__ = ["Change", "Comparison", "Kind", "Part", "compare_papers", "compare_projects", "is_same", "is_same_value"]
