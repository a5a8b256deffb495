"""The form as a page of its own: no script, no request, readable on paper, on a narrow screen and in the dark."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from jixiao.findings import Lang
from jixiao.forms import BLOCKS, LABELS, Block, Cell, Form, form_of, split_at_headings
from jixiao.forms.summary import WIDTHS
from jixiao.rendering.css import CSS
from jixiao.rendering.formats import REPEATED, Format
from jixiao.result import Result

_LANG: dict[Lang, str] = {"zh": "zh-CN", "en": "en"}
_TITLE: dict[Lang, str] = {"zh": "绩效自评表", "en": "Self-evaluation forms"}


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


def _head(lang: Lang) -> str:
    return head(_TITLE[lang], lang)


FOOT = "</main>\n</body>\n</html>\n"


def _form(result: Result, lang: Lang) -> str:
    form = form_of(result, lang)
    shape = "wide" if form.landscape else "tall"
    tables = "".join(table(block, form.columns, BLOCKS[lang].get(block.name, "")) for block in form.blocks)
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


def table(block: Block, columns: Iterable[int], caption: str = "") -> str:
    """A block as a table on the form's grid; the caption is for those who listen. Long blocks repeat their headings."""
    columns = tuple(columns)
    widths = "".join(f'<col style="width:{width * 100 // sum(columns)}%">' for width in columns)
    block = split_at_headings(block) if block.name in REPEATED else block
    heads = block.heads if split_at_headings(block) == block else 0
    named = f"<caption>{text(caption)}</caption>\n" if caption else ""
    parts = [f'<table class="{block.name}">\n{named}<colgroup>{widths}</colgroup>\n']
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
        case "rest":
            return f'<td class="rest"{spans}></td>'
    return f"<td{spans}>{text(cell.text)}</td>"


def _summary(block: Block, lang: Lang) -> str:
    name = BLOCKS[lang][block.name]
    return f'<section class="summary">\n{region(name, table(block, WIDTHS, name))}</section>\n'


HTML = Format(_form, _head, "", FOOT, _summary)
