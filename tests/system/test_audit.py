"""``jixiao audit`` as its users meet it: what it prints and writes, ranks, and takes up from verdicts and earlier papers."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from jixiao.cli.commands import app
from tests.support.paths import TESTS

HOME = TESTS / "data"
RUNNER = CliRunner()


class Texts(yaml.SafeLoader):
    """Every scalar as it is typed."""


Texts.yaml_implicit_resolvers = {}
TABLE = yaml.load((HOME / "audit_cases" / "table.yaml").read_text(encoding="utf-8"), Texts)  # noqa: S506  # a safe one


def audit(*arguments: object) -> tuple[int, str]:
    done = RUNNER.invoke(app, ["audit", *map(str, arguments)], catch_exceptions=False)
    return done.exit_code, done.stdout


def document(*arguments: object) -> dict[str, Any]:
    return dict(json.loads(audit(*arguments, "--format", "json")[1]))


def write(path: Path, **changes: Any) -> Path:
    """Write the table in order with other values: whole fields, or of a row as ``row2={"actual": …}``."""
    data = copy.deepcopy(TABLE)
    for key, value in changes.items():
        if key.startswith("row"):
            data["indicators"][int(key[3:])].update(value)
        else:
            data[key] = value
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


def slugs(answer: dict[str, Any]) -> list[str]:
    return [finding["slug"] for finding in answer["findings"]]


def test_a_table_in_order_ends_with_nothing(tmp_path: Path) -> None:
    code, text = audit(write(tmp_path / "a.yaml"))
    assert code == 0
    assert "没有要提出的意见" in text


def test_the_document_is_that_of_the_contract(tmp_path: Path) -> None:
    path = write(tmp_path / "a.yaml", row0={"actual": "4500条"})
    answer = document(path)
    assert answer["schema"] == "jixiao.audit/1"
    assert {"tables", "statements", "findings", "unread"} <= answer.keys()
    assert answer["tables"][0]["total"] == {"printed": "99.59", "sum": "99.59", "reckoned": "98.09"}
    finding = answer["findings"][0]
    assert {key: finding[key] for key in ("source", "project", "row", "code", "severity", "printed", "reckoned")} == {
        "source": str(path),
        "project": "防汛物资采购",
        "row": "编织袋数量",
        "code": "JX440",
        "severity": "error",
        "printed": "15",
        "reckoned": "13.5",
    }
    assert re.fullmatch(r"[0-9]+:[0-9]+", finding["where"])
    assert finding["group"] == "score"
    assert "15" in finding["message"]


def test_a_wrong_sum_says_printed_summed_and_reckoned(tmp_path: Path) -> None:
    answer = document(write(tmp_path / "a.yaml", printed={"total": "95", "execution_score": "9.8"}))
    assert answer["findings"][0]["code"] == "JX434"
    assert answer["tables"][0]["total"] == {"printed": "95", "sum": "99.59", "reckoned": "99.59"}
    assert answer["findings"][0]["message"] == "表上的总分是 95，表上各行的得分加起来是 99.59；按规则算出来是 99.59"


def test_the_most_serious_come_first_then_the_dearest(tmp_path: Path) -> None:
    dear = {"total": {"budget": "1000", "spent": "980"}}
    write(tmp_path / "a.yaml", row0={"actual": "4500条"}, unit="甲", printed={}, goals=[])
    write(tmp_path / "b.yaml", row0={"actual": "4500条"}, unit="乙", printed={}, funds=dear, goals=[])
    write(tmp_path / "c.yaml", row8={"actual": "≥90%"}, unit="丙", goals=[])
    findings = document(tmp_path)["findings"]
    assert [(one["severity"], Path(one["source"]).name) for one in findings] == [
        ("error", "b.yaml"),
        ("error", "a.yaml"),
        ("warning", "c.yaml"),
    ]


def test_notes_are_shown_on_request(tmp_path: Path) -> None:
    path = write(tmp_path / "a.yaml", row7={"target": "效果明显", "actual": "效果明显"})
    assert slugs(document(path)) == []
    assert "unjudgeable-target" in slugs(document(path, "--notes"))
    assert audit(path, "--notes")[0] == 0


def test_a_profile_changes_limits_and_switches_checks_off(tmp_path: Path) -> None:
    path = write(tmp_path / "a.yaml", row0={"actual": "6000条"}, row8={"actual": "≥90%"})
    profile = tmp_path / "profile.yml"
    profile.write_text("limits: {far_over_target: 1.1}\nseverities: {value-copies-sign: 'off'}\n", encoding="utf-8")
    assert slugs(document(path)) == ["value-copies-sign"]
    assert slugs(document(path, "--profile", profile)) == ["far-above-target"]
    profile.write_text("limits: {far_over_targt: 1.1}\n", encoding="utf-8")
    assert audit(path, "--profile", profile)[0] == 2


def test_verdicts_are_read_back_and_silence(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    path = write(tmp_path / "a.yaml", row0={"actual": "4500条"}, row8={"actual": "≥90%"}, printed={})
    book_path = tmp_path / "审核.xlsx"
    assert audit(path, "-o", book_path)[0] == 1
    book = openpyxl.load_workbook(book_path)
    sheet = book.worksheets[0]
    heads = next(row for row in sheet.iter_rows() if any(cell.value == "认定" for cell in row))
    column = next(cell.column for cell in heads if cell.value == "认定")
    sheet.cell(heads[0].row + 1, column, "不属实")
    sheet.cell(heads[0].row + 2, column, "属实")
    book.save(book_path)
    assert slugs(document(path, "--verdicts", book_path)) == ["value-copies-sign"]
    write(path, row0={"actual": "4000条"}, printed={})
    assert "short-yet-full" in slugs(document(path))
    done = RUNNER.invoke(app, ["audit", str(path), "--verdicts", str(book_path)])
    assert "JX440\t0\t1\tshort-yet-full" in done.stderr


def test_tables_are_held_against_each_other(tmp_path: Path) -> None:
    sentence = [{"expected": "完成采购", "achieved": "本年度各项物资已按要求采购入库并发放到各村组"}]
    write(tmp_path / "a.yaml", goals=sentence)
    write(tmp_path / "b.yaml", goals=sentence, unit="乙县白水镇人民政府", name="防汛物资储备")
    write(tmp_path / "c.yaml", goals=[{"achieved": "按照乙县白水镇人民政府的要求完成采购"}], name="森林防火物资")
    write(tmp_path / "d.yaml")
    answer = document(tmp_path)
    assert sorted(slugs(answer)) == ["copied-sentence", "other-unit", "same-project-twice"]


def test_all_at_full_is_said_once_for_the_unit(tmp_path: Path) -> None:
    funds = {"total": {"budget": "100", "spent": "100"}}
    for name in ("一期", "二期", "三期"):
        row = {"actual": "95%", "score": "10", "cause": ""}
        write(tmp_path / f"{name}.yaml", name=f"防汛物资采购{name}", funds=funds, row2=row, printed={})
    assert slugs(document(tmp_path)) == ["all-at-full"]


def test_last_year_and_the_approved_targets(tmp_path: Path) -> None:
    write(tmp_path / "last" / "a.yaml", year="2022", row0={"actual": "9000条"})
    write(tmp_path / "declared" / "a.yaml", row0={"target": "≥6000条"}, row1={"weight": "12"})
    path = write(tmp_path / "a.yaml")
    assert slugs(document(path, "--last-year", tmp_path / "last")) == ["target-too-low"]
    answer = document(path, "--declared", tmp_path / "declared")
    assert slugs(answer) == ["differs-from-declared"] * 2
    assert {(one["row"], one["printed"], one["reckoned"]) for one in answer["findings"]} == {
        ("编织袋数量", "≥5000条", "≥6000条"),
        ("铁锹数量", "10", "12"),
    }


@pytest.mark.parametrize(("option", "papers"), [("--declared", "批复的绩效目标"), ("--last-year", "上年的表")])
def test_a_paper_of_another_unit_is_not_held_against_a_table(tmp_path: Path, option: str, papers: str) -> None:
    write(tmp_path / "other" / "a.yaml", unit="丙县黑水镇人民政府", row0={"target": "≥9000条", "actual": "9000条"})
    path = write(tmp_path / "a.yaml")
    (finding,) = document(path, option, tmp_path / "other")["findings"]
    assert finding["slug"] == "earlier-paper-of-other-unit"
    assert f"没有和{papers}对照：那里同编码或同名的项目是“丙县黑水镇人民政府”的" in finding["message"]
    write(tmp_path / "other" / "a.yaml", unit="丙县黑水镇人民政府", name="别的项目")
    assert slugs(document(path, option, tmp_path / "other")) == []


def test_a_limit_that_is_far_above_last_years_cost_is_told(tmp_path: Path) -> None:
    write(tmp_path / "last" / "a.yaml", year="2022", row4={"actual": "60万元"})
    answer = document(write(tmp_path / "a.yaml"), "--last-year", tmp_path / "last")
    assert [(one["slug"], one["printed"], one["reckoned"]) for one in answer["findings"]] == [
        ("target-too-lax", "≤100万元", "60万元")
    ]


def test_an_approved_indicator_under_another_name_is_one_difference(tmp_path: Path) -> None:
    write(tmp_path / "declared" / "a.yaml", row0={"name": "编织袋采购数量"})
    answer = document(write(tmp_path / "a.yaml"), "--declared", tmp_path / "declared")
    assert [(one["printed"], one["reckoned"]) for one in answer["findings"]] == [("编织袋数量", "编织袋采购数量")]


def test_another_rule_that_gives_all_scores_is_named(tmp_path: Path) -> None:
    """130 of 100: 10 × (1 − 0.3) = 7 by the system's rule, 10 × 100 ÷ 130 = 7.69 by the document's."""
    row = {"target": "≤100万元", "actual": "130万元", "score": "7", "cause": "物资涨价"}
    answer = document(
        write(tmp_path / "a.yaml", row4=row, row2={"actual": "95%", "score": "10", "cause": ""}, printed={})
    )
    assert slugs(answer) == ["other-rule-fits"]
    assert "cn.vendor-fasp2" in answer["findings"][0]["message"]
    assert answer["findings"][0]["row"] == "采购总成本"


def test_a_table_without_a_rule_takes_the_one_that_gives_its_scores(tmp_path: Path) -> None:
    data = copy.deepcopy(TABLE)
    del data["spec"], data["printed"]
    data["indicators"][4].update(target="≤100万元", actual="130万元", score="7", cause="物资涨价")
    path = tmp_path / "a.yaml"
    path.write_text(yaml.dump(data, allow_unicode=True), encoding="utf-8")
    answer = document(path)
    assert answer["tables"][0]["spec"] in ("cn.vendor-fasp2", "cn.guangxi.system-2023")
    assert slugs(answer) == []


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    write(tmp_path / "folder" / "a.yaml")
    (tmp_path / "folder" / "b.xlsx").write_bytes(b"no workbook")
    answer = document(tmp_path / "folder")
    assert [Path(one["source"]).name for one in answer["unread"]] == ["b.xlsx"]
    assert answer["unread"][0]["reason"]
    assert audit(tmp_path / "folder")[0] == 1
    assert audit(tmp_path / "folder" / "b.xlsx")[0] == 1


def test_a_folder_takes_all_formats_and_they_are_the_same_each_time(tmp_path: Path) -> None:
    for extra in ("xlsxwriter", "docx"):
        pytest.importorskip(extra)
    path = write(tmp_path / "a.yaml", row0={"actual": "4500条"})
    output = tmp_path / "out"
    output.mkdir()
    assert audit(path, "-o", output)[0] == 1
    first = {one.name: one.read_bytes() for one in output.iterdir()}
    assert sorted(first) == ["审核.html", "审核.json", "审核.xlsx", "审核意见.docx"]
    assert audit(path, "-o", output)[0] == 1
    assert {one.name: one.read_bytes() for one in output.iterdir()} == first
    assert "编织袋数量" in first["审核.html"].decode()


def test_an_interrupted_review_is_taken_up(tmp_path: Path) -> None:
    """What the journal holds is not read again, as long as the file has not changed."""
    path, output = write(tmp_path / "a.yaml", row0={"actual": "4500条"}), tmp_path / "out.json"
    journal = tmp_path / ".out.json.jixiao-part"
    assert audit(path, "-o", output)[0] == 1
    assert not journal.exists()
    expected = output.read_bytes()
    from jixiao.audit.profile import usual_profile
    from jixiao.border.folders import Input
    from jixiao.border.outputs import Outputs
    from jixiao.cli.audit_inputs import Reviewing
    from jixiao.cli.audit_journal import Journal
    from jixiao.cli.options import Options

    options = Options(output=str(output))
    notes = Journal(Outputs(str(output)), options, None)
    notes.read(resume=False)
    reviewed = Reviewing(options, usual_profile(), {}).run(Input(path, path, named=True))
    assert reviewed is not None
    notes.write(path, reviewed)
    assert Journal(Outputs(str(output)), options, None).read(resume=True) == {str(path): reviewed}
    assert audit(path, "-o", output, "--resume")[0] == 1
    assert output.read_bytes() == expected
    assert not journal.exists()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_speaks_both_languages(tmp_path: Path, lang: str) -> None:
    path = write(tmp_path / "a.yaml", row0={"actual": "4500条"})
    words = {"zh": "硬错", "en": "error"}
    assert words[lang] in audit(path, "--lang", lang)[1]


def draw_form(path: Path, data: dict[str, Any]) -> Path:
    """Draw a table as an office does: one heading, a row an indicator, classes typed once, the total below."""
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "自评表"
    total = data["funds"]["total"]
    rows = [
        ["项目支出绩效自评表"],
        ["（2023年度）"],
        ["项目名称", data["name"], "", "", "", "", "", ""],
        ["主管部门", data["department"], "", "实施单位", data["unit"], "", "", ""],
        ["项目资金（万元）", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        ["", "年度资金总额", total["initial"], total["budget"], total["spent"], "10", "98%", "9.8"],
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"],
    ]
    fields = ("level1", "level2", "name", "target", "actual", "weight", "score", "cause")
    rows += [[row.get(key, "") for key in fields] for row in data["indicators"]]
    rows.append(["总分", "", "", "", "", "100", data["printed"]["total"], ""])
    for row in rows:
        sheet.append(row)
    for line in (1, 2):
        sheet.merge_cells(start_row=line, end_row=line, start_column=1, end_column=8)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def test_a_form_is_reviewed_at_its_cells(tmp_path: Path) -> None:
    data = copy.deepcopy(TABLE)
    assert slugs(document(draw_form(tmp_path / "in order.xlsx", data))) == []
    data["indicators"][2].update(score="8", cause="")
    data["indicators"][8]["actual"] = "≥90%"
    answer = document(draw_form(tmp_path / "faulty.xlsx", data))
    places = {(one["slug"], one["where"], one["row"]) for one in answer["findings"]}
    assert places >= {
        ("claimed-score-differs", "自评表!G10", "验收合格率"),
        ("loss-without-cause", "自评表!C10", "验收合格率"),
        ("value-copies-sign", "自评表!E16", "群众满意度"),
        ("printed-total-not-sum", "自评表!G17", None),
    }
    assert answer["tables"][0]["total"] == {"printed": "99.59", "sum": "97.8", "reckoned": "99.59"}


def test_the_workbook_links_to_the_cells(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    data = copy.deepcopy(TABLE)
    data["indicators"][8]["actual"] = "≥90%"
    form = draw_form(tmp_path / "a.xlsx", data)
    audit(form, "-o", tmp_path / "审核.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "审核.xlsx").worksheets[0]
    links = [cell.hyperlink for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    assert [(link.target, link.location) for link in links] == [("a.xlsx", "'自评表'!E16")]


ACCOUNTS = """2023年度收、支总计均为500万元。与2022年度400万元相比，收、支总计各增加100万元，增长25%。
2023年度一般公共预算支出决算数为450万元，完成预算500万元的95%。
"""


def test_statements_of_the_accounts_are_recomputed(tmp_path: Path) -> None:
    (tmp_path / "决算说明.txt").write_text(ACCOUNTS, encoding="utf-8")
    path = write(tmp_path / "a.yaml")
    answer = document(path, "--accounts", tmp_path / "决算说明.txt")
    wrong = [one for one in answer["statements"] if not one["holds"]]
    assert [(one["where"], one["printed"]) for one in wrong] == [("第2行", "95%")]
    assert [(one["slug"], one["printed"]) for one in answer["findings"]] == [("accounts-sum-differs", "95%")]
    assert len(answer["statements"]) > len(wrong)
    assert [one["code"] for one in document(tmp_path)["findings"]] == [answer["findings"][0]["code"]]
    assert document(path, "--accounts", tmp_path / "none.txt")["unread"][0]["source"].endswith("none.txt")
