"""How the keys of a project file may be spelt: their own names, their titles, and as the official forms print them."""

from __future__ import annotations

from collections.abc import Mapping

from jixiao.model.fields import Model
from jixiao.model.project import (
    Amounts,
    Deduct,
    Deduction,
    FundPart,
    Funds,
    FundsReview,
    Goal,
    Indicator,
    Item,
    Printed,
    Project,
    Review,
    RowReview,
)
from jixiao.quantity import unspaced

_AMOUNT_WORDS: Mapping[str, tuple[str, ...]] = {
    "initial": ("年初预算", "年初预算数（A）"),
    "budget": ("预算数", "调整后预算数", "全年（调整）预算数", "全年预算数（A）", "预算数（A）"),
    "spent": ("执行数", "预算执行数", "全年执行数（B）", "执行数（B）"),
}
_FISCAL_WORDS = (
    "当年财政拨款", "本年财政拨款", "其中：财政拨款", "其中：当年财政拨款", "财政资金", "当年财政资金",
    "一般公共预算拨款", "本年一般公共预算拨款", "当年一般公共预算拨款", "上级补助", "上级补助资金",
)  # fmt: skip
_REVIEW_WORDS: Mapping[str, tuple[str, ...]] = {
    "score": ("得分", "审定得分", "审核得分"),
    "deductions": ("扣分", "扣分项"),
    "remark": ("说明", "复核扣分说明", "审核扣分说明", "复核扣分原因"),
    "adopted": ("采用",),
}
#: Spellings of a key beside its own name and its title, as the official forms print them.
ALSO: Mapping[type[Model], Mapping[str, tuple[str, ...]]] = {
    Project: {
        "spec": ("计分规范",),
        "year": ("年份", "评价年度", "预算年度"),
        "department": ("主管部门及代码", "主管单位"),
        "unit": ("单位名称", "项目实施单位", "项目单位"),
        "code": ("项目编号", "项目代码"),
        "stage": ("绩效环节",),
        "funds": ("项目资金（万元）", "预算执行情况", "资金情况"),
        "finished": ("是否完成", "项目是否完成"),
        "goals": ("总体目标", "项目年度目标", "绩效目标"),
        "indicators": ("指标", "年度绩效指标", "绩效指标完成情况"),
        "conclusion": ("自评结论",),
        "problems": ("存在的问题",),
        "measures": ("下一步改进措施", "整改措施"),
        "remarks": ("备注", "说明", "其他需要说明事项", "其他需要说明的事项"),
    },
    Funds: {
        "money_unit": ("单位",),
        "total": ("总额", "资金总额", "年度总金额", "年度财政资金总额"),
        "fiscal": _FISCAL_WORDS,
        "carryover": ("上年结转", "上年结转结余资金"),
        "special": ("财政专户资金",),
        "cause": ("偏差原因分析", "扣分原因分析", "未完成原因分析", "原因"),
        "remedy": ("整改措施",),
        "adjustment": ("调整说明", "调整原因"),
    },
    Amounts: _AMOUNT_WORDS,
    FundPart: {"name": ("资金来源", "名称"), **_AMOUNT_WORDS},
    Printed: {
        "total": ("自评总分", "总得分"),
        "grade": ("评价等级", "自评等级"),
        "execution_weight": ("预算执行率分值",),
        "execution_score": ("预算执行率得分",),
        "execution_rate": ("预算执行率",),
        "execution_value": ("预算执行率完成值",),
        "execution_light": ("资金预警", "执行率预警"),
    },
    Goal: {
        "expected": ("年初设定目标", "年度目标", "全年目标"),
        "achieved": ("全年目标实际完成情况", "年度目标完成情况", "年度总体目标完成情况综述"),
    },
    Deduct: {"points": ("扣分", "扣分值"), "reason": ("扣分原因",)},
    Item: {
        "name": ("名称", "问题", "要点"),
        "points": ("条目分值", "权重"),
        "answer": ("是否达到", "是否符合", "评判"),
        "share": ("比例",),
        "reason": ("说明", "理由", "扣分原因"),
    },
    Deduction: {
        "points": ("扣分", "扣分值", "扣分分值"),
        "reason": ("扣分原因",),
        "mark": ("标记", "依据"),
        "reviewer": ("扣分人", "审核人"),
    },
    RowReview: {**_REVIEW_WORDS, "actual": ("完成值", "实际完成值", "审定完成值"), "tier": ("完成情况", "档次")},
    FundsReview: {**_REVIEW_WORDS, "budget": ("预算数", "全年预算数"), "spent": ("执行数", "全年执行数")},
    Review: {
        "reviewer": ("审核人", "复核单位"),
        "total": ("总分", "审定总分"),
        "grade": ("等级", "审定等级"),
        "adopted": ("采纳结论", "采用"),
        "opinion": ("意见", "审核意见"),
    },
    Indicator: {
        "name": ("指标名称", "指标"),
        "target": ("年初目标值", "年初目标值（A）", "指标值", "年初指标值", "年度指标值（A）", "目标值"),
        "actual": ("完成值", "全年实际值", "全年实际值（B）", "实际完成值（B）", "全年完成值", "年终完成值", "实际值"),
        "weight": ("权重", "分值/权重", "分值/权重（百分制）", "分值权重", "指标权重", "指标权重（分）", "参考分值"),
        "comparison": ("比较符",),
        "uom": ("度量单位", "单位"),
        "direction": ("指标方向",),
        "tier": ("完成情况", "档次"),
        "share": ("得分系数",),
        "rule": ("评分标准",),
        "score": ("指标得分", "自评得分"),
        "items": ("条目", "评分要点"),
        "goal": ("目标", "对应目标"),
        "cause": (
            "偏差原因分析",
            "扣分原因",
            "扣分原因分析",
            "未完成原因",
            "未完成原因分析",
            "偏差原因分析及改进措施",
            "偏差（扣分）原因分析及改进措施",
            "未完成原因和改进措施",
            "未完成原因及拟采取的改进措施",
        ),
        "remedy": ("整改措施",),
        "applicable": ("适用",),
        "note": ("完成情况说明", "指标完成情况说明"),
        "light": ("预警", "监控预警"),
    },
}


def spellings(model: type[Model]) -> dict[str, str]:
    """Return every accepted spelling of a model's keys, to its own name: as printed, and ``unspaced``.

    >>> spellings(Indicator)["权重"], spellings(Indicator)["分值"]
    ('weight', 'weight')
    """
    table = {}
    for name, field in model.model_fields.items():
        if name != "unread":
            for spelling in (name, field.title or name, *ALSO.get(model, {}).get(name, ())):
                table[spelling] = table[unspaced(spelling)] = name
    return table


__all__ = ["ALSO", "spellings"]
