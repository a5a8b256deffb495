"""Which row of a document an indicator is written into: what the system knows it by goes with no other one."""

from __future__ import annotations

import json
from typing import Any

import pytest

from jixiao.exchange.reading import projects_of_documents
from jixiao.exchange.writing import document_of
from jixiao.loading.projects import composed_text
from jixiao.model.project import Project


def row(guid: str | None, name: str, target: str = "10", **fields: str) -> dict[str, Any]:
    keys = {} if guid is None else {"rowguid": guid}
    base = {"findexName": "产出指标", "sindexName": "数量指标", "indiName": name, "computesign": "≥"}
    return {**keys, **base, "indexval": target, "actualvalue": "9", **fields}


def read(rows: list[dict[str, Any]]) -> Project:
    text = json.dumps({"proName": "培训", "proselfevalindexlist": rows}, ensure_ascii=False)
    composed = composed_text(text.encode(), "自评.json")
    (project,) = projects_of_documents(composed.root, composed.findings, 2025)  # type: ignore[arg-type]
    return project


def guids(before: list[dict[str, Any]], now: list[dict[str, Any]]) -> list[str | None]:
    """The keys of the rows of a document whose indicators a person changed to others."""
    indicators = read(now).indicators
    document = document_of(read(before).model_copy(update={"indicators": indicators}))
    assert document is not None
    rows = document["proselfevalindexlist"]
    assert [one["indiName"] for one in rows] == [one.name for one in indicators]
    return [one.get("rowguid") for one in rows]


A, B = row("A", "培训人次"), row("B", "课程门数")
QUALITY = {"sindexName": "质量指标"}
CHANGES = {
    "nothing": ([A, B], [A, B], ["A", "B"]),
    "the order": ([A, B], [B, A], ["B", "A"]),
    "a value": ([A, B], [row(None, "培训人次", actualvalue="12"), B], ["A", "B"]),
    "a new row first": ([A, B], [row(None, "发放教材"), A, B], [None, "A", "B"]),
    "a new row first, and one reworded": (
        [A, B],
        [row(None, "发放教材"), row(None, "培训人数"), B],
        [None, "A", "B"],
    ),
    "a row of quite another name": ([A, B], [row(None, "发放教材"), B], [None, "B"]),
    "the first of one name gone, the other filled in": (
        [row("A", "人次", "10"), row("B", "人次", "20")],
        [row(None, "人次", "20", actualvalue="25")],
        ["B"],
    ),
    "one name in two classes, in another order": (
        [row("A", "人次"), row("B", "人次", **QUALITY)],
        [row(None, "人次", "12", **QUALITY), row(None, "人次", "13")],
        ["B", "A"],
    ),
    "one name of two years, in another order": (
        [row("A", "2024年人次"), row("B", "2025年人次")],
        [row(None, "2025年人次", "12"), row(None, "2024年人次", "13")],
        ["B", "A"],
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_row_keeps_its_own_key_alone(change: str) -> None:
    before, now, expected = CHANGES[change]
    assert guids(before, now) == expected


def test_rows_without_a_name_are_told_by_what_they_state() -> None:
    before = [row("A", "", "10"), row("B", "", "20")]
    for one in before:
        del one["indiName"]
    project = read(before)
    second = project.indicators[1].model_copy(update={"actual": "21"})
    document = document_of(project.model_copy(update={"indicators": (second,)}))
    assert document is not None
    assert [one["rowguid"] for one in document["proselfevalindexlist"]] == ["B"]
