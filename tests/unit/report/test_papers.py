"""What a report says of a unit's year: counts by the stages of its files, execution by source; accounts find it true."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import jixiao
from jixiao.accounts import read_accounts, review, text_lines
from jixiao.exact import format_exact
from jixiao.report import Counts, Report, check_counts, line_of, report_of
from tests.support.commands import run

ROW = {"level1": "产出指标", "name": "人次", "target": "≥100人次", "actual": "100人次", "weight": 90}
SPEC = jixiao.load_spec("cn.mof-2020-10")


def paper(name: str, stage: str = "self_evaluation", **change: Any) -> jixiao.Result:
    funds = {"total": {"budget": "100", "spent": "88"}}
    data = {"name": name, "unit": "某所", "year": 2024, "stage": stage, "funds": funds, "indicators": [ROW], **change}
    if stage == "monitoring":
        data.setdefault("month", 7)
    return jixiao.score(jixiao.load_project(data), SPEC)


def report(*papers: jixiao.Result, counts: Counts = Counts(), lang: Any = "zh") -> Report:  # noqa: B008
    return report_of([line_of(one, lang) for one in papers], counts, lang)


YEAR = [
    *(paper(name, stage) for name in ("甲", "乙") for stage in ("target", "monitoring", "self_evaluation")),
    paper("甲", "target", year=2025),
]


def test_the_seeds_sentence_comes_from_the_papers() -> None:
    """第三部分 (四) of the seed: 0 个项目事前绩效评估, 2 个绩效目标, 2 个绩效监控, 2 个绩效自评."""
    opening = report(*YEAR).paragraphs[0]
    assert opening == (
        "根据预算绩效管理要求，本单位在 2024 年度预算编制阶段，组织对 0 个项目开展了预算事前绩效评估，"
        "对 2 个项目编制了绩效目标；预算执行过程中，选取 2 个项目开展绩效监控；"
        "年度终了，组织对 2 个项目开展绩效自评，绩效自评表详见附件。"
    )


def test_papers_of_earlier_stages_are_counted_and_not_added_up() -> None:
    paragraphs = report(*YEAR).paragraphs
    assert "2 个项目支出决算为 176 万元，完成预算 200 万元的 88%。" in paragraphs
    assert not any("没有总分" in one for one in paragraphs)
    assert report(*YEAR).title == "项目支出绩效自评情况（2024 年度）"


def test_a_review_stands_for_the_self_evaluation_that_it_reviews() -> None:
    paragraphs = report(paper("甲"), paper("甲", "review"), paper("乙")).paragraphs
    assert "组织对 2 个项目开展绩效自评" in paragraphs[0]
    assert "2 个项目支出决算为 176 万元" in paragraphs[2]


def test_two_files_of_one_name_at_one_stage_are_two_projects() -> None:
    assert "组织对 2 个项目开展绩效自评" in report(paper("甲"), paper("甲")).paragraphs[0]


def test_what_is_stated_wins_and_is_told_where_the_papers_say_otherwise() -> None:
    stated = Counts(1, 5)
    opening = report(*YEAR, counts=stated).paragraphs[0]
    assert "组织对 1 个项目开展了预算事前绩效评估" in opening
    assert "选取 5 个项目开展绩效监控" in opening
    (finding,) = check_counts([line_of(one, "zh") for one in YEAR], stated)
    assert (finding.code, finding.args["stated"], finding.args["papers"]) == ("JX680", "5", "2")
    assert list(check_counts([line_of(paper("甲"), "zh")], stated)) == []


def test_the_command_counts_and_tells(tmp_path: Path) -> None:
    for stage in ("绩效监控", "绩效自评"):
        (tmp_path / f"{stage}.yaml").write_text(
            f"环节: {stage}\n指标体系: cn.mof-2020-10\n项目名称: 甲\n年度: 2024\n"
            "项目资金: {年度资金总额: {全年预算数: 5, 全年执行数: 5}}\n"
            "绩效指标: [{一级指标: 产出指标, 三级指标: 人次, 年度指标值: 100人, 实际完成值: 100人, 当前完成值: 80人, 分值: 90}]\n",
            "utf-8",
        )
    _, _, told = run("report", str(tmp_path), "-o", str(tmp_path / "r.md"), "--monitored", "3")
    assert "JX680" in told
    run("report", str(tmp_path), "-o", str(tmp_path / "r.md"), "--force")
    assert "选取 1 个项目开展绩效监控" in (tmp_path / "r.md").read_text("utf-8")


AMOUNTS = st.tuples(st.integers(0, 10**5), st.integers(0, 10**6)).map(
    lambda parts: Fraction(parts[0]) + Fraction(parts[1], 10**6)
)


@st.composite
def funded(draw: st.DrawFn) -> dict[str, Any]:
    """Funds whose sources add up, in either unit."""
    sources = draw(st.lists(st.sampled_from(["fiscal", "carryover", "own", "other"]), unique=True, max_size=3))
    amounts = {key: (draw(AMOUNTS), draw(AMOUNTS)) for key in sources or ["total"]}
    rows = {key: {"budget": format_exact(one), "spent": format_exact(two)} for key, (one, two) in amounts.items()}
    totals = [sum(column, Fraction(0)) for column in zip(*amounts.values(), strict=True)]
    rows["total"] = {"budget": format_exact(totals[0]), "spent": format_exact(totals[1])}
    return {"money_unit": draw(st.sampled_from(["万元", "元"])), **rows}


@given(st.lists(funded(), min_size=1, max_size=4))
def test_accounts_recompute_what_a_report_writes_and_find_it_true(funds: list[dict[str, Any]]) -> None:
    results = [paper(f"项目{letter}", funds=one) for letter, one in zip("甲乙丙丁", funds, strict=False)]
    text = "\n".join(report(*results).paragraphs)
    accounts = read_accounts(text_lines(text))
    assert [one for one in accounts.statements if not one.holds] == []
    assert review(accounts, [one.project for one in results if one.total is not None]) == ()
    if sum(Fraction(one["total"]["budget"]) for one in funds):
        assert any(one.result.role == "completion" for one in accounts.statements)


def test_accounts_hold_the_counts_against_the_papers() -> None:
    text = "\n".join(report(*YEAR).paragraphs)
    papers = [one.project for one in YEAR[:-1]]
    assert review(read_accounts(text_lines(text)), papers) == ()
    wrong = text.replace("对 2 个项目编制", "对 3 个项目编制").replace("选取 2 个", "选取 4 个")
    told = review(read_accounts(text_lines(wrong)), papers)
    assert [(one.code, one.args["printed"], one.args["reckoned"]) for one in told] == [
        ("JX681", "3个", "2个"),
        ("JX681", "4个", "2个"),
    ]
    assert all("2个" in one.message(lang) for one in told for lang in ("zh", "en"))


def test_a_line_on_all_projects_or_a_source_is_of_no_single_project() -> None:
    """甲 spent all that was spent, of one source, but had not all of the budget."""
    funds = {"total": {"budget": "60", "spent": "50"}, "fiscal": {"budget": "60", "spent": "50"}}
    idle = {"total": {"budget": "40", "spent": "0"}, "fiscal": {"budget": "40", "spent": "0"}}
    papers = [paper("甲", funds=funds), paper("乙", funds=idle)]
    accounts = read_accounts(text_lines("\n".join(report(*papers).paragraphs)))
    assert review(accounts, [one.project for one in papers]) == ()


def test_sources_are_told_where_they_add_up_to_the_total() -> None:
    funds = {
        "total": {"budget": "100", "spent": "88"},
        "fiscal": {"budget": "80", "spent": "80"},
        "other": {"budget": "20", "spent": "8"},
    }
    (money,) = [one for one in report(paper("甲", funds=funds)).paragraphs if "决算" in one]
    assert money == (
        "1 个项目支出决算为 88 万元，完成预算 100 万元的 88%。其中：财政拨款支出 80 万元，完成预算 80 万元的 100%；"
        "其他资金支出 8 万元，完成预算 20 万元的 40%。"
    )
    funds["other"]["spent"] = "7"
    assert "其中" not in "".join(report(paper("甲", funds=funds)).paragraphs)


def test_in_english_too() -> None:
    text = " ".join(report(*YEAR, lang="en").paragraphs)
    assert "2 projects spent 176 万元, 88% of a budget of 200 万元." in text


@pytest.mark.parametrize("missing", [{}, {"total": {"spent": "5"}}])
def test_without_money_nothing_is_said_of_it(missing: dict[str, Any]) -> None:
    assert not any("决算" in one for one in report(paper("甲", funds=missing)).paragraphs)


def test_a_reviewed_project_counts_with_what_was_adopted() -> None:
    row = {**ROW, "review": {"deductions": [{"points": 20, "reason": "缺签字", "by": "甲所"}]}}
    reviewed = line_of(paper("甲", "review", indicators=[row]), "zh")
    assert (reviewed.total, reviewed.grade) == (Fraction("78.8"), "中")
