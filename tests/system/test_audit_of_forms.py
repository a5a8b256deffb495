"""``jixiao audit`` of forms as units print them: what a layout lacks is no fault, and what stands elsewhere is found."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from jixiao.cli.commands import app
from tests.support.paths import TESTS

RUNNER = CliRunner()
TABLE = yaml.safe_load((TESTS / "data" / "audit_cases" / "table.yaml").read_text(encoding="utf-8"))
TITLE = "项目支出绩效自评表（{year}年度）"
HEAD = "项目名称|河道保洁|主管部门|甲县水利局|实施单位|甲县河道管理所"
FUNDS = """项目资金（万元）|年初预算数|全年预算数|全年执行数|分值|执行率|得分
年度资金总额|{initial}|{budget}|{spent}|10|{rate}|{score}"""
COLUMNS = "一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|偏差原因分析及改进措施"
ROWS = """产出指标|数量指标|保洁河长|≥80公里|82公里|30|30|
产出指标|质量指标|抽查合格率|≥95%|96%|20|20|
效益指标|生态效益指标|水质达标率|≥90%|93%|30|30|
满意度指标|服务对象满意度指标|沿河居民满意度|≥85%|91%|10|10|"""
FULL = {"initial": "60", "budget": "60", "spent": "60", "rate": "100%", "score": "10"}


def form(path: Path, *parts: str, year: int = 2023, **money: str) -> Path:
    """Write lines of cells as a table of a web page."""
    text = "\n".join((TITLE.format(year=year), HEAD, *parts)).format(**FULL | money)
    lines = (f"<tr>{''.join(f'<td>{cell}</td>' for cell in line.split('|'))}</tr>" for line in text.splitlines())
    page = f"<meta charset='utf-8'><table>{''.join(lines)}</table>"
    path.write_text(page, encoding="utf-8")
    return path


def audit(*paths: Path) -> dict[str, Any]:
    done = RUNNER.invoke(app, ["audit", *map(str, paths), "--notes", "--format", "json"], catch_exceptions=False)
    return dict(json.loads(done.stdout))


def told(answer: dict[str, Any], severity: str = "") -> set[str]:
    """The findings by slug, or those of a severity; notes on how a form was read are left out."""
    reading = ("spec-proposed", "texts-set-aside", "comparison-assumed")
    return {
        one["slug"] for one in answer["findings"] if one["slug"] not in reading and severity in ("", one["severity"])
    }


def test_a_form_in_order_is_left_alone(tmp_path: Path) -> None:
    assert told(audit(form(tmp_path / "a.html", FUNDS, COLUMNS, ROWS, "总分|||||100|100|"))) == set()


def test_a_form_without_classes_is_asked_about_once_and_its_sums_are_still_checked(tmp_path: Path) -> None:
    columns = "指标名称|计量单位|指标性质|指标值|指标权重（分）|全年完成值|指标得分（分）|说明"
    rows = "保洁河长|公里|≥|80|40|82|40|\n抽查合格率|%|≥|95|20|96|20|\n水质达标率|%|≥|90|30|93|30|"
    answer = audit(form(tmp_path / "a.html", "自评总分|100", FUNDS, columns, rows))
    assert told(answer) == {"classes-not-stated"}
    answer = audit(form(tmp_path / "b.html", "自评总分|100", FUNDS, columns, rows.replace("|30|93|30", "|40|93|40")))
    assert "weights-sum" in told(answer, "error")


def test_a_form_of_2019_with_the_adjusted_budget_alone_follows_a_rule_that_divides_by_it(tmp_path: Path) -> None:
    funds = "资金情况（万元）|全年预算数（A）|全年执行数（B）|分值|执行率（B/A）|得分\n年度资金总额：|60|60|10|100%|10"
    answer = audit(form(tmp_path / "a.html", funds, COLUMNS, ROWS, year=2019))
    assert told(answer, "error") == set()
    assert answer["tables"][0]["total"]["reckoned"] == "100"


def test_a_project_without_money_has_no_execution_to_speak_of(tmp_path: Path) -> None:
    nothing = {"initial": "0", "budget": "0", "spent": "0", "rate": "", "score": ""}
    assert told(audit(form(tmp_path / "a.html", FUNDS, COLUMNS, ROWS, **nothing)), "error") == set()


def test_the_total_behind_full_marks_amid_a_row_is_read_with_its_grade(tmp_path: Path) -> None:
    last = "其他需要说明事项|无|总分|100|{total}|优"
    answer = audit(form(tmp_path / "a.html", FUNDS, COLUMNS, ROWS, last, total="100"))
    assert answer["tables"][0]["total"]["printed"] == "100"
    assert told(answer) == set()
    answer = audit(form(tmp_path / "b.html", FUNDS, COLUMNS, ROWS, last, total="97"))
    assert answer["tables"][0]["total"]["printed"] == "97"
    assert told(answer, "error") == {"printed-total-not-sum"}


def test_the_reasons_of_a_second_look_are_reasons(tmp_path: Path) -> None:
    columns = COLUMNS.replace("偏差原因分析及改进措施", "复核扣分说明")
    rows = ROWS.replace("≥80公里|82公里|30|30|", "≥80公里|76公里|30|28.5|完成95%，扣3分")
    answer = audit(form(tmp_path / "a.html", FUNDS, columns, rows))
    assert "announced-deduction-differs" in told(answer)


def test_rows_of_the_blank_form_are_told_of_once(tmp_path: Path) -> None:
    rows = ROWS.replace("\n满意度", "\n效益指标|社会效益指标|指标2：|……||||\n效益指标|社会效益指标|……|||||\n满意度")
    (finding,) = (
        one for one in audit(form(tmp_path / "a.html", FUNDS, COLUMNS, rows))["findings"] if one["code"] == "JX892"
    )
    assert "指标2" in finding["message"]


def test_an_adjustment_told_in_the_cell_of_the_funds_is_told(tmp_path: Path) -> None:
    head = (
        "年度预算数（万元）|年初预算|调整后预算数|预算执行数|预算执行率|权重|得分|原因\n总额|58|60|60|100%|10|10|{why}"
    )
    columns = "一级指标|二级指标|三级指标|指标性质|指标值|度量单位|完成值|权重|得分|未完成原因分析"
    rows = "产出指标|数量指标|保洁河长|≥|80|公里|82|60|60|\n效益指标|生态效益指标|水质达标率|≥|90|%|93|30|30|"
    for why, count in (("", 1), ("工资晋档追加2万元", 0)):
        answer = audit(form(tmp_path / "部门预算.html", head, columns, rows, why=why))
        assert answer["tables"][0]["spec"] == "cn.sichuan.system-2023"
        assert sum(one["slug"] == "value-to-explain" for one in answer["findings"]) == count


def project(path: Path, **changes: Any) -> Path:
    """Write the table in order with other values, all rows full."""
    data = copy.deepcopy(TABLE)
    data["indicators"][2] |= {"actual": "96%", "score": "10", "cause": ""}
    data["funds"] = {"total": {"budget": "100", "spent": "100"}}
    path.write_text(yaml.dump({**data, "printed": {}, **changes}, allow_unicode=True), encoding="utf-8")
    return path


@pytest.mark.parametrize(("count", "is_told"), [(5, True), (4, False)])
def test_full_marks_everywhere_are_told_once_for_a_folder(count: int, *, is_told: bool, tmp_path: Path) -> None:
    for number in range(count):
        project(tmp_path / f"{number}.yaml", name=f"项目{number}", unit=f"甲县第{number}中学", goals=[])
    messages = [one["message"] for one in audit(tmp_path)["findings"] if one["slug"] == "all-at-full"]
    assert messages == ["各单位的 5 张表全部是满分"] * is_told


def test_an_empty_score_of_the_execution_is_told(tmp_path: Path) -> None:
    answer = audit(project(tmp_path / "a.yaml", printed={"execution_weight": "10", "total": "100"}))
    assert "score-cell-empty" in told(answer)
    answer = audit(project(tmp_path / "b.yaml", printed={"execution_weight": "10", "execution_score": "10"}))
    assert "score-cell-empty" not in told(answer)


def test_next_years_plan_in_the_goals_is_no_other_year(tmp_path: Path) -> None:
    goals = [{"expected": "采购物资", "achieved": "物资已入库，第二批计划2024年5月采购"}]
    assert "other-year" not in told(audit(project(tmp_path / "a.yaml", goals=goals)))
    goals = [{"expected": "采购物资", "achieved": "2020年物资已入库"}]
    assert "other-year" in told(audit(project(tmp_path / "b.yaml", goals=goals)))


def test_a_copied_text_of_short_sentences_is_told_once(tmp_path: Path) -> None:
    goals = [{"expected": "采购", "achieved": "棉被已入库500床；帐篷已入库60顶；全部在6月20日前到位"}]
    for number in range(2):
        project(tmp_path / f"{number}.yaml", name=f"物资{number}", unit=f"甲县第{number}中学", goals=goals)
    findings = [one for one in audit(tmp_path)["findings"] if one["slug"] == "copied-sentence"]
    assert len(findings) == 1
    assert "帐篷已入库60顶" in findings[0]["message"]
