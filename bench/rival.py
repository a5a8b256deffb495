"""One rival of the batch engine: ``python rival.py MODULE code|text SOURCE FOLDER``; MODULE is one of ``rivals/``."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

if __name__ == "__main__":
    module, reasons, source, folder = sys.argv[1:]
    import_module(f"rivals.{module}").tables(source, reasons).write(Path(folder))
