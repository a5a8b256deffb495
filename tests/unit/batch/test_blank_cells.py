"""A cell of nothing that can be seen states nothing, in a table as in a project file."""

from typing import Any

import pytest

from jixiao.loading import load_spec
from tests.stress.equality import fails
from tests.support.odd_rows import COLUMNS
from tests.support.ways import WAYS

BLANKS = [" ", "\u3000", "\u00a0", "\t", "\x1f", "\u200b", " \ufeff "]
SOUND = {"project": "甲", "level1": "产出指标", "name": "培训人次", "target": "30", "actual": "18", "weight": "90"}
#: Rows whose reasons repeat what was typed, each as a different part of the engine words it.
ROWS: dict[str, dict[str, Any]] = {
    "numbers": SOUND,
    "signed": {**SOUND, "target": "≥30"},
    "less is better": {**SOUND, "target": "≤18", "actual": "30"},
    "with units": {**SOUND, "target": "30人次", "actual": "18人次"},
    "words": {**SOUND, "target": "及时", "actual": "部分完成"},
}


@pytest.mark.parametrize("column", [column for column in COLUMNS if column not in {"project", "weight"}])
@pytest.mark.parametrize("row", ROWS.values(), ids=list(ROWS))
def test_a_blank_cell_is_scored_as_score_does(row: dict[str, Any], column: str) -> None:
    blank = [
        {**dict.fromkeys(COLUMNS), **row, "project": f"甲{number}", column: text} for number, text in enumerate(BLANKS)
    ]
    spec = load_spec("cn.mof-2020-10")
    alone = [[one] for one in blank] if row is SOUND else []
    for own in (blank, *alone):
        assert fails(spec, WAYS["company"], own) is None


@pytest.mark.parametrize(("column", "value"), [("year", "2023"), ("finished", "是"), ("initial", "100")])
@pytest.mark.parametrize("blank", BLANKS)
def test_what_a_project_states_is_in_the_first_cell_that_says_something(column: str, value: str, blank: str) -> None:
    cells = [blank, value]
    rows = [{**dict.fromkeys(COLUMNS), **SOUND, "name": f"培训{cell}", "weight": "45", column: cell} for cell in cells]
    assert fails(load_spec("cn.mof-2020-10"), WAYS["company"], rows) is None
