"""The commands of the year of a project: on to its next stage, and what changed since another paper."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from jixiao.cli.options import Options
from jixiao.cli.parameters import (
    Columns,
    Force,
    Language,
    On,
    Output,
    Paths,
    SpecOption,
    Specs,
    format_by_ending,
    pairs_of,
)


def advance(
    paths: Paths,
    to: Annotated[
        Literal["monitoring", "self_evaluation", "next-year"],
        typer.Option(
            "--to",
            help="转到哪个环节：绩效监控、绩效自评，或下一年度的绩效目标。"
            "Where it goes on to: monitoring, self-evaluation, or the targets of the next year.",
        ),
    ],
    format: Annotated[
        Literal["yaml", "xlsx", "docx", "pdf", "html"] | None,
        format_by_ending("yaml（项目文件）", "yaml, project files"),
    ] = None,
    output: Output = None,
    force: Force = False,
    spec: SpecOption = None,
    lang: Language = "zh",
    specs: Specs = None,
    on: On = None,
    columns: Columns = None,
) -> None:
    """转到下一个环节：已有的内容带过去，新的留空待填。Carry projects on to their next stage; nothing is typed twice."""
    from jixiao.cli.advance import advance_paths

    options = Options(spec, lang, specs, on, format, output, force, pairs_of(columns))
    raise typer.Exit(advance_paths(paths, to, options))


def compare(
    before: Annotated[
        Path, typer.Argument(help="前一份：项目文件、表或文件夹。The earlier paper.", metavar="A", readable=False)
    ],
    after: Annotated[
        Path, typer.Argument(help="后一份：项目文件、表或文件夹。The later paper.", metavar="B", readable=False)
    ],
    format: Annotated[Literal["text", "json", "markdown"] | None, format_by_ending("text", "text")] = None,
    output: Output = None,
    force: Force = False,
    spec: SpecOption = None,
    lang: Language = "zh",
    specs: Specs = None,
    columns: Columns = None,
) -> None:
    """两份文件之间改了什么：两个环节、两个年度或两个文件夹。有变化退出码为 1。What changed between two papers."""
    from jixiao.cli.compare import compare_paths

    options = Options(spec, lang, specs, format=format, output=output, force=force, columns=pairs_of(columns))
    raise typer.Exit(compare_paths(before, after, options))


__all__ = ["advance", "compare"]
