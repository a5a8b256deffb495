"""The form as a page of its own: no script, no request, readable on paper, on a narrow screen and in the dark."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from jixiao.finding import Lang
from jixiao.form import LABELS, Block, Cell, Form, form_of
from jixiao.form.summary import WIDTHS
from jixiao.rendering.several import Format
from jixiao.rendering.style import CSS
from jixiao.result import Result

_LANG: dict[Lang, str] = {"zh": "zh-CN", "en": "en"}


def text(value: str) -> str:
    """A text as HTML: markup escaped, line breaks kept."""
    return escape(value).replace("\n", "<br>")


def page(title: str, body: str, lang: Lang) -> str:
    """A whole document around a body."""
    return head(title, lang) + body + FOOT


def head(title: str, lang: Lang) -> str:
    """What stands before the body."""
    return (
        f'<!DOCTYPE html>\n<html lang="{_LANG[lang]}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{text(title)}</title>\n<style>{CSS}</style>\n</head>\n<body>\n<main>\n"
    )


FOOT = "</main>\n</body>\n</html>\n"


def _form(result: Result, lang: Lang) -> str:
    form = form_of(result, lang)
    shape = "wide" if form.landscape else "tall"
    tables = "".join(table(block, form.columns) for block in form.blocks)
    name = text(form.title)
    return (
        f'<article class="{shape}" lang="{_LANG[lang]}">\n<h1>{name}</h1>\n'
        f"{region(name, tables)}{_below(form, LABELS[lang]['colon'])}</article>\n"
    )


def region(name: str, tables: str) -> str:
    """Tables that scroll by themselves where the page is narrower than they are."""
    return f'<div class="sheet" role="region" aria-label="{name}" tabindex="0">\n{tables}</div>\n'


def _below(form: Form, colon: str) -> str:
    told = [f"<b>{text(label)}{colon}</b>{text(value)}" for label, value in form.below]
    lines = [f"<p>{one}</p>\n" for one in told[: form.notes]]
    lines.append('<p class="totals">' + "".join(f"<span>{one}</span>" for one in told[form.notes :]) + "</p>\n")
    if form.signatures:
        lines.append('<p class="signed">' + "".join(f"<span>{text(one)}</span>" for one in form.signatures) + "</p>\n")
    return "".join(lines)


def table(block: Block, columns: Iterable[int]) -> str:
    """A block as a table on the form's grid. Its headings are repeated on paper unless a cell reaches below them."""
    columns = tuple(columns)
    widths = "".join(f'<col style="width:{width * 100 // sum(columns)}%">' for width in columns)
    heads = block.heads
    if any(cell.rows > heads - at for at, row in enumerate(block.rows[:heads]) for cell in row):
        heads = 0
    parts = [f'<table class="{block.name}">\n<colgroup>{widths}</colgroup>\n']
    for tag, rows in (("thead", block.rows[:heads]), ("tbody", block.rows[heads:])):
        if rows:
            parts.append(f"<{tag}>\n" + "".join(_row(row) for row in rows) + f"</{tag}>\n")
    return "".join(parts) + "</table>\n"


def _row(row: Iterable[Cell]) -> str:
    return "<tr>" + "".join(map(_cell, row)) + "</tr>\n"


def _cell(cell: Cell) -> str:
    spans = "".join(
        f' {name}="{count}"' for name, count in (("rowspan", cell.rows), ("colspan", cell.columns)) if count > 1
    )
    match cell.kind:
        case "head":
            return f'<th scope="{"colgroup" if cell.columns > 1 else "col"}"{spans}>{text(cell.text)}</th>'
        case "label":
            return f'<th scope="{"rowgroup" if cell.rows > 1 else "row"}"{spans}>{text(cell.text)}</th>'
        case "number":
            return f'<td class="n"{spans}>{text(cell.text)}</td>'
    return f"<td{spans}>{text(cell.text)}</td>"


def _summary(block: Block) -> str:
    return f'<section class="summary">\n{region("summary", table(block, WIDTHS))}</section>\n'


HTML = Format(_form, head("jixiao", "zh"), "", FOOT, _summary)
