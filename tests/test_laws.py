"""What must always hold, on random curves, specs and projects. Each law is the docstring of its tests."""

from __future__ import annotations

import random
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import jixiao
from jixiao.curve import ScoreCurve, bands, line, stepwise
from jixiao.exact import fixed, plain
from jixiao.explain import reason_of
from jixiao.model.project import Indicator
from jixiao.model.spec import IndicatorSpec
from jixiao.scoring import RowScore, Scored
from jixiao.scoring.plan import evaluate

SPECS = ("cn.mof-2020-10", "cn.mof-2021-101", "cn.vendor-fasp2", "cn.sichuan.leshan-2023")
F = Fraction
QUICK = settings(max_examples=60, deadline=None)

# Strategies: random rules, specs and projects in the authors' own syntax

edges = st.lists(st.integers(0, 200), min_size=1, max_size=5, unique=True).map(sorted)
shares = st.integers(0, 100).map(lambda share: f"{share}%")
losses = st.integers(1, 9).map(lambda points: f"-{points}分")
heights = st.one_of(shares, st.just("full"))


@st.composite
def falling_or_rising(draw: st.DrawFn, *, rising: bool) -> dict[str, Any]:
    """A one-sided line or table of bands, in shares or in points."""
    at = draw(edges)
    pick = losses if draw(st.booleans()) else shares
    size = {
        text: F(text.removesuffix("%").removesuffix("分"))
        for text in draw(st.lists(pick, min_size=len(at) + 1, max_size=len(at) + 1))
    }
    found = sorted(size, key=size.__getitem__, reverse=not rising)
    found = (found * (len(at) + 1))[: len(at) + 1] if len(set(found)) == 1 else sorted(
        draw(st.lists(st.sampled_from(found), min_size=len(at) + 1, max_size=len(at) + 1)),
        key=size.__getitem__, reverse=not rising,
    )  # fmt: skip
    if draw(st.booleans()):
        return {"line": {f"{x}%": height for x, height in zip(at, found, strict=False)}}
    if rising:
        table = {f"{draw(st.sampled_from('≥>'))}{x}%": height for x, height in zip(at, found[1:], strict=True)}
        return {"bands": {**table, "otherwise": found[0]}}
    table = {f"{draw(st.sampled_from('≤<'))}{x}%": height for x, height in zip(at, found, strict=False)}
    return {"bands": {**table, "otherwise": found[-1]}}


@st.composite
def steps(draw: st.DrawFn) -> dict[str, Any]:
    in_points = draw(st.booleans())
    lose = f"{draw(st.integers(1, 5))}{'分' if in_points else '0%'}"
    most = f"{draw(st.integers(5, 10))}{'分' if in_points else '0%'}" if draw(st.booleans()) else None
    found = {"each": f"{draw(st.integers(1, 30))}%", "begun": draw(st.booleans()), "lose": lose}
    return {"steps": {**found, **({"most": most} if most else {})}}


one_sided = st.one_of(
    st.tuples(st.just("attainment"), falling_or_rising(rising=True)),
    st.tuples(st.just("attainment"), falling_or_rising(rising=False)),
    st.tuples(st.just("inverse_attainment"), falling_or_rising(rising=True)),
    st.tuples(st.just("relative_gap"), st.one_of(falling_or_rising(rising=False), steps())),
)
curves = st.one_of(falling_or_rising(rising=True), falling_or_rising(rising=False), steps())


def curve_of(written: Mapping[str, Any]) -> ScoreCurve:
    if "line" in written:
        return line(written["line"])
    return (
        bands(written["bands"])
        if "bands" in written
        else stepwise(written["steps"]["lose"], written["steps"].get("most"))
    )


def dump(spec: str | IndicatorSpec) -> dict[str, Any]:
    found = jixiao.load_spec(spec) if isinstance(spec, str) else spec
    return found.model_dump(by_alias=True, mode="json", exclude_none=True)


def spec_with(measure: str, written: Mapping[str, Any], **more: Any) -> IndicatorSpec:
    """Law 10 with one rule, and perhaps other sections, of its own."""
    data = dump("cn.mof-2020-10")
    rule = {"rule": "own", "measure": measure, "basis": "m10", **written}
    return IndicatorSpec.model_validate({**data, "id": "test.law", "rules": [rule, *data["rules"]], **more})


MARKS = [
    {"mark": "late", "label": "迟报", "lose": "1分", "basis": "m10"},
    {"mark": "void", "label": "无佐证", "earn": "0", "basis": "m10"},
]
CAPS = [{"cap": "over", "measure": "attainment", "bands": {"≤130%": "full", "otherwise": "90%"}, "basis": "m10"}]


@st.composite
def random_specs(draw: st.DrawFn) -> IndicatorSpec:
    measure, written = draw(one_sided)
    step = draw(st.sampled_from(["0.01", "0.1", "1"]))
    return spec_with(
        measure,
        written,
        caps=draw(st.sampled_from([[], CAPS])),
        marks=MARKS,
        rounding={"row": step, "grade": draw(st.sampled_from(["printed total", "exact total"])), "basis": "m10"},
        not_applicable={
            "rows": draw(st.sampled_from(["full", "move within class", "rescale weights", "rescale total"])),
            "basis": "m10",
        },
    )


hundredths = st.integers(0, 30000).map(lambda n: F(n, 100))


@st.composite
def rows(draw: st.DrawFn, own: bool = False) -> dict[str, Any]:
    """A row of any kind, mostly with a score."""
    kind = draw(st.sampled_from(["number"] * 5 + ["word", "date", "range", "bare"]))
    sign = draw(st.sampled_from(["≥", "≤", "=", ""]))
    found: dict[str, Any] = {"level1": draw(st.sampled_from(["产出指标", "效益指标", "成本指标"])), "name": "指标"}
    if kind == "number":
        found |= {"target": f"{sign}{plain(draw(hundredths))}个", "actual": f"{plain(draw(hundredths))}个"}
        if own and draw(st.booleans()):
            found |= {"rule": "own", "marks": draw(st.sampled_from([[], ["late"], ["void"], ["late", "void"]]))}
            found |= draw(st.sampled_from([{}, {"deduct": {"points": "1.5", "reason": "复核"}}]))
    elif kind == "word":
        found |= {
            "target": "有效",
            "actual": draw(st.sampled_from(["有效", "达成年度指标", "一般"])),
            "share": f"{draw(st.integers(80, 100))}%",
        }
    elif kind == "date":
        found |= {"target": "2023年6月30日前", "actual": f"2023年{draw(st.integers(1, 12))}月5日", "share": "70%"}
    elif kind == "range":
        found |= {"target": "80%-90%", "actual": f"{draw(st.integers(2, 200))}%"}
    else:
        found |= {"target": "≥5个", "actual": draw(st.sampled_from([None, "", "5人"]))}
    return found


@st.composite
def projects(draw: st.DrawFn, own: bool = False, whole: bool = True) -> dict[str, Any]:
    """A project whose weights add up to 90, in hundredths."""
    count = draw(st.integers(1, 6))
    cuts = sorted(draw(st.lists(st.integers(1, 8999), min_size=count - 1, max_size=count - 1, unique=True)))
    weights = [high - low for low, high in zip([0, *cuts], [*cuts, 9000], strict=True)]
    indicators = [{**draw(rows(own)), "weight": plain(F(weight, 100))} for weight in weights]
    if whole:
        for row in indicators:
            if row["target"] == "≥5个":
                row["actual"] = "3个"
    if own and count > 1 and draw(st.booleans()):
        indicators[0]["applicable"] = False
    budget, spent = draw(hundredths), draw(hundredths)
    funds = {"total": {"budget": plain(budget + 1), "spent": plain(spent)}}
    return {"name": "例", "year": 2023, "funds": funds, "indicators": indicators, "finished": draw(st.booleans())}


def score(of: Mapping[str, Any], spec: str | IndicatorSpec) -> Scored:
    found = jixiao.score(jixiao.load_project(of), jixiao.load_spec(spec) if isinstance(spec, str) else spec).scored
    assert found is not None
    return found


class Bounded:
    """1. 0 ≤ score ≤ weight; Σ deductions = full − total, to the cent."""

    @staticmethod
    def check(found: Scored) -> None:
        for row in found.all_rows:
            if row.score is not None:
                assert row.weight is not None
                assert 0 <= row.score <= row.weight
                assert row.deduction == row.weight - row.score
        if found.total is not None:
            assert sum(row.deduction or F(0) for row in found.all_rows) == found.full - found.total


class TestBounded:
    __doc__ = Bounded.__doc__

    @given(of=projects(whole=False), spec=st.sampled_from(SPECS))
    @QUICK
    def test_in_the_shipped_specs(self, of: dict[str, Any], spec: str) -> None:
        Bounded.check(score(of, spec))

    @given(of=projects(own=True), spec=random_specs())
    @QUICK
    def test_in_any_spec(self, of: dict[str, Any], spec: IndicatorSpec) -> None:
        Bounded.check(score(of, spec))

    @given(written=curves, x=st.fractions(-10, 10), weight=st.integers(1, 10000))
    def test_points_as_integers_are_the_curve(self, written: dict[str, Any], x: Fraction, weight: int) -> None:
        curve, full = curve_of(written), F(weight, 100)
        found = evaluate(curve, None, x.numerator, x.denominator, full)
        assert F(found.num, found.den) == curve.points(full, x)


def scored_with(spec: IndicatorSpec, target: str, actual: Fraction, rule: str | None = "own") -> Fraction | None:
    row = {
        "level1": "产出指标",
        "name": "甲",
        "target": target,
        "actual": f"{plain(actual)}个",
        "weight": 10,
        "rule": rule,
    }
    found = score({"name": "例", "year": 2023, "indicators": [row]}, spec).rows[0]
    return found.score


class TestBetterNeverCosts:
    """2. Doing better never costs points where the rule is one-sided (mirrored for "less is better"); a two-sided rule
    rises to its target and falls after it; over-fulfilment is the one declared exception."""

    @given(rule=one_sided, values=st.tuples(hundredths, hundredths), target=hundredths)
    @QUICK
    def test_one_sided(
        self, rule: tuple[str, dict[str, Any]], values: tuple[Fraction, Fraction], target: Fraction
    ) -> None:
        measure, written = rule
        assume(target > 0)
        curve, spec = curve_of(written), spec_with(measure, written)
        low, high = (
            scored_with(spec, f"{'≤' if measure[:3] in ('inv', 'rel') else '≥'}{plain(target)}个", value)
            for value in sorted(values)
        )
        assert low is not None
        assert high is not None
        assert curve.sense() != "mixed"
        if measure == "attainment" and curve.sense() == "rising":
            assert low <= high
        else:
            assert low >= high or curve.sense() == "level"

    @given(
        values=st.tuples(hundredths, hundredths),
        target=hundredths,
        sign=st.sampled_from("≥≤"),
        spec=st.sampled_from(SPECS),
    )
    @QUICK
    def test_in_the_shipped_specs(
        self, values: tuple[Fraction, Fraction], target: Fraction, sign: str, spec: str
    ) -> None:
        low, high = (
            scored_with(jixiao.load_spec(spec), f"{sign}{plain(target)}个", value, None) for value in sorted(values)
        )
        assert low is not None
        assert high is not None
        assert low <= high if sign == "≥" else low >= high

    @given(rule=falling_or_rising(rising=False), values=st.tuples(hundredths, hundredths), target=hundredths)
    @QUICK
    def test_two_sided(self, rule: dict[str, Any], values: tuple[Fraction, Fraction], target: Fraction) -> None:
        assume(target > 0)
        nearer, further = sorted(values, key=lambda value: abs(value - target))
        spec = spec_with("deviation", rule)
        better, worse = (scored_with(spec, f"={plain(target)}个", value) for value in (nearer, further))
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

    @given(curve=curves.map(curve_of), x=st.fractions(-5, 5))
    def test_pieces_tile_the_line(self, curve: ScoreCurve, x: Fraction) -> None:
        def holds(index: int) -> bool:
            piece = curve.pieces[index]
            above = piece.low is None or piece.low < x or (piece.low_holds and piece.low == x)
            return above and (piece.high is None or x < piece.high or (piece.high_holds and piece.high == x))

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
        spec=st.sampled_from(SPECS),
    )
    @QUICK
    def test_of_both_sides(
        self, target: Fraction, actual: Fraction, sign: str, units: tuple[str, str, int], spec: str
    ) -> None:
        large, small, times = units
        texts = [
            (f"{sign}{plain(target)}{large}", f"{plain(actual)}{large}"),
            (f"{sign}{plain(target * times)}{small}", f"{plain(actual * times)}{small}"),
            (f"{sign}{plain(target)}{large}", f"{plain(actual * times)}{small}"),
        ]
        for level1 in ("产出指标", "成本指标", "满意度指标"):
            found = [self.row(level1, *pair, spec) for pair in texts]
            assert len({row.score for row in found}) == 1
            assert len({row.ratio for row in found}) == 1

    @given(target=st.integers(2, 10000), actual=st.integers(0, 10000), spec=st.sampled_from(SPECS))
    @QUICK
    def test_a_share_as_a_plain_number(self, target: int, actual: int, spec: str) -> None:
        """0.92 of 0.95 is 92 % of 95 %."""
        in_percent = self.row("产出指标", f"≥{plain(F(target, 100))}%", f"{plain(F(actual, 100))}%", spec)
        in_numbers = self.row("产出指标", f"≥{plain(F(target, 10000))}", plain(F(actual, 10000)), spec)
        assert in_percent.score == in_numbers.score

    @given(budget=st.integers(1, 10**9), spent=st.integers(0, 10**9), spec=st.sampled_from(SPECS))
    @QUICK
    def test_of_the_funds(self, budget: int, spent: int, spec: str) -> None:
        found = []
        for unit, by in (("元", 1), ("万元", 10000)):
            total = {"budget": plain(F(budget, by)), "spent": plain(F(spent, by))}
            found.append(
                score({"name": "例", "year": 2023, "funds": {"money_unit": unit, "total": total}}, spec).execution
            )
        assert found[0].score == found[1].score  # type: ignore[union-attr]

    @staticmethod
    def row(level1: str, target: str, actual: str, spec: str) -> RowScore:
        typed = {"level1": level1, "name": "甲", "target": target, "actual": actual, "weight": 10}
        return score({"name": "例", "year": 2023, "indicators": [typed]}, spec).rows[0]


class TestParts:
    """5. Parts are rounded, then summed, unless the spec says otherwise; the grade follows the printed total unless the
    spec copies a system that does not; every total from 0.00 to 100.00 has exactly one grade."""

    @given(of=projects(), spec=st.sampled_from(SPECS))
    @QUICK
    def test_the_total_is_the_sum_of_the_printed_parts(self, of: dict[str, Any], spec: str) -> None:
        found = score(of, spec)
        if found.total is None:
            assert any(row.score is None for row in found.all_rows)
            return
        printed = [F(fixed(row.score or F(0), 2)) for row in found.all_rows]
        assert found.total == sum(printed)
        grades = jixiao.load_spec(spec).grades
        assert grades is not None
        graded = sum(row.points for row in found.all_rows) if spec == "cn.vendor-fasp2" else found.total
        assert found.grade == grades.scale(F(graded))

    @pytest.mark.parametrize("spec", SPECS)
    def test_every_total_has_exactly_one_grade(self, spec: str) -> None:
        grades = jixiao.load_spec(spec).grades
        assert grades is not None
        edges = {"优": (9000, 10001), "良": (8000, 9000), "中": (6000, 8000), "差": (0, 6000)}
        for cents in range(10001):
            holding = [name for name, (low, high) in edges.items() if low <= cents < high]
            assert [grades.scale(F(cents, 100))] == holding


class TestRoundTrip:
    """6. A spec written out and read back is the same spec with the same hash."""

    @pytest.mark.parametrize("spec", SPECS)
    def test_of_the_shipped_specs(self, spec: str) -> None:
        first = jixiao.load_spec(spec)
        second = IndicatorSpec.model_validate(dump(first))
        assert (second, second.sha256) == (first, first.sha256)

    @given(spec=random_specs())
    @QUICK
    def test_of_any_spec(self, spec: IndicatorSpec) -> None:
        second = IndicatorSpec.model_validate(dump(spec))
        assert (second, second.sha256, hash(second)) == (spec, spec.sha256, hash(spec))
        assert [rule.curve for rule in second.rules] == [rule.curve for rule in spec.rules]

    @given(spec=random_specs(), share=st.integers(1, 99))
    @QUICK
    def test_another_number_is_another_hash(self, spec: IndicatorSpec, share: int) -> None:
        data = dump(spec)
        data["rules"][0] = {
            "rule": "own",
            "measure": "attainment",
            "line": {"0": "0", f"1{share}%": "full"},
            "basis": "m10",
        }
        assert IndicatorSpec.model_validate(data).sha256 != spec.sha256


def shuffled(value: Any, rng: random.Random) -> Any:
    """The same data with the keys of every map in another order."""
    if isinstance(value, dict):
        keys = list(value)
        rng.shuffle(keys)
        return {key: shuffled(value[key], rng) for key in keys}
    return [shuffled(item, rng) for item in value] if isinstance(value, list) else value


class TestOrder:
    """7. The order of rows and of a map's keys does not matter (a spec's ``rules`` are a list, ordered on purpose)."""

    @given(of=projects(own=True), spec=random_specs(), seed=st.integers(0, 10**6))
    @QUICK
    def test_of_keys(self, of: dict[str, Any], spec: IndicatorSpec, seed: int) -> None:
        rng = random.Random(seed)
        other = IndicatorSpec.model_validate(shuffled(dump(spec), rng))
        assert other.sha256 == spec.sha256
        first, second = score(of, spec), score(shuffled(of, rng), other)
        assert [row.score for row in first.all_rows] == [row.score for row in second.all_rows]
        assert (first.total, first.grade) == (second.total, second.grade)

    @given(of=projects(whole=False), spec=st.sampled_from(SPECS), seed=st.integers(0, 10**6))
    @QUICK
    def test_of_rows(self, of: dict[str, Any], spec: str, seed: int) -> None:
        order = list(range(len(of["indicators"])))
        random.Random(seed).shuffle(order)
        first, second = score(of, spec), score({**of, "indicators": [of["indicators"][index] for index in order]}, spec)
        assert [first.rows[index].score for index in order] == [row.score for row in second.rows]
        assert (first.total, first.grade) == (second.total, second.grade)


class TestMissing:
    """8. Missing is never silently zero. Not applicable, no data, failed and error are four different things."""

    @given(of=projects(), spec=st.sampled_from(SPECS), data=st.data())
    @QUICK
    def test_missing_is_never_zero(self, of: dict[str, Any], spec: str, data: st.DataObject) -> None:
        index = data.draw(st.integers(0, len(of["indicators"]) - 1))
        rows = [dict(row) for row in of["indicators"]]
        rows[index]["actual"] = data.draw(st.sampled_from([None, "", " "]))
        found = score({**of, "indicators": rows}, spec)
        assert found.rows[index].score is None
        assert found.rows[index].outcome in ("no_data", "invalid")
        assert (found.total, found.grade) == (None, None)
        before = score(of, spec)
        assert [row.score for row in before.rows][:index] == [row.score for row in found.rows][:index]

    @pytest.mark.parametrize("spec", SPECS)
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


class TestReasons:
    """10. A reason stands exactly where points were lost, and its numbers account for them."""

    @staticmethod
    def check(found: Scored) -> None:
        for row in found.all_rows:
            reason = reason_of(row)
            assert (reason is not None) == bool(row.deduction)
            if reason is None:
                continue
            last = reason.parts[-1]
            assert F(last.args["lost"]) == row.deduction
            assert F(last.args["score"]) == row.score
            assert F(last.args["score"]) + F(last.args["lost"]) == row.weight

    @given(of=projects(whole=False), spec=st.sampled_from(SPECS))
    @QUICK
    def test_in_the_shipped_specs(self, of: dict[str, Any], spec: str) -> None:
        self.check(score(of, spec))

    @given(of=projects(own=True), spec=random_specs())
    @QUICK
    def test_in_any_spec(self, of: dict[str, Any], spec: IndicatorSpec) -> None:
        self.check(score(of, spec))
        document = jixiao.score(jixiao.load_project(of), spec).to_dict()
        for row in [*document["indicators"], *filter(None, [document["execution"]])]:
            assert bool(row["reason"]) == (row["deduction"] is not None and F(row["deduction"]) > 0)
            assert bool(row["reason"]) == (row["reason_code"] is not None)
