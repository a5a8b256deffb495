"""The words of forms: what a heading or a label may say, in a layout's own words and in the synonyms of keys."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from jixiao.forms import LABELS
from jixiao.forms.build import NAMED
from jixiao.forms.importing.grid import Spot, plainly
from jixiao.model.fields import Model
from jixiao.model.layout import FUNDS, SHOWN, Layout, Part, Section
from jixiao.model.project import Amounts, Funds, Goal, Indicator, Project, spellings, strip_placeholder
from jixiao.quantity import form_word

#: Each word, as ``form_word`` writes it, with what it stands for.
Words = Mapping[str, str]
_ENGLISH = LABELS["en"]
#: The total of the funds is labelled as their amount.
_FUND_LABELS = {"total": "amount"}
#: The row of the execution rate among the indicators.
_EXECUTION = "预算执行率"
#: A table's cause and remedy stand in one column.
_SHOWN_AS = {"cause": "reason"}
#: Labels of rows that are no indicators: sums, remarks, who filled the form in and when.
SUMS = frozenset(("合计", "小计", "总计", "总分", "总得分", "自评总分", "得分", "备注"))
ASIDE = re.compile(
    r"(注|备注|说明|填表说明|填表人|填报人|填表日期|填报日期|填表单位|制表人|审核人|评价人员?|经办人|联系人|联系电话|电话|日期"
    r"|单位负责人|部门负责人|项目负责人|财务负责人|负责人|其他需要说明的?(问题|事项)|总分|合计|小计)[0-9]*[:(]"
)
#: A name that nobody filled in.
_TEMPLATE = re.compile(r"指标[0-9一二三四五六七八九十]*")


def is_unnamed(text: str) -> bool:
    """Whether a name is one that the template has printed (指标1：, ……), or a stroke."""
    return not strip_placeholder(text) or bool(_TEMPLATE.fullmatch(plainly(text)))


def heads(section: Section, labels: Mapping[str, str], *, own: bool) -> Words:
    """Return the words that may head each column of a section.

    ``own``: only words of this layout, as in a table that was drawn by it.
    """
    words = dict[str, str]()
    if not own:
        words = {form_word(word): _SHOWN_AS.get(key, key) for word, key in _synonyms(section).items()}
    for part in section.columns:
        if part.show is not None:
            key = NAMED.get(part.show, part.show)
            words |= dict.fromkeys(_form_words(part.head, labels.get(key), _ENGLISH.get(key)), part.show)
    return words


_COLUMNS = ("level1", "level2", "name", "target", "actual", "weight", "score", "comparison", "uom", "cause")


def _synonyms(section: Section) -> dict[str, str]:
    """Return the words for the columns of a section that a project file accepts as keys."""
    match section.section:
        case "indicators":
            return _keys_of(Indicator, _COLUMNS)
        case "funds":
            return _keys_of(Indicator, ("weight", "score", "cause")) | _keys_of(Amounts, SHOWN["funds"])
        case "goals":
            return spellings(Goal)
        case _:
            return {}


def _keys_of(model: type[Model], fields: Collection[str]) -> dict[str, str]:
    """Return all spellings of the keys of some fields, each with its field."""
    return {word: key for word, key in spellings(model).items() if key in fields}


def pairs(layout: Layout, labels: Mapping[str, str], *, own: bool) -> Words:
    """Return the words that may label each of the project's texts."""
    words = dict[str, str]()
    if not own:
        words = {form_word(word): key for word, key in _keys_of(Project, SHOWN["pairs"]).items()}
    for label, show in _labelled_texts(layout):
        words |= dict.fromkeys(_form_words(label, labels.get(show), _ENGLISH.get(show)), show)
    return words


def _labelled_texts(layout: Layout) -> Iterator[tuple[str | None, str]]:
    """Yield each label that stands before a text of the project, and what that text shows."""
    rows = (row for section in layout.sections if section.section == "pairs" for row in section.rows)
    for row in rows:
        for label, value in pairwise(row):
            if label.show is None and value.show is not None:
                yield label.label, value.show


def funds(section: Section, labels: Mapping[str, str]) -> Words:
    """Return the words that may label each row of the fund table."""
    words = {_fund_word(word): key for word, key in _keys_of(Funds, FUNDS).items()}
    if labels.get("amount"):
        words[_fund_word(labels["amount"])] = "total"
    for name in FUNDS:
        titles = [section.funds.get(name), _ENGLISH[_FUND_LABELS.get(name, name)]]
        words |= {_fund_word(title): name for title in titles if title}
    return words


def fund_of(label: str, words: Words) -> str | None:
    """Return the row of the fund table that a label names."""
    return words.get(_fund_word(label))


def is_known_fund(row: Iterable[Spot], words: Words) -> bool:
    """Whether any cell of a row names a row of the fund table."""
    return any(fund_of(spot.text, words) for spot in row)


def _fund_word(label: str) -> str:
    return form_word(label).removeprefix("其中").lstrip(":")


def sums(section: Section, labels: Mapping[str, str], *, own: bool) -> frozenset[str]:
    """Return the words that may label the row of the total."""
    words = _form_words(_first_label(section.sum), labels.get("sum"), _ENGLISH["sum"])
    return words if own else words | SUMS


def executions(section: Section, *, own: bool) -> frozenset[str]:
    """Return the words that may label the row of the execution rate among the indicators."""
    if section.execution:
        return _form_words(_first_label(section.execution), _ENGLISH["execution"], _EXECUTION)
    if own:
        return frozenset()
    return frozenset((_EXECUTION,))


def _first_label(parts: Sequence[Part]) -> str | None:
    """Return the label that a row begins with."""
    return parts[0].label if parts else None


def _form_words(*words: str | None) -> frozenset[str]:
    """Return the words that there are, as ``form_word`` writes them."""
    return frozenset(form_word(word) for word in words if word)
