"""The papers of a year: projects of the example from their targets to a review, as their unit fills them in."""

from __future__ import annotations

import json
from typing import Any

import yaml

import jixiao
from jixiao.stages.advance import advance
from tests.support.paths import ROOT

EXAMPLE = ROOT / "docs" / "examples" / "year"
REACHED = yaml.safe_load((EXAMPLE / "reached.yaml").read_text("utf-8"))
TARGETS = sorted((EXAMPLE / "targets").glob("*.yaml"))
Paper = dict[str, Any]


def stated(value: Any) -> Any:
    """A value without what is blank in it."""
    if isinstance(value, dict):
        return {key: stated(one) for key, one in value.items() if one is not None}
    if isinstance(value, list):
        return [stated(one) for one in value]
    return value


def next_paper(paper: Paper, destination: Any) -> Paper:
    """A paper carried on to another stage, as it is still to be filled in."""
    successor: Paper = json.loads(json.dumps(advance(jixiao.load_project(paper), destination).data))
    return successor


def papers_of(number: int) -> list[Paper]:
    """The papers of a project of the example: targets, July, self-evaluation, review."""
    target: Paper = stated(json.loads(jixiao.load_project(TARGETS[number - 1]).as_json))
    reached = REACHED[target["code"]]
    july = next_paper(target, "monitoring")
    july["month"] = "7"
    july["funds"]["total"]["spent"] = reached["july"]["spent"]
    for row, progress in zip(july["indicators"], reached["july"]["progress"], strict=True):
        row["progress"] = progress
    at_the_end = next_paper(stated(july), "self_evaluation")
    at_the_end["finished"] = "是"
    at_the_end["funds"]["total"]["spent"] = reached["year"]["spent"]
    for row, actual in zip(at_the_end["indicators"], reached["year"]["actual"], strict=True):
        row["actual"] = actual
    review = {**at_the_end, "stage": "review", "review": {"reviewer": "示例市财政局", "opinion": "同意自评结果"}}
    return [stated(paper) for paper in (target, july, at_the_end, review)]
