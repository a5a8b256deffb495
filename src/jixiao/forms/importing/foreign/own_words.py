"""The English words that the program itself prints on forms, and what each of them stands for to who reads a form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from jixiao.forms.labels import LABELS, MONITORING_LABELS
from jixiao.model.layout import FUNDS, SECOND_SCORE, SHOWN

_ENGLISH = LABELS["en"]
#: What columns are called by their own keys, and what they are to those who read forms.
_KEYS: Mapping[str, str] = {
    "level3": "name",
    "value": "target",
    "reason": "cause",
    "note": "remark",
    "second_deviation": "aside",
}
#: Columns of a section that the program computes, or draws under no heading.
_WITHOUT_HEADING = frozenset(
    ("name", "full", "total", "grade", "rate", "second_total", "adopted_total", "adopted_grade")
)
#: What stands beside or below a table, by its label.
_PAIRS: Mapping[str, str] = {
    **{key: key for key in ("name", "year", "month", "department", "unit", "code", "answers")},
    **{
        key: key
        for key in ("conclusion", "problems", "measures", "remarks", "funds.cause", "funds.remedy", "funds.adjustment")
    },
    **{key: f"review.{key}" for key in ("reviewer", "opinion")},
    **{key: f"printed.{key}" for key in ("total", "grade", "light")},
}
_ASIDES = ("adopted_total", "adopted_grade", "scaled", "projected_total", "projected_grade")


def heads_in_english(section: str) -> Iterator[tuple[str, str]]:
    """Yield the English headings of a section, each with what its column is."""
    columns = [*SHOWN[section], *SECOND_SCORE]
    if section == "indicators":
        columns.append("level3")
        yield from ((word, _KEYS.get(key, key)) for key, word in MONITORING_LABELS.items())
    for key in columns:
        word = _ENGLISH.get(key)
        if word is not None and not (section == "indicators" and key in _WITHOUT_HEADING):
            yield word, _KEYS.get(key, key)


def pairs_in_english() -> Iterator[tuple[str, str]]:
    """Yield the English labels, each with what stands behind it."""
    return ((_ENGLISH[key], name) for key, name in _PAIRS.items())


def asides_in_english() -> Iterator[str]:
    """Yield the English labels of what is worked out anew."""
    return (_ENGLISH[key] for key in _ASIDES)


def funds_in_english() -> Iterator[tuple[str, str]]:
    """Yield the English labels of the rows of funds, each with its key."""
    yield _ENGLISH["amount"], "total"
    yield from ((_ENGLISH[key], key) for key in FUNDS if key != "total")


def rows_in_english() -> Mapping[str, tuple[str, ...]]:
    """Return the English labels of the rows of the execution rate and of the sum."""
    execution = _ENGLISH["execution"].partition("(")[0]
    return {"execution": (execution, _ENGLISH["rate"]), "sums": (_ENGLISH["sum"],)}


def sides_in_english() -> Iterator[str]:
    """Yield what stands in English beside the sections."""
    return (_ENGLISH[key].partition("(")[0] for key in ("funds", "goals", "indicators"))


__all__ = [
    "asides_in_english",
    "funds_in_english",
    "heads_in_english",
    "pairs_in_english",
    "rows_in_english",
    "sides_in_english",
]
