"""The options of ``jixiao serve``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from jixiao.cli.parameters import Language, folder_of, named_folders


def serve(
    host: Annotated[
        str,
        typer.Option("--host", help="监听的地址，默认只有本机能访问。The address; by default this machine's alone."),
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="端口，0 是任选一个空闲的。The port; 0 takes a free one.")
    ] = 8714,
    book: Annotated[
        list[str] | None,
        typer.Option(
            "--book",
            metavar="NAME=DIR",
            callback=named_folders,
            help="一个账套：名称和放指标体系的文件夹，可以写多个。A tenant: a name and its folder of specs.",
        ),
    ] = None,
    token: Annotated[
        Path | None,
        typer.Option(
            "--token",
            metavar="FILE",
            exists=True,
            dir_okay=False,
            help="口令文件，一行一个，后面可以写它能用的账套。Tokens, one a line, with the books that each may use.",
        ),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option("--workers", min=1, help="计分进程的个数，默认是处理器的个数。How many processes score."),
    ] = None,
    stdio: Annotated[
        bool,
        typer.Option(
            "--stdio", help="不开端口：标准输入一行一个请求，标准输出一行一个回答。No port: requests on standard input."
        ),
    ] = False,
    open_page: Annotated[
        bool, typer.Option("--open", help="在浏览器里打开填表的网页。Opens the page to fill in forms in the browser.")
    ] = False,
    lang: Language = "zh",
) -> None:
    """开计分服务，供其他系统用 HTTP 调用，也供网页使用。Score over HTTP, for other systems and for the page."""
    from jixiao.cli.serve import Serving, serve_books

    books = dict(folder_of(text) for text in book or [])
    raise typer.Exit(serve_books(Serving(host, port, books, token, workers, stdio, open_page), lang))
