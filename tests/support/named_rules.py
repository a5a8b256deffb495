"""A spec with rules that only their name reaches."""

from __future__ import annotations

from typing import Any

import jixiao
from jixiao.model.spec import IndicatorSpec
from jixiao.scoring import RowScore

#: Rules that only their name reaches, one for each thing that a row can lack.
NAMED: list[dict[str, Any]] = [
    {"rule": "ratio", "measure": "attainment", "line": {"0": "0", "100%": "full"}},
    {"rule": "mirror", "measure": "inverse_attainment", "line": {"0": "0", "100%": "full"}},
    {"rule": "apart", "measure": "relative_gap", "line": {"0": "full", "100%": "0"}},
    {"rule": "off", "measure": "deviation", "line": {"0": "full", "100%": "0"}},
    {"rule": "short", "measure": "gap", "steps": {"each": "1", "begun": "true", "lose": "1分"}},
    {"rule": "rate", "measure": "value", "bands": {"≥90%": "full", "otherwise": "0"}},
    {"rule": "rates", "measure": "value", "line": {"0": "0", "90%": "full"}},
    {"rule": "stepped", "measure": "value", "steps": {"from": "90%", "each": "5% lower", "begun": "true", "lose": "1分"}},
    {"rule": "count", "measure": "value", "bands": {"≥9": "full", "otherwise": "0"}},
    {"rule": "done", "measure": "met", "bands": {"met": "full", "otherwise": "-1分"}},
    {"rule": "days", "measure": "days_late", "steps": {"each": "1", "begun": "true", "lose": "1分"}},
    {"rule": "days_judged", "measure": "days_late", "bands": {"≤0": "full", "otherwise": "judged"}},
    {"rule": "months", "measure": "months_late", "steps": {"each": "1", "begun": "true", "lose": "1分"}},
    {"rule": "whole_months", "measure": "months_late", "months": "whole", "steps": {"each": "1", "begun": "true", "lose": "1分"}},
    {"rule": "share", "measure": "stated_share", "line": {"0": "0", "100%": "full"},
     "tiers": {"好": {"from": "80%", "through": "100%", "default": "90%"}, "差": {"from": "0", "below": "80%"}},
     "same_text_means": "好"},
    {"rule": "claimed", "measure": "stated_share", "stated": "score", "line": {"0": "0", "100%": "full"}},
    {"rule": "judged", "measure": "attainment", "bands": {"≥100%": "full", "otherwise": "judged"}},
    {"rule": "funds", "measure": "execution", "line": {"0": "0", "100%": "full"}},
    {"rule": "raised", "measure": "adjustment", "line": {"0": "0", "100%": "full"}},
]  # fmt: skip
CAPS: list[dict[str, Any]] = [
    {"cap": "explained", "measure": "attainment", "for": {"class": "benefit"}, "bands": {"≤200%": "full", "otherwise": "50%"}, "unless": "cause"},
    {"cap": "over", "measure": "attainment", "for": {"class": "benefit"}, "bands": {"≤120%": "full", "otherwise": "80%"}},
    {"cap": "nearest", "measure": "attainment", "for": {"class": "cost"}, "line": {"110%": "full", "120%": "0"}, "count": {"each": "10%", "nearest": "true"}},
]  # fmt: skip
MARKS = [
    {"mark": "late", "label": "迟报", "lose": "1分"},
    {"mark": "doubtful", "label": "存疑", "lose": "30%"},
    {"mark": "void", "label": "无佐证", "earn": "0"},
]


def spec(**changes: Any) -> IndicatorSpec:
    data = jixiao.load_spec("cn.mof-2020-10").model_dump(by_alias=True, mode="json", exclude_none=True)
    own = {"rules": [*NAMED, *data["rules"]], "caps": CAPS, "marks": MARKS}
    for entries in own.values():
        entries[:] = [{"basis": "m10", **entry} for entry in entries]
    return IndicatorSpec.model_validate({**data, "id": "test.rows", **own, **changes})


SPEC = spec()


def scored(row: dict[str, Any], of: IndicatorSpec = SPEC, year: int | None = 2024) -> RowScore:
    base = {"level1": "产出指标", "name": "甲", "target": "≥10", "actual": "5", "weight": "10"}
    whole = {key: value for key, value in {**base, **row}.items() if value is not None}
    project = {"name": "例", "indicators": [whole], **({"year": year} if year else {})}
    found = jixiao.score(jixiao.load_project(project), of).scored
    assert found is not None
    return found.rows[0]
