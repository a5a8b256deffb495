"""The documents of the budget system as it hands them out: their fields, in its own names and order.

Any field may be missing or null. Fields that are not listed here are read, kept and written again as they stood.
Amounts are in 元. Where each name was seen: ``codes.yaml``.
"""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import ConfigDict, Field, WithJsonSchema, with_config
from typing_extensions import TypedDict

from jixiao.documents import Document

#: A text, or nothing.
Text = Annotated[str | None, WithJsonSchema({"type": ["string", "null"]})]
#: An exact number, or nothing; a text of one is read, too.
Number = Annotated[str | None, WithJsonSchema({"type": ["number", "string", "null"]})]


@with_config(ConfigDict(extra="allow"))
class Record(TypedDict, total=False):
    """A record of the budget system: fields that are not listed may stand in it, and stay."""


class BudgetExecutionSelf(Record, total=False):
    """自评预算执行情况: a source of the funds over the year."""

    mainguid: Annotated[Text, Field(description="自评信息主键")]
    name: Annotated[Text, Field(description="资金来源")]
    amt1: Annotated[Number, Field(description="年初预算")]
    amt2: Annotated[Number, Field(description="调整预算数")]
    amt3: Annotated[Number, Field(description="调整后预算数")]
    amt4: Annotated[Number, Field(description="全年执行数")]
    bgtget: Annotated[Number, Field(description="预算执行率（%）")]
    score: Annotated[Number, Field(description="自评得分")]


class SelfEvalIndex(Record, total=False):
    """自评指标完成情况: an indicator with its score."""

    mainguid: Annotated[Text, Field(description="自评信息主键")]
    findexName: Annotated[Text, Field(description="一级指标名称")]
    sindexName: Annotated[Text, Field(description="二级指标名称")]
    indiName: Annotated[Text, Field(description="三级指标名称")]
    computesign: Annotated[Text, Field(description="计算符号")]
    meterunit: Annotated[Text, Field(description="计量单位")]
    indexval: Annotated[Text, Field(description="年度指标值")]
    actualvalue: Annotated[Text, Field(description="实际完成值")]
    actualweight: Annotated[Number, Field(description="权重")]
    score: Annotated[Number, Field(description="实际得分")]
    kpiRemark: Annotated[Text, Field(description="偏差原因及改进措施")]
    indRemark: Annotated[Text, Field(description="指标情况完成说明")]


class SelfEvalInfo(Record, total=False):
    """自评基本信息: a project's self-evaluation."""

    guid: Annotated[Text, Field(description="自评信息主键")]
    proCode: Annotated[Text, Field(description="项目编码")]
    proName: Annotated[Text, Field(description="项目名称")]
    agencyCode: Annotated[Text, Field(description="单位编码")]
    agencyName: Annotated[Text, Field(description="单位名称")]
    yeargoaltion: Annotated[Text, Field(description="年度绩效目标")]
    yeargoalExecution: Annotated[Text, Field(description="绩效目标执行情况")]
    proselfevalbgtlist: list[BudgetExecutionSelf] | None
    proselfevalindexlist: list[SelfEvalIndex] | None


class BudgetExecutionTrace(Record, total=False):
    """预算执行情况: a source of the funds up to the stage of monitoring."""

    mainguid: Annotated[Text, Field(description="监控信息主键")]
    name: Annotated[Text, Field(description="资金来源")]
    amt1: Annotated[Number, Field(description="年初预算")]
    amt2: Annotated[Number, Field(description="调整预算数")]
    amt3: Annotated[Number, Field(description="调整后预算数")]
    amt4: Annotated[Number, Field(description="预算执行数")]
    amt6: Annotated[Number, Field(description="预算执行数（其他）")]
    bgtget: Annotated[Number, Field(description="预算执行率（%）")]


class MonitorIndex(Record, total=False):
    """绩效监控指标完成情况: an indicator as far as it has come."""

    mainguid: Annotated[Text, Field(description="监控信息主键")]
    findexName: Annotated[Text, Field(description="一级指标名称")]
    sindexName: Annotated[Text, Field(description="二级指标名称")]
    indiName: Annotated[Text, Field(description="三级指标名称")]
    computesign: Annotated[Text, Field(description="计算符号")]
    meterunit: Annotated[Text, Field(description="计量单位")]
    targetvalue: Annotated[Text, Field(description="年度指标值")]
    indexval: Annotated[Text, Field(description="当前完成值")]
    completeanalysis: Annotated[Text, Field(description="完成可能性分析")]
    completeanalyscon: Annotated[Text, Field(description="全年预计完成情况")]
    deviationanalysis: Annotated[Text, Field(description="偏差原因分析")]
    warn: Annotated[Text, Field(description="序时进度预警")]
    remark: Annotated[Text, Field(description="备注")]


class AnnualIndex(Record, total=False):
    """年度绩效指标: an indicator as it was approved."""

    findexName: Annotated[Text, Field(description="一级指标名称")]
    sindexName: Annotated[Text, Field(description="二级指标名称")]
    indiName: Annotated[Text, Field(description="三级指标名称")]
    computesign: Annotated[Text, Field(description="计算符号")]
    meterunit: Annotated[Text, Field(description="计量单位")]
    indexval: Annotated[Text, Field(description="年度指标值")]


class PerfMonitorInfo(Record, total=False):
    """监控基本信息: the monitoring of a project up to a stage."""

    guid: Annotated[Text, Field(description="监控信息主键")]
    proCode: Annotated[Text, Field(description="项目编码")]
    proName: Annotated[Text, Field(description="项目名称")]
    agencyCode: Annotated[Text, Field(description="单位编码")]
    agencyName: Annotated[Text, Field(description="单位名称")]
    taskstage: Annotated[Text, Field(description="监控阶段")]
    createTime: Annotated[Text, Field(description="创建时间")]
    updateTime: Annotated[Text, Field(description="更新时间")]
    yeargoaltion: Annotated[Text, Field(description="年度绩效目标")]
    yeargoalExecution: Annotated[Text, Field(description="绩效目标执行情况")]
    proTotalAmt: Annotated[Number, Field(description="项目总额")]
    protracebgtlist: list[BudgetExecutionTrace] | None
    protraceindexlist: list[MonitorIndex] | None
    proindexlist: list[AnnualIndex] | None


#: The documents of the budget system, by the names of their schemas.
EXCHANGED: Final = {
    document.name: document
    for document in (
        Document("exchange-self-evaluation", "jixiao.exchange-self-evaluation/1", SelfEvalInfo),
        Document("exchange-monitoring", "jixiao.exchange-monitoring/1", PerfMonitorInfo),
    )
}

__all__ = [
    "EXCHANGED",
    "AnnualIndex",
    "BudgetExecutionSelf",
    "BudgetExecutionTrace",
    "MonitorIndex",
    "PerfMonitorInfo",
    "SelfEvalIndex",
    "SelfEvalInfo",
]
