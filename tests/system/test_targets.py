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
