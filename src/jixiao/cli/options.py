"""The options that several commands share."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from jixiao.border.outputs import DASH


def day_of(text: str | None) -> date | None:
    """Return the day that an option names, if it does."""
    return date.fromisoformat(text) if text else None


def _language(value: str) -> str:
    if value not in ("zh", "en"):
        raise typer.BadParameter(f"'{value}' is not one of 'zh', 'en'.")
    return value


def no_dash(value: Path | None) -> Path | None:
    """Return the place that an option names, which cannot be standard output."""
    if str(value) == DASH:
        raise typer.BadParameter("'-' stands for standard output; name a file or folder.")
    return value


def _day(value: str | None) -> str | None:
    try:
        return value and date.fromisoformat(value).isoformat()
    except ValueError as error:
        raise typer.BadParameter(f"'{value}' is not a date such as 2023-12-31.") from error


#: Whether a file may be read is told where it is opened, with the others' results; it is no wrong usage.
Paths = Annotated[
    list[Path],
    typer.Argument(
        help="项目文件、文件夹，或 - 表示标准输入。Files, folders, or - for standard input.",
        metavar="PATH...",
        readable=False,
    ),
]
SpecOption = Annotated[
    str | None,
    typer.Option(
        "--spec", help="指标体系的编号或文件，优先于项目文件里写的。A spec's id or file; wins over the project's."
    ),
]
Language = Annotated[
    str, typer.Option("--lang", envvar="JIXIAO_LANG", callback=_language, help="zh 或 en。Language of the output.")
]
Specs = Annotated[
    Path | None,
    typer.Option(
        "--specs",
        envvar="JIXIAO_SPECS",
        exists=True,
        file_okay=False,
        help="本地指标体系的文件夹，先于自带的。A folder of local specs, before the package's.",
    ),
]
On = Annotated[
    str | None,
    typer.Option(
        "--on", callback=_day, help="按这一天有效的版本，默认项目年度的 12 月 31 日。The day whose version counts."
    ),
]
Output = Annotated[
    str | None,
    typer.Option(
        "-o",
        "--output",
        help="输出文件，- 是标准输出；已有文件夹或以 / 结尾的名称，则每个项目一个文件。An output file or folder, or -.",
    ),
]
Force = Annotated[
    bool,
    typer.Option(
        "--force",
        help="有人填写或改动过的、不是程序写的文件也替换。"
        "Replace files even where somebody has changed them, or the program did not write them.",
    ),
]
