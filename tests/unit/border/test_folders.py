"""What is read: the files that are named, and those below folders; each once, hidden ones left out."""

from __future__ import annotations

import os
from pathlib import Path

from jixiao.border.folders import inputs


def test_hidden_names_are_not_walked_and_no_file_twice(tmp_path: Path) -> None:
    """A folder as Kubernetes mounts it, beside links and hard links."""
    version = tmp_path / "m" / "..2026_01"
    (version / "sub").mkdir(parents=True)
    for name in ("a.yaml", "sub/b.yaml", ".hidden.yaml"):
        (version / name).write_text(name)
    (tmp_path / "m" / "..data").symlink_to("..2026_01")
    (tmp_path / "m" / "a.yaml").symlink_to("..data/a.yaml")
    (tmp_path / "m" / "sub").symlink_to("..data/sub")
    (tmp_path / "m" / "again.yaml").symlink_to("a.yaml")
    os.link(version / "a.yaml", tmp_path / "m" / "hard.yaml")
    (tmp_path / "m" / "round").symlink_to(".")
    (tmp_path / "m" / "out").symlink_to("..")
    found = [[str(one.place) for one in tree] for tree in inputs([tmp_path / "m"], (".yaml",))]
    assert found == [["a.yaml", "sub/b.yaml"]]


def test_what_is_named_is_read_hidden_or_not(tmp_path: Path) -> None:
    (tmp_path / ".in").mkdir()
    for name in (".a.yaml", "b.yaml"):
        (tmp_path / ".in" / name).write_text(name)
    paths = [tmp_path / ".in" / ".a.yaml", tmp_path / ".in", tmp_path / ".in" / "." / "b.yaml"]
    trees = inputs(paths, (".yaml",))
    assert [[(one.place.name, one.named) for one in tree] for tree in trees] == [
        [(".a.yaml", True)],
        [("b.yaml", True)],
        [],
    ]


def test_a_folder_that_may_not_be_looked_into_is_not_passed_over(ordinary_folder: Path) -> None:
    (ordinary_folder / "closed").mkdir(mode=0)
    (ordinary_folder / "a.yaml").write_text("x")
    ((*found,),) = inputs([ordinary_folder], (".yaml",))
    assert [one.place.name for one in found] == ["a.yaml", "closed"]


def test_a_missing_file_is_an_input_once(tmp_path: Path) -> None:
    trees = inputs([tmp_path / "no.yaml", tmp_path / "." / "no.yaml"], (".yaml",))
    assert [len(tree) for tree in trees] == [1, 0]
