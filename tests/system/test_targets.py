"""Declarations of targets: complete without actuals, and told what they lack while it can still be mended."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.commands import put, run

TARGET = """\
指标体系: cn.mof-2020-10
环节: 绩效目标
项目名称: 防汛物资储备
年度: 2024
主管部门: 某市应急管理局
实施单位: 某市防汛中心
项目编码: "0012"
项目资金:
  年度资金总额: {年初预算数: 100}
  财政拨款: {年初预算数: 60}
  其他资金: {年初预算数: 40}
年度总体目标: [{预期目标: 汛期前储备到位。}]
绩效指标:
  - {一级指标: 产出指标, 二级指标: 数量指标, 三级指标: 编织袋采购数量, 年度指标值: ≥5000条, 分值: 20}
  - {一级指标: 产出指标, 二级指标: 质量指标, 三级指标: 验收合格率, 年度指标值: ≥98%, 分值: 15}
  - {一级指标: 产出指标, 二级指标: 时效指标, 三级指标: 采购完成时间, 年度指标值: 2024年5月31日前, 分值: 15}
  - {一级指标: 效益指标, 二级指标: 社会效益指标, 三级指标: 储备制度, 年度指标值: 建立, 分值: 30}
  - {一级指标: 满意度指标, 二级指标: 服务对象满意度指标, 三级指标: 群众满意度, 年度指标值: ≥95%, 分值: 10}
"""


@pytest.mark.parametrize("command", ["check", "score", "audit"])
def test_a_complete_declaration_is_in_order(tmp_path: Path, command: str) -> None:
    code, out, errors = run(command, str(put(tmp_path / "a.yaml", TARGET)))
    assert code == 0
    assert "警告" not in out + errors
    assert "错误" not in out + errors
    assert (out + errors).count("不计分（环节：绩效目标）") == (command != "audit")


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("≥5000条", "完成采购", "JX640"),
        ("≥5000条", "≥5000", "JX641"),
        (", 分值: 10", "", "JX642"),
        ("分值: 20", "分值: 25", "JX401"),
        ("≥5000条", "≥50万元", "JX479"),
        ("2024年5月31日前", "2025年5月31日前", "JX485"),
        ("≥98%", "≥98", "JX463"),
        ("建立", "显著提升", "JX465"),
    ],
)
def test_what_a_declaration_lacks_is_told(tmp_path: Path, old: str, new: str, code: str) -> None:
    out = run("check", str(put(tmp_path / "a.yaml", TARGET.replace(old, new))), "-f", "csv")[1]
    assert code in out


def test_a_declaration_begins_as_a_file_or_as_the_form_itself(tmp_path: Path) -> None:
    new = ("new", "--spec", "cn.mof-2020-10", "--stage", "target", "-o")
    assert run(*new, str(tmp_path / "a.yaml"))[0] == 0
    text = (tmp_path / "a.yaml").read_text("utf-8")
    assert "环节: 绩效目标\n" in text
    assert "年初预算数" in text
    assert not [word for word in ("实际完成", "全年执行数", "偏差原因", "完成档次") if word in text]
    assert run(*new, str(tmp_path / "a.xlsx"))[0] == 0
    code, out, _ = run("read", str(tmp_path / "a.xlsx"))
    assert (code, "环节: 绩效目标\n" in out, "一级指标: 满意度指标\n" in out) == (0, True, True)


def test_a_spec_names_the_layout_of_its_declarations(tmp_path: Path) -> None:
    head = "id: xx.own\nversion: 1\nin_force: {from: 2021-01-01}\nextends: cn.mof-2020-10@2\ntitle: 自己的\n"
    form = "form: {{title: 自评表, targets: {name}}}\n"
    for name, code in (("department-target-2023", 0), ("none", 1)):
        spec = put(tmp_path / f"{name}.yaml", head + form.format(name=name))
        assert run("spec", "check", str(spec))[0] == code
    out = run("score", str(put(tmp_path / "a.yaml", TARGET)), "--spec", str(tmp_path / "department-target-2023.yaml"))[
        1
    ]
    assert "部门整体绩效目标表（2024 年度）" in out
    assert "计算符号" in out
