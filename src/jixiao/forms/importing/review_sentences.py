"""A text of a reviewer's reasons, as the deductions, values and words that stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from jixiao.explain.phrases import JOINED, PARTS
from jixiao.findings import Lang
from jixiao.forms.importing.reasons import escaped

_ARGUMENT = re.compile(r"\\\{(\w+)\\\}")
_POINTS = r"[-\d./]+"
#: How the reviewer is written, and all other arguments of clauses that are read back; those left are any text.
_REVIEWERS: Mapping[Lang, str] = {"zh": rf"(?!{_POINTS}分)[^，（“]+?", "en": r"(?!hand\b)[^,(“]+?"}
_WRITTEN: Mapping[str, str] = {"points": rf"{_POINTS}|—", **dict.fromkeys(("first", "second", "score"), _POINTS)}
#: What stands between clauses, and what ends a sentence.
_COMMAS: Mapping[Lang, str] = {"zh": "，", "en": ", "}
_END = r"(?:。|\.\s*(?=[A-Z])|\.?\s*$)"
#: The clauses that take points, and the key of a deduction that their name is.
_TAKEN = {"deduct": "reason", "mark": "mark", "unreasoned": "", "deduct_by": "reason", "mark_by": "mark",
          "unreasoned_by": ""}  # fmt: skip
#: How the values are written that have no column of their own, by their keys.
_VALUES: Mapping[str, Mapping[str, str]] = {
    "tier": {"first": ".+?", "second": ".+?"},
    "share": {"first": ".+?", "second": r"[-\d./%]+"},
    "budget": {"unit": ".*?"},
}


class _Grammar(NamedTuple):
    """What the clauses of the program's own sentences match in a language."""

    takers: Mapping[str, re.Pattern[str]]
    between: re.Pattern[str]
    sentence: re.Pattern[str]
    values: Mapping[str, re.Pattern[str]]


def _pattern(lang: Lang, template: str, *arguments: str, **written: str) -> str:
    """Return what a clause of this template matches, with a group for each of the ``arguments``."""
    spelling = {"reviewer": _REVIEWERS[lang], **_WRITTEN, **written}

    def group(argument: re.Match[str]) -> str:
        name = argument[1]
        opening = f"(?P<{name}>" if name in arguments else "(?:"
        return f"{opening}{spelling.get(name, '.+?')})"

    return _ARGUMENT.sub(group, escaped(template))


@cache
def _grammar(lang: Lang) -> _Grammar:
    """Return what the clauses of a language match: parted by a comma, or by nothing behind those that run on."""
    phrases, comma = PARTS[lang], escaped(_COMMAS[lang])
    before = "|".join((comma, *(f"(?<={re.escape(ending)})" for ending in JOINED[lang])))
    starts = [_pattern(lang, phrases[code].partition("{name}")[0]) for code in _TAKEN]
    starts.append(_pattern(lang, phrases["limited"]))
    closings = "|".join(
        _pattern(lang, phrases[code]) for code in ("lowered", "raised", "without_own_score", "without_score")
    )
    return _Grammar(
        {code: re.compile(_pattern(lang, phrases[code], "reviewer", "points", "name")) for code in _TAKEN},
        re.compile(f"(?:{before})(?={'|'.join(starts)})"),
        re.compile(rf"(?:(?P<clauses>.*?)(?:{before}))?(?:{closings}){_END}(?P<rest>.*)"),
        {
            key: re.compile(rf"{_pattern(lang, phrases[f'reviewed_{key}'], 'second', **written)}(?={comma}|$)")
            for key, written in _VALUES.items()
        },
    )


def review_of_text(text: str) -> dict[str, Any]:
    """Return what a reviewer states in a text of reasons, by the keys of a review, without the program's own words.

    >>> review_of_text("甲所扣2分（虚报），得25分，比自评的27分少2分。复核说明：已约谈")
    {'deductions': [{'points': '2', 'reason': '虚报', 'reviewer': '甲所'}], 'remark': '已约谈'}
    >>> review_of_text("问卷只有三份，扣2分")
    {'remark': '问卷只有三份，扣2分'}
    """
    reviews = (_review_in(lang, text) for lang in PARTS)
    return next((review for review in reviews if review != {"remark": text}), {"remark": text} if text else {})


def _review_in(lang: Lang, text: str) -> dict[str, Any]:
    """Return what a reviewer states in a text of a language; all of the text is a remark where it is of another."""
    phrases, grammar = PARTS[lang], _grammar(lang)
    review, words = dict[str, Any](), text
    sentence = grammar.sentence.fullmatch(re.sub(r"\s*\n\s*", "", text))
    if sentence:
        clauses, words = sentence["clauses"] or "", sentence["rest"]
        review = {"deductions": list(_deductions(clauses, grammar)), **_values(clauses, grammar)}
    adopted = re.search(rf"[。.]?\s*{escaped(phrases['adopted_self_evaluation'])}$", words)
    if adopted:
        words, review = words[: adopted.start()], review | {"adopted": "self_evaluation"}
    review["remark"] = re.sub(rf"^{escaped(phrases['remark'].format(text=''))}", "", words)
    return {key: value for key, value in review.items() if value}


def _deductions(clauses: str, grammar: _Grammar) -> Iterator[dict[str, str]]:
    """Yield the deductions that stand among clauses; what is missing of one is left out."""
    for clause in grammar.between.split(clauses):
        for code, key in _TAKEN.items():
            match = grammar.takers[code].fullmatch(clause)
            if match:
                texts = match.groupdict()
                points = "" if key == "mark" else texts["points"].strip("—")
                deduction = {"points": points, key: texts.get("name", ""), "reviewer": texts.get("reviewer", "")}
                yield {name: value for name, value in deduction.items() if value}
                break


def _values(clauses: str, grammar: _Grammar) -> dict[str, str]:
    """Return the values that a reviewer states among clauses."""
    matches = {key: pattern.search(clauses) for key, pattern in grammar.values.items()}
    return {key: match["second"] for key, match in matches.items() if match}


__all__ = ["review_of_text"]
