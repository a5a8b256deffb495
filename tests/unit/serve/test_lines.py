"""Lines are the same however the bytes arrive, a spool gives what was put, and answers come in turn."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.serve.batch import in_order
from jixiao.serve.lines import Line, split_lines
from jixiao.serve.spool import Spool

MOST = 8


async def stream(chunks: Iterable[bytes]) -> AsyncIterator[bytes]:
    for chunk in chunks:
        yield chunk


def lines_of(chunks: Iterable[bytes]) -> list[Line]:
    async def collect() -> list[Line]:
        return [line async for line in split_lines(stream(chunks), MOST)]

    return asyncio.run(collect())


@given(
    data=st.lists(st.sampled_from([b"a", b" ", b"\n", b"\r\n", b"bcd", b"x" * 20])).map(b"".join),
    size=st.integers(1, 7),
)
def test_lines_do_not_depend_on_the_pieces(data: bytes, size: int) -> None:
    pieces = [data[at : at + size] for at in range(0, len(data), size)]
    whole = [Line(line if len(line) <= MOST else b"", len(line)) for line in data.split(b"\n")]
    assert lines_of(pieces) == [line for line in whole if line.data.strip() or line.length > MOST]


def test_no_more_of_a_line_is_held_than_is_allowed() -> None:
    [line, after] = lines_of([b"x" * 5] * 100 + [b"\nnext"])
    assert (line.is_too_long, line.length, line.data) == (True, 500, b"")
    assert after == Line(b"next", 4)


@given(st.lists(st.one_of(st.binary(max_size=200_000), st.none()), max_size=12))
def test_a_spool_gives_what_was_put_in_order(steps: list[bytes | None]) -> None:
    """``None`` stands for taking what is there."""

    async def run() -> tuple[bytes, bytes]:
        spool, put, taken = Spool(), b"", b""
        for data in steps:
            if data is not None:
                spool.put(data)
                put += data
            elif len(taken) < len(put):
                taken += await spool.take()
        spool.finish()
        while data := await spool.take():
            taken += data
        spool.close()
        return put, taken

    put, taken = asyncio.run(run())
    assert put == taken


def test_who_takes_from_a_spool_waits_for_what_comes() -> None:
    async def run() -> bytes:
        spool = Spool()
        taking = asyncio.create_task(spool.take())
        await asyncio.sleep(0)
        spool.put(b"late")
        data = await taking
        spool.close()
        return data

    assert asyncio.run(run()) == b"late"


def test_answers_come_in_turn_and_no_more_are_at_work_than_allowed() -> None:
    at_work: set[int] = set()
    most = 0

    async def work(number: int) -> int:
        nonlocal most
        at_work.add(number)
        most = max(most, len(at_work))
        await asyncio.sleep(0.01 * (number % 3))
        at_work.discard(number)
        return number

    async def numbers() -> AsyncIterator[int]:
        for number in range(30):
            yield number

    async def run() -> list[int]:
        return [number async for number in in_order(numbers(), work, 4)]

    assert asyncio.run(run()) == list(range(30))
    assert 1 < most <= 6


def test_what_goes_wrong_with_the_input_is_raised_after_the_answers_before_it() -> None:
    async def numbers() -> AsyncIterator[int]:
        yield 1
        raise OSError("gone")

    async def work(number: int) -> int:
        return number

    async def run() -> tuple[int, str]:
        answers = in_order(numbers(), work, 4)
        first = await anext(answers)
        with pytest.raises(OSError, match="gone") as raised:
            await anext(answers)
        return first, str(raised.value)

    assert asyncio.run(run()) == (1, "gone")
