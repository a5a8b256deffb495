"""What holds for all tests: in CI a skipped test fails the run."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
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

pytest.register_assert_rewrite("tests.support")

_skipped: list[str] = []


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.skipped:
        _skipped.append(f"{report.nodeid}: {report.longrepr}")


def pytest_sessionfinish(session: pytest.Session) -> None:
    if os.environ.get("CI") and _skipped and not hasattr(session.config, "workerinput"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if os.environ.get("CI") and _skipped:
        terminalreporter.section("skipped, which CI does not allow")
        for line in _skipped:
            terminalreporter.line(line)


#: A user who may do nothing special: root, who may read everything, becomes this one.
_ORDINARY_USER = 65534


@pytest.fixture
def ordinary_folder() -> Iterator[Path]:
    """Return an empty folder of an ordinary user, as whom the test runs, so that what is closed is closed to it."""
    with tempfile.TemporaryDirectory() as name:
        if os.geteuid() != 0:
            yield Path(name)
            return
        os.chown(name, _ORDINARY_USER, -1)
        os.seteuid(_ORDINARY_USER)
        try:
            yield Path(name)
        finally:
            os.seteuid(0)
