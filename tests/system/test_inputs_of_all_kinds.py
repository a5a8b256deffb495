"""What a PATH may be: project files, filled-in forms of every kind, one project a line, and folders of all these."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import openpyxl
import pytest

import jixiao
from jixiao.cli.check import check_paths
from jixiao.cli.explain import explain_path
from jixiao.cli.options import Options
from jixiao.cli.read import read_paths
from jixiao.cli.score import score_paths
from tests.support.paths import CASES, EXAMPLES

Captured = pytest.CaptureFixture[str]


def case(name: str) -> Path:
    return next(CASES.glob(f"{name}_*"))


def put(folder: Path, *sources: Path) -> Path:
    folder.mkdir(exist_ok=True)
    for source in sources:
        shutil.copy(source, folder)
    return folder


def scored(capsys: Captured, *paths: Path) -> tuple[int, list[dict], str]:
    code = score_paths(list(paths), Options(format="jsonl"))
    captured = capsys.readouterr()
    return code, [json.loads(line) for line in captured.out.splitlines()], captured.err


def drawing(path: Path, name: str = "leshan-sms") -> Path:
    result = jixiao.score(jixiao.load_project(EXAMPLES / f"{name}.yaml"))
    assert score_paths([EXAMPLES / f"{name}.yaml"], Options(output=str(path))) == 0
    assert result.ok
    return path


@pytest.mark.parametrize(
    ("name", "totals"), [("k14", ["98.58"]), ("k36", ["98.58"]), ("k23", ["95.25"]), ("k25", ["98.58", "94.58"])]
)
def test_forms_are_scored_in_their_order(capsys: Captured, name: str, totals: list[str]) -> None:
    _, results, _ = scored(capsys, case(name))
    assert [result["total"] for result in results] == totals
    assert {result["source"] for result in results} == {str(case(name))}


@pytest.mark.parametrize(("name", "where"), [("k14", "表1 第15行第4列"), ("k36", "Sheet1!D15")])
def test_findings_name_the_cell(capsys: Captured, name: str, where: str) -> None:
    _, (result,), err = scored(capsys, case(name))
    finding = next(finding for finding in result["findings"] if finding["path"].startswith("indicators[3]"))
    assert (finding["where"], finding["line"], finding["column"]) == (where, None, None)
    assert f"{case(name)} {where}" in err


def test_findings_on_a_value_that_cannot_be_read_name_its_cell(capsys: Captured, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(case("k36"))
    book.active["G13"] = "二十"
    book.save(tmp_path / "a.xlsx")
    code, (result,), _ = scored(capsys, tmp_path / "a.xlsx")
    wheres = {finding["where"] for finding in result["findings"] if finding["severity"] == "error"}
    assert (code, result["total"]) == (1, None)
    assert "Sheet1!G13" in wheres


def test_lines_are_projects_and_a_broken_one_costs_itself(capsys: Captured, tmp_path: Path) -> None:
    project = json.loads(jixiao.load_project(EXAMPLES / "leshan-sms.yaml").as_json)
    lines = [json.dumps(project), "", '{"name": ]', json.dumps(project | {"name": "乙"})]
    for ending in ("jsonl", "ndjson"):
        (tmp_path / f"a.{ending}").write_text("\n".join(lines), "utf-8")
        code, results, err = scored(capsys, tmp_path / f"a.{ending}")
        assert code == 1
        assert [result["total"] for result in results] == ["100.00", None, "100.00"]
        assert results[2]["project"]["name"] == "乙"
        assert {finding["line"] for finding in results[1]["findings"]} == {3}
        assert {finding["line"] for finding in results[2]["findings"]} <= {4}
        assert f"a.{ending}:3:" in err


@pytest.mark.parametrize(("data", "code"), [(b"", "JX151"), (b"\n \n", "JX151"), (b"\xff\xfe{}", "JX107")])
def test_a_file_of_no_line_is_named(capsys: Captured, tmp_path: Path, data: bytes, code: str) -> None:
    (tmp_path / "a.jsonl").write_bytes(data)
    exit_code, (result,), _ = scored(capsys, tmp_path / "a.jsonl")
    assert (exit_code, [finding["code"] for finding in result["findings"]]) == (1, [code])


def test_lines_in_gb18030_are_read_with_a_note(capsys: Captured, tmp_path: Path) -> None:
    project = jixiao.load_project(EXAMPLES / "leshan-sms.yaml").as_json
    (tmp_path / "a.jsonl").write_bytes(f"{project}\n{project}".encode("gb18030"))
    _, results, _ = scored(capsys, tmp_path / "a.jsonl")
    assert [result["total"] for result in results] == ["100.00", "100.00"]
    assert [finding["code"] for finding in results[0]["findings"]].count("JX109") == 1


def test_a_folder_takes_forms_and_project_files_and_passes_over_the_rest(capsys: Captured, tmp_path: Path) -> None:
    folder = put(tmp_path / "in", case("k14"), case("k36"), EXAMPLES / "leshan-sms.yaml")
    (folder / "通知.txt").write_text("请各单位报送。", "utf-8")
    (folder / "~$k14.docx").write_bytes(b"locked")
    (folder / ".old.xlsx").write_bytes(b"old")
    openpyxl.Workbook().save(folder / "空.xlsx")
    code, results, err = scored(capsys, folder)
    assert code == 0
    assert [Path(result["source"]).name[:3] for result in results] == ["k14", "k36", "les"]
    assert err.count("JX866") == 2


def test_a_file_that_is_named_must_hold_a_form(capsys: Captured, tmp_path: Path) -> None:
    text = tmp_path / "通知.txt"
    text.write_text("请各单位报送。", "utf-8")
    code, (result,), _ = scored(capsys, text)
    assert code == 1
    assert [finding["severity"] for finding in result["findings"]] == ["error"]


@pytest.mark.parametrize("ending", ["xlsx", "docx", "html", "txt"])
def test_a_form_that_the_program_drew_is_no_second_project(capsys: Captured, tmp_path: Path, ending: str) -> None:
    folder = put(tmp_path / "in", EXAMPLES / "leshan-sms.yaml")
    form = drawing(folder / f"表.{ending}")
    capsys.readouterr()
    code, results, err = scored(capsys, folder)
    assert (code, len(results), err.count("JX865")) == (0, 1, 1)
    assert len(scored(capsys, folder, form)[1]) == 2  # it is named itself
    (folder / "leshan-sms.yaml").unlink()
    assert len(scored(capsys, folder)[1]) == 1  # nothing beside it


def test_a_form_that_somebody_changed_is_a_project_of_its_own(capsys: Captured, tmp_path: Path) -> None:
    folder = put(tmp_path / "in", EXAMPLES / "leshan-sms.yaml")
    form = drawing(folder / "表.xlsx")
    openpyxl.load_workbook(form).save(form)
    assert len(scored(capsys, folder)[1]) == 2


def test_forms_of_an_earlier_run_are_written_again(capsys: Captured, tmp_path: Path) -> None:
    folder = put(tmp_path / "in", EXAMPLES / "leshan-sms.yaml")
    for _ in range(2):
        assert score_paths([folder], Options(format="docx", output=f"{folder}/")) == 0
    capsys.readouterr()
    assert sorted(path.name for path in folder.iterdir()) == ["leshan-sms.docx", "leshan-sms.yaml"]


BROKEN = {
    ".xlsx": b"PK\x03\x04",
    ".xls": b"\xd0\xcf\x11\xe0",
    ".docx": b"PK",
    ".pdf": b"%PDF-1.4",
    ".yaml": b"\xff\xfe{",
}


def test_a_broken_file_of_each_kind_costs_itself(capsys: Captured, tmp_path: Path) -> None:
    folder = put(tmp_path / "in", case("k14"), case("k36"))
    for ending, data in BROKEN.items():
        (folder / f"坏{ending}").write_bytes(data)
    code, results, _ = scored(capsys, folder)
    totals = [result["total"] for result in results]
    assert (code, totals.count("98.58"), totals.count(None)) == (1, 2, len(BROKEN))
    assert all(result["findings"] for result in results)


def test_check_explain_and_read_take_the_same(capsys: Captured, tmp_path: Path) -> None:
    folder = put(tmp_path / "in", case("k14"), case("k25"))
    assert check_paths([folder], Options(format="json"), strict=False) == 0
    findings = json.loads(capsys.readouterr().out)
    assert {finding["where"].split()[0] for finding in findings} == {"表1", "表2"}
    assert explain_path(folder, "编织袋数量", Options()) == 0
    assert capsys.readouterr().out.count("防汛物资采购") == 2
    assert read_paths([folder], Options(output=f"{tmp_path}/out/")) == 0
    capsys.readouterr()
    assert len(list((tmp_path / "out").iterdir())) == 3
    _, results, _ = scored(capsys, tmp_path / "out")
    assert sorted(result["total"] for result in results) == ["94.58", "98.58", "98.58"]


def test_many_workers_say_the_same_as_one(capsys: Captured, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = put(tmp_path / "in", case("k14"), case("k25"), case("k36"))
    (folder / "通知.txt").write_text("请各单位报送。", "utf-8")
    alone = scored(capsys, folder)
    monkeypatch.setattr("jixiao.cli.pipeline.processors", lambda: 2)
    monkeypatch.setattr("jixiao.cli.pipeline.WORTH", 1)
    monkeypatch.setattr("jixiao.cli.pipeline.BLOCK", 1)
    assert scored(capsys, folder) == alone


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_project_file_is_read_into_the_same_project(capsys: Captured, tmp_path: Path, lang: str) -> None:
    """Project files, one a line, and forms are the same to every command."""
    project = jixiao.load_project(EXAMPLES / "leshan-sms.yaml")
    (tmp_path / "a.json").write_text(project.as_json, "utf-8")
    (tmp_path / "a.jsonl").write_text(f"{project.as_json}\n{project.as_json}\n", "utf-8")
    for name in ("a.json", "a.jsonl"):
        assert read_paths([tmp_path / name], Options(lang=lang)) == 0  # type: ignore[arg-type]
        for text in capsys.readouterr().out.split("---\n"):
            assert jixiao.parse_project(text).as_json == project.as_json
    assert read_paths([tmp_path / "a.jsonl"], Options(output=f"{tmp_path}/out/")) == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a-2.yaml", "a.yaml"]


def test_what_holds_no_project_is_said_by_read_too(capsys: Captured, tmp_path: Path) -> None:
    (tmp_path / "spec.yaml").write_text("id: x.a\nversion: 1\nrules: []\n", "utf-8")
    (tmp_path / "empty").mkdir()
    (tmp_path / "a.dat").write_text("x", "utf-8")
    for name, code in {"spec.yaml": "JX215", "empty": "JX114", "a.dat": "JX823", "none.yaml": "JX102"}.items():
        assert read_paths([tmp_path / name], Options()) == 1
        assert code in capsys.readouterr().err
