"""Numbers with a slip of the keyboard, which is never mended without a word."""

from __future__ import annotations

import re

from jixiao.quantity.parsing import LONGEST, parse
from jixiao.quantity.spelling import visible
from jixiao.quantity.values import Number

#: Spaces among digits; a stop or a comma behind them.
_SLIP = re.compile(r"(?<=[0-9０-９])\s+(?=[0-9０-９])|(?<=[0-9０-９])[.．。,，、;；]+$")


def without_slip(text: str) -> str | None:
    """Return the number that a text would be without spaces among its digits and marks at its end; else ``None``.

    >>> without_slip("1 200条"), without_slip("270。"), without_slip("270"), without_slip("约270.")
    ('1200条', '270', None, None)
    """
    if len(text) > LONGEST:
        return None
    typed = visible(text).strip()
    plain = _SLIP.sub("", typed)
    if plain == typed or not isinstance(parse(plain), Number):
        return None
    return plain


__all__ = ["without_slip"]
