"""The rival of contest C: every file of a folder read with PyYAML's C loader, and nothing else."""

import sys
from pathlib import Path

import yaml

for file in sorted(Path(sys.argv[1]).iterdir()):
    with file.open("rb") as stream:
        yaml.load(stream, Loader=yaml.CSafeLoader)
