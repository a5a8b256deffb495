"""A text of reasons, as the cause and the remedy that stand in it."""

from __future__ import annotations

import re

#: A text of reasons: the cause, and the remedy behind it.
_CAUSE = re.compile(r"^(?:原因：|cause: )?(.*?)(?:[。.] ?)?(?:(?:改进措施：|remedy: )(.*))?$", re.DOTALL)


def cause_and_remedy(text: str) -> tuple[str, str]:
    """Return the cause and the remedy of a text of reasons; "" for one that it has not.

    >>> cause_and_remedy("原因：停办。改进措施：补办"), cause_and_remedy("停办")
    (('停办', '补办'), ('停办', ''))
    """
    cause, remedy = _CAUSE.findall(text)[0]
    return cause.strip(), remedy.strip()


__all__ = ["cause_and_remedy"]
