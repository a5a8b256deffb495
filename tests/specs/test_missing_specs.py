"""A spec that is asked for and is not there is wrong usage (exit 2), whichever command asks."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.commands import run

PROJECT = "spec: cn.mof-2020-10\nname: 甲\nyear: 2023\nfunds: {total: {budget: 5, spent: 5}}\n"
COMMANDS = {
    "score": ["score", "a.yaml", "--spec", "SPEC"],
    "check": ["check", "a.yaml", "--spec", "SPEC"],
    "batch": ["batch", "t.csv", "-o", "out", "--spec", "SPEC"],
    "show": ["spec", "show", "SPEC"],
    "spec check": ["spec", "check", "SPEC"],
    "test": ["spec", "test", "SPEC"],
    "laws": ["spec", "test", "--laws", "SPEC"],
    "mutate": ["spec", "mutate", "SPEC"],
    "plot": ["spec", "plot", "SPEC", "-o", "out.svg"],
    "diff": ["spec", "diff", "cn.mof-2020-10", "SPEC"],
}
NAMES = ["no.such-2020", "cn.mof-2020-10@77", "missing.yaml"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("command", COMMANDS)
def test_a_missing_spec_is_wrong_usage(
    tmp_path: Path, command: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.yaml").write_text(PROJECT, "utf-8")
    (tmp_path / "t.csv").write_text("project,level1,level2,name,target,actual,weight\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    code, out, told = run(*(name if argument == "SPEC" else argument for argument in COMMANDS[command]))
    assert code == 2, out + told
    assert "JX" in out + told
    assert not (tmp_path / "out").exists()
