"""Values that are asked about: percent signs, zeros without a sign, strokes, idle causes, bare numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

import jixiao
from tests.support.named_rules import scored
from tests.support.overlays import SOURCE, overlay


@pytest.mark.parametrize(
    ("target", "actual", "path", "said"),
    [
        ("≥95%", "0.96", "indicators[0].actual", "≥95% 是百分数，0.96 没有百分号"),
        ("≥0.95", "96%", "indicators[0].target", "96% 是百分数，≥0.95 没有百分号"),
        ("≥0.5", "600‰", "indicators[0].target", "600‰ 是百分数，≥0.5 没有百分号"),
    ],
)
def test_the_value_without_a_percent_sign_is_the_one_asked_about(
    target: str, actual: str, path: str, said: str
) -> None:
    row = {"level1": "产出指标", "name": "甲", "target": target, "actual": actual, "weight": "90"}
    project = jixiao.load_project({"spec": "cn.mof-2020-10", "name": "甲", "indicators": [row]})
    found = jixiao.score(project).findings
    assert [(one.path, one.message("zh")) for one in found if one.code == "JX306"] == [(path, said)]


def _unsigned_zeros() -> list[dict[str, str]]:
    values = [("0起", "3起"), ("0起", "0起"), ("≤0起", "3起")]
    return [
        {"level1": "产出指标", "name": f"事故{number}", "target": target, "actual": actual, "weight": "30"}
        for number, (target, actual) in enumerate(values)
    ]


def test_an_unsigned_zero_is_a_most() -> None:
    """domain: a zero target is full if 0; ≥ 0 would be kept by any number of accidents."""
    project = jixiao.load_project({"spec": "cn.mof-2020-10", "name": "甲", "indicators": _unsigned_zeros()})
    result = jixiao.score(project)
    assert [row["score"] for row in result.to_dict()["indicators"]] == ["0.00", "30.00", "0.00"]
    found = [(one.code, one.path) for one in result.findings if one.code in ("JX409", "JX423")]
    assert found == [("JX409", "indicators[0].target"), ("JX409", "indicators[1].target")]


def test_an_unsigned_zero_that_a_local_spec_takes_for_a_least_is_warned_of(tmp_path: Path) -> None:
    spec = tmp_path / "least.yaml"
    spec.write_text(
        overlay(
            "cn.local.least-2024",
            f"{SOURCE}comparison_if_unstated: {{basis: n, cases: [{{target: number, is: ≥}}]}}\n",
            start="2024-01-01",
        ),
        "utf-8",
    )
    rows = _unsigned_zeros()
    project = jixiao.load_project({"spec": str(spec), "name": "甲", "indicators": rows})
    told = jixiao.score(project, jixiao.load_spec(spec)).findings
    assert [(one.code, one.path) for one in told if one.code in ("JX409", "JX423")] == [
        ("JX409", "indicators[0].target"), ("JX423", "indicators[0].target"), ("JX409", "indicators[1].target"),
    ]  # fmt: skip
    from jixiao.batch import score_frame

    table = pytest.importorskip("polars").DataFrame([{"project": "甲", **row} for row in rows])
    told = score_frame(table, jixiao.load_spec(spec), notes=True).findings.select("row", "code").rows()
    assert [one for one in told if one[1] in ("JX409", "JX423")] == [(1, "JX409"), (1, "JX423"), (2, "JX409")]


def test_a_stroke_beside_a_stated_share_is_left_to_whoever_stated_it() -> None:
    found = scored({"target": "好转", "actual": "/", "share": "90%", "rule": "share"})
    assert (found.problem, found.score) == (None, 9)


@pytest.mark.parametrize("cause", ["无", " 没有。", "/", "—", "暂无", ""])
def test_a_cause_of_nothing_is_none(cause: str) -> None:
    rows = [
        {"level1": "产出指标", "name": name, "target": "≥10个", "actual": actual, "weight": 45, "cause": cause}
        for name, actual in (("甲", "9个"), ("乙", "10个"))
    ]
    project = jixiao.load_project({"spec": "cn.mof-2020-10", "name": "甲", "year": 2023, "indicators": rows})
    codes = [(one.code, one.path) for one in jixiao.score(project).findings if one.code in ("JX404", "JX405")]
    assert codes == [("JX404", "indicators[0].cause")]
    frame = pytest.importorskip("polars").DataFrame([{"project": "甲", **row} for row in rows])
    from jixiao.batch import score_frame

    told = score_frame(frame, "cn.mof-2020-10").findings.select("row", "code").rows()
    assert [one for one in told if one[1] in ("JX404", "JX405")] == [(1, "JX404")]


def test_a_cause_that_was_asked_for_is_not_idle() -> None:
    """JX410 asks why 200 % was reached, JX407 why more was spent: whoever says why is not warned of it."""
    rows = [
        {"level1": "产出指标", "name": name, "target": "≥10个", "actual": actual, "weight": 45, "cause": "需求增加"}
        for name, actual in (("甲", "20个"), ("乙", "10个"))
    ]
    funds = {"total": {"budget": 5, "spent": 6}, "cause": "追加工程"}
    project = {"spec": "cn.mof-2020-10", "name": "甲", "year": 2023, "funds": funds, "indicators": rows}
    found = jixiao.score(jixiao.load_project(project)).findings
    assert [one.path for one in found if one.code == "JX405"] == ["indicators[1].cause"]


@pytest.mark.parametrize(
    ("target", "actual", "uom", "codes"),
    [
        ("≥300万", "270", None, ["JX430"]),
        ("≥300万人", "270", None, ["JX430"]),
        ("≥270", "300万", None, ["JX430"]),
        ("≥3亿", "2", None, ["JX430"]),
        ("≥300", "270", "万人", []),  # a column of units is how forms say it
        ("≥300万人", "270万人", None, []),
        ("≥300万元", "270", None, ["JX416"]),  # the usual way with money
        ("≥50个", "50", None, ["JX416"]),
        ("≥50个", "50", "个", []),  # the row states its unit in a column of its own
        ("≥95", "96%", "%", []),
        ("≥3千米", "2", None, ["JX416"]),
    ],
)
def test_a_bare_number_beside_a_word_of_scale_is_asked_about(
    target: str, actual: str, uom: str | None, codes: list[str]
) -> None:
    row = {"level1": "产出指标", "name": "甲", "target": target, "actual": actual, "weight": 90, "uom": uom}
    data = {"name": "甲", "year": 2023, "spec": "cn.mof-2020-10", "indicators": [{k: v for k, v in row.items() if v}]}
    findings = jixiao.score(jixiao.load_project(data)).findings
    assert [finding.code for finding in findings if finding.code in ("JX416", "JX417", "JX430")] == codes
