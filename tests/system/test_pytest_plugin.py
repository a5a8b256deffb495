"""The pytest plugin: cases are tests, failures are texts, and nothing heavy is loaded without a case file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from jixiao.loading.package import package_specs

pytestmark = pytest.mark.slow

CASES = """\
cases_of: cn.mof-2020-10@2
cases:
  - case: 完成 92%
    row: {level1: 产出指标, target: ≥100, actual: 92, weight: 10}
    expect: {score: "9.20"}
    by: hand
    arithmetic: 10 × 92/100
  - case: 算错了
    row: {level1: 产出指标, target: ≥100, actual: 92, weight: 10}
    expect: {score: "9.30"}
    by: hand
    arithmetic: 10 × 93/100
  - case: 未填
    row: {level1: 产出指标, target: ≥100, actual: 93, weight: 10}
    expect: {}
"""


def pytest_in(folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--rootdir", str(folder), *args]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, encoding="utf-8")


def test_each_case_is_a_test_and_a_failure_is_a_text(tmp_path: Path) -> None:
    (tmp_path / "own.cases.yaml").write_text(CASES, "utf-8")
    done = pytest_in(tmp_path)
    assert "2 failed, 2 passed" in done.stdout
    assert "own.cases.yaml:8: 算错了\n    score：应为 9.30，得到 9.20\n      1. " in done.stdout
    assert "own.cases.yaml:13: 未填\n    expect 待填写" in done.stdout
    assert "Traceback" not in done.stdout
    assert "own.cases.yaml::算错了" in done.stdout
    assert "2 passed" in pytest_in(tmp_path, "-k", "完成 or cn.mof").stdout


def test_a_broken_file_fails_with_its_findings(tmp_path: Path) -> None:
    (tmp_path / "own.cases.yaml").write_text(CASES.replace("@2", "@7").replace("arithmetic", "arithmtic", 1), "utf-8")
    done = pytest_in(tmp_path)
    assert "1 failed" in done.stdout
    for text in ("own.cases.yaml:1:11  错误 JX572", "own.cases.yaml:7:5  错误 JX201", "是不是“arithmetic”？"):
        assert text in done.stdout


@pytest.mark.parametrize("where", ["option", "setting"])
def test_local_specs_and_the_language(tmp_path: Path, where: str) -> None:
    (tmp_path / "specs").mkdir()
    text = (package_specs() / "cn/mof-2020-10.yaml").read_text("utf-8")
    (tmp_path / "specs/own.yaml").write_text(text.replace("id: cn.mof-2020-10", "id: local.own"), "utf-8")
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests/own.cases.yaml").write_text(CASES.replace("cn.mof-2020-10", "local.own"), "utf-8")
    setting = "jixiao_specs = specs\n" if where == "setting" else ""
    (tmp_path / "pytest.ini").write_text(f"[pytest]\njixiao_lang = en\n{setting}", "utf-8")
    done = pytest_in(tmp_path, *(["--jixiao-specs", "specs"] if where == "option" else []))
    assert "2 failed, 2 passed" in done.stdout
    assert "score: expected 9.30, got 9.20" in done.stdout


def test_without_a_case_file_nothing_of_jixiao_is_loaded(tmp_path: Path) -> None:
    (tmp_path / "test_own.py").write_text(
        "import sys\n\n\ndef test_nothing():\n"
        "    assert 'pytest_jixiao' in sys.modules\n"
        "    assert not {'jixiao', 'pydantic', 'yaml'} & set(sys.modules)\n",
        "utf-8",
    )
    done = pytest_in(tmp_path)
    assert "1 passed" in done.stdout, done.stdout
