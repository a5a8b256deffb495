"""The form as a page of its own: no script, no request, readable on paper, on a narrow screen and in the dark."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from html import escape

from jixiao.findings import Lang
from jixiao.forms import BLOCKS, LABELS, Block, Cell, Form, Row, form_of, split_at_headings
from jixiao.forms.omissions import check_omissions
from jixiao.forms.page_groups import is_long, part_rests, rows_together
from jixiao.forms.summary import WIDTHS
from jixiao.rendering.css import CSS
from jixiao.rendering.formats import REPEATED, Format, repeat_headings
from jixiao.result import Result

_LANG: dict[Lang, str] = {"zh": "zh-CN", "en": "en"}
_TITLE: dict[Lang, str] = {"zh": "绩效自评表", "en": "Self-evaluation forms"}


FOOT = "</main>\n</body>\n</html>\n"


def text(value: str) -> str:
    """Return a text as HTML: markup escaped, line breaks kept."""
    return escape(value).replace("\n", "<br>")


def page(title: str, body: str, lang: Lang) -> str:
    """Return a document around a body."""
    return page_head(title, lang) + body + FOOT


def page_head(title: str, lang: Lang) -> str:
    """Return what stands before the body."""
    return (
        f'<!DOCTYPE html>\n<html lang="{_LANG[lang]}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{text(title)}</title>\n<style>{CSS}</style>\n</head>\n<body>\n<main>\n"
    )


def page_to_fill(result: Result, lang: Lang) -> str:
    """Return the form as a page in which each cell names what it shows, ``data-field``, so that it can be filled in."""
    form = form_of(result, lang, to_fill=True)
    return page(form.title, _draw_form(form, lang, names_fields=True), lang)


def _form(result: Result, lang: Lang) -> str:
    return _draw_form(form_of(result, lang), lang)


def _draw_form(form: Form, lang: Lang, *, names_fields: bool = False) -> str:
    shape = "wide" if form.landscape else "tall"
    captions = BLOCKS[lang]
    tables = "".join(
        draw_table(block, form.columns, captions.get(block.name, ""), names_fields=names_fields)
        for block in form.blocks
    )
    name = text(form.title)
    return (
        f'<article class="{shape}" lang="{_LANG[lang]}">\n<h1>{name}</h1>\n'
        f"{region(name, tables)}{_below(form, LABELS[lang]['colon'])}</article>\n"
    )


def region(name: str, tables: str) -> str:
    """Return tables that scroll by themselves where the page is narrower than they are."""
    return f'<div class="sheet" role="region" aria-label="{name}" tabindex="0">\n{tables}</div>\n'


def _below(form: Form, colon: str) -> str:
    lines = [f"<b>{text(label)}{colon}</b>{text(value)}" for label, value in form.below]
    parts = [f"<p>{line}</p>\n" for line in lines[: form.notes]]
    if lines[form.notes :]:
        parts.append(f'<p class="totals">{_spans(lines[form.notes :])}</p>\n')
    if form.signatures:
        parts.append(f'<p class="signed">{_spans(map(text, form.signatures))}</p>\n')
    return "".join(parts)


def _spans(parts: Iterable[str]) -> str:
    return "".join(f"<span>{part}</span>" for part in parts)


def draw_table(block: Block, columns: Iterable[int], caption: str = "", *, names_fields: bool = False) -> str:
    """Return a block as a table on the form's grid; the caption is for those who listen."""
    columns = tuple(columns)
    widths = "".join(f'<col style="width:{width * 100 // sum(columns)}%">' for width in columns)
    block, _ = repeat_headings(block)
    heads = block.heads
    if split_at_headings(block) != block:  # a cell reaches below the headings, so they are no head of their own
        heads = 0
    parts = [f'<table class="{block.name}">\n']
    if caption:
        parts.append(f"<caption>{text(caption)}</caption>\n")
    parts.append(f"<colgroup>{widths}</colgroup>\n")
    groups = [range(heads, len(block.rows))]
    if block.name in REPEATED and is_long(block, columns):
        groups = list(rows_together(block._replace(heads=heads)))
        block = part_rests(block, groups)
    draw_cell = partial(_cell, names_field=names_fields)
    if heads:
        parts.append(_rows("thead", block.rows[:heads], draw_cell))
    parts += (_rows("tbody", block.rows[group.start : group.stop], draw_cell) for group in groups if group)
    return "".join(parts) + "</table>\n"


def _rows(tag: str, rows: Iterable[Row], draw_cell: Callable[[Cell], str]) -> str:
    lines = ("<tr>" + "".join(map(draw_cell, row)) + "</tr>\n" for row in rows)
    return f"<{tag}>\n{''.join(lines)}</{tag}>\n"


def _cell(cell: Cell, *, names_field: bool) -> str:
    spans = "".join(
        f' {name}="{count}"' for name, count in (("rowspan", cell.rows), ("colspan", cell.columns)) if count > 1
    )
    if names_field and cell.field:
        spans += f' data-field="{escape(cell.field)}"'
    match cell.kind:
        case "head":
            return f'<th scope="{_scope("col", cell.columns)}"{spans}>{text(cell.text)}</th>'
        case "label":
            return f'<th scope="{_scope("row", cell.rows)}"{spans}>{text(cell.text)}</th>'
        case "number":
            return f'<td class="n"{spans}>{text(cell.text)}</td>'
        case "rest":
            return f'<td class="rest"{spans}></td>'
    return f"<td{spans}>{text(cell.text)}</td>"


def _scope(name: str, count: int) -> str:
    """Return what a heading is the heading of: one row or column, or a group of them."""
    return f"{name}group" if count > 1 else name


def _summary(block: Block, lang: Lang) -> str:
    name = BLOCKS[lang][block.name]
    return f'<section class="summary">\n{region(name, draw_table(block, WIDTHS, name))}</section>\n'


HTML = Format(
    _form, lambda lang: page_head(_TITLE[lang], lang), after=FOOT, draw_summary=_summary, check=check_omissions
)
