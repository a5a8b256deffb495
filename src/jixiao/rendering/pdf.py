"""The form as PDF, headings repeated on every page."""

from __future__ import annotations

from typing import Any

from jixiao.findings import Lang
from jixiao.forms import LABELS, Block, form_of
from jixiao.forms.summary import WIDTHS
from jixiao.rendering.formats import Document
from jixiao.rendering.typst_source import part, pdf, sheet
from jixiao.result import Result


def _piece(result: Result, lang: Lang) -> dict[str, Any]:
    form = form_of(result, lang)
    told = [f"{label}{LABELS[lang]['colon']}{text}" for label, text in form.below]
    below = [*told[: form.notes], "　　".join(told[form.notes :]), "　　　　　　".join(form.signatures)]
    return sheet(
        [part(form.blocks, form.columns, landscape=form.landscape)],
        title=form.title,
        below=[line for line in below if line],
        landscape=form.landscape,
    )


def _whole(pieces: list[Any], summary: Block | None, lang: Lang) -> bytes:
    sheets = [sheet([part([summary], WIDTHS)]), *pieces] if summary is not None else pieces
    return pdf(sheets, pieces[0]["title"] if pieces else "", lang)


PDF = Document(_piece, _whole)
