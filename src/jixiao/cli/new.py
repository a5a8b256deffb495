"""``jixiao new``: a project file or a workbook to fill in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePath
from typing import Literal, NamedTuple

from jixiao.border.outputs import OutputError, Outputs
from jixiao.cli.console import print_findings, reject_usage
from jixiao.cli.options import Options
from jixiao.cli.result_files import YAML, exit_code, format_by_ending, outputs_of
from jixiao.cli.schema import SchemaName, beside, modeline, schema_text
from jixiao.exact import format_exact
from jixiao.extras import needed
from jixiao.findings import Lang
from jixiao.loading.projects import parse_project
from jixiao.loading.specs import find_spec
from jixiao.model.facts import EXECUTION
from jixiao.model.project import Amounts, Funds, Goal, Indicator, Item, Project
from jixiao.model.spec import IndicatorSpec
from jixiao.model.typed_words import STAGE_NAMES
from jixiao.rendering import render
from jixiao.result import result_of

#: The ending of a workbook to fill in.
_WORKBOOKS = {".xlsx": "xlsx"}
_NOTES: dict[Lang, dict[str, str]] = {
    "zh": {
        "top": "按实际情况填写；# 之后是说明，可以删去。填好后运行 jixiao score 本文件。",
        "declare": "按预算和计划填写；# 之后是说明，可以删去。填好后运行 jixiao check 本文件。",
        "finished": "是 或 否",
        "target": "如 ≥95%、52 万人、≤5万元、及时、2023年12月31日前",
        "class": "{label}，预设 {points} 分",
        "tier": "定性指标写完成档次：1、2、3 或档次名称；较低档次还要写得分比例",
        "items": "逐条写结论：是、部分、否；扣分的写原因",
        "year": "评价的年度",
    },
    "en": {
        "top": "Fill in the facts; what follows # is explanation. Then run jixiao score on this file.",
        "declare": "Fill in budget and plan; what follows # is explanation. Then run jixiao check on this file.",
        "finished": "true or false",
        "target": "such as ≥95%, 52 万人, ≤5万元, 及时, 2023年12月31日前",
        "class": "{label}, preset {points} points",
        "tier": "for a qualitative row state the tier (1, 2, 3 or its words); a lower one needs a share too",
        "items": "answer each: yes, partly or no; say why points are lost",
        "year": "the year evaluated",
    },
}
#: The words of stages.
_STAGES: dict[Lang, dict[str, str]] = {"zh": STAGE_NAMES, "en": {"target": "target"}}
#: The stages that a project can begin with.
NewStage = Literal["target", "self_evaluation"]


class _Fields(NamedTuple):
    """What is filled in at a stage: the note at the top, and the fields of amounts, goals and rows."""

    top: str
    amounts: tuple[str, ...]
    goal: tuple[str, ...]
    row: tuple[str, ...]


_FIELDS: dict[NewStage, _Fields] = {
    "target": _Fields("declare", ("initial",), ("expected",), ("level2", "name", "target", "weight")),
    "self_evaluation": _Fields(
        "top",
        ("initial", "budget", "spent"),
        ("expected", "achieved"),
        ("level2", "name", "target", "actual", "weight", "tier", "cause", "remedy"),
    ),
}


def write_template(name: str, options: Options, stage: NewStage = "self_evaluation") -> int:
    """Write a project file or a workbook to fill in at a stage, for the spec of this name; return the exit code."""
    selection = find_spec(name, None, options.book)
    if selection.spec is None:
        print_findings(selection.findings, options.lang)
        return 2
    options = replace(options, spec=name)
    if PurePath(options.output or "").suffix.lower() in _WORKBOOKS:
        return _write_workbook(selection.spec, options, stage)
    text = template(selection.spec, name, options.lang, stage)
    return write_new(text, "project", options, {**YAML, **_WORKBOOKS})


def _write_workbook(spec: IndicatorSpec, options: Options, stage: NewStage) -> int:
    """Write a workbook to fill in; return the exit code, 2 where the library for workbooks is not installed."""
    try:
        outputs_of(replace(options, format="xlsx"), []).write([_workbook(spec, options, stage)])
    except ImportError as error:
        return reject_usage(str(error))
    except OutputError as error:
        return exit_code(error, options.lang)
    return 0


def _workbook(spec: IndicatorSpec, options: Options, stage: NewStage) -> bytes:
    """Return a workbook to fill in; of targets, which have no scores to reckon, the form itself.

    Raises:
        ImportError: the library for workbooks is not installed.
    """
    with needed("xlsx"):
        from jixiao.rendering.entry_workbook import entry_workbook
    if stage == "self_evaluation":
        return entry_workbook(spec, options.lang)
    project = parse_project(template(spec, spec.id, options.lang, stage))
    return render(result_of(project, spec, (), "", options.lang), "xlsx", lang=options.lang)


def write_new(text: str, name: SchemaName, options: Options, endings: Mapping[str, str] = YAML) -> int:
    """Write a YAML file made of a spec, for people to fill in, and beside it the schema that helps their editor.

    ``endings`` are those that the command can write, by which the ending of another is refused. Return the exit code.
    """
    try:
        format_by_ending(options.output, endings)
        outputs = outputs_of(replace(options, format="yaml"), [])
        if outputs.is_file:
            text = f"{modeline(name)}\n{text}"
        outputs.write([text])
        write_schema_beside(outputs, name, options)
    except OutputError as error:
        return exit_code(error, options.lang)
    return 0


def write_schema_beside(outputs: Outputs, name: SchemaName, options: Options) -> None:
    """Write the schema that helps editors beside a file, or into a folder, that was written.

    Raises:
        OutputError: it could not be written.
    """
    file = Path(outputs.option or "")
    if outputs.is_folder:
        file /= name
    if outputs.is_folder or outputs.is_file:
        Outputs(str(beside(file, name)), force=True).write([schema_text(name, options)])


def _key(model: type[Project | Funds | Amounts | Goal | Indicator | Item], name: str, lang: Lang) -> str:
    keys: dict[Lang, str] = {"zh": str(model.model_fields[name].title), "en": name}
    return keys[lang]


def template(spec: IndicatorSpec, spec_name: str, lang: Lang, stage: NewStage = "self_evaluation") -> str:
    """Return the text of a project file to fill in: one row for each class of the spec's first weight set."""
    notes, fields = _NOTES[lang], _FIELDS[stage]
    lines = [f"# {spec.title}", f"# {notes[fields.top]}", f"{_key(Project, 'spec', lang)}: {spec_name}"]
    if stage != "self_evaluation":
        lines.append(f"{_key(Project, 'stage', lang)}: {_STAGES[lang][stage]}")
    lines += [f"{_key(Project, 'name', lang)}:", f"{_key(Project, 'year', lang)}:  # {notes['year']}"]
    lines += [f"{_key(Project, name, lang)}:" for name in ("department", "unit")]
    amounts = ", ".join(f"{_key(Amounts, name, lang)}: " for name in fields.amounts)
    lines += [f"{_key(Project, 'funds', lang)}:", f"  {_key(Funds, 'money_unit', lang)}: 万元"]
    lines += [f"  {_key(Funds, name, lang)}: {{{amounts}}}" for name in ("total", "fiscal", "carryover", "other")]
    if stage == "self_evaluation":
        lines.append(f"{_key(Project, 'finished', lang)}:  # {notes['finished']}")
    first, *others = (f"{_key(Goal, name, lang)}:" for name in fields.goal)
    lines += [f"{_key(Project, 'goals', lang)}:", f"  - {first}", *(f"    {other}" for other in others)]
    return "\n".join([*lines, f"{_key(Project, 'indicators', lang)}:", *_rows(spec, lang, fields)]) + "\n"


def _rows(spec: IndicatorSpec, lang: Lang, fields: _Fields) -> list[str]:
    notes, lines = _NOTES[lang], list[str]()
    if not spec.weights.sets:
        return lines
    for joint, value in spec.weights.sets[0].points.items():
        for name in joint.split("+"):
            if name in spec.classes and name != EXECUTION:
                label = spec.classes[name].label
                lines.append(f"  # {notes['class'].format(label=label, points=format_exact(value))}")
                lines += _row(label, _items(spec, name), lang, fields)
    return lines


def _items(spec: IndicatorSpec, class_: str) -> tuple[str, ...]:
    """Return the items of the checklist by which the rows of a class are scored; none where they are not."""
    rules = (rule for rule in spec.rules if any(class_ in when.class_ for when in rule.when or ()))
    return tuple(next((rule.items for rule in rules if rule.items), {}))


def _row(label: str, items: tuple[str, ...], lang: Lang, fields: _Fields) -> list[str]:
    """Return a row to fill in; one that is scored by ``items`` has these in the place of actual and tier."""
    if items and "actual" in fields.row:
        return _checklist(label, items, lang)
    notes = _NOTES[lang]
    comments = {"target": f"  # {notes['target']}", "tier": f"  # {notes['tier']}"}
    lines = [f"  - {_key(Indicator, 'level1', lang)}: {label}"]
    return lines + [f"    {_key(Indicator, name, lang)}:{comments.get(name, '')}" for name in fields.row]


def _checklist(label: str, items: tuple[str, ...], lang: Lang) -> list[str]:
    lines = [f"  - {_key(Indicator, 'level1', lang)}: {label}"]
    lines += [f"    {_key(Indicator, name, lang)}:" for name in ("level2", "name", "target", "weight")]
    lines.append(f"    {_key(Indicator, 'items', lang)}:  # {_NOTES[lang]['items']}")
    for item in items:
        lines.append(f"      - {_key(Item, 'name', lang)}: {json.dumps(item, ensure_ascii=False)}")
        lines += [f"        {_key(Item, name, lang)}:" for name in ("answer", "reason")]
    return lines
