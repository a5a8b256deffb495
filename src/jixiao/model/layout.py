"""表式: how an official table is laid out, as data. It says where a text stands, never what it is worth."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from typing import Any, Literal

from pydantic import field_validator, model_validator

from jixiao.findings import Codes
from jixiao.model.fields import Bool, Model, Text, refuse
from jixiao.model.spec import Source
from jixiao.model.typed_words import CAUSE_KINDS, LIKELIHOODS
from jixiao.quantity import form_word

SectionKind = Literal["pairs", "funds", "goals", "indicators"]
#: Columns that a form of monitoring has for ticks: one for each kind of cause, one for each likelihood.
TICKS = (*CAUSE_KINDS, *LIKELIHOODS)
#: What a review states of a project as a whole, and of each row beside its value.
REVIEW_TEXTS = ("reviewer", "opinion")
SECOND_SCORE = ("second_score", "second_reason")
#: What the cells of a section can show beside fixed labels: project's texts, amounts, scores, ticks.
SHOWN: dict[str, tuple[str, ...]] = {
    "pairs": (
        "name", "year", "month", "department", "unit", "code", "conclusion", "problems", "measures", "remarks",
        *REVIEW_TEXTS, "adopted_total", "adopted_grade",
    ),
    "funds": (
        "fund", "initial", "budget", "spent", "forecast", "weight", "rate", "score", "reason", "light",
        "second_spent", *SECOND_SCORE,
    ),
    "goals": ("number", "expected", "achieved"),
    "indicators": (
        "level1", "level2", "name", "comparison", "target", "value", "uom", "actual", "weight", "score", "reason",
        "rate", "full", "total", "grade", "level1_weight", "level2_weight", "progress", "forecast", "likelihood",
        "light", "cause_kinds", "note", *TICKS, "second_actual", *SECOND_SCORE, "second_deviation", "second_total",
    ),
}  # fmt: skip
#: What stands in headings for the month of monitoring, where nobody has stated it.
UNKNOWN_MONTH = "N"
FUNDS = ("total", "fiscal", "carryover", "special", "own", "other")
#: The narrowest a column may be, and the widest a table, in half-width characters.
NARROWEST, WIDEST = 3, 240


def _positive(value: Any, most: int) -> int:
    text = str(value)
    if not text.isdecimal() or not 1 <= int(text) <= most:
        raise refuse(Codes.INVALID_WIDTH, value=text[:40], most=most)
    return int(text)


class Part(Model):
    """One cell of a row, or one column of a table: a fixed ``label`` or what it shows, and how wide it is.

    ``wide`` counts columns of the grid. ``head`` is the column's heading, ``under`` one that several columns share. An
    ``optional`` column is drawn where a row of the project states it; else the column before it takes its room.
    """

    label: Text | None = None
    show: Text | None = None
    wide: int = 1
    head: Text = ""
    under: Text | None = None
    optional: Bool = False

    @field_validator("wide", mode="before")
    @classmethod
    def _wide(cls, value: Any) -> int:
        return _positive(value, WIDEST)

    @property
    def head_word(self) -> str:
        """Return the heading as headings are compared, whatever month stands in it."""
        return form_word(self.head.replace("{month}", UNKNOWN_MONTH))


class Section(Model):
    """A block of the table. Which of its keys count depends on what it is (docs: forms).

    ``heading`` is a row of its own above it, ``side`` a cell beside all of its rows. ``merge`` names columns whose
    equal neighbours are one cell. ``sum`` and ``execution`` are the rows of the total and of the execution rate; a
    total that stands last stands below the side cell.
    """

    section: SectionKind
    heading: Text | None = None
    side: Text | None = None
    side_wide: int = 1
    columns: tuple[Part, ...] = ()
    rows: tuple[tuple[Part, ...], ...] = ()
    funds: Mapping[str, Text] = {}
    merge: tuple[Text, ...] = ()
    sum: tuple[Part, ...] = ()
    sum_at: Literal["first", "last"] = "last"
    execution: tuple[Part, ...] = ()
    by_goal: Bool = False

    @field_validator("side_wide", mode="before")
    @classmethod
    def _wide(cls, value: Any) -> int:
        return _positive(value, WIDEST)

    @model_validator(mode="after")
    def _check_contents(self) -> Any:
        allowed = SHOWN[self.section]
        for part in (*self.columns, *(part for row in self.rows for part in row), *self.sum, *self.execution):
            if part.show is not None and part.show not in allowed:
                raise refuse(Codes.NOT_AN_ALLOWED_VALUE, value=part.show, expected="、".join(allowed))
        for name in self.funds:
            if name not in FUNDS:
                raise refuse(Codes.NOT_AN_ALLOWED_VALUE, value=name, expected="、".join(FUNDS))
        return self

    def drawn_for(self, fields: Container[str]) -> Section:
        """Return the section without the optional columns that are not among the fields."""
        columns = list[Part]()
        for part in self.columns:
            if part.optional and part.show not in fields and columns:
                columns[-1] = columns[-1].model_copy(update={"wide": columns[-1].wide + part.wide})
            else:
                columns.append(part)
        return self.model_copy(update={"columns": tuple(columns)})

    def row_widths(self, width: int) -> Iterator[tuple[tuple[Part, ...], int]]:
        """Return each row with the columns that it must fill, in a table of ``width`` columns."""
        inner = width
        if self.side is not None:
            inner -= self.side_wide
        for row in (self.columns, *self.rows, self.execution):
            yield row, inner
        yield self.sum, inner if self.sum_at == "first" else width


class Layout(Model):
    """A form: its title, the widths of its grid's columns in half-width characters, and its sections in order.

    ``form_title`` is what a form is called that is none of self-evaluations, in place of the spec's own title.
    """

    title: Text = "{title}（{year} 年度）"
    form_title: Text | None = None
    source: Source
    paper: Literal["portrait", "landscape"] = "landscape"
    rate: Literal["ratio", "percent"] = "percent"
    columns: tuple[int, ...]
    sections: tuple[Section, ...]
    signatures: tuple[Text, ...] = ()

    def shows(self, field: str) -> bool:
        """Whether indicators have a column for a field."""
        return any(part.show == field for section in self.sections for part in section.columns)

    @property
    def is_declaration(self) -> bool:
        """Whether it has targets alone: nothing that is reached, and no score."""
        return not any(map(self.shows, ("actual", "progress", "score")))

    def drawn_for(self, fields: Container[str]) -> Layout:
        """Return the layout without the optional columns that are not among the fields that a project states."""
        return self.model_copy(update={"sections": tuple(section.drawn_for(fields) for section in self.sections)})

    @field_validator("columns", mode="before")
    @classmethod
    def _widths(cls, value: Any) -> Any:
        if isinstance(value, list | tuple):
            return tuple(_positive(width, WIDEST) for width in value)
        return value

    @model_validator(mode="after")
    def _check_widths(self) -> Any:
        for number, section in enumerate(self.sections):
            for row, width in section.row_widths(len(self.columns)):
                actual = sum(part.wide for part in row)
                if row and actual != width:
                    raise refuse(Codes.SECTION_WIDTH, section=f"sections[{number}]", found=actual, wide=width)
        return self
