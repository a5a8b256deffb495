"""The journey of one project, bytes → project → score → JSON bytes, as CPU time: `python bench/journey.py`.

With `--against COMMIT` an old commit makes the same journey in the same run: each in a process of its own, in turns,
so that whatever else the machine does hits both. No body is scored twice by one process.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

ROOT = Path(__file__).parent.parent
SPEC = "cn.mof-2020-10"
#: The commit that a new one is held against unless another is named.
OLD = "49ff553"
ROUNDS, PROJECTS = 25, 80
#: What the new may take of the old commit's time.
AIM = 0.43


def bodies() -> list[bytes]:
    """Return made-up projects of nine rows and execution as JSON in canonical keys, one for each turn."""
    import data

    import jixiao

    rows = [*data.ROWS[:7], ("效益指标", "经济效益指标", 10), data.ROWS[-1]]
    documents = (data.project(number, rows)[0] for number in range(ROUNDS * PROJECTS))
    projects = (jixiao.load_project(document) for document in documents)
    return [json.dumps(project.typed.data, ensure_ascii=False).encode() for project in projects]


def journey() -> Callable[[bytes], bytes]:
    """Return the journey of the tree on the path, by the names that its time had for reading a text."""
    import jixiao

    def read_text(body: bytes) -> Any:
        return jixiao.load_project(body.decode())

    read, spec = getattr(jixiao, "parse_project", read_text), jixiao.load_spec(SPEC)
    return lambda body: jixiao.score(read(body), spec).to_json().encode()


def travel(file: Path) -> None:
    """Make the journeys of one round at each line on standard input, and print the mean CPU seconds of one."""
    lines, run = file.read_bytes().splitlines(), journey()
    for turn in range(ROUNDS):
        sys.stdin.readline()
        begin = process_time()
        for body in lines[turn * PROJECTS : (turn + 1) * PROJECTS]:
            run(body)
        print((process_time() - begin) / PROJECTS, flush=True)


@contextmanager
def traveller(source: Path, file: Path) -> Iterator[Callable[[], float]]:
    """A process that makes the journeys with the source of one tree; its next round is run by a call."""
    command = [sys.executable, __file__, "--bodies", str(file)]
    environment = {**os.environ, "PYTHONPATH": str(source)}
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        stdin, stdout = process.stdin, process.stdout

        def run() -> float:
            stdin.write("\n")
            stdin.flush()
            return float(stdout.readline())

        yield run


@contextmanager
def worktree(commit: str) -> Iterator[Path]:
    """The tree of a commit in a folder that goes away again."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / commit
        subprocess.run(
            ["git", "worktree", "add", "--detach", folder, commit], cwd=ROOT, check=True, capture_output=True
        )
        try:
            yield folder
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", folder], cwd=ROOT, check=True, capture_output=True)


def contest(commit: str = OLD) -> None:
    """D: print the CPU time of a journey, of an old commit too where one is named, and where ours goes."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        file = folder / "bodies.jsonl"
        file.write_bytes(b"\n".join(bodies()))
        trees = {"now": ROOT}
        if commit is not None:
            trees[commit] = stack.enter_context(worktree(commit))
        runs = {name: stack.enter_context(traveller(tree / "src", file)) for name, tree in trees.items()}
        times = [{name: run() * 1000 for name, run in runs.items()} for _ in range(ROUNDS)][1:]
    print(f"\nD. JSON bytes → project → score → JSON bytes, nine rows and execution\n{'-' * 78}")
    for name in trees:
        own = [turn[name] for turn in times]
        print(f"  {name:44s} median {median(own):7.3f} ms CPU   best {min(own):7.3f}")
    if commit is not None:
        ratios = [turn["now"] / turn[commit] for turn in times]
        print(f"  now : {commit} = {median(ratios):.2f} (median of the turns' ratios), aim ≤ {AIM}")
    show_stages()


def show_stages() -> None:
    """Print what each stage of our own journey takes; a round is dropped before the next, as the journeys are."""
    import jixiao
    from jixiao.loading.decoding import decode
    from jixiao.loading.yaml_composer import compose
    from jixiao.result import json_text

    spec, lines = jixiao.load_spec(SPEC), bodies()
    stages: dict[str, Callable[[Any], Any]] = {
        "bytes → data with places (also in the next)": lambda line: (line, compose(decode("", line)[0])),  # type: ignore[arg-type]
        "bytes → project": lambda pair: jixiao.score(jixiao.parse_project(pair[0]), spec),
        "facts and scores": lambda result: (result.scored, result)[1],
        "checks and places of their findings": lambda result: (result.findings, result)[1],
        "document": lambda result: result.to_dict(),
        "document → JSON bytes": lambda document: json_text(document).encode(),
    }
    seconds: dict[str, list[float]] = {name: [] for name in stages}
    for turn in range(ROUNDS):
        values: list[Any] = lines[turn * PROJECTS : (turn + 1) * PROJECTS]
        for name, stage in stages.items():
            begin = process_time()
            values = list(map(stage, values))
            seconds[name].append((process_time() - begin) / PROJECTS)
    for name, each in seconds.items():
        print(f"    {name:48s} {median(each) * 1e6:5.0f} µs")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--against", metavar="COMMIT", help="an old commit that makes the same journey in turns")
    parser.add_argument("--bodies", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.bodies:
        travel(options.bodies)
    else:
        contest(options.against)
