"""What is fuzzed: each target takes bytes and must end, in results or findings, whatever the bytes are."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from fractions import Fraction
from pathlib import Path

from jixiao.findings import Finding

Target = Callable[[bytes], None]
SPEC = "cn.mof-2020-10"


def csv(content: bytes) -> None:
    """Bytes to a long table in CSV."""
    from jixiao.batch.io.csv_files import open_csv

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        path.write_bytes(content)
        table = open_csv(path, Path(folder) / "copy")
        assert table.frame is not None or table.findings
        if table.frame is not None:
            table.frame.collect()
        can_be_shown(table.findings)


def parquet(content: bytes) -> None:
    """Bytes to a long table in Parquet: what is said to be readable is read."""
    import polars as pl

    from jixiao.batch.io.row_groups import DamagedError, salvage

    with tempfile.TemporaryDirectory() as folder:
        path, copy = Path(folder) / "a.parquet", Path(folder) / "copy"
        path.write_bytes(content)
        try:
            salvaged = salvage(str(path), str(copy))
        except DamagedError:
            return
        source = copy if salvaged.is_copied else path
        table = pl.scan_parquet(source, glob=False)
        known = {"project", "level1", "level2", "name", "target", "actual", "weight"}
        table.select([name for name in table.collect_schema().names() if name in known]).collect()


def project(content: bytes) -> None:
    """Bytes to a project file, and its score."""
    import jixiao
    from jixiao.loading.projects import parse_project

    result = jixiao.score(parse_project(content, name="a.yaml"), jixiao.load_spec(SPEC))
    result.to_json()
    can_be_shown(result.findings)


def can_be_shown(findings: Iterable[Finding]) -> None:
    """Findings have their messages, and none is on a mistake of the program."""
    for finding in findings:
        assert finding.message()
        assert finding.message("en")
        assert not finding.code.startswith("JX9")


def quantity(content: bytes) -> None:
    """Bytes to a quantity: what it is, written down again, is read as the same."""
    from jixiao.exact import decimal_places, format_exact
    from jixiao.quantity import Number, Text, parse

    text = content.decode("utf-8", errors="replace")
    value = parse(text)
    assert parse(text) == value
    if isinstance(value, Text) and value.sign is None:
        assert parse(value.text) == value, value
    if isinstance(value, Number) and not value.scaled and value.unit.dimension not in ("名", ":"):
        typed = value.value / value.unit.factor
        if decimal_places(typed) is not None and abs(typed) < Fraction(10**20) and (decimal_places(typed) or 0) <= 12:
            again = parse(f"{value.sign or ''}{format_exact(typed)}{value.unit.word}")
            assert again == value, (value, again)


def office(content: bytes) -> None:
    """Bytes to the forms of an office file, and each form to a project."""
    from jixiao.forms.importing import project_of_form, read_file_of_forms
    from jixiao.loading import load_spec

    ending = ".docx" if b"word/" in content else ".xlsx"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{ending}"
        path.write_bytes(content)
        forms, findings, _ = read_file_of_forms(path)
        assert forms or findings
        can_be_shown(findings)
        for form in forms:
            project_of_form(form.grid, form.project, load_spec(SPEC), form.lang)


TARGETS: dict[str, Target] = {
    "csv": csv, "parquet": parquet, "project": project, "quantity": quantity, "office": office,
}  # fmt: skip
