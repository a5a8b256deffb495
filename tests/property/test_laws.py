"""What must always hold, on random curves, specs and projects. Each law is the docstring of its check in the test kit;
here the kit is turned on the package itself, and what the kit takes for granted is tested on its own."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

import jixiao
from jixiao.curve import ScoreCurve, bands, line
from jixiao.exact import format_exact
from jixiao.model.project import Indicator
from jixiao.model.spec import IndicatorSpec
from jixiao.scoring import RowScore, Scored, score_project
from jixiao.scoring.totals import totals_of
from jixiao.testing import LAWS, boundary_projects, broken_projects, check_laws, curve_of, curves, projects, specs
from jixiao.testing.curves import edges, one_sided, shares, steps, written_curves
from tests.support.evaluation import evaluated_at
from tests.support.rows import FOUR_SPECS
from tests.support.rule_book import SPECS, in_samples

F = Fraction
QUICK = settings(max_examples=60)

hundredths = st.integers(0, 30000).map(lambda n: F(n, 100))
measured = st.one_of(
    st.tuples(st.just("attainment"), one_sided("rising")),
    st.tuples(st.just("attainment"), one_sided("falling")),
    st.tuples(st.just("inverse_attainment"), one_sided("rising")),
    st.tuples(st.just("relative_gap"), st.one_of(one_sided("falling"), steps())),
)
CAPS = [{"cap": "over", "measure": "attainment", "bands": {"≤130%": "full", "otherwise": "90%"}, "basis": "m10"}]


def dump(spec: str | IndicatorSpec) -> dict[str, Any]:
    found = jixiao.load_spec(spec) if isinstance(spec, str) else spec
    return found.model_dump(by_alias=True, mode="json", exclude_none=True)


def spec_with(measure: str, written: Mapping[str, Any], **more: Any) -> IndicatorSpec:
    """Law 10 with one rule, and perhaps other sections, of its own."""
    data = dump("cn.mof-2020-10")
    rule = {"rule": "own", "measure": measure, "basis": "m10", **written}
    return IndicatorSpec.model_validate({**data, "id": "test.law", "rules": [rule, *data["rules"]], **more})


def score(of: Mapping[str, Any], spec: str | IndicatorSpec) -> Scored:
    found = jixiao.score(jixiao.load_project(of), jixiao.load_spec(spec) if isinstance(spec, str) else spec).scored
    assert found is not None
    return found


class TestLaws:
    """1 to 8 and 10, of every spec."""

    @pytest.mark.parametrize("spec", in_samples(SPECS))
    def test_of_the_shipped_specs(self, spec: str) -> None:
        assert check_laws(jixiao.load_spec(spec), examples=60) == []

    @pytest.mark.slow
    @pytest.mark.parametrize("spec", SPECS)
    def test_of_the_shipped_specs_at_length(self, spec: str) -> None:
        assert check_laws(jixiao.load_spec(spec), examples=2000) == []

    @given(spec=specs(), data=st.data())
    @settings(QUICK, phases=[Phase.explicit, Phase.reuse, Phase.generate])  # shrinking a whole spec takes too long
    def test_of_any_spec(self, spec: IndicatorSpec, data: st.DataObject) -> None:
        for kind in (projects, boundary_projects, broken_projects):
            of = data.draw(kind(spec))
            for law in LAWS:
                law(spec, of)


class TestBounded:
    """1. 0 ≤ score ≤ weight; Σ deductions = full − total, to the cent."""

    @given(written=written_curves(), x=st.fractions(-10, 10), weight=st.integers(1, 10000))
    def test_points_as_integers_are_the_curve(self, written: dict[str, Any], x: Fraction, weight: int) -> None:
        curve, full = curve_of(written), F(weight, 100)
        evaluated = evaluated_at(curve, None, x.as_integer_ratio(), full)
        assert F(evaluated.num, evaluated.den) == curve.points(full, x)


def scored_with(spec: IndicatorSpec, target: str, actual: Fraction, rule: str | None = "own") -> Fraction | None:
    row = {
        "level1": "产出指标",
        "name": "甲",
        "target": target,
        "actual": f"{format_exact(actual)}个",
        "weight": 10,
        "rule": rule,
    }
    found = score({"name": "例", "year": 2023, "indicators": [row]}, spec).rows[0]
    return found.score


class TestBetterNeverCosts:
    """2. Doing better never costs points where the rule is one-sided (mirrored for "less is better"); a two-sided rule
    rises to its target and falls after it; over-fulfilment is the one declared exception."""

    @given(rule=measured, values=st.tuples(hundredths, hundredths), target=hundredths)
    @QUICK
    def test_one_sided(
        self, rule: tuple[str, dict[str, Any]], values: tuple[Fraction, Fraction], target: Fraction
    ) -> None:
        measure, written = rule
        assume(target > 0)
        curve, spec = curve_of(written), spec_with(measure, written)
        low, high = (
            scored_with(spec, f"{'≤' if measure[:3] in ('inv', 'rel') else '≥'}{format_exact(target)}个", value)
            for value in sorted(values)
        )
        assert low is not None
        assert high is not None
        assert curve.sense() != "mixed"
        if measure == "attainment" and curve.sense() == "rising":
            assert low <= high
        else:
            assert low >= high or curve.sense() == "level"

    @given(rule=one_sided("falling"), values=st.tuples(hundredths, hundredths), target=hundredths)
    @QUICK
    def test_two_sided(self, rule: dict[str, Any], values: tuple[Fraction, Fraction], target: Fraction) -> None:
        assume(target > 0)
        nearer, further = sorted(values, key=lambda value: abs(value - target))
        spec = spec_with("deviation", rule)
        better, worse = (scored_with(spec, f"={format_exact(target)}个", value) for value in (nearer, further))
        assert better is not None
        assert worse is not None
        assert better >= worse

    def test_over_fulfilment_is_declared(self) -> None:
        written = {"line": {"0": "0", "100%": "full"}}
        assert scored_with(spec_with("attainment", written, caps=CAPS), "≥10个", F(14)) == 9
        assert scored_with(spec_with("attainment", written), "≥10个", F(14)) == 10


TINY = F(1, 10**9)


class TestBreakpoints:
    """3. At a breakpoint the stated value holds; just below a jump, the lower one."""

    @given(at=edges, data=st.data())
    def test_bands_that_rise(self, at: list[int], data: st.DataObject) -> None:
        stated = [data.draw(shares) for _ in at]
        curve = bands({**{f"≥{x}%": height for x, height in zip(at, stated, strict=True)}, "otherwise": "0"})
        below = "0"
        for x, here in zip(at, stated, strict=True):
            assert curve.points(F(100), F(x, 100)) == F(here.removesuffix("%"))
            assert curve.points(F(100), F(x, 100) - TINY) == F(below.removesuffix("%"))
            below = here

    @given(at=edges, data=st.data())
    def test_bands_that_fall(self, at: list[int], data: st.DataObject) -> None:
        stated = [data.draw(shares) for _ in at]
        curve = bands({**{f"≤{x}%": height for x, height in zip(at, stated, strict=True)}, "otherwise": "0"})
        for x, here, above in zip(at, stated, [*stated[1:], "0"], strict=True):
            assert curve.points(F(100), F(x, 100)) == F(here.removesuffix("%"))
            assert curve.points(F(100), F(x, 100) + TINY) == F(above.removesuffix("%"))

    @given(at=edges, data=st.data())
    def test_corners(self, at: list[int], data: st.DataObject) -> None:
        stated = {f"{x}%": (data.draw(shares), data.draw(shares)) for x in at}
        curve = line({x: f"{below} | {here}" for x, (below, here) in stated.items()})
        for x, (_, here) in stated.items():
            assert curve.points(F(100), F(x.removesuffix("%")) / 100) == F(here.removesuffix("%"))
        first, (below, _) = next(iter(stated.items()))
        assert curve.points(F(100), F(first.removesuffix("%")) / 100 - TINY) == F(below.removesuffix("%"))

    @given(curve=curves(), x=st.fractions(-5, 5))
    def test_pieces_tile_the_line(self, curve: ScoreCurve, x: Fraction) -> None:
        def holds(index: int) -> bool:
            piece = curve.pieces[index]
            above = piece.low is None or piece.low < x or (piece.interval.low_closed and piece.low == x)
            return above and (piece.high is None or x < piece.high or (piece.interval.high_closed and piece.high == x))

        assert [index for index in range(len(curve.pieces)) if holds(index)] == [
            curve.index_at(x.numerator, x.denominator)
        ]


PAIRS = [
    ("万元", "元", 10000),
    ("亿元", "万元", 10000),
    ("万人", "人", 10000),
    ("公里", "米", 1000),
    ("吨", "公斤", 1000),
    ("%", "‰", 10),
]


class TestUnits:
    """4. 元 or 万元, 95% or 0.95: changing the unit of both sides changes nothing."""

    @given(
        target=hundredths,
        actual=hundredths,
        sign=st.sampled_from("≥≤="),
        units=st.sampled_from(PAIRS),
        spec=st.sampled_from(FOUR_SPECS),
    )
    @QUICK
    def test_of_both_sides(
        self, target: Fraction, actual: Fraction, sign: str, units: tuple[str, str, int], spec: str
    ) -> None:
        large, small, times = units
        texts = [
            (f"{sign}{format_exact(target)}{large}", f"{format_exact(actual)}{large}"),
            (f"{sign}{format_exact(target * times)}{small}", f"{format_exact(actual * times)}{small}"),
            (f"{sign}{format_exact(target)}{large}", f"{format_exact(actual * times)}{small}"),
        ]
        for level1 in ("产出指标", "成本指标", "满意度指标"):
            found = [self.row(level1, *pair, spec) for pair in texts]
            assert len({row.score for row in found}) == 1
            assert len({row.ratio for row in found}) == 1

    @given(target=st.integers(2, 10000), actual=st.integers(0, 10000), spec=st.sampled_from(FOUR_SPECS))
    @QUICK
    def test_a_share_as_a_plain_number(self, target: int, actual: int, spec: str) -> None:
        """0.92 of 0.95 is 92 % of 95 %."""
        in_percent = self.row("产出指标", f"≥{format_exact(F(target, 100))}%", f"{format_exact(F(actual, 100))}%", spec)
        in_numbers = self.row("产出指标", f"≥{format_exact(F(target, 10000))}", format_exact(F(actual, 10000)), spec)
        assert in_percent.score == in_numbers.score

    @given(budget=st.integers(1, 10**9), spent=st.integers(0, 10**9), spec=st.sampled_from(FOUR_SPECS))
    @QUICK
    def test_of_the_funds(self, budget: int, spent: int, spec: str) -> None:
        found = []
        for unit, by in (("元", 1), ("万元", 10000)):
            total = {"budget": format_exact(F(budget, by)), "spent": format_exact(F(spent, by))}
            found.append(
                score({"name": "例", "year": 2023, "funds": {"money_unit": unit, "total": total}}, spec).execution
            )
        assert found[0].score == found[1].score  # type: ignore[union-attr]

    @staticmethod
    def row(level1: str, target: str, actual: str, spec: str) -> RowScore:
        typed = {"level1": level1, "name": "甲", "target": target, "actual": actual, "weight": 10}
        return score({"name": "例", "year": 2023, "indicators": [typed]}, spec).rows[0]


class TestParts:
    """5. Every total from 0.00 to 100.00 has exactly one grade."""

    @pytest.mark.parametrize("spec", FOUR_SPECS)
    def test_every_total_has_exactly_one_grade(self, spec: str) -> None:
        grades = jixiao.load_spec(spec).grades
        assert grades is not None
        good, fair = (8000, 7000) if spec == "cn.vendor-fasp2" else (9000, 8000)
        edges = {"优": (good, 10001), "良": (fair, good), "中": (6000, fair), "差": (0, 6000)}
        for cents in range(10001):
            holding = [name for name, (low, high) in edges.items() if low <= cents < high]
            assert [grades.scale(F(cents, 100))] == holding


class TestRoundTrip:
    """6. A spec written out and read back is the same spec with the same hash, and another spec has another."""

    @given(spec=specs())
    @QUICK
    def test_a_spec_is_equal_to_itself_read_back(self, spec: IndicatorSpec) -> None:
        second = IndicatorSpec.model_validate(dump(spec))
        assert (second, second.sha256, hash(second)) == (spec, spec.sha256, hash(spec))

    @given(spec=specs())
    @QUICK
    def test_the_order_of_a_specs_keys_does_not_matter(self, spec: IndicatorSpec) -> None:
        assert IndicatorSpec.model_validate(turned(dump(spec))).sha256 == spec.sha256

    @given(spec=specs(), share=st.integers(1, 99))
    @QUICK
    def test_another_number_is_another_hash(self, spec: IndicatorSpec, share: int) -> None:
        data = dump(spec)
        data["rules"][0] = {
            "rule": "own",
            "measure": "attainment",
            "line": {"0": "0", f"1{share}%": "full"},
            "basis": "made",
        }
        assert IndicatorSpec.model_validate(data).sha256 != spec.sha256


def turned(value: Any) -> Any:
    """The same data with the keys of every map the other way round."""
    if isinstance(value, dict):
        return {key: turned(value[key]) for key in reversed(value)}
    return [turned(item) for item in value] if isinstance(value, list) else value


def test_full_marks_of_a_row_that_does_not_apply_count_in_the_exact_total() -> None:
    """Execution 10 + 45 granted + 45 met are 100, whatever the row that does not apply has achieved."""
    data = dump("cn.mof-2020-10")
    sections = {
        "not_applicable": {"rows": "full", "basis": "m10"},
        "rounding": {"row": "0.01", "grade": "exact total", "basis": "m10"},
    }
    spec = IndicatorSpec.model_validate({**data, "id": "test.exact", **sections})
    row = {"level1": "产出指标", "name": "甲", "target": "≥100", "actual": "100", "weight": 45}
    funds = {"total": {"budget": 1, "spent": 1}}
    rows = [{**row, "actual": "1", "applicable": False}, row]
    found = score({"name": "例", "year": 2023, "funds": funds, "indicators": rows}, spec)
    assert [row.points for row in found.rows] == [45, 45]
    assert (found.total, found.exact, found.grade) == (100, 100, "优")


class TestMissing:
    """8. Missing is never silently zero. Not applicable, no data, failed and error are four different things."""

    @pytest.mark.parametrize("spec", FOUR_SPECS)
    def test_four_different_things(self, spec: str) -> None:
        typed = {"level1": "产出指标", "name": "甲", "target": "≥5个", "weight": 10}
        variants = [
            {"applicable": False, "actual": "5个"},
            {},
            {"actual": "0个"},
            {"actual": "5人"},
            {"actual": "5个"},
            {"actual": "4个"},
        ]
        found = score({"name": "例", "year": 2023, "indicators": [{**typed, **more} for more in variants]}, spec)
        assert [row.outcome for row in found.rows] == [
            "not_applicable",
            "no_data",
            "missed",
            "invalid",
            "met",
            "partly",
        ]
        assert [row.score is None for row in found.rows] == [True, True, False, True, False, False]

    @pytest.mark.parametrize(
        "field", [name for name in Indicator.model_fields if name in ("level1", "name", "target", "weight")]
    )
    def test_no_required_value_is_invented(self, field: str) -> None:
        typed = {"level1": "产出指标", "name": "甲", "target": "≥5个", "actual": "5个", "weight": 90}
        del typed[field]
        found = score({"name": "例", "year": 2023, "indicators": [typed]}, "cn.mof-2020-10")
        assert found.rows[0].score is None


class TestTotalsAlone:
    """9. The total alone is the total of the traces."""

    @staticmethod
    def check(of: dict[str, Any], spec: IndicatorSpec) -> None:
        project = jixiao.load_project(of)
        found, totals = score_project(project, spec), totals_of(project, spec)
        if totals is not None:
            assert (totals.total, totals.grade) == (found.total, found.grade)

    @pytest.mark.parametrize("spec", FOUR_SPECS)
    def test_in_the_shipped_specs(self, spec: str) -> None:
        loaded = jixiao.load_spec(spec)

        @given(of=projects(loaded) | boundary_projects(loaded) | broken_projects(loaded))
        @QUICK
        def check(of: dict[str, Any]) -> None:
            self.check(of, loaded)

        check()

    @given(spec=specs(), data=st.data())
    @settings(QUICK, phases=[Phase.explicit, Phase.reuse, Phase.generate])
    def test_in_any_spec(self, spec: IndicatorSpec, data: st.DataObject) -> None:
        for kind in (projects, boundary_projects, broken_projects):
            self.check(data.draw(kind(spec)), spec)

    @pytest.mark.parametrize("spec", FOUR_SPECS[:2])
    def test_plain_projects_need_no_trace(self, spec: str) -> None:
        rows = [
            {"level1": "产出指标", "name": "数量", "target": "≥50个", "actual": "47个", "weight": 50},
            {
                "level1": "效益指标",
                "name": "定性",
                "target": "有效",
                "actual": "部分达成",
                "weight": 30,
                "share": "70%",
            },
            {"level1": "满意度指标", "name": "投诉", "target": "≤0件", "actual": "0件", "weight": 10},
        ]
        funds = {"total": {"budget": 100, "spent": 79}}
        of = {"name": "例", "year": 2023, "funds": funds, "indicators": rows, "finished": False}
        result = jixiao.score(jixiao.load_project(of), jixiao.load_spec(spec))
        assert result.grade is not None
        assert "scored" not in vars(result)
        assert (result.total, result.grade) == (result.points(result.scored.total), result.scored.grade)  # type: ignore[union-attr]
