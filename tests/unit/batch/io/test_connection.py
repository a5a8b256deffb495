"""Where a database is: odd passwords work, and no message shows them, however they are spelled."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("polars")

from jixiao.batch.io.connection import percent_encoded, without_password

ODD = ["p@ss", "100%", "a%zz@b", "p:w", "q?r=s", "x#y", "ge heim", "密码@1", "@@", "a/b", "%41%42"]
PASSWORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0", exclude_categories=["Cs"]), min_size=1)


@pytest.mark.parametrize("password", ODD)
def test_a_password_as_it_is_typed_reaches_the_database(password: str) -> None:
    parts = urlsplit(percent_encoded(f"postgresql://bob:{password}@host:5432/db"))
    typed = password if re.search("%(?![0-9A-F]{2})", password) else unquote(password)
    assert unquote(parts.password or "") == typed
    assert (parts.hostname, parts.port, parts.path) == ("host", 5432, "/db")


@pytest.mark.parametrize(
    "uri",
    [
        "postgresql://bob:p%40ss@host/db", "postgresql:///db?host=/run/pg&options=-cdefault%3Don", "postgresql://",
        "postgresql://bob:pw@host?user=a@b", "postgres://bob@h1:1,h2:2/db", "host=h password='a b'", "postgresql:///db",
        "postgresql://[::1]:5432/db", "postgresql://host/db?password=geheim",
    ],
)  # fmt: skip
def test_what_libpq_reads_as_it_is_stays_as_it_is(uri: str) -> None:
    assert percent_encoded(uri) == uri


@given(PASSWORDS.filter(lambda password: len(password) > 3))
def test_no_message_shows_a_password_in_any_spelling(password: str) -> None:
    for uri in (f"postgresql://bob:{password}@host/db", f"postgresql://host/db?password={quote(password, safe='')}"):
        for spelling in (password, quote(password, safe=""), percent_encoded(uri)):
            assert password not in without_password(f"FATAL: {spelling} is wrong, see (bob:{spelling})", uri)


@given(PASSWORDS.filter(lambda password: '"' not in password), st.data())
def test_no_piece_of_a_password_is_quoted(password: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(password) - 1))
    piece = password[start : data.draw(st.integers(start + 1, len(password)))]
    message = without_password(f'invalid integer value "{piece}" for port', f"postgresql://bob:{password}@host/db")
    assert message == 'invalid integer value "***" for port'


@pytest.mark.parametrize("password", ODD)
def test_the_driver_shows_no_password(password: str) -> None:
    database = pytest.importorskip("adbc_driver_postgresql.dbapi")
    for uri in (
        f"postgresql://bob:{password}@127.0.0.1:1/db", f"postgresql://127.0.0.1:1/db?password={password}",
        f"host=127.0.0.1 port=1 password={password}", f"mysql://bob:{password}@127.0.0.1/db",
    ):  # fmt: skip
        with pytest.raises(database.Error) as caught:
            database.connect(percent_encoded(uri))
        message = without_password(str(caught.value), uri)
        pieces = [piece for piece in re.split(r"[@/?%: =]", password) if piece]
        quoted = re.findall(r'"([^"]*)"', message)
        assert not [piece for piece in pieces if piece in quoted]
        assert len(password) < 4 or password not in message
