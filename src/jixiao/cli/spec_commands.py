"""The commands below ``jixiao spec``, and their options."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from jixiao.cli.options import Options
from jixiao.cli.parameters import Force, Language, On, Specs, no_dash

spec_app = typer.Typer(help="查看和检查指标体系。Indicator specs: list, show, check.", rich_markup_mode=None)


@spec_app.command("list")
def spec_list(
    format: Annotated[Literal["table", "json"], typer.Option("--format", "-f")] = "table",
    lang: Language = "zh",
    specs: Specs = None,
) -> None:
    """列出指标体系。List the specs."""
    from jixiao.cli.spec_show import list_specs

    raise typer.Exit(list_specs(Options(lang=lang, specs=specs, format=format)))


@spec_app.command("show")
def spec_show(
    spec: Annotated[str, typer.Argument()], lang: Language = "zh", specs: Specs = None, on: On = None
) -> None:
    """显示解析后的指标体系：权重、规则、依据。Show a resolved spec: weights, rules, sources."""
    from jixiao.cli.spec_show import show_spec

    raise typer.Exit(show_spec(spec, Options(lang=lang, specs=specs, day=on)))


@spec_app.command("check")
def spec_check(
    names: Annotated[list[str], typer.Argument(metavar="SPEC...")],
    counterexamples: Annotated[
        Path | None,
        typer.Option(
            "--counterexamples",
            callback=no_dash,
            file_okay=False,
            metavar="DIR",
            help="把反例写成项目文件，放进这个文件夹。Write counterexamples as project files into this folder.",
        ),
    ] = None,
    format: Annotated[Literal["text", "json"], typer.Option("--format", "-f")] = "text",
    lang: Language = "zh",
    specs: Specs = None,
) -> None:
    """证明指标体系没有错，或举出反例。Prove specs sound for all inputs, or show counterexamples."""
    from jixiao.cli.spec_check import check_specs

    raise typer.Exit(check_specs(names, counterexamples, Options(lang=lang, specs=specs, format=format)))


@spec_app.command("test")
def spec_test(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ID|FILE]...", help="默认全部指标体系。By default all specs."),
    ] = None,
    boundaries: Annotated[
        bool, typer.Option("--boundaries", help="列出还缺的边界案例。List the boundary cases that are lacking.")
    ] = False,
    write: Annotated[
        bool, typer.Option("--write", help="把所缺的写进案例文件，待填写。Write them, to be filled in.")
    ] = False,
    laws: Annotated[
        bool, typer.Option("--laws", help="用随机项目检验计分的通则。Hold the laws of scoring against random projects.")
    ] = False,
    examples: Annotated[int, typer.Option("--examples", min=1, help="多少个项目。How many projects.")] = 2000,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            callback=no_dash,
            help="待填写的案例写到这个文件；不合通则的项目存进这个文件夹。"
            "The file for cases to be filled in; the folder for projects that break a law.",
        ),
    ] = None,
    format: Annotated[Literal["text", "json"], typer.Option("--format", "-f")] = "text",
    lang: Language = "zh",
    specs: Specs = None,
) -> None:
    """运行案例（*.cases.yaml），列出还缺的，或检验通则。Run the cases beside specs, list lacking ones, or test laws."""
    options = Options(lang=lang, specs=specs, format=format, output=None if output is None else str(output))
    if laws:
        from jixiao.cli.spec_test_laws import test_laws

        raise typer.Exit(test_laws(names or [], examples, options))
    if boundaries or write or output is not None:
        from jixiao.cli.spec_test_boundaries import list_boundaries

        raise typer.Exit(list_boundaries(names or [], options, write=write))
    from jixiao.cli.spec_test import run_spec_cases

    raise typer.Exit(run_spec_cases(names or [], options))


@spec_app.command("new")
def spec_new(
    extends: Annotated[str, typer.Option("--extends", help="继承哪个指标体系：编号。The id of the spec to extend.")],
    output: Annotated[str, typer.Option("-o", "--output", help="要写的文件。The file to write.")],
    force: Force = False,
    lang: Language = "zh",
    specs: Specs = None,
) -> None:
    """在一个指标体系之上新写一个，带说明，立即可用。Start a commented spec over another one; it loads at once."""
    from jixiao.cli.spec_new import write_overlay

    raise typer.Exit(write_overlay(extends, Options(lang=lang, specs=specs, output=output, force=force)))


@spec_app.command("lock")
def spec_lock(lang: Language = "zh", specs: Specs = None) -> None:
    """把新版本的哈希记入 LOCK.yaml，已有的不改。Add the hashes of new versions to LOCK.yaml, changing none."""
    from jixiao.cli.spec_lock import lock_specs

    raise typer.Exit(lock_specs(Options(lang=lang, specs=specs)))


@spec_app.command("diff")
def spec_diff(
    old: Annotated[str, typer.Argument(help="编号、编号@版本或文件。An id, id@version, or a file.", metavar="A")],
    new: Annotated[str, typer.Argument(help="同上。Likewise.", metavar="B")],
    projects: Annotated[
        Path | None,
        typer.Option(
            "--on", exists=True, help="项目文件或文件夹：看对它们的影响。Projects to show the effect on.", metavar="DIR"
        ),
    ] = None,
    format: Annotated[Literal["text", "json"], typer.Option("--format", "-f")] = "text",
    lang: Language = "zh",
    specs: Specs = None,
) -> None:
    """两个指标体系有什么不同，对项目有什么影响。What differs between two specs, and what it does to projects."""
    from jixiao.cli.spec_diff import diff_specs

    raise typer.Exit(diff_specs(old, new, projects, Options(lang=lang, specs=specs, format=format)))


@spec_app.command("mutate")
def spec_mutate(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[ID|FILE]...", help="默认全部指标体系。By default all specs.")
    ] = None,
    format: Annotated[Literal["text", "json"], typer.Option("--format", "-f")] = "text",
    lang: Language = "zh",
    specs: Specs = None,
) -> None:
    """逐处改动指标体系，看案例能否发现。Change each number and edge of a spec, and see whether a case notices."""
    from jixiao.cli.spec_mutate import mutate_specs

    raise typer.Exit(mutate_specs(names or [], Options(lang=lang, specs=specs, format=format)))


@spec_app.command("plot")
def spec_plot(
    spec: Annotated[str, typer.Argument(help="编号、编号@版本或文件。An id, id@version, or a file.")],
    output: Annotated[
        str | None,
        typer.Option(
            "-o",
            "--output",
            metavar="DIR|FILE",
            help="图片文件；已有文件夹或以 / 结尾的名称，则每条规则一张。A picture, or a folder for one a rule.",
        ),
    ] = None,
    format: Annotated[
        Literal["svg", "png"] | None, typer.Option("--format", "-f", help="默认看文件名。By default from the name.")
    ] = None,
    force: Force = False,
    font: Annotated[
        Path | None, typer.Option("--font", exists=True, dir_okay=False, help="PNG 用的字体文件。A font file for PNG.")
    ] = None,
    lang: Language = "zh",
    specs: Specs = None,
) -> None:
    """画出每条规则的得分曲线，注明断点和依据。Draw each rule's curve with its breakpoints and clause."""
    from jixiao.cli.spec_plot import plot_spec

    options = Options(lang=lang, specs=specs, output=output, force=force)
    raise typer.Exit(plot_spec(spec, format, font, options))
