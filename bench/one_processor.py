"""Run a command on one processor only: `python bench/one_processor.py COMMAND...`."""

import os
import sys

if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
os.execv(sys.argv[1], sys.argv[1:])  # noqa: S606  # our own command
