"""Points that a form states itself."""

from __future__ import annotations

from jixiao.model.project import strip_placeholder
from jixiao.quantity import visible


def points(text: str) -> str:
    """Return a score as a number is typed, without its unit; "" where it is a stroke.

    >>> points("50分"), points(" 9.5 "), points("—"), points("优")
    ('50', '9.5', '', '优')
    """
    return visible(strip_placeholder(text)).strip().removesuffix("分").strip()


__all__ = ["points"]
