"""Forms that an earlier version drew, with fewer notes below the table: nothing is told as missing, nothing is lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import jixiao
from jixiao.forms import build, cell_texts
from jixiao.forms.importing import project_of_form, read_file_of_forms
from tests.support.own_forms import ENDINGS, project

#: What versions before drew in no note, and what all of them have drawn.
LATER = ("code", "answers", "funds.cause", "funds.remedy", "funds.adjustment")
TEXTS: dict[str, Any] = {"code": "ABC1", "conclusion": "总体良好", "remarks": "无遗留"}
FUNDS = {
    "total": {"initial": "100", "budget": "100", "spent": "85"},
    "cause": "尾款次年支付",
    "remedy": "按进度编制预算",
    "adjustment": "年中追加",
}


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_notes_that_were_never_drawn_are_not_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str, lang: Any
) -> None:
    data = project() | TEXTS | {"funds": FUNDS}
    result = jixiao.score(jixiao.load_project(data), lang=lang)
    path = tmp_path / f"a.{ending}"
    with monkeypatch.context() as earlier:
        earlier.setattr(
            build,
            "note_texts",
            lambda project: {key: text for key, text in cell_texts.note_texts(project).items() if key not in LATER},
        )
        path.write_bytes(jixiao.render([result], ending, lang=lang))
    (form,) = read_file_of_forms(path).forms
    read = project_of_form(form.grid, form.project, jixiao.load_spec(form.spec), form.lang)
    assert read.findings == ()
    later = jixiao.load_project(read.data)
    assert (later.code, later.funds.cause, later.funds.remedy) == ("ABC1", "尾款次年支付", "按进度编制预算")
