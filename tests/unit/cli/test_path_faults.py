"""What the parser of the command line says of files and folders, in Chinese."""

from __future__ import annotations

import re

import pytest
import typer

from jixiao.cli.help import usage_message

FAULTS = ["File 'a' is a directory.", "Directory 'a' is a file."] + [
    f"{kind} 'a' {fault}."
    for kind in ("File", "Directory", "Path", "file", "dir", "path")
    for fault in ("does not exist", "is not readable")
]


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_wrong_with_a_path_is_said_in_chinese(fault: str) -> None:
    message = usage_message(typer.BadParameter(fault), "zh")
    assert re.findall("[a-z]{2,}", message) == ["jixiao", "help"]
