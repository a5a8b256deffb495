"""The form for a terminal: aligned under 汉字, wrapped, no numbers rewritten."""

from __future__ import annotations

from tabulate import tabulate

from jixiao.finding import Lang
from jixiao.finding.show import escape
from jixiao.form import LABELS, Block, form_of
from jixiao.rendering.several import Format
from jixiao.result import Result

#: The widest a column may get, in terminal columns, by block.
WIDTHS: dict[str, tuple[int, ...]] = {
    "funds": (24, 14, 14, 14, 10, 10, 10),
    "goals": (14, 46, 46),
    "indicators": (22, 20, 28, 14, 14, 10, 8, 40),
    "summary": (40, 8, 6, 60),
}


def _form(result: Result, lang: Lang) -> str:
    form = form_of(result, lang)
    colon, clean = LABELS[lang]["colon"], _clean
    lines = [clean(form.title), ""]
    lines += [
        "    ".join(f"{label}{colon}{clean(text)}" for label, text in pair) for pair in (form.head[:2], form.head[2:])
    ]
    lines += [_table(block) for block in form.blocks]
    lines += [f"{label}{colon}{clean(text)}" for label, text in form.notes]
    lines.append("    ".join(f"{label}{colon}{text}" for label, text in form.totals))
    return "\n".join(lines) + "\n\n"


def _clean(text: str) -> str:
    return escape(text)


def _table(block: Block) -> str:
    rows = [[_clean(cell) for cell in row] for row in block.body]
    widths = list(WIDTHS[block.name][: len(block.head)])
    return tabulate(
        rows, list(block.head), tablefmt="grid", disable_numparse=True, maxcolwidths=widths, maxheadercolwidths=widths
    )


TABLE = Format(_form, table=_table)
