"""A long run, spread over processes: the same bytes in the same order as by one, and an end when it is interrupted."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from jixiao.cli import pipeline
from jixiao.cli.options import Options
from jixiao.cli.score import score_paths
from tests.support.commands import PROJECT, put

FILES = 60


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Sound projects, one that cannot be read, one with a row that cannot be scored, and a spec among them."""
    below = tmp_path / "项目"
    for number in range(FILES):
        put(below / f"{number % 7}" / f"{number:03d}.yaml", PROJECT.replace("项目名称: 甲", f"项目名称: 甲{number}"))
    put(below / "3" / "017.yaml", "项目名称: [")
    put(below / "5" / "005.yaml", PROJECT.replace("≥95%", "尽量多"))
    put(below / "5" / "spec.yaml", "id: cn.x-2023\nversion: 1\nextends: cn.mof-2020-10@1\ntitle: 例\n")
    return below


@pytest.mark.parametrize("format", ["jsonl", "json", "csv", "table", "markdown"])
def test_spread_is_the_same_as_alone(
    format: str,  # noqa: A002
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(pipeline, "BLOCK", 7)
    told = []
    for worth in (FILES * 10, 20):
        monkeypatch.setattr(pipeline, "WORTH", worth)
        monkeypatch.setattr(pipeline, "processors", lambda: 3)
        assert score_paths([folder], Options(format=format)) == 1
        told.append(capfd.readouterr())
    assert told[0] == told[1]
    assert f"甲{FILES - 1}" in told[0].out
    assert "JX" in told[0].err


def test_every_input_counts_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "WORTH", 10)
    monkeypatch.setattr(pipeline, "processors", lambda: 2)
    paths = [folder / "3" / "017.yaml", folder, folder / "5" / "spec.yaml"]
    task = pipeline.ResultTask(Options(format="jsonl"), pipeline.outcome_of)
    found = [str(source.place) for source, _ in pipeline.run_task(paths, task, lang="zh")]
    assert len(found) == len(set(found)) == FILES + 1  # with the spec, which is named, too
    assert found[0] == "017.yaml"
    assert "5/spec.yaml" in found


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_ctrl_c_ends_all_processes(tmp_path: Path) -> None:
    for number in range(pipeline.WORTH * 2 + 5):
        put(tmp_path / "many" / f"{number}.yaml")
    command = [sys.executable, "-X", "faulthandler", "-m", "jixiao", "score", "many", "-f", "jsonl"]
    process = subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )
    assert process.stdout is not None
    process.stdout.readline()
    os.killpg(process.pid, signal.SIGINT)
    try:
        _, told = process.communicate(timeout=60)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGABRT)  # and each says where it hangs
        pytest.fail(process.communicate()[1].decode())
    assert process.returncode in (130, 0)  # it may have been done
    assert b"Traceback" not in told
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)
