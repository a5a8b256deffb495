"""Fourteen published tables made again as workbooks, in the layouts in which they were published.

``data/published-rows.csv`` has their rows; the layouts, the lines around the rows and the texts that forms print are
written here. Persons are left out.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl

from tests.support.paths import TESTS

DATA = TESTS / "data" / "published-rows.csv"

Row = dict[str, str]
Line = list[Any]


class Wide(NamedTuple):
    """A cell over several columns and rows."""

    text: Any
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True)
class Layout:
    """How a table was published: its lines above the rows, the columns of the rows, and its lines below them."""

    above: list[Line]
    columns: list[str]
    heads: list[Line]
    below: list[Line] = field(default_factory=list)
    side: str = ""
    width: int = 8
    #: How the name of an indicator is written, and the rows that the template has printed.
    name: str = "{}"
    template: list[Line] = field(default_factory=list)
    is_merged: bool = True
    points: dict[str, str] = field(default_factory=dict)
    #: Rows below which another block of headings begins, with the lines before it.
    blocks: dict[int, list[Line]] = field(default_factory=dict)


def rows_of(table: str) -> list[Row]:
    """Return the rows of a table, the execution row among them."""
    with DATA.open(encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["table"] == table]


def indicators_of(table: str) -> list[Row]:
    return [row for row in rows_of(table) if row["level1"] != "预算执行率"]


def _split(target: str) -> tuple[str, str, str]:
    """Return sign, value and unit of a target that the list of rows writes in one text."""
    parts = target.split(" ")
    if len(parts) == 3:
        return parts[0], parts[1], parts[2]
    if target.startswith("("):
        sign, _, rest = target[1:].partition(")")
        return sign, *rest.split(" ")  # type: ignore[return-value]
    return "", target, ""


def _cells(row: Row, layout: Layout) -> Line:
    sign, value, unit = _split(row["target"])
    texts = {**row, "name": layout.name.format(row["name"]), "comparison": sign, "value": value, "uom": unit}
    texts["level1"] = texts["level1"] + layout.points.get(row["level1"], "")
    return [texts.get(column, column.removeprefix("=")) or None for column in layout.columns]


def _with_levels(rows: list[Line], layout: Layout) -> list[Line]:
    """Return rows with the levels that repeat merged into one cell, or typed once."""
    taken = [list(row) for row in rows]
    for level in ("level2", "level1"):
        if level not in layout.columns:
            continue
        at, start = layout.columns.index(level), 0
        while start < len(rows):
            end = start + 1
            keys = [column for column in ("level1", level) if column in layout.columns]
            same = [layout.columns.index(key) for key in keys]
            while end < len(rows) and all(rows[end][key] == rows[start][key] for key in same):
                end += 1
            for row in range(start + 1, end):
                taken[row][at] = _COVERED if layout.is_merged else None
            if layout.is_merged:
                taken[start][at] = Wide(rows[start][at], 1, end - start)
            start = end
    return taken


_COVERED = object()


def lines_of(table: str) -> Iterator[Line]:
    """Yield the lines of a table as it was published."""
    layout = LAYOUTS[table]
    rows = indicators_of(table)
    starts = [0, *layout.blocks, len(rows)]
    yield from layout.above
    for number, (start, end) in enumerate(zip(starts, starts[1:], strict=False)):
        if number:
            yield from layout.blocks[start]
        body = _with_levels([_cells(row, layout) for row in rows[start:end]], layout)
        body = [*body, *layout.template]
        heads = [list(line) for line in layout.heads]
        if layout.side:
            side = layout.side.format(number + 1)
            heads[0] = [Wide(side, 1, len(heads) + len(body)), *heads[0]]
        yield from heads
        yield from body
    yield from layout.below


def draw(path: Path, *tables: Iterable[Line]) -> Path:
    """Write a workbook with a table a sheet; return its path."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for number, table in enumerate(tables, 1):
        _draw_sheet(book.create_sheet(f"表{number}"), table)
    book.save(path)
    return path


def _draw_sheet(sheet: Any, table: Iterable[Line]) -> None:
    taken = set[tuple[int, int]]()
    for row, cells in enumerate(table, 1):
        column = 1
        for cell in cells:
            if cell is _COVERED:
                continue
            text, columns, rows = cell if isinstance(cell, Wide) else Wide(cell)
            while (row, column) in taken:
                column += 1
            sheet.cell(row, column).value = text
            if columns * rows > 1:
                sheet.merge_cells(None, row, column, row + rows - 1, column + columns - 1)
            taken |= {(row + down, column + right) for down in range(rows) for right in range(columns)}
            column += columns


def pair(*texts: Any) -> Line:
    """Return a row of labels and texts, each text over as many columns as the number behind it says."""
    return list(texts)


NATIONAL = ["level1", "level2", "name", "target", "actual", "weight", "score", "reason"]
NATIONAL_HEADS = [
    "一级指标",
    "二级指标",
    "三级指标",
    "年度指标值",
    "实际完成值",
    "分值",
    "得分",
    "偏差原因分析及改进措施",
]
FUND_HEADS = ["年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"]


def national(title: list[str], name: str, department: str, unit: str, funds: list[Line], goal: tuple[str, str],
             fund_heads: list[str] = FUND_HEADS, side: str = "项目资金\n（万元）", goals: str = "年度总体目标") -> list[Line]:  # fmt: skip
    """Return the lines of the national form above its indicators, nine columns wide."""
    return [
        *([Wide(line, 9)] for line in title),
        [Wide("项目名称", 2), Wide(name, 7)],
        [Wide("主管部门", 2), Wide(department, 2), Wide("实施单位", 2), Wide(unit, 3)],
        [Wide(side, 1, len(funds) + 1), Wide(None, 2), *fund_heads],
        *([Wide(label, 2), *amounts] for label, *amounts in funds),
        [Wide(goals, 1, 2), Wide("预期目标", 4), Wide("实际完成情况", 4)],
        [Wide(goal[0], 4), Wide(goal[1], 4)],
    ]


def leshan(name: str, amount: str, goal: tuple[str, str], weight_head: str) -> list[Line]:
    return [
        [Wide("附件 1", 8)],
        [Wide("部门预算项目支出绩效自评表（2023 年度）", 8)],
        ["项目名称：", Wide(name, 2), "年度：", Wide("2023", 4)],
        ["主管部门：", Wide("乐山市人力资源和社会保障局", 2), "实施单位：", Wide("乐山市社会保险事务中心", 4)],
        [Wide("项目资金（万元）", 8)],
        [None, Wide("全年预算数", 2), Wide("全年执行数", 2), Wide("预算执行率", 3)],
        ["年度资金总额", Wide(amount, 2), Wide(amount, 2), Wide("1", 3)],
        ["其中：财政拨款", Wide(amount, 2), Wide(amount, 2), Wide("1", 3)],
        ["其他资金", Wide(None, 2), Wide(None, 2), Wide(None, 3)],
        [Wide("年度总体目标", 1, 2), Wide("预期目标", 3), Wide("实际完成情况", 4)],
        [Wide(goal[0], 3), Wide(goal[1], 4)],
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", weight_head, "得分", "扣分原因分析"],
        [Wide("得 分", 5), "100", "100", None],
        [Wide("预算执行率（10分）", 3), "100%", "10", "10", "10", None],
    ]


FILLED = {"产出指标": "(50分)", "效益指标": "(30分)", "满意度指标": "(10分)"}
HUBEI_HEADS = ["一级指标", "二级指标", "三级指标", "年初目标值(A)", "实际完成值(B)", "得分"]
LAYOUTS: dict[str, Layout] = {
    "001": Layout(
        leshan("社保短信费", "5", ("做好社保参保信息短信推送工作", "已完成，及时推送短信，提高了社会保险公共服务能力"), "分值/权重 (百分制)"),
        NATIONAL, [],
    ),
    "002": Layout(
        leshan("社保公共服务能力建设资金", "11.7", ("目标 1：用于社保标准化设施设备购置", "已购置社保标准化设施设备并完成验收；业务档案数字化管理未到付款时间。"), "分值/权重（百分制）"),
        NATIONAL, [],
    ),
    "003": Layout(
        national(["附件:", "项目支出绩效自评表", "(2022年度)"], "委托业务项目", "219-池州市贵池区棠溪镇人民政府", "219001-池州市贵池区棠溪镇人民政府",
                 [["年度资金总额:", "0", "0", "0", "10", "0", "0"], ["其中:本年财政拨款", "90", "89.974", "89.974", None, None, None],
                  ["上年结转资金", None, None, None, None, None, None], ["其他资金", None, None, None, None, None, None]],
                 ("本项目共申请预算资金90万元。", "本项目共完成预算资金89.97万元。")),
        NATIONAL, [NATIONAL_HEADS], side="绩效指标", points=FILLED,
    ),
    "005": Layout(
        [[Wide("报表编号:510000_0013zp", 11)], [Wide("部门预算项目支出绩效自评表(2023年度)", 11)],
         ["项目名称", Wide("51000021R000000019951-工资性支出", 10)],
         ["主管部门", Wide("青神县发展和改革局本级", 3), Wide("实施单位 (盖章)", 2), Wide("青神县发展和改革局", 5)],
         [Wide("项目基本情况", 1, 4), Wide("1.项目年度目标完成情况", 10)],
         [Wide("项目年度目标", 4), Wide("年度目标完成情况", 6)],
         [Wide("严格执行相关政策,保障工资及时、足额发放", 4), Wide("对照年度目标,说明相关任务目标的完成情况(100字以内)", 6)],
         [Wide("2.项目实施内容及过程概述", 4), Wide(None, 6)],
         [Wide("预算执行情况(10分)", 1, 6), Wide("年度预算数(万元)", 2), "年初预算", Wide("调整后预算数", 2), "预算执行数", "预算执行率", "权重", "得分", "原因"],
         [Wide("总额", 2), "238.93", Wide("251.89", 2), "251.89", "100.00%", "10", None, Wide("1.预算执行率=预算执行数/调整后预算数,预算执行率未达到90%的需说明原因(100字以内)", 1, 5)],
         [Wide("其中:财政资金", 2), "238.93", Wide("251.89", 2), "251.89", "100.00%", "/", "/"],
         [Wide("财政专户管理资金", 2), "0.00", Wide("0.00", 2), "0.00", "0.00%", "/", "/"],
         [Wide("单位资金", 2), "0.00", Wide("0.00", 2), "0.00", "0.00%", "/", "/"],
         [Wide("其他资金", 2), None, Wide(None, 2), None, None, "/", "/"]],
        ["level1", "level2", "name", "comparison", "value", "uom", "actual", "weight", "score", "reason"],
        [["一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "完成值", "权重", "得分", "未完成原因分析"]],
        [[Wide("合计", 8), "100", None, None], ["评价结论", Wide("结合自评情况,说明项目自评总分,说明项目实施取得的成效或成果。(200字以内)", 10)],
         ["存在问题", Wide("结合自评情况,分析存在的问题及原因。(200字以内)", 10)], [Wide("项目负责人:", 5), Wide("财务负责人:", 6)]],
        side="绩效指标(90分)",
    ),
    "008": Layout(
        [[Wide("2020年度水土保持监测项目绩效自评表", 7)], [Wide("单位名称:黄冈市水土保持与农田水利科研所 填报日期:2021年3月10日", 7)],
         ["项目名称", Wide("水土保持监测", 6)], ["主管部门", Wide("黄冈市水利和湖泊局", 2), "项目实施单位", Wide("本单位", 3)],
         ["项目类别", Wide("1、上级专项 2、本级专项", 6)], ["项目类型", Wide("1、常年性项目 2、延续性项目", 6)],
         [Wide("预算执行情况(万元)(20分)", 1, 2), Wide(None, 2), "预算数(A)", "执行数(B)", "执行率(B/A)", "得分(20分*执行率)"],
         [Wide("年度财政资金总额", 2), "10", "10", "100%", "20"]],
        ["level1", "level2", "name", "target", "actual", "score"], [HUBEI_HEADS],
        [["总分", Wide(None, 5), "99.6"], [Wide("偏差大或目标未完成原因分析", 2), Wide(None, 5)],
         [Wide("改进措施及结果应用方案", 2), Wide(None, 5)], [Wide("备注:1.预算执行情况口径:预算数为调整后财政资金", 7)]],
        side="年度绩效目标{}(40分)", blocks={3: []},
    ),
    "010": Layout(
        national(["附件1", "项目支出绩效自评表", "2019年度)"], "办公宿舍楼、食堂及餐厅暖通改造经费", "廊坊市发改委", "廊坊市食品工程学校",
                 [["年度资金总额", "43.2", "43.2", "37.24", "10", "86%", "9"], ["其中:当年财政拨款", "43.2", "43.2", "37.24", None, None, None],
                  ["上年结转资金", None, None, None, None, None, None], ["其他资金", None, None, None, None, None, None]], ("43.2", "37.24")),
        NATIONAL, [NATIONAL_HEADS], side="绩效指标", name="指标1{}",
        template=[[None, None, "指标2", None, None, None, None, None], [None, None, "……", None, None, None, None, None]],
    ),
    "012": Layout(
        national(["市财政局2019年度项目支出绩效自评表", "项目支出绩效自评表"], "购买第三方服务", "市财政局", "市财政局",
                 [["年度资金总额", "287", "287", "171", "10", "60%", "6"], ["其中:当年财政拨款", "287", "287", "171", None, None, None],
                  ["上年结转资金", None, None, None, None, None, None], ["其他资金", None, None, None, None, None, None]], ("287", "171")),
        NATIONAL, [NATIONAL_HEADS], [[Wide("总分", 6), "100", "90", None]], side="绩效指标",
    ),
    "014": Layout(
        [[Wide("(临时救助)绩效目标自评表", 9)], [Wide("绩效目标自评表", 9)], [Wide("(2019年度)", 9)],
         [Wide("项目名称", 2), Wide("临时救助", 7)], [Wide("主管部门", 2), Wide("[155]濉溪县民政局", 7)],
         [Wide("资金情况(万元)", 1, 4), Wide(None, 2), "全年预算数(A)", Wide("全年执行数(B)", 2), "分值", "执行率(B/A)", "得分"],
         [Wide("年度资金总额:", 2), "30", Wide("30", 2), "10", "100%", "10"],
         [Wide("其中:本年财政拨款", 2), "30", Wide("30", 2), "10", "100%", "10"], [Wide("其他资金", 2), None, Wide(None, 2), None, None, None],
         [Wide("年度总体目标", 1, 2), Wide("年初设定目标", 4), Wide("年度总体目标完成情况综述", 4)],
         [Wide("为建档立卡扶贫户解决临时性的困难", 4), Wide("全年救助建档立卡扶贫户临时救助87人次", 4)]],
        ["level1", "level2", "name", "weight", "target", "actual", "score", "reason"],
        [["一级指标", "二级指标", "三级指标", "分值", "年度指标值", "全年实际值", "得分", "未完成原因及拟采取的改进措施"]],
        side="绩效指标", points=FILLED,
    ),
    "018": Layout(
        [[Wide("2022年度项目支出绩效自评表", 11)], [Wide("部门:临沧市永德县明朗中学", 9), Wide("公开14表", 2)],
         [Wide("项目名称", 2), Wide("义务教育营养改善计划专项资金", 9)],
         [Wide("主管部门", 2), Wide("永德县教育体育局", 3), Wide("实施单位", 2), Wide("永德县明朗中学", 4)],
         [Wide("项目资金 (元)", 1, 5), Wide(None, 2), "年初预算数", Wide("全年预算数", 2), Wide("全年执行数", 2), "分值", "执行率", "得分"],
         [Wide("年度资金总额", 2), None, Wide("387664.62", 2), Wide("387664.62", 2), "10", "100%", "10"],
         [Wide("其中:当年财政\n拨款", 2), None, Wide("387664.62", 2), Wide("387664.62", 2), "—", None, "—"],
         [Wide("上年结转\n资金", 2), None, Wide(None, 2), Wide(None, 2), "—", None, "—"],
         [Wide("其他资金", 2), "—", Wide("—", 2), Wide("—", 2), "—", None, "—"],
         [Wide("年度\n总体\n目标", 1, 2), Wide("预期目标", 5), Wide("实际完成情况", 5)],
         [Wide("确保每一个学生都能享受到国家政策福利", 5), Wide("确保每一个学生都能享受到国家政策福利", 5)]],
        ["level1", "level2", "name", "comparison", "value", "uom", "actual", "weight", "score", "reason"],
        [[Wide("绩效指标", 3), Wide("年度指标值", 3), Wide("实际完成值", 1, 2), Wide("分值", 1, 2), Wide("得分", 1, 2), Wide("偏差原因分析及改进措施", 1, 2)],
         ["一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位"]],
        [[Wide("其他需要说明事项", 2), Wide("无", 8)], [Wide("总分", 7), "100", "96", "优"]],
    ),
    "020": Layout(
        national(["天长市水利局水旱灾害防御股项目支出绩效自评", "发布时间:2023-12-05 15:04", "项目支出绩效自评表", "(2022年度)"], "水旱灾害防御经费", "", "天长市水利局",
                 [["年度资金总额:", "880", "880", "880", "10", None, "10"], ["其中:本年财政拨款", "880", "880", "880", "-", None, "-"],
                  ["上年结转资金", None, None, None, "-", None, "-"], ["其他资金", None, None, None, "-", None, "-"]],
                 ("完成年度防汛工作,完成中型灌区节水改造项目和农业综合水价改革项目。", "完成年度目标。"),
                 ["年初预算数", "全年预算数(A)", "全年执行数(B)", "分值", "执行率(B/A)", "得分"], "项目资金(万元)", "年度总体目标完成情况"),
        NATIONAL, [NATIONAL_HEADS], [[Wide("总分", 6), "100", "100", None],
        [Wide("注:1.一级指标分值统一设置为:产出指标50分、效益指标30分、服务对象满意度指标10分、预算资金执行率10分。", 9)]],
        side="年度绩效指标完成情况", name="指标1:{}", points=FILLED,
        template=[[None, None, "指标2: ……", None, None, None, None, None], [None, "生态效益指标", "指标1:/", "/", "/", None, None, None]],
    ),
    "024": Layout(
        national(["项目支出绩效自评表", "(2023年度)"], "南华县乡村振兴示范园罗家屯社区野生菌加工车间建设项目(续建)", "南华县农业农村局", "南华县国有资本管理有限公司",
                 [["年度资金总额", "1100", "1100", "1100", "10", "100%", "10"], ["其中:当年财政拨款", "1100", "1100", "1100", "—", "100%", "—"],
                  ["上年结转资金", None, None, None, "—", None, "—"], ["其他资金", None, None, None, "—", None, "—"]],
                 ("目标1:1290.3平方米冷库仓储建设及配套生产设备", "目标1:1290.3平方米冷库仓储建设及配套生产设备"), side="项目资金 (万元)"),
        NATIONAL, [NATIONAL_HEADS], side="绩效指标", is_merged=False, points=FILLED,
        template=[[None, "成本指标", None, None, None, None, None, None]],
    ),
    "029": Layout(
        [[Wide("天津市河北区人民法院 项目支出绩效目标表", 5)], [Wide("(2023年)", 5)], [Wide("207101天津市河北区人民法院", 3), Wide("单位:万元", 2)],
         ["项目名称", Wide("安全隐患维修", 4)], ["预算数", "20.00", "其中:财政\n资金", Wide("20.00", 2)], ["其他资金", Wide(None, 4)],
         ["资金用途", Wide("用于维修审判楼玻璃幕墙等", 4)], ["绩效目标", Wide("1.维修审判大楼玻璃幕墙等,消除外延脱落安全隐患。", 4)]],
        ["level1", "level2", "name", "name", "target"], [["一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值"]],
        blocks={6: [["项目名称", Wide("办案业务费(陪审员及互联网专线)", 4)], ["预算数", "24.00", "其中:财政\n资金", Wide("24.00", 2)],
                    ["资金用途", Wide("用于陪审员参审补助支出及互联网直播支出", 4)]]},
    ),
    "032": Layout(
        [[Wide("重庆市梁平区林业局2022年度部门整体绩效自评表", 8)],
         ["主管部门", "重庆市梁平区林业局", "部门联系人", None, "联系电话", None, "自评总分(分)", "97.93"],
         [None, "年初预算数", "全年(调整)预算数", "全年执行数", "执行率", "执行率权重", Wide("执行率得分", 2)],
         ["年度总金额", "5000.32", "6832.06", "5415.5", "79.27%", "10", Wide("7.93", 2)],
         ["其中财政拨款", "5000.32", "6832.06", "5415.5", "79.27%", None, Wide(None, 2)],
         [Wide("当年绩效目标", 1, 2), Wide("年初绩效目标", 2), Wide("全年(调整)绩效目标", 2), Wide("全年目标实际完成情况", 3)],
         [Wide("维护林业、林区安全稳定", 2), Wide("维护林业、林区安全稳定", 2), Wide("完成维护林业、林区安全稳定", 3)]],
        ["name", "uom", "comparison", "value", "weight", "actual", "score", "reason"],
        [["指标名称", "计量单位", "指标性质", "指标值", "指标权重(分)", "全年完成值", "指标得分(分)", "说明"]],
    ),
    "044": Layout(
        [[Wide("项目支出绩效自评表", 11)], [Wide("(2016年度)", 11)], [Wide("项目名称", 2), Wide("【体制】自管道路清扫保洁外包工作经费", 9)],
         [Wide("主管部门及代码", 2), Wide("北京市海淀区人民政府学院路街道办事处", 3), Wide("实施单位:", 2), Wide("北京市海淀区学院路街道城市运行服务中心", 4)],
         [Wide("项目资金\n(万元)", 1, 4), Wide(None, 2), Wide("年初预算数(A)", 2), "全年执行数(B)", "分值(10分)", "执行率(B/A)", "得分", Wide("得分计算方法", 3)],
         [Wide("年度资金总额:", 2), Wide("310.2", 2), "154.74", "10", "50%", "5", Wide("执行率*该指标分值,最高不得超过分值上限。", 3)],
         [Wide("其中:本年一般公共预算拨款", 2), Wide("310.2", 2), "154.74", None, None, None, Wide(None, 3)],
         [Wide("其他资金", 2), Wide(None, 2), None, None, None, None, Wide(None, 3)],
         [Wide("年度总体目标", 1, 2), Wide("年初设定目标", 5), Wide("全年目标实际完成情况", 5)],
         [Wide("通过规范地区自管道路清扫保洁外包工作经费工作专项资金的使用", 5), Wide("按照年初设定目标,将辖区20条城市道路清扫保洁", 5)]],
        ["level1", "level2", "name", "weight", "target", "actual", "=完成值达到指标值,记满分", "score", "reason"],
        [["一级指标", "二级指标", "三级指标", "分值", "年度指标值(A)", "全年实际值(B)", "得分计算方法", "得分", "未完成原因分析"]],
        side="绩效指标", points=FILLED,
    ),
}  # fmt: skip
