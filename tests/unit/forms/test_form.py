"""The form as a value: every layout tiles its grid, shows what the project has, and every text format holds its texts."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import jixiao
from jixiao.forms import Form, all_rows, form_of, place_cells
from jixiao.forms.spreadsheet.live_cells import live_form
from jixiao.loading import companions, layouts
from jixiao.loading.layouts import form_style, read_layout
from jixiao.loading.package import package_specs
from jixiao.loading.specs import load_spec
from jixiao.rendering.flattening import flatten
from jixiao.testing import projects, scored
from tests.support.overlays import SOURCE, overlay
from tests.support.rule_book import SPECS, in_samples

LAYOUTS = sorted((package_specs() / "forms").glob("*.yaml"))
QUICK = settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])


def texts(form: Form) -> Counter[str]:
    return Counter(cell.text for row in all_rows(form) for cell in row if cell.text)


def tiles(form: Form) -> None:
    for block in form.blocks:
        seen = Counter(
            (at.row + down, at.column + right)
            for at in place_cells(block.rows)
            for down in range(at.cell.rows)
            for right in range(at.cell.columns)
        )
        whole = {(row, column): 1 for row in range(len(block.rows)) for column in range(len(form.columns))}
        assert seen == Counter(whole), block.name


@pytest.mark.parametrize("path", LAYOUTS, ids=lambda path: path.stem)
def test_every_layout_reads_and_names_its_source(path: Path) -> None:
    found = read_layout(path)
    assert found.findings == ()
    assert found.layout is not None
    assert found.layout.source.document


def test_the_layouts_that_the_issue_names_are_there() -> None:
    """Issue 4: Leshan 2023, MOF 2020, Sichuan 2023, Yunnan 公开14表, Hubei, department-wide."""
    names = {path.stem for path in LAYOUTS}
    assert {"leshan-2023", "national-2020", "sichuan-2023", "yunnan-2022", "hubei-2020", "department-2020"} <= names


@pytest.mark.parametrize("spec_id", in_samples(SPECS))
def test_every_form_tiles_its_grid(spec_id: str) -> None:
    spec = jixiao.load_spec(spec_id)

    @given(of=projects(spec), lang=st.sampled_from(["zh", "en"]))
    @QUICK
    def check(of: dict[str, object], lang: jixiao.findings.Lang) -> None:
        form = form_of(scored(of, spec), lang)
        tiles(form)
        flats = Counter(
            text
            for block in form.blocks
            for table in [flatten(block, form.columns)]
            for row in (table.above, table.head, *table.body)
            for text in row
            if text
        )
        assert sum(flats.values()) <= sum(texts(form).values())
        shown = "".join(flats)
        assert all(text in shown for text in texts(form))

    check()


@pytest.mark.parametrize("layout", [path.stem for path in LAYOUTS])
def test_what_a_project_says_is_not_lost(layout: str) -> None:
    """Texts that a layout has no cell for stand below; fund rows that it does not have are drawn all the same."""
    spec = jixiao.load_spec("cn.mof-2020-10")
    spec = spec.model_copy(update={"form": spec.form.model_copy(update={"layout": layout})})
    spec._layout = layout
    project = jixiao.load_project(
        {
            "name": "甲", "year": 2024, "department": "某局", "unit": "某所",
            "funds": {"total": {"initial": 9, "budget": 10, "spent": 8}, "carryover": {"budget": 3, "spent": 3}},
            "conclusion": "结论一", "problems": "问题二", "measures": "措施三", "remarks": "说明四",
            "goals": [{"expected": "目标五", "achieved": "情况六"}],
            "indicators": [
                {"level1": "产出指标", "level2": "数量指标", "name": "指标七", "target": "≥5个", "actual": "4个", "weight": 50, "cause": "原因八"},
                {"level1": "产出指标", "level2": "数量指标", "name": "指标九", "target": "≥95%", "actual": "96%", "weight": 40},
            ],
        }
    )  # fmt: skip
    result = jixiao.score(project, spec)
    form = form_of(result)
    tiles(form)
    shown = " ".join([*texts(form), *(text for _, text in form.below)])
    sections = {section.section for section in result.style.layout.sections}
    columns = {part.show for section in result.style.layout.sections for part in section.columns}
    assert ("上年结转资金" in shown) == ("funds" in sections)
    for said in ("结论一", "问题二", "措施三", "说明四", "指标七", "指标九"):
        assert said in shown, said
    assert ("目标五" in shown) == ("goals" in sections)
    assert ("原因八" in shown) == ("reason" in columns)
    assert form.below[form.notes :] == (("总分", result.total), ("等级", result.grade))


def test_a_form_by_goals_has_a_block_for_each() -> None:
    """Hubei: 年度绩效目标1（40分）, 年度绩效目标2（40分），each with its own headings."""
    rows = [
        {
            "level1": "产出指标",
            "name": f"指标{at}",
            "target": "≥1个",
            "actual": "1个",
            "weight": 20,
            "goal": 1 + at // 2,
        }
        for at in range(4)
    ]
    funds = {"total": {"budget": 5, "spent": 5}}
    project = {"name": "甲", "year": 2020, "funds": funds, "indicators": rows}
    form = form_of(jixiao.score(jixiao.load_project(project), jixiao.load_spec("cn.hubei.city-2020")))
    sides = [block.rows[0][0].text for block in form.blocks if block.name == "indicators"]
    assert sides == ["年度绩效目标1（40分）", "年度绩效目标2（40分）"]
    assert form.blocks[-2].rows[-1][0].text == "总分"


def test_merged_cells_end_where_the_class_before_them_ends() -> None:
    rows = [
        {"level1": one, "level2": two, "name": f"{one}{at}", "target": "1个", "actual": "1个", "weight": 10}
        for at, (one, two) in enumerate([("甲", "同"), ("甲", "同"), ("乙", "同"), ("乙", "异"), ("甲", "异")])
    ]
    project = jixiao.load_project({"name": "甲", "year": 2024, "indicators": rows})
    form = form_of(jixiao.score(project, jixiao.load_spec("cn.mof-2020-10")))
    (block,) = (block for block in form.blocks if block.name == "indicators")
    tall = [
        (at.cell.text, at.cell.rows)
        for at in place_cells(block.rows)
        if at.column in (1, 2) and at.row and at.cell.kind == "text"
    ]
    assert tall == [("甲", 2), ("同", 2), ("乙", 2), ("同", 1), ("异", 1), ("甲", 1), ("异", 1)]


LOCAL = overlay("cn.local.a-2024", SOURCE, start="2024-01-01")
OWN = """\
source: {document: 甲, kind: local, checked: seen}
columns: [20, 20]
sections:
  - section: pairs
    rows:
      - [{label: 名称}, {show: name}]
"""


def test_a_layout_of_ones_own_stands_beside_the_spec(tmp_path: Path) -> None:
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms" / "own.yaml").write_text(OWN, "utf-8")
    (tmp_path / "a.yaml").write_text(LOCAL + "form: {title: 自己的表, layout: own}\n", "utf-8")
    spec = jixiao.load_spec(tmp_path / "a.yaml")
    project = jixiao.load_project({"name": "乙", "year": 2024, "remarks": "话", "indicators": []})
    form = form_of(jixiao.score(project, spec))
    assert form.title == "自己的表（2024 年度）"
    assert [cell.text for row in all_rows(form) for cell in row] == ["名称", "乙"]
    assert ("其他说明", "话") in form.below


@pytest.mark.parametrize(
    ("form", "layout", "code", "path"),
    [
        ("form: {title: 甲, layout: none}", "", "JX800", "form.layout"),
        ("form: {title: 甲, layout: own}", OWN.replace("columns: [20, 20]", "columns: [20, 20, 20]"), "JX802", ""),
        ("form: {title: 甲, layout: own}", OWN.replace("[20, 20]", "[20, 宽]"), "JX801", "columns"),
        ("form: {title: 甲, layout: own}", OWN.replace("show: name", "show: nmae"), "JX214", "sections[0]"),
        ("form: {title: 甲, layout: own}", OWN.replace("sections", "section"), "JX213", "sections"),
        ("form: {title: 甲, layout: own}", "[", "JX127", ""),
        ("form: {title: 甲, layout: own}", "- 1", "JX503", ""),
        ("form: {title: 甲, layout: own}", "# " + "x" * 5_300_000, "JX101", ""),
        ("form: {title: 甲, layout: own}", OWN.replace("[20, 20]", "20"), "JX212", "columns"),
        ("form: {title: 甲, layout: own}", OWN + "    side_wide: 宽\n", "JX801", "sections[0].side_wide"),
        (
            "form: {title: 甲, layout: own}",
            OWN + "  - {section: funds, columns: [{show: fund, wide: 2}], funds: {totl: 总额}}\n",
            "JX214",
            "sections[1]",
        ),
    ],
)
def test_a_broken_layout_is_found_when_its_spec_is_read(
    tmp_path: Path, form: str, layout: str, code: str, path: str
) -> None:
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms" / "own.yaml").write_text(layout, "utf-8")
    (tmp_path / "a.yaml").write_text(f"{LOCAL}{form}\n", "utf-8")
    with pytest.raises(jixiao.SpecError) as raised:
        jixiao.load_spec(tmp_path / "a.yaml")
    found = {finding.code: finding for finding in raised.value.findings}
    assert code in found, found
    assert found[code].path.startswith(path)


def test_a_broken_layout_of_the_package_is_a_programmers_mistake(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms" / "own.yaml").write_text("- 1\n", "utf-8")
    monkeypatch.setattr(companions, "package_specs", lambda: tmp_path)
    with pytest.raises(ValueError, match="JX503"):
        layouts.packaged_layout.__wrapped__("own")


@pytest.mark.parametrize("budget", [{"budget": "50"}, {}])
def test_the_rate_is_over_the_budget_that_the_spec_divides_by(budget: dict[str, str]) -> None:
    """The form of 2016 prints 年初预算数（A）, 全年执行数（B）, 执行率（B/A）; its spec measures that, too."""
    row = {"level1": "产出指标", "name": "a", "target": "≥1个", "actual": "1个", "weight": "90"}
    funds = {"total": {"initial": "100", "spent": "50", **budget}}
    found = jixiao.score(
        jixiao.load_project({"spec": "cn.mof-2016", "name": "甲", "year": 2017, "funds": funds, "indicators": [row]})
    )
    cells = {cell.field: cell.text for line in all_rows(form_of(found)) for cell in line if cell.field}
    assert (cells["funds.total.rate"], cells["execution.score"]) == ("50%", "5")
    assert "年初预算数100万元，全年执行数50万元" in found.to_dict()["execution"]["reason"]
    live = live_form(found, form_of(found)).cells["funds.total.rate"].formula
    assert live is not None
    assert "{funds.total.initial}" in live


def test_without_a_spec_the_layout_is_the_national_one() -> None:
    spec = load_spec("cn.mof-2020-10")
    assert form_style(None).layout == form_style(spec).layout
