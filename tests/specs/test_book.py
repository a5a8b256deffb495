"""What the rule book asks of the model, and what holds for every spec in it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import jixiao
from jixiao.findings import Severity
from jixiao.loading.spec_book import package_book
from jixiao.model.rules import Remark, Rule
from jixiao.model.spec import IndicatorSpec, Weights
from jixiao.spec_tools.cases import case_path, load_cases, run_cases
from jixiao.spec_tools.proof import prove

LAW_10 = jixiao.load_spec("cn.mof-2020-10")


def project(*weights: int, level1: tuple[str, ...] = (), **funds: Any) -> jixiao.Project:
    """A project of rows in full, of the classes named."""
    rows = [
        {"level1": class_, "name": f"{class_}{index}", "target": "≥1个", "actual": "1个", "weight": weight}
        for index, (class_, weight) in enumerate(zip(level1, weights, strict=True))
    ]
    return jixiao.load_project({"name": "例", "year": 2023, "funds": funds, "indicators": rows})


def codes(of: jixiao.Project, spec: IndicatorSpec) -> list[str]:
    return [finding.code for finding in jixiao.score(of, spec).findings]


WITHIN = Weights.model_validate(
    {
        "basis": "m10",
        "binding": "advised",
        "execution_in": "benefit",
        "sets": [{"execution": 10, "output": 60, "benefit": 40}],
    }
)


@pytest.mark.parametrize(("benefit", "found"), [(30, []), (20, ["JX401", "JX402"]), (40, ["JX401", "JX402"])])
def test_an_execution_rate_inside_a_class_counts_towards_it(benefit: int, found: list[str]) -> None:
    """By hand: 60 + 30 rows and the rate's 10, which belong to the class of 40, make 100."""
    spec = LAW_10.model_copy(update={"weights": WITHIN})
    rows = project(60, benefit, level1=("产出指标", "效益指标"), total={"budget": 5, "spent": 5})
    assert [code for code in codes(rows, spec) if code in ("JX401", "JX402", "JX403")] == found
    assert not [finding for finding in prove(spec).findings if finding.code == "JX554"]


@pytest.mark.parametrize(("budget", "adjustment", "due"), [(6, None, True), (6, " ", True), (6, "追加", False), (5, None, False)])  # fmt: skip
def test_a_remark_may_ask_for_the_word_on_an_adjusted_budget(budget: int, adjustment: str | None, due: bool) -> None:
    """Sichuan's system form, note 2: a budget adjusted during the year wants its own reason, not that of the rate."""
    asked = {"remark": "raised", "for": {"class": "execution"}, "measure": "adjustment", "outside": ">0", "unless": "adjustment", "basis": "m10"}  # fmt: skip
    spec = LAW_10.model_copy(update={"remarks": (Remark.model_validate(asked),)})
    more = {} if adjustment is None else {"adjustment": adjustment}
    funds = {"total": {"initial": 5, "budget": budget, "spent": 4}, "cause": "尾款", **more}
    assert ("JX410" in codes(project(level1=(), **funds), spec)) is due


def test_a_value_against_a_range_may_rise_and_fall() -> None:
    """spec-model: two-sided bands of a rate; against a threshold they would pay for doing worse."""
    two_sided = {"rule": "rate", "measure": "value", "bands": {"-10%..10%": "full", "otherwise": "0"}, "basis": "m10"}
    for target, errors in (("range", []), ("percent", ["JX550"])):
        rule = Rule.model_validate({**two_sided, "for": {"target": target}})
        spec = LAW_10.model_copy(update={"rules": (rule, *LAW_10.rules)})
        assert [finding.code for finding in prove(spec).findings if finding.severity is Severity.ERROR] == errors


BOOK = package_book().ids


@pytest.mark.parametrize("spec_id", BOOK)
def test_every_spec_of_the_book_is_sound(spec_id: str) -> None:
    """It reads without a finding, is named after its file, and its checks find no error."""
    found = package_book().read(package_book().files[spec_id])
    assert found.spec is not None
    assert (found.findings, found.spec.id) == ((), spec_id)
    assert [finding for finding in prove(found.spec).findings if finding.severity is Severity.ERROR] == []


@pytest.mark.parametrize("spec_id", BOOK)
def test_every_case_comes_out(spec_id: str) -> None:
    """Issue 3: worked examples beside each spec; their answers come from clauses, published tables or by hand."""
    file = load_cases(case_path(Path(package_book().files[spec_id].name)))
    ran = run_cases(file)
    assert file.findings == ()
    assert [(one.case.name, one.differences) for one in ran if one.status != "passed"] == []
    assert len(ran) >= 20


@pytest.mark.parametrize("spec_id", BOOK)
def test_every_source_says_how_it_is_known(spec_id: str) -> None:
    """Contract: what is uncertain says so; a remembered or observed source explains itself."""
    for source in jixiao.load_spec(spec_id).sources.values():
        assert source.note or (source.checked, source.kind) != ("remembered", "observed")


def test_the_book_holds_its_places() -> None:
    places = {spec_id.split("-")[0] for spec_id in BOOK}
    assert len(BOOK) >= 14
    assert {"cn.hubei.province", "cn.hubei.city", "cn.ningxia.yinchuan", "cn.jiangxi.province", "cn.mof"} <= places


@pytest.mark.parametrize(
    ("day", "spec_id"),
    [
        (date(2015, 12, 31), "cn.mof-2003"),
        (date(2016, 1, 1), "cn.mof-2016"),
        (date(2019, 12, 31), "cn.mof-2016"),
        (date(2020, 12, 31), "cn.mof-2020-10"),
        (date(2021, 8, 17), "cn.mof-2020-10"),
        (date(2021, 8, 18), "cn.mof-2021-101"),
    ],
)
def test_the_day_chooses_the_version_of_a_series(day: date, spec_id: str) -> None:
    """Contract: an id without its year means the one in force on that day."""
    assert jixiao.load_spec("cn.mof", day).id == spec_id


def test_weights_of_the_book_are_exact() -> None:
    """No preset is lost to a rounding: all are whole hundredths."""
    for spec_id in BOOK:
        for weights in jixiao.load_spec(spec_id).weights.sets:
            assert all((points * 100).denominator == 1 and points > Fraction(0) for points in weights.points.values())
