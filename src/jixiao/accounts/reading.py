"""Paragraphs → figures: each number of a clause takes its role in the figure that the clause speaks of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from jixiao.accounts.drafts import Draft, Drafts
from jixiao.accounts.grammar import CONTEXT, Grammar, Reading, grammar
from jixiao.accounts.lists import Lists
from jixiao.accounts.mentions import Figure, Mention
from jixiao.accounts.names import names
from jixiao.accounts.printing import Numeral, Printed, Printing
from jixiao.accounts.prose import UNNUMBERED, Clause, Paragraph, level_of, without_number

#: Roles of numbers that a word turns round, and the role that they then have.
_TURNED = {"fall": "rise", "decline": "growth"}
#: Roles that depend on what the text counts from, where that is the budget.
_OVER_BUDGET = {"rise": "rise_over_budget", "growth": "growth_over_budget"}
_FULL_STOPS = ("。", "!", "?")


def read_figures(content: Sequence[Paragraph]) -> tuple[Figure, ...]:
    """Return all figures of a document."""
    words = grammar()
    clauses = (clause for paragraph in content for clause in paragraph.clauses())
    reader = Reader(words, Printing(span.numeral for clause in clauses for span in words.spans(clause.text)))
    for paragraph in content:
        reader.read(paragraph)
    return reader.drafts.figures()


class Reader:
    """Reads paragraph by paragraph; ``drafts`` are the figures so far."""

    def __init__(self, words: Grammar, printing: Printing) -> None:
        """Begin at the top of a document."""
        self.drafts = Drafts()
        self._words = words
        self._printing = printing
        self._lists = Lists()
        self._count = 0
        #: The first figure of each kind in this paragraph.
        self._heads: dict[str, int] = {}
        self._begin_paragraph()

    def _begin_paragraph(self) -> None:
        """Forget the topic; rises are counted from the previous year."""
        self._earlier_heads = self._heads
        self._heads = {}
        #: The values of each kind in the last sentence that has any outside of lists, and where that sentence begins.
        self._sentence_values: dict[str, list[int]] = {}
        self._noted_from = len(self.drafts)
        self._current: Draft | None = None
        self._previous: Mention | None = None
        self._topic, self._basis, self._year = "", "previous", ""
        self._reason_clauses = 0
        self._sentence_start = self._paragraph_start = len(self.drafts)
        #: The latest figure of each kind in this sentence.
        self._latest: dict[str, int] = {}

    def read(self, paragraph: Paragraph) -> None:
        """Read a paragraph."""
        self._lists.begin_paragraph(paragraph.level)
        if paragraph.is_heading:
            return
        self._begin_paragraph()
        for clause in paragraph.clauses():
            self._read_clause(clause)
        if not paragraph.text.endswith(";"):
            self._lists.end_sentence()

    def _read_clause(self, clause: Clause) -> None:
        text = self._after_opener(clause, self._after_number(clause))
        self._basis = self._words.basis(text) or self._basis
        self._year = self._year or names().year(text)
        for reading in self._words.phrases(text):
            self._add(reading, clause, None)
        if self._words.gives_reason(text):
            self._explain(clause)
        elif self._reason_clauses:
            self._reason_clauses += 1
        else:
            self._read_numbers(clause, text)
        self._end(clause)

    def _read_numbers(self, clause: Clause, text: str) -> None:
        readings = list(self._readings(text))
        for reading, numeral in readings:
            self._add(reading, clause, self._printing.printed(numeral))
        if not readings:
            self._take_words(clause, text)
        if self._words.ends_with_opener(text):
            self._open(self._wholes(clause), clause)

    def _readings(self, text: str) -> Iterator[tuple[Reading, Numeral]]:
        """Yield the roles of the numbers of a clause; in what stands before one, the others are "#"."""
        spans = list(self._words.spans(text))
        before, position = "", 0
        ends = [*(span.start for span in spans), len(text)][1:]
        for span, end in zip(spans, ends, strict=True):
            before = f"{before}{text[position : span.start]}"[-CONTEXT:]
            reading = self._words.read(span, before, text[span.end : end])
            if reading is not None:
                yield reading, span.numeral
            before, position = f"{before}#", span.end

    def _end(self, clause: Clause) -> None:
        """End a sentence, or at a semicolon a part of a list, with the reason that it gives."""
        if clause.stop in _FULL_STOPS:
            self._sentence_start, self._latest, self._reason_clauses = len(self.drafts), {}, 0
            if self._lists.is_within and self._current is not None and self._current.parent is not None:
                self._current = self.drafts[self._current.parent]  # the next sentence is of the whole again
            self._lists.end_sentence()
        elif clause.stop == ";" and self._lists.is_within:
            self._reason_clauses = 0
            self._lists.end_part()

    # What clauses without a number say.

    def _after_number(self, clause: Clause) -> str:
        """Return a clause without the number of an item; the item ends a reason, but not where the reason begins."""
        if level_of(clause.text) == UNNUMBERED:
            return clause.text
        if self._reason_clauses > 1:
            self._reason_clauses = 0
        return without_number(clause.text)

    def _explain(self, clause: Clause) -> None:
        if self._current is not None:
            self._current.reason = clause
        self._reason_clauses = 1

    def _take_words(self, clause: Clause, text: str) -> None:
        """Take a clause as the topic of what follows, or as the name of the whole of a list."""
        if named := self._words.named_whole(text):
            parent = self.drafts.named(named)
            if parent is not None:
                self._open({parent.kind: parent.number}, clause)
        elif (clause.stop == ":" or clause.is_first) and not self._words.ends_with_opener(text):
            self._topic, self._current = text, None

    # Lists.

    def _after_opener(self, clause: Clause, text: str) -> str:
        """Return a clause without the words that open a list before its numbers."""
        opener = self._words.opener(text)
        if not opener or text == opener or self._reason_clauses:
            return text
        self._open(self._wholes(clause), clause)
        return text[len(opener) :]

    def _wholes(self, clause: Clause) -> Mapping[str, int]:
        """Return what a list is of: the sentence so far, the list before, or what the sentence before is about."""
        if self._current is not None and self._current.take_budget():
            self._note(self._current)
        if self._latest:
            return dict(self._latest)
        parents = {self.drafts[number].parent for number in self._heads.values()}
        for parent in parents:
            if parent is not None and self._is_listed_here(parent):
                return {self.drafts[parent].kind: parent}
        if clause.is_first:
            return self._earlier_heads
        return {kind: numbers[0] for kind, numbers in self._sentence_values.items() if len(numbers) == 1}

    def _is_listed_here(self, parent: int) -> bool:
        """Whether several figures of this paragraph are parts of a whole."""
        return sum(draft.parent == parent for draft in self.drafts.since(self._paragraph_start)) > 1

    def _open(self, parents: Mapping[str, int], clause: Clause) -> None:
        is_last = clause.is_last and clause.stop == ":"
        self._lists.open(parents, over_paragraphs=is_last, begins_paragraph=clause.is_first)

    # Figures.

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
        if role == "value":
            self._place(draft)
        elif role == "share":
            draft.base = self._base_of(draft, reading.word)
        if self._previous is not None and role != "value":
            draft.mentions.setdefault("previous", self._previous)
            self._previous = None

    def _figure_for(self, role: str, reading: Reading) -> Draft:
        """Return the figure that a mention belongs to: the current one, one that is named again, or a new one."""
        name = reading.word if role == "value" else reading.before
        subject = names().subject(self._words.without_basis(name))
        is_general = names().is_general(subject)
        current = self._current
        if current is not None and role not in current.mentions and (is_general or current.is_of(subject)):
            return current
        if is_general:
            self._current = self._again(current, role, reading)
        else:
            again = role != "value" and self.drafts.of(self._paragraph_start, subject, role)
            self._current = again or self.drafts.add(subject, self._year)
        return self._current

    def _again(self, current: Draft | None, role: str, reading: Reading) -> Draft:
        """Return a new figure of the topic, or of what the current one is about.

        One with a value takes the budget that was named for it; the value of an earlier year is its previous one.
        """
        if current is None:
            return self.drafts.add(self._topic or reading.word, self._year)
        draft = self.drafts.add(self._topic or current.subject, self._year)
        if role != "value":
            return draft
        if "completion" not in current.mentions and "budget" in current.mentions:
            draft.mentions["budget"] = current.mentions.pop("budget")
        if "" < names().year(current.mentions["value"].word) < names().year(reading.word):
            draft.mentions["previous"] = current.mentions["value"]
        return draft

    def _place(self, draft: Draft) -> None:
        """Note of which whole a value is a part, or that its sentence is about it."""
        draft.part = self._lists.take(draft.kind)
        self._heads.setdefault(draft.kind, draft.number)
        self._latest[draft.kind] = draft.number
        if not self._lists.is_within:
            self._note(draft)

    def _note(self, draft: Draft) -> None:
        """Note a value outside of the lists within sentences; those of earlier sentences are forgotten."""
        if draft.number >= self._sentence_start > self._noted_from:
            self._sentence_values, self._noted_from = {}, self._sentence_start
        self._sentence_values.setdefault(draft.kind, []).append(draft.number)

    def _base_of(self, draft: Draft, name: str) -> int | None:
        """Return the figure of which a share is: the one that is named, or the whole of the list, or the head."""
        if name:
            named = self.drafts.named(name)
            if named is None:
                return None
            return named.number
        if draft.parent is not None or not draft.has_value:
            return draft.parent
        head = self._heads[draft.kind]
        if head == draft.number:
            return None
        return head
