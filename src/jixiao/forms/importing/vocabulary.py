"""The words of forms that the program drew: what a heading or a label says, in a layout's words and in English."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from jixiao.forms import LABELS
from jixiao.forms.build import NAMED
from jixiao.forms.labels import MONITORING_LABELS
from jixiao.model.layout import FUNDS, Layout, Part, Section
from jixiao.model.project import Funds
from jixiao.model.spellings import spellings
from jixiao.quantity import form_word

#: Each word, as ``form_word`` writes it, with what it stands for.
Words = Mapping[str, str]
_ENGLISH = LABELS["en"]
#: The total of the funds is labelled as their amount.
_FUND_LABELS = {"total": "amount"}
#: The row of the execution rate among the indicators.
_EXECUTION = "预算执行率"


def heads(section: Section, labels: Mapping[str, str]) -> Words:
    """Return the words that head each column of a section."""
    words = dict[str, str]()
    for part in section.columns:
        if part.show is not None:
            key = NAMED.get(part.show, part.show)
            english = (_ENGLISH.get(key), MONITORING_LABELS.get(key))
            words |= dict.fromkeys(_form_words(part.head_word, labels.get(key), *english), part.show)
    return words


def pairs(layout: Layout, labels: Mapping[str, str]) -> Words:
    """Return the words that label each of the project's texts."""
    words = dict[str, str]()
    for label, show in _labelled_texts(layout):
        words |= dict.fromkeys(_form_words(label, labels.get(show), _ENGLISH.get(show)), show)
    return words


def _labelled_texts(layout: Layout) -> Iterator[tuple[str | None, str]]:
    """Yield each label that stands before a text of the project, and what that text shows."""
    rows = (row for section in layout.sections if section.section == "pairs" for row in section.rows)
    for row in rows:
        for label, value in pairwise(row):
            if label.show is None and value.show is not None:
                yield label.label, value.show


def funds(section: Section, labels: Mapping[str, str]) -> Words:
    """Return the words that may label each row of the fund table."""
    words = {_fund_word(word): key for word, key in spellings(Funds).items() if key in FUNDS}
    if labels.get("amount"):
        words[_fund_word(labels["amount"])] = "total"
    for name in FUNDS:
        titles = [section.funds.get(name), _ENGLISH[_FUND_LABELS.get(name, name)]]
        words |= {_fund_word(title): name for title in titles if title}
    return words


def fund_of(label: str, words: Words) -> str | None:
    """Return the row of the fund table that a label names."""
    return words.get(_fund_word(label))


def _fund_word(label: str) -> str:
    return form_word(label).removeprefix("其中").lstrip(":")


def sums(section: Section, labels: Mapping[str, str]) -> frozenset[str]:
    """Return the words that label the row of the total."""
    return _form_words(_first_label(section.sum), labels.get("sum"), _ENGLISH["sum"])


def executions(section: Section) -> frozenset[str]:
    """Return the words that label the row of the execution rate among the indicators."""
    if not section.execution:
        return frozenset()
    return _form_words(_first_label(section.execution), _ENGLISH["execution"], _EXECUTION)


def _first_label(parts: Sequence[Part]) -> str | None:
    """Return the label that a row begins with."""
    return parts[0].label if parts else None


def _form_words(*words: str | None) -> frozenset[str]:
    """Return the words that there are, as ``form_word`` writes them."""
    return frozenset(form_word(word) for word in words if word)
