"""A text of reasons, as the cause and the remedy that stand in it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from jixiao.explain.phrases import PARTS
from jixiao.findings import Lang

#: A text of reasons: the cause, and the remedy behind it.
_CAUSE = re.compile(r"^(?:原因：|[Cc]ause:\s*)?(.*?)(?:[。.]\s*)?(?:(?:改进措施：|[Rr]emedy:\s*)(.*))?$", re.DOTALL)
#: What the program's own sentences have inside, but for a person's words, and what ends them.
_INSIDE: Mapping[Lang, tuple[str, str]] = {
    "zh": (r"(?:原因：)?", r"(?:(?!认定“)[^（。])*?"),
    "en": (r"(?:[Cc]ause:\s*)?", r"(?:(?!reviewed as “)[^(])*?"),
}
_END = r"(?:。|\.\s*(?=[A-Z])|\.?\s*$)"


def escaped(text: str) -> str:
    """Return what a text matches; where a line of a page ends, its spaces are gone."""
    return re.escape(text).replace(r"\ ", r"\s*")


def _own_sentences(lang: Lang) -> re.Pattern[str]:
    """Return what the program's own sentences at the beginning of a text match, in a language."""
    (before, inside), phrases = _INSIDE[lang], {code: escaped(text) for code, text in PARTS[lang].items()}
    openings = "|".join(phrases[code].partition(r"\{")[0] for code in ("values", "funds", "funds_initial"))
    closings = "|".join(re.sub(r"\\{\w+\\}", r"[\\d./]+?", phrases[code]) for code in ("result", "nothing"))
    return re.compile(rf"(?:{before}(?:{openings}){inside}(?:{closings}){_END})+")


#: The program's own sentences; those in which a person's words stand are none of them.
_OWN = tuple(map(_own_sentences, PARTS))


def without_own_sentence(text: str) -> str:
    """Return a text of reasons without what the program says there of values and points.

    >>> without_own_sentence("年度指标值≥60%，实际完成57%，完成率95%，按比例得28.5分，扣1.5分。原因：停办")
    '原因：停办'
    >>> without_own_sentence("target ≥60%, actual 57%, in proportion, scores 28.5, loses 1.5. Cause: 停办")
    'Cause: 停办'
    """
    for spelling in (text, re.sub(r"\s*\n\s*", "", text)):
        own = next(filter(None, (pattern.match(spelling) for pattern in _OWN)), None)
        if own:
            return spelling[own.end() :]
    return text


def cause_and_remedy(text: str) -> tuple[str, str]:
    """Return the cause and the remedy of a text of reasons; "" for one that it has not.

    >>> cause_and_remedy("原因：停办。改进措施：补办"), cause_and_remedy("停办")
    (('停办', '补办'), ('停办', ''))
    """
    cause, remedy = _CAUSE.findall(text)[0]
    return cause.strip(), remedy.strip()


__all__ = ["cause_and_remedy", "escaped", "without_own_sentence"]
