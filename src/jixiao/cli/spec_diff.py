"""``jixiao spec diff``: what differs between two specs, and what that does to projects."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from tabulate import tabulate

from jixiao.border.folders import Input
from jixiao.cli.console import print_findings, spec_or_exit_code
from jixiao.cli.inputs import Passed, projects_of
from jixiao.cli.options import Options
from jixiao.cli.pipeline import run_task
from jixiao.exact import format_exact
from jixiao.findings import Finding, Lang
from jixiao.findings.terminal import escape
from jixiao.loading.lock import version_of
from jixiao.loading.projects import unreadable
from jixiao.model.project import Project
from jixiao.model.spec import IndicatorSpec
from jixiao.result import result_of
from jixiao.spec_tools.diff.differences import Change, differences
from jixiao.spec_tools.diff.impact import Effect, by_rule, document, effect_of, standing
from jixiao.spec_tools.diff.messages import WORDS

SCHEMA = "jixiao.spec-diff/1"
_HEADS: dict[Lang, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "zh": (("项目", "原总分", "新总分", "增减", "原等级", "新等级"), ("原规则", "新规则", "行数", "共得", "共失")),
    "en": (("project", "from", "to", "change", "grade", "grade now"), ("rule", "rule now", "rows", "gained", "lost")),
}
_COUNTED: dict[Lang, str] = {
    "zh": "{projects} 个项目：{gains} 个得分升，{loses} 个降，{same} 个不变，{unscored} 个无总分；等级变的 {grades} 个",
    "en": "{projects} projects: {gains} gain, {loses} lose, {same} stay, {unscored} lack totals; {grades} new grades",
}


def diff_specs(old: str, new: str, projects: Path | None, options: Options) -> int:
    """Print what differs between two specs, and what it does to the projects below a folder; return the exit code."""
    before, after = spec_or_exit_code(old, options), spec_or_exit_code(new, options)
    if isinstance(before, int) or isinstance(after, int):
        return max(code for code in (before, after) if isinstance(code, int))
    lang, effects = options.lang, None
    changes = differences(before, after, lang)
    if projects is not None:
        effects = list(_effects(projects, before, after, lang))
    if options.format == "json":
        print(json.dumps(_document((before, after), changes, effects), ensure_ascii=False, indent=1))
        return 0
    print(f"{version_of(before)} → {version_of(after)}")
    for line in _change_lines(changes, lang):
        print(escape(line))
    if effects is not None:
        _print_effects(effects, lang)
    return 0


def _effects(projects: Path, old: IndicatorSpec, new: IndicatorSpec, lang: Lang) -> Iterator[Effect]:
    for _, (project, effect) in run_task([projects], Comparing(old, new, lang), lang=lang, alone=True):
        if not project.readable:
            print_findings(project.findings, lang)
        yield effect


class Comparing(NamedTuple):
    """The task of scoring a project by two specs."""

    old: IndicatorSpec
    new: IndicatorSpec
    lang: Lang

    def run(self, source: Input) -> list[tuple[Project, Effect]] | Passed:
        """Return each project of an input and the effect on it."""
        projects = projects_of(source, Options(spec=self.new.id, lang=self.lang))
        if isinstance(projects, Passed):
            return projects
        return [self._effect(source, project) for project in projects]

    def fail(self, source: Input, finding: Finding) -> tuple[Project, Effect]:
        """Return a project that cannot be read, which has no effect."""
        return self._effect(source, unreadable([finding]))

    def _effect(self, source: Input, project: Project) -> tuple[Project, Effect]:
        name = str(source.path)
        before, after = (result_of(project, spec, (), name, self.lang) for spec in (self.old, self.new))
        return project, effect_of(name, before, after)


def _change_lines(changes: list[Change], lang: Lang) -> Iterator[str]:
    section = ""
    for change in changes:
        if change.section != section:
            section = change.section
            yield WORDS[lang][section]
        yield f"  {change.text(lang)}"
    if not changes:
        yield WORDS[lang]["same"]


def _counts(effects: list[Effect]) -> dict[str, int]:
    verdicts = Counter(effect.verdict for effect in effects)
    graded = sum(effect.old.grade != effect.new.grade for effect in effects)
    counted = {verdict: verdicts[verdict] for verdict in ("gains", "loses", "same", "unscored")}
    return {"projects": len(effects), **counted, "grades": graded}


def _print_effects(effects: list[Effect], lang: Lang) -> None:
    projects, rules = _HEADS[lang]
    rows = [[escape(cell) for cell in _cells(effect)] for effect in effects]
    print(f"\n{tabulate(rows, projects, tablefmt='plain', disable_numparse=True)}")
    moved = [
        [each.old, each.new, str(each.rows), format_exact(each.gained), format_exact(each.lost)]
        for each in by_rule(effects)
    ]
    if moved:
        print(f"\n{tabulate(moved, rules, tablefmt='plain', disable_numparse=True)}")
    print(f"\n{_COUNTED[lang].format(**_counts(effects))}")


def _cells(effect: Effect) -> list[str]:
    old, new, change = effect.old, effect.new, effect.change
    sign = "+" if change is not None and change > 0 else ""
    numbers = [old.points(standing(old)), new.points(standing(new)), new.points(change)]
    totals = [number or "—" for number in numbers]
    return [effect.new.project.name or effect.source, *totals[:2], sign + totals[2], old.grade or "—", new.grade or "—"]


def _document(
    specs: tuple[IndicatorSpec, IndicatorSpec], changes: list[Change], effects: list[Effect] | None
) -> dict[str, Any]:
    sides = [{"id": spec.id, "version": spec.version, "sha256": spec.sha256} for spec in specs]
    rows = [_change_document(change) for change in changes]
    fields: dict[str, Any] = {"schema": SCHEMA, "from": sides[0], "to": sides[1], "changes": rows, "projects": None}
    if effects is not None:
        fields["projects"] = [document(effect) for effect in effects]
        fields["summary"] = _counts(effects)
        fields["rules"] = [
            {
                "from": each.old,
                "to": each.new,
                "rows": each.rows,
                "gained": format_exact(each.gained),
                "lost": format_exact(each.lost),
            }
            for each in by_rule(effects)
        ]
    return fields


def _change_document(change: Change) -> dict[str, str]:
    about = {"section": change.section, "name": change.name, "kind": change.kind, "aspect": change.aspect}
    return {**about, "from": change.old, "to": change.new}
