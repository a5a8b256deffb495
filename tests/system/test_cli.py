"""The command as the contract promises it: exit codes, places of output, languages, consoles."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.support.commands import PROJECT, jixiao, put
from tests.support.goldens import golden
from tests.support.overlays import overlay
from tests.support.paths import EXAMPLES, ROOT

SMS, SERVICE = str(EXAMPLES / "leshan-sms.yaml"), str(EXAMPLES / "leshan-service.yaml")

HAN = re.compile("[\u4e00-\u9fff]")


# Exit codes


def test_notes_and_warnings_exit_0(tmp_path: Path) -> None:
    assert jixiao("score", put(tmp_path / "a.yaml")).code == 0


def test_an_error_exits_1_and_the_others_are_scored(tmp_path: Path) -> None:
    broken, sound = put(tmp_path / "a.yaml", PROJECT.replace("分值: 60", "分值: 六十")), put(tmp_path / "b.yaml")
    done = jixiao("score", broken, sound, "--format", "json")
    assert done.code == 1
    assert [result["total"] for result in done.json] == [None, "96.11"]
    assert "JX204" in done.told


@pytest.mark.parametrize(
    "arguments",
    [
        ["--nonsense"],
        ["--spec", "cn.none"],
        ["--spec", "./none.yaml"],
        ["--format", "xml"],
        ["--lang", "fr"],
        ["--on", "2023-02-30"],
        ["--specs", "/nonexistent"],
        ["-o", SMS],
    ],
)
def test_wrong_usage_exits_2(arguments: list[str]) -> None:
    before = Path(SMS).read_bytes()
    done = jixiao("score", SMS, *arguments)
    assert (done.code, done.raw) == (2, b"")
    assert done.told
    assert Path(SMS).read_bytes() == before


def test_no_path_and_no_such_command_exit_2() -> None:
    assert jixiao("score").code == 2
    assert jixiao("grade").code == 2


def test_a_wrong_language_in_the_environment_exits_2() -> None:
    assert jixiao("score", SMS, JIXIAO_LANG="fr").code == 2


def test_interrupted_exits_130(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "never")
    stdin = os.open(tmp_path / "never", os.O_RDWR)
    process = subprocess.Popen(
        [sys.executable, "-m", "jixiao", "score", "-"], stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    time.sleep(2)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)
    os.close(stdin)
    assert process.returncode == 130
    assert b"Traceback" not in told


def test_a_reader_that_goes_away_is_no_crash(tmp_path: Path) -> None:
    put(tmp_path / "a.yaml")
    line = f"{sys.executable} -m jixiao score {'a.yaml ' * 300} --format jsonl 2>told | head -c 10"
    subprocess.run(line, shell=True, cwd=tmp_path, check=True, capture_output=True)  # noqa: S602  # a pipe of our own
    assert "Traceback" not in (tmp_path / "told").read_text("utf-8", "replace")


# Specs


def test_spec_option_wins(tmp_path: Path) -> None:
    project = put(tmp_path / "a.yaml")
    named = [jixiao("score", project, "--format", "json", *more).json[0]["spec"]["id"] for more in ([], ["--spec", "cn.vendor-fasp2"])]  # fmt: skip
    assert named == ["cn.mof-2020-10", "cn.vendor-fasp2"]


def test_spec_option_takes_a_file(tmp_path: Path) -> None:
    spec = put(tmp_path / "own.yaml", overlay("x.own", title="自有"))
    done = jixiao("score", put(tmp_path / "a.yaml"), "--spec", spec, "--format", "json")
    assert (done.code, done.json[0]["spec"]["id"]) == (0, "x.own")


def test_a_broken_spec_option_is_told_once_for_each_input(tmp_path: Path) -> None:
    spec = put(tmp_path / "own.yaml", "id: x.own\nextends: x@\n")
    done = jixiao("score", put(tmp_path / "a.yaml"), "--spec", spec)
    assert done.code == 1
    assert done.told.count("JX505") == 1


def test_a_local_spec_hides_the_packages(tmp_path: Path) -> None:
    text = (ROOT / "indicator_specs/cn/mof-2020-10.yaml").read_text("utf-8").replace("row: 0.01", "row: 1")
    put(tmp_path / "specs" / "mof.yaml", text)
    project = put(tmp_path / "a.yaml")
    for local in ({}, {"JIXIAO_SPECS": str(tmp_path / "specs")}):
        done = jixiao("score", project, "--format", "json", **local)
        assert done.json[0]["total"] == ("96" if local else "96.11")
    assert jixiao("score", project, "--format", "json", "--specs", tmp_path / "specs").json[0]["total"] == "96"


def test_a_broken_local_spec_beside_a_good_one(tmp_path: Path) -> None:
    put(tmp_path / "specs" / "bad.yaml", "id: x.bad\nrules: [\n")
    put(tmp_path / "specs" / "good.yaml", overlay("x.good", title="好"))
    done = jixiao("score", put(tmp_path / "a.yaml"), "--specs", tmp_path / "specs", "--spec", "x.good", "-f", "json")
    assert (done.code, done.json[0]["spec"]["id"]) == (0, "x.good")


def test_an_id_without_year_and_the_day(tmp_path: Path) -> None:
    for year in (2021, 2023):
        text = overlay(f"x.place-{year}", title=str(year), start=f"{year}-01-01")
        put(tmp_path / "specs" / f"{year}.yaml", text)
    project = put(tmp_path / "a.yaml", PROJECT.replace("cn.mof-2020-10", "x.place").replace("2023", "2022"))

    def chosen(*more: str) -> str | None:
        done = jixiao("score", project, "--specs", tmp_path / "specs", "--format", "json", *more)
        found: str | None = done.json[0]["spec"]["id"]
        assert (done.code == 0) == (found is not None)
        return found

    assert chosen() == "x.place-2021"
    assert chosen("--on", "2024-01-01") == "x.place-2023"
    assert chosen("--on", "2020-01-01") is None
    assert chosen("--spec", "x.place", "--on", "2021-06-30") == "x.place-2021"


# Inputs


def test_a_folder(tmp_path: Path) -> None:
    """Projects sorted, specs, case files and earlier results skipped, one table of all at the end."""
    put(tmp_path / "in/b.yml", PROJECT.replace("甲", "第二"))
    put(tmp_path / "in/a/c.YAML", PROJECT.replace("甲", "第一"))
    put(tmp_path / "in/z.json", json.dumps({"name": "第三", "year": 2023, "spec": "cn.mof-2020-10"}))
    put(tmp_path / "in/spec.yaml", overlay("x.y", title="t"))
    put(tmp_path / "in/x.cases.yaml", "cases: []\n")
    put(tmp_path / "in/notes.txt", "name: x\n")
    jixiao("score", "in/b.yml", "--format", "json", "-o", "in/results.json", cwd=tmp_path)
    jixiao("score", "in/b.yml", "--format", "json", "-o", "in/results/", cwd=tmp_path)
    done = jixiao("score", "in", "--format", "json", cwd=tmp_path)
    assert [result["project"]["name"] for result in done.json] == ["第一", "第二", "第三"]
    assert [result["source"] for result in done.json] == ["in/a/c.YAML", "in/b.yml", "in/z.json"]
    assert not [finding for finding in jixiao("check", "in", cwd=tmp_path).out.splitlines() if "results" in finding]
    table = jixiao("score", "in", cwd=tmp_path).out
    last = table[table.rindex("扣分最多的三项") :]
    assert last.index("第一") < last.index("第二") < last.index("第三")


def test_standard_input() -> None:
    done = jixiao("score", "-", "--format", "json", stdin=Path(SMS).read_bytes())
    assert (done.code, done.json[0]["source"], done.json[0]["total"]) == (0, "-", "100.00")


def test_closed_streams_are_no_crash(tmp_path: Path) -> None:
    for closed in ("<&-", ">&-", "2>&-", "<&- >&- 2>&-"):
        line = f"{sys.executable} -m jixiao score - {closed}"
        done = subprocess.run(line, shell=True, capture_output=True, check=False, input=b"", timeout=60)  # noqa: S602
        assert done.returncode == 1
        assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("data", [PROJECT.replace("\n", "\r\n").encode(), b"\xef\xbb\xbf" + PROJECT.encode()])
def test_windows_files(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "自评表（终稿）.yaml"
    path.write_bytes(data)
    done = jixiao("score", path, "--format", "json")
    assert (done.code, done.json[0]["total"]) == (0, "96.11")
    assert done.json[0]["source"].endswith("自评表（终稿）.yaml")


def test_json_is_read_like_yaml(tmp_path: Path) -> None:
    fund = {"全年预算数": 5, "全年执行数": 4}
    keys = ("一级指标", "三级指标", "年度指标值", "实际完成值", "分值")
    rows = [("产出指标", "覆盖率", "≥95%", "92%", 60), ("效益指标", "投诉", "≤5件", "4件", 30)]
    data = {
        "指标体系": "cn.mof-2020-10",
        "项目名称": "甲",
        "年度": 2023,
        "项目资金": {"年度资金总额": fund},
        "绩效指标": [dict(zip(keys, row, strict=True)) for row in rows],
    }
    files = [put(tmp_path / "a.yaml"), put(tmp_path / "b.json", json.dumps(data, indent="\t"))]
    both = jixiao("score", *files, "--format", "json").json
    for result in both:
        result["source"] = ""
        for finding in result["findings"]:
            finding["line"] = finding["column"] = 0
    assert both[0] == both[1]


# Outputs


def test_results_and_findings_go_to_their_streams(tmp_path: Path) -> None:
    done = jixiao("score", put(tmp_path / "a.yaml"), "--format", "jsonl")
    assert json.loads(done.out)["findings"]
    assert "JX402" in done.told
    assert "jixiao.result/1" not in done.told


@pytest.mark.slow
def test_same_input_same_bytes() -> None:
    for format_ in ("table", "markdown", "json", "jsonl", "csv"):
        first, second = (jixiao("score", SMS, SERVICE, "-f", format_, PYTHONHASHSEED=seed) for seed in "12")
        assert (first.raw, first.told) == (second.raw, second.told)


@pytest.mark.slow
def test_an_output_file_is_what_standard_output_gets(tmp_path: Path) -> None:
    """But for the seal in the last line of what is drawn for people, who may fill it in or change it."""
    for format_ in ("table", "markdown", "json", "jsonl", "csv"):
        to = tmp_path / f"new/sub/{format_}"
        done = jixiao("score", SMS, SERVICE, "-f", format_, "-o", to)
        assert (done.code, done.raw) == (0, b"")
        shown, written = jixiao("score", SMS, SERVICE, "-f", format_).raw, to.read_bytes()
        assert (written == shown) == (format_ in ("json", "jsonl", "csv"))
        assert written.startswith(shown)
        assert b"\n" not in written.removeprefix(shown)[:-1]
        assert [path.name for path in to.parent.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("exists", [True, False])
def test_an_output_folder_mirrors_the_tree(tmp_path: Path, exists: bool) -> None:
    put(tmp_path / "in/a/x.yaml")
    put(tmp_path / "in/b/x.yaml")
    put(tmp_path / "in/b/x.json", "{}")
    if exists:
        (tmp_path / "out").mkdir()
    jixiao("score", "in", "in/a/x.yaml", "-o", "out" if exists else "out/", "-f", "json", cwd=tmp_path)
    found = {str(path.relative_to(tmp_path / "out")) for path in (tmp_path / "out").rglob("*.*")}
    assert found == {"a/x.json", "b/x.json", "b/x-2.json"}  # a/x.yaml is one file, however often it is named
    assert len(json.loads((tmp_path / "out/a/x.json").read_text("utf-8"))) == 1


def test_an_output_folder_that_is_the_inputs_loses_none(tmp_path: Path) -> None:
    text = '{"name": "甲", "year": 2023}'
    put(tmp_path / "x.json", text)
    jixiao("score", "x.json", "-f", "json", "-o", ".", cwd=tmp_path)
    assert (tmp_path / "x.json").read_text("utf-8") == text
    assert (tmp_path / "x-2.json").is_file()


@pytest.mark.parametrize("to", [".", "all.json"])
def test_results_beside_their_projects_are_replaced_by_the_next_run(tmp_path: Path, to: str) -> None:
    """They are no inputs: each run wrote a-2.json, a-3.json and so on, or was refused."""
    for name in ("a.yaml", "b.yaml"):
        put(tmp_path / name)
    for _ in range(3):
        done = jixiao("score", ".", "-f", "json", "-o", to, cwd=tmp_path)
        assert done.code == 0
        names = sorted(path.name for path in tmp_path.iterdir())
        assert names == (["a.json", "a.yaml", "b.json", "b.yaml"] if to == "." else ["a.yaml", "all.json", "b.yaml"])
    put(tmp_path / "b.json", '{"name": "jixiao.result/1", "year": 2023}')
    jixiao("score", ".", "-f", "json", "-o", ".", cwd=tmp_path)
    assert (tmp_path / "b.json").read_text("utf-8").startswith('{"name"')


def test_an_unwritable_place_is_told(tmp_path: Path) -> None:
    put(tmp_path / "file")
    for place in ("file/a.json", "file/", "/proc/a.json"):
        done = jixiao("score", SMS, "-f", "json", "-o", place, cwd=tmp_path)
        assert done.code == 2
        assert place.rstrip("/") in done.told


def test_a_pipe_is_written_to_and_a_link_is_kept(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with subprocess.Popen(["cat", str(tmp_path / "pipe")], stdout=subprocess.PIPE) as reader:
        done = jixiao("score", SMS, "-f", "json", "-o", tmp_path / "pipe")
        read, _ = reader.communicate(timeout=60)
    assert (done.code, json.loads(read)[0]["total"]) == (0, "100.00")
    (tmp_path / "link.json").symlink_to("real.json")
    jixiao("score", SMS, "-f", "json", "-o", tmp_path / "link.json")
    assert (tmp_path / "link.json").is_symlink()
    assert (tmp_path / "real.json").is_file()


def test_a_full_disk_is_told() -> None:
    line = f"{sys.executable} -m jixiao score {SMS} >/dev/full"
    done = subprocess.run(line, shell=True, capture_output=True, check=False, timeout=60)  # noqa: S602
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    assert b"JX809" in done.stderr


# Formats

KEYS = {
    "": "schema source spec project execution indicators full total scaled deduction grade findings",
    "spec": "id version sha256",
    "project": "name year department unit code",
    "execution": "budget spent money_unit rate weight outcome share score deduction rule citation reason_code reason"
    " cause remedy",
    "indicators": "level1 level2 name target actual weight stated_weight outcome measure ratio share score deduction"
    " claimed rule citation reason_code reason cause remedy",
    "findings": "code severity message path line column remedy",
}
NUMBERS = {"budget", "spent", "rate", "weight", "stated_weight", "ratio", "share", "score", "deduction", "claimed",
           "full", "total", "scaled"}  # fmt: skip


def numbers(node: Any) -> list[Any]:
    if isinstance(node, dict):
        own = [value for key, value in node.items() if key in NUMBERS and not isinstance(value, dict)]
        return own + [number for value in node.values() for number in numbers(value)]
    return [number for item in node for number in numbers(item)] if isinstance(node, list) else []


def test_the_result_document(tmp_path: Path) -> None:
    result = jixiao("score", put(tmp_path / "a.yaml"), "--format", "json").json[0]
    assert set(KEYS[""].split()) <= set(result)
    for name in ("spec", "project", "execution"):
        assert set(KEYS[name].split()) <= set(result[name])
    for name in ("indicators", "findings"):
        for row in result[name]:
            assert set(KEYS[name].split()) <= set(row)
    assert result["schema"] == "jixiao.result/1"
    assert all(number is None or isinstance(number, str) for number in numbers(result))
    rows = [result["execution"], *result["indicators"]]
    assert sum(Decimal(row["deduction"]) for row in rows) == Decimal(result["full"]) - Decimal(result["total"])
    assert Decimal(result["deduction"]) == Decimal(result["full"]) - Decimal(result["total"])
    assert all(bool(row["reason"]) == (Decimal(row["deduction"]) > 0) for row in rows)
    assert [row["ratio"] for row in result["indicators"]] == ["92/95", "1.25"]


def test_nulls_where_there_is_no_score(tmp_path: Path) -> None:
    done = jixiao("score", put(tmp_path / "a.yaml", PROJECT.replace("92%", '""')), "none.yaml", "-f", "json")
    empty, missing = done.json
    row = empty["indicators"][0]
    assert (row["outcome"], row["score"], row["share"], row["deduction"]) == ("no_data", None, None, None)
    assert empty["indicators"][1]["score"] == "30.00"
    assert (empty["total"], empty["deduction"], empty["grade"], empty["full"]) == (None, None, None, "100")
    assert missing["indicators"] == []
    assert (missing["execution"], missing["total"], missing["spec"]["id"]) == (None, None, None)
    assert [finding["code"] for finding in missing["findings"]] == ["JX102"]


def test_json_lines_and_csv_hold_the_same(tmp_path: Path) -> None:
    project = put(tmp_path / "a.yaml", PROJECT.replace("甲", '=1+1，"引号"'))
    whole = jixiao("score", project, SMS, "-f", "json").json
    assert [json.loads(line) for line in jixiao("score", project, SMS, "-f", "jsonl").out.splitlines()] == whole
    rows = list(csv.DictReader(io.StringIO(jixiao("score", project, SMS, "-f", "csv").out.removeprefix("\ufeff"))))
    expected = [row["score"] for result in whole for row in [result["execution"], *result["indicators"]]]
    assert [row["score"] for row in rows] == expected
    assert rows[0]["project"] == '\'=1+1，"引号"'


# Consoles and languages


def test_a_gbk_console(tmp_path: Path) -> None:
    project = put(tmp_path / "a.yaml", PROJECT.replace("甲", "é🐉甲").replace("覆盖率", "ü覆盖率"))
    for format_ in ("table", "markdown", "json", "csv"):
        done = jixiao("score", project, "-f", format_, PYTHONIOENCODING="gbk", PYTHONUTF8="0")
        assert done.code == 0
        text = done.raw.decode("gbk")
        assert "覆盖率" in text
        assert not text.startswith("\\")
        if format_ == "json":
            assert json.loads(text)[0]["project"]["name"] == "é🐉甲"


def test_an_ascii_console_and_the_c_locale() -> None:
    done = jixiao("score", SMS, "-f", "json", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.raw.isascii()
    assert done.json[0]["project"]["name"] == "社保短信费"
    done = jixiao("score", SMS, LC_ALL="C", PYTHONUTF8="")
    assert done.code == 0
    assert "社保短信费" in done.out


def test_names_that_are_no_text(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\xff.yaml"
    Path(os.fsdecode(path)).write_text(PROJECT, "utf-8")
    for more in ([], ["-o", "out.json"]):
        done = jixiao("score", os.fsdecode(path), "-f", "json", *more, cwd=tmp_path)
        assert done.code == 0
        text = (tmp_path / "out.json").read_text("utf-8") if more else done.out
        assert json.loads(text)[0]["total"] == "96.11"


def test_english(tmp_path: Path) -> None:
    project = put(tmp_path / "a.yaml", PROJECT.replace("分值: 60", "分值: x, foo: 1"))
    for more, variables in ((["--lang", "en"], {}), ([], {"JIXIAO_LANG": "en"})):
        done = jixiao("score", project, *more, **variables)
        assert "Level 1" in done.out
        assert "错误" not in done.told
        assert "error JX204  not a number: “x”" in done.told
        assert re.search(r"\d errors?, \d warnings?", done.told)


def test_english_messages_have_no_hanzi() -> None:
    from jixiao.findings import catalog

    quoted = re.compile("“[^”]*”|万元|万")
    assert [entry.code for entry in catalog().values() if HAN.search(quoted.sub("", entry.message["en"]))] == []


def test_module_and_command_are_one() -> None:
    command = Path(sys.executable).with_name("jixiao")
    done = subprocess.run([command, "score", SMS], cwd=ROOT, capture_output=True, check=False)
    assert done.stdout == jixiao("score", SMS).raw


def test_no_network(tmp_path: Path) -> None:
    """Every socket is refused, and nothing misses one."""
    hook = "import sys\ndef no(event, args):\n    assert not event.startswith('socket'), event\nsys.addaudithook(no)\n"
    put(tmp_path / "sitecustomize.py", hook)
    assert jixiao("score", SMS, PYTHONPATH=str(tmp_path)).code == 0


# Goldens


BROKEN = """\
指标体系: cn.mof-2020-10
项目名称: 城乡居民养老保险
年度: 2023
项目资金: {年度资金总额: {全年预算数: 5, 全年执行数: 4}}
绩效指标:
  - {一级指标: 产出指标, 三级指标: 覆盖率, 年度指标值: ≥95%, 实际完成值: 92%, 分值: 六十}
  - {一级指标: 效益指标, 三级指标: 投诉, 年度指标值: ≤5件, 实际完成值: 4人, 分值: 30, 完成档: 1}
"""

SHOWN: dict[str, list[str]] = {
    "table.txt": ["leshan-sms.yaml", "leshan-service.yaml"],
    "table-en.txt": ["leshan-sms.yaml", "leshan-service.yaml", "--lang", "en"],
    "table.md": ["leshan-sms.yaml", "leshan-service.yaml", "--format", "markdown"],
}


@pytest.mark.parametrize("name", SHOWN)
def test_golden_tables(name: str) -> None:
    golden(name, jixiao("score", *SHOWN[name], cwd=EXAMPLES).raw)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_golden_findings(tmp_path: Path, lang: str) -> None:
    put(tmp_path / "broken.yaml", BROKEN)
    done = jixiao("score", "broken.yaml", "--lang", lang, cwd=tmp_path)
    assert done.code == 1
    golden(f"findings-{lang}.txt", done.told.encode())
