"""Rows among the indicators that are none: texts in brackets, notes, who filled the form in, signed it and when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from jixiao.forms.importing.foreign.lexicon import Lexicon
from jixiao.forms.importing.grid import Spot
from jixiao.quantity import Date, Number, form_word, parse, unspaced


def is_remark(cells: Sequence[Spot], values: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether the cells of a row are a remark; ``values`` are what stands below the headings of values and points.

    A row that states such is none, whatever its first cell sounds like: 验收报告经监理单位盖章 names an indicator.
    """
    first, *others = (unspaced(spot.text) for spot in cells)
    bracketed = lexicon.patterns["bracketed"]
    if all(map(bracketed.fullmatch, (first, *others))):
        return True
    is_aside = _is_aside(first, lexicon)
    if not is_aside and not any(lexicon.patterns[kind].search(first) for kind in ("note", "signature")):
        return False
    is_among_labels = any(_is_aside(text, lexicon) or lexicon.patterns["signature"].search(text) for text in others)
    return is_among_labels or not _are_values(values, fewest=2 if is_aside else 1)


def _is_aside(text: str, lexicon: Lexicon) -> bool:
    """Whether a text is a label that a project has no place for, or begins with one: 填报人：李四."""
    return form_word(text.partition(":")[0]) in lexicon.asides


def _are_values(values: Iterable[str], fewest: int) -> bool:
    """Whether texts are values: so many of them are numbers, or two are no dates, which may be those of signatures.

    Beside a label one number may be that of a telephone.
    """
    quantities = list(map(parse, values))
    numbers = [quantity for quantity in quantities if isinstance(quantity, Number)]
    undated = [quantity for quantity in quantities if not isinstance(quantity, Date)]
    return len(numbers) >= fewest or len(undated) > 1


__all__ = ["is_remark"]
