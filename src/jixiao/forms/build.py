"""From a result and a layout to the filled-in form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TypeAlias

from jixiao.documents import IndicatorRow, exact
from jixiao.exact import ZERO, add_up
from jixiao.findings import Lang
from jixiao.forms.cell_texts import (
    amount_texts,
    cell_kind,
    class_points,
    execution_basis,
    execution_texts,
    goal_texts,
    label_kind,
    note_texts,
    number_text,
    review_texts,
    row_texts,
    second_texts,
    total_texts,
)
from jixiao.forms.grid import Block, Cell, Form, Row, clean_form
from jixiao.forms.labels import LABELS, MONITORING_LABELS
from jixiao.forms.page_groups import number_groups
from jixiao.model.layout import FUNDS, SECOND_SCORE, UNKNOWN_MONTH, Layout, Part, Section
from jixiao.model.project import Amounts, FundPart, Indicator
from jixiao.model.typed_words import CAUSE_KINDS, LIKELIHOODS
from jixiao.result import Result

#: A row with its number in the table, from 0.
NumberedRow: TypeAlias = tuple[int, IndicatorRow]
#: What stands below a table whose layout has no cell for it, in this order; the first forms had none of the later ones.
LATER_NOTES = ("code", "answers", "funds.cause", "funds.remedy", "funds.adjustment")
NOTES = (*LATER_NOTES, "conclusion", "problems", "measures", "remarks")
#: Fields whose column has a label by another name: the name of an indicator is the form's third level.
NAMED = {"name": "level3"}
#: The title of a form whose spec is not at hand.
UNTITLED = "项目支出绩效自评表"
#: The key of the label above a column, by the first of the columns that share it; of others it is ``target``.
_UPPER = {**dict.fromkeys(CAUSE_KINDS, "reason"), **dict.fromkeys(LIKELIHOODS, "likelihood")}


def form_of(result: Result, lang: Lang = "zh", *, to_fill: bool = False) -> Form:
    """Return the official table of a result, laid out as its spec says.

    One that is ``to_fill`` has the rows of its funds before any amount is stated.
    """
    builder = _FormBuilder(result, lang, to_fill=to_fill)
    layout = builder.layout
    notes = builder.notes()
    form = Form(
        title=builder.title(),
        columns=layout.columns,
        blocks=tuple(block for section in layout.sections for block in builder.blocks(section) if block.rows),
        below=(*notes, *builder.totals()),
        notes=len(notes),
        signatures={"zh": layout.signatures}.get(lang, ()),
        landscape=layout.paper == "landscape",
        project=result.project.as_json,
    )
    return clean_form(form)


def drawn_layout(result: Result) -> Layout:
    """Return the layout of a result with the optional columns that some row of its project states."""
    rows, fields = result.project.indicators, Indicator.model_fields
    return result.style.layout.drawn_for({key for key in fields if any(_is_typed(getattr(row, key)) for row in rows)})


def _is_typed(value: object) -> bool:
    """Whether a value of a row is stated."""
    return value not in (None, "", ())


class _FormBuilder:
    """Builds the sections of one form.

    In Chinese a layout's own words stand, or the labels that the spec gives instead; in English what they stand for.
    """

    def __init__(self, result: Result, lang: Lang, *, to_fill: bool) -> None:
        self.to_fill = to_fill
        self.result, self.project, self.lang = result, result.project, lang
        self.layout = drawn_layout(result)
        self.words = LABELS[lang]
        self.execution, self.indicators = result.execution_in(lang), result.indicators_in(lang)
        self.lights = result.lights_by_owner(lang)
        self.review = result.review_in(lang)
        self.review_texts = review_texts(self.project, self.review)
        self.placeholders = {
            "money_unit": self.project.funds.money_unit,
            "month": str(self.project.month or UNKNOWN_MONTH),
            **self._points_in_headings(),
        }
        #: Labels of columns and rows, and headings of sections, that stand in the place of the layout's own.
        self.labels: Mapping[str, str] = {}
        self.headings: Mapping[str, str] = {}
        if lang == "en":
            self.labels = self.headings = self.words
            if self.layout.shows("progress"):
                self.labels = {**self.words, **MONITORING_LABELS}
        else:
            self.labels = result.style.labels

    def title(self) -> str:
        """Return the title, with the year."""
        title = self.result.style.title or UNTITLED
        pattern = self.words["title"] or self.layout.title
        return pattern.format(title=title, year=self.project.year or "")

    def notes(self) -> tuple[tuple[str, str], ...]:
        """Return the project's texts that the layout has no cell for, each after its label."""
        pairs = (section for section in self.layout.sections if section.section == "pairs")
        fields = {part.show for section in pairs for row in section.rows for part in row}
        if self.execution is not None and _shows_execution(self.layout):
            fields |= {"funds.cause", "funds.remedy"}
        notes = {key: text for key, text in note_texts(self.project).items() if key not in fields}
        return tuple((self.words[key], text) for key, text in notes.items() if text)

    def totals(self) -> tuple[tuple[str, str], ...]:
        """Return the line of the totals: total, rescaled total and grade, each after its label; none of targets."""
        if self.project.stage == "target" and self.result.total is None:
            return ()
        none = self.words["none"]
        return tuple((self.words[key], text or none) for key, text in self.result.closing(self.lang).items())

    def blocks(self, section: Section) -> Iterator[Block]:
        """Return the blocks of one section; of indicators by goal, one a goal."""
        match section.section:
            case "pairs":
                yield Block("pairs", self._with_side(section, tuple(self._pair_rows(section))))
            case "funds":
                yield self._funds(section)
            case "goals":
                yield self._goals(section)
            case _:
                yield from self._indicators(section)

    # ---- cells

    def _label(self, key: str | None, own: str) -> str:
        """Return the label of a column or row; ``own`` is the layout's."""
        return self.labels.get(key or "", own)

    def _heading(self, key: str, own: str, placeholders: Mapping[str, str]) -> str:
        """Return the heading of a section with its points and units; ``own`` is the layout's."""
        return self.headings.get(key, own).format_map({**self.placeholders, **placeholders})

    def _pair_rows(self, section: Section) -> Iterator[Row]:
        for parts in section.rows:
            neighbours = [part.show for part in parts[1:]]
            yield tuple(map(self._pair_cell, parts, [*neighbours, None]))

    def _pair_cell(self, part: Part, neighbour: str | None) -> Cell:
        """Return a text, or the label of the ``neighbour`` to its right."""
        if part.show is None:
            return Cell(self._label(neighbour, part.label or ""), "label", columns=part.wide)
        text = self.review_texts.get(part.show)
        if text is None:
            text = str(getattr(self.project, part.show, None) or "")
        return Cell(text, "text", columns=part.wide, field=part.show)

    def _block(self, section: Section, rows: Iterable[Row], **placeholders: str) -> Block:
        """Return a section with the headings of its columns, its side cell, and its heading above all."""
        heads = self._head_rows(section.columns)
        table = self._with_side(section, (*heads, *rows), **placeholders)
        return Block(section.section, table, len(heads) + (section.heading is not None))

    def _with_side(self, section: Section, rows: tuple[Row, ...], **placeholders: str) -> tuple[Row, ...]:
        """Return rows with the section's side cell before them and its heading above them."""
        if not rows:
            return ()
        if section.side is not None:
            text = self._heading(section.section, section.side, placeholders)
            side = Cell(text, "label", rows=len(rows), columns=section.side_wide)
            rows = ((side, *rows[0]), *rows[1:])
        if section.heading is not None:
            text = self._heading(section.section, section.heading, placeholders)
            rows = ((Cell(text, "head", columns=len(self.layout.columns)),), *rows)
        return rows

    def _head_rows(self, columns: tuple[Part, ...]) -> tuple[Row, ...]:
        """Return one row of headings, or two where some columns share an upper one."""
        heads = tuple(map(self._head, columns))
        if not any(part.under for part in columns):
            return (heads,)
        upper: list[Cell] = []
        lower: list[Cell] = []
        for under, group in groupby(zip(columns, heads, strict=True), lambda pair: pair[0].under):
            shared = list(group)
            cells = [head for _, head in shared]
            if under is None:
                upper += (cell._replace(rows=2) for cell in cells)
            else:
                label = self._label(_UPPER.get(shared[0][0].show or "", "target"), under)
                upper.append(Cell(label, "head", columns=sum(cell.columns for cell in cells)))
                lower += cells
        return (tuple(upper), tuple(lower))

    def _head(self, part: Part) -> Cell:
        key = NAMED.get(part.show or "", part.show)
        return Cell(self._label(key, part.head).format_map(self.placeholders), "head", columns=part.wide)

    def _cells(self, parts: Iterable[Part], texts: Mapping[str, str], prefix: str, **fields: str) -> Row:
        """Return a row of fixed labels and texts; ``prefix`` begins the names of its fields that ``fields`` lacks."""
        return tuple(self._cell(part, texts, prefix, fields) for part in parts)

    def _cell(self, part: Part, texts: Mapping[str, str], prefix: str, fields: Mapping[str, str]) -> Cell:
        if part.show is None:
            label = (part.label or "").format_map(self.placeholders)
            return Cell(label, label_kind(label), columns=part.wide)
        text = texts.get(part.show, "")
        field = fields.get(part.show, f"{prefix}{part.show}")
        return Cell(text, cell_kind(part.show, text), columns=part.wide, field=field)

    # ---- sections

    def _funds(self, section: Section) -> Block:
        funds = self.project.funds
        stated = {"total": funds.total, **funds.sources()}
        rows_of_amounts: list[Amounts | FundPart] = [*stated.values(), *funds.parts]
        is_to_fill = self.to_fill or self.layout.is_declaration
        if not is_to_fill and not any(map(_is_stated, rows_of_amounts)):
            return Block("funds", ())
        names = [name for name in FUNDS if name in stated or name in section.funds]
        rows = [self._fund(section, name, stated.get(name, Amounts())) for name in names]
        rows += [self._fund_part(section, number, part) for number, part in enumerate(funds.parts)]
        return self._block(section, rows)

    def _fund(self, section: Section, name: str, amounts: Amounts) -> Row:
        texts, fields = amount_texts(amounts, self.layout.rate, execution_basis(self.execution)), dict[str, str]()
        if name == "total" and self.execution is not None:
            texts |= {**execution_texts(self.execution, self.lang), "rate": texts["rate"]}
            fields = {key: f"execution.{key}" for key in ("weight", "score", "reason", *SECOND_SCORE)}
            if self.review is not None and self.review.execution is not None:
                texts |= second_texts(self.review.execution, self.project.funds.review, self.lang)
        texts["light"] = self.lights.get(f"funds.{name}", "")
        label = Cell(self._fund_label(section, name), "label", columns=section.columns[0].wide)
        return (label, *self._cells(section.columns[1:], texts, f"funds.{name}.", **fields))

    def _fund_part(self, section: Section, number: int, part: FundPart) -> Row:
        texts = amount_texts(part, self.layout.rate, execution_basis(self.execution))
        prefix = f"funds.parts[{number}]."
        label = Cell(part.name or "", "label", columns=section.columns[0].wide, field=f"{prefix}name")
        return (label, *self._cells(section.columns[1:], texts, prefix))

    def _fund_label(self, section: Section, name: str) -> str:
        """Return the label of a fund row; one that the project has and the layout lacks goes by its common name."""
        own = section.funds.get(name, "")
        if name == "total":
            return self._label("amount", own)
        common = type(self.project.funds).model_fields[name].title
        return self.headings.get(name, own or common or name)

    def _goals(self, section: Section) -> Block:
        rows = [
            self._cells(section.columns, goal_texts(goal, index + 1), f"goals[{index}].")
            for index, goal in enumerate(self.project.goals)
        ]
        if not rows:
            return Block("goals", ())
        return self._block(section, rows)

    def _indicators(self, section: Section) -> Iterator[Block]:
        if self.result.full is None:
            return
        groups = self._groups(by_goal=section.by_goal)
        for number, (goal, group) in enumerate(groups.items(), 1):
            name = ""
            if len(groups) > 1:
                name = goal or str(number)
            points = number_text(add_up(exact(row.weight) or ZERO for _, row in group))
            block = self._block(section, self._body(section, group), goal=name, points=points)
            if section.sum and section.sum_at == "last" and number == len(groups):
                block = block._replace(rows=(*block.rows, self._sum(section)))
            yield block

    def _groups(self, *, by_goal: bool) -> dict[str, list[NumberedRow]]:
        """Return the rows of each goal, in the order in which goals first occur; without goals one group of all."""
        groups: dict[str, list[NumberedRow]] = {}
        for index, row in enumerate(self.indicators):
            goal = ""
            if by_goal:
                goal = self.project.indicators[index].goal or ""
            groups.setdefault(goal, []).append((index, row))
        return groups or {"": []}

    def _points_in_headings(self) -> dict[str, str]:
        """Return the points of the execution rate, and of all other rows, that headings may name."""
        full = exact(self.result.full)
        if full is None:
            return {"weight": "0", "rest": ""}
        weight = (self.execution and exact(self.execution.weight)) or ZERO
        return {"weight": number_text(weight), "rest": number_text(full - weight)}

    def _body(self, section: Section, group: list[NumberedRow]) -> Iterator[Row]:
        if section.sum and section.sum_at == "first":
            yield self._sum(section)
        if section.execution and self.execution is not None:
            label = self._heading("execution", section.execution[0].label or "", {})
            yield self._labelled(section.execution, label, execution_texts(self.execution, self.lang), "execution.")
        texts = [row_texts(self.project.indicators[index], row, self.lang) for index, row in group]
        rows = [
            self._cells(section.columns, own | points | self._review_and_light(index), f"indicators[{index}].")
            for (index, _), own, points in zip(group, texts, class_points(texts), strict=True)
        ]
        yield from _merge_repeats(rows, [part.show for part in section.columns], section.merge, self._rooms(section))

    def _review_and_light(self, index: int) -> dict[str, str]:
        """Return the light of an indicator and its second score, by field; no score as long as nobody reviewed it."""
        texts = {"light": self.lights.get(f"indicators[{index}]", "")}
        if self.review is None:
            return texts
        return texts | second_texts(self.review.indicators[index], self.project.indicators[index].review, self.lang)

    def _rooms(self, section: Section) -> list[int]:
        """Return the widths of the columns of a section, in half-width characters."""
        start = 0 if section.side is None else section.side_wide
        rooms = []
        for part in section.columns:
            rooms.append(sum(self.layout.columns[start : start + part.wide]))
            start += part.wide
        return rooms

    def _sum(self, section: Section) -> Row:
        label = self._label("sum", section.sum[0].label or "")
        return self._labelled(section.sum, label, total_texts(self.result), "")

    def _labelled(self, parts: tuple[Part, ...], label: str, texts: Mapping[str, str], prefix: str) -> Row:
        """Return a row that begins with a label."""
        return (Cell(label, "label", columns=parts[0].wide), *self._cells(parts[1:], texts, prefix))


def _shows_execution(layout: Layout) -> bool:
    """Whether a layout has a cell for why the money was not spent: in the row of the execution, or of the total."""
    parts = (part for section in layout.sections for part in (*section.execution, *_of_funds(section)))
    return any(part.show == "reason" for part in parts)


def _of_funds(section: Section) -> tuple[Part, ...]:
    return section.columns if section.section == "funds" else ()


def _is_stated(amounts: Amounts | FundPart) -> bool:
    """Whether a row of the fund table has any amount."""
    return any(amount is not None for amount in (amounts.initial, amounts.budget, amounts.spent))


def _merge_repeats(
    rows: list[Row], fields: Sequence[str | None], merge: tuple[str, ...], rooms: Sequence[int]
) -> Iterator[Row]:
    """Return the rows in which equal neighbours of the columns ``merge`` are one cell.

    They are one only as long as the cells of the merged columns before are one, too, and stay on one page.
    """
    columns = [column for column, field in enumerate(fields) if field in merge]
    groups = number_groups(rows, rooms, columns[0]) if columns else []
    runs = {column: _run_lengths(rows, columns[:count], groups) for count, column in enumerate(columns, 1)}
    for number, row in enumerate(rows):
        cells = []
        for column, cell in enumerate(row):
            lengths = runs.get(column, {number: 1})
            if number in lengths:
                cells.append(cell._replace(rows=lengths[number]))
        yield tuple(cells)


def _run_lengths(rows: list[Row], columns: list[int], groups: Sequence[int]) -> dict[int, int]:
    """Return the lengths of runs of rows of a group with the same texts in the columns, by first row.

    Blanks stand alone.
    """
    lengths: dict[int, int] = {}
    start = 0
    previous: tuple[object, ...] | None = None
    for number, row in enumerate(rows):
        texts = (groups[number], *(row[column].text for column in columns))
        if texts != previous or not texts[-1]:
            start = number
        lengths[start] = number - start + 1
        previous = texts
    return lengths
