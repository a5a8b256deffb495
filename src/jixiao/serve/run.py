"""The service as a process: it listens until a signal ends it, and then finishes what is under way."""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
import threading
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import uvicorn

from jixiao.findings import Codes, Finding
from jixiao.findings.causes import system_cause
from jixiao.serve.app import application
from jixiao.serve.journal import Handler
from jixiao.serve.settings import Settings

if TYPE_CHECKING:
    from jixiao.serve.service import Service

#: Connections that the system holds until they are taken.
_BACKLOG = 1024
#: What reaches this machine where all of its addresses are listened on.
_EVERY_HOST = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  # compared, not listened on
#: Hosts that only this machine reaches.
_OWN_MACHINE = ("127.", "::1", "localhost")


class ListenError(Exception):
    """The address cannot be listened on; ``finding`` says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding)
        self.finding = finding


def serve(settings: Settings, *, opens_page: bool = False) -> None:
    """Serve until SIGTERM or Ctrl-C; the page is opened in the browser of this machine where that is wanted.

    Raises:
        ListenError: the address is taken, or none of this machine's.
    """
    listener = _listen(settings)
    app = application(settings)
    service: Service = app.state.service
    _log_by(service)
    host, port = listener.getsockname()[:2]
    is_open = settings.tokens is None and not host.startswith(_OWN_MACHINE)
    service.journal.write("listening", host=host, port=port, workers=settings.workers, without_token=is_open)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=settings.grace,
        lifespan="on",
    )
    if opens_page:
        _open_page(host, port)
    with listener:
        asyncio.run(_Server(config, service).serve([listener]))


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        listener = socket.create_server((settings.host, settings.port), family=family, backlog=_BACKLOG)
    except (OSError, OverflowError) as error:
        cause = system_cause(getattr(error, "errno", None))
        args = {"address": f"{settings.host}:{settings.port}", **cause.as_args()}
        raise ListenError(Finding(Codes.CANNOT_LISTEN, args=args)) from error
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # connections take it over
    return listener


def _open_page(host: str, port: int) -> None:
    """Open the page in the browser, which may take as long as it likes; connections wait until the service runs."""
    name = _EVERY_HOST.get(host, host)
    address = f"http://[{name}]:{port}/" if ":" in name else f"http://{name}:{port}/"
    threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()


def _log_by(service: Service) -> None:
    """Let the server's own warnings stand among the lines of the log."""
    logger = logging.getLogger("uvicorn")
    logger.handlers, logger.propagate = [Handler(service.journal)], False


class _Server(uvicorn.Server):
    """A server that a signal ends without an exit code of its own."""

    def __init__(self, config: uvicorn.Config, service: Service) -> None:
        super().__init__(config)
        self._service = service

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """End on a signal; on a second one at once."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._end, number)
        yield

    def _end(self, number: int) -> None:
        self._service.is_stopping = True
        self.handle_exit(number, None)


__all__ = ["ListenError", "serve"]
