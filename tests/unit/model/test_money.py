"""Amounts of both units of money are compared and added up as the money that they are."""

from __future__ import annotations

from fractions import Fraction

import pytest

import jixiao


@pytest.mark.parametrize(("unit", "yuan"), [("元", 1), ("万元", 10_000), (None, 10_000)])
def test_a_money_unit_is_so_many_yuan(unit: str | None, yuan: int) -> None:
    project = jixiao.load_project({"funds": {"money_unit": unit, "total": {"budget": "1"}}})
    assert project.funds.factor == Fraction(yuan)
