"""What changed between two papers, drawn: lines for a terminal, tables of Markdown, a document for programs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from jixiao.documents import (
    COMPARISON_SCHEMA,
    ChangeDocument,
    ComparedProjectDocument,
    ComparisonDocument,
    PaperDocument,
)
from jixiao.findings import Lang
from jixiao.model.fields import Model
from jixiao.model.project import Amounts, Funds, Goal, Indicator, Project
from jixiao.model.typed_words import STAGE_NAMES
from jixiao.stages.comparison import Change, Comparison, Kind, Part, is_same

_MARKS: Mapping[Kind, str] = {"added": "+", "dropped": "−", "changed": "~", "reworded": "≈"}
_PARTS: Mapping[Lang, Mapping[Part, str]] = {
    "zh": {"project": "项目", "funds": "资金", "goals": "年度总体目标", "indicators": "指标"},
    "en": {"project": "project", "funds": "money", "goals": "goals", "indicators": "indicators"},
}
#: The path of an indicator.
_ROW = re.compile(r"indicators\[([0-9]+)\]")
_MODELS: Mapping[Part, type[Model]] = {"project": Project, "funds": Amounts, "goals": Goal, "indicators": Indicator}
_WORDS: Mapping[Lang, Mapping[str, str]] = {
    "zh": {
        "same": "没有变化", "none": "（无）", "colon": "：", "close": "（名称相近，视为同一指标）",
        "untitled": "（没有名称）", "unit": "（{unit}）", "row": "（第 {row} 条）",
        "gone": "− {name}：后一份里没有这个项目",
        "new": "+ {name}：前一份里没有这个项目", "year": "{year} 年", "month": "（1—{month} 月）",
        "added": "新增", "dropped": "取消", "changed": "改动", "reworded": "改名",
        "change": "{part}{kind}：{text}",
        "part": "部分", "entry": "内容", "kind": "变化", "before": "原来", "after": "现在",
    },
    "en": {
        "same": "nothing changed", "none": "(none)", "colon": ": ", "close": " (close names, taken for one)",
        "untitled": "(no name)", "unit": " ({unit})", "row": " (row {row})",
        "gone": "− {name}: the later paper does not have it",
        "new": "+ {name}: the earlier paper does not have it", "year": "{year}", "month": " (1–{month})",
        "added": "new", "dropped": "gone", "changed": "changed", "reworded": "renamed",
        "change": "{part}, {kind}: {text}",
        "part": "part", "entry": "what", "kind": "change", "before": "from", "after": "to",
    },
}  # fmt: skip


def text_of(comparisons: Sequence[Comparison], lang: Lang = "zh") -> str:
    """Return what changed as lines: a head for each project that changed, and below it a line for each change."""
    lines = [line for comparison in comparisons for line in _lines(comparison, lang)]
    return "\n".join(lines or [_WORDS[lang]["same"]]) + "\n"


def _lines(comparison: Comparison, lang: Lang) -> Iterator[str]:
    if comparison.is_same:
        return
    yield _head(comparison, lang)
    part, repeated = "", _repeated(comparison)
    for change in comparison.changes:
        if change.part != part:
            part = change.part
            yield f"  {_PARTS[lang][change.part]}"
        yield f"  {_MARKS[change.kind]} {_change_text(change, repeated, lang)}"


def change_messages(comparison: Comparison, lang: Lang) -> Iterator[str]:
    """Yield each change in a sentence: in which part, of which kind, and both sides."""
    words, repeated = _WORDS[lang], _repeated(comparison)
    for change in comparison.changes:
        part, kind, text = _PARTS[lang][change.part], words[change.kind], _change_text(change, repeated, lang)
        yield words["change"].format(part=part, kind=kind, text=text)


def _repeated(comparison: Comparison) -> set[str]:
    """Return the names that several indicators of one paper have, which their place alone tells apart."""
    papers = filter(None, (comparison.before, comparison.after))
    counts = [Counter(row.name or "" for row in project.indicators) for project in papers]
    return {name for names in counts for name, count in names.items() if count > 1}


def _head(comparison: Comparison, lang: Lang) -> str:
    """Return the name of a project with both papers, or that one does not have it, with the unit that has."""
    words, before, after = _WORDS[lang], comparison.before, comparison.after
    if after is None:
        return words["gone"].format(name=_name_of_unit(before, lang))
    if before is None:
        return words["new"].format(name=_name_of_unit(after, lang))
    return f"{_name(after, lang)}{words['colon']}{paper_title(before, lang)} → {paper_title(after, lang)}"


def _name(project: Project | None, lang: Lang) -> str:
    return (project and project.name) or _WORDS[lang]["untitled"]


def _name_of_unit(project: Project | None, lang: Lang) -> str:
    unit = ""
    if project is not None and project.unit:
        unit = _WORDS[lang]["unit"].format(unit=project.unit)
    return f"{_name(project, lang)}{unit}"


def paper_title(project: Project, lang: Lang) -> str:
    """Return which paper a project is in: its year, its stage and its month."""
    words = _WORDS[lang]
    stages: Mapping[Lang, Mapping[str, str]] = {"zh": STAGE_NAMES, "en": {}}
    paper = stages[lang].get(project.stage, project.stage.replace("_", " "))
    if project.month is not None:
        paper += words["month"].format(month=project.month)
    if project.year is not None:
        paper = f"{words['year'].format(year=project.year)} {paper}"
    return paper


def _change_text(change: Change, repeated: set[str], lang: Lang) -> str:
    words = _WORDS[lang]
    if change.kind == "reworded":
        return f"{change.before} → {change.after}{_row_text(change, repeated, lang)}{words['close']}"
    label = _label(change, repeated, lang)
    if change.kind == "changed":
        return f"{label}{words['colon']}{change.before or words['none']} → {change.after or words['none']}"
    return words["colon"].join(filter(None, (label, change.after or change.before)))


def _label(change: Change, repeated: set[str], lang: Lang) -> str:
    """Return what of a paper changed: an entry by its name, and the field of it."""
    field = change.field and _field_name(_MODELS[change.part], change.field, lang)
    name = change.name
    if f"{change.path}.".startswith(f"funds.{name}."):  # a usual row, no part of whatever name
        name = _field_name(Funds, name, lang)
    name += _row_text(change, repeated, lang)
    return " ".join(filter(None, (name, field)))


def _row_text(change: Change, repeated: set[str], lang: Lang) -> str:
    """Return the number of a row in its paper where its name does not tell which it is."""
    match = _ROW.match(change.path)
    if match is None or change.name not in repeated:
        return ""
    return _WORDS[lang]["row"].format(row=int(match[1]) + 1)


def _field_name(model: type[Model], key: str, lang: Lang) -> str:
    keys: dict[Lang, str] = {"zh": str(model.model_fields[key].title), "en": key}
    return keys[lang]


def markdown_of(comparisons: Sequence[Comparison], lang: Lang = "zh") -> str:
    """Return what changed as Markdown: a heading and a table for each project that changed."""
    parts = ["\n".join(_markdown(comparison, lang)) for comparison in comparisons if not comparison.is_same]
    return "\n\n".join(parts or [_WORDS[lang]["same"]]) + "\n"


def _markdown(comparison: Comparison, lang: Lang) -> Iterator[str]:
    words = _WORDS[lang]
    yield f"## {_cell(_head(comparison, lang))}"
    if not comparison.changes:
        return
    heads = [words[key] for key in ("part", "entry", "kind", "before", "after")]
    yield ""
    yield _row(heads)
    yield _row(["---"] * len(heads))
    repeated = _repeated(comparison)
    for change in comparison.changes:
        label = change.before if change.kind == "reworded" else _label(change, repeated, lang)
        yield _row([_PARTS[lang][change.part], label, words[change.kind], change.before, change.after])


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(map(_cell, cells))} |"


def _cell(text: str) -> str:
    """Return a text as it can stand in a table of Markdown."""
    return " ".join(text.split()).replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")


def document_of(comparisons: Sequence[Comparison], before: str, after: str) -> ComparisonDocument:
    """Return what changed as a document; ``before`` and ``after`` name the papers."""
    return {
        "schema": COMPARISON_SCHEMA,
        "from": before,
        "to": after,
        "same": is_same(comparisons),
        "projects": list(map(_project_document, comparisons)),
    }


def _project_document(comparison: Comparison) -> ComparedProjectDocument:
    changes = list(map(change_document, comparison.changes))
    return {"from": _paper_document(comparison.before), "to": _paper_document(comparison.after), "changes": changes}


def _paper_document(project: Project | None) -> PaperDocument | None:
    if project is None:
        return None
    return paper_document(project)


def paper_document(project: Project) -> PaperDocument:
    """Return which paper a project is in as plain data."""
    return {
        "name": project.name,
        "year": project.year,
        "unit": project.unit,
        "code": project.code,
        "stage": project.stage,
        "month": project.month,
    }


def change_document(change: Change) -> ChangeDocument:
    """Return a change as plain data."""
    return {
        "part": change.part,
        "name": change.name,
        "kind": change.kind,
        "field": change.field,
        "from": change.before,
        "to": change.after,
        "path": change.path,
    }


__all__ = [
    "change_document",
    "change_messages",
    "document_of",
    "markdown_of",
    "paper_document",
    "paper_title",
    "text_of",
]
