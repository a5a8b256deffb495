"""A text of a reviewer's reasons, as the deductions, values and words that stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from jixiao.explain.phrases import JOINED, PARTS

_PHRASES = PARTS["zh"]
_ARGUMENT = re.compile(r"\\\{(\w+)\\\}")
_POINTS = r"[-\d./]+"
#: How the arguments of clauses that are read back are written; all others are any text.
_WRITTEN = {
    "reviewer": rf"(?!{_POINTS}分)[^，（“]+?",
    "points": rf"{_POINTS}|—",
    **dict.fromkeys(("first", "second", "score"), _POINTS),
}


def _pattern(template: str, *arguments: str, **written: str) -> str:
    """Return what a clause of this template matches, with a group for each of the ``arguments``."""
    written = {**_WRITTEN, **written}

    def group(argument: re.Match[str]) -> str:
        name = argument[1]
        opening = f"(?P<{name}>" if name in arguments else "(?:"
        return f"{opening}{written.get(name, '.+?')})"

    return _ARGUMENT.sub(group, re.escape(template))


#: The clauses that take points, and the key of a deduction that their name is.
_TAKEN = {"deduct": "reason", "mark": "mark", "unreasoned": "", "deduct_by": "reason", "mark_by": "mark",
          "unreasoned_by": ""}  # fmt: skip
_TAKERS = {code: re.compile(_pattern(_PHRASES[code], "reviewer", "points", "name")) for code in _TAKEN}
_STARTS = [_pattern(_PHRASES[code].partition("{name}")[0]) for code in _TAKEN]
#: What stands between clauses: a comma, or nothing behind those that the next one goes on from.
_BEFORE = "|".join(("，", *(f"(?<={re.escape(ending)})" for ending in JOINED["zh"])))
_BETWEEN = re.compile(f"(?:{_BEFORE})(?={'|'.join([*_STARTS, _pattern(_PHRASES['limited'])])})")
#: The clause that closes the program's own sentence.
_CLOSING = "|".join(_pattern(_PHRASES[code]) for code in ("lowered", "raised", "without_own_score", "without_score"))
_SENTENCE = re.compile(rf"(?:(?P<clauses>.*?)(?:{_BEFORE}))?(?:{_CLOSING})(?:。|$)(?P<rest>.*)")
#: The values that have no column of their own, by their keys.
_VALUES = {
    key: re.compile(rf"{_pattern(_PHRASES[f'reviewed_{key}'], 'second', **written)}(?=，|$)")
    for key, written in {
        "tier": {"first": ".+?", "second": ".+?"},
        "share": {"first": ".+?", "second": r"[-\d./%]+"},
        "budget": {"unit": ".*?"},
    }.items()
}


def review_of_text(text: str) -> dict[str, Any]:
    """Return what a reviewer states in a text of reasons, by the keys of a review, without the program's own words.

    >>> review_of_text("甲所扣2分（虚报），得25分，比自评的27分少2分。复核说明：已约谈")
    {'deductions': [{'points': '2', 'reason': '虚报', 'reviewer': '甲所'}], 'remark': '已约谈'}
    >>> review_of_text("问卷只有三份，扣2分")
    {'remark': '问卷只有三份，扣2分'}
    """
    review, words = dict[str, Any](), text
    sentence = _SENTENCE.fullmatch(re.sub(r"\s*\n\s*", "", text))
    if sentence:
        clauses, words = sentence["clauses"] or "", sentence["rest"]
        review = {"deductions": list(_deductions(clauses)), **_values(clauses)}
    adopted = _PHRASES["adopted_self_evaluation"]
    if words.endswith(adopted):
        words = words.removesuffix(adopted).rstrip("。")
        review |= {"remark": words, "adopted": "self_evaluation"}
    review["remark"] = words.removeprefix(_PHRASES["remark"].format(text=""))
    return {key: value for key, value in review.items() if value}


def _deductions(clauses: str) -> Iterator[dict[str, str]]:
    """Yield the deductions that stand among clauses; what is missing of one is left out."""
    for clause in _BETWEEN.split(clauses):
        for code, key in _TAKEN.items():
            match = _TAKERS[code].fullmatch(clause)
            if match:
                texts = match.groupdict()
                points = "" if key == "mark" else texts["points"].strip("—")
                deduction = {"points": points, key: texts.get("name", ""), "reviewer": texts.get("reviewer", "")}
                yield {name: value for name, value in deduction.items() if value}
                break


def _values(clauses: str) -> dict[str, str]:
    """Return the values that a reviewer states among clauses."""
    matches = {key: pattern.search(clauses) for key, pattern in _VALUES.items()}
    return {key: match["second"] for key, match in matches.items() if match}


__all__ = ["review_of_text"]
