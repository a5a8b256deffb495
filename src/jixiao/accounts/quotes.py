"""Quotes: the words around a number, as they are printed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from jixiao.accounts.mentions import Mention
from jixiao.accounts.prose import Sentence

#: Characters shown before a number and behind it, and sentences shown in all.
_BEFORE: Final = 48
_BEHIND: Final = 32
_MOST: Final = 3


def quote(mention: Mention) -> str:
    """Return the words around a mention with their place; longer sentences are cut on both sides."""
    text = mention.sentence.text
    at = max(text.find(mention.text, mention.clause.at), 0)
    start, end = max(at - _BEFORE, 0), min(at + _BEHIND, len(text))
    before, behind = "…" * (start > 0), "…" * (end < len(text))
    return f"“{before}{text[start:end]}{behind}”（{mention.where}）"


def quotes(mentions: Iterable[Mention]) -> str:
    """Return the quotes of mentions, each sentence once, a few at most."""
    by_sentence: dict[Sentence, Mention] = {}
    for mention in mentions:
        by_sentence.setdefault(mention.sentence, mention)
    return "；".join(map(quote, list(by_sentence.values())[:_MOST]))
