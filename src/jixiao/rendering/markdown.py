"""The form as Markdown: pipe tables, with everything that Markdown would read as markup escaped."""

from __future__ import annotations

import re

from jixiao.findings import Lang
from jixiao.forms import LABELS, Block, form_of
from jixiao.rendering.flattening import Flat, flat
from jixiao.rendering.formats import Format
from jixiao.result import Result

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~&$])")


def _form(result: Result, lang: Lang) -> str:
    form, colon = form_of(result, lang), LABELS[lang]["colon"]
    drawn = (_pairs(one, colon) if one.name == "pairs" else table(flat(one, form.columns)) for one in form.blocks)
    parts = [f"## {escape(form.title)}", *drawn]
    parts += [f"**{label}**{colon}{escape(text)}" for label, text in form.below[: form.notes]]
    parts.append("  ".join(f"**{label}{colon}{escape(text)}**" for label, text in form.below[form.notes :]))
    return "\n\n".join(parts) + "\n\n"


def _pairs(block: Block, colon: str) -> str:
    lines, label = [], ""
    for cell in (cell for row in block.rows for cell in row):
        if cell.kind == "label":
            label = cell.text.rstrip("：:")
        else:
            lines.append(f"- {escape(label)}{colon}{escape(cell.text)}")
    return "\n".join(lines)


def escape(text: str) -> str:
    """A text in which Markdown finds no markup, in one line."""
    return _MARKUP.sub(r"\\\1", text).replace("\n", "<br>")


def table(table: Flat) -> str:
    """A pipe table, what stands above it before it."""
    head = table.head or ("",) * len(table.widths)
    lines = [tuple(map(escape, head)), tuple("---" for _ in head), *(tuple(map(escape, row)) for row in table.body)]
    drawn = "\n".join("| " + " | ".join(cells) + " |" for cells in lines)
    return "\n\n".join([*map(escape, table.above), drawn]) + "\n"


def _summary(block: Block, _: Lang) -> str:
    return table(flat(block, tuple(1 for _ in block.rows[0])))


MARKDOWN = Format(_form, table=_summary)
