"""Reasons of the execution and of an adjusted budget that stand in rows of their own below the total are the project's."""

from __future__ import annotations

from pathlib import Path

import pytest

from jixiao.forms.importing import project_of_form, read_file_of_forms

FORM = """<!doctype html><meta charset="utf-8"><table>
<tr><td colspan="9">项目支出绩效自评表</td></tr><tr><td colspan="9">（2023年度）</td></tr>
<tr><td colspan="2">项目名称</td><td colspan="7">测站维护</td></tr>
<tr><td colspan="2">主管部门</td><td colspan="3">甲局</td><td>实施单位</td><td colspan="3">乙中心</td></tr>
<tr><td colspan="2" rowspan="2">项目资金（万元）</td><td></td><td>年初预算数</td><td>全年预算数</td><td>全年执行数</td>
<td>分值</td><td>执行率</td><td>得分</td></tr>
<tr><td>年度资金总额</td><td>10</td><td>8</td><td>6</td><td>10</td><td>75%</td><td>7.5</td></tr>
<tr><td rowspan="2">绩效指标</td><td>一级指标</td><td>二级指标</td><td>三级指标</td><td>年度指标值</td><td>实际完成值</td>
<td>分值</td><td>得分</td><td>偏差原因分析及改进措施</td></tr>
<tr><td>产出指标</td><td>数量指标</td><td>维护测站</td><td>≥10个</td><td>10个</td><td>90</td><td>90</td><td></td></tr>
<tr><td colspan="7">总分</td><td>97.5</td><td></td></tr>
{below}</table>"""
ROW = '<tr><td colspan="2">{label}</td><td colspan="7">{text}</td></tr>'


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("预算执行偏差原因", "cause"),
        ("预算执行率偏低原因", "cause"),
        ("执行率偏低原因", "cause"),
        ("预算调整说明", "adjustment"),
        ("预算调整原因", "adjustment"),
    ],
)
def test_a_reason_below_the_total_is_read(tmp_path: Path, label: str, key: str) -> None:
    text = "尾款待结算后支付"
    path = tmp_path / "表.html"
    path.write_text(FORM.format(below=ROW.format(label=label, text=text)), "utf-8")
    (form,) = read_file_of_forms(path).forms
    data = project_of_form(form.grid, form.project, None, form.lang).data
    assert data["funds"][key] == text
