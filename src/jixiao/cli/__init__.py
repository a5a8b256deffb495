"""The command line: thin over the library. Each command loads what it needs when it runs."""

from __future__ import annotations

import codecs
import os
import sys
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, cast

import typer

from jixiao.finding import Lang

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="项目支出绩效自评的计分引擎。Exact scores for budget performance self-evaluations, with reasons.",
)
spec_app = typer.Typer(help="查看和检查指标体系。Indicator specs: list, show, check.", rich_markup_mode=None)
app.add_typer(spec_app, name="spec")


def _language(value: str) -> str:
    if value not in ("zh", "en"):
        raise typer.BadParameter("zh | en")
    return value


def _day(value: str | None) -> str | None:
    try:
        return value and date.fromisoformat(value).isoformat()
    except ValueError as error:
        raise typer.BadParameter("YYYY-MM-DD") from error


Paths = Annotated[
    list[Path],
    typer.Argument(
        help="项目文件、文件夹，或 - 表示标准输入。Files, folders, or - for standard input.", metavar="PATH..."
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
        "-o", "--output", help="输出文件；已有文件夹或以 / 结尾的名称，则每个项目一个文件。An output file or folder."
    ),
]


@app.command()
def score(
    paths: Paths,
    spec: SpecOption = None,
    format: Annotated[str, typer.Option("--format", "-f", help="table、markdown、json、jsonl 或 csv。")] = "table",
    output: Output = None,
    lang: Language = "zh",
    specs: Specs = None,
    on: On = None,
) -> None:
    """计分，并打印自评表。Score projects and print their tables."""
    from jixiao.cli.scoring import score_paths

    raise typer.Exit(score_paths(paths, spec, format, output, cast("Lang", lang), specs, _date(on)))


@app.command()
def check(
    paths: Paths,
    spec: SpecOption = None,
    format: Annotated[Literal["text", "json", "csv"], typer.Option("--format", "-f")] = "text",
    strict: Annotated[bool, typer.Option("--strict", help="警告也算不通过。Warnings count.")] = False,
    lang: Language = "zh",
    specs: Specs = None,
    on: On = None,
) -> None:
    """检查项目文件和指标体系，只列问题，不打分。Check projects and specs; prints findings, no scores."""
    from jixiao.cli.checking import check_paths

    raise typer.Exit(check_paths(paths, spec, format, cast("Lang", lang), specs, _date(on), strict=strict))


@app.command()
def explain(
    path: Annotated[Path, typer.Argument(help="项目文件。A project file.")],
    indicator: Annotated[str | None, typer.Option("--indicator", help="只说明这一项指标。Only this indicator.")] = None,
    spec: SpecOption = None,
    lang: Language = "zh",
    specs: Specs = None,
    on: On = None,
) -> None:
    """逐步说明每个得分怎么来的，附依据。How each score came about, step by step, with the clause."""
    from jixiao.cli.scoring import explain_path

    raise typer.Exit(explain_path(path, indicator, spec, cast("Lang", lang), specs, _date(on)))


@app.command()
def new(
    spec: Annotated[str, typer.Option("--spec", help="指标体系的编号或文件。A spec's id or file.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="要写的文件。The file to write.")],
    lang: Language = "zh",
    specs: Specs = None,
) -> None:
    """生成带说明的空白项目文件。Write a commented project file to fill in."""
    from jixiao.cli.making import write_template

    raise typer.Exit(write_template(spec, output, cast("Lang", lang), specs))


@app.command()
def schema(
    kind: Annotated[Literal["project", "spec", "result"], typer.Argument(help="project、spec 或 result。")],
) -> None:
    """打印 JSON Schema。Print a JSON Schema."""
    from jixiao.cli.making import print_schema

    print_schema(kind)


@spec_app.command("list")
def spec_list(
    format: Annotated[Literal["table", "json"], typer.Option("--format", "-f")] = "table",
    lang: Language = "zh",
    specs: Specs = None,
) -> None:
    """列出指标体系。List the specs."""
    from jixiao.cli.specs import list_specs

    raise typer.Exit(list_specs(format, cast("Lang", lang), specs))


@spec_app.command("show")
def spec_show(
    spec: Annotated[str, typer.Argument()], lang: Language = "zh", specs: Specs = None, on: On = None
) -> None:
    """显示解析后的指标体系：权重、规则、依据。Show a resolved spec: weights, rules, sources."""
    from jixiao.cli.specs import show_spec

    raise typer.Exit(show_spec(spec, cast("Lang", lang), specs, _date(on)))


@spec_app.command("check")
def spec_check(
    names: Annotated[list[str], typer.Argument(metavar="SPEC...")], lang: Language = "zh", specs: Specs = None
) -> None:
    """检查指标体系。Check specs."""
    from jixiao.cli.specs import check_specs

    raise typer.Exit(check_specs(names, cast("Lang", lang), specs))


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _escaped(error: UnicodeError) -> tuple[str, int]:
    """What a console shows of characters that it lacks: JSON's escapes, and nothing of a byte order mark."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end].replace("\ufeff", "")
    units = text.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2)), error.end


def run() -> None:
    """Run the command. A console that cannot show a character gets its escape, never a crash."""
    codecs.register_error("jixiao", _escaped)
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # it was closed
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115  # open to the end
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="jixiao")
    try:
        app()
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(1) from None
