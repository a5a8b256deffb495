"""Specs changed in one place, and rows and projects under them."""

from __future__ import annotations

from typing import Any

import jixiao
from jixiao.model.facts import RowFacts, read_row
from jixiao.model.spec import IndicatorSpec
from jixiao.scoring.plan import Choice, Plan

ROW = {"level1": "产出指标", "name": "甲", "target": "≥10", "actual": "5", "weight": "10"}


def spec(of: str = "cn.mof-2020-10", **changes: Any) -> IndicatorSpec:
    data = jixiao.load_spec(of).model_dump(by_alias=True, mode="json", exclude_none=True)
    return IndicatorSpec.model_validate({**data, "id": "test.plan", **changes})


LAW_10 = spec()
RULES = LAW_10.model_dump(by_alias=True, mode="json", exclude_none=True)["rules"]


def ruled(*own: dict[str, Any], **changes: Any) -> IndicatorSpec:
    """Law 10 with rules of its own before the others."""
    return spec(rules=[*({"basis": "m10", **rule} for rule in own), *RULES], **changes)


def facts(**row: Any) -> RowFacts:
    whole = {key: value for key, value in {**ROW, **row}.items() if value is not None}
    return read_row(0, jixiao.Indicator.model_validate(whole), 2024)


def choice(of: IndicatorSpec = LAW_10, finished: bool | None = None, **row: Any) -> Choice:
    return Plan(of).choose(facts(**row), finished)


def project(*indicators: dict[str, Any], **more: Any) -> jixiao.Project:
    funds = {"total": {"budget": "100", "spent": "90"}}
    return jixiao.load_project({"name": "例", "year": 2024, "funds": funds, "indicators": list(indicators), **more})


RATIO = {"measure": "attainment", "line": {"0": "0", "100%": "full"}}
