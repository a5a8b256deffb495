"""The commands of those who change specs: registered on ``jixiao spec`` when this module loads."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, cast

import typer

from jixiao.cli.commands import spec_app
from jixiao.cli.options import Force, Language, Specs
from jixiao.findings import Lang


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

    raise typer.Exit(write_overlay(extends, output, cast("Lang", lang), specs, force=force))


@spec_app.command("lock")
def spec_lock(lang: Language = "zh", specs: Specs = None) -> None:
    """把新版本的哈希记入 LOCK.yaml，已有的不改。Add the hashes of new versions to LOCK.yaml, changing none."""
    from jixiao.cli.spec_lock import lock_specs

    raise typer.Exit(lock_specs(cast("Lang", lang), specs))


@spec_app.command("diff")
def spec_diff(
    old: Annotated[str, typer.Argument(help="编号、编号@版本或文件。An id, id@version, or a file.", metavar="A")],
    new: Annotated[str, typer.Argument(help="同上。Likewise.", metavar="B")],
    on: Annotated[
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

    raise typer.Exit(diff_specs(old, new, on, format, cast("Lang", lang), specs))


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

    raise typer.Exit(mutate_specs(names or [], format, cast("Lang", lang), specs))


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

    raise typer.Exit(plot_spec(spec, output, format, font, cast("Lang", lang), specs, force=force))
