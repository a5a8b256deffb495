"""Parts that come as extras, and what is said where one is not installed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def needed(extra: str) -> Iterator[None]:
    """Imports that an extra brings.

    Raises:
        ImportError: it is not installed; the message says how to install it, ``name`` is what is missing.

    >>> with needed("xlsx"):
    ...     import no_such_library
    Traceback (most recent call last):
    ...
    ImportError: no_such_library is not installed: pip install 'jixiao[xlsx]'
    """
    try:
        yield
    except ModuleNotFoundError as error:
        raise ImportError(f"{error.name} is not installed: pip install 'jixiao[{extra}]'", name=error.name) from error
