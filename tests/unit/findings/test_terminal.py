"""Findings in a terminal: carets under the right columns, nothing hidden, both languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.findings import Codes, Finding, Lang, Place, Source
from jixiao.findings.catalog import catalog
from jixiao.findings.terminal import MOST_COLUMNS, as_line, escape, render, summary, width

ENTRIES = [entry for entry in catalog().values() if entry.code.startswith("JX1")]

TOP = "a.yaml:1:{}  错误 JX126  引号没有成对\n"
MEND = "\n   改法：补上缺少的引号；文字里面的引号用中文引号“ ”"


def shown(line: str, column: int, length: int = 1) -> str:
    """The excerpt of a finding on ``line``."""
    text = render(Finding("JX126", place=Place(Source("a.yaml", line), 1, column, length)))
    return text.removeprefix(TOP.format(column)).removesuffix(MEND)


def test_a_finding_in_chinese() -> None:
    source = Source("examples/a.yaml", "\n" * 30 + "    分值: >=95\n")
    finding = Finding("JX125", args={"value": ">=95"}, place=Place(source, 31, 9, 4))
    assert render(finding) == (
        "examples/a.yaml:31:9  错误 JX125  这个值要加引号：>=95\n"
        "   31 |     分值: >=95\n"
        "      |           ^^^^\n"
        '   改法：加上双引号，如 ">=95"'
    )


def test_a_finding_in_english() -> None:
    finding = Finding(
        "JX143", args={"key": "名称", "first": 1}, place=Place(Source("a", "名称: 甲\n名称: 乙"), 2, 1, 2)
    )
    assert render(finding, "en") == (
        "a:2:1  error JX143  the key is given twice: 名称 (first on line 1)\n"
        "    2 | 名称: 乙\n"
        "      | ^^^^\n"
        "   Fix: delete one of them; the value of line 1 is used for now"
    )


@pytest.mark.parametrize(
    ("line", "column", "length", "expected"),
    [
        ("名称: 十", 5, 1, "    1 | 名称: 十\n      |       ^^"),
        ("名称: ", 5, 1, "    1 | 名称:\n      |       ^"),
        ("a\tb", 3, 1, "    1 | a b\n      |   ^"),
        ("e\u0301=x", 3, 1, "    1 | e\u0301=x\n      |  ^"),
        ("e\u0301", 2, 1, "    1 | e\u0301\n      |  ^"),
        ("甲\u202e乙", 3, 1, "    1 | 甲\\u202e乙\n      |         ^^"),
        ("甲\u202e乙", 2, 1, "    1 | 甲\\u202e乙\n      |   ^^^^^^"),
        ("\x1b[31m", 2, 1, "    1 | \\u001b[31m\n      |       ^"),
        ("\U000e0001=", 2, 1, "    1 | \\U000e0001=\n      |           ^"),
        ("ab", 9, 1, "    1 | ab\n      |         ^"),
        ("ab", 2, 0, "    1 | ab\n      |  ^"),
        ("ab", 2, 9, "    1 | ab\n      |  ^"),
    ],
)
def test_carets_stand_under_what_is_meant(line: str, column: int, length: int, expected: str) -> None:
    assert shown(line, column, length) == expected


def test_long_lines_are_cut_around_the_caret() -> None:
    digits = "0123456789" * 30
    assert shown(digits, 1) == f"    1 | {digits[:98]}…\n      | ^"
    assert shown(digits, 151) == f"    1 | …{digits[101:199]}…\n      | {' ' * 50}^"
    assert shown(digits, 300) == f"    1 | …{digits[202:]}\n      | {' ' * 98}^"
    assert shown(digits[:100], 100) == f"    1 | {digits[:100]}\n      | {' ' * 99}^"
    assert shown("甲" * 60, 60) == f"    1 | …{'甲' * 49}\n      | {' ' * 97}^^"
    assert shown("甲" * 60, 1, 60) == f"    1 | {'甲' * 49}…\n      | {'^' * 98}"


def test_without_its_line_a_finding_has_no_excerpt() -> None:
    assert render(Finding("JX126", place=Place(Source("a.yaml"), 3, 1))).count("\n") == 1
    assert render(Finding("JX126", place=Place(Source("a.yaml", "x"), 3, 1))).count("\n") == 1


def test_without_a_place_the_path_is_given() -> None:
    finding = Finding("JX113", "indicators[3]", {"of": "JX110", "count": 4})
    message = "4 more of the same (JX110) from here on, not listed one by one"
    assert render(finding, "en") == f"indicators[3]  note JX113  {message}"
    assert as_line(finding, "en") == f"indicators[3]: note JX113: {message}"
    assert as_line(Finding("JX126")) == "错误 JX126: 引号没有成对"


def test_one_line_for_editors() -> None:
    finding = Finding("JX126", place=Place(Source("a.yaml", "x"), 3, 7))
    assert as_line(finding, "en") == "a.yaml:3:7: error JX126: the quotes do not pair up"


def test_what_a_user_typed_cannot_drive_the_terminal() -> None:
    finding = Finding("JX102", args={"name": "a\x1b[2J\nb\udc80"})
    assert as_line(finding, "en") == "error JX102: no such file: a\\u001b[2J\\u000ab\\udc80"


def test_summary_counts_by_severity() -> None:
    findings = [Finding("JX126")] * 2 + [Finding("JX112")] + [Finding("JX109")] * 3
    assert summary(findings) == "2 个错误，1 个警告，3 个提示"
    assert summary(findings, "en") == "2 errors, 1 warning, 3 notes"
    assert summary(findings[2:3]) == "1 个警告"
    assert summary([]) == "没有问题"
    assert summary([], "en") == "no findings"


def test_width_is_that_of_the_terminal() -> None:
    assert [width(text) for text in ("", "abc", "分值", "（", "e\u0301", "\u200b", "é")] == [0, 3, 4, 2, 1, 0, 1]


@given(st.text(st.characters(exclude_characters="\n")), st.integers(1, 400), st.integers(0, 400))
def test_an_excerpt_never_grows_or_hides(line: str, column: int, length: int) -> None:
    excerpt = render(Finding("JX126", place=Place(Source("a", "." + line), 1, min(column, len(line) + 2), length)))
    top, text, carets, _ = excerpt.split("\n")
    assert top.endswith("JX126  引号没有成对")
    assert width(text) <= MOST_COLUMNS + len("    1 | ")
    assert width(carets) <= MOST_COLUMNS + len("    1 | ") + 1
    assert escape(text) == text
    assert set(carets.removeprefix("      | ")) <= set(" ^")


ARGS = {
    "name": "a", "size": 1, "limit": 5, "detail": "d", "detail_en": "d", "plain": ",", "quoted": "'v'", "encoding": "UTF-16", "byte": "0x80", "character": "U+0007",
    "of": "JX110", "count": 4, "key": "k", "value": "v", "length": 1, "first": 1, "text": "*a", "comment": "#1",
}  # fmt: skip


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_reading_code_speaks_both_languages(lang: Lang) -> None:
    for entry in ENTRIES:
        text = render(Finding(entry.code, args=ARGS), lang)
        assert entry.code in text
        assert ("改法：" in text or "Fix: " in text) == bool(entry.remedy["zh"])
        assert bool(entry.remedy["zh"]) == bool(entry.remedy["en"])
        assert entry.why.endswith("。")


def test_reading_codes_ascend() -> None:
    codes = [entry.code for entry in ENTRIES]
    assert codes == sorted(set(codes))
    assert all(code.startswith("JX1") for code in codes)


def test_each_constant_names_the_code_of_its_slug() -> None:
    constants = {name.lower().replace("_", "-"): getattr(Codes, name) for name in dir(Codes) if name.isupper()}
    assert constants == {entry.slug: entry.code for entry in catalog().values()}


def test_the_page_of_a_finding_is_printed_by_code_and_by_slug(capsys: pytest.CaptureFixture[str]) -> None:
    from jixiao.cli.rule import print_rule

    for entry in catalog().values():
        assert print_rule(entry.code, "zh") == print_rule(entry.slug, "zh") == 0
        by_code, by_slug = capsys.readouterr().out.split(f"# {entry.code}")[1:]
        assert by_code == by_slug
