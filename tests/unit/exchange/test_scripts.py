"""Codes and refusals are those of the system's scripts: expectations are copied from the texts of the files named."""

from __future__ import annotations

import json
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from jixiao.exchange.code_tables import code_book, code_table, codes_of
from jixiao.exchange.refusal_rules import Refusals, refusal_rules
from jixiao.exchange.refusals import check_refusals
from jixiao.exchange.writing import document_of
from jixiao.findings import Finding
from jixiao.loading.projects import load_project
from jixiao.model.monitoring import LIGHTS
from jixiao.model.rules import Comparison
from jixiao.model.typed_words import CauseKind, Likelihood

PROJECT = load_project({"name": "甲"})


def row(**fields: Any) -> dict[str, Any]:
    whole = {"computesign": "6", "actualvalue": "达成", "actualweight": 10, "score": 10, "indRemark": "已印发"}
    return {"indiName": "制度", **whole, **fields}


def findings(rules: Refusals | None = None, **fields: Any) -> list[Finding]:
    document = {"proselfevalindexlist": [row(**fields)]}
    return list(check_refusals(PROJECT, json.loads(json.dumps(document), parse_int=str, parse_float=str), None, rules))


def codes(**fields: Any) -> list[str]:
    return [finding.code for finding in findings(**fields)]


#: 54977579035 lists the values of PMKPISELFINDEXVAL: 达成预期指标, 部分达成预期指标并具有一定效果, 未完成预期指标且效果较差;
#: 54547212816 (impData) takes these and «‘达成’，‘部分达成’，‘未达成’三项中的一个».
TAKEN = [
    "达成预期指标",
    "部分达成预期指标并具有一定效果",
    "未完成预期指标且效果较差",
    "达成",
    "部分达成",
    "未达成",
]


@pytest.mark.parametrize("word", TAKEN)
def test_the_words_of_the_data_source_and_of_the_import_are_taken(word: str) -> None:
    assert codes(actualvalue=word) == []


@pytest.mark.parametrize("word", ["未达成预期指标且效果较差", "达成年度指标", "达成目标", "完成", "100"])
def test_other_words_are_refused_and_all_that_are_taken_named(word: str) -> None:
    """未达成预期指标且效果较差 is in neither file; the others are those of other pages (54848695388, 54696563557)."""
    (finding,) = findings(actualvalue=word)
    assert finding.code == "JX674"
    assert sorted(str(finding.args["expected"]).split("、")) == sorted(TAKEN)


@pytest.mark.parametrize("sign", ["1", "2", "3", "4", "5", "≥", "＜"])
def test_any_other_row_takes_numbers_alone(sign: str) -> None:
    """54547212816: !"6".equals(computesign) && !isNumeric(actualvalue): 定量指标实际完成值填数字。"""
    assert codes(computesign=sign, actualvalue="达成") == ["JX677"]
    assert codes(computesign=sign, actualvalue="12.5") == []


@pytest.mark.parametrize("character", ["*", "_", "-"])
def test_characters_of_the_imports_pattern_are_refused(character: str) -> None:
    """54547212816: Pattern.compile("[*_-]"), of any value."""
    assert codes(actualvalue=f"达成{character}") == ["JX674", "JX676"]
    assert codes(computesign="1", actualvalue="-5") == ["JX676"]


def test_points_are_refused_as_the_scripts_compare_them() -> None:
    """54547212816: w.compareTo(s) < 0; 54504033813: score < actualweight without kpi_remark, actualweight <= 0."""
    assert codes(score=10.01) == ["JX671"]
    assert codes(score=9.99) == ["JX670"]
    assert codes(score=9.99, kpiRemark="停训") == []
    assert codes(actualweight=0, score=0) == ["JX672"]
    assert codes(actualweight=0.01, score=0.01) == []


def test_a_qualitative_row_needs_the_note_of_the_page() -> None:
    """54504033813: _ind_remarkname && computesign == "6", ind_remark 为必录项."""
    assert codes(indRemark="") == ["JX675"]
    assert codes(computesign="1", actualvalue="5", indRemark="") == []


@pytest.mark.parametrize(
    ("fields", "scripts"),
    [
        ({"actualvalue": "完成"}, ["54547212816", "54977579035"]),
        ({"indRemark": ""}, ["54504033813"]),
        ({"score": 11}, ["54547212816"]),
        ({"score": 9}, ["54504033813"]),
        ({"actualweight": 0, "score": 0}, ["54504033813"]),
        ({"computesign": "1", "actualvalue": "完成"}, ["54547212816"]),
        ({"computesign": "1", "actualvalue": "-1"}, ["54547212816"]),
    ],
)
def test_a_refusal_names_its_script(fields: dict[str, Any], scripts: list[str]) -> None:
    (finding,) = findings(**fields)
    for lang in ("zh", "en"):
        assert [script for script in scripts if script not in finding.message(lang)] == []


@pytest.mark.parametrize("name", [name for name in Refusals.model_fields if name not in ("sources", "class_weights")])
def test_what_the_file_does_not_say_is_not_refused(name: str) -> None:
    """The rules are those of the file, not of the program."""
    wrong = {
        "weight_above": {"actualweight": 0, "score": 0},
        "score_within_weight": {"score": 11},
        "cause_required": {"score": 9},
        "qualitative_values": {"actualvalue": "完成"},
        "note_required": {"indRemark": ""},
        "numbers_only": {"computesign": "1", "actualvalue": "完成"},
        "refused_characters": {"computesign": "1", "actualvalue": "-1"},
    }[name]
    assert len(findings(**wrong)) == 1
    assert findings(refusal_rules().model_copy(update={name: None}), **wrong) == []


def test_a_block_names_a_source_of_its_file() -> None:
    with pytest.raises(ValidationError, match="JX537"):
        Refusals.model_validate({"sources": {}, "numbers_only": {"basis": "page"}})
    nested = {"basis": "a", "words": [{"basis": "b", "values": ["达成"]}]}
    source = {"document": "文件", "kind": "vendor", "checked": "seen"}
    with pytest.raises(ValidationError, match="JX537"):
        Refusals.model_validate({"sources": {"a": source}, "qualitative_values": nested})


def test_signs_are_those_of_the_data_source() -> None:
    """54685892016 lists 1 to 6; 54558892881 shows 7, 9 and 10 as it shows 6."""
    listed = {"1": "≥", "2": ">", "3": "=", "4": "<", "5": "≤", "6": "定性"}
    assert code_table("signs") == {**listed, "7": "定性", "9": "定性", "10": "定性"}


def test_likelihoods_and_causes_are_those_of_the_data_source() -> None:
    """54696563557, by code and by name."""
    listed = {"completeanalysis1": "确定能", "completeanalysis2": "有可能", "completeanalysis3": "完全不可能"}
    assert code_table("likelihoods") == listed
    pairs = (("dviationanalysis1", "人员原因"), ("dviationanalysis2", "制度原因"), ("dviationanalysis3", "经费原因"))
    for code, name in (*pairs, ("dviationanalysis10", "其他原因")):
        assert code_table("cause_kinds")[code] == code_table("cause_kinds")[name]
    # 54851968000 reads the five columns of the form in this order
    columns = [code_table("cause_kinds")[f"dviationanalysis{number}"] for number in (3, 2, 1, 4, 10)]
    assert columns == ["经费保障", "制度保障", "人员保障", "硬件条件保障", "其他"]


def test_tables_hold_words_of_a_project() -> None:
    vocabulary = {
        "signs": get_args(Comparison),
        "likelihoods": get_args(Likelihood),
        "cause_kinds": get_args(CauseKind),
        "lights": LIGHTS,
    }
    for name, words in vocabulary.items():
        assert set(code_table(name).values()) <= set(words)  # type: ignore[arg-type]
    assert all(code_book().citation(block) for block in code_book().blocks())


@pytest.mark.parametrize("light", ["red", "yellow", "green", "blue"])
def test_lights_are_written_as_the_page_stores_them(light: str) -> None:
    """54558892881: warn == "red", "yellow", "green", "blue"; 54851968000 hands out what is stored."""
    assert codes_of("lights")[light] == light
    project = load_project({"name": "甲", "stage": "monitoring", "indicators": [{"name": "乙", "progress": "1"}]})
    document = document_of(project, lights=[light])
    assert document is not None
    assert document["protraceindexlist"][0]["warn"] == light
