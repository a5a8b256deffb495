"""How a report grows with its projects: `python bench/report_growth.py [FORMAT...]`.

Folders of 1,000, 2,000 and 4,000 project files are reported; seconds of the processors and the memory of all processes
together are printed, and how much of both each further thousand takes.
"""

from __future__ import annotations

import json
import sys
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import data
import many_files
from tabulate import tabulate

SIZES = (1_000, 2_000, 4_000)
FORMATS = ("md", "html", "xlsx")


def fill(folder: Path, count: int) -> None:
    """Write project files, of a unit ten each."""
    folder.mkdir()
    for number in range(count):
        head = {
            "项目名称": f"项目{number}",
            "实施单位": f"第{number // 10}中心",
            "主管部门": f"第{number // 100}局",
            "年度": "2023",
        }
        project = data.project(number)[0] | {"指标体系": many_files.SPEC} | head
        (folder / f"{number:05}.json").write_text(json.dumps(project, ensure_ascii=False), "utf-8")


def main(formats: list[str]) -> None:
    """Write the folders, report them in each format, and print what it takes."""
    rows = []
    with TemporaryDirectory() as temporary:
        for size in SIZES:
            fill(Path(temporary) / str(size), size)
        for name in formats or FORMATS:
            measures = []
            for size in SIZES:
                output = Path(temporary) / f"{size}.{name}"
                command = ["report", str(Path(temporary) / str(size)), "-o", str(output)]
                measures.append(many_files.run(command, Path(temporary) / "said", size))
            for size, measure in zip(SIZES, measures, strict=True):
                rows.append([name, size, f"{measure.processor:.1f}", f"{measure.memory / many_files.MEGABYTE:.0f}"])
            for (size, one), (other, two) in pairwise(zip(SIZES, measures, strict=True)):
                thousands = (other - size) / 1_000
                memory = (two.memory - one.memory) / many_files.MEGABYTE / thousands
                seconds = (two.processor - one.processor) / thousands
                rows.append([name, f"+1,000 at {other}", f"{seconds:.1f}", f"{memory:.0f}"])
    print(tabulate(rows, ["format", "projects", "CPU s", "MB in all"]))


if __name__ == "__main__":
    main(sys.argv[1:])
