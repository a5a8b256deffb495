"""What must hold between figures: parts and wholes, shares and 100 %, the same quantity in two places."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, pairwise
from typing import Final

from jixiao.accounts.arrangement import listings
from jixiao.accounts.identities import statements_of
from jixiao.accounts.mentions import Figure, Mention
from jixiao.accounts.names import names
from jixiao.accounts.printing import Printed
from jixiao.accounts.statement import Identity, Statement, fits, settled
from jixiao.accounts.unrounded import ends, overlap, total
from jixiao.curve.intervals import Interval
from jixiao.exact import ONE, add_up, format_exact

_FULL: Final = Interval.point(ONE)
#: A sum of more parts shows the first and the last one.
_MOST_SHOWN: Final = 12


def all_statements(figures: Sequence[Figure]) -> list[Statement]:
    """Return the statements of a document, in the order of their results."""
    statements = [
        *chain.from_iterable(statements_of(_with_base(figure, figures)) for figure in figures),
        *list_statements(figures),
        *class_statements(figures),
        *repetitions(figures),
        *balances(figures),
        *restatements(figures),
        *shared_statements(figures),
    ]
    return settled(sorted(statements, key=lambda statement: statement.result.order))


def _with_base(figure: Figure, figures: Sequence[Figure]) -> Mapping[str, Mention]:
    """Return the mentions of a figure, with the value of what its share is of as ``base``."""
    if figure.base is None:
        return figure.mentions
    return {**figure.mentions, "base": figures[figure.base].mentions["value"]}


def list_statements(figures: Sequence[Figure]) -> Iterator[Statement]:
    """Yield the sums of all lists."""
    for parent, parts in listings(figures):
        yield from _list(figures[parent], [figures[part] for part in parts])


def _list(parent: Figure, parts: Sequence[Figure]) -> Iterator[Statement]:
    if len(parts) == 1:
        yield _at_most(parts[0].mentions["value"], parent.mentions["value"])
        return
    shares = _mentions(parts, "share")
    values = _sum(parent.mentions["value"], _mentions(parts, "value"))
    is_shared = len(shares) == len(parts) and all(part.base == part.parent for part in parts)
    if is_shared and not values.holds and _leave_something(values, shares):
        return
    yield values
    budgets = _mentions(parts, "budget")
    if "budget" in parent.mentions and len(budgets) == len(parts):
        yield _sum(parent.mentions["budget"], budgets)
    if is_shared and any(share.printed.amount for share in shares):
        yield _full(shares)


def _mentions(figures: Sequence[Figure], role: str) -> list[Mention]:
    return [figure.mentions[role] for figure in figures if role in figure.mentions]


def _leave_something(values: Statement, shares: Sequence[Mention]) -> bool:
    """Whether a list names only some parts: neither its amounts nor its shares reach the whole."""
    _, highest = ends(total([share.printed.unrounded for share in shares]))
    return values.falls_short and highest.number < 1


def _sum(parent: Mention, parts: Sequence[Mention]) -> Statement:
    """Return the statement that parts add up to their whole."""
    printed, numbers = parent.printed, [part.printed for part in parts]
    value = add_up(number.value for number in numbers)
    holds = fits(total, [number.unrounded for number in numbers], printed.unrounded)
    return Statement(
        Identity.PARTS,
        parent,
        tuple(parts),
        printed=printed.text,
        reckoned=printed.in_print(value),
        sum=f"{_addition(numbers, printed)} = {printed.in_print(value)}",
        holds=holds,
        holds_alone=fits(total, [number.unrounded_alone for number in numbers], printed.unrounded_alone),
        falls_short=not holds and value < printed.value,
    )


def _addition(numbers: Sequence[Printed], printed: Printed) -> str:
    texts = [format_exact(number.value / printed.unit.factor) for number in numbers]
    if len(texts) > _MOST_SHOWN:
        texts = [texts[0], "…", texts[-1]]
    return " + ".join(texts)


def _at_most(part: Mention, parent: Mention) -> Statement:
    """Return the statement that the only part that is named is not more than its whole."""
    one, other = part.printed, parent.printed
    (lowest, _), (_, highest) = ends(one.unrounded), ends(other.unrounded)
    equation = f"≤ {other.text}"
    holds = lowest.number <= highest.number
    return Statement(
        Identity.BOUND,
        part,
        (parent,),
        printed=one.text,
        reckoned=equation,
        sum=f"{one.text} {equation}",
        holds=holds,
        holds_alone=holds,
    )


def _full(shares: Sequence[Mention]) -> Statement:
    """Return the statement that shares add up to 100 %: the last one is what the others leave."""
    *first, last = shares
    value = ONE - add_up(share.printed.value for share in first)
    texts = " − ".join(format_exact(share.printed.amount) for share in first)
    return Statement(
        Identity.PARTS,
        last,
        tuple(first),
        printed=last.printed.text,
        reckoned=last.printed.in_print(value),
        sum=f"100 − {texts} = {last.printed.in_print(value)}",
        holds=fits(total, [share.printed.unrounded for share in shares], _FULL),
        holds_alone=fits(total, [share.printed.unrounded_alone for share in shares], _FULL),
    )


def shared_statements(figures: Sequence[Figure]) -> Iterator[Statement]:
    """Yield the sums of what a paragraph gives shares of the same base without a list, where it is all of it."""
    groups: dict[tuple[int, str], list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.base is not None and figure.parent is None and "value" in figure.mentions:
            groups[figure.base, figure.mentions["share"].sentence.where].append(figure)
    for (base, _), parts in groups.items():
        parent = figures[base].mentions["value"]
        if len(parts) == 1:
            yield _at_most(parts[0].mentions["value"], parent)
            continue
        statements = [_sum(parent, _mentions(parts, "value")), _full(_mentions(parts, "share"))]
        if any(statement.holds for statement in statements):
            yield from statements


def class_statements(figures: Sequence[Figure]) -> Iterator[Statement]:
    """Yield the sums of the lowest lines of each class of the functional classification."""
    lines: dict[tuple[int, str], list[Figure]] = defaultdict(list)
    for figure in figures:
        name = names().class_of(figure.subject)
        if name and figure.parent is not None and "value" in figure.mentions:
            lines[figure.parent, names().key(name)].append(figure)
    for figure in figures:
        if figure.parent is None:
            continue
        for (parent, name), parts in lines.items():
            if name == names().key(figure.subject) and _are_equal(figures[parent], figures[figure.parent]):
                yield _sum(figure.mentions["value"], _mentions(parts, "value"))


def _are_equal(one: Figure, other: Figure) -> bool:
    """Whether two figures may have the same value."""
    return overlap(one.mentions["value"].printed.unrounded, other.mentions["value"].printed.unrounded)


def repetitions(figures: Sequence[Figure]) -> Iterator[Statement]:
    """Yield the statements that the same quantity has the same value where it comes again in the document."""
    years = Counter(figure.year for figure in figures if figure.year)
    usual = max(years, key=years.__getitem__, default="")
    first: dict[tuple[str, str], Mention] = {}
    for figure in figures:
        value, name = figure.mentions.get("value"), names().lasting_key(figure.subject)
        if value is None or not name or value.printed.unit.dimension != "元" or _is_budgeted(figure, figures):
            continue
        key = (name, figure.year or usual)
        if key in first:
            yield _same(value, first[key])
        first.setdefault(key, value)


def _is_budgeted(figure: Figure, figures: Sequence[Figure]) -> bool:
    """Whether a figure, or what it is a part of, is a budget and no outlay."""
    subjects = [figure.subject]
    if figure.parent is not None:
        subjects.append(figures[figure.parent].subject)
    return any(map(names().is_budget, subjects))


def restatements(figures: Sequence[Figure]) -> Iterator[Statement]:
    """Yield the statements that what a paragraph names in all (共计) is what it named before."""
    first: dict[tuple[str, str, str], Mention] = {}
    for figure in figures:
        if (value := figure.mentions.get("value")) is not None:
            key = (value.sentence.where, names().outlay(figure.subject), value.printed.unit.dimension)
            if key in first and names().is_total(value.word):
                yield _same(value, first[key])
            first.setdefault(key, value)


def _same(again: Mention, first: Mention) -> Statement:
    number, other = again.printed, first.printed
    return Statement(
        Identity.REPETITION,
        again,
        (first,),
        printed=number.text,
        reckoned=other.text,
        sum=f"{number.text} = {other.text}",
        holds=overlap(number.unrounded, other.unrounded),
        holds_alone=overlap(number.unrounded_alone, other.unrounded_alone),
    )


def balances(figures: Sequence[Figure]) -> Iterator[Statement]:
    """Yield the statements that total income is total spending, where a sentence prints both."""
    for income, spending in pairwise(figures):
        if list(income.mentions) == ["value"] and "value" in spending.mentions:
            one, other = income.mentions["value"], spending.mentions["value"]
            if names().are_both_sides(income.subject, spending.subject) and one.sentence == other.sentence:
                yield _same(other, one)


__all__ = ["all_statements"]
