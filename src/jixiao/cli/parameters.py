"""The parameters that several commands declare, each with its help; ``options`` holds their values."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from jixiao.border.outputs import DASH
from jixiao.cli.help import LANGUAGES
from jixiao.findings import Lang


def _language(text: str) -> Lang:
    for lang in LANGUAGES:
        if text == lang:
            return lang
    raise typer.BadParameter(f"'{text}' is not one of 'zh', 'en'.")


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"'{text}' is not a date such as 2023-12-31.") from error


def no_dash(value: Path | None) -> Path | None:
    """Return the file or folder that an option names.

    Raises:
        typer.BadParameter: it is ``-``, standard output.
    """
    if str(value) == DASH:
        raise typer.BadParameter("'-' stands for standard output; name a file or folder.")
    return value


#: What a book of the service may be called.
_BOOK_NAME = re.compile(r"[^\s/\\=?&#%]{1,80}")


def folder_of(text: str) -> tuple[str, Path]:
    """Return the name and the folder of ``NAME=DIR``."""
    name, _, folder = text.partition("=")
    return name, Path(folder)


def named_folders(texts: list[str] | None) -> list[str]:
    """Return what options of the form ``NAME=DIR`` say.

    Raises:
        typer.BadParameter: one is of another form, names a folder that is not there, or a name twice.
    """
    names = set[str]()
    for text in texts or []:
        name, folder = folder_of(text)
        if not _BOOK_NAME.fullmatch(name) or name in names or "=" not in text:
            raise typer.BadParameter(f"'{text}' is not NAME=DIR with a name of its own.")
        if not folder.is_dir():
            raise typer.BadParameter(f"Directory '{folder}' does not exist.")
        names.add(name)
    return texts or []


#: A file that cannot be read is no wrong usage: the finding on it stands among the results of the others.
Paths = Annotated[
    list[Path],
    typer.Argument(
        help="项目文件、填好的自评表、文件夹，或 - 表示标准输入。Project files, filled-in forms, folders, or -.",
        metavar="PATH...",
        readable=False,
    ),
]


def _columns(texts: list[str] | None) -> list[str]:
    """Return what ``--columns`` says, once each heading is seen to stand for a known one.

    Raises:
        typer.BadParameter: it is no 目标值=年度指标值, or the heading is not known.
    """
    for text in texts or []:
        heading, _, word = text.partition("=")
        if not heading.strip() or not _is_known_heading(word):
            raise typer.BadParameter(f"'{text}': write HEADING=KNOWN, such as 绩效值=年度指标值.")
    return texts or []


def _is_known_heading(word: str) -> bool:
    from jixiao.forms.importing.columns import is_known_heading

    return is_known_heading(word)


def pairs_of(columns: list[str] | None) -> tuple[tuple[str, str], ...]:
    """Return the headings that ``--columns`` explains, each with the known one."""
    pairs = (text.partition("=") for text in columns or [])
    return tuple((heading.strip(), word.strip()) for heading, _, word in pairs)


Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--columns",
        callback=_columns,
        metavar="栏目=已知栏目",
        help="表上不认识的栏目是哪一栏，可以多次。What an unknown heading stands for: 绩效值=年度指标值.",
    ),
]
SpecOption = Annotated[
    str | None,
    typer.Option(
        "--spec", help="指标体系的编号或文件，优先于项目文件里写的。A spec's id or file; wins over the project's."
    ),
]
#: The spec of a command that has no project to name one.
OwnSpec = Annotated[str, typer.Option("--spec", help="指标体系的编号或文件。A spec's id or file.")]
Language = Annotated[
    Lang,
    typer.Option(
        "--lang", envvar="JIXIAO_LANG", parser=_language, metavar="<str>", help="zh 或 en。Language of the output."
    ),
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
    date | None,
    typer.Option(
        "--on",
        parser=_day,
        metavar="<str>",
        help="按这一天有效的版本，默认项目年度的 12 月 31 日。The day whose version counts.",
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


def format_by_ending(otherwise: str, otherwise_en: str) -> Any:
    """Return the option of a format that the ending of the output names, and what it is without one."""
    text = f"默认看输出文件的结尾，否则是 {otherwise}。By the output's ending, else {otherwise_en}."
    return typer.Option("--format", "-f", help=text)


Force = Annotated[
    bool,
    typer.Option(
        "--force",
        help="有人填写或改动过的、不是程序写的文件也替换。"
        "Replace files even where somebody has changed them, or the program did not write them.",
    ),
]
Notes = Annotated[bool, typer.Option("--notes", help="提示也逐条列出。List notes, too.")]
Resume = Annotated[bool, typer.Option("--resume", help="接着做被中断的那一次。Go on where an interrupted run stopped.")]
