"""Text to data with places: the strict subset of YAML, and JSON, that a file may use.

Works on parser events, never on PyYAML's composer: libyaml's crashes the interpreter on deep nesting, and
both resolve ``no``, ``12:30`` and ``010`` into something else than what was typed.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import yaml
from yaml.events import AliasEvent, MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent, StreamEndEvent

from jixiao.exact import parse_number
from jixiao.findings import Codes, Finding, Place, Source
from jixiao.loading.decoding import (
    CONTROLS,
    HIDDEN,
    MOST_DEPTH,
    MOST_PLACES,
    WIDE_SPACES,
    characters_of,
    code_point,
    place_at,
)
from jixiao.loading.json_reader import read_json
from jixiao.loading.limits import MOST_CHARACTERS, MOST_NODES
from jixiao.loading.nodes import At, Map, Seq, place_from, place_of, position_of

#: libyaml's parser where it is there, else the Python one: the same events, about ten times slower.
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# What stands in the data for what was refused.
_REFUSED: str | None = None
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_PAIR = re.compile(r"\\(?:u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})|.)", re.DOTALL)
_QUOTED_OR_TAB = re.compile(r'"(?:[^"\\]|\\.)*"|\t', re.DOTALL)
_TOKEN = re.compile(r"[^\s,\]}]{1,30}")
_DIRECTIVE = re.compile(r"(?:[ \t]*(?:#.*)?\n)*(%)")
#: A comment that may have taken a part of the text before it; it begins as it does so that the search is quick.
_CUTTING_COMMENT = re.compile(r" #[^\s#]")
#: A number, or a part of one that a comma has cut off.
_DIGITS = re.compile(r"[-+]?[0-9][0-9,]*(?:\.[0-9]*)?")
_FILLERS = [chr(point) for point in range(0xFDD0, 0xFDF0)]


def compose(source: Source) -> tuple[object, list[Finding]]:
    """Return the data of a decoded text (``Map``, ``Seq``, ``str``, ``None``) and what is wrong with it; never raises.

    Every scalar stays the text typed; a plain empty scalar, ``~`` and ``null`` are ``None``. The data is ``None``
    where reading had to stop (syntax, depth, number of nodes, nothing there). Otherwise what was refused is
    missing from the data (an alias, a text too long) or read without its ornament (a tag, an anchor), and an
    error finding says so.
    """
    root = read_json(source)
    if root is not None:
        return root, []
    return compose_yaml(source)


def compose_yaml(source: Source) -> tuple[object, list[Finding]]:
    """Return what ``compose`` does, by the parser of YAML."""
    if re.search(CONTROLS.pattern, source.text):
        return None, characters_of(CONTROLS, source)
    composer = _Composer(source)
    root: object = None
    try:
        root = composer.document()
    except _StopError as stop:
        composer.findings += stop.findings
    except yaml.MarkedYAMLError as error:
        from jixiao.loading.syntax_errors import explain_error  # for mistakes only

        composer.findings += explain_error(source, error)
    if isinstance(root, Map | Seq) and _CUTTING_COMMENT.search(source.text):
        from jixiao.loading.comments import comments_in_texts  # for such files only

        composer.findings += comments_in_texts(root)
    return root, composer.findings + composer.counted()


class _StopError(Exception):
    """Reading cannot go on."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__(findings[0].code)
        self.findings = findings


class _Composer:
    """Composes one text; one use."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.findings: list[Finding] = []
        self.counts: Counter[str] = Counter()
        self.first_counted: dict[str, Place] = {}
        self.remaining = MOST_NODES
        self.filler = ""
        self.escapes = "\\" in source.text

    def document(self) -> object:
        """Return the root of the only document."""
        self.next_event = LOADER(self.prepared()).get_event
        self.next_event()
        start = self.next_event()
        if type(start) is StreamEndEvent:
            raise self.stop(Codes.EMPTY_FILE, start)
        if start.explicit and (directive := _DIRECTIVE.match(self.source.text)):
            self.findings.append(Finding(Codes.YAML_DIRECTIVE, place=place_at(self.source, directive.start(1))))
        event = self.next_event()
        root = self.node(event, 1)
        self.next_event()
        after = self.next_event()
        if type(after) is not StreamEndEvent:
            self.report(Codes.SEVERAL_DOCUMENTS, after)
        self.check_root(root, event)
        return root

    def check_root(self, root: object, event: Any) -> None:
        """Stop where there is nothing, or a plain text that was meant as keys and values."""
        if root is None and not self.findings:
            raise self.stop(Codes.EMPTY_FILE, event)
        if type(root) is str and not event.style:
            from jixiao.loading.syntax_errors import explain_text  # for mistakes only

            if slips := explain_text(self.source, event.start_mark.line):
                raise _StopError(*slips)

    def node(self, event: Any, depth: int) -> object:
        """Return the value that ``event`` starts; ``depth`` is its own."""
        kind = type(event)
        if kind is ScalarEvent:
            return self.text(event)
        if kind is AliasEvent:
            return self.refuse(Codes.YAML_ANCHOR, event)
        if depth > MOST_DEPTH:
            raise self.stop(Codes.NESTED_TOO_DEEP, event, limit=MOST_DEPTH)
        if event.anchor is not None or event.tag is not None:
            self.refuse_properties(event)
        if kind is MappingStartEvent:
            return self.map(event, depth + 1)
        return self.seq(event, depth + 1)

    def map(self, start: Any, depth: int) -> Map:
        """Return a mapping, up to its end; ``depth`` is that of its values."""
        node = Map(self.source, start)
        at, next_event, text = node.at, self.next_event, self.text
        last = ""
        commas: dict[str, Any] = {}  # the first comma in the number of each key that has some
        while type(event := next_event()) is not MappingEndEvent:
            key = text(event) if type(event) is ScalarEvent else None
            if not key or key == "<<" or key[0] in WIDE_SPACES:
                key = self.unusual_key(event, depth, key)
            value_event = next_event()
            value = text(value_event) if type(value_event) is ScalarEvent else self.node(value_event, depth)
            self.remaining -= 1
            if self.remaining < 0:
                raise self.stop(Codes.TOO_MANY_VALUES, event, limit=MOST_NODES)
            if value is None and start.flow_style and _are_digits(node.get(last), key):
                node[last] = f"{node[last]},{key}"
                commas.setdefault(last, event)
                continue
            last = ""
            if key in at:
                key = self.report(Codes.DUPLICATE_KEY, event, key=key[:40], first=position_of(at[key][0])[0])
            if key is not None:
                node[key], last = value, key
                at[key] = event, value_event
        self.report_commas(node, commas)
        return node

    def report_commas(self, node: Map, commas: dict[str, Any]) -> None:
        """Report the numbers that commas of thousands have split, by their keys; of any other its reader says so."""
        for key, comma in commas.items():
            if parse_number(str(node[key])) is not None:
                self.report(Codes.NUMBER_SPLIT_BY_COMMA, comma, key=key[:40], number=node[key])

    def seq(self, start: Any, depth: int) -> Seq:
        """Return a list, up to its end; ``depth`` is that of its items."""
        node = Seq(self.source, start)
        append, append_at, next_event = node.append, node.at.append, self.next_event
        while type(event := next_event()) is not SequenceEndEvent:
            append(self.node(event, depth))
            append_at(event)
            self.remaining -= 1
            if self.remaining < 0:
                raise self.stop(Codes.TOO_MANY_VALUES, event, limit=MOST_NODES)
        return node

    def text(self, event: Any) -> str | None:
        """Return a scalar's text as typed; ``None`` for a plain null, and where it is refused."""
        if event.tag is not None or event.anchor is not None:
            self.refuse_properties(event)
        value: str = event.value
        if event.style:
            return self.styled(value, event)
        if value in _NULLS:
            return None
        if self.filler:
            value = value.replace(self.filler, "\\")
        if len(value) > MOST_CHARACTERS:
            return self.refuse_length(value, event)
        return value

    def styled(self, value: str, event: Any) -> str | None:
        """Return a quoted text or a block."""
        if event.style == '"' and self.escapes:
            value = _join_pairs(value, self.filler)
            if self.hides(value, event):
                return None
        elif self.filler:
            value = value.replace(self.filler, "\\")
        if not value and event.style in "|>":
            return self.refuse(Codes.UNQUOTED_VALUE, event, "value")
        if len(value) > MOST_CHARACTERS:
            return self.refuse_length(value, event)
        return value

    def unusual_key(self, event: Any, depth: int, key: str | None) -> str | None:
        """Return a key that is no plain word; ``None`` where it is refused."""
        if type(event) is AliasEvent:
            return self.refuse(Codes.YAML_ANCHOR, event)
        if type(event) is not ScalarEvent:
            self.node(event, depth)
            return self.report(Codes.KEY_NOT_A_TEXT, event)
        if key and event.style:
            return key
        if key == "<<":
            return self.report(Codes.YAML_MERGE_KEY, event)
        if key:  # it begins with a wide space, meant as an indent
            return self.report(Codes.FULL_WIDTH_SPACE, event)
        if event.value in _NULLS:
            self.report(Codes.EMPTY_KEY, event)
        return None

    def hides(self, value: str, event: Any) -> bool:
        """Whether an escape wrote a character that a text must not have; one that only hides is reported."""
        for kind in HIDDEN:
            match = re.search(kind.pattern, value)
            if match and match[0] not in self.source.text:
                self.report(kind.code, event, character=code_point(match[0]))
                if kind.is_refused:
                    return True
        return False

    def refuse_length(self, value: str, event: Any) -> str | None:
        """Refuse a text that is too long."""
        return self.report(Codes.TEXT_TOO_LONG, event, length=len(value), limit=MOST_CHARACTERS)

    def refuse_properties(self, event: Any) -> None:
        """Refuse an anchor or a tag."""
        code = Codes.YAML_ANCHOR if event.tag is None else Codes.YAML_TAG
        self.refuse(code, event)

    def refuse(self, code: str, event: Any, name: str = "text") -> str | None:
        """Report a code whose argument ``name`` is what stands in the text."""
        token = ""
        if self.counts[code] < MOST_PLACES:
            token = self.token(event)
        return self.report(code, event, **{name: token})

    def token(self, event: Any) -> str:
        """Return what stands in the text where ``event`` starts, up to the next space."""
        start = event.start_mark
        line = self.source.text.split("\n", start.line + 1)[start.line]
        match = _TOKEN.match(line, start.column)
        return match[0] if match else ""

    def report(self, code: str, event: Any, **args: object) -> str | None:
        """Note a finding; after the first places of a code only count it."""
        self.counts[code] += 1
        if self.counts[code] <= MOST_PLACES:
            self.findings.append(Finding(code, args=args, place=self.place(event)))
        elif code not in self.first_counted:
            self.first_counted[code] = self.place(event)
        return _REFUSED

    def stop(self, code: str, event: Any, **args: object) -> _StopError:
        """Return the end of reading, to be raised."""
        return _StopError(Finding(code, args=args, place=self.place(event)))

    def place(self, event: Any) -> Place:
        """Return where an event starts."""
        return place_from(self.source, position_of(event))

    def counted(self) -> list[Finding]:
        """Return one note for each code whose further places were only counted."""
        return [
            Finding(Codes.MORE_OF_THE_SAME, args={"of": code, "count": self.counts[code] - MOST_PLACES}, place=place)
            for code, place in self.first_counted.items()
        ]

    def prepared(self) -> str:
        """Return the text with two kinds of JSON made readable; every character keeps its place."""
        text = self.source.text
        if LOADER is yaml.SafeLoader and "\t" in text and text.lstrip()[:1] in ("{", "["):
            text = _QUOTED_OR_TAB.sub(_untab, text)
        if self.escapes and "\\ud" in text.lower():
            self.filler = next((filler for filler in _FILLERS if _is_unused(filler, text)), "")
        if not self.filler:
            return text
        return _PAIR.sub(self.mask, text)

    def mask(self, match: re.Match[str]) -> str:
        """Return a surrogate pair's two backslashes, which the parser refuses, as a character it lets pass."""
        if match[1] is None:
            return match[0]
        return match[0].replace("\\", self.filler)


def _are_digits(value: object, key: str | None) -> bool:
    """Whether an entry is what a comma has cut off from the number before it."""
    return isinstance(value, str) and key is not None and bool(_DIGITS.fullmatch(value) and _DIGITS.fullmatch(key))


def _untab(match: re.Match[str]) -> str:
    """Return a quoted text as it is, and a tab as a space."""
    if match[0] == "\t":
        return " "
    return match[0]


def _is_unused(filler: str, text: str) -> bool:
    return filler not in text and f"{ord(filler):x}" not in text.lower()


def _join_pairs(value: str, filler: str) -> str:
    if not filler or filler not in value:
        return value
    pair = re.compile(f"{filler}u(....){filler}u(....)")
    return pair.sub(lambda match: _character(int(match[1], 16), int(match[2], 16)), value)


def _character(high: int, low: int) -> str:
    return chr(0x10000 + ((high & 0x3FF) << 10) + (low & 0x3FF))


__all__ = ["LOADER", "MOST_CHARACTERS", "MOST_NODES", "At", "Map", "Seq", "compose", "place_of", "position_of"]
