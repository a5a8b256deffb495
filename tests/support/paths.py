"""Where things lie in the repository."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
EXAMPLE_PROJECTS = sorted(EXAMPLES.glob("*.yaml"))
TESTS = ROOT / "tests"
BROKEN_SPECS = TESTS / "broken_specs"
CASES, HOSTILE, PUBLISHED = TESTS / "data" / "cases", TESTS / "data" / "hostile", TESTS / "data" / "published"
CORPUS = TESTS / "fuzz" / "corpus"
GOLDENS = TESTS / "golden" / "files"
