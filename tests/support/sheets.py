"""Projects that the tests of pages and documents draw: the examples laid out by every spec, and one of many pages."""

from __future__ import annotations

from functools import cache

import jixiao
from jixiao.forms import Form, all_rows, place_cells, split_at_headings
from jixiao.rendering.formats import REPEATED
from tests.support.paths import EXAMPLES

#: A cell's place, what it covers, and its text.
Spot = tuple[int, int, int, int, str]


@cache
def example(name: str, spec: str | None = None) -> jixiao.Result:
    return jixiao.score(jixiao.load_project(EXAMPLES / f"{name}.yaml"), jixiao.load_spec(spec) if spec else None)


def many(rows: int, spec: str = "cn.mof-2020-10", tail: int = 8) -> jixiao.Result:
    """Many indicators, each with a long reason that begins and ends with its number."""
    indicators = [
        {"level1": "产出指标", "level2": f"第{at // 10}类", "name": f"指标{at}" + "很长的名称" * 6, "target": "≥5个",
         "actual": "4个", "weight": "1.5", "cause": f"始{at}。" + "很长的原因" * (tail + at % 7) + f"。终{at}完"}
        for at in range(rows)
    ]  # fmt: skip
    project = {"name": "长", "year": 2024, "funds": {"total": {"budget": 5, "spent": 4}}, "indicators": indicators}
    return jixiao.score(jixiao.load_project(project), jixiao.load_spec(spec))


def named(text: str) -> jixiao.Result:
    """A project and an indicator with this name."""
    row = {"level1": "产出指标", "name": text, "target": "≥5个", "actual": "4个", "weight": 90, "cause": text}
    project = {"name": text, "year": 2024, "funds": {"total": {"budget": 5, "spent": 4}}, "indicators": [row]}
    return jixiao.score(jixiao.load_project(project), jixiao.load_spec("cn.mof-2020-10"))


def spots(form: Form) -> list[Spot]:
    """The cells of a form on one grid, those of long blocks parted where their headings end."""
    blocks = tuple(split_at_headings(block) if block.name in REPEATED else block for block in form.blocks)
    return sorted(
        (at.row, at.column, at.cell.rows, at.cell.columns, at.cell.text.strip())
        for at in place_cells(all_rows(form._replace(blocks=blocks)))
    )
