"""The form as PDF, headings repeated on every page."""

from __future__ import annotations

from typing import Any

from jixiao.findings import Lang
from jixiao.forms import LABELS, Block, form_of, lines_below
from jixiao.forms.omissions import check_omissions
from jixiao.forms.summary import WIDTHS
from jixiao.rendering.formats import Document
from jixiao.rendering.typst_source import part, sheet, typeset
from jixiao.result import Result


def _sheet(result: Result, lang: Lang) -> dict[str, Any]:
    form = form_of(result, lang)
    notes, totals = lines_below(form, LABELS[lang]["colon"])
    below = [*notes, "　　".join(totals), "　　　　　　".join(form.signatures)]
    return sheet(
        [part(form.blocks, form.columns, landscape=form.landscape)],
        title=form.title,
        below=list(filter(None, below)),
        landscape=form.landscape,
    )


def _assemble(sheets: list[Any], summary: Block | None, lang: Lang) -> bytes:
    title = sheets[0]["title"] if sheets else ""
    if summary is not None:
        sheets = [sheet([part([summary], WIDTHS)]), *sheets]
    return typeset(sheets, title, lang)


PDF = Document(_sheet, _assemble, check_omissions)
