"""Hostile files: each gets a finding within 2 s of processor and 200 MB, and its neighbour is still scored."""

from __future__ import annotations

import json
import os
import random
import socket
import subprocess
import sys
from collections.abc import Callable, Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.support.forked_commands import Limits, be_ordinary, run_forked, set_limits
from tests.support.rule_book import in_samples

MEGABYTE = 1024 * 1024
#: What the operating system grants one run: seconds of processor, of which loading would take one, and memory.
SECONDS, MEMORY = 2, 200 * MEGABYTE

HEAD = "spec: cn.mof-2020-10\nname: 甲\nyear: 2023\nfunds: {total: {budget: 5, spent: 5}}\n"
ROW = "  - {level1: 产出指标, name: 覆盖率, target: ≥95%, actual: 95%, weight: 90}\n"
SOUND = HEAD + "indicators:\n" + ROW


class Run(NamedTuple):
    code: int
    results: list[dict[str, Any]]
    told: str

    def codes(self, index: int = 0) -> list[str]:
        return [finding["code"] for finding in self.results[index]["findings"]]


def ceilings() -> None:
    be_ordinary()
    set_limits(SECONDS, MEMORY)


def score(folder: Path, *arguments: str) -> Run:
    """``jixiao score`` in a folder, under the ceilings; a crash is told on standard error, and is none here."""
    ended = run_forked("score", "--format", "json", *arguments, cwd=folder, limits=Limits(SECONDS, MEMORY))
    out, told = ended.out.decode(), ended.told.decode()
    assert "Traceback" not in told, told[-2000:]
    assert "MemoryError" not in told
    assert "JX9" not in told, told[-2000:]  # a bug of ours
    return Run(ended.code, json.loads(out), told)


def attack(folder: Path, name: str, *options: str) -> Run:
    """Score a hostile input beside a sound one, which must come out whole."""
    (folder / "sound.yaml").write_text(SOUND, "utf-8")
    run = score(folder, name, "sound.yaml", *options)
    assert len(run.results) == 2
    assert run.results[1]["total"] == "100.00"
    assert "error" not in {finding["severity"] for finding in run.results[1]["findings"]}
    return run


def refused(run: Run, codes: str) -> None:
    """The codes stand among the findings and on standard error, with exit 1."""
    assert run.code == 1, run.told
    for code in codes.split():
        assert code in run.codes(), run.told
        assert code in run.told


def under(key: str, value: str) -> str:
    """The sound project with another value of one key of its row, at its place."""
    keys = {"level1": "产出指标", "name": "覆盖率", "target": "≥95%", "actual": "95%", "weight": "90"}
    row = ", ".join(f"{name}: {text}" for name, text in {**keys, key: value}.items())
    return f"{HEAD}indicators:\n  - {{{row}}}\n"


def instead(old: str, new: str) -> str:
    assert old in SOUND
    return SOUND.replace(old, new)


#: Text by name, and the codes that it must give.
TEXTS: dict[str, tuple[str, str]] = {
    # Nesting and expansion.
    "square-brackets": ("[" * 200_000, "JX140"),
    "braces": ("{" * 200_000, "JX140"),
    "braces-with-keys": ("{a: " * 200_000, "JX140"),
    "dashes": ("- " * 200_000 + "x\n", "JX140"),
    "questions": ("? " * 200_000 + "x\n", "JX140"),
    "indented-keys": ("".join(" " * depth + "a:\n" for depth in range(2_500)), "JX140"),
    "keys-on-one-line": ("a: " * 200_000 + "x\n", "JX125"),
    "json-brackets": ('{"name": ' + "[" * 200_000 + "]" * 200_000 + "}", "JX140"),
    "depth-17": (HEAD + "indicators: " + "[" * 17 + "]" * 17 + "\n", "JX140"),
    "billion-laughs": (
        "a: &a [x, x]\n"
        + "".join(f"{b}: &{b} [{('*' + a + ', ') * 9}*{a}]\n" for a, b in zip("abcdefg", "bcdefgh", strict=True)),
        "JX144",
    ),
    "alias-of-itself": ("name: &a [*a]\n", "JX144"),
    "undefined-alias": (instead("甲", "*nobody"), "JX144"),
    "merge-key": (SOUND + "<<: {department: 乙}\n", "JX146"),
    "merge-of-alias": (instead("funds: ", "funds: &f ") + "<<: *f\n", "JX144 JX146"),
    # Keys.
    "key-twice": (SOUND + "name: 乙\n", "JX143"),
    "key-in-two-spellings": (under("分值", "90, 权重: 90"), "JX211"),
    "key-in-two-languages": (SOUND + "项目名称: 乙\n", "JX211"),
    "unknown-key": (SOUND + "nmae: 乙\n", "JX201"),
    "unlike-any-key": (SOUND + "🐉🐉🐉: 乙\n", "JX202"),
    "key-of-ten-thousand": (SOUND + f"{'鬼' * 500}: 乙\n", "JX202"),
    "unknown-keys": (HEAD + "".join(f"k{number}: 1\n" for number in range(90_000)), "JX202 JX113"),
    "key-is-a-list": (SOUND + "? [a]\n: 1\n", "JX149"),
    "key-is-empty": (SOUND + '"": 1\n', "JX150"),
    # Tags and documents.
    "tag-python": (instead("甲", '!!python/object/apply:os.system ["touch hacked"]'), "JX145"),
    "tag-python-name": (instead("甲", "!!python/name:os.system"), "JX145"),
    "tag-binary": (instead("甲", "!!binary aGVsbG8="), "JX145"),
    "tag-own": (instead("甲", "!me x"), "JX145"),
    "two-documents": (SOUND + "---\n" + SOUND, "JX147"),
    "directive": ("%TAG ! tag:evil,2023:\n---\n" + SOUND, "JX148"),
    # Numbers.
    "digits": (under("weight", "9" * 4 * MEGABYTE), "JX142"),
    "digits-of-an-actual": (under("actual", "9" * 9_999 + "%"), "JX309"),
    "exponent-bomb": (under("weight", "1e999999999"), "JX204"),
    "nan": (under("weight", "NaN"), "JX204"),
    "yaml-nan": (under("weight", ".nan"), "JX204"),
    "infinity": (under("weight", ".inf"), "JX204"),
    "minus-infinity": (under("weight", "-.inf"), "JX204"),
    "weight-no": (under("weight", "no"), "JX204"),
    "weight-sexagesimal": (under("weight", "12:30"), "JX204"),
    "weight-octal": (under("weight", "010"), "JX204"),
    "weight-hexadecimal": (under("weight", "0x5A"), "JX204"),
    "weight-underscore": (under("weight", "1_000"), "JX204"),
    "weight-exponent": (under("weight", "9e1"), "JX204"),
    "weight-true": (under("weight", "true"), "JX204"),
    "weight-negative": (under("weight", "-90"), "JX302"),
    "weight-zero": (under("weight", "0"), "JX302"),
    "weight-of-a-hundred-thousandth": (under("weight", "0.0000000000001"), "JX204"),
    "weight-list": (under("weight", "[90]"), "JX203"),
    "weight-map": (under("weight", "{points: 90}"), "JX203"),
    "applicable-no": (under("applicable", "no"), "JX206"),
    "applicable-off": (under("applicable", "off"), "JX206"),
    "finished-yes": (SOUND + "finished: yes\n", "JX206"),
    "finished-1": (SOUND + "finished: 1\n", "JX206"),
    "year-0": (instead("2023", "0"), "JX207"),
    "year-10000": (instead("2023", "10000"), "JX207"),
    "year-and-a-half": (instead("2023", "2023.5"), "JX207"),
    "year-1948": (instead("2023", "1948"), "JX207"),
    "year-list": (instead("2023", "[2023]"), "JX207"),
    "budget-exponent": (instead("budget: 5", "budget: 5e9"), "JX204"),
    # Types.
    "name-list": (instead("name: 甲", "name: [甲]"), "JX203"),
    "name-map": (instead("name: 甲", "name: {a: 甲}"), "JX203"),
    "target-list": (under("target", "[95%]"), "JX203"),
    "indicators-text": (HEAD + "indicators: 覆盖率\n", "JX212"),
    "indicators-map": (HEAD + "indicators: {level1: 产出指标}\n", "JX212"),
    "indicators-numbers": (HEAD + "indicators: [1, 2]\n", "JX217"),
    "indicators-absent": (HEAD, "JX221"),
    "funds-number": (instead("{total: {budget: 5, spent: 5}}", "5"), "JX217"),
    "funds-list": (instead("{total: {budget: 5, spent: 5}}", "[5, 5]"), "JX217"),
    "total-number": (instead("{budget: 5, spent: 5}", "5"), "JX217"),
    "goals-text": (SOUND + "goals: 完成\n", "JX212"),
    "goals-numbers": (SOUND + "goals: [1]\n", "JX217"),
    "deduct-number": (under("deduct", "5"), "JX217"),
    "comparison-unknown": (under("comparison", "左右"), "JX208"),
    "direction-unknown": (under("direction", "向上"), "JX209"),
    "share-unknown": (under("share", "八成多"), "JX205"),
    "money-unit-unknown": (instead("funds: {", "funds: {money_unit: 美元, "), "JX210"),
    "a-list": ("- 1\n- 2\n", "JX215"),
    "a-word": ("hello\n", "JX215"),
    # Limits.
    "text-of-10001": (instead("甲", "甲" * 10_001), "JX142"),
    "indicators-2001": (HEAD + "indicators:\n" + ROW * 2_001, "JX216"),
    "goals-95000": (SOUND + "goals:\n" + "- {}\n" * 95_000, "JX216"),
    "numbers-for-goals": (SOUND + "goals:\n" + "- 1\n" * 95_000, "JX216"),
    "nodes": ("a: [" + "1," * 300_000 + "1]\n", "JX141"),
    "broken-rows-of-megabytes": (
        HEAD + "indicators:\n" + ROW.replace("90", "x").replace("覆盖率", "覆" * 700) * 2_000,
        "JX204 JX113",
    ),
    "unknown-keys-with-full-width-colons": (
        SOUND + "".join(f"a{number} b：c: 1\n" for number in range(20_000)),
        "JX202 JX113",
    ),
    "lines-of-full-width-commas": ("{" + "a: 1，b: 2\n" * 125_000, "JX123"),
    "one-text-with-full-width-commas": ("{" + "a，b\n" * 250_000, "JX127 JX142"),
    # Characters.
    "nul": (instead("甲", "甲\0"), "JX110"),
    "bell": (instead("甲", "甲\a"), "JX110"),
    "escape": (instead("甲", "\x1b[2J\x1b[31m"), "JX110"),
    "escaped-nul": (instead("甲", '"甲\\0"'), "JX110"),
    "escaped-bell": (instead("甲", '"\\u0007"'), "JX110"),
    "line-separator": (instead("甲", "甲\u2028乙"), "JX110"),
    "right-to-left": (instead("甲", "甲\u202e001"), "JX111"),
    "isolate": (instead("甲", "\u2066甲\u2069"), "JX111"),
    "escaped-right-to-left": (instead("甲", '"\\u202E001"'), "JX111"),
    # Syntax.
    "empty": ("", "JX151"),
    "blank": ("\n\n  \n", "JX151"),
    "comment": ("# 待填\n", "JX151"),
    "null": ("null\n", "JX151"),
    "tabs": (HEAD + "indicators:\n\t- {level1: 产出指标}\n", "JX121"),
    "full-width-colon": ("项目名称：甲\n年度：2023\n", "JX122"),
    "no-space": ("项目名称:甲\n年度:2023\n", "JX124"),
    "bare-sign": (instead("甲", ">=95"), "JX125"),
    "open-quote": ('name: "甲\n', "JX126"),
    "open-bracket": ("name: [甲\nyear: 2023\n", "JX127"),
    "bad-escape": ('name: "D:\\数据"\n', "JX128"),
    # Specs.
    "no-spec": (instead("spec: cn.mof-2020-10\n", ""), "JX500"),
    "unknown-spec": (instead("cn.mof-2020-10", "cn.none"), "JX501"),
    "wild-spec": (instead("cn.mof-2020-10", '"*"'), "JX501"),
    "question-spec": (instead("cn.mof-2020-10", '"cn.mof-????-10"'), "JX501"),
    "regex-spec": (instead("cn.mof-2020-10", '"(a+)+$"'), "JX501"),
    "dots-spec": (instead("cn.mof-2020-10", '".."'), "JX501"),
    "climbing-spec": (instead("cn.mof-2020-10", "../../../../../../etc/passwd.yaml"), "JX540"),
    "hidden-climb": (instead("cn.mof-2020-10", "./a/../../../b.yaml"), "JX540"),
    "absolute-spec": (instead("cn.mof-2020-10", "/etc/passwd"), "JX540"),
    "device-spec": (instead("cn.mof-2020-10", "/dev/zero"), "JX540"),
    "missing-spec-file": (instead("cn.mof-2020-10", "./none.yaml"), "JX102"),
    "folder-for-spec": (instead("cn.mof-2020-10", "./"), "JX103"),
    "long-spec-path": (instead("cn.mof-2020-10", "./" + "x" * 5_000), "JX106"),
    "itself-for-spec": (instead("cn.mof-2020-10", "./hostile.yaml"), "JX201"),
}


def test_a_sound_file_passes_under_the_ceilings(tmp_path: Path) -> None:
    (tmp_path / "hostile.yaml").write_text(SOUND, "utf-8")
    run = attack(tmp_path, "hostile.yaml")
    assert (run.code, run.results[0]["total"]) == (0, "100.00")


def test_the_ceilings_are_real() -> None:
    hungry = [sys.executable, "-c", f"bytearray({MEMORY})"]
    assert b"MemoryError" in subprocess.run(hungry, capture_output=True, check=False, preexec_fn=ceilings).stderr
    busy = [sys.executable, "-c", "while True: pass"]
    assert subprocess.run(busy, capture_output=True, check=False, preexec_fn=ceilings, timeout=60).returncode < 0


@pytest.mark.parametrize("name", in_samples(TEXTS))
def test_texts(tmp_path: Path, name: str) -> None:
    text, codes = TEXTS[name]
    (tmp_path / "hostile.yaml").write_text(text, "utf-8", newline="")
    refused(attack(tmp_path, "hostile.yaml"), codes)
    assert not (tmp_path / "hacked").exists()


def _noise(length: int) -> bytes:
    return random.Random(7).randbytes(length)


BYTES: dict[str, tuple[bytes, str]] = {
    "random": (_noise(1_000), "JX108"),
    "random-megabytes": (_noise(4 * MEGABYTE), "JX108"),
    "latin-1": (instead("甲", "café é").replace("≥95%", "95%").encode("latin-1", "replace")[:90] + b"\xe9\n", "JX108"),
    "one-damaged-byte": (SOUND.encode().replace("甲".encode(), b"\xe7\x94", 1), "JX108"),
    "overlong-slash": (SOUND.encode() + b"# \xc0\xaf\n", "JX108"),
    "zip": (b"PK\x03\x04" + _noise(2_000), "JX108"),
    "utf-16": (SOUND.encode("utf-16"), "JX107"),
    "utf-16-be": (b"\xfe\xff" + SOUND.encode("utf-16-be"), "JX107"),
    "utf-16-unmarked": (SOUND.encode("utf-16-le"), ""),
    "utf-32": (SOUND.encode("utf-32"), "JX107"),
    "too-large": (SOUND.encode() + b"#" * 5 * MEGABYTE, "JX101"),
    "nul-only": (b"\0" * 100_000, "JX110"),
}


@pytest.mark.parametrize("name", BYTES)
def test_bytes(tmp_path: Path, name: str) -> None:
    data, codes = BYTES[name]
    (tmp_path / "hostile.yaml").write_bytes(data)
    refused(attack(tmp_path, "hostile.yaml"), codes)


@pytest.mark.parametrize("escape", ["\\ud800", "\\udfff", "\\udc00\\ud800", "\\ud800x", "\\uD834"])
def test_lone_surrogates_in_json(tmp_path: Path, escape: str) -> None:
    (tmp_path / "hostile.json").write_text(f'{{"name": "{escape}", "year": 2023}}', "utf-8")
    run = attack(tmp_path, "hostile.json")
    assert run.code == 1
    assert {"JX110", "JX128"} & set(run.codes())


def test_gb18030_is_read_and_noted(tmp_path: Path) -> None:
    (tmp_path / "hostile.yaml").write_bytes(SOUND.encode("gb18030"))
    run = attack(tmp_path, "hostile.yaml")
    assert (run.code, run.results[0]["total"]) == (0, "100.00")
    assert "JX109" in run.codes()


def _fifo(path: Path) -> None:
    os.mkfifo(path)


def _socket(path: Path) -> None:
    socket.socket(socket.AF_UNIX).bind(path.name)


def _dangling(path: Path) -> None:
    path.symlink_to("nowhere.yaml")


def _loop(path: Path) -> None:
    path.symlink_to(path.name)


def _device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def _folder(path: Path) -> None:
    path.mkdir()


def _only_specs(path: Path) -> None:
    path.mkdir()
    (path / "a.yaml").write_text("id: x.y\nrules: []\n", "utf-8")
    (path / "notes.txt").write_text("name: x\n", "utf-8")


PLACES: dict[str, tuple[Callable[[Path], None], str]] = {
    "missing": (lambda _: None, "JX102"),
    "fifo": (_fifo, "JX105"),
    "socket": (_socket, "JX105"),
    "device": (_device, "JX105"),
    "dangling-link": (_dangling, "JX102"),
    "link-in-a-circle": (_loop, "JX106"),
    "empty-folder": (_folder, "JX114"),
    "folder-of-specs": (_only_specs, "JX114"),
}


@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize("name", PLACES)
def test_places(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    make, code = PLACES[name]
    monkeypatch.chdir(tmp_path)
    make(tmp_path / "hostile.yaml")
    refused(attack(tmp_path, "hostile.yaml"), code)


@pytest.mark.parametrize("make", [_fifo, _dangling, _loop, _device])
def test_places_found_in_a_folder(tmp_path: Path, make: Callable[[Path], None]) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "z.yaml").write_text(SOUND, "utf-8")
    make(tmp_path / "in" / "a.yaml")
    run = score(tmp_path, "in")
    assert run.code == 1
    assert [result["total"] for result in run.results] == [None, "100.00"]


def test_names_that_the_system_refuses(tmp_path: Path) -> None:
    refused(attack(tmp_path, "x" * 300 + ".yaml"), "JX106")
    refused(attack(tmp_path, "sound.yaml/x.yaml"), "JX102")


def test_files_and_folders_that_may_not_be_read(tmp_path: Path) -> None:
    (tmp_path / "hostile.yaml").write_text(SOUND, "utf-8")
    (tmp_path / "hostile.yaml").chmod(0)
    refused(attack(tmp_path, "hostile.yaml"), "JX104")


def _spec(name: str, base: str, *, start: str = "2023-01-01", more: str = "") -> str:
    return f"id: {name}\nversion: 1\nin_force: {{from: {start}}}\nextends: {base}\n{more}"


def _chain(names: Iterable[str]) -> dict[str, str]:
    chain = [*names, "cn.mof-2020-10"]
    return {name: _spec(name, f"{base}@1") for name, base in pairwise(chain)}


SPECS: dict[str, tuple[dict[str, str], str]] = {
    "extends-itself": ({"x.a": _spec("x.a", "x.a@1")}, "JX506"),
    "cycle": ({"x.a": _spec("x.a", "x.b@1"), "x.b": _spec("x.b", "x.a@1")}, "JX506"),
    "longer-cycle": (
        {"x.a": _spec("x.a", "x.b@1"), "x.b": _spec("x.b", "x.c@1"), "x.c": _spec("x.c", "x.a@1")},
        "JX506",
    ),
    "too-deep": (_chain(["x.a", "x.b", "x.c", "x.d"]), "JX507"),
    "unpinned": ({"x.a": _spec("x.a", "cn.mof-2020-10")}, "JX505"),
    "pinned-to-nothing": ({"x.a": _spec("x.a", "cn.mof-2020-10@")}, "JX505"),
    "wrong-version": ({"x.a": _spec("x.a", "cn.mof-2020-10@9")}, "JX508"),
    "younger-base": ({"x.a": _spec("x.a", "cn.mof-2020-10@1", start="2017-01-01")}, "JX509"),
    "base-path": ({"x.a": _spec("x.a", "../../../etc/passwd@1")}, "JX504"),
    "base-map": ({"x.a": _spec("x.a", "{a: b}")}, "JX505"),
    "bomb": ({"x.a": "id: x.a\nrules: " + "[" * 100_000}, "JX140"),
    "unknown-keys": ({"x.a": "id: x.a\n" + "".join(f"k{number}: 1\n" for number in range(90_000))}, "JX202"),
    "binary": ({"x.a": "id: x.a\ntitle: \0\n"}, "JX501"),
    "catastrophic": ({"x.a": "id: " + "a." * 200_000 + "\n"}, "JX501"),
}


@pytest.mark.parametrize("name", SPECS)
def test_broken_local_specs(tmp_path: Path, name: str) -> None:
    """A broken spec takes only the projects that name it; one beside it serves."""
    files, codes = SPECS[name]
    (tmp_path / "specs").mkdir()
    for spec_id, text in {**files, "x.good": _spec("x.good", "cn.mof-2020-10@1")}.items():
        (tmp_path / "specs" / f"{spec_id}.yaml").write_text(text, "utf-8")
    (tmp_path / "hostile.yaml").write_text(instead("cn.mof-2020-10", "x.a"), "utf-8")
    (tmp_path / "good.yaml").write_text(instead("cn.mof-2020-10", "x.good"), "utf-8")
    run = score(tmp_path, "hostile.yaml", "good.yaml", "--specs", "specs")
    refused(run, codes)
    assert (run.results[1]["spec"]["id"], run.results[1]["total"]) == ("x.good", "100.00")


def test_a_link_out_of_the_tree_is_no_way_out(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "secret.yaml").write_text(_spec("x.secret", "cn.mof-2020-10@1"), "utf-8")
    (inside / "link.yaml").symlink_to("../secret.yaml")
    (inside / "hostile.yaml").write_text(instead("cn.mof-2020-10", "./link.yaml"), "utf-8")
    refused(attack(inside, "hostile.yaml"), "JX540")


def test_a_spec_path_in_a_circle(tmp_path: Path) -> None:
    (tmp_path / "link.yaml").symlink_to("link.yaml")
    (tmp_path / "hostile.yaml").write_text(instead("cn.mof-2020-10", "./link.yaml"), "utf-8")
    refused(attack(tmp_path, "hostile.yaml"), "JX106")


@pytest.mark.parametrize("spec", ["/dev/zero", "fifo.yaml"])
def test_a_spec_option_that_never_ends(tmp_path: Path, spec: str) -> None:
    os.mkfifo(tmp_path / "fifo.yaml")
    (tmp_path / "a.yaml").write_text(SOUND, "utf-8")
    run = score(tmp_path, "a.yaml", "--spec", spec)
    refused(run, "JX105")
