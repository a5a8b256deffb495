"""Full-width punctuation where YAML and JSON need plain one: every place in a text, so that one run names them all.

Full-width marks inside texts are what people write, and stay. Only those are named that stand where a key ends, where
an entry in brackets ends, or where brackets open and close.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, islice

from jixiao.findings import Codes, Finding, Place, Source
from jixiao.loading.validation import FindingList

#: Lines are looked at up to here, so that no pattern meets a line of megabytes.
_LONGEST_LINE = 1000
#: How many marks are named one by one, and how many are counted at most.
_MOST, _MOST_COUNTED = 50, 1000
#: More lines than a project of the largest size has are not looked at.
_MOST_LINES = 50_000
#: What a line must have to hold a mark, to tell where those of other lines stand, or to end a text in block style.
_OF_INTEREST = re.compile("[：，；、“”‘’｛［【｝］】{}\\[\\]|>:]")
_WIDE = re.compile("[：，；“”‘’]")
#: The plain mark that each one stands for where it separates.
_PLAIN = {
    "，": ",", "；": ",", "、": ",", "｛": "{", "｝": "}", "［": "[", "］": "]", "【": "[", "】": "]",
    "“": '"', "”": '"', "‘": "'", "’": "'",
}  # fmt: skip

_HIDDEN = re.compile(r'"(?:[^"\\]|\\.)*"|(?<![^\s,\[{:：，])\'[^\']*\'|(?<!\S)#.*')
_BLOCK_TEXT = re.compile(r"[:：] *[|>][-+0-9]* *$")
_WORD = r"[^\s:：,，{}\[\]｛｝［］\"'#\x00]{1,40}"
_BLOCK_KEY = re.compile(rf"^ *(?:- +)*({_WORD}) *(：)")
_BRACKET_KEY = re.compile(rf"[{{\[,，；｛［] *({_WORD}) *(：)")
_QUOTED_KEY = re.compile(rf"(?:^ *(?:- +)*|[{{,，｛] *)([“‘]){_WORD}([”’])(?= *[:：])")
_ENTRY_END = re.compile(rf"([，；])(?= *(?:{_WORD}|\x00+) *[:：])|(、)(?= *{_WORD}: )|(?<=\x00)([，；、])")
_OPENING = re.compile(r"(?:^|[:：,，\[{]|- ) *([｛［])")
#: A text that opens with a plain quote and ends with a full-width one.
_CLOSING_QUOTE = re.compile(r'"[^"“”\x00]*([“”])(?= *(?:[,，:：}\]｝］]|$))')
_CLOSING = re.compile(r"([｝］]) *(?:[,，}\]]|$)")
#: A whole value in such brackets; around a word of a text they are what people write.
_BRACKETED_VALUE = re.compile(r"(?:[:：,，\[{]|- ) *(【)[^【】]*(】) *(?=[,，}\]]|$)")


#: Column (from 0), code and arguments of a mark.
_Mark = tuple[int, str, tuple[tuple[str, str], ...]]


def full_width_marks(source: Source) -> list[Finding]:
    """Return a finding for each full-width mark that should be a plain one, in order; of many the rest is counted."""
    marks = list(islice(_marks(source), _MOST_COUNTED))
    counted = marks[_MOST:]
    if counted:
        count = f"{len(counted)}"
        if len(marks) == _MOST_COUNTED:
            count += "+"
        codes = "、".join(sorted({mark.code for mark in counted}))
        marks[_MOST:] = [Finding(Codes.MORE_OF_THE_SAME, args={"of": codes, "count": count}, place=counted[0].place)]
    return marks


def _marks(source: Source) -> Iterator[Finding]:
    depth = 0
    for number, line in islice(_outside_block_texts(source.text), _MOST_LINES):
        visible = _HIDDEN.sub(lambda match: "\x00" * len(match[0]), line[:_LONGEST_LINE])
        bracketed = depth > 0 or re.search(r"[{\[｛［]", visible) is not None
        for column, code, args in sorted(_marks_in(visible, bracketed=bracketed), key=lambda mark: mark[:2]):
            yield Finding(code, args=dict(args), place=Place(source, number, column + 1))
        depth += len(re.findall(r"[{\[｛［]", visible)) - len(re.findall(r"[}\]｝］]", visible))


def _outside_block_texts(text: str) -> Iterator[tuple[int, str]]:
    """Return the number, from 1, and the text of each line that may hold a mark, but for texts in block style."""
    text_indent = -1
    for number, line in enumerate(text.split("\n"), 1):
        if _OF_INTEREST.search(line) is None:
            continue
        indent = len(line) - len(line.lstrip(" "))
        if text_indent >= 0 and indent > text_indent:
            continue
        text_indent = -1
        if _BLOCK_TEXT.search(line[:_LONGEST_LINE]):
            text_indent = indent
        yield number, line


def _marks_in(line: str, *, bracketed: bool) -> set[_Mark]:
    """Return the marks in a line whose quoted texts are blanked out; it may stand in brackets."""
    single, paired, colons = [_CLOSING_QUOTE], [_QUOTED_KEY], [_BLOCK_KEY]
    if bracketed:
        single += [_ENTRY_END, _OPENING, _CLOSING]
        paired.append(_BRACKETED_VALUE)
        colons.append(_BRACKET_KEY)
    marks = {_separator(match, match.lastindex or 0) for match in _matches(single, line)}
    marks |= {_separator(match, group) for match in _matches(paired, line) for group in (1, 2)}
    return marks | {(match.start(2), Codes.FULL_WIDTH_COLON, (("key", match[1]),)) for match in _matches(colons, line)}


def _matches(patterns: list[re.Pattern[str]], line: str) -> Iterator[re.Match[str]]:
    return chain.from_iterable(pattern.finditer(line) for pattern in patterns)


def _separator(match: re.Match[str], group: int) -> _Mark:
    mark = match[group]
    return match.start(group), Codes.FULL_WIDTH_PUNCTUATION, (("character", mark), ("plain", _PLAIN[mark]))


def replace_unknown_keys(source: Source, findings: FindingList) -> None:
    """Put every full-width mark of a text in place of the unknown keys that such marks made.

    ``年度：2023 年: x`` is one key to the parser; what is wrong with it is its colon.
    """
    keys = [finding for finding in findings.unknown_keys if _WIDE.search(str(finding.args["key"]))]
    if not keys:
        return
    marks = full_width_marks(source)
    explained = [key for key in keys if any(_is_within(mark, key) for mark in marks)]
    if explained:
        findings.replace(explained, marks)


def _is_within(mark: Finding, key: Finding) -> bool:
    """Whether a mark stands within a key."""
    if mark.place is None or key.place is None or mark.place.line != key.place.line:
        return False
    return 0 <= mark.place.column - key.place.column < key.place.length
