"""Where a database is: URIs as people type them, and messages of its driver without their passwords."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

#: A URI that libpq reads as it was meant: user and password percent-encoded, and parameters with values.
_WELL_FORMED = re.compile(
    r"postgres(?:ql)?://"
    r"(?P<user>(?:[^@:/?#%\s]|%[0-9A-Fa-f]{2})*(?::(?:[^@/?#%\s]|%[0-9A-Fa-f]{2})*)?@)?"
    r"[^@/?]*(?:/[^@?]*)?(?:\?(?:[^=&%]+=(?:(?(user)[^&%]|[^&%@])|%[0-9A-Fa-f]{2})*(?:&|$))*)?"
)
_AUTHORITY = re.compile(r"(?P<scheme>\w+://)(?P<user>[^:@]*)(?P<password>:.*)?@(?P<rest>.*)", re.DOTALL)
_PARAMETER = re.compile(r"\b(?:ssl)?password\s*=\s*(?P<quoted>'(?:[^'\\]|\\.)*'|[^&\s]*)(?P<more>[^&]*)", re.DOTALL)
_MALFORMED_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_QUOTED = re.compile(r'"([^"]+)"')
_MASK = "***"
#: A secret of fewer characters may be part of any word; it is looked for only where a message quotes something.
_SHORT = 4


def percent_encoded(uri: str) -> str:
    """Return a URI with user and password percent-encoded where they are not, so that @, %, / and ? may stand in them.

    >>> percent_encoded("postgresql://bob:p@ss%/1@host/db"), percent_encoded("postgresql://bob:p%40ss@host/db")
    ('postgresql://bob:p%40ss%25%2F1@host/db', 'postgresql://bob:p%40ss@host/db')
    """
    if not uri.startswith(("postgresql://", "postgres://")) or _WELL_FORMED.fullmatch(uri):
        return uri
    match = _AUTHORITY.fullmatch(uri)
    if match is None:
        return _MALFORMED_ESCAPE.sub("%25", uri)
    login = _percent_encoded(match["user"])
    if match["password"] is not None:
        login += f":{_percent_encoded(match['password'][1:])}"
    return f"{match['scheme']}{login}@{_MALFORMED_ESCAPE.sub('%25', match['rest'])}"


def _percent_encoded(text: str) -> str:
    """Return a text percent-encoded, unless it already is."""
    is_encoded = "%" in text and not _MALFORMED_ESCAPE.search(text)
    return quote(text, safe="%" if is_encoded else "")


def without_password(message: str, uri: str) -> str:
    """Return a driver's message without the password of a URI or of a libpq string, however it spells it.

    What the message quotes is masked, too, where it is a piece of the password.

    >>> without_password('invalid percent-encoded token: "ss%word"', "postgresql://bob:p@ss%word@host/db")
    'invalid percent-encoded token: "***"'
    """
    secrets = sorted(_spellings(uri), key=len, reverse=True)
    for secret in secrets:
        if len(secret) >= _SHORT:
            message = message.replace(secret, _MASK)
    return _QUOTED.sub(lambda match: f'"{_MASK}"' if _shows(match[1], secrets) else match[0], message)


def _shows(text: str, secrets: list[str]) -> bool:
    return any(text in secret or secret in text for secret in secrets)


def _spellings(uri: str) -> set[str]:
    """Return the passwords of a URI or string, as they are typed, decoded, and encoded."""
    authority = _AUTHORITY.fullmatch(uri)
    typed = [authority["password"][1:]] if authority and authority["password"] else []
    for match in _PARAMETER.finditer(uri):
        typed += [match["quoted"], match["quoted"].strip("'"), (match["quoted"] + match["more"]).strip()]
    return {spelling for text in typed for spelling in (text, unquote(text), quote(text, safe="")) if spelling}


__all__ = ["percent_encoded", "without_password"]
