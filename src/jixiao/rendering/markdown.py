"""The form as Markdown: pipe tables, with everything that Markdown would read as markup escaped."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jixiao.findings import Lang
from jixiao.forms import LABELS, Block, form_of
from jixiao.rendering.flattening import FlatTable, flatten, labelled_texts
from jixiao.rendering.formats import Format
from jixiao.result import Result

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~&$])")


def _form(result: Result, lang: Lang) -> str:
    form, colon = form_of(result, lang), LABELS[lang]["colon"]
    parts = [f"## {escape(form.title)}"]
    parts += [_block(block, form.columns, colon) for block in form.blocks]
    parts += [f"**{label}**{colon}{escape(text)}" for label, text in form.below[: form.notes]]
    parts.append("  ".join(f"**{label}{colon}{escape(text)}**" for label, text in form.below[form.notes :]))
    return "\n\n".join(filter(None, parts)) + "\n\n"


def _block(block: Block, columns: Sequence[int], colon: str) -> str:
    """Return pairs of labels and texts as a list, any other block as a table."""
    if block.name != "pairs":
        return draw_table(flatten(block, columns))
    pairs = (pair for row in block.rows for pair in labelled_texts(row))
    return "\n".join(f"- {escape(label)}{colon}{escape(text)}" for label, text in pairs)


def escape(text: str) -> str:
    """Return a text in which Markdown finds no markup, in one line."""
    return _MARKUP.sub(r"\\\1", text).replace("\n", "<br>")


def draw_table(table: FlatTable) -> str:
    """Return a pipe table, what stands above it before it."""
    head = table.head or ("",) * len(table.widths)
    rows = [_row(head), _row(["---"] * len(head)), *(_row(row) for row in table.body)]
    return "\n\n".join([*map(escape, table.above), "\n".join(rows)]) + "\n"


def _row(texts: Sequence[str]) -> str:
    return "| " + " | ".join(map(escape, texts)) + " |"


def _summary(block: Block, _: Lang) -> str:
    return draw_table(flatten(block, (1,) * len(block.rows[0])))


MARKDOWN = Format(_form, draw_summary=_summary)
