"""Syntax errors in words: what a person most likely meant where the YAML parser gave up.

The parser's own words ("did not find expected comment or line break") help nobody who typed ``分值: >=95``.
Each check looks for one habit of typing near the place of the error; the first that fits speaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from jixiao.findings import Codes, Finding, Place, Source
from jixiao.loading.decoding import MOST_DEPTH, WIDE_SPACES, place_at, shorten
from jixiao.loading.punctuation import full_width_marks

# Hints look at the beginning of a line only, so that no pattern meets a line of megabytes.
_MOST_LOOKED_AT = 1000

_ITEM = r"^[ ]*(?:- +)*"
_TAB = re.compile(r"^ *(\t)")
#: Wide spaces where an indent or the space behind a colon belongs.
_WIDE_SPACE = re.compile(rf"^(?: *|[^:#\"']*:)([{WIDE_SPACES}]+)")
_NEEDS_QUOTES = re.compile(
    r"(?:^|: |- |[\[{,]) *((?![>|](?:[-+]?[1-9]?|[1-9][-+])\s*(?:#.*)?$)[>|%@`*&!][^,\]}#]*)|: +(- [^#]*)",
)
#: A value whose beginning is in brackets: [2023]12号.
_BRACKETED = re.compile(r"""(?:: |- ) *((?:\[[^\[\]{},]*\]|\{[^\[\]{},]*\})[^\s,\]}#:"'][^,\]}#]*)""")
_INNER_COLON = re.compile(_ITEM + r"""[^\s:"'\[{][^:]*: +([^"'\[{\s][^:]*:(?: .*)?)$""")
_FULL_COLON = re.compile(_ITEM + r"""["“]?([^\s:：#"'“”,{}\[\]]{1,40})["”]? *(：)""")
_NO_SPACE = re.compile(_ITEM + r"""(?!\d+:)([^\s:#"'{}\[\],]{1,40}) *(:)(?=[^\s:/\\])""")

#: Brackets, and what hides them: quoted texts and comments.
_BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*"|(?<![^\s,\[{:])\'[^\']*\'|(?<!\S)#.*|[\[\]{}]')

#: A quoted text with more behind it, up to where the value ends.
_HALF_QUOTED = re.compile(
    r"""(?:^|: |- |[\[{,]) *("[^"\\]*"[^\s,:\]}#"][^,\]}#]*|'[^']*'[^\s,:\]}#'][^,\]}#]*)(?:$|[,\]}]| #)"""
)
#: Another entry on the line of one: name: 甲，year: 2023.
_SECOND_KEY = re.compile(r"""[,，;；、] *[^\s:,，;；、"']{1,40}:(?: |$)""")

_OUT_OF_LINE = re.compile(
    r"mapping values|expected key|block end|'-' indicator|expected ':'|entries are not allowed|keys are not allowed",
)
_UNENDED = re.compile(r"end of stream|document indicator|document separator")


class _Fault:
    """Where and why the parser gave up; lines and columns from 0."""

    def __init__(self, source: Source, error: yaml.MarkedYAMLError) -> None:
        self.source = source
        self.lines = source.text.split("\n")
        self.problem = error.problem or ""
        self.context = error.context or ""
        mark = error.problem_mark
        self.line, self.column = 0, 0
        if mark is not None:
            self.line, self.column = mark.line, mark.column
        self.move_to_text()
        start = error.context_mark
        self.start = (self.line, self.column)
        if start is not None:
            self.start = (start.line, start.column)

    def move_to_text(self) -> None:
        """Move an error after the last line to that line's end."""
        while self.line and not self.text(self.line).strip():
            self.line -= 1
            self.column = len(self.text(self.line))

    def text(self, line: int) -> str:
        """Return a line's beginning; "" before the first and after the last."""
        if 0 <= line < len(self.lines):
            return self.lines[line][:_MOST_LOOKED_AT]
        return ""

    def suspects(self) -> Iterator[int]:
        """Return the lines that may have caused it, likeliest first."""
        if "expected ':'" in self.problem:
            yield self.start[0]
        yield self.line
        if "mapping values" in self.problem:
            yield self.line - 1
        yield self.start[0]

    def finding(self, code: str, line: int, column: int, args: dict[str, object] | None = None) -> Finding:
        return Finding(code, args=args or {}, place=Place(self.source, line + 1, column + 1))

    def at_end(self, code: str, args: dict[str, object] | None = None) -> Finding:
        """Return a finding where the parser gave up."""
        return self.finding(code, self.line, self.column, args)

    def at_start(self, code: str) -> Finding:
        """Return a finding where what the parser could not end begins."""
        return self.finding(code, *self.start)


def explain_error(source: Source, error: yaml.MarkedYAMLError) -> list[Finding]:
    """Return the likeliest slip behind a syntax error; where it is full-width punctuation, every other place of it."""
    fault = _Fault(source, error)
    for check in _CHECKS:
        if finding := check(fault):
            if check in _ON_PUNCTUATION:
                return _with_others(source, finding)
            return [finding]
    return [fault.at_end(Codes.INVALID_YAML, {"detail": fault.problem})]


def explain_text(source: Source, line: int) -> list[Finding]:
    """Return the slips that made keys and values read as one plain text; ``line`` (from 0) is where it starts."""
    text = source.text.split("\n")[line][:_MOST_LOOKED_AT]
    if wide := _wide_space_in(source, line, text):
        return [wide]
    if match := _FULL_COLON.match(text):
        return _with_others(source, _on_colon(Codes.FULL_WIDTH_COLON, source, line, match))
    if match := _NO_SPACE.match(text):
        return [_on_colon(Codes.NO_SPACE_AFTER_COLON, source, line, match)]
    return []


def _with_others(source: Source, finding: Finding) -> list[Finding]:
    """Return a finding on full-width punctuation and those on all other such marks of the text, in order."""
    marks = {_position(mark): mark for mark in full_width_marks(source)}
    marks[_position(finding)] = finding
    return [mark for _, mark in sorted(marks.items())]


def _position(finding: Finding) -> tuple[int, int]:
    place = finding.place
    return (place.line, place.column) if place else (0, 0)


def _nesting(fault: _Fault) -> Finding | None:
    """Report brackets nested too deep; some versions of the parser give up on them before they are counted."""
    depth = 0
    text = fault.source.text
    for token in _BRACKETS.finditer(text):
        depth += (token[0] in ("[", "{")) - (token[0] in ("]", "}"))
        if depth > MOST_DEPTH:
            place = place_at(fault.source, token.start())
            return Finding(Codes.NESTED_TOO_DEEP, args={"limit": MOST_DEPTH}, place=place)
    return None


def _directive(fault: _Fault) -> Finding | None:
    if "directive" not in fault.context:
        return None
    return fault.finding(Codes.YAML_DIRECTIVE, fault.line, 0)


def _tab(fault: _Fault) -> Finding | None:
    match = _TAB.match(fault.text(fault.line))
    if match is None or fault.source.text.lstrip()[:1] in ("{", "["):
        return None
    return fault.finding(Codes.TAB_INDENTATION, fault.line, match.start(1))


def _wide_space(fault: _Fault) -> Finding | None:
    for line in (*fault.suspects(), fault.line - 1):
        if finding := _wide_space_in(fault.source, line, fault.text(line)):
            return finding
    return None


def _wide_space_in(source: Source, line: int, text: str) -> Finding | None:
    match = _WIDE_SPACE.match(text)
    if match is None:
        return None
    return Finding(Codes.FULL_WIDTH_SPACE, place=Place(source, line + 1, match.start(1) + 1, len(match[1])))


def _unquoted(fault: _Fault) -> Finding | None:
    for match in _NEEDS_QUOTES.finditer(fault.text(fault.line)):
        if match.start(match.lastindex or 0) <= fault.column <= match.end():
            return _needs_quotes(fault, match)
    return _needs_quotes(fault, _BRACKETED.search(fault.text(fault.line)))


def _needs_quotes(fault: _Fault, match: re.Match[str] | None) -> Finding | None:
    if match is None:
        return None
    group = match.lastindex or 0
    value = match[group].rstrip()
    place = Place(fault.source, fault.line + 1, match.start(group) + 1, len(value))
    code = Codes.TWO_ENTRIES_ON_A_LINE if _SECOND_KEY.search(value) else Codes.UNQUOTED_VALUE
    return Finding(code, args={"value": shorten(value)}, place=place)


def _full_colon(fault: _Fault) -> Finding | None:
    return _colon(fault, Codes.FULL_WIDTH_COLON, _FULL_COLON)


def _no_space(fault: _Fault) -> Finding | None:
    return _colon(fault, Codes.NO_SPACE_AFTER_COLON, _NO_SPACE)


def _colon(fault: _Fault, code: str, pattern: re.Pattern[str]) -> Finding | None:
    for line in fault.suspects():
        if match := pattern.match(fault.text(line)):
            return _on_colon(code, fault.source, line, match)
    return None


def _on_colon(code: str, source: Source, line: int, match: re.Match[str]) -> Finding:
    """Return the finding on the colon behind a key, the second and the first group of ``match``; lines from 0."""
    return Finding(code, args={"key": match[1]}, place=Place(source, line + 1, match.start(2) + 1))


def _inner_colon(fault: _Fault) -> Finding | None:
    if "mapping values" not in fault.problem:
        return None
    return _needs_quotes(fault, _INNER_COLON.match(fault.text(fault.line)))


def _escape(fault: _Fault) -> Finding | None:
    if "escape" in fault.problem or "hexdec" in fault.problem:
        return fault.at_end(Codes.INVALID_ESCAPE)
    return None


def _half_quoted(fault: _Fault) -> Finding | None:
    """Report a text that begins with a quoted part and goes on behind it: "互联网+"到位率."""
    for line in fault.suspects():
        if match := _HALF_QUOTED.search(fault.text(line)):
            value = shorten(match[1].rstrip())
            args: dict[str, object] = {"value": value, "quoted": _in_quotes(value)}
            return fault.finding(Codes.PARTLY_QUOTED_VALUE, line, match.start(1), args)
    return None


def _in_quotes(value: str) -> str:
    """Return a text in the quotes that it does not have itself, single ones doubled where it has both."""
    if '"' not in value:
        return f'"{value}"'
    return "'" + value.replace("'", "''") + "'"


def _separator(fault: _Fault) -> Finding | None:
    """Report a full-width comma between entries, or a bracket around them, in a line that may have caused it."""
    lines = {line + 1 for line in fault.suspects()}
    marks = full_width_marks(fault.source)
    return next((mark for mark in marks if mark.place and mark.place.line in lines), None)


def _quotes(fault: _Fault) -> Finding | None:
    if "quoted scalar" in fault.context and _UNENDED.search(fault.problem):
        return fault.at_start(Codes.UNPAIRED_QUOTES)
    is_closed = fault.text(fault.line)[: fault.column].rstrip().endswith(('"', "'"))
    if is_closed and "flow" not in fault.context and "expected" in fault.problem:
        return fault.at_end(Codes.UNPAIRED_QUOTES)
    return None


def _brackets(fault: _Fault) -> Finding | None:
    if "flow" not in fault.context:
        return None
    if fault.start[0] < fault.line:
        return fault.at_start(Codes.UNPAIRED_BRACKETS)
    return fault.at_end(Codes.UNPAIRED_BRACKETS)


def _alignment(fault: _Fault) -> Finding | None:
    if not _OUT_OF_LINE.search(fault.problem):
        return None
    if "expected ':'" in fault.problem:
        return fault.at_start(Codes.MISALIGNED_LINE)
    return fault.at_end(Codes.MISALIGNED_LINE)


_CHECKS = (
    _nesting,
    _directive,
    _tab,
    _wide_space,
    _unquoted,
    _full_colon,
    _no_space,
    _inner_colon,
    _separator,
    _escape,
    _half_quoted,
    _quotes,
    _brackets,
    _alignment,
)
#: Those that find full-width punctuation: one of these marks is seldom alone.
_ON_PUNCTUATION = (_full_colon, _separator)
