"""Random documents of the budget system as JSON texts, and projects that they can carry."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

from jixiao.exact_json import JsonNumber
from jixiao.exchange.json_values import Json, document_text

#: Texts as clerks type them, odd ones among them.
TEXTS = st.one_of(
    st.sampled_from(
        ["培训人次", "≥95%", "95", "定性", "改进措施：补办", "停办；改进措施：补办", "无", "", " ", "1e3", "null"]
    ),
    st.text(
        st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp", "Zs", "Co", "Cn"]), max_size=8
    ),
)
#: Numbers as programs write them.
NUMBERS = st.one_of(
    st.sampled_from(["0", "0E-8", "1.5E+3", "-0.00", "100000.00", "9.50"]),
    st.integers(-(10**6), 10**9).map(str),
    st.tuples(st.integers(0, 10**6), st.integers(0, 99)).map(lambda parts: f"{parts[0]}.{parts[1]:02}"),
).map(JsonNumber)
TEXT = st.one_of(TEXTS, st.none())
NUMBER = st.one_of(NUMBERS, st.none(), st.sampled_from(["12.5", "abc", ""]))
SIGNS = st.sampled_from(["≥", "＞", "=", "≤", "<", "定性", "1", "3", "5", "6", "9", "文字", "", None])
#: What no version of the system has.
UNKNOWN = st.recursive(
    st.one_of(TEXT, NUMBERS, st.booleans()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(["a", "json", "名"]), inner, max_size=3)
    ),
    max_leaves=5,
)


def objects(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Json]]:
    """Objects with some of the fields in any order, and perhaps one that nobody knows."""
    optional = st.fixed_dictionaries({}, optional={**fields, "新字段": UNKNOWN})
    return optional.flatmap(lambda row: st.permutations(list(row.items())).map(dict))


#: Stands for a list that a document does not have.
ABSENT: Any = object()


def stated(**lists: Any) -> dict[str, Json]:
    return {name: value for name, value in lists.items() if value is not ABSENT}


def lists(row: st.SearchStrategy[Json]) -> st.SearchStrategy[Json]:
    return st.one_of(st.none(), st.lists(row, max_size=4))


NAMES = {
    "findexName": st.sampled_from(["产出指标", "效益指标", "满意度指标", None]),
    "sindexName": TEXT,
    "indiName": TEXT,
}
UNIT = {"computesign": SIGNS, "meterunit": st.sampled_from(["%", "人次", "万元", "", None])}
HEAD = dict.fromkeys(
    ["guid", "proCode", "proName", "agencyCode", "agencyName", "yeargoaltion", "yeargoalExecution"], TEXT
)
SOURCES = st.sampled_from(["一般公共预算拨款", "其他资金", "专项债券", "年度资金总额", "", None])
AMOUNTS = dict.fromkeys(["amt1", "amt2", "amt3", "amt4", "bgtget"], NUMBER)
EXECUTION_ROW = objects(actualweight=NUMBER, score=NUMBER, actualvalue=TEXT).map(
    lambda row: {"indiName": "预算执行率", **row}
)
SELF_ROWS = objects(
    **NAMES, **UNIT, indexval=TEXT, actualvalue=TEXT, actualweight=NUMBER, score=NUMBER, kpiRemark=TEXT, indRemark=TEXT
)
SELF_EVALUATIONS = st.builds(
    lambda head, funds, rows: {**head, **stated(proselfevalbgtlist=funds), "proselfevalindexlist": rows},
    objects(**HEAD),
    lists(objects(name=SOURCES, **AMOUNTS, score=NUMBER, mainguid=TEXT)) | st.just(ABSENT),
    lists(st.one_of(SELF_ROWS, EXECUTION_ROW)),
)
STAGES = st.sampled_from(["7", "07", "1~9月", "第三季度", "", None])
LIKELIHOODS = st.sampled_from(["completeanalysis1", "有可能", "completeanalysis3", "也许", None])
CAUSES = st.sampled_from(["dviationanalysis3", "dviationanalysis1,dviationanalysis10", "经费原因", "天气", "", None])
MONITOR_ROWS = objects(
    **NAMES, **UNIT, targetvalue=TEXT, indexval=TEXT, completeanalysis=LIKELIHOODS, completeanalyscon=TEXT,
    deviationanalysis=CAUSES, warn=st.sampled_from(["red", "green", None]), remark=TEXT,
)  # fmt: skip
MONITORINGS = st.builds(
    lambda head, funds, rows, annual: {
        **head,
        **stated(protracebgtlist=funds),
        "protraceindexlist": rows,
        **stated(proindexlist=annual),
    },
    objects(**HEAD, taskstage=STAGES, createTime=TEXT, updateTime=TEXT, proTotalAmt=NUMBER),
    lists(objects(name=SOURCES, **AMOUNTS, amt6=NUMBER)) | st.just(ABSENT),
    lists(MONITOR_ROWS),
    lists(objects(**NAMES, **UNIT, indexval=TEXT)) | st.just(ABSENT),
)
DOCUMENTS = st.one_of(SELF_EVALUATIONS, MONITORINGS)

# ---- projects

WORDS = st.sampled_from(["培训人次", "办结率", "按时完成", "群众满意度", "制度健全"])
COUNTS = st.integers(0, 10**6).map(str)
MONEY = st.tuples(st.integers(0, 10**5), st.integers(0, 10**6)).map(lambda parts: f"{parts[0]}.{parts[1]:06}")


@st.composite
def rows(draw: st.DrawFn, *, is_early: bool) -> dict[str, Any]:
    unit = draw(st.sampled_from(["%", "人次", "万元", None]))
    written = unit or ""
    row: dict[str, Any] = {
        "level1": draw(st.sampled_from(["产出指标", "效益指标", "满意度指标", "成本指标"])),
        "level2": draw(st.sampled_from(["数量指标", "质量指标", "社会效益指标"])),
        "name": draw(WORDS),
        "target": draw(st.sampled_from(["≥", "≤", "=", ">", "<"])) + draw(COUNTS) + written,
        "note": draw(st.one_of(st.none(), WORDS)),
    }
    if draw(st.booleans()):
        row |= {"target": draw(st.sampled_from(["健全", "逐步提升"])), "comparison": "定性", "uom": None}
        unit, written = None, ""
    if is_early:
        row |= {
            "progress": draw(COUNTS) + written,
            "forecast": draw(COUNTS),
            "likelihood": draw(st.sampled_from(["确定能", "有可能", "完全不可能", None])),
            "cause_kinds": draw(
                st.lists(st.sampled_from(["经费保障", "制度保障", "人员保障", "硬件条件保障", "其他"]), unique=True)
            ),
        }
    else:
        row |= {
            "actual": draw(COUNTS) + written,
            "weight": draw(st.integers(1, 50).map(str)),
            "score": draw(st.integers(0, 5000).map(lambda cents: f"{cents // 100}.{cents % 100:02}")),
            "cause": draw(st.sampled_from([None, "停办", "受天气影响。", "人员；不足"])),
            "remedy": draw(st.sampled_from([None, "补办", "改进措施见附件。"])),
        }
    return {key: value for key, value in row.items() if value not in (None, [])}


@st.composite
def carried_projects(draw: st.DrawFn) -> dict[str, Any]:
    """Projects that state nothing but what documents carry, as data of project files."""
    is_early = draw(st.booleans())
    source = {"initial": MONEY, "budget": MONEY, "spent": MONEY}
    funds = draw(st.one_of(
        st.fixed_dictionaries({"total": st.fixed_dictionaries(source)}),
        st.fixed_dictionaries({"fiscal": st.fixed_dictionaries(source), "other": st.fixed_dictionaries(source)}),
    ))  # fmt: skip
    project = {
        "stage": "monitoring" if is_early else "self_evaluation",
        "id": draw(st.text("0123456789ABCDEF", min_size=1, max_size=32)),
        "code": draw(COUNTS),
        "name": draw(WORDS),
        "unit": draw(WORDS),
        "year": "2025",
        "goals": [{"expected": draw(WORDS), "achieved": draw(WORDS)}],
        "funds": {"money_unit": draw(st.sampled_from(["元", "万元"])), **funds},
        "indicators": draw(st.lists(rows(is_early=is_early), min_size=1, max_size=5)),
    }
    if is_early:
        project["month"] = str(draw(st.integers(1, 12)))
    return project


def text_of(document: Json) -> str:
    """A document as a system sends it."""
    return document_text(document)


def compact(text: str) -> str:
    """The same JSON, with its numbers as they stand, without white space."""
    parsed = json.loads(text, parse_float=lambda number: {"#": number}, parse_int=lambda number: {"#": number})
    return json.dumps(parsed, ensure_ascii=False)


__all__ = ["DOCUMENTS", "MONITORINGS", "SELF_EVALUATIONS", "carried_projects", "compact", "text_of"]
