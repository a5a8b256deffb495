"""Projects in the course of their year, as the tests of monitoring type them."""

from __future__ import annotations

from typing import Any

import jixiao

#: Spending that is as planned in every month.
FUNDS: dict[str, Any] = {"total": {"budget": 120, "spent": 120, "forecast": 120}}


def row(target: object, progress: object = None, **more: Any) -> dict[str, Any]:
    """An indicator worth all points but those of the execution."""
    stated = {"level1": "产出指标", "name": "甲", "target": target, "weight": 90, **more}
    if progress is not None:
        stated["progress"] = progress
    return stated


def project(*rows: dict[str, Any], month: object = 6, funds: Any = FUNDS, **more: Any) -> jixiao.Project:
    """A project that is monitored, with these indicators."""
    data = {"spec": "cn.mof-2020-10", "name": "培训", "year": 2024, "stage": "monitoring", "funds": funds}
    stated = {**data, "month": month, "indicators": list(rows), **more}
    return jixiao.load_project({key: value for key, value in stated.items() if value is not None})


def monitored(*rows: dict[str, Any], **more: Any) -> jixiao.MonitoringResult:
    """The lights of a project with these indicators."""
    return jixiao.monitor(project(*rows, **more))


def light(target: object, progress: object, month: int = 12, **more: Any) -> str | None:
    """The light of one indicator."""
    return monitored(row(target, progress, **more), month=month).lights[0].light


def codes(result: jixiao.Result, *, first: str = "JX61", last: str = "JX63") -> list[str]:
    """The codes of the findings of monitoring."""
    return sorted(finding.code for finding in result.findings if first <= finding.code < last)


def book(name: str, rules: str = "", folder: Any = None) -> tuple[str, jixiao.SpecBook]:
    """The id of a spec that is monitored by the rules of a name, and a book that has it."""
    text = f"id: cn.test.own-2024\nversion: 1\ntitle: 试\nextends: cn.mof-2020-10@2\nmonitoring: {name}\n"
    text += "in_force: {from: 2024-01-01}\n"
    if folder is None:
        return "cn.test.own-2024", jixiao.SpecBook(texts={"own": text})
    (folder / "monitoring").mkdir(exist_ok=True)
    (folder / "monitoring" / f"{name}.yaml").write_text(rules, "utf-8")
    (folder / "own-2024.yaml").write_text(text, "utf-8")
    return "cn.test.own-2024", jixiao.SpecBook(folders=[folder])


def monitored_by(name: str, *rows: dict[str, Any], **more: Any) -> jixiao.MonitoringResult:
    """The lights of a project by the rules of a name."""
    spec, specs = book(name)
    return jixiao.monitor(project(*rows, **more), spec, book=specs)
