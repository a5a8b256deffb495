"""What an editor makes of the schemas: the server that helps VS Code, Vim and others with YAML, without a screen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.commands import run
from tests.support.node import Editor, editor, needs_node

pytestmark = [pytest.mark.slow, needs_node]

HEAD = "指标体系: cn.mof-2020-10\n项目名称: 甲\n"
ROW = "绩效指标:\n  - 一级指标: 产出指标\n    三级指标: 甲\n    年度指标值: ≥95%\n"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Editor, str]]:
    """An editor in a folder with a new project file, and the first line of that file."""
    folder = tmp_path_factory.mktemp("甲 folder")
    assert run("new", "--spec", "cn.mof-2020-10", "-o", str(folder / "new.yaml"))[0] == 0
    with editor(folder) as client:
        yield client, (folder / "new.yaml").read_text("utf-8").split("\n")[0] + "\n"


def test_chinese_keys_come_once_each_and_with_help(desk: tuple[Editor, str]) -> None:
    client, line = desk
    proposed = client.complete("keys.yaml", f"{line}┃\n")
    assert proposed["年度"].startswith("评价的年度")
    assert "年份" in proposed["年度"]
    assert not {"年份", "year"} & set(proposed)
    row = client.complete("row.yaml", f"{line}{HEAD}年度: 2023\n绩效指标:\n  - ┃\n")
    assert row["分值"].startswith("分值")
    assert all(row.values())
    assert "权重" not in row


def test_english_keys_in_english(desk: tuple[Editor, str], tmp_path: Path) -> None:
    client, line = desk
    file = tmp_path / "new.yaml"
    assert run("new", "--spec", "cn.mof-2020-10", "--lang", "en", "-o", str(file))[0] == 0
    schema = (tmp_path / ".jixiao" / "project.schema.json").as_uri()
    proposed = client.complete("english.yaml", f"# yaml-language-server: $schema={schema}\n┃\n")
    assert proposed["year"].startswith("the year evaluated")
    assert "年度" not in proposed
    assert line.startswith("#")


def test_specs_classes_and_signs_are_proposed(desk: tuple[Editor, str]) -> None:
    client, line = desk
    assert "自评" in client.complete("spec.yaml", f"{line}指标体系: ┃\n")["cn.mof-2020-10"]
    assert {"产出指标", "效益指标", "满意度指标"} <= set(
        client.complete("class.yaml", f"{line}绩效指标:\n  - 一级指标: ┃\n")
    )
    assert {"≥", ">", "≤", "<", "=", "定性"} <= set(client.complete("sign.yaml", f"{line}{ROW}    指标性质: ┃\n"))


@pytest.mark.parametrize(
    ("name", "text", "where", "said"),
    [
        ("year", f"{HEAD}年度: abc\n{ROW}    分值: 5\n", 4, "integer"),
        ("weight", f"{HEAD}年度: 2023\n{ROW}    分值: -5\n", 9, "minimum"),
        ("sign", f"{HEAD}年度: 2023\n{ROW}    分值: 5\n    指标性质: ≧\n", 10, "≥"),
        ("twice", f"{HEAD}年度: 2023\nyear: 2023\n{ROW}    分值: 5\n", 4, "年度"),
        ("unknown", f"{HEAD}年度: 2023\n项目名: 甲\n{ROW}    分值: 5\n", 5, "项目名"),
        ("missing", f"{HEAD}年度: 2023\n{ROW}", 6, "分值"),
    ],
)
def test_slips_are_flagged(desk: tuple[Editor, str], name: str, text: str, where: int, said: str) -> None:
    client, line = desk
    flagged = client.open(f"slip-{name}.yaml", f"{line}{text}")
    assert {at for at, _ in flagged} == {where}
    assert any(said in words for _, words in flagged)


def test_a_sound_file_and_the_new_one_are_not_flagged(desk: tuple[Editor, str]) -> None:
    client, line = desk
    assert client.open("sound.yaml", f"{line}{HEAD}年度: 2023\n{ROW}    分值: 5\n    指标性质: ≥\n") == []
    assert client.open("new.yaml", (client.folder / "new.yaml").read_text("utf-8")) == []
