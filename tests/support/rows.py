"""Rows under the four specs whose scores were worked by hand, and these specs changed in one place."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import jixiao
from jixiao.model.spec import IndicatorSpec
from jixiao.scoring import RowScore, Scored

LAW_10, LAW_101, VENDOR, LESHAN = "cn.mof-2020-10", "cn.mof-2021-101", "cn.vendor-fasp2", "cn.sichuan.leshan-2023"
FOUR_SPECS = (LAW_10, LAW_101, VENDOR, LESHAN)
VENDOR_2020 = "cn.vendor-fasp2-2020"
IN_FULL = {"name": "其余", "level1": "产出指标", "target": "≥1个", "actual": "1个"}
FUNDS = {"total": {"budget": 5, "spent": 5}}


def project(*rows: dict[str, Any], funds: dict[str, Any] | None = None, **top: Any) -> jixiao.Project:
    """A project of rows, each an output unless it says otherwise."""
    indicators = [{"level1": "产出指标", "name": f"指标{index}", "weight": 10, **row} for index, row in enumerate(rows)]
    return jixiao.load_project({"name": "例", "year": 2023, "funds": funds or FUNDS, "indicators": indicators, **top})


def filled(*rows: dict[str, Any], **top: Any) -> jixiao.Project:
    """The same, with a row in full that takes the weights to 90."""
    rest = 90 - sum(Fraction(str(row.get("weight", 10))) for row in rows)
    return project(*rows, {**IN_FULL, "weight": str(rest) if rest.denominator == 1 else f"{rest.numerator}"}, **top)


def result(of: jixiao.Project, spec: str | IndicatorSpec) -> jixiao.Result:
    return jixiao.score(of, jixiao.load_spec(spec) if isinstance(spec, str) else spec)


def scored(of: jixiao.Project, spec: str | IndicatorSpec) -> Scored:
    found = result(of, spec).scored
    assert found is not None
    return found


def row(spec: str | IndicatorSpec, level1: str = "产出指标", **typed: Any) -> RowScore:
    return scored(project({"level1": level1, **typed}), spec).rows[0]


def points(spec: str | IndicatorSpec, level1: str = "产出指标", **typed: Any) -> str | None:
    """A row's score as text, "—" where it has none."""
    found = row(spec, level1, **typed)
    return None if found.score is None else str(found.score)


def execution(spec: str, budget: object, spent: object, finished: bool | None = None, **more: Any) -> str | None:
    top = {} if finished is None else {"finished": finished}
    found = scored(project(IN_FULL, funds={"total": {"budget": budget, "spent": spent, **more}}, **top), spec)
    assert found.execution is not None
    return None if found.execution.score is None else str(found.execution.score)


def codes(of: jixiao.Project, spec: str | IndicatorSpec) -> list[str]:
    return [finding.code for finding in result(of, spec).findings]


def dump(spec: str) -> dict[str, Any]:
    return jixiao.load_spec(spec).model_dump(by_alias=True, mode="json", exclude_none=True)


def changed(spec: str = LAW_10, **sections: Any) -> IndicatorSpec:
    """A shipped spec with some sections of its own, under a name of its own."""
    return IndicatorSpec.model_validate({**dump(spec), "id": "test.changed", **sections})


BASIS = {"basis": "m10"}


def with_rule(**rule: Any) -> IndicatorSpec:
    """Law 10 with one rule more, named ``own``."""
    return changed(rules=[{"rule": "own", **BASIS, **rule}, *dump(LAW_10)["rules"]])


def own(
    actual: str, target: str = "≥90%", weight: object = 10, more: dict[str, Any] | None = None, **rule: Any
) -> str | None:
    """The score of a row that names that rule."""
    return points(with_rule(**rule), target=target, actual=actual, rule="own", weight=weight, **(more or {}))


MARKS = [
    {"mark": "no_evidence", "label": "无佐证", "earn": "0", **BASIS},
    {"mark": "severe", "label": "严重失实", "lose": "60%", **BASIS},
    {"mark": "late", "label": "迟报", "lose": "1分", **BASIS},
]
