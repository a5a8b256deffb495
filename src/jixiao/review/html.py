"""A review as a board: findings to be sorted and filtered, and a page for each table with the cells marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import files

from jixiao.findings import Lang
from jixiao.rendering.html import page, region, text
from jixiao.review.blocks import FINDING_COLUMNS, TABLE_COLUMNS, Block, blocks_beside, finding_rows, summary_lines
from jixiao.review.labels import LABELS
from jixiao.review.lines import Line, ReviewedTable
from jixiao.review.review import Review

#: The columns of the findings that a screen has room for.
_SHOWN = (
    "number",
    "severity",
    "unit",
    "project",
    "row",
    "message",
    "printed",
    "reckoned",
    "difference",
    "points",
    "where",
    "code",
)
#: The columns of a table's page, by the fields of its rows.
_PAGE = ("level1", "level2", "row", "target", "actual", "weight", "score", "by_rule", "cause")
#: The column of a table's page in which a field is marked.
_MARKED = {
    "name": "row",
    "target": "target",
    "actual": "actual",
    "weight": "weight",
    "score": "score",
    "cause": "cause",
}
_MARKED |= {"progress": "actual", "forecast": "actual", "light": "score"}  # of monitoring
_MARKED |= {"level1": "level1", "level2": "level2", "comparison": "target", "uom": "target"}


def draw(review: Review, lang: Lang) -> bytes:
    """Return the review as one page that needs nothing else."""
    words = LABELS[lang]
    script = files("jixiao.review").joinpath("board.js").read_text(encoding="utf-8")
    style = files("jixiao.review").joinpath("board.css").read_text(encoding="utf-8")
    summary = "".join(f"<p>{text(line)}</p>\n" for line in summary_lines(review, lang))
    parts = [
        f'<style>{style}</style>\n<article class="wide">\n<h1>{text(words["title"])}</h1>\n{summary}',
        _filters(review, lang),
        _list("findings", _SHOWN, _findings(review, lang), lang),
        *(_list(block.name, tuple(block.columns), _rows(block), lang) for block in blocks_beside(review, lang)),
        "</article>\n",
        *(_page(number, table, lines, lang) for number, (table, lines) in enumerate(review.by_table())),
        f"<script>{script}</script>\n",
    ]
    return page(words["title"], "".join(parts), lang).encode("utf-8", "backslashreplace")


def _filters(review: Review, lang: Lang) -> str:
    """Return the controls above the list: a text, and the severities."""
    words = LABELS[lang]
    severities = dict.fromkeys(line.severity for line in review.lines)
    options = "".join(f'<option value="{name}">{text(words[name])}</option>' for name in severities)
    return (
        f'<p class="filters"><label>{text(words["filter"])} <input id="filter" type="search"></label> '
        f'<label>{text(words["severity"])} <select id="severity"><option value="">{text(words["all"])}</option>'
        f'{options}</select></label> <output id="count"></output></p>\n'
    )


def _list(name: str, columns: Sequence[str], rows: Iterable[str], lang: Lang) -> str:
    """Return a table under its heading whose columns can be sorted; "" without rows."""
    body, words = "".join(rows), LABELS[lang]
    if not body:
        return ""
    heads = "".join(f'<th scope="col"><button type="button">{text(words[column])}</button></th>' for column in columns)
    table = f'<table class="board" id="{name}">\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>\n'
    return f"<h2>{text(words[name])}</h2>\n{region(text(words[name]), table)}"


def _findings(review: Review, lang: Lang) -> Iterator[str]:
    """Yield the rows of the findings, each with a link to the page of its table."""
    numbers = {(table.source, table.name, table.unit): number for number, table in enumerate(review.tables)}
    places = [list(FINDING_COLUMNS).index(name) for name in _SHOWN]
    for line, row in zip(review.lines, finding_rows(review, lang), strict=True):
        cells = [text(row[place]) for place in places]
        number = numbers.get((line.source, line.project, line.unit))
        if number is not None:
            project = _SHOWN.index("project")
            cells[project] = f'<a href="#t{number}">{cells[project]}</a>'
        yield f'<tr class="{line.severity}" data-severity="{line.severity}">{_cells(cells)}</tr>\n'


def _cells(cells: Iterable[str]) -> str:
    return "".join(f"<td>{cell}</td>" for cell in cells)


def _rows(block: Block) -> Iterator[str]:
    """Yield the rows of a table; those of the reviewed tables each with a link to its page."""
    place = list(TABLE_COLUMNS).index("project")
    for number, row in enumerate(block.rows):
        cells = [text(cell) for cell in row]
        if block.name == "tables":
            cells[place] = f'<a href="#t{number}">{cells[place]}</a>'
        yield f"<tr>{_cells(cells)}</tr>\n"


def _page(number: int, table: ReviewedTable, lines: Sequence[Line], lang: Lang) -> str:
    """Return the page of a table: published beside reckoned, with the cells marked that findings are about."""
    words, marks = LABELS[lang], _marks(lines)
    heads = "".join(f'<th scope="col">{text(words[name])}</th>' for name in _PAGE)
    rows = "".join(_row(index, table, marks) for index in range(len(table.rows)))
    totals = "".join(
        f"<span>{text(words[name])}{words['colon']}{text(value or '—')}</span>"
        for name, value in (("printed", table.printed), ("sum", table.sum), ("by_rule", table.reckoned))
    )
    items = "".join(f'<li class="{line.severity}">{text(line.message)}</li>' for line in lines)
    grid = f"<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n"
    return (
        f'<article class="wide" id="t{number}">\n<h2>{text(table.label)}</h2>\n'
        f"<p>{text(' · '.join(filter(None, (table.unit, str(table.year or ''), table.spec, table.source))))}</p>\n"
        f'{region(text(table.label), grid)}<p class="totals">{totals}</p>\n<ul>{items}</ul>\n'
        f'<p><a href="#findings">{text(words["back"])}</a></p>\n</article>\n'
    )


def _marks(lines: Sequence[Line]) -> dict[tuple[str, str], Line]:
    """Return the most serious finding on each cell, by the path of its row and its column."""
    marks: dict[tuple[str, str], Line] = {}
    for line in lines:
        row, _, field = line.path.partition(".")
        if field in _MARKED:
            marks.setdefault((row, _MARKED[field]), line)
    return marks


def _row(index: int, table: ReviewedTable, marks: dict[tuple[str, str], Line]) -> str:
    row = table.rows[index]
    values = (
        row.level1,
        row.level2,
        row.name,
        row.target,
        row.actual,
        row.weight,
        row.printed,
        row.reckoned,
        row.cause,
    )
    cells = []
    for column, value in zip(_PAGE, values, strict=True):
        line, mark = marks.get((f"indicators[{index}]", column)), ""
        if line is not None:
            mark = f' class="{line.severity}" title="{text(line.message)}"'
        cells.append(f"<td{mark}>{text(value)}</td>")
    return f"<tr>{''.join(cells)}</tr>\n"
