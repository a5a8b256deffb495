"""Contestants that take turns, each a process of its own, and what each of them costs."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

#: Runs a command in silence and prints its cost. It is a process of its own, as a new process counts the memory of the
#: one that it comes from.
MEASURE = """
import resource, subprocess, sys, time
begin = time.perf_counter()
process = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
wall, usage = time.perf_counter() - begin, resource.getrusage(resource.RUSAGE_CHILDREN)
if process.returncode:
    sys.exit(process.stderr.decode())
print(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024)
"""


@dataclass(frozen=True)
class Cost:
    """What a process took together with its children: seconds of processor and of wall, and its peak memory in MB."""

    cpu: float
    wall: float
    memory: float


@dataclass(frozen=True)
class Contestant:
    """A command that scores a table of rows into a folder; ``variables`` are set in its environment."""

    command: tuple[str, ...]
    variables: Mapping[str, str] = field(default_factory=dict)

    def cost(self, source: Path, folder: Path) -> Cost:
        """Return what one run costs.

        Raises:
            CalledProcessError: the command failed.
        """
        command = [part.format(source=source, folder=folder) for part in self.command]
        measured = subprocess.run(
            [sys.executable, "-c", MEASURE, *command],
            env={**os.environ, **self.variables},
            check=True,
            stdout=subprocess.PIPE,
        )
        return Cost(*map(float, measured.stdout.split()))


@dataclass
class Costs:
    """The costs of a contestant: of its runs, and of its starts, which are runs on next to nothing.

    The least counts, as whatever else the machine does only ever adds.
    """

    runs: list[Cost] = field(default_factory=list)
    starts: list[Cost] = field(default_factory=list)

    @property
    def start(self) -> float:
        """Return the processor seconds of a start."""
        return min(cost.cpu for cost in self.starts)

    @property
    def cpu(self) -> float:
        """Return the processor seconds of a run above those of a start."""
        return min(cost.cpu for cost in self.runs) - self.start

    @property
    def wall(self) -> float:
        """Return the wall seconds of a run above those of a start."""
        return min(cost.wall for cost in self.runs) - min(cost.wall for cost in self.starts)

    @property
    def memory(self) -> float:
        """Return the peak memory of all runs, in MB."""
        return max(cost.memory for cost in self.runs)


def compete(contestants: Mapping[str, Contestant], source: Path, little: Path, rounds: int) -> dict[str, Costs]:
    """Let all score the source in turn, round after round, each into the folder of its name; return their costs."""
    costs = {name: Costs() for name in contestants}
    for _ in range(rounds):
        for name, contestant in contestants.items():
            costs[name].starts.append(contestant.cost(little, folder_of(source, f"{name}, start")))
            costs[name].runs.append(contestant.cost(source, folder_of(source, name)))
    return costs


def folder_of(source: Path, name: str) -> Path:
    """Return the folder into which a contestant scores a source."""
    return source.parent / f"{source.stem}, {name}"
