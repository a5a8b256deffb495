"""A text of reasons, as the cause and the remedy that stand in it."""

from __future__ import annotations

import re

from jixiao.explain.phrases import PARTS

_PHRASES = PARTS["zh"]
#: A text of reasons: the cause, and the remedy behind it.
_CAUSE = re.compile(r"^(?:原因：|cause: )?(.*?)(?:[。.] ?)?(?:(?:改进措施：|remedy: )(.*))?$", re.DOTALL)

_OPENINGS = "|".join(re.escape(_PHRASES[code].partition("{")[0]) for code in ("values", "funds", "funds_initial"))
_CLOSINGS = "|".join(re.sub(r"\\{\w+\\}", r"[\\d.]+", re.escape(_PHRASES[code])) for code in ("result", "nothing"))
#: The program's own sentences at the beginning of a text; those in which a person's words stand are none of them.
_OWN = re.compile(rf"(?:(?:原因：)?(?:{_OPENINGS})(?:(?!认定“)[^（。])*?(?:{_CLOSINGS})(?:。|$))+")


def without_own_sentence(text: str) -> str:
    """Return a text of reasons without what the program says there of values and points.

    >>> without_own_sentence("年度指标值≥60%，实际完成57%，完成率95%，按比例得28.5分，扣1.5分。原因：停办")
    '原因：停办'
    """
    for spelling in (text, re.sub(r"\s*\n\s*", "", text)):
        own = _OWN.match(spelling)
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


__all__ = ["cause_and_remedy", "without_own_sentence"]
