"""Reasons: which words stand for which loss, in both languages, with numbers that account for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import jixiao
from jixiao.explain import full_reason, measure_name, reason_of, sentence
from jixiao.explain.phrases import PARTS
from jixiao.explain.steps import grade_steps, steps_of
from jixiao.findings import Lang
from jixiao.measure import MEASURES
from jixiao.model.measure_names import MEASURE_LABELS
from jixiao.model.spec import IndicatorSpec
from jixiao.scoring import RowScore
from tests.support.commands import run
from tests.support.rows import FOUR_SPECS, LAW_10, LAW_101, LESHAN, MARKS, VENDOR, changed, dump, project, with_rule


def row(spec: str | IndicatorSpec, **typed: Any) -> RowScore:
    found = jixiao.score(project(typed), jixiao.load_spec(spec) if isinstance(spec, str) else spec).scored
    assert found is not None
    return found.rows[0]


def told(spec: str | IndicatorSpec, **typed: Any) -> str:
    return sentence(reason_of(row(spec, **typed)))


def test_in_proportion() -> None:
    """By hand: 10 × 92/95 = 9.684… → 9.68, 0.32 lost; 92/95 = 96.842… %."""
    found = row(LAW_10, target="≥95%", actual="92%")
    assert sentence(reason_of(found)) == "年度指标值≥95%，实际完成92%，完成率96.84%，按比例得9.68分，扣0.32分"
    assert sentence(reason_of(found), "en") == (
        "target ≥95%, actual 92%, attainment 96.84%, in proportion, scores 9.68, loses 0.32"
    )
    reason = reason_of(found)
    assert reason is not None
    assert reason.code == "attainment.line"


def test_no_reason_without_loss() -> None:
    assert reason_of(row(LAW_10, target="≥95%", actual="95%")) is None
    assert reason_of(row(LAW_10, target="≥95%", actual="很好")) is None
    assert told(LAW_10, target="≥95%", actual="95%") == ""
    assert full_reason(row(LAW_10, target="≥95%", actual="95%")) == ""


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ({"spec": LAW_10, "target": "≤10天", "actual": "15天"}, ("反向完成率66.67%", "得6.67分，扣3.33分")),
        ({"spec": VENDOR, "target": "≤10天", "actual": "15天"}, ("完成率150%", "得5分，扣5分")),
        ({"spec": VENDOR, "target": "≤10天", "actual": "20天"}, ("完成率200%", "不得分，扣10分")),
        ({"spec": LAW_101, "target": "≥10天", "actual": "5天"}, ("完成率50%", "不得分，扣10分")),
        (
            {"spec": LAW_101, "target": "≥90%", "actual": "85%", "level1": "满意度"},
            ("实际值85%", "≥80%", "80%计", "扣2分"),
        ),
        ({"spec": LAW_10, "target": "≤0起", "actual": "1起"}, ("未达标", "不得分，扣10分")),
        ({"spec": LAW_10, "target": "有效", "actual": "一般", "share": "85%"}, ("85%", "按该比例得8.5分，扣1.5分")),
        (
            {"spec": LAW_10, "target": "6月30日前", "actual": "2023年7月2日", "share": "70%"},
            ("逾期2天", "评定得分比例70%", "扣3分"),
        ),
        ({"spec": LAW_10, "target": "95%-105%", "actual": "90%"}, ("偏离指标值5.26%", "得9.47分，扣0.53分")),
        ({"spec": LESHAN, "target": "10", "actual": "5", "uom": "套"}, ("10套", "5套")),
        ({"spec": LAW_10, "target": "10", "actual": "5", "comparison": "≥"}, ("年度指标值≥10", "实际完成5")),
    ],
)
def test_what_a_reason_says(typed: dict[str, Any], parts: tuple[str, ...]) -> None:
    spec = typed.pop("spec")
    text = told(spec, **typed)
    assert [part for part in parts if part not in text] == []


STEPS = {"each": "5% lower", "begun": True, "lose": "1分", "from": "90%"}


@pytest.mark.parametrize(
    ("rule", "typed", "code", "parts"),
    [
        ({"measure": "value", "steps": STEPS}, {"actual": "84%"}, "value.steps", ("共2档", "每5%", "扣1分", "得8分，扣2分")),
        ({"measure": "attainment", "bands": {"≥100%": "full", "otherwise": "-3分"}}, {"actual": "80%"}, "attainment.bands", ("其余", "扣3分")),
        ({"measure": "attainment", "bands": {"≥100%": "full", "≥0%": "0 → full", "otherwise": "0"}}, {"actual": "45%"}, "attainment.bands", ("得5分",)),
        ({"measure": "attainment", "line": {"0": "50%", "200%": "50%"}}, {"actual": "-5%"}, "attainment.line", ("得5分",)),
        ({"measure": "gap", "line": {"0": "full", "10%": "0"}}, {"actual": "85%"}, "gap.line", ("差5%", "得5分")),
        ({"measure": "gap", "line": {"0": "full", "10": "0"}}, {"target": "≥10个", "actual": "5个"}, "gap.line", ("差5", "得5分")),
        ({"measure": "inverse_attainment", "line": {"0": "full", "100%": "0"}}, {"target": "≤5个", "actual": "0个"}, "inverse_attainment.line", ("∞",)),
        ({"measure": "met", "bands": {"met": "full", "otherwise": "-1分"}}, {"actual": "1%"}, "met.bands", ("未达标", "得9分，扣1分")),
        ({"measure": "months_late", "line": {"0": "full", "10": "0"}}, {"target": "6月30日前", "actual": "2023年8月1日"}, "months_late.line", ("逾期2个月",)),
    ],
)  # fmt: skip
def test_the_code_of_a_reason(rule: dict[str, Any], typed: dict[str, Any], code: str, parts: tuple[str, ...]) -> None:
    found = row(with_rule(**rule), **{"target": "≥90%", "rule": "own", **typed})
    reason = reason_of(found)
    assert reason is not None
    assert reason.code == code
    text = sentence(reason)
    assert [part for part in parts if part not in text] == []
    english = sentence(reason, "en")
    assert not [word for word in ("{", "}", "分") if word in english]


def test_what_else_took_points() -> None:
    """The largest loss names the code; each says its points."""
    caps = [{"cap": "over", "measure": "attainment", "bands": {"≤130%": "full", "otherwise": "90%"}, "basis": "m10"}]
    spec = changed(marks=MARKS, caps=caps)
    deduct = {"points": "0.5", "reason": "资料不全"}
    found = row(spec, target="≥10个", actual="20个", marks=["late"], deduct=deduct)
    reason = reason_of(found)
    assert reason is not None
    assert reason.code in ("cap", "mark")
    text = sentence(reason)
    assert "封顶扣1分" in text
    assert "“迟报”扣1分" in text
    assert "人工扣0.5分（资料不全）" in text
    assert text.endswith("得7.5分，扣2.5分")
    void = reason_of(row(spec, target="≥10个", actual="8个", marks="no_evidence"))
    assert void is not None
    assert void.code == "mark"
    assert sentence(void).endswith("不得分，扣10分")


def test_steps_speak_of_what_they_count() -> None:
    """Days and months by name, a count by the target's own unit, nothing for a ratio."""
    step = {"each": "1", "begun": True, "lose": "1分"}
    late = {"target": "2023年6月30日前", "actual": "2023年7月2日", "rule": "own"}
    assert "共2档" in told(with_rule(measure="days_late", steps=step), **late)
    assert "天" in told(with_rule(measure="days_late", steps=step), **late)
    assert "套" in told(with_rule(measure="gap", steps=step), target="≥5套", actual="3套", rule="own")
    assert "扣1分" in told(with_rule(measure="attainment", steps=step), target="≥5套", actual="3套", rule="own")


def test_a_ratio_just_beside_a_whole_is_not_printed_as_one() -> None:
    """99.9999 % must not read as 100 % where points were lost."""
    text = told(LAW_10, target="≥1000000个", actual="999999个", weight=90)
    assert text == "" or "完成率100%" not in text


def test_the_execution_rate() -> None:
    spec = jixiao.load_spec(LAW_10)
    funds = {"total": {"budget": "1331.81", "spent": "1195.48"}, "cause": "合同跨年。", "remedy": "加快支付"}
    found = jixiao.score(project({"target": "1个", "actual": "1个"}, funds=funds), spec).scored
    assert found is not None
    assert found.execution is not None
    text = sentence(reason_of(found.execution))
    assert text == "全年预算数1331.81万元，全年执行数1195.48万元，预算执行率89.76%，按比例得8.98分，扣1.02分"
    assert full_reason(found.execution) == f"{text}。原因：合同跨年。改进措施：加快支付"
    assert full_reason(found.execution, "en").count(". ") == 2


def test_both_languages_have_the_same_words() -> None:
    assert set(PARTS["zh"]) == set(PARTS["en"])
    assert {measure_name(name) for name in MEASURES} == {labels["zh"] for labels in MEASURE_LABELS.values()}
    assert measure_name("attainment", "en") == "attainment"


def test_every_measure_of_a_spec_has_words() -> None:
    for spec in FOUR_SPECS:
        for rule in dump(spec)["rules"]:
            assert rule["measure"] in MEASURES


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "typed",
    [
        {"target": "≥95%", "actual": "92%"}, {"target": "≤10天", "actual": "0天"}, {"target": "有效", "actual": "一般"},
        {"target": "有效", "actual": "一般", "share": "85%"}, {"target": "6月30日前", "actual": "2023年7月2日", "share": "70%"},
        {"target": "95%-105%", "actual": "90%"}, {"target": "≥5个", "actual": "5人"}, {"actual": "5人"},
        {"target": "≥10个", "actual": "20个", "marks": ["late"], "deduct": {"points": "0.5", "reason": "资料不全"}},
        {"target": "≥10个", "actual": "5个", "applicable": False}, {"target": "≥10个", "actual": "5个", "rule": "无此规则"},
        {"target": "2023年", "actual": "2023年5月"}, {"target": "≤0起", "actual": "1起"}, {"target": "95%", "actual": "92%", "direction": "正向"},
    ],
)  # fmt: skip
def test_steps_say_everything_in_words(typed: dict[str, Any], lang: Any) -> None:
    """Every step is a whole sentence; the last one tells the score, or that there is none."""
    caps = [{"cap": "over", "measure": "attainment", "bands": {"≤130%": "full", "otherwise": "90%"}, "basis": "m10"}]
    for spec in (
        changed(marks=MARKS, caps=caps, not_applicable={"rows": "move within class", "basis": "m10"}),
        jixiao.load_spec(LAW_101),
    ):
        found = jixiao.score(project(typed, {"target": "≥1个", "actual": "1个"}), spec).scored
        assert found is not None
        for each in found.all_rows:
            steps = steps_of(each, spec, lang)
            assert steps
            assert not [step for step in steps if "{" in step or "None" in step]


def test_steps_of_a_count_are_told() -> None:
    found = row(with_rule(measure="value", steps=STEPS), target="≥90%", actual="84%", rule="own")
    assert [step for step in steps_of(found, with_rule(measure="value", steps=STEPS)) if "2" in step]


def test_what_took_points_says_from_which_document() -> None:
    """A mark is the review's, not the rule's that scored the row."""
    row = {
        "level1": "产出指标",
        "name": "甲",
        "target": "≥5个",
        "actual": "4个",
        "weight": 90,
        "marks": ["没有佐证资料"],
    }
    project = {"spec": "cn.sichuan.chengdu-review-2025", "name": "甲", "year": 2025, "indicators": [row]}
    result = jixiao.score(jixiao.load_project({**project, "funds": {"total": {"budget": 5, "spent": 5}}}))
    (told,) = result.to_dict()["indicators"]
    assert (told["citation"], told["reason_code"]) == ("财预〔2020〕10号", "mark")
    assert told["losses"] == [
        {
            "kind": "mark",
            "name": "没有佐证资料",
            "points": "72",
            "citation": "自评复核规则十四条 佐证",
            "basis": "local",
        }
    ]
    assert result.spec is not None
    assert result.scored is not None
    steps = steps_of(result.scored.rows[0], result.spec)
    assert (
        steps[steps.index("审核标记“没有佐证资料”：扣 72") + 1]
        == "依据：自评复核规则十四条 佐证（地方规定，已核对原文）"
    )


def shown(spec: str, lang: Lang = "zh", **typed: Any) -> str:
    """Everything that is explained of one row."""
    loaded = jixiao.load_spec(spec)
    return "\n".join(steps_of(row(loaded, **typed), loaded, lang))


#: Rows of 财预〔2020〕10号 that rest on what it leaves open, and what the spec reads into it.
LEFT_OPEN = [
    ({"target": "=100个", "actual": "92个"}, "“=”怎样计分；按“≥”计"),
    ({"target": "明显改善", "actual": "达成"}, "只评档次、不写比例的怎样计分；达成的按100%"),
    ({"target": "明显改善", "actual": "较好", "tier": "1"}, "只评档次、不写比例的怎样计分；达成的按100%"),
    ({"target": "及时", "actual": "及时"}, "完成值与指标值文字相同的算第一档"),
]


@pytest.mark.parametrize(("typed", "reading"), LEFT_OPEN)
@pytest.mark.parametrize("spec", [LAW_10, LESHAN])
def test_what_the_law_leaves_open_is_said_to_be_read(spec: str, typed: dict[str, Any], reading: str) -> None:
    assert reading in shown(spec, **typed)
    assert "归纳或读法，非文件规定，未核对原文" in shown(spec, **typed)
    assert "the text is silent; this spec reads: " in shown(spec, "en", **typed)
    assert row(spec, **typed).readings


@pytest.mark.parametrize(
    "typed",
    [
        {"target": "≥100个", "actual": "92个"},
        {"target": "明显改善", "actual": "较好", "tier": "1", "share": "85%"},
        {"target": "明显改善", "actual": "达成", "share": "85%"},
    ],
)
def test_what_the_law_says_stays_the_laws(typed: dict[str, Any]) -> None:
    assert "国家文件，未核对原文" in shown(LAW_10, **typed)
    assert "读法" not in shown(LAW_10, **typed)
    assert row(LAW_10, **typed).readings == ()


def test_the_row_of_a_result_says_so_too() -> None:
    typed = [{"name": "甲", "target": "=100个", "actual": "92个", "weight": 50}, {"name": "乙", "target": "≥100个", "actual": "92个", "weight": 40}]  # fmt: skip
    document = jixiao.score(project(*typed), jixiao.load_spec(LAW_10)).to_dict()
    assert [found["basis"] for found in document["indicators"]] == ["observed", "law"]
    assert document["execution"]["basis"] == "observed"


def test_a_row_without_a_rule_rests_on_no_reading() -> None:
    assert row(LAW_10, target="第1名", actual="第2名", level1="无此类").readings == ()


def explained(tmp_path: Path, spec: str, lang: str) -> str:
    """What the command explains of a whole project."""
    rows = "{level1: 产出指标, name: 甲, target: '=100个', actual: 92个, weight: %s}"
    weight = 80 if spec.startswith("cn.hubei") else 90
    file = tmp_path / "a.yaml"
    file.write_text(
        f"spec: {spec}\nname: 例\nyear: 2021\nfunds: {{total: {{budget: 5, spent: 4}}}}\nindicators: [{rows % weight}]\n",
        "utf-8",
    )
    return run("explain", str(file), "--lang", lang)[1]


def test_execution_in_proportion_is_a_reading(tmp_path: Path) -> None:
    told = explained(tmp_path, LAW_10, "zh")
    assert "办法没有写这一行怎样计分；按执行率乘分值，以满分为限" in told
    assert "this spec reads: 办法没有写这一行怎样计分" in explained(tmp_path, LAW_10, "en")


def test_grades_that_need_not_be_given(tmp_path: Path) -> None:
    told = explained(tmp_path, "cn.hubei.province-2020", "zh")
    assert "说明写“可以不评级”" in told
    assert "分等供参考：可以不评等级" in told
    assert "a grade may be left out" in explained(tmp_path, "cn.hubei.province-2020", "en")
    assert "分等供参考" in explained(tmp_path, LAW_10, "zh")
    assert "先后由文件标识与有日期的记录推断" in explained(tmp_path, VENDOR, "zh")
    assert "等级的依据" not in explained(tmp_path, "cn.mof-2003", "zh")
    assert "等级的依据" in run("spec", "show", VENDOR)[1]
    assert "算第一档" in run("spec", "show", LAW_10)[1]
    assert "等级的依据" not in run("spec", "show", "cn.mof-2016")[1]


def test_grades_of_a_plain_rule_need_no_word() -> None:
    data = dump(LAW_10)
    del data["grades"]["binding"]
    assert grade_steps(IndicatorSpec.model_validate(data)) == []
    del data["grades"]
    assert grade_steps(IndicatorSpec.model_validate(data)) == []


def test_equal_under_the_other_direction_is_ours_in_the_vendors_profile() -> None:
    typed = {"target": "=100小时", "actual": "125小时", "direction": "反向"}
    assert "“=”没有反向一支" in shown(VENDOR, **typed)
    assert "读法" not in shown(VENDOR, target="≤100小时", actual="125小时")
