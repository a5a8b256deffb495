"""From a result and a layout to the filled-in form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from jixiao.exact import add_up
from jixiao.findings import Lang
from jixiao.forms.cell_texts import kind_of, number, of_amounts, of_execution, of_goal, of_row, of_whole
from jixiao.forms.grid import Block, Cell, Form, Kind, Row, cleaned
from jixiao.forms.labels import LABELS
from jixiao.loading.layouts import layout_of
from jixiao.loading.specs import package_specs
from jixiao.model.layout import Layout, Part, Section
from jixiao.model.project import Amounts
from jixiao.result import Result
from jixiao.scoring import RowScore

NOTES = ("conclusion", "problems", "measures", "remarks")
#: The name of an indicator is the form's third level.
NAMED = {"name": "level3"}


def form_of(result: Result, lang: Lang = "zh") -> Form:
    """The official table of a result, laid out as its spec says."""
    layout = layout_of(result.spec, package_specs())
    builder = _Builder(result, layout, lang)
    blocks = tuple(block for section in layout.sections for block in builder.blocks(section) if block.rows)
    signatures = layout.signatures if lang == "zh" else ()
    landscape = layout.paper == "landscape"
    notes, totals = builder.notes(), builder.totals()
    data = result.project.as_json
    below = (*notes, *totals)
    return cleaned(Form(builder.title(), layout.columns, blocks, below, len(notes), signatures, landscape, data))


class _Builder:
    """What every section of one form draws on."""

    def __init__(self, result: Result, layout: Layout, lang: Lang) -> None:
        self.result, self.layout, self.lang = result, layout, lang
        self.words = LABELS[lang]
        self.labels: Mapping[str, str] = result.spec.form.labels if result.spec and lang == "zh" else {}
        self.scored = result.scored
        self.execution = self.scored.execution if self.scored else None
        weight = self.execution.weight if self.execution else None
        rest = self.scored.full - (weight or 0) if self.scored else None
        self.gaps = {
            "money_unit": result.project.funds.money_unit,
            "weight": number(weight) or "0",
            "rest": number(rest),
        }

    def title(self) -> str:
        """The title, with the year."""
        title = self.result.spec.form.title if self.result.spec else "项目支出绩效自评表"
        pattern = self.words["title"] or self.layout.title
        return pattern.format(title=title, year=self.result.project.year or "")

    def notes(self) -> tuple[tuple[str, str], ...]:
        """The project's texts that the layout has no cell for."""
        project, shown = self.result.project, self._shown()
        return tuple((self.words[key], text) for key in NOTES if key not in shown and (text := getattr(project, key)))

    def totals(self) -> tuple[tuple[str, str], ...]:
        """The line of the totals."""
        words, scaled = self.words, self.result.points(self.scored.scaled) if self.scored else None
        totals = [(words["total"], self.result.total or words["none"])]
        totals += [(words["scaled"], scaled)] if scaled else []
        return (*totals, (words["grade"], self.result.grade or words["none"]))

    def _shown(self) -> set[str | None]:
        return {
            part.show
            for section in self.layout.sections
            if section.section == "pairs"
            for row in section.rows
            for part in row
        }

    def blocks(self, section: Section) -> Iterator[Block]:
        """The blocks of one section; of indicators by goal, one a goal."""
        match section.section:
            case "pairs":
                yield Block("pairs", self._beside(section, tuple(self._pair_rows(section))))
            case "funds":
                yield self._funds(section)
            case "goals":
                yield self._goals(section)
            case _:
                yield from self._indicators(section)

    # ---- cells

    def _word(self, show: str | None, own: str) -> str:
        """A layout's own word, in its place; in English what it stands for."""
        words = self.words if self.lang == "en" else self.labels
        return words.get(show, own) if show else own

    def _pair_rows(self, section: Section) -> Iterator[Row]:
        for parts in section.rows:
            yield tuple(self._pair(part, after) for part, after in zip(parts, (*parts[1:], None), strict=True))

    def _pair(self, part: Part, after: Part | None) -> Cell:
        if part.show is None:
            text = self._word(after.show if after else None, part.label or "")
            return Cell(text, "label", columns=part.wide)
        value = getattr(self.result.project, part.show)
        return Cell("" if value is None else str(value), "text", columns=part.wide, field=part.show)

    def _beside(self, section: Section, rows: tuple[Row, ...], **gaps: str) -> tuple[Row, ...]:
        """Rows with the section's side cell before them and its heading above them."""
        if not rows:
            return ()
        if section.side is not None:
            text = self._own(section.section, section.side, gaps)
            rows = ((Cell(text, "label", rows=len(rows), columns=section.side_wide), *rows[0]), *rows[1:])
        if section.heading is not None:
            text = self._own(section.section, section.heading, gaps)
            rows = ((Cell(text, "head", columns=len(self.layout.columns)),), *rows)
        return rows

    def _own(self, name: str, text: str, gaps: Mapping[str, str]) -> str:
        return (self.words[name] if self.lang == "en" else text).format_map({**self.gaps, **gaps})

    def _heads(self, columns: tuple[Part, ...]) -> tuple[Row, ...]:
        """One row of headings, or two where columns share one."""
        named = [NAMED.get(part.show or "", part.show) for part in columns]
        texts = [self._word(show, part.head).format_map(self.gaps) for show, part in zip(named, columns, strict=True)]
        if not any(part.under for part in columns):
            return (tuple(Cell(text, "head", columns=p.wide) for text, p in zip(texts, columns, strict=True)),)
        upper: list[Cell] = []
        lower: list[Cell] = []
        for under, group in groupby(zip(texts, columns, strict=True), lambda pair: pair[1].under):
            pairs = list(group)
            cells = [Cell(text, "head", 1 if under else 2, part.wide) for text, part in pairs]
            if under is None:
                upper += cells
            else:
                wide = sum(cell.columns for cell in cells)
                upper.append(Cell(self._word("target", under), "head", columns=wide))
                lower += cells
        return (tuple(upper), tuple(lower))

    def _cells(self, parts: Iterable[Part], texts: Mapping[str, str], at: str, **fields: str) -> Row:
        """A row of fixed labels and shown texts; ``at`` is what its fields belong to."""
        return tuple(self._cell(part, texts, at, fields) for part in parts)

    def _cell(self, part: Part, texts: Mapping[str, str], at: str, fields: Mapping[str, str]) -> Cell:
        if part.show is None:
            label = (part.label or "").format_map(self.gaps)
            return Cell(label, "number" if label[:1].isdecimal() else "label", columns=part.wide)
        text = texts.get(part.show, "")
        kind: Kind = kind_of(part.show, text)  # type: ignore[assignment]
        return Cell(text, kind, columns=part.wide, field=fields.get(part.show, f"{at}{part.show}"))

    # ---- sections

    def _funds(self, section: Section) -> Block:
        funds = self.result.project.funds
        given = {"total": funds.total, **funds.parts()}
        if not any(getattr(one, key) is not None for one in given.values() for key in ("initial", "budget", "spent")):
            return Block("funds", ())
        labels = {**dict.fromkeys(given, ""), **section.funds}
        names = [name for name in ("total", "fiscal", "carryover", "special", "own", "other") if name in labels]
        rows = [self._fund(section, name, given.get(name) or Amounts()) for name in names]
        heads = self._heads(section.columns)
        return Block("funds", self._beside(section, (*heads, *rows)), len(heads) + (section.heading is not None))

    def _fund(self, section: Section, name: str, amounts: Amounts) -> Row:
        over = "budget" if self.execution is None else self.execution.over
        texts, fields = of_amounts(amounts, self.layout.rate, over), dict[str, str]()
        if name == "total" and self.execution is not None:
            texts |= {**of_execution(self.execution, self.lang), "rate": texts["rate"]}
            fields = {key: f"execution.{key}" for key in ("weight", "score", "reason")}
        first, *rest = section.columns
        label = self._fund_word(name, section.funds.get(name, ""))
        return (Cell(label, "label", columns=first.wide), *self._cells(rest, texts, f"funds.{name}.", **fields))

    def _fund_word(self, name: str, own: str) -> str:
        """The label of a fund row; one that the layout does not have but the project does goes by its common name."""
        if self.lang == "en":
            return self.words["amount" if name == "total" else name]
        if name == "total":
            return self.labels.get("amount", own)
        return own or type(self.result.project.funds).model_fields[name].title or name

    def _goals(self, section: Section) -> Block:
        texts = [of_goal(goal, at) for at, goal in enumerate(self.result.project.goals, 1)]
        rows = tuple(self._cells(section.columns, text, f"goals[{at}].") for at, text in enumerate(texts))
        heads = self._heads(section.columns)
        return Block("goals", self._beside(section, (*heads, *rows)) if rows else (), len(heads))

    def _indicators(self, section: Section) -> Iterator[Block]:
        if self.scored is None:
            return
        rows = self.scored.rows
        keys = list(dict.fromkeys(_goal_of(row) for row in rows)) if section.by_goal else [None]
        for place, key in enumerate(keys, 1):
            chosen = [row for row in rows if key is None or _goal_of(row) == key]
            points = number(add_up(row.weight for row in chosen if row.weight is not None))
            gaps = {"goal": (key or str(place)) if len(keys) > 1 else "", "points": points}
            heads = self._heads(section.columns)
            found = self._beside(section, (*heads, *self._body(section, chosen)), **gaps)
            last = section.sum and section.sum_at == "last" and place == len(keys)
            yield Block("indicators", (*found, self._sum(section)) if last else found, len(heads))

    def _body(self, section: Section, chosen: list[RowScore]) -> Iterator[Row]:
        if section.sum and section.sum_at == "first":
            yield self._sum(section)
        if section.execution and self.execution is not None:
            yield self._execution_row(section, self.execution)
        rows = [self._cells(section.columns, of_row(r, self.lang), f"indicators[{r.facts.index}].") for r in chosen]
        yield from _merged(rows, [part.show for part in section.columns], section.merge)

    def _sum(self, section: Section) -> Row:
        first, *rest = section.sum
        label = self.words["sum"] if self.lang == "en" else self.labels.get("sum", first.label or "")
        return (Cell(label, "label", columns=first.wide), *self._cells(rest, of_whole(self.result), ""))

    def _execution_row(self, section: Section, row: RowScore) -> Row:
        first, *rest = section.execution
        label = self._own("execution", first.label or "", {})
        return (
            Cell(label, "label", columns=first.wide),
            *self._cells(rest, of_execution(row, self.lang), "execution."),
        )


def _goal_of(row: RowScore) -> str:
    return row.facts.indicator.goal or ""


def _merged(rows: list[Row], shows: list[str | None], merge: tuple[str, ...]) -> Iterator[Row]:
    """Rows in which equal neighbours of the columns ``merge`` are one cell, as long as all columns before are equal."""
    columns = [at for at, show in enumerate(shows) if show in merge]
    starts = [_starts(rows, columns[: place + 1]) for place in range(len(columns))]
    for at, row in enumerate(rows):
        cells = list[Cell]()
        for column, cell in enumerate(row):
            if column not in columns:
                cells.append(cell)
                continue
            lengths = starts[columns.index(column)]
            if at in lengths:
                cells.append(cell._replace(rows=lengths[at]))
        yield tuple(cells)


def _starts(rows: list[Row], columns: list[int]) -> dict[int, int]:
    """Where runs of rows with the same texts in the columns begin, and how long they are; blanks stand alone."""
    found: dict[int, int] = {}
    before: tuple[str, ...] | None = None
    for at, row in enumerate(rows):
        texts = tuple(row[column].text for column in columns)
        if texts != before or not texts[-1]:
            start = at
            found[start] = 0
        found[start] += 1
        before = texts
    return found


__all__ = ["form_of"]
