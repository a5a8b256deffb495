"""Words of specs and forms in English: those of the package as data, those of another place as its spec has them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from jixiao.findings import Lang
from jixiao.packaged_yaml import read_packaged_yaml
from jixiao.quantity import class_word

_FILE = Path(__file__).with_suffix(".yaml")


@cache
def glossary() -> Mapping[str, str]:
    """Return the package's words and what they are in English."""
    groups: dict[str, dict[str, str]] = read_packaged_yaml(_FILE)
    return {word: english for group in groups.values() for word, english in group.items()}


def in_language(text: str, lang: Lang, own: Mapping[str, str]) -> str:
    """Return a word of a spec in a language: as ``own`` or the glossary has it, else as it is.

    >>> in_language("产出指标（50分）", "en", {}), in_language("优", "en", {"优": "A"}), in_language("优", "zh", {})
    ('Output', 'A', '优')
    """
    if lang == "zh":
        return text
    words = {**glossary(), **own}
    return words.get(text) or words.get(class_word(text)) or text


def in_chinese(text: str, own: Mapping[str, str]) -> str:
    """Return the word of which ``text`` is the English one; any other text as it is.

    >>> in_chinese("Excellent", {}), in_chinese("A", {"优": "A"}), in_chinese("优", {})
    ('优', '优', '优')
    """
    words = {**glossary(), **own}
    return next((word for word, english in words.items() if english == text), text)


__all__ = ["glossary", "in_chinese", "in_language"]
