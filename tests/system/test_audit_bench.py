"""Planted faults are told at their row, and tables that are in order are left alone: a small run of the audit bench."""

from __future__ import annotations

import sys

from tests.support.paths import ROOT

sys.path.insert(0, str(ROOT / "bench"))

import audit_bench
import pytest


def test_faults_of_every_kind_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert audit_bench.measure_recall(2, 1, misses=True).is_enough, capsys.readouterr().out


def test_tables_in_order_are_left_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert audit_bench.measure_quiet(60, 1000, misses=True).is_enough, capsys.readouterr().out
