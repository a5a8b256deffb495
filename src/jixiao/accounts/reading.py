"""Paragraphs → figures: each number of a clause takes its role in the figure that the clause speaks of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from jixiao.accounts.grammar import CONTEXT, Grammar, Reading, grammar
from jixiao.accounts.lists import Lists, Part
from jixiao.accounts.mentions import Figure, Mention
from jixiao.accounts.names import names
from jixiao.accounts.printing import Numeral, Printed, Printing
from jixiao.accounts.prose import UNNUMBERED, Clause, Paragraph, level_of, without_number
from jixiao.quantity import Unit

#: Roles of numbers that a word turns round, and the role that they then have.
_TURNED = {"fall": "rise", "decline": "growth"}
#: Roles that depend on what the text counts from, where that is the budget.
_OVER_BUDGET = {"rise": "rise_over_budget", "growth": "growth_over_budget"}
_FULL_STOPS = ("。", "!", "?")
#: Names that end alike are of one thing if the shorter has as many characters.
_LEAST_NAME = 4
#: So many figures back a name is looked for: as many as a long document has.
_NEAR = 400


@dataclass(slots=True, eq=False)
class Draft:
    """A figure while its mentions come in, and its number in the document."""

    number: int
    subject: str
    mentions: dict[str, Mention] = field(default_factory=dict)
    part: Part | None = None
    base: int | None = None
    reason: Clause | None = None

    def figure(self) -> Figure:
        """Return it as it stands."""
        listing = self.part.listing if self.part else 0
        return Figure(self.subject, self.mentions, self.whole, listing, self.base, self.reason)

    @property
    def whole(self) -> int | None:
        """Return the number of the figure of which it is a part."""
        return self.part and self.part.whole


def kind_of(unit: Unit) -> str:
    """Return what a unit counts, as parts and wholes must share it: 人次 is 人.

    >>> kind_of(Unit("人次")), kind_of(Unit("次"))
    ('人', '次')
    """
    return unit.dimension.removesuffix("次") or unit.dimension


def read_figures(content: Sequence[Paragraph]) -> tuple[Figure, ...]:
    """Return all figures of a document."""
    words = grammar()
    clauses = (clause for paragraph in content for clause in paragraph.clauses())
    reader = Reader(words, Printing(span.numeral for clause in clauses for span in words.spans(clause.text)))
    for paragraph in content:
        reader.read(paragraph)
    return tuple(draft.figure() for draft in reader.drafts)


class Reader:
    """Reads paragraph by paragraph; ``drafts`` are the figures so far."""

    def __init__(self, words: Grammar, printing: Printing) -> None:
        """Begin at the top of a document."""
        self._names = names()
        self.drafts: list[Draft] = []
        self._words = words
        self._printing = printing
        self._lists = Lists()
        self._count = 0
        self._heads: dict[str, int] = {}
        self._earlier_heads: dict[str, int] = {}
        self._forget()

    def _forget(self) -> None:
        """Begin a paragraph: no topic, no reason, rises are counted from the previous year."""
        self._earlier_heads = self._heads or self._earlier_heads
        self._heads = {}
        self._current: Draft | None = None
        self._topic, self._basis = "", "previous"
        self._explains = self._explains_items = False
        self._sentence_start = self._paragraph_start = len(self.drafts)
        self._previous: Mention | None = None

    def read(self, paragraph: Paragraph) -> None:
        """Read a paragraph."""
        self._lists.begin_paragraph(paragraph.level)
        if paragraph.is_heading:
            return
        self._forget()
        for clause in paragraph.clauses():
            self._read_clause(clause)
        if not paragraph.text.endswith(";"):
            self._lists.end_sentence()

    def _read_clause(self, clause: Clause) -> None:
        text = self._after_opener(clause, self._after_number(clause))
        self._basis = self._words.basis(text) or self._basis
        for reading in self._words.phrases(text):
            self._add(reading, clause, None)
        if self._words.gives_reason(text):
            self._explain(clause)
        if not self._explains:
            has_number = False
            for reading, numeral in self._readings(text):
                has_number = True
                self._add(reading, clause, self._printing.printed(numeral))
            if not has_number:
                self._take_words(clause, text)
            self._open_behind(clause, text)
        self._end(clause)

    def _readings(self, text: str) -> Iterator[tuple[Reading, Numeral]]:
        """Yield the roles of the numbers of a clause; in what stands before one, the others are "#"."""
        spans = list(self._words.spans(text))
        before, position = "", 0
        for index, span in enumerate(spans):
            before = f"{before}{text[position : span.start]}"[-CONTEXT:]
            end = spans[index + 1].start if index + 1 < len(spans) else len(text)
            reading = self._words.read(span, before, text[span.end : end])
            if reading is not None:
                yield reading, span.numeral
            before, position = f"{before}#", span.end

    def _end(self, clause: Clause) -> None:
        if clause.stop in _FULL_STOPS:
            self._lists.end_sentence()
            self._sentence_start, self._explains = len(self.drafts), False
        elif clause.stop == ";":
            self._lists.end_part()

    # What clauses without a number say.

    def _after_number(self, clause: Clause) -> str:
        """Return a clause without the number of an item, which ends a reason unless the reason has items itself."""
        if level_of(clause.text) == UNNUMBERED:
            return clause.text
        if self._explains and not self._explains_items:
            self._explains = False
        return without_number(clause.text)

    def _explain(self, clause: Clause) -> None:
        if self._current is not None:
            self._current.reason = clause
        self._explains = True

    def _take_words(self, clause: Clause, text: str) -> None:
        """Take a clause as the topic of what follows, or as the name of the whole of a list."""
        if named := self._words.named_whole(text):
            number = self._figure_named(named)
            if number is not None:
                self._open({kind_of(self._value(number).unit): number}, clause)
        elif (clause.stop == ":" or clause.is_first) and not self._words.ends_with_opener(text):
            self._topic, self._current = text, None

    # Lists.

    def _after_opener(self, clause: Clause, text: str) -> str:
        """Return a clause without the words that open a list before its numbers."""
        opener = self._words.opener(text)
        if not opener or text == opener or self._explains:
            return text
        self._open(self._wholes(), clause)
        return text[len(opener) :]

    def _open_behind(self, clause: Clause, text: str) -> None:
        if self._words.ends_with_opener(text):
            self._open(self._wholes(), clause)

    def _wholes(self) -> dict[str, int]:
        """Return what a list is of: the sentence so far, the list before, or the head of the paragraph."""
        latest = self._latest_values()
        if latest:
            return latest
        wholes = {self.drafts[number].whole for number in self._heads.values()}
        listed = [whole for whole in wholes if whole is not None and self._is_own_list(whole)]
        if listed:
            return {kind_of(self._value(whole).unit): whole for whole in listed}
        return self._heads or self._earlier_heads

    def _is_own_list(self, whole: int) -> bool:
        """Whether several figures of this paragraph are parts of a whole: the paragraph lists them itself."""
        first = min(self._heads.values())
        return sum(draft.whole == whole for draft in self.drafts[max(first, len(self.drafts) - _NEAR) :]) > 1

    def _latest_values(self) -> dict[str, int]:
        """Return the latest figure of each kind in this sentence."""
        return {
            kind_of(self._value(number).unit): number
            for number in range(max(self._sentence_start, len(self.drafts) - _NEAR), len(self.drafts))
            if "value" in self.drafts[number].mentions
        }

    def _open(self, wholes: dict[str, int], clause: Clause) -> None:
        is_last = clause.is_last and clause.stop == ":"
        self._lists.open(wholes, over_paragraphs=is_last, begins_paragraph=clause.is_first)

    # Figures.

    def _value(self, number: int) -> Printed:
        value = self.drafts[number].mentions["value"].number
        assert value is not None, "a value is a number"  # noqa: S101  # only phrases have none
        return value

    def _add(self, reading: Reading, clause: Clause, number: Printed | None) -> None:
        """Add a mention to the figure that it belongs to."""
        role = _TURNED.get(reading.role, reading.role)
        if number is not None and role != reading.role:
            number = number.negated()
        if self._basis == "budget":
            role = _OVER_BUDGET.get(role, role)
        self._count += 1
        mention = Mention(role, reading.word, clause, number, self._count)
        if role == "previous":
            self._previous = mention
            return
        draft = self._figure_for(role, reading)
        draft.mentions[role] = mention
        self._settle(draft, role, reading)

    def _settle(self, draft: Draft, role: str, reading: Reading) -> None:
        """Give a figure what depends on a mention: its whole, what its share is of, the number of the year before."""
        if role == "value":
            self._place(draft)
        elif role == "share":
            draft.base = self._base_of(draft, reading.word)
        if self._previous is not None and role != "value":
            draft.mentions.setdefault("previous", self._previous)
            self._previous = None

    def _figure_for(self, role: str, reading: Reading) -> Draft:
        """Return the figure that a mention belongs to: the current one, one that is named again, or a new one."""
        name = reading.left if role != "value" else reading.word
        subject = self._names.subject(self._words.without_basis(name))
        is_general = self._names.is_general(subject)
        current = self._current
        if current is not None and role not in current.mentions and (is_general or self._is_same(current, subject)):
            return current
        named = None
        if not is_general and role != "value":
            named = next((draft for draft in self._here() if self._lacks(draft, role, subject)), None)
        if is_general:
            subject = self._topic or (current.subject if current else subject)
        self._current = named or self._new(subject)
        return self._current

    def _here(self) -> Iterator[Draft]:
        """Yield the figures of this paragraph, the latest first."""
        start = max(self._paragraph_start, len(self.drafts) - _NEAR)
        return reversed(self.drafts[start:])

    def _lacks(self, draft: Draft, role: str, subject: str) -> bool:
        """Whether a figure has a subject, and not yet a role."""
        return role not in draft.mentions and self._is_same(draft, subject)

    def _new(self, subject: str) -> Draft:
        draft = Draft(len(self.drafts), subject)
        self.drafts.append(draft)
        return draft

    def _is_same(self, draft: Draft, subject: str) -> bool:
        one, other = self._names.key(draft.subject), self._names.key(subject)
        return one.endswith(other) or other.endswith(one)

    def _place(self, draft: Draft) -> None:
        """Note of which whole a value is a part, and whether its paragraph begins with it."""
        number = draft.number
        kind = kind_of(self._value(number).unit)
        draft.part = self._lists.take(kind)
        self._heads.setdefault(kind, number)

    def _base_of(self, draft: Draft, name: str) -> int | None:
        """Return the figure of which a share is: the one that is named, or the whole of the list, or the head."""
        if name:
            return self._figure_named(name)
        if draft.whole is not None:
            return draft.whole
        heads = [number for number in self._heads.values() if number != draft.number]
        return heads[0] if heads else None

    def _figure_named(self, name: str) -> int | None:
        """Return the latest figure with a value that a name means."""
        key = self._names.key(name)
        for number in reversed(range(max(len(self.drafts) - _NEAR, 0), len(self.drafts))):
            other = self._names.key(self.drafts[number].subject)
            if "value" in self.drafts[number].mentions and self._means(key, other):
                return number
        return None

    @staticmethod
    def _means(key: str, other: str) -> bool:
        if key == other:
            return bool(key)
        shorter, longer = sorted((key, other), key=len)
        return len(shorter) >= _LEAST_NAME and longer.endswith(shorter)
