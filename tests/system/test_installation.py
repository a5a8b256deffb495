"""What is installed works: lowest versions, and the commands that install hints name."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

from tests.support.paths import ROOT

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
#: Extras that the fast tests need.
TESTED = re.search("^EXTRAS = (.*)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)


def lower_bounds() -> dict[str, Version]:
    assert TESTED
    extras = PYPROJECT["optional-dependencies"]
    texts = [*PYPROJECT["dependencies"], *(text for extra in TESTED[1].split(",") for text in extras[extra])]
    bounds = {}
    for requirement in map(Requirement, texts):
        (bound,) = [each.version for each in requirement.specifier if each.operator == ">="]
        bounds[requirement.name.lower()] = Version(bound)
    return bounds


def test_the_lowest_versions_tested_are_those_allowed() -> None:
    lines = (ROOT / "constraints-lowest.txt").read_text("utf-8").splitlines()
    pins = dict(line.lower().split("==") for line in lines if not line.startswith("#"))
    for name, bound in lower_bounds().items():
        assert Version(pins[name]) == bound, name


def run(*command: str | Path, cwd: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL_ENV"))}
    return subprocess.run(
        list(map(str, command)),
        cwd=cwd,
        env={
            **clean,
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "PIP_CONSTRAINT": str(ROOT / "constraints.txt"),
            **variables,
        },
        capture_output=True,
        encoding="utf-8",
        timeout=400,
        check=False,
    )


@pytest.mark.slow
@pytest.mark.parametrize("origin", ["checkout", "editable", "index"])
def test_the_command_of_an_install_hint_brings_the_extra(origin: str, tmp_path: Path) -> None:
    home = tmp_path / "a folder"
    home.mkdir()
    assert run(sys.executable, "-m", "venv", home / "env", cwd=home).returncode == 0
    python = home / "env" / ("Scripts" if os.name == "nt" else "bin") / "python"
    variables = {}
    if origin == "index":
        wheels = home / "wheels"
        assert (
            run(python, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", wheels, ROOT, cwd=home).returncode
            == 0
        )
        variables = {"PIP_FIND_LINKS": wheels.as_uri()}
        package = ["jixiao"]
    else:
        package = ["--editable", str(ROOT)] if origin == "editable" else [str(ROOT)]
    done = run(python, "-m", "pip", "install", "--quiet", *package, cwd=home, **variables)
    assert done.returncode == 0, done.stderr
    score = [
        python,
        "-m",
        "jixiao",
        "score",
        ROOT / "examples/leshan-sms.yaml",
        "--format",
        "xlsx",
        "-o",
        home / "a.xlsx",
    ]
    refused = run(*score, cwd=home)
    assert refused.returncode == 2
    hint = re.search(r"run: (.*)$|运行：(.*)$", refused.stderr, re.MULTILINE)
    assert hint, refused.stderr
    installed = subprocess.run(  # noqa: S602  # it is what a person pastes
        hint[1] or hint[2],
        shell=True,
        cwd=home,
        env={**os.environ, "PIP_CONSTRAINT": str(ROOT / "constraints.txt"), **variables},
        capture_output=True,
        encoding="utf-8",
        timeout=400,
        check=False,
    )
    assert installed.returncode == 0, installed.stderr
    done = run(*score, cwd=home)
    assert (done.returncode, (home / "a.xlsx").exists()) == (0, True), done.stderr
