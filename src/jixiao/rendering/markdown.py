"""The form as Markdown: pipe tables, with everything that Markdown would read as markup escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable

from jixiao.finding import Lang
from jixiao.form import LABELS, Block, form_of
from jixiao.rendering.several import Format
from jixiao.result import Result

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~])")


def _form(result: Result, lang: Lang) -> str:
    form, colon = form_of(result, lang), LABELS[lang]["colon"]
    parts = [f"## {_escape(form.title)}", _pairs(form.head, colon), *(_table(block) for block in form.blocks)]
    parts += [f"**{label}**{colon}{_escape(text)}" for label, text in form.notes]
    parts.append("  ".join(f"**{label}{colon}{text}**" for label, text in form.totals))
    return "\n\n".join(parts) + "\n\n"


def _pairs(pairs: Iterable[tuple[str, str]], colon: str) -> str:
    return "\n".join(f"- {label}{colon}{_escape(text)}" for label, text in pairs)


def _escape(text: str) -> str:
    return _MARKUP.sub(r"\\\1", text).replace("\n", "<br>")


def _table(block: Block) -> str:
    lines = [block.head, tuple("---" for _ in block.head), *(tuple(map(_escape, row)) for row in block.body)]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines) + "\n"


MARKDOWN = Format(_form, table=_table)
