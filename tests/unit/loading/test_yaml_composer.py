"""Text to data: exact texts, places, and every refusal in the words of the person who typed it."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from jixiao.findings import Finding, Place, Source
from jixiao.findings.catalog import catalog
from jixiao.loading import json_reader
from jixiao.loading import yaml_composer as module
from jixiao.loading.decoding import HIDDEN, MOST_DEPTH
from jixiao.loading.syntax_errors import explain_error
from jixiao.loading.yaml_composer import MOST_CHARACTERS, Map, Seq, compose, place_of

ENTRIES = [entry for entry in catalog().values() if entry.code.startswith("JX1")]


def mark(root: object, *path: str | int, key: bool = False) -> tuple[int, int, int]:
    """Line, column and length of a value, or of its key."""
    place = place_of(root, path, key=key)
    assert place is not None
    return place.line, place.column, place.length


@pytest.fixture(params=["CSafeLoader", "SafeLoader"])
def _loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both parsers: libyaml's, and the Python one that stands in for it."""
    monkeypatch.setattr(module, "LOADER", getattr(yaml, request.param))


both = pytest.mark.usefixtures("_loader")


def read(text: str) -> tuple[Any, list[Finding]]:
    return compose(Source("a.yaml", text))


def sound(text: str) -> Any:
    root, findings = read(text)
    assert findings == []
    return root


def spots(text: str) -> list[tuple[str, int, int]]:
    """Code, line and column of each finding; every one has a place and can be spoken."""
    found = []
    for finding in read(text)[1]:
        assert finding.place
        assert finding.message("zh")
        assert finding.remedy("en") or finding.code == "JX113"
        found.append((finding.code, finding.place.line, finding.place.column))
    return found


@both
def test_scalars_stay_what_was_typed() -> None:
    typed = [
        "10",
        "10.50",
        "no",
        "on",
        "12:30",
        "010",
        "1_000",
        "2023-12-31",
        "1e999999999",
        ".inf",
        "≥95%",
        "0x1F",
        "true",
    ]
    assert sound("".join(f"- {text}\n" for text in typed)) == typed
    assert sound("a: '10'\nb: \"x\"\nc: |\n  甲\n  乙\nd: >\n  甲\n  乙\n") == {
        "a": "10", "b": "x", "c": "甲\n乙\n", "d": "甲 乙\n",
    }  # fmt: skip


@both
def test_only_plain_nulls_are_none() -> None:
    assert sound("- ~\n-\n- null\n- Null\n- NULL\n- ''\n- \"~\"\n- 'null'\n- nil\n") == [
        None, None, None, None, None, "", "~", "null", "nil",
    ]  # fmt: skip


@both
def test_places_of_keys_and_values() -> None:
    root = sound(
        '项目名称: 养老\nfunds:\n  total: {initial: 5, budget: "10"}\nindicators:\n  - name: 甲\n    actual:\n  - 乙\n'
    )
    assert isinstance(root, Map)
    assert mark(root, "项目名称", key=True) == (1, 1, 4)
    assert mark(root, "项目名称") == (1, 7, 2)

    def at(*path: str | int, key: bool = False) -> tuple[int, int, int]:
        place = place_of(root, path, key=key)
        assert place
        assert place.source is root.source
        return place.line, place.column, place.length

    assert at("funds", "total", "budget") == (3, 31, 4)
    assert at("funds", "total", "budget", key=True) == (3, 23, 6)
    assert at("funds") == (2, 1, 5)  # a block has no text of its own: its key
    assert at("funds", "fiscal", "spent") == (2, 1, 5)  # the deepest known
    assert at("funds", "total", "spent") == (3, 10, 1)
    assert at("indicators", 0, "name") == (5, 11, 1)
    assert at("indicators", 0, "actual") == (6, 5, 6)
    assert at("indicators", 1) == (7, 5, 1)
    assert at("indicators", 7) == (4, 1, 10)
    assert at("indicators", 0, "weight") == (5, 5, 1)
    assert at("项目名称", "x", 3) == (1, 7, 2)
    assert at("indicators", "x") == (4, 1, 10)
    assert at() == (1, 1, 1)


def test_places_of_data_put_together_by_hand() -> None:
    part, other = sound("- a: 1\n"), Source("b.yaml")
    whole = Map(other, (1, 1, 1))
    whole["list"] = listed = Seq(other, (2, 3, 0))
    listed.append(part[0])
    assert str(place_of(whole, ("list",))) == "b.yaml:2:3"
    assert str(place_of(whole, ("list", 0))) == "a.yaml:1:3"
    assert str(place_of(whole, ("list", 0, "a"))) == "a.yaml:1:6"
    assert str(part.place) == "a.yaml:1:1"
    assert place_of(None, ("a",)) is None
    assert place_of({"a": "1"}, ("a",)) is None


@both
def test_a_multi_line_text_is_marked_at_its_start() -> None:
    root = sound("a: |\n  甲\nb: 乙\n  丙\n")
    assert (mark(root, "a"), mark(root, "b")) == ((1, 4, 1), (3, 4, 1))
    assert root == {"a": "甲\n", "b": "乙 丙"}


REFUSED = {
    # the limits
    "[" * (MOST_DEPTH + 1): [("JX140", 1, 17)],
    "[" * (MOST_DEPTH + 1) + "@": [("JX140", 1, 17)],  # the parser looks ahead, and gives up before it says the first
    "a: " + "x" * (MOST_CHARACTERS + 1): [("JX142", 1, 4)],
    'a: "' + "x" * (MOST_CHARACTERS + 1) + '"': [("JX142", 1, 4)],
    # refused on purpose
    "名称: 甲\n年度: 2023\n名称: 乙\n": [("JX143", 3, 1)],
    '{"a": 1, "a": 2}': [("JX143", 1, 10)],
    "a: *x": [("JX144", 1, 4)],
    "*x : a": [("JX144", 1, 1)],
    "a: &x 1\nb: &y [1]\nc: &z {d: 1}\n": [("JX144", 1, 4), ("JX144", 2, 4), ("JX144", 3, 4)],
    "a: !!str 5\nb: !!python/object:os.system [1]\nc: !x &y 2\n": [("JX145", 1, 4), ("JX145", 2, 4), ("JX145", 3, 4)],
    "<<: {a: 1}\nb: 2\n": [("JX146", 1, 1)],
    "a: 1\n---\nb: 2\n": [("JX147", 2, 1)],
    "# 说明\n%YAML 1.1\n---\na: 1\n": [("JX148", 2, 1)],
    "%TAG ! x\n---\na: 1\n": [("JX148", 1, 1)],
    "%FOO\n---\na: 1\n": [("JX148", 1, 1)],
    "名称: {{甲}}\n": [("JX149", 1, 6)],
    "? [1]\n: 2\n": [("JX149", 1, 3)],
    '"": 1\n': [("JX150", 1, 1)],
    "~: 1\n": [("JX150", 1, 1)],
    "": [("JX151", 1, 1)],
    "# 待填\n": [("JX151", 2, 1)],
    "null\n": [("JX151", 1, 1)],
    # hidden characters written as escapes
    'a: "甲\\u0007"': [("JX110", 1, 4)],
    'a: "甲\\u202e"': [("JX111", 1, 4)],
    'a: "甲\\u200b"': [("JX112", 1, 4)],
    '"甲\\0": 1': [("JX110", 1, 1)],
    # and literally, should the text not have been decoded here
    "a: \x07\nb: \x07": [("JX110", 1, 4), ("JX110", 2, 4)],
    "\udc80": [("JX110", 1, 1)],
    "\x07" * 5: [("JX110", 1, 1), ("JX110", 1, 2), ("JX110", 1, 3), ("JX113", 1, 4)],
    # tabs
    "a:\n\tb: 1\n": [("JX121", 2, 1)],
    "a:\n  b: 1\n\tc: 2\n": [("JX121", 3, 1)],
    # full-width colons
    "名称：养老\n年度: 2023\n": [("JX122", 1, 3)],
    "年度: 2023\n名称：养老\n": [("JX122", 2, 3)],
    "年度: 2023\n名称：养老\n单位: 局\n": [("JX122", 2, 3)],
    "- 名称：养老\n  年度: 2023\n": [("JX122", 1, 5)],
    "名称：养老\n年度：2023\n": [("JX122", 1, 3), ("JX122", 2, 3)],
    "# 表\n名称：养老\n": [("JX122", 2, 3)],
    # full-width quotes and brackets
    '{“a”: "1}': [("JX123", 1, 2), ("JX123", 1, 4)],
    "a: ［1\nb: c: d": [("JX125", 2, 4)],
    '{"a”: 1}': [("JX123", 1, 4)],
    '{“a”: "1”}': [("JX123", 1, 2), ("JX123", 1, 4), ("JX123", 1, 9)],
    '{"a": 1，"b": 2}': [("JX123", 1, 8)],
    '["a"，"b": "c" "d"]': [("JX123", 1, 5)],
    # no space after the colon
    "名称: 养老\n年度:2023\n": [("JX124", 2, 3)],
    "年度:2023\n名称: 养老\n": [("JX124", 1, 3)],
    "年度:2023\n": [("JX124", 1, 3)],
    # values to quote
    "分值: >=95\n": [("JX125", 1, 5)],
    "分值: >95\n": [("JX125", 1, 5)],
    "分值: >5\n年度: 2023\n": [("JX125", 1, 5)],
    "指标性质: >\n分值: 10\n": [("JX125", 1, 7)],
    "{comparison: >=, weight: 5}": [("JX125", 1, 14)],
    "{a: *x, b: >=}": [("JX125", 1, 12)],
    "- >=95%\n": [("JX125", 1, 3)],
    "完成率: %5\n": [("JX125", 1, 6)],
    "完成率: @x\n": [("JX125", 1, 6)],
    "完成率: `x`\n": [("JX125", 1, 6)],
    "名称: *重点*工程\n": [("JX125", 1, 5)],
    "名称: &甲\n": [("JX125", 1, 5)],
    "名称: !重\n": [("JX125", 1, 5)],
    "说明: 时间: 上午\n": [("JX125", 1, 5)],
    "名称: @" + "长" * 40: [("JX125", 1, 5)],
    # quotes, brackets, escapes, alignment
    '名称: "养老\n\n\n': [("JX126", 1, 5)],
    '名称: "养老\n年度: "2023"\n': [("JX126", 2, 6)],
    "名称: '养老'服务'\n": [("JX133", 1, 5)],
    "指标: [1, 2\n年度: 2023\n": [("JX127", 1, 5)],
    '{"a": [1, 2}': [("JX127", 1, 12)],
    '{"a": 1,\n': [("JX127", 1, 9)],
    '名称: "D:\\数据"\n': [("JX128", 1, 8)],
    'a: "\\uZZZZ"\n': [("JX128", 1, 7)],
    "名称: 养老\n 年度: 2023\n": [("JX129", 2, 4)],
    "名称: 养老\n　年度: 2023\n项目: 甲\n": [("JX130", 2, 1)],
    "资金:\n　全年预算数: 5\n年度: 2023\n": [("JX130", 2, 1)],
    "资金:\n  \u00a0全年预算数: 5\n  全年执行数: 5\n": [("JX130", 2, 3)],
    "名称: 养老\n分值:　50\n年度: 2023\n": [("JX130", 2, 4)],
    "分值:　50\n": [("JX130", 1, 4)],
    "名称: 养老\n服务\n年度: 2023\n": [("JX129", 2, 1)],
    "- a\nb: c\n": [("JX129", 2, 1)],
    "a: - b\n": [("JX125", 1, 4)],
    # none of these habits
    "]": [("JX120", 1, 1)],
}


@pytest.mark.parametrize("text", REFUSED, ids=lambda text: text[:24])
def test_refusals(text: str) -> None:
    assert spots(text) == REFUSED[text]


@pytest.mark.parametrize("text", REFUSED, ids=lambda text: text[:24])
def test_the_python_parser_refuses_the_same(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LOADER", yaml.SafeLoader)
    codes = [finding.code for finding in read(text)[1]]
    assert codes == [code for code, _, _ in REFUSED[text]]


@both
@pytest.mark.parametrize("entry", [entry for entry in ENTRIES if entry.example], ids=lambda entry: entry.code)
def test_examples_of_codes_show_them(entry: Any) -> None:
    assert [finding.code for finding in read(entry.example)[1]] == [entry.code]


def test_messages_name_what_was_typed() -> None:
    def message(text: str) -> str:
        return read(text)[1][0].message()

    assert message("名称: 甲\n名称: 乙\n") == "同一个键写了两次：名称（第 1 行已有）"
    assert message("分值: >=95\n") == "这个值要加引号：>=95"
    assert message("名称：甲\n年度: 1\n") == "“名称”后面用了全角冒号“：”"
    assert message("a: &x 1\n") == "不支持 YAML 的锚点和引用：&x"
    assert message("指标性质: >\n") == "这个值要加引号：>"
    assert message("名称: @" + "长" * 40) == f"这个值要加引号：@{'长' * 29}…"
    assert message("[" * 100_000) == "嵌套太深：最多 16 层"


def test_what_was_refused_is_missing_and_the_rest_is_there() -> None:
    assert read("a: 1\na: 2\nb: *x\nc: &y 3\nd: !t 4\n<<: {e: 5}\n? [f]\n: 6\ng: 7\n")[0] == {
        "a": "1", "b": None, "c": "3", "d": "4", "g": "7",
    }  # fmt: skip
    assert read("a: 1\n---\nb: 2\n")[0] == {"a": "1"}
    assert read('a: "\\u202e"\nb: "\\u200b"\n')[0] == {"a": None, "b": "\u200b"}
    assert sound("'<<': 1\n") == {"<<": "1"}


def test_depth_and_length_up_to_the_limit_are_fine() -> None:
    sound("[" * MOST_DEPTH + "]" * MOST_DEPTH)
    sound("a: " + "x" * MOST_CHARACTERS)


@pytest.mark.parametrize("text", ["[1, 2, 3]", "{a: 1, b: 2, c: 3}"])
def test_nodes_are_limited(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for reader in (module, json_reader):
        monkeypatch.setattr(reader, "MOST_NODES", 3)
    sound(text)
    for reader in (module, json_reader):
        monkeypatch.setattr(reader, "MOST_NODES", 2)
    root, findings = read(text)
    assert root is None
    assert [finding.code for finding in findings] == ["JX141"]
    assert findings[0].args == {"limit": 2}


def test_many_findings_of_a_kind_are_counted() -> None:
    assert spots("- *a\n" * 10) == [("JX144", 1, 3), ("JX144", 2, 3), ("JX144", 3, 3), ("JX113", 4, 3)]
    assert read("- *a\n" * 10)[1][-1].args == {"of": "JX144", "count": 7}


def test_a_plain_text_is_left_to_the_caller() -> None:
    assert sound("你好\n") == "你好"
    assert sound('"名称：养老"') == "名称：养老"


@both
def test_json_may_be_indented_with_tabs() -> None:
    root = sound('{\n\t"a":\t"x\\ty",\n\t"b": [\n\t\t1\n\t]\n}')
    assert root == {"a": "x\ty", "b": ["1"]}
    assert mark(root, "b", key=True) == (3, 2, 3)


@both
def test_json_escapes() -> None:
    root = sound('{"a": "\\/ \\ud83d\\ude00\\uD83D\\uDE00 \\u4e2d", "b": 2}')
    assert root == {"a": "/ 😀😀 中", "b": "2"}
    assert (mark(root, "a"), mark(root, "b")) == ((1, 7, 36), (1, 50, 1))


@both
def test_only_double_quotes_know_surrogates() -> None:
    text = "a: \\ud83d\\ude00\nb: '\\ud83d\\ude00'\nc: \"\\ud83d\\ude00 \\\\ud83d\\\\ude00\"\n"
    assert sound(text) == {"a": "\\ud83d\\ude00", "b": "\\ud83d\\ude00", "c": "😀 \\ud83d\\ude00"}


def test_a_text_that_uses_up_every_filler_is_refused_not_changed() -> None:
    fillers = "".join(chr(point) for point in range(0xFDD0, 0xFDF0))
    assert [spot[0] for spot in spots(f'a: "{fillers}\\ud83d\\ude00"')] == ["JX128"]
    assert sound('a: "\\ufdd0\\ud83d\\ude00"') == {"a": "\ufdd0😀"}


def test_a_lone_surrogate_is_an_escape_nobody_can_read(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [spot[0] for spot in spots('{"a": "\\ud83d"}')] == ["JX128"]
    monkeypatch.setattr(module, "LOADER", yaml.SafeLoader)
    assert [spot[0] for spot in spots('{"a": "\\ud83d"}')] == ["JX110"]


def test_line_ends_that_only_the_parser_counts_are_refused() -> None:
    assert spots("a: b\u2028c: 1\n") == [("JX110", 1, 5)]
    assert spots("a: \x85b\n") == [("JX110", 1, 4)]


def plain(text: str) -> bool:
    return not any(re.search(kind.pattern, text) for kind in HIDDEN)


texts = st.text(st.characters(codec="utf-8"), max_size=60).filter(plain)
keys = texts.filter(bool)
trees = st.recursive(texts | st.none(), lambda inner: st.lists(inner) | st.dictionaries(keys, inner), max_leaves=20)
yamlish = st.text(st.sampled_from("甲：名a1 \t\n:-,[]{}#&*!|>'\"%@`?~<\\“”，\u2028\x85\x07"))


@given(st.dictionaries(keys, trees, min_size=1), st.booleans(), st.sampled_from([None, 2, "\t"]))
def test_json_reads_as_json(data: dict[str, object], ascii_only: bool, indent: int | str | None) -> None:
    assert sound(json.dumps(data, ensure_ascii=ascii_only, indent=indent)) == data


@given(st.dictionaries(keys, st.integers() | st.decimals(allow_nan=False, allow_infinity=False).map(str)))
def test_json_numbers_keep_their_text(data: dict[str, int | str]) -> None:
    text = "{" + ", ".join(f"{json.dumps(key)}: {value}" for key, value in data.items()) + "}"
    assert sound(text) == {key: str(value) for key, value in data.items()}


@given(st.text() | yamlish, st.sampled_from([yaml.CSafeLoader, yaml.SafeLoader]))
def test_any_text_gives_data_or_an_error(text: str, loader: type) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "LOADER", loader)
        root, findings = read(text)
    assert root is not None or findings
    assert all(finding.place and finding.message("en") and finding.remedy("zh") is not None for finding in findings)
    assert all(finding.place.line >= 1 and finding.place.column >= 1 for finding in findings if finding.place)


def test_an_error_without_a_place_stands_at_the_beginning() -> None:
    [finding] = explain_error(Source("a.yaml", "a"), yaml.MarkedYAMLError(problem="broken"))
    assert (finding.code, finding.place) == ("JX120", Place(Source("a.yaml", "a"), 1, 1))


@both
def test_tabs_between_the_entries_of_braces_are_spaces() -> None:
    """A Python parser refuses them where libyaml does not; those of a quoted text stay."""
    assert sound('{\t"名称": "甲\t乙",\t"年度": 2023,}') == {"名称": "甲\t乙", "年度": "2023"}
