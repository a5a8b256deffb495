"""Rules of monitoring as data: the sets of the package, what each asks for, and sets of one's own, read strictly."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import jixiao
from jixiao.loading import monitoring
from jixiao.loading.companions import packaged_names
from jixiao.loading.monitoring import packaged_monitoring, read_monitoring
from jixiao.loading.package import MONITORING, package_specs
from jixiao.monitoring.sentences import name_in
from tests.support.monitoring import book, codes, monitored, monitored_by, project, row

BEHIND = {"red": "60", "yellow": "100", "green": "150"}


def needs(name: str, *rows: dict[str, Any], **more: Any) -> list[str]:
    """What the rules of a name ask of the first row."""
    needed: list[str] = monitored_by(name, *rows, **more).to_dict()["indicators"][0]["to_explain"]
    return needed


@pytest.mark.parametrize("name", packaged_names(MONITORING))
def test_every_set_of_the_package_is_sound_and_cites_its_sources(name: str) -> None:
    rules = packaged_monitoring(name)
    blocks = [rules.project, *rules.rows, *rules.explain, *filter(None, [rules.execution])]
    assert all(rules.citation(block) for block in blocks)
    assert all(source.note for source in rules.sources.values())


def test_the_default_set_holds_where_a_spec_names_none() -> None:
    assert {jixiao.load_spec(name).monitoring for name in jixiao.SpecBook().ids} == {"pace"}


def test_rules_of_monitoring_change_no_hash() -> None:
    spec, specs = book("tianjin")
    other, others = book("ningxia")
    assert specs.load_spec(spec).sha256 == others.load_spec(other).sha256
    assert specs.load_spec(spec).monitoring_rules == "tianjin"


# ---- what must be explained


@pytest.mark.parametrize(("color", "needed"), [("red", ["reason"]), ("yellow", ["reason"]), ("green", [])])
def test_red_and_yellow_need_a_reason(color: str, needed: list[str]) -> None:
    assert needs("pace", row("≥300", BEHIND[color])) == needed


@pytest.mark.parametrize(("color", "needed"), [("red", ["reason"]), ("yellow", []), ("green", [])])
def test_ningxia_asks_for_the_reason_of_red_alone(color: str, needed: list[str]) -> None:
    assert needs("ningxia", row("≥300", BEHIND[color])) == needed


@pytest.mark.parametrize(
    ("stated", "needed"),
    [
        ({}, []),
        ({"likelihood": "确定能"}, []),
        ({"likelihood": "有可能"}, ["reason", "forecast"]),
        ({"likelihood": "完全不可能"}, ["reason", "forecast"]),
        ({"likelihood": "有可能", "cause": "停办", "forecast": "200"}, []),
        ({"likelihood": "有可能", "cause_kinds": ["经费保障"], "forecast": "200"}, ["explanation"]),
        ({"cause_kinds": ["经费保障"]}, ["explanation"]),
        ({"cause_kinds": ["经费保障"], "cause": "拨款晚"}, []),
    ],
)
def test_tianjin_asks_by_likelihood_and_for_words_beside_kinds(stated: dict[str, Any], needed: list[str]) -> None:
    assert needs("tianjin", row("≥300", "60", **stated)) == needed


@pytest.mark.parametrize("stated", [{"cause": "停办"}, {"cause_kinds": ["人员保障"]}])
def test_a_reason_is_a_kind_or_words(stated: dict[str, Any]) -> None:
    assert needs("pace", row("≥300", "60", **stated)) == []


def test_what_is_missing_is_told_at_the_row_with_the_kinds_of_causes() -> None:
    (finding,) = [finding for finding in monitored(row("≥300", "60")).findings if finding.code == "JX614"]
    assert (finding.path, finding.severity) == ("indicators[0].cause", "warning")
    assert "红灯 40%" in finding.message()
    assert "经费保障、制度保障、人员保障、硬件条件保障、其他" in finding.remedy()
    assert "red 40%" in finding.message("en")


def test_a_row_that_does_not_apply_explains_nothing() -> None:
    assert needs("tianjin", row("≥300", likelihood="有可能", applicable=False)) == []


# ---- two questions


@pytest.mark.parametrize(
    ("spending", "targets", "color"),
    [("是", "是", "green"), ("是", "否", "yellow"), ("否", "是", "red"), ("否", "否", "red")],
)
def test_hefei_asks_two_questions(spending: str, targets: str, color: str) -> None:
    answers = {"资金按计划支出": spending, "目标按计划实现": targets}
    result = monitored_by("hefei", row("≥300", "1"), answers=answers)
    assert (result.light, [one.light for one in result.lights]) == (color, [None])
    assert codes(result) == ["JX617"]
    assert result.to_dict()["rule"] == "两个问题"


def test_rows_that_show_no_light_have_no_steps_to_one() -> None:
    result = monitored_by("hefei", row("≥300", "1", forecast="300"), answers={})
    assert result.scored is not None
    steps = result.row_steps(result.scored.rows[0], "zh")
    assert steps[0] == "全年预计得分，按填报的全年预计："


def test_questions_without_an_answer_are_told() -> None:
    result = monitored_by("hefei", row("≥300", "1"), answers={"资金按计划支出": "是", "进度正常": "是"})
    assert (result.light, codes(result)) == (None, ["JX617", "JX618", "JX619"])


def test_an_answer_is_yes_or_no() -> None:
    read = project(row("≥300", "150"), answers={"资金按计划支出": "也许"})
    assert [finding.severity for finding in read.findings] == ["error"]


# ---- sets of one's own

OWN = """title: 自定
extends: pace
sources: {own: {document: 某办法, kind: local, checked: seen}}
explain:
  - {rule: 蓝灯也说明, lights: [red, blue], write: reason, basis: own 第三条}
"""


def test_a_set_beside_the_spec_is_found_and_cites_its_own_source(tmp_path: Path) -> None:
    spec, specs = book("own", OWN, tmp_path)
    result = jixiao.monitor(project(row("≥300", "200")), spec, book=specs)
    assert (result.lights[0].light, codes(result).count("JX614")) == ("blue", 1)
    assert specs.load_spec(spec).monitoring_rules.title == "自定"


def test_a_set_of_ones_own_comes_before_the_packages(tmp_path: Path) -> None:
    spec, specs = book("ningxia", OWN, tmp_path)
    assert specs.load_spec(spec).monitoring_rules.title == "自定"


def test_folders_of_rules_hold_no_specs(tmp_path: Path) -> None:
    _, specs = book("own", f"id: cn.no.spec\n{OWN}", tmp_path)
    assert "cn.no.spec" not in specs.ids


def test_rules_that_are_nowhere_are_told() -> None:
    spec, specs = book("none")
    (finding,) = specs.look_up(spec).findings
    assert (finding.code, finding.path) == ("JX620", "monitoring")
    assert finding.place is not None
    assert "tianjin" in finding.remedy()


@pytest.mark.parametrize(
    ("broken", "code", "path"),
    [
        (OWN.replace("extends: pace", "extends: nowhere"), "JX621", "extends"),
        (OWN.replace("extends: pace", "extends: own"), "JX621", "extends"),
        (OWN.replace("basis: own 第三条", "basis: other"), "JX537", "explain[0].basis"),
        (OWN.replace("lights: [red, blue]", "lights: [orange]"), "JX214", "explain[0].lights[0]"),
        (OWN.replace("write: reason", "write: poems"), "JX214", "explain[0].write[0]"),
        (OWN.replace("write: reason", "measure: attainment, write: reason"), "JX622", "explain[0]"),
        (OWN.replace("write: reason", "measure: attainment, outside: 很多, write: reason"), "JX523", "explain[0]"),
        (OWN + "project: {rule: 甲, basis: own}\n", "JX623", "project"),
        (OWN + "project: {rule: 甲, basis: own, questions: [乙], lights: {是: green}}\n", "JX528", "project"),
        (OWN + "form: {title: 甲, layout: none}\n", "JX800", "form.layout"),
        (
            OWN + "rows:\n" + "  - {rule: 甲, basis: own, measure: met, lights: {otherwise: red}}\n" * 2,
            "JX538",
            "rows[1]",
        ),
        (OWN + "colour: red\n", "JX202", "colour"),
        (OWN + "execution: {rule: 甲, basis: own, measure: execution, lights: {≥80%: green}}\n", "JX528", "execution"),
        ("- 甲\n", "JX503", ""),
        ("title: 甲\n  乙: [\n", "JX1", None),
    ],
)
def test_what_is_broken_is_told_with_its_place(broken: str, code: str, path: str | None, tmp_path: Path) -> None:
    spec, specs = book("own", broken, tmp_path)
    lookup = specs.look_up(spec)
    assert lookup.spec is None
    first = lookup.findings[0]
    assert first.code.startswith(code), first.message()
    assert path in (None, first.path)
    assert first.place is not None
    assert first.place.source.name.endswith("own.yaml")


def test_rules_extend_each_other_three_times_at_most(tmp_path: Path) -> None:
    folder = tmp_path / "monitoring"
    folder.mkdir()
    for number in range(5):
        base = "pace" if number == 0 else f"a{number - 1}"
        (folder / f"a{number}.yaml").write_text(OWN.replace("extends: pace", f"extends: {base}"), "utf-8")
    assert read_monitoring(folder / "a2.yaml", (tmp_path,)).rules is not None
    (finding,) = read_monitoring(folder / "a3.yaml", (tmp_path,)).findings
    assert finding.code == "JX621"


def test_words_cite_a_source_of_the_set(tmp_path: Path) -> None:
    rule = "rows:\n  - rule: 定性\n    for: {comparison: 定性}\n    measure: met\n    words:\n"
    rule += "      - {lights: {green: 办结}, basis: other}\n    lights: {met: green, otherwise: red}\n    basis: own\n"
    spec, specs = book("own", OWN + rule, tmp_path)
    (finding,) = specs.look_up(spec).findings
    assert (finding.code, finding.path) == ("JX537", "rows[0].words[0].basis")


def test_bands_are_written_as_those_of_scores_are() -> None:
    edges = packaged_monitoring("pace").rows[1]
    assert [edges.light_at(n, 100) for n in (59, 60, 79, 80, 119, 120)] == [
        "red", "yellow", "yellow", "green", "green", "blue",
    ]  # fmt: skip
    assert (package_specs() / "monitoring" / "pace.yaml").is_file()


@pytest.mark.parametrize("name", packaged_names(MONITORING))
def test_every_name_of_the_package_has_its_english(name: str) -> None:
    rules = packaged_monitoring(name)
    blocks = [rules.project, *rules.rows, *rules.explain, *filter(None, [rules.execution])]
    names = [rules.title, rules.form.title, *(block.name for block in blocks)]
    assert [text for text in names if not name_in(text, rules, "en").isascii()] == []


def test_a_broken_set_of_the_package_is_our_own_mistake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "own.yaml").write_text(OWN.replace("basis: own", "basis: none"), "utf-8")
    monkeypatch.setattr(monitoring, "packaged_file", lambda _, name: tmp_path / f"{name}.yaml")
    with pytest.raises(ValueError, match="JX537"):
        packaged_monitoring.__wrapped__("own")


def test_a_duty_is_for_the_rows_that_it_names(tmp_path: Path) -> None:
    rules = OWN.replace("{rule: 蓝灯也说明, ", "{rule: 成本, for: {level2: 成本指标}, ")
    spec, specs = book("own", rules, tmp_path)
    rows = [row("≥300", "60", level2=level2) for level2 in ("数量指标", "成本指标")]
    needed = [one["to_explain"] for one in jixiao.monitor(project(*rows), spec, book=specs).to_dict()["indicators"]]
    assert needed == [[], ["reason"]]


def test_a_file_of_rules_is_no_project(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(OWN, "utf-8")
    assert jixiao.load_project(path).is_other
    path.write_text("title: 甲\nextends: pace\nexplain: []\n", "utf-8")
    assert jixiao.load_project(path).is_other
