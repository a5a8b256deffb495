"""Help, version and wrong usage, in the language that the user asks for."""

from __future__ import annotations

import re

import pytest
import typer

from jixiao.cli.commands import app
from jixiao.cli.help import in_language, language
from jixiao.findings import catalog
from tests.support.commands import jixiao

HAN = re.compile("[\u4e00-\u9fff]")
#: What the parser itself says in English on its pages and about wrong usage.
ENGLISH = re.compile("Usage|Options|Arguments|Commands|required|default|Show|Error|Missing|No such|Invalid|not|is a")


def commands(command: object = None, words: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], object]]:
    command = command or typer.main.get_command(app)
    rows = [(words, command)]
    for name, child in getattr(command, "commands", {}).items():
        rows += commands(child, (*words, name))
    return rows


def test_alone_it_shows_help_and_exits_0() -> None:
    done = jixiao()
    assert (done.code, done.told) == (0, "")
    assert "用法：jixiao" in done.out
    assert "计分" in done.out


def test_version() -> None:
    done = jixiao("--version")
    assert re.fullmatch(r"jixiao \d+\.\d+\.\d+\n", done.out)
    assert done.code == 0


@pytest.mark.parametrize("words", [words for words, _ in commands()], ids=" ".join)
def test_every_help_stands_in_both_languages(words: tuple[str, ...]) -> None:
    command: object = dict(commands())[words]
    texts = [getattr(command, "help", ""), *(getattr(each, "help", "") for each in getattr(command, "params", []))]
    for text in filter(None, texts):
        if text.startswith(("Install completion", "Show completion", "Show this")):
            continue
        assert HAN.search(in_language(text, "zh")), text
        assert re.match("[A-Z]", in_language(text, "en")), text


def test_help_in_chinese_has_no_english_of_the_parser() -> None:
    done = jixiao("score", "--help")
    assert done.code == 0
    assert not ENGLISH.search(done.out.replace("OPTIONS", "")), done.out


def test_help_in_english_has_no_chinese_sentence() -> None:
    for done in (jixiao("score", "--help", "--lang", "en"), jixiao("score", "--help", JIXIAO_LANG="en")):
        assert "Usage: jixiao score" in done.out
        assert "。" not in done.out


USAGE = [
    ["score"],
    ["grade"],
    ["spec"],
    ["spec", "chek"],
    ["score", "x", "--nonsense"],
    ["score", "x", "--forma", "json"],
    ["score", "x", "--format"],
    ["score", "x", "--specs", "/nonexistent"],
    ["score", "x", "--specs", "README.md"],
    ["spec", "test", "--examples", "0"],
    ["spec", "test", "--examples", "x"],
    ["schema", "grade"],
    ["spec", "new"],
    ["rule"],
    ["rule", "JX000"],
    ["score", "x", "--format", "foo"],
    ["score", "x", "--lang", "fr"],
    ["score", "x", "--on", "2023"],
    ["score", "x", "-o"],
    ["score", "x", "--force=1"],
    ["check", "x", "-f", "foo"],
    ["explain", "a", "b", "c"],
    ["new", "--spec", "cn.mof-2020-10"],
    ["report", "x", "-o", "r"],
    ["report", "x", "-o", "r.md", "--appraised", "x"],
    ["report", "x", "-o", "r.md", "--appraised", "-1"],
    ["batch", "x", "--spec", "cn.mof-2020-10", "-o", "-"],
    ["batch", "x", "--spec", "cn.mof-2020-10", "-o", "y", "--engine", "z"],
    ["spec", "check", "x", "--counterexamples", "README.md"],
    ["spec", "plot", "x", "-f", "gif"],
]


@pytest.mark.parametrize("arguments", USAGE, ids=" ".join)
def test_wrong_usage_is_told_in_the_language_asked_for(arguments: list[str]) -> None:
    chinese, english = jixiao(*arguments), jixiao(*arguments, JIXIAO_LANG="en")
    for done in (chinese, english):
        assert (done.code, done.out) == (2, "")
    fault = chinese.told.splitlines()[-1]
    assert HAN.search(fault)
    assert not ENGLISH.search(fault), fault
    assert not HAN.search(english.told.splitlines()[-1])


def test_the_language_is_that_of_the_option_before_that_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIXIAO_LANG", "en")
    assert language(["score"]) == "en"
    assert language(["score", "--lang", "zh"]) == "zh"
    assert language(["score", "--lang=zh"]) == "zh"
    assert language(["score", "--lang", "fr"]) == "en"
    monkeypatch.delenv("JIXIAO_LANG")
    assert language(["score", "--lang"]) == "zh"


def test_a_shell_gets_its_completion_script() -> None:
    done = jixiao(_JIXIAO_COMPLETE="source_bash")
    assert done.code == 0
    assert "complete" in done.out


@pytest.mark.parametrize("code", ["JX306", "jx306"])
def test_rule_prints_the_page_of_a_finding(code: str) -> None:
    done = jixiao("rule", code)
    assert done.out.startswith("# JX306 错误\n")
    assert catalog()["JX306"].why in done.out
    assert "How to mend it" in jixiao("rule", code, "--lang", "en").out


def test_the_language_may_stand_before_the_command() -> None:
    assert "Usage: jixiao" in jixiao("--lang", "en").out
    assert "Total: 100.00" in jixiao("--lang", "en", "score", "examples/leshan-sms.yaml").out
    assert "总分：100.00" in jixiao("--lang", "en", "score", "examples/leshan-sms.yaml", "--lang", "zh").out
