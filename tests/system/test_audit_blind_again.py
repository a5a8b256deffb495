"""The second blind set, a small run: its clean tables stay clean, and faults of many kinds are told at their rows."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import yaml

from tests.support.paths import ROOT

sys.path.insert(0, str(ROOT / "bench"))

import audit_blind_again

pytestmark = pytest.mark.slow
FAULTS = yaml.safe_load((audit_blind_again.FOLDER / "faults.yaml").read_text("utf-8"))
#: Below limits of the profile: a tenth of the budget left over without a word, and less than half of all points.
UNTOLD = {(3, "lamp"), (36, "radio")}


def test_clean_tables_are_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    audit_blind_again.count_alarms(audit_blind_again.tables(), tmp_path, details=True)
    assert "read 40, false alarms 0" in capsys.readouterr().out


@pytest.mark.parametrize("index", range(0, len(FAULTS), 7))
def test_a_planted_fault_is_told(index: int, tmp_path: Path) -> None:
    fault = FAULTS[index]
    how, new = audit_blind_again.outcome(fault, audit_blind_again.tables(), tmp_path)
    assert (how == "silent") == ((fault["kind"], fault["table"]) in UNTOLD), new
