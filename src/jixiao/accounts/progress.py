"""Whether a text says that something is done (已完成验收) or not (暂未验收)."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from jixiao.accounts.clause_patterns import any_of, clause_tables
from jixiao.quantity import unspaced

_CLAUSES: Final = re.compile("[,;。:、]")
#: What may stand between a topic and the word that says how far it is.
_GAP: Final = ".{0,40}?"


class Progress(NamedTuple):
    """Whether something is done, and the words that say so."""

    is_done: bool
    words: str


def progress(text: str) -> dict[str, Progress]:
    """Return of each topic (验收, 付款 …) that a text speaks of whether it is done.

    >>> progress("设备已购置并完成验收；尾款未支付")["验收"]
    Progress(is_done=True, words='已购置并完成验收')
    """
    states: dict[str, Progress] = {}
    for clause in _CLAUSES.split(unspaced(text)):
        for topic in clause_tables()["progress"]["topics"]:
            if topic in clause and (state := _state(clause, topic)) is not None:
                states.setdefault(topic, state)
    return states


def _state(clause: str, topic: str) -> Progress | None:
    table = clause_tables()["progress"]
    undone, done, behind = (any_of(table[words]) for words in ("undone", "done", "behind"))
    if match := re.search(f"(?:{undone}){_GAP}{topic}", clause):
        return Progress(False, match[0])
    if match := re.search(f"(?:{done}){_GAP}{topic}|{topic}{_GAP}(?:{behind})", clause):
        return Progress(True, match[0])
    return None
