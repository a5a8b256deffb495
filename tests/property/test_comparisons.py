"""What changed between two papers of a project whose indicators share names: every edit is told, at its place, alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from jixiao import load_project
from jixiao.model.project import Project
from jixiao.stages.comparison import Change, compare_projects

Row = dict[str, str]
CLASSES = ("产出指标", "效益指标")
SUBCLASSES = ("数量指标", "质量指标", None)
#: Names of which none is close to another one.
NAMES = ("培训人次", "合格率", "办结天数")
#: Names that no row of a paper has, and that are close to none of theirs.
FRESH = ("甲乙丙", "丁戊己", "庚辛壬", "子丑寅", "卯辰巳", "午未申", "酉戌亥", "天地玄")


@st.composite
def rows(draw: st.DrawFn, names: Sequence[str] = NAMES, most: int = 7) -> list[Row]:
    """Indicators that share names, of which no two are the same."""
    row = st.fixed_dictionaries(
        {
            "level1": st.sampled_from(CLASSES),
            "name": st.sampled_from(names),
            "target": st.sampled_from(["≥10", "≥20", "≤30天", "95%", "健全"]),
            "weight": st.sampled_from(["5", "8", "12.5"]),
        },
        optional={"level2": st.sampled_from(SUBCLASSES)},
    )
    drawn: list[Row] = draw(st.lists(row, min_size=1, max_size=most, unique_by=identity))
    return [{key: value for key, value in one.items() if value is not None} for one in drawn]


def identity(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row.get(key) for key in ("level1", "level2", "name", "target", "weight"))


def project(indicators: Sequence[Row], **fields: Any) -> Project:
    return load_project({"name": "培训", "year": "2024", "stage": "目标", "indicators": list(indicators), **fields})


def changes(before: Sequence[Row], after: Sequence[Row]) -> set[Change]:
    listed = compare_projects(project(before), project(after)).changes
    assert len(listed) == len(set(listed))
    return set(listed)


class At(NamedTuple):
    kind: str
    name: str
    path: str


def entries(listed: set[Change]) -> set[At]:
    return {At(one.kind, one.name, one.path) for one in listed}


def at(kind: str, rows: Sequence[Row], index: int) -> At:
    return At(kind, rows[index]["name"], f"indicators[{index}]")


def subset(data: st.DataObject, rows: Sequence[Row]) -> set[int]:
    return data.draw(st.sets(st.integers(0, len(rows) - 1)))


@given(rows(), st.data())
@settings(max_examples=200)
def test_rows_that_are_deleted_are_gone_each_from_its_place(before: list[Row], data: st.DataObject) -> None:
    deleted = subset(data, before)
    after = [row for index, row in enumerate(before) if index not in deleted]
    assert entries(changes(before, after)) == {at("dropped", before, index) for index in deleted}


@given(rows(), rows(), st.data())
@settings(max_examples=200)
def test_rows_that_are_inserted_are_new_each_at_its_place(
    before: list[Row], more: list[Row], data: st.DataObject
) -> None:
    after, stated = list(before), set(map(identity, before))
    for row in more:
        if identity(row) not in stated:
            after.insert(data.draw(st.integers(0, len(after))), row)
    inserted = [index for index, row in enumerate(after) if identity(row) not in stated]
    assert entries(changes(before, after)) == {at("added", after, index) for index in inserted}


@given(rows(), st.data())
@settings(max_examples=100)
def test_another_order_is_no_change(before: list[Row], data: st.DataObject) -> None:
    assert changes(before, data.draw(st.permutations(before))) == set()


@given(rows(), st.data())
@settings(max_examples=200)
def test_rows_of_another_name_are_new_and_the_others_gone(before: list[Row], data: st.DataObject) -> None:
    renamed = subset(data, before)
    after = [{**row, "name": FRESH[index]} if index in renamed else row for index, row in enumerate(before)]
    gone, new = ({at(kind, side, index) for index in renamed} for kind, side in (("dropped", before), ("added", after)))
    assert entries(changes(before, after)) == gone | new


@given(rows(), st.data())
@settings(max_examples=200)
def test_rows_of_a_name_that_is_close_are_reworded(before: list[Row], data: st.DataObject) -> None:
    """Each of them agrees with one row in all else, so it is clear which it was."""
    details = [(row["level1"], row.get("level2"), row["target"], row["weight"]) for row in before]
    renamed = {index for index in subset(data, before) if details.count(details[index]) == 1}
    after = [{**row, "name": f"{row['name']}数"} if index in renamed else row for index, row in enumerate(before)]
    expected = {
        Change("indicators", f"{before[index]['name']}数", "reworded", "name", before[index]["name"],
               f"{before[index]['name']}数", f"indicators[{index}].name")
        for index in renamed
    }  # fmt: skip
    assert changes(before, data.draw(st.just(after))) == expected


@given(rows(), st.data())
@settings(max_examples=200)
def test_all_at_once_and_in_another_order(before: list[Row], data: st.DataObject) -> None:
    """Deleted, renamed, and new ones between, all shuffled: those that are the same are paired with themselves."""
    deleted, renamed = subset(data, before), subset(data, before)
    stays = [row for index, row in enumerate(before) if index not in deleted | renamed]
    fresh = [{**before[index], "name": FRESH[index]} for index in renamed - deleted]
    after = data.draw(st.permutations([*stays, *fresh]))
    gone = {at("dropped", before, index) for index in deleted | renamed}
    new = {at("added", after, index) for index, row in enumerate(after) if row["name"] in FRESH}
    assert entries(changes(before, after)) == gone | new


@given(rows(), st.data())
@settings(max_examples=200)
def test_weights_that_are_deleted_are_told_of_their_rows(before: list[Row], data: st.DataObject) -> None:
    """Of rows that only their weights tell apart it is not clear which one lost it."""
    others = [tuple(row.get(key) for key in ("level1", "level2", "name", "target")) for row in before]
    bare = {index for index in subset(data, before) if others.count(others[index]) == 1}
    after = [
        {key: value for key, value in row.items() if key != "weight" or index not in bare}
        for index, row in enumerate(before)
    ]
    expected = {
        Change("indicators", row["name"], "changed", "weight", row["weight"], "", f"indicators[{index}].weight")
        for index, row in enumerate(before)
        if index in bare
    }
    assert changes(before, after) == expected
    assert len(changes(after, before)) == len(expected)


@given(rows(), st.data())
@settings(max_examples=100)
def test_a_change_of_one_row_is_told_of_that_row(before: list[Row], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(before) - 1))
    after = [{**row, "target": "≥77"} if at == index else row for at, row in enumerate(before)]
    listed = changes(before, after)
    assert {one.path.partition(".")[0] for one in listed} == {f"indicators[{index}]"}
    assert {one.field for one in listed} <= {"target", "comparison"}


UNITS = (None, "甲中心", "乙学校", "丙医院")


@given(st.lists(st.tuples(st.sampled_from(["培训", "采购"]), st.sampled_from(UNITS), st.sampled_from([None, "7"]))),
       st.lists(st.tuples(st.sampled_from(["培训", "采购"]), st.sampled_from(UNITS), st.sampled_from([None, "7"]))))  # fmt: skip
@settings(max_examples=200)
def test_projects_of_two_units_are_never_one(before: list[Any], after: list[Any]) -> None:
    from jixiao.model.papers import Paper
    from jixiao.stages.matching import Projects, project_pairs

    olds, news = (
        [project([], name=name, unit=unit, code=code) for name, unit, code in side] for side in (before, after)
    )
    pairs = project_pairs(olds, news)
    assert len(set(pairs.values())) == len(pairs)
    matched = [(olds[old], news[new]) for new, old in pairs.items()]
    earlier = Projects(olds)
    matched += [(one, new) for new in news if (one := earlier.find(Paper.of(new))) is not None]
    assert all(one.unit is None or other.unit is None or one.unit == other.unit for one, other in matched)
    assert all(one.code == other.code != None or one.name == other.name for one, other in matched)  # noqa: E711


@given(
    st.lists(st.tuples(st.sampled_from(["培训", "采购"]), st.sampled_from(UNITS[1:]), st.integers(1, 12)), unique=True)
)
def test_papers_of_one_project_are_told_apart_by_their_occasion(months: list[Any]) -> None:
    from jixiao.stages.matching import project_pairs

    papers = [project([], name=name, unit=unit, month=str(month), stage="监控") for name, unit, month in months]
    assert project_pairs(papers, papers[::-1]) == {len(papers) - 1 - at: at for at in range(len(papers))}
