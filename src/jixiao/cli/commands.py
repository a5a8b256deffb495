"""The commands and their options: thin over the library. Each loads what it needs when it runs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Literal

import typer

from jixiao.cli.help import PAGE_OFFER, has_screen
from jixiao.cli.options import Options
from jixiao.cli.parameters import (
    Columns,
    Force,
    Language,
    Notes,
    On,
    Output,
    OwnSpec,
    Paths,
    Resume,
    SpecOption,
    Specs,
    no_dash,
    pairs_of,
)
from jixiao.cli.schema import KeysName, SchemaName
from jixiao.cli.serve_command import serve
from jixiao.cli.spec_commands import spec_app
from jixiao.cli.stage_commands import advance, compare
from jixiao.findings import Codes
from jixiao.rendering import DocumentFormat, TextFormat

app = typer.Typer(
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(spec_app, name="spec")


@app.callback(invoke_without_command=True)
def jixiao(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", is_eager=True, help="版本号。The version.")] = False,
    lang: Language = "zh",
) -> None:
    """项目支出绩效自评的计分引擎。Exact scores for budget performance self-evaluations, with reasons."""
    if version:
        from jixiao.version import __version__

        print(f"jixiao {__version__}")
        raise typer.Exit
    os.environ["JIXIAO_LANG"] = lang  # where a command's own options find it
    if context.invoked_subcommand is None:
        print(context.get_help())
        if has_screen():
            print(PAGE_OFFER[lang])


@app.command()
def score(
    paths: Paths,
    spec: SpecOption = None,
    format: Annotated[
        Literal[TextFormat, DocumentFormat, "exchange"] | None,
        typer.Option(
            "--format",
            "-f",
            help="结果的格式；默认看输出文件的结尾，没有文件就是 table。exchange 是预算系统的交换文件（JSON）。"
            "How results are drawn; by default as the output file's ending says, else as a table. exchange: documents "
            "of the budget system (JSON).",
        ),
    ] = None,
    output: Output = None,
    force: Force = False,
    lang: Language = "zh",
    specs: Specs = None,
    on: On = None,
    columns: Columns = None,
) -> None:
    """计分，并打印自评表。Score projects and print their tables."""
    from jixiao.cli.score import score_paths

    raise typer.Exit(score_paths(paths, Options(spec, lang, specs, on, format, output, force, pairs_of(columns))))


@app.command()
def check(
    paths: Paths,
    spec: SpecOption = None,
    format: Annotated[Literal["text", "json", "csv"], typer.Option("--format", "-f")] = "text",
    strict: Annotated[bool, typer.Option("--strict", help="警告也算不通过。Warnings count.")] = False,
    mark: Annotated[
        bool,
        typer.Option(
            "--mark",
            help="把问题写回自评表（.xlsx、.docx）：批注和底色，写到 -o。"
            "Write findings back onto forms, as comments and colours; needs -o.",
        ),
    ] = False,
    output: Output = None,
    force: Force = False,
    lang: Language = "zh",
    specs: Specs = None,
    on: On = None,
    columns: Columns = None,
) -> None:
    """检查项目文件和指标体系，只列问题，不打分。Check projects and specs; prints findings, no scores."""
    if mark:
        from jixiao.cli.check_marks import mark_paths

        raise typer.Exit(mark_paths(paths, Options(spec, lang, specs, on, format, output, force), strict=strict))
    from jixiao.cli.check import check_paths

    raise typer.Exit(
        check_paths(paths, Options(spec, lang, specs, on, format, columns=pairs_of(columns)), strict=strict)
    )


@app.command()
def explain(
    path: Annotated[
        Path, typer.Argument(help="项目文件或填好的自评表。A project file or a filled-in form.", readable=False)
    ],
    indicator: Annotated[str | None, typer.Option("--indicator", help="只说明这一项指标。Only this indicator.")] = None,
    reach: Annotated[
        str | None,
        typer.Option(
            "--reach", help="要达到的等级或总分：各项还差多少。A grade or total to reach: what each row lacks."
        ),
    ] = None,
    spec: SpecOption = None,
    lang: Language = "zh",
    specs: Specs = None,
    on: On = None,
    columns: Columns = None,
) -> None:
    """逐步说明每个得分怎么来的，附依据。How each score came about, step by step, with the clause."""
    options = Options(spec, lang, specs, on, columns=pairs_of(columns))
    if reach is not None:
        from jixiao.cli.score_reach import reach_path

        raise typer.Exit(reach_path(path, reach, indicator, options))
    from jixiao.cli.explain import explain_path

    raise typer.Exit(explain_path(path, indicator, options))


@app.command()
def new(
    spec: OwnSpec,
    output: Annotated[
        str,
        typer.Option(
            "-o", "--output", help="要写的文件：.yaml，或 .xlsx 填报表。The file to write: .yaml, or an .xlsx workbook."
        ),
    ],
    stage: Annotated[
        Literal["target", "self_evaluation"],
        typer.Option("--stage", help="从哪个环节开始：绩效目标，或绩效自评。The stage to begin with."),
    ] = "self_evaluation",
    force: Force = False,
    lang: Language = "zh",
    specs: Specs = None,
) -> None:
    """生成空白的项目文件或填报表；文件旁边的 .jixiao 里是编辑器用的说明。Write a file, or a workbook, to fill in."""
    from jixiao.cli.new import write_template

    raise typer.Exit(write_template(spec, Options(lang=lang, specs=specs, output=output, force=force), stage))


@app.command()
def schema(
    kind: Annotated[
        SchemaName,
        typer.Argument(help="哪一种文件：project、result 等。Which document."),
    ],
    keys: Annotated[
        KeysName | None,
        typer.Option(
            "--keys",
            help="canonical：给程序用，只有英文键；forms：给编辑器用，各种写法，带说明。"
            "For programs, English keys alone; or for editors, every spelling with help.",
        ),
    ] = None,
    lang: Language = "zh",
    specs: Specs = None,
) -> None:
    """打印 JSON Schema。Print a JSON Schema."""
    from jixiao.cli.schema import print_schema

    raise typer.Exit(print_schema(kind, keys, Options(lang=lang, specs=specs)))


@app.command()
def rule(
    code: Annotated[
        str,
        typer.Argument(
            help=f"检查结果的编号（如 {Codes.PERCENT_SIGN_MISSING}）或名称。A finding's code or name.", metavar="CODE"
        ),
    ],
    lang: Language = "zh",
) -> None:
    """打印一种检查结果的说明：为什么，怎么改。Print the page of a finding: why it is told, how to mend it."""
    from jixiao.cli.rule import print_rule

    raise typer.Exit(print_rule(code, lang))


@app.command()
def report(
    paths: Paths,
    output: Annotated[
        str, typer.Option("-o", "--output", help="报告文件：.html、.xlsx、.pdf 或 .md。The report's file.")
    ],
    appraised: Annotated[
        int | None,
        typer.Option(
            "--appraised", min=0, help="开展了事前绩效评估的项目数，文件里没有。Projects appraised beforehand."
        ),
    ] = None,
    monitored: Annotated[
        int | None,
        typer.Option(
            "--monitored",
            min=0,
            help="开展了绩效监控的项目数；默认数监控表。Projects monitored; by default as many as have such papers.",
        ),
    ] = None,
    format: Annotated[
        Literal["markdown", "html", "xlsx", "pdf"] | None,
        typer.Option("--format", "-f", help="默认看文件名的结尾。By default from the file's name."),
    ] = None,
    force: Force = False,
    spec: SpecOption = None,
    lang: Language = "zh",
    specs: Specs = None,
    on: On = None,
    columns: Columns = None,
) -> None:
    """汇总多个项目：得分、等级分布、扣分原因、各类得分率。Report on many projects: grades, reasons, classes."""
    from jixiao.cli.report import report_paths
    from jixiao.report import Counts

    options = Options(spec, lang, specs, on, format, output, force, pairs_of(columns))
    raise typer.Exit(report_paths(paths, Counts(appraised, monitored), options))


@app.command()
def audit(
    paths: Paths,
    accounts: Annotated[
        list[Path] | None,
        typer.Option("--accounts", help="决算说明：只含文字、不含表的文件。Accounts that only hold statements."),
    ] = None,
    last_year: Annotated[
        Path | None,
        typer.Option("--last-year", exists=True, help="上年自评表的文件夹。A folder of last year's tables."),
    ] = None,
    declared: Annotated[
        Path | None,
        typer.Option("--declared", exists=True, help="批复的绩效目标的文件夹。A folder of the approved targets."),
    ] = None,
    profile: Annotated[
        Path | None,
        typer.Option("--profile", help="本地的审核口径，只写要改的项。A local profile: limits, words, severities."),
    ] = None,
    verdicts: Annotated[
        Path | None,
        typer.Option("--verdicts", help="填了认定的 审核.xlsx，认定过的不再提出。An earlier review with verdicts."),
    ] = None,
    notes: Notes = False,
    resume: Resume = False,
    format: Annotated[
        Literal["text", "json", "xlsx", "html", "docx"] | None,
        typer.Option("--format", "-f", help="默认看输出文件的结尾。By default as the output file's ending says."),
    ] = None,
    output: Output = None,
    force: Force = False,
    spec: SpecOption = None,
    lang: Language = "zh",
    specs: Specs = None,
    on: On = None,
    columns: Columns = None,
) -> None:
    """审核他人的自评表：算得对不对，与办法、决算、上年和彼此是否相符。Review tables of others, ranked by severity."""
    from jixiao.cli.audit import Papers, audit_paths

    papers = Papers(tuple(accounts or ()), last_year, declared, profile, verdicts, notes, resume)
    options = Options(spec, lang, specs, on, format, output, force, pairs_of(columns))
    raise typer.Exit(audit_paths(paths, papers, options))


@app.command()
def read(
    paths: Annotated[
        list[Path],
        typer.Argument(
            help="填好的自评表（.xlsx、.docx、.html、.pdf、.txt 等）或文件夹。Filled-in forms, or folders.",
            metavar="PATH...",
            readable=False,
        ),
    ],
    spec: SpecOption = None,
    output: Output = None,
    force: Force = False,
    lang: Language = "zh",
    specs: Specs = None,
    on: On = None,
    columns: Columns = None,
) -> None:
    """把填好的自评表读回项目文件。Read filled-in forms back into project files."""
    from jixiao.cli.read import read_paths

    raise typer.Exit(
        read_paths(paths, Options(spec, lang, specs, on, output=output, force=force, columns=pairs_of(columns)))
    )


@app.command()
def batch(
    spec: OwnSpec,
    output: Annotated[
        Path,
        typer.Option("-o", "--output", callback=no_dash, help="结果文件夹，整体替换。A folder, replaced whole."),
    ],
    inputs: Annotated[
        list[Path] | None,
        typer.Argument(
            help="指标明细表：.parquet、.csv 或 .xlsx，一行一条指标。Long tables of rows.",
            metavar="[INPUT]...",
            readable=False,
        ),
    ] = None,
    reasons: Annotated[
        Literal["text", "code", "none"],
        typer.Option("--reasons", help="扣分原因写成文字、代码，或不写。Words, codes, none."),
    ] = "text",
    format: Annotated[
        Literal["parquet", "csv", "xlsx"], typer.Option("--format", "-f", help="三张表写成哪一种。What the tables are.")
    ] = "parquet",
    notes: Notes = False,
    resume: Resume = False,
    engine: Annotated[
        Literal["polars", "spark"],
        typer.Option("--engine", help="在本机，或在 Spark 集群上。On this machine, or on a Spark cluster."),
    ] = "polars",
    master: Annotated[
        str | None, typer.Option("--master", metavar="URL", help="Spark 主节点，默认按 Spark 自己的设置。Its master.")
    ] = None,
    database: Annotated[
        str | None,
        typer.Option("--database", metavar="URI", envvar="JIXIAO_DATABASE", help="PostgreSQL 的连接地址。Where it is."),
    ] = None,
    query: Annotated[
        str | None, typer.Option("--query", metavar="SQL", help="从数据库读明细。Read rows from the database.")
    ] = None,
    run: Annotated[
        str | None,
        typer.Option(
            "--run",
            metavar="ID",
            help="结果也写进数据库，同一批次的先前结果被替换。Write to the database, replacing the run of that id.",
        ),
    ] = None,
    lang: Language = "zh",
    specs: Specs = None,
    on: On = None,
) -> None:
    """给整张明细表计分，写出 rows、projects、findings 三张表。Score long tables: a nation's projects at a time."""
    from jixiao.cli.batch import Run, batch_files

    batch_run = Run(
        inputs or [],
        reasons=reasons,
        notes=notes,
        resume=resume,
        engine=engine,
        master=master,
        database=database,
        query=query,
        run_id=run,
        format=format,
    )
    raise typer.Exit(batch_files(batch_run, spec, Options(lang=lang, specs=specs, day=on, output=str(output))))


app.command()(advance)
app.command()(compare)
app.command()(serve)
