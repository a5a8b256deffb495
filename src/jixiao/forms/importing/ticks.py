"""Columns for ticks: which of them are ticked, and the words that people write there instead."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from jixiao.forms.importing.foreign.lexicon import lexicon
from jixiao.model.layout import TICKS
from jixiao.model.project import strip_placeholder
from jixiao.model.typed_words import CAUSE_KINDS, LIKELIHOODS
from jixiao.quantity import form_word

#: What stands between several kinds of causes in one cell.
_BETWEEN = re.compile(r"[、，,；;\s]+")

#: Boxes that are ticked, and those that are not, before the words that they stand for or behind them.
_TICKED, _OPEN = "☑☒■√✓✔●◉", "□☐○◯◻×✗✘"
_BOXES = _TICKED + _OPEN
#: A box that is a pair of brackets, ticked or empty; and what a form notes in brackets behind a word.
_BRACKETS = re.compile(rf"[(（\[【]\s*([{_BOXES}]?)\s*[)）\]】]")
_NOTE = re.compile(r"[(（][^()（）]*[)）]")
#: What parts words.
_GAP = r"\s、，,；;/／"
_WORD = rf"[^{_GAP}{_BOXES}]+"
_TOKEN = re.compile(rf"[{_BOXES}]|{_WORD}")
#: Boxes that stand with the word behind them, and with the word before them.
_BEFORE, _BEHIND = re.compile(rf"[{_GAP}][{_BOXES}][^{_GAP}]"), re.compile(rf"[^{_GAP}][{_BOXES}][{_GAP}]")
#: A tick that stands with one word.
_TICK_BEFORE = re.compile(rf"(?<![^{_GAP}])([{_TICKED}])({_WORD})")
_TICK_BEHIND = re.compile(rf"({_WORD})([{_TICKED}])(?![^{_GAP}])")


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

    It is plain where each word has a box on the same side, or where a tick stands at one word and nothing else does.

    >>> choice_of("■优 □良 □中 □差"), choice_of("优（√） 良（ ）"), choice_of("√优 良"), choice_of("优 ☑良 □中")
    ('优', '优', '优', '优 ☑良 □中')
    """
    plain = _NOTE.sub("", _BRACKETS.sub(lambda box: box[1] or "□", text)).strip()
    ticked = [word for box, word in _boxed(plain) if box in _TICKED]
    return ticked[0] if len(ticked) == 1 else text


def _boxed(text: str) -> Iterable[tuple[str, str]]:
    """Return boxes with their words, where each word has one on the same side; else the only tick with its word."""
    tokens = _TOKEN.findall(text)
    are_boxes, pairs = [token in _BOXES for token in tokens], len(tokens) // 2
    if are_boxes == [True, False] * pairs and not _BEHIND.search(text):
        return zip(tokens[::2], tokens[1::2], strict=True)
    if are_boxes == [False, True] * pairs and not _BEFORE.search(text):
        return zip(tokens[1::2], tokens[::2], strict=True)
    if are_boxes.count(True) > 1:
        return ()
    return [*_TICK_BEFORE.findall(text), *((box, word) for word, box in _TICK_BEHIND.findall(text))]


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
