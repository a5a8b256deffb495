"""What a self-evaluation states and its form has no place for is told when it is drawn as a page; nothing else is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import jixiao
from jixiao.forms import all_rows, form_of
from jixiao.forms.omissions import check_omissions
from tests.support.own_forms import full_project

#: Each with a layout of its own.
SPECS = (
    "cn.mof-2020-10", "cn.anhui.tianchang-2022", "cn.beijing.haidian-2016", "cn.hubei.city-2020", "cn.sichuan.leshan-2023",
    "cn.sichuan.zhongjiang-2022", "cn.guangxi.system-2023", "cn.yunnan.form14-2022",
)  # fmt: skip
#: Fields whose values stand nowhere else in the project.
FIELDS = ("department", "unit", "initial", "budget", "spent", "expected", "achieved", "actual", "cause", "remedy")


def values_of(data: Any) -> Iterator[tuple[str, str]]:
    """The values of all fields, however deep."""
    parts = data.values() if isinstance(data, dict) else data
    if isinstance(data, dict):
        yield from ((key, str(value)) for key, value in data.items() if not isinstance(value, dict | list))
    for part in parts:
        if isinstance(part, dict | list):
            yield from values_of(part)


@pytest.mark.parametrize("spec", SPECS)
def test_what_stands_nowhere_in_a_form_is_told_and_nothing_else(spec: str) -> None:
    data = full_project(spec)
    result = jixiao.score(jixiao.load_project(data), jixiao.load_spec(spec))
    form = form_of(result)
    texts = " ".join([*(cell.text for row in all_rows(form) for cell in row), *(text for _, text in form.below)])
    missing = {key for key, value in values_of(data) if key in FIELDS and value not in texts}
    told = {name for one in check_omissions(result) for name in str(one.args["titles_en"]).split(", ")}
    assert told & {*FIELDS} == missing
