"""Questions about unknown headings, asked at a terminal; the answers are kept beside the file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TextIO

from jixiao.border.file_kinds import COLUMNS_FILE
from jixiao.border.outputs import Outputs
from jixiao.findings import Codes, Finding, Lang
from jixiao.forms.importing import FileReading
from jixiao.forms.importing.columns import columns_beside, is_known_heading, text_of_columns

_QUESTION: dict[Lang, str] = {
    "zh": "{where} 的栏目“{text}”是哪一栏？{choices}，回车跳过：",
    "en": "{where}: which column is “{text}”? {choices}, Enter to skip: ",
}


def is_terminal() -> bool:
    """Whether somebody can be asked: both the questions and the answers go through a terminal."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def answered_columns(reading: FileReading, lang: Lang, answers: TextIO, questions: TextIO) -> dict[str, str]:
    """Return the known heading for each unknown one of a file that somebody has answered."""
    columns = dict[str, str]()
    for one in reading.readings:
        for finding in one.imported.findings:
            heading = str(finding.args.get("text", ""))
            if finding.code == Codes.UNKNOWN_HEADING and heading not in columns:
                word = _answer(finding, lang, answers, questions)
                if word:
                    columns[heading] = word
    return columns


def _answer(finding: Finding, lang: Lang, answers: TextIO, questions: TextIO) -> str:
    """Return the known heading that somebody names, by its number or its word; "" for none."""
    near = str(finding.args["near"]).split("、")
    choices = "  ".join(f"{number}={word}" for number, word in enumerate(near, 1))
    while True:
        args = {"where": finding.args["where"], "text": finding.args["text"], "choices": choices}
        print(_QUESTION[lang].format(**args), end="", file=questions, flush=True)
        answer = answers.readline().strip()
        if answer.isdecimal() and 1 <= int(answer) <= len(near):
            return near[int(answer) - 1]
        if not answer or is_known_heading(answer):
            return answer


def remember(path: Path, columns: dict[str, str]) -> None:
    """Keep explained headings beside a file, with those that are kept there already.

    Raises:
        OutputError: the file cannot be written.
    """
    words = {**columns_beside(path).words, **columns}
    Outputs(str(path.parent / COLUMNS_FILE), force=True).write([text_of_columns(words)])


__all__ = ["answered_columns", "is_terminal", "remember"]
