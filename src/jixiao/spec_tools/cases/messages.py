"""A case that did not pass, in words: where it stands, what differs, and how its score came about."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.findings import Lang
from jixiao.findings.terminal import escape
from jixiao.spec_tools.cases.running import Ran

WORDS: dict[Lang, dict[str, str]] = {
    "zh": {"difference": "{key}：应为 {expected}，得到 {got}", "fill": "expect 待填写"},
    "en": {"difference": "{key}: expected {expected}, got {got}", "fill": "expect is to be filled in"},
}


def told_of(ran: Ran, lang: Lang = "zh") -> Iterator[str]:
    """The lines that say what is wrong with a case."""
    return map(escape, _told(ran, lang))


def _told(ran: Ran, lang: Lang) -> Iterator[str]:
    words, place = WORDS[lang], ran.case.place
    yield f"{place.source.name}:{place.line}: {ran.case.name}"
    if ran.status == "blank":
        yield f"    {words['fill']}"
    for difference in ran.differences:
        yield f"    {words['difference'].format(**difference._asdict())}"
    if ran.status == "failed":
        yield from (f"      {number}. {step}" for number, step in enumerate(ran.trace(lang), 1))


__all__ = ["told_of"]
