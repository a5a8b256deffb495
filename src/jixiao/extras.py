"""Parts that come as extras, and how one that is missing is installed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


def install_command(extra: str) -> str:
    """Return the command that installs an extra into this Python: from where the package itself came."""
    python = sys.executable
    if " " in python:
        python = f'"{python}"'
    return f"{python} -m pip install {_requirement(extra)}"


def _requirement(extra: str) -> str:
    """Return the package with an extra as pip takes it: a checkout, a file, or by its name from an index."""
    import json
    from importlib.metadata import PackageNotFoundError, distribution
    from urllib.parse import urlsplit
    from urllib.request import url2pathname

    try:
        origin = json.loads(distribution("jixiao").read_text("direct_url.json") or "{}")
    except PackageNotFoundError:
        origin = {}
    if origin.get("dir_info", {}).get("editable"):
        return f'--editable "{url2pathname(urlsplit(origin["url"]).path)}[{extra}]"'
    if "url" in origin:
        return f'"jixiao[{extra}] @ {origin["url"]}"'
    return f'"jixiao[{extra}]"'


def missing_extra(package: str | None, extra: str) -> dict[str, object]:
    """Return the arguments of a finding that an extra is missing: the package that was not found, and the command."""
    return {"package": package or extra, "install": install_command(extra)}


@contextmanager
def needed(extra: str) -> Iterator[None]:
    """Return a context for imports that an extra brings.

    Raises:
        ImportError: it is not installed; the message says how to install it, ``name`` is what is missing.

    >>> with needed("xlsx"):
    ...     import no_such_library  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ...
    ImportError: no_such_library is not installed: ... -m pip install ...[xlsx]...
    """
    try:
        yield
    except ModuleNotFoundError as error:
        raise ImportError(f"{error.name} is not installed: {install_command(extra)}", name=error.name) from error
