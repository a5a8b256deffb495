"""Schemas for editors: every spelling with help, one of them proposed, and nothing refused that the loader takes."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import jixiao
from jixiao.schemas import by_name, models, schema_of
from tests.support.commands import put, run
from tests.support.overlays import overlay
from tests.support.paths import ROOT

FORMS = {lang: schema_of("project", "forms", lang=lang) for lang in ("zh", "en")}
VALIDATOR = Draft202012Validator(FORMS["zh"])
ROW = {"一级指标": "产出指标", "三级指标": "甲", "年度指标值": "≥95%", "分值": 10}


def with_row(**keys: Any) -> dict[str, Any]:
    return {"项目名称": "甲", "年度": 2023, "绩效指标": [{**ROW, **keys}]}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        *(("年度", value) for value in (2023, "2023", "2023年", "２０２３年度", "2 0 2 3 年 度", None)),
        *(("指标性质", value) for value in ("≥", "≧", ">=", "不低于", "（≤）", "＜＝", "定性", None)),
        *(("分值", value) for value in (10, 10.5, "10", "10分", "（10分）", "１０", "1,000", None)),
        *(("方向", value) for value in ("正向", "反向指标", "negative")),
        *(("是否适用", value) for value in (True, False, "是", "false")),
        *(("审核标记", value) for value in ("no_evidence", ["no_evidence", "甲"])),
        *(("得分比例", value) for value in (0.5, "50%", "8/10")),
    ],
)
def test_what_the_loader_takes_is_not_refused(key: str, value: Any) -> None:
    """The project is read, and by JSON as a file would hold it, so that floats are what a person typed."""
    project = {**with_row(), key: value} if key == "年度" else with_row(**{key: value})
    VALIDATOR.validate(project)
    loaded = jixiao.parse_project(json.dumps(project, ensure_ascii=False))
    assert [finding.code for finding in loaded.findings] == []


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("年度", "abc"),
        ("年度", "去年"),
        ("年度", 1900),
        ("年度", True),
        ("分值", -5),
        ("分值", "-5"),
        ("分值", "十分"),
        ("指标性质", "abc"),
        ("指标性质", "大约"),
        ("方向", "向上"),
        ("是否适用", "也许"),
    ],
)
def test_what_an_editor_flags_the_loader_or_the_score_refuses(key: str, value: Any) -> None:
    project = {**with_row(), key: value} if key == "年度" else with_row(**{key: value})
    assert not VALIDATOR.is_valid(project)
    loaded = jixiao.parse_project(json.dumps({**project, "指标体系": "cn.mof-2020-10"}, ensure_ascii=False))
    assert not jixiao.score(loaded).ok


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("model", list(models()), ids=lambda model: model.__name__)
def test_of_each_key_one_spelling_is_proposed_and_each_is_known(lang: Any, model: Any) -> None:
    schema = FORMS[lang]
    keys = schema if model.__name__ == "Project" else schema["$defs"][model.__name__]
    for name, words in by_name(model).items():
        proposed = [word for word in words if not keys["properties"][word].get("doNotSuggest")]
        assert proposed == [words[{"zh": 1, "en": 0}[lang]]]
        value = schema["$defs"][f"{model.__name__}.{name}"]
        assert value["description"]
        assert all(word in keys["properties"] for word in words)


def test_two_spellings_of_one_key_are_refused_at_the_second() -> None:
    (error,) = VALIDATOR.iter_errors({**with_row(), "year": 2023})
    assert list(error.schema_path) == ["dependentSchemas", "year", "properties"]
    assert VALIDATOR.is_valid(with_row())
    assert not VALIDATOR.is_valid(with_row(权重=10))


def test_signs_beside_the_usual_ones_are_marked_for_editors() -> None:
    usual, other, _ = FORMS["zh"]["$defs"]["Indicator.comparison"]["anyOf"]
    assert "≥" in usual["enum"]
    assert "≥" in other["deprecationMessage"]


def test_specs_and_classes_of_ones_own_are_proposed(tmp_path: Path) -> None:
    put(tmp_path / "x.yaml", overlay("cn.x-2024", start="2024-01-01"))
    code, out, _ = run("schema", "project", "--keys", "forms", "--specs", str(tmp_path))
    proposed = json.loads(out)["$defs"]["Project.spec"]["anyOf"][0]["enum"]
    assert code == 0
    assert {"cn.x-2024", "cn.mof-2020-10"} <= set(proposed)


def test_keys_that_a_document_has_not_are_wrong_usage() -> None:
    code, out, told = run("schema", "result", "--keys", "forms")
    assert (code, out) == (2, "")
    assert "canonical" in told


def test_english_help() -> None:
    code, out, _ = run("schema", "project", "--lang", "en")
    assert code == 0
    assert json.loads(out)["$defs"]["Project.year"]["description"].startswith("the year evaluated")


def schema_beside(file: Path) -> Path:
    """The schema that a file's first line names, as an editor looks for it."""
    line = file.read_text("utf-8").split("\n")[0]
    return file.parent / line.removeprefix("# yaml-language-server: $schema=")


@pytest.mark.parametrize(
    ("words", "name"),
    [(("new", "--spec", "cn.mof-2020-10"), "project"), (("spec", "new", "--extends", "cn.mof-2020-10"), "spec")],
)
def test_a_new_file_names_the_schema_beside_it(words: tuple[str, ...], name: str, tmp_path: Path) -> None:
    file = tmp_path / "甲.yaml"
    assert run(*words, "-o", str(file))[0] == 0
    schema = json.loads(schema_beside(file).read_text("utf-8"))
    assert schema == json.loads(run("schema", name)[1])
    assert run("check", str(tmp_path), "--format", "json")[1].count(".schema.json") == 0


def test_standard_output_has_no_schema_beside_it() -> None:
    code, out, _ = run("new", "--spec", "cn.mof-2020-10", "-o", "-")
    assert code == 0
    assert "yaml-language-server" not in out


SPEC_FILES = [path for path in (ROOT / "indicator_specs").rglob("*.yaml") if path.parent.name not in ("forms", "monitoring") and not path.stem.isupper()]  # fmt: skip


@pytest.mark.parametrize("path", SPEC_FILES, ids=lambda path: path.name)
def test_packaged_specs_name_a_schema_that_is_shipped_with_them(path: Path) -> None:
    schema = schema_beside(path).resolve()
    name = "cases" if path.name.endswith(".cases.yaml") else "spec"
    assert schema == ROOT / "docs" / "schema" / f"{name}.json"
    assert schema.is_file()


def test_a_wheel_has_the_schemas_where_its_specs_look_for_them() -> None:
    """Specs and schemas move into the package together, so that the way from one to the other stays the same."""
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    moved = pyproject["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert {origin: f"jixiao/{origin}" for origin in ("indicator_specs", "docs/schema")} == moved
