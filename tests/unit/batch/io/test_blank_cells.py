"""Cells that hold nothing, as each program writes them: absent, or a quoted text of no length."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

pl = pytest.importorskip("polars")

from jixiao import load_spec  # noqa: E402
from jixiao.batch import score_frame  # noqa: E402
from jixiao.batch.io.columns import KNOWN  # noqa: E402
from jixiao.batch.io.csv_files import open_csv  # noqa: E402

ROWS = [
    {"level1": "预算执行率", "target": "100", "actual": "90"},
    {"level1": "产出指标", "name": "编织袋", "target": "≥5000条", "actual": "5200条", "weight": "50", "year": "2023"},
    {"level1": "效益指标", "name": "覆盖率", "target": "≥95%", "actual": "93%", "weight": "30"},
    {"level1": "满意度指标", "name": "满意度", "target": "≥90%", "actual": "95%", "weight": "10"},
]


def table(blank: str | None) -> pl.DataFrame:
    rows = [{"project": "甲", **row} for row in ROWS]
    return pl.DataFrame(
        [{name: row.get(name, blank) for name in KNOWN} for row in rows], schema=dict.fromkeys(KNOWN, pl.String)
    )


@pytest.mark.parametrize("blank", ["", " ", "\u3000"])
def test_a_blank_cell_of_a_frame_states_nothing(blank: str) -> None:
    spec = load_spec("cn.mof-2020-10")
    rows = score_frame(table(blank), spec)
    without = score_frame(table(None), spec)
    assert rows.projects.equals(without.projects)
    assert rows.projects["total"].to_list() == [without.projects["total"][0]] != [None]
    assert rows.findings.equals(without.findings)


def test_a_file_in_which_all_cells_are_quoted_is_read_as_any_other(tmp_path: Path) -> None:
    frames = []
    for quoting in (csv.QUOTE_ALL, csv.QUOTE_MINIMAL):
        path = tmp_path / f"{quoting}.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, quoting=quoting).writerows([KNOWN, *table("").rows()])
        opened = open_csv(path, tmp_path / f"{quoting}.copy")
        assert opened.frame is not None
        frames.append(opened.frame.collect())
    assert frames[0].equals(frames[1])
    assert "" not in frames[0]["share"]
