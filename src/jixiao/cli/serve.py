"""``jixiao serve``: the service."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from jixiao.border.inputs import InputError
from jixiao.border.reader_process import is_separate
from jixiao.cli.console import print_findings, reject_missing_extra
from jixiao.cli.pipeline import processors
from jixiao.findings import Codes, Finding, Lang

if TYPE_CHECKING:
    from jixiao.serve.settings import Settings

#: One worker that is busy with something large, and one for all else.
_FEWEST = 2


@dataclass(frozen=True)
class Serving:
    """What the command line says of the service."""

    host: str
    port: int
    books: dict[str, Path] = field(default_factory=dict)
    token: Path | None = None
    workers: int | None = None
    stdio: bool = False
    opens_page: bool = False


def serve_books(serving: Serving, lang: Lang) -> int:
    """Serve until the end of standard input or a signal; return the exit code."""
    if not is_separate():
        print_findings([Finding(Codes.NO_WORKER_PROCESSES, args={"system": sys.platform})], lang)
        return 2
    try:
        from jixiao.serve.settings import Settings, read_tokens

        tokens = serving.token and read_tokens(serving.token)
        workers = serving.workers or max(processors(), _FEWEST)
        settings = Settings(serving.host, serving.port, serving.books, tokens or None, workers, lang)
        return _serve(settings, serving)
    except InputError as error:
        print_findings([error.finding], lang)
        return 2
    except ImportError as error:
        return reject_missing_extra(error, "serve", lang)


def _serve(settings: Settings, serving: Serving) -> int:
    if serving.stdio:
        from jixiao.serve.stdio import serve_stdio

        serve_stdio(settings)
        return 0
    from jixiao.serve.run import ListenError, serve

    try:
        serve(settings, opens_page=serving.opens_page)
    except ListenError as error:
        print_findings([error.finding], settings.lang)
        return 1
    return 0
