"""A sign taken by default against what the row names is asked about, once, and by a batch as by one file."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

import jixiao
from jixiao.model.vocabulary import usual_sign, vocabulary

LAW_10 = jixiao.load_spec("cn.mof-2020-10")
OUTPUT = ("产出指标", "数量指标")
COST = ("产出指标", "成本\n指标")
#: First and second level, name, target, and the word that the finding names; "" where there is none.
ROWS = [
    (*OUTPUT, "投诉次数", "5次", "投诉"),
    (*OUTPUT, "安全事故率", "2%", "事故"),
    (*OUTPUT, "平均办理耗时", "3天", "耗时"),
    (*OUTPUT, "运维费用", "50万元", "费用"),
    (*COST, "人均标准", "300元/人", "成本"),
    ("成本", "", "单位成本", "300元/人", "成本"),
    (*COST, "成本节约额", "5万元", "节约"),
    (*COST, "采购单价", "5万元", ""),
    (*COST, "成本节约率", "10%", ""),
    (*OUTPUT, "投诉办结率", "95%", ""),
    (*OUTPUT, "污染治理面积", "5亩", ""),
    (*OUTPUT, "事故应急演练次数", "5次", ""),
    (*OUTPUT, "培训人次", "500人次", ""),
    (*OUTPUT, "投诉次数", "≥5次", ""),
    (*OUTPUT, "投诉次数", "≤5次", ""),
    (*OUTPUT, "投诉次数", "0次", ""),
    (*OUTPUT, "投诉情况", "较少", ""),
]


def row(level1: str, level2: str, name: str, target: str, *_: str) -> dict[str, Any]:
    return {"level1": level1, "level2": level2, "name": name, "target": target, "actual": target, "weight": "10"}


@pytest.mark.parametrize(("level1", "level2", "name", "target", "word"), ROWS)
def test_a_default_against_what_is_usual_is_a_warning(
    level1: str, level2: str, name: str, target: str, word: str
) -> None:
    project = {"name": "甲", "year": 2023, "indicators": [row(level1, level2, name, target)]}
    found = [one for one in jixiao.score(jixiao.load_project(project), LAW_10).findings if one.code == "JX332"]
    assert [one.args["word"] for one in found] == [word] * bool(word)
    assert all(one.severity == "warning" for one in found)


@pytest.mark.parametrize("name", ["投诉次数", "培训人次"])
@pytest.mark.parametrize("more", [{"comparison": "≥"}, {"direction": "反向"}])
def test_what_is_stated_is_not_asked_about(name: str, more: dict[str, str]) -> None:
    project = {"name": "甲", "year": 2023, "indicators": [row(*OUTPUT, name, "5次") | more]}
    codes = {one.code for one in jixiao.score(jixiao.load_project(project), LAW_10).findings}
    assert not codes & {"JX332", "JX409"}


def test_a_row_is_warned_of_once() -> None:
    """Beside the note that a sign was taken (JX409) stands one warning at most."""
    project = {"name": "甲", "year": 2023, "indicators": [row(*one) for one in ROWS]}
    found = jixiao.score(jixiao.load_project(project), LAW_10).findings
    told = Counter(one.path for one in found if one.code in ("JX332", "JX408", "JX423"))
    assert set(told.values()) == {1}


def test_a_batch_asks_the_same() -> None:
    batch = pytest.importorskip("jixiao.batch")
    rows = [row(*one) for one in ROWS] * 2
    table = {"project": [f"甲{at}" for at in range(len(rows))]} | {key: [one[key] for one in rows] for key in rows[0]}
    found = batch.score_frame(table, LAW_10, notes=True).findings
    told = [(one["project"], one["message"]) for one in found.iter_rows(named=True) if one["code"] == "JX332"]
    alone = []
    for name, one in zip(table["project"], rows, strict=True):
        result = jixiao.score(jixiao.load_project({"name": name, "year": 2023, "indicators": [one]}), LAW_10)
        alone += [(name, finding.message()) for finding in result.findings if finding.code == "JX332"]
    assert sorted(told) == sorted(alone)
    assert len(told) == 2 * sum(bool(word) for *_, word in ROWS)


def test_each_word_has_its_own_sign() -> None:
    assert all(usual_sign(word) == (word, sign) for word, sign in vocabulary().signs.items())
