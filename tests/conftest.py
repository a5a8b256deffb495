"""What holds for all tests: in CI a skipped test fails the run, unless it says why it cannot run there."""

from __future__ import annotations

import os
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings

#: For mutation testing: few examples, the same each time, and no shrinking of what fails.
settings.register_profile(
    "mutation",
    max_examples=20,
    derandomize=True,
    database=None,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)

#: No test asserts on time, so no example has a deadline: on a busy machine one would fail now and then.
settings.register_profile("untimed", settings(), deadline=None)
settings.load_profile("untimed")

#: Reasons that a skip may give in CI: nothing that CI could install would make these tests run.
EXCUSED = ("root may read everything",)

_skipped: list[str] = []


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    reason = str(report.longrepr)
    if report.skipped and not any(word in reason for word in EXCUSED):
        _skipped.append(f"{report.nodeid}: {reason}")


def pytest_sessionfinish(session: pytest.Session) -> None:
    if os.environ.get("CI") and _skipped and not hasattr(session.config, "workerinput"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if os.environ.get("CI") and _skipped:
        terminalreporter.section("skipped, which CI does not allow")
        for line in _skipped:
            terminalreporter.line(line)
