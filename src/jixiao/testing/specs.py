"""Random sound specs: rules of every shape, curves that run with their measure, weights that add up."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from jixiao.model.spec import IndicatorSpec
from jixiao.testing.curves import Written, one_sided, steps

Data = dict[str, Any]
BASIS = {"basis": "made"}
LABELS = {
    "execution": "预算执行率",
    "output": "产出指标",
    "benefit": "效益指标",
    "satisfaction": "满意度指标",
    "cost": "成本指标",
}
POLICIES = ("refuse", "full", "move within class", "rescale weights", "rescale total")
GRADES = ("优", "良", "中", "差")
MARKS = [
    {"mark": "late", "label": "迟报", "lose": "1分", **BASIS},
    {"mark": "doubtful", "label": "存疑", "lose": "30%", **BASIS},
    {"mark": "void", "label": "无佐证", "earn": "0", **BASIS},
]

_RISING, _FALLING = one_sided("rising"), one_sided("falling")
_MORE = st.one_of(
    st.tuples(st.just("attainment"), _RISING),
    st.tuples(st.just("relative_gap"), st.one_of(_FALLING, steps())),
)
_LESS = st.one_of(
    st.tuples(st.just("inverse_attainment"), _RISING),
    st.tuples(st.just("relative_gap"), st.one_of(_FALLING, steps())),
    st.tuples(st.just("attainment"), _FALLING),
)
_NO_MORE = st.one_of(
    st.tuples(st.just("inverse_attainment"), _RISING),
    st.tuples(st.just("attainment"), _FALLING),
    st.tuples(st.just("deviation"), st.one_of(_FALLING, steps())),
)
_EQUAL = st.one_of(_MORE, st.tuples(st.just("deviation"), st.one_of(_FALLING, steps())))
_RANGE = st.tuples(st.sampled_from(["deviation", "relative_gap"]), st.one_of(_FALLING, steps()))
_LATE = st.one_of(
    st.tuples(st.sampled_from(["days_late", "months_late"]), steps(each="")),
    st.just(("days_late", {"bands": {"≤0": "full", "otherwise": "judged"}})),
    st.just(("met", {"bands": {"met": "full", "otherwise": "-2分"}})),
)


@st.composite
def specs(draw: st.DrawFn) -> IndicatorSpec:
    """Return a spec whose every rule is bounded and runs the right way; whatever else a spec may say is drawn."""
    names = draw(st.lists(st.sampled_from(sorted(LABELS.keys() - {"execution"})), min_size=1, unique=True))
    execution = draw(st.sampled_from([0, 10, 20]))
    return IndicatorSpec.model_validate(
        {
            "id": "made.at-random",
            "version": "1",
            "title": "随机生成的指标体系",
            "sources": {"made": {"document": "随机生成", "kind": "observed", "checked": "seen"}},
            "full_marks": "100",
            "classes": {name: {"label": LABELS[name]} for name in ("execution", *names)},
            "weights": {"binding": "observed", "sets": [_weights(draw, names, execution)], **BASIS},
            "comparison_if_unstated": {"cases": _signs(draw), **BASIS},
            "rules": _rules(draw, names),
            "caps": draw(st.sampled_from([[], [_over(draw)], [_pass_line(draw)], [_over(draw), _pass_line(draw)]])),
            "marks": MARKS,
            "grades": draw(st.none() | _grades),
            "rounding": {
                "row": draw(st.sampled_from(["0.01", "0.1", "1"])),
                "grade": draw(st.sampled_from(["printed total", "exact total"])),
                **BASIS,
            },
            "not_applicable": {"rows": draw(st.sampled_from(POLICIES)), **BASIS},
            "missing": draw(st.sampled_from([None, None, {"actual": "0", **BASIS}])),
            "form": {"title": "自评表"},
        }
    )


def _weights(draw: st.DrawFn, names: list[str], execution: int) -> dict[str, str]:
    points = 100 - execution
    cuts = sorted(
        draw(st.lists(st.integers(1, points - 1), min_size=len(names) - 1, max_size=len(names) - 1, unique=True))
    )
    parts = [high - low for low, high in zip([0, *cuts], [*cuts, points], strict=True)]
    weights = {name: str(part) for name, part in zip(names, parts, strict=True)}
    if execution:
        weights["execution"] = str(execution)
    return weights


def _signs(draw: st.DrawFn) -> list[Data]:
    sign = draw(st.sampled_from(["≥", "≤", "="]))
    return [{"target": "number", "is": sign}, {"target": "range", "is": "="}, {"target": "date", "is": "≤"}]


def _rules(draw: st.DrawFn, names: list[str]) -> list[Data]:
    """Return a rule for every kind of row, one of a class's own perhaps before them, and one reached by name."""
    # full marks, whatever the rate: a second random curve could make completion cost points
    finished = [
        _rule(
            "execution_finished",
            ("execution", {"bands": {"otherwise": "full"}}),
            {"class": "execution", "finished": True},
        )
    ]
    kinds: list[tuple[str, tuple[str, Written], Any]] = [
        ("execution", ("execution", draw(_RISING)), {"class": "execution"}),
        ("qualitative", ("stated_share", {"line": {"0": "0", "100%": "full"}}), {"comparison": "定性"}),
        ("zero_target", ("met", {"bands": {"met": "full", "otherwise": "0"}}), {"target": "zero"}),
        ("negative_target", ("met", {"bands": {"met": "full", "otherwise": "-3分"}}), {"target": "negative"}),
        ("on_time", draw(_LATE), {"target": "date"}),
        ("within_range", draw(_RANGE), {"target": "range"}),
        ("less_is_better", draw(_LESS), {"comparison": ["≤", "<"], "target": "number"}),
        ("no_more", draw(_NO_MORE), {"comparison": "=", "direction": "反向", "target": "number"}),
        ("just_so", draw(_EQUAL), {"comparison": "=", "target": "number"}),
        ("more_is_better", draw(_MORE), {"comparison": ["≥", ">"], "target": "number"}),
    ]
    own = {"class": draw(st.sampled_from(names)), "comparison": "≥", "target": "percent"}
    special = [_rule("of_its_own", ("value", draw(_RISING)), own)] if draw(st.booleans()) else []
    listed = [_rule(*kind) for kind in kinds]
    listed[1]["tiers"] = draw(_tiers)
    return [*(finished if draw(st.booleans()) else []), *special, *listed, _rule("named", draw(_MORE), None)]


def _rule(name: str, measured: tuple[str, Written], when: Any) -> Data:
    measure, written = measured
    rule = {"rule": name, "measure": measure, **written, **BASIS}
    if when:
        rule["for"] = when
    return rule


_tiers = st.lists(st.integers(1, 99), min_size=2, max_size=2, unique=True).map(
    lambda cuts: {
        "达成": {"from": f"{max(cuts)}%", "through": "100%", "default": "100%"},
        "部分达成": {"from": f"{min(cuts)}%", "below": f"{max(cuts)}%"},
        "未达成": {"from": "0", "below": f"{min(cuts)}%"},
    }
)
_grades = st.lists(st.integers(1, 100), min_size=1, max_size=3, unique=True).map(
    lambda cuts: {
        **{name: str(edge) for name, edge in zip(GRADES, [*sorted(cuts, reverse=True), 0], strict=False)},
        **BASIS,
    }
)


def _over(draw: st.DrawFn) -> Data:
    """Return a cap on over-fulfilment."""
    edge, share = draw(st.integers(100, 200)), draw(st.integers(0, 99))
    return _cap("over", "attainment", {f"≤{edge}%": "full", "otherwise": f"{share}%"})


def _pass_line(draw: st.DrawFn) -> Data:
    """Return a cap on what falls short, of the target or by its own value."""
    measure = draw(st.sampled_from(["attainment", "value"]))
    edge, share = draw(st.integers(1, 100)), draw(st.integers(0, 99))
    return _cap("pass", measure, {f"≥{edge}%": "full", "otherwise": f"{share}%"})


def _cap(name: str, measure: str, table: Data) -> Data:
    when = {"comparison": ["≥", ">"], "target": "number"}
    return {"cap": name, "for": when, "measure": measure, "bands": table, **BASIS}


__all__ = ["specs"]
