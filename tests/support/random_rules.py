"""Random rules in the authors' own syntax, and the specs of one rule that they make."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import Any

from jixiao.loading.specs import book_of_folder, find_spec
from jixiao.model.spec import IndicatorSpec
from tests.support.paths import BROKEN_SPECS

F = Fraction
NEAR, CENT = F(1, 1000), F(1, 100)


@cache
def base() -> dict[str, Any]:
    spec = find_spec(str(BROKEN_SPECS / "sound.yaml"), None, book_of_folder(BROKEN_SPECS)).spec
    assert spec is not None
    return spec.model_dump(by_alias=True, mode="json", exclude_none=True)


def spec_of(measure: str, comparison: str, written: dict[str, Any]) -> IndicatorSpec:
    """The sound spec with one rule more, for targets above zero."""
    when = {"comparison": comparison, "direction": "正向", "name_has": "丙", "target": "percent"}
    rule = {"rule": "own", "for": when, "measure": measure, "basis": "notice", **written}
    rules = sorted(base()["rules"], key=lambda rule: rule["rule"] != "not_positive")
    return IndicatorSpec.model_validate({**base(), "id": "test.random", "rules": [rules[0], rule, *rules[1:]]})


def size(height: str) -> Fraction:
    if height.endswith("分"):
        return F(1) + F(height[:-1]) / 100
    return F(1) if height == "full" else F(height.removesuffix("%")) / 100


def rises(values: list[Fraction]) -> bool:
    return all(one <= other for one, other in pairwise(values))
