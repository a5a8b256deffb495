"""The words of forms: what a heading or a label may say, by a layout's own words and by the synonyms of keys."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise

from jixiao.forms import LABELS
from jixiao.forms.build import NAMED
from jixiao.forms.importing.grid import Spot, plainly
from jixiao.model.layout import FUNDS, SHOWN, Layout, Section
from jixiao.model.project import Amounts, Funds, Goal, Indicator, Project, spellings, strip_placeholder
from jixiao.quantity import form_word

#: Each word, as ``form_word`` has it, with what it stands for.
Words = Mapping[str, str]
_ENGLISH = LABELS["en"]
#: A table's cause and remedy stand in one column.
_SHOWN_AS = {"cause": "reason"}
#: What a row says that is no indicator: a sum, a remark, who filled the form in and when.
SUMS = frozenset(("合计", "小计", "总计", "总分", "总得分", "自评总分", "得分", "备注"))
ASIDE = re.compile(
    r"(注|备注|说明|填表说明|填表人|填报人|填表日期|填报日期|填表单位|制表人|审核人|评价人员?|经办人|联系人|联系电话|电话|日期"
    r"|单位负责人|部门负责人|项目负责人|财务负责人|负责人|其他需要说明的?(问题|事项)|总分|合计|小计)[0-9]*[:(]"
)
#: A name that nobody filled in.
_TEMPLATE = re.compile(r"指标[0-9一二三四五六七八九十]*")


def unnamed(text: str) -> bool:
    """Whether a name is one of the template's (指标1：, ……), or a stroke."""
    return not strip_placeholder(text) or bool(_TEMPLATE.fullmatch(plainly(text)))


def heads(section: Section, labels: Mapping[str, str], *, own: bool) -> Words:
    """What each heading of a section may say. ``own``: by this layout only, as in a table that it drew."""
    known = dict[str, str]()
    if not own:
        known = {form_word(word): _SHOWN_AS.get(key, key) for word, key in _synonyms(section).items()}
    for part in section.columns:
        if part.show is not None:
            key = NAMED.get(part.show, part.show)
            known |= dict.fromkeys(_said((part.head, labels.get(key, ""), _ENGLISH.get(key, ""))), part.show)
    return known


def _synonyms(section: Section) -> dict[str, str]:
    indicator = {word: key for word, key in spellings(Indicator).items() if key in _COLUMNS}
    match section.section:
        case "indicators":
            return indicator
        case "funds":
            beside = {word: key for word, key in indicator.items() if key in ("weight", "score", "cause")}
            return beside | {word: key for word, key in spellings(Amounts).items() if key in SHOWN["funds"]}
        case "goals":
            return spellings(Goal)
        case _:
            return {}


_COLUMNS = ("level1", "level2", "name", "target", "actual", "weight", "score", "comparison", "uom", "cause")


def pairs(layout: Layout, labels: Mapping[str, str], *, own: bool) -> Words:
    """What the label of each of the project's texts may say."""
    fields = SHOWN["pairs"]
    known = {} if own else {form_word(word): key for word, key in spellings(Project).items() if key in fields}
    for section in layout.sections:
        for parts in section.rows if section.section == "pairs" else ():
            for label, value in pairwise(parts):
                if label.show is None and value.show is not None:
                    said = (label.label or "", labels.get(value.show, ""), _ENGLISH.get(value.show, ""))
                    known |= dict.fromkeys(_said(said), value.show)
    return known


def funds(section: Section, labels: Mapping[str, str]) -> Words:
    """What the label of each row of the fund table may say."""
    known = {_part(word): key for word, key in spellings(Funds).items() if key in FUNDS}
    for name in FUNDS:
        total = name == "total"
        said = (section.funds.get(name, ""), _ENGLISH["amount" if total else name], labels.get("amount", "") * total)
        known |= {_part(word): name for word in said if word}
    return known


def fund_of(label: str, known: Words) -> str | None:
    """Which row of the fund table a label names."""
    return known.get(_part(label))


def is_known_fund(row: Iterable[Spot], known: Words) -> bool:
    """Whether any cell of a row names a row of the fund table."""
    return any(fund_of(spot.text, known) for spot in row)


def _part(label: str) -> str:
    return form_word(label).removeprefix("其中").lstrip(":")


def sums(section: Section, labels: Mapping[str, str], *, own: bool) -> frozenset[str]:
    """What the row of the total may say."""
    mine = _said((section.sum[0].label or "" if section.sum else "", labels.get("sum", ""), _ENGLISH["sum"]))
    return frozenset(mine) | (frozenset() if own else SUMS)


def executions(section: Section, *, own: bool) -> frozenset[str]:
    """What the row of the execution rate may say among the indicators."""
    if not section.execution:
        return frozenset() if own else frozenset(("预算执行率",))
    return frozenset(_said((section.execution[0].label or "", _ENGLISH["execution"], "预算执行率")))


def _said(words: Iterable[str]) -> list[str]:
    return [form_word(word) for word in words if word]
