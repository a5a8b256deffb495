"""Numbers with a slip of the keyboard: named with what they may have been meant for, and never taken for it."""

from __future__ import annotations

import pytest

from jixiao import load_project, parse_project, score
from jixiao.quantity import without_slip

SLIPS = {
    "270.": "270", "1 200": "1200", "2 7 0": "270", "270。": "270", "270,": "270", "２７０．": "２７０", "1 200条": "1200条",
}  # fmt: skip
ROW = {"level1": "产出指标", "name": "编织袋", "target": "≥270条", "weight": "90"}
HEAD = {"spec": "cn.mof-2020-10", "name": "甲", "year": "2023"}


@pytest.mark.parametrize("text", SLIPS)
def test_a_slip_is_named_at_each_place_where_a_number_may_stand(text: str) -> None:
    funds = {"total": {"budget": "100", "spent": text}}
    row = {**ROW, "actual": text}
    slips = [(finding.path, finding.args["plain"]) for finding in _findings(row, funds) if finding.code == "JX222"]
    paths = ["funds.total.spent", "indicators[0].actual"]
    assert slips == [(path, SLIPS[text]) for path in paths]


def test_a_slip_in_the_target_is_named_there() -> None:
    assert [
        finding.path for finding in _findings({**ROW, "target": "270.", "actual": "5"}) if finding.code == "JX222"
    ] == ["indicators[0].target"]


@pytest.mark.parametrize(
    "text", ["270", "270.0", "1,200", "约270.", "第1 组", "一般。", "2023年12月.", "1" * 300 + "."]
)
def test_what_is_no_number_but_for_a_slip_is_none(text: str) -> None:
    assert without_slip(text) is None


@pytest.mark.parametrize("weight", ["30,5", "1,2", "12,00", "1,2,3"])
def test_a_number_that_a_comma_cuts_is_one_finding_and_no_score(weight: str) -> None:
    """The first part alone was scored, and the other called an unknown key."""
    row = f"level1: 产出指标, name: 编织袋, target: ≥5条, actual: 5条, weight: {weight}"
    result = score(parse_project(f"spec: cn.mof-2020-10\nname: 甲\nyear: 2023\nindicators:\n- {{{row}}}\n"))
    errors = [finding for finding in result.findings if finding.path.startswith("indicators[0]")]
    assert [(finding.code, finding.args["value"]) for finding in errors] == [("JX204", weight)]
    assert result.indicators[0].score is None


def _findings(row: dict[str, str], funds: dict[str, object] | None = None) -> tuple[object, ...]:
    return score(load_project({**HEAD, "indicators": [row], "funds": funds or {}})).findings
