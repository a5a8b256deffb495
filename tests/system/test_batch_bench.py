"""Rivals of the batch engine come to its three tables, cell by cell; a cell that differs is counted."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from tests.support.paths import ROOT

pl = pytest.importorskip("polars")
pytest.importorskip("pyarrow")
sys.path.insert(0, str(ROOT / "bench"))

import batch  # noqa: E402
import batch_data  # noqa: E402

from jixiao.batch.io.outputs import Folder  # noqa: E402
from jixiao.batch.run import RunOptions, run_batch  # noqa: E402
from jixiao.loading import load_spec  # noqa: E402

#: OpenFisca's numpy is not the one of these tests, and pandas reckons with floats: the bench itself counts their cells.
NOT_HERE = {"openfisca_formulas", "pandas_script"}


def case(module: str, mode: str) -> Any:
    """A rival in a mode; DuckDB comes with what the slow tests need."""
    return pytest.param(module, mode, marks=pytest.mark.slow if module == "duckdb_sql" else ())


CASES = [case(module, mode) for module, (_, modes) in batch.RIVALS.items() for mode in modes if module not in NOT_HERE]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return batch_data.make(tmp_path_factory.mktemp("bench"), 5_000)


def scored(source: Path, mode: str) -> Path:
    place = source.parent / mode
    if not place.exists():
        run_batch([source], Folder(place), RunOptions(load_spec(batch.SPEC), mode))
    return place


@pytest.mark.parametrize(("module", "mode"), CASES)
def test_a_rival_comes_to_the_same_tables(module: str, mode: str, source: Path) -> None:
    place = source.parent / f"{module}-{mode}"
    import_module(f"rivals.{module}").tables(str(source), mode).write(place)
    assert batch.differences(place, scored(source, mode)) == 0


def test_a_cell_that_differs_is_counted(source: Path, tmp_path: Path) -> None:
    reference = scored(source, "text")
    for name in batch.TABLES:
        pl.read_parquet(reference / f"{name}.parquet").write_parquet(tmp_path / f"{name}.parquet")
    rows = pl.read_parquet(reference / "rows.parquet")
    other = rows.with_columns(score=pl.when(pl.col("row") == 3).then(pl.col("score") - 1).otherwise("score"))
    other.write_parquet(tmp_path / "rows.parquet")
    assert batch.differences(tmp_path, reference) == len(rows) // 10
    rows.head(10).write_parquet(tmp_path / "rows.parquet")
    assert batch.differences(tmp_path, reference) == rows.width * len(rows)


def test_scores_are_those_of_fractions(source: Path) -> None:
    assert batch.wrong(scored(source, "code") / "rows.parquet", source) == 0
