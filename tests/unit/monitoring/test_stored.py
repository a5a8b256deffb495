"""Results of monitoring from their own documents, and projects of another stage that are monitored."""

from __future__ import annotations

import json
from typing import Any

import pytest

import jixiao
from tests.support.monitoring import codes, monitored, monitored_by, project, row

STATED: dict[str, dict[str, Any]] = {
    "plain": {},
    "without a month": {"month": None},
    "unreadable": {"funds": "abc"},
    "without a spec": {"spec": "cn.nowhere-2024"},
    "december": {"month": 12},
}


@pytest.mark.parametrize("change", STATED.values(), ids=STATED)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_result_is_the_same_from_its_document(change: dict[str, Any], lang: Any) -> None:
    rows = row("≥300人次", "60人次", forecast="280人次", weight=50), row("达成", "部分达成", name="乙", weight=40)
    result = jixiao.monitor(project(*rows, **change), lang=lang)
    document = json.loads(result.to_json())
    for kind in (jixiao.Result, jixiao.MonitoringResult):
        again = kind.from_dict(document, lang=lang)
        assert isinstance(again, jixiao.MonitoringResult)
        assert again.to_dict() == document
        assert jixiao.render(again, "markdown") == jixiao.render(result, "markdown")


def test_without_its_spec_a_document_is_refused() -> None:
    document = monitored_by("tianjin", row("≥300", "60")).to_dict()
    with pytest.raises(ValueError, match="not at hand"):
        jixiao.MonitoringResult.from_dict(document)


@pytest.mark.parametrize("change", [{"light": "blue"}, {"projected": {}}, {"indicators": None}])
def test_a_document_that_states_something_else_is_refused(change: dict[str, Any]) -> None:
    document = {**monitored(row("≥300", "60")).to_dict(), **change}
    with pytest.raises(ValueError, match="document"):
        jixiao.MonitoringResult.from_dict(document)


@pytest.mark.parametrize("stage", ["self_evaluation", "target"])
def test_a_project_of_another_stage_is_told_when_it_is_monitored(stage: str) -> None:
    result = jixiao.monitor(project({**row("≥300"), "actual": "290"}, stage=stage))
    assert [finding.path for finding in result.findings if finding.code == "JX626"] == ["stage"]
    assert "JX626" not in codes(monitored(row("≥300", "60")))
