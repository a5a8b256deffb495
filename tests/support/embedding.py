"""A program that embeds jixiao, as a process of its own: specs from texts, projects from dicts, eight threads.

`python -m tests.support.embedding FIRST SECOND NUMBER`: two files, each a JSON object of the texts of a book. The book
is swapped for the other while the threads score. Prints a line for each project: which book, and its result.
Between two looks at `MARK` nothing but scoring happens.
"""

from __future__ import annotations

import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from typing import Any

from jixiao import Result, SpecBook, load_project, score

SPEC = "x.town-2023"
MARK = "/a/look/that/tells/where/tracing/begins/and/ends"
TARGETS = ("≥95%", "≤40 天", "100 人次", "及时", "2023年6月30日", "—")
ACTUALS = ("92%", "41 天", "97 人次", "基本达成", "2023年7月1日", "96%", "100 人次", None)


def project(number: int) -> dict[str, Any]:
    """A project as a row of a database and its children give it: sound for the most part, with slips here and there."""
    random = Random(number)
    weights = (20, 20, 10, 20, 10, 10) if number % 9 else (20, 20, 10, 20, 10, 11)
    levels = ("产出指标", "产出指标", "产出指标", "效益指标", "效益指标", "满意度指标")
    rows = [
        {"level1": level, "name": f"指标{index}", "target": random.choice(TARGETS), "actual": random.choice(ACTUALS)}
        | {"weight": weight, "cause": random.choice((None, "雨季推迟", "—"))}
        for index, (level, weight) in enumerate(zip(levels, weights, strict=True))
    ]
    funds = {"total": {"budget": random.randint(1, 900), "spent": random.randint(1, 900)}}
    head = {"id": f"{number}", "spec": SPEC, "name": f"项目{number}", "year": 2023, "x": {"row": number}}
    return {**head, "funds": funds, "indicators": rows}


def answer(book: SpecBook, number: int) -> Result:
    return score(load_project(project(number)), book=book)


def main(first: str, second: str, count: str) -> None:
    books = [SpecBook(texts=json.loads(Path(name).read_bytes())) for name in (first, second)]
    for book in books:
        for number in range(40):  # what loads when it is first used is there by now
            answer(book, number).to_json()
    current = [books[0]]

    def run(number: int) -> tuple[int, str]:
        book = current[0]
        if number % 100 == 0:  # reading a spec takes as long as many projects
            books[0] = books[0].reload()
        current[0] = books[number % 2]
        return book.load_spec(SPEC).version == "2", answer(book, number).to_json()

    with ThreadPoolExecutor(8) as pool:
        os.access(MARK, os.F_OK)
        answers = list(pool.map(run, range(int(count))))
        os.access(MARK, os.F_OK)
    for is_second, text in answers:
        sys.stdout.write(f"{int(is_second)} {text}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
