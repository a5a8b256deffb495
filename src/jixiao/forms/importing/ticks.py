"""Columns for ticks: which of them are ticked, and the words that people write there instead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from jixiao.forms.importing.foreign.lexicon import lexicon
from jixiao.model.layout import TICKS
from jixiao.model.project import strip_placeholder
from jixiao.model.typed_words import CAUSE_KINDS, LIKELIHOODS
from jixiao.quantity import form_word

#: What stands between several kinds of causes in one cell.
_BETWEEN = re.compile(r"[、，,；;\s]+")


#: Boxes that are ticked or not, before the words that they stand for or behind them.
_BOXES, _TICKED_BOXES = "☑■√✓✔●□☐○", "☑■√✓✔●"
_CHOICES = (rf"([{_BOXES}])\s*([^\s{_BOXES}]+)", rf"([^\s{_BOXES}]+)\s*([{_BOXES}])")


class Ticks(NamedTuple):
    """What is ticked in a row: kinds of causes, a likelihood ("" where none is), and words, which are a cause."""

    cause_kinds: list[str]
    likelihood: str
    words: list[str]


def ticks_of(texts: Mapping[str, str]) -> Ticks:
    """Return what is ticked in the columns of a row.

    >>> ticks_of({"经费保障": "√", "其他": "资金未到位", "人员保障": "×", "有可能": "√"})
    Ticks(cause_kinds=['经费保障', '其他'], likelihood='有可能', words=['资金未到位'])
    """
    ticked = dict(_ticked(texts))
    return Ticks(
        [kind for kind in CAUSE_KINDS if kind in ticked],
        next((likelihood for likelihood in LIKELIHOODS if likelihood in ticked), ""),
        [text for text in ticked.values() if not lexicon().is_fixed("ticks", text)],
    )


def choice_of(text: str) -> str:
    """Return the one word of a text with boxes that is ticked; the text where that is not plain.

    >>> choice_of("■优 □良 □中 □差"), choice_of("优□ 良☑ 中□"), choice_of("优"), choice_of("□优 □良")
    ('优', '良', '优', '□优 □良')
    """
    box_first, box_last = (re.findall(pattern, text) for pattern in _CHOICES)
    choices = dict(box_last)
    if text.strip().startswith(tuple(_BOXES)):
        choices = {word: box for box, word in box_first}
    ticked = [word for word, box in choices.items() if box in _TICKED_BOXES]
    return ticked[0] if len(ticked) == 1 else text


def kinds_of(text: str) -> Ticks:
    """Return the kinds of causes that a cell names in words, by any of their headings, and what is none of them.

    >>> kinds_of("经费保障、资金保障；天气").cause_kinds, kinds_of("经费保障、天气").words
    (['经费保障'], ['天气'])
    """
    names = lexicon().heads["indicators"]
    parts = [part.strip() for part in _BETWEEN.split(strip_placeholder(text)) if part.strip()]
    kinds = {names.get(form_word(part), part) for part in parts}
    others = [part for part in parts if names.get(form_word(part)) not in CAUSE_KINDS]
    return Ticks([kind for kind in CAUSE_KINDS if kind in kinds], "", others)


def _ticked(texts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the columns that are ticked, with what stands there."""
    for column in TICKS:
        text = strip_placeholder(texts.get(column, "").strip())
        if text and not lexicon().is_fixed("unticked", text):
            yield column, text


def with_words(cause: str, words: list[str]) -> str:
    """Return a cause with the words that stand in columns for ticks."""
    return "；".join(filter(None, (cause, *words)))


__all__ = ["Ticks", "choice_of", "kinds_of", "ticks_of", "with_words"]
