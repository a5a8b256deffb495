"""Full-width punctuation where YAML and JSON need plain one: every place in a text, so that one run names them all.

Full-width marks inside texts are what people write, and stay. Only those are named that stand where a key ends, where
an entry in brackets ends, or where brackets open and close.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from jixiao.findings import Codes, Finding, Place, Source

#: Lines are looked at up to here, so that no pattern meets a line of megabytes.
_LONGEST_LINE = 1000
#: How many marks are named one by one, and how many are counted at most.
_MOST, _MOST_COUNTED = 50, 1000
#: More lines than a project of the largest size has are not looked at.
_MOST_LINES = 50_000
#: What a line must have to hold a mark, to tell where those of other lines stand, or to end a text in block style.
_OF_INTEREST = re.compile("[：，；、“”‘’｛［【｝］】{}\\[\\]|>:]")
#: The findings on a key that nobody knows.
UNKNOWN_KEYS = (Codes.MISSPELT_KEY, Codes.UNKNOWN_KEY)
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


def full_width_marks(source: Source) -> list[Finding]:
    """Return a finding for each full-width mark that should be a plain one, in order; of many the rest is counted."""
    marks = list(islice(_marks(source), _MOST_COUNTED))
    rest = marks[_MOST:]
    if rest:
        more = "+" if len(marks) == _MOST_COUNTED else ""
        codes = "、".join(sorted({mark.code for mark in rest}))
        marks[_MOST:] = [
            Finding(Codes.MORE_OF_THE_SAME, args={"of": codes, "count": f"{len(rest)}{more}"}, place=rest[0].place)
        ]
    return marks


def _marks(source: Source) -> Iterator[Finding]:
    depth, text_indent = 0, -1
    for number, line in islice(_lines_of_interest(source.text), _MOST_LINES):
        indent = len(line) - len(line.lstrip(" "))
        if text_indent >= 0 and (indent > text_indent or not line.strip()):
            continue  # a text in block style
        text_indent = indent if _BLOCK_TEXT.search(line[:_LONGEST_LINE]) else -1
        visible = _HIDDEN.sub(lambda match: "\x00" * len(match[0]), line[:_LONGEST_LINE])
        bracketed = depth > 0 or re.search(r"[{\[｛［]", visible) is not None
        for column, code, args in sorted(_marks_in(visible, bracketed=bracketed), key=lambda mark: mark[:2]):
            yield Finding(code, args=dict(args), place=Place(source, number, column + 1))
        depth += len(re.findall(r"[{\[｛［]", visible)) - len(re.findall(r"[}\]｝］]", visible))


def _lines_of_interest(text: str) -> Iterator[tuple[int, str]]:
    """Return the number, from 1, and the text of each line that may tell something."""
    for number, line in enumerate(text.split("\n"), 1):
        if _OF_INTEREST.search(line):
            yield number, line


def _marks_in(line: str, *, bracketed: bool) -> set[tuple[int, str, tuple[tuple[str, str], ...]]]:
    """Return column (from 0), code and arguments of each mark in a line whose quoted texts are blanked out."""
    colons = [_BLOCK_KEY.match(line)] if _BLOCK_KEY.match(line) else []
    marks = []
    if bracketed:
        colons += _BRACKET_KEY.finditer(line)
        marks = [match for pattern in (_ENTRY_END, _OPENING, _CLOSING) for match in pattern.finditer(line)]
    keys = {(match.start(2), Codes.FULL_WIDTH_COLON, (("key", match[1]),)) for match in colons if match is not None}
    marks += _CLOSING_QUOTE.finditer(line)
    places = {(match.start(match.lastindex or 0), match[match.lastindex or 0]) for match in marks}
    pairs = [*_QUOTED_KEY.finditer(line), *(_BRACKETED_VALUE.finditer(line) if bracketed else ())]
    places |= {(match.start(group), match[group]) for match in pairs for group in (1, match.lastindex or 0)}
    return keys | {
        (column, Codes.FULL_WIDTH_PUNCTUATION, (("character", mark), ("plain", _PLAIN[mark])))
        for column, mark in places
    }


def name_full_width_marks(source: Source, findings: list[Finding]) -> None:
    """Put every full-width mark of a text in place of the unknown keys that such marks made.

    ``年度：2023 年: x`` is one key to the parser; what is wrong with it is its colon.
    """
    keys = [finding for finding in findings if finding.code in UNKNOWN_KEYS and _WIDE.search(str(finding.args["key"]))]
    marks = full_width_marks(source) if keys else []
    made = [key for key in keys if any(_is_within(mark, key) for mark in marks)]
    if made:
        findings[:] = [*(finding for finding in findings if finding not in made), *marks]


def _is_within(mark: Finding, key: Finding) -> bool:
    """Whether a mark stands within a key."""
    if mark.place is None or key.place is None or mark.place.line != key.place.line:
        return False
    return 0 <= mark.place.column - key.place.column < key.place.length
