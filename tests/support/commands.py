"""Commands: in this process, or in one of their own; and small projects to give them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from jixiao.cli.commands import app
from tests.support.forked_commands import run_forked
from tests.support.paths import ROOT

PROJECT = """\
指标体系: cn.mof-2020-10
项目名称: 甲
年度: 2023
项目资金: {年度资金总额: {全年预算数: 5, 全年执行数: 4}}
绩效指标:
  - {一级指标: 产出指标, 三级指标: 覆盖率, 年度指标值: ≥95%, 实际完成值: 92%, 分值: 60}
  - {一级指标: 效益指标, 三级指标: 投诉, 年度指标值: ≤5件, 实际完成值: 4件, 分值: 30}
"""


def run(*words: str) -> tuple[int, str, str]:
    """A command's exit code, its output and what it tells on standard error."""
    done = CliRunner().invoke(app, list(words), catch_exceptions=False)
    return done.exit_code, done.stdout, done.stderr


class Done:
    """How a command ended, which is never with a traceback."""

    def __init__(self, code: int, out: bytes, told: bytes) -> None:
        self.code, self.raw = code, out
        self.told = told.decode("utf-8", "replace")
        assert "Traceback" not in self.told, self.told[-3000:]

    @property
    def out(self) -> str:
        return self.raw.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.raw)


#: Variables that an interpreter reads when it starts.
_OF_INTERPRETERS = ("PYTHON", "LC_")


def jixiao(*arguments: str | Path, cwd: Path = ROOT, stdin: bytes = b"", **variables: str) -> Done:
    """A command in a process of its own; in an interpreter of its own where the variables are for that."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("JIXIAO_", "PYTHONIOENC", "LC_"))}
    env = {**clean, "PYTHONUTF8": "1", **variables}
    if not any(name.startswith(_OF_INTERPRETERS) for name in variables):
        return Done(*run_forked(*arguments, cwd=cwd, stdin=stdin, variables=env))
    command = [sys.executable, "-m", "jixiao", *map(str, arguments)]
    done = subprocess.run(command, cwd=cwd, env=env, input=stdin, capture_output=True, check=False, timeout=120)
    return Done(done.returncode, done.stdout, done.stderr)


def put(path: Path, text: str = PROJECT) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8", newline="")
    return path
