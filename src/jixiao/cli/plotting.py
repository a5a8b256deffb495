"""``jixiao spec plot``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from jixiao.cli.changing import spec_or_code
from jixiao.cli.files import is_folder, write_whole
from jixiao.cli.scoring import tell, usage
from jixiao.finding import Lang
from jixiao.lock import version_of
from jixiao.model.spec import IndicatorSpec
from jixiao.plot.drawing import Format, PlotError, draw
from jixiao.plot.panels import panels


def plot_spec(
    name: str, output: str | None, format: Format | None, font: Path | None, lang: Lang, local: Path | None
) -> int:
    """Draw a spec's curves: one sheet to a file or standard output, or a picture for each rule into a folder."""
    spec = spec_or_code(name, lang, local)
    if isinstance(spec, int):
        return spec
    chosen: Format = format or ("png" if (output or "").lower().endswith(".png") else "svg")
    try:
        for path, picture in _pictures(spec, output, chosen, font, lang):
            if path is None:
                sys.stdout.buffer.write(picture)
            else:
                write_whole(path, picture)
    except PlotError as error:
        tell((error.finding,), lang)
        return 1
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        return usage(f"{output or 'stdout'}: {error.strerror}")
    return 0


def _pictures(
    spec: IndicatorSpec, output: str | None, format: Format, font: Path | None, lang: Lang
) -> Iterator[tuple[Path | None, bytes]]:
    drawn, title = panels(spec, lang), f"{spec.title}  {version_of(spec)}"
    if output is None or not is_folder(output):
        yield (None if output is None else Path(output)), draw(drawn, title, format, font)
        return
    for panel in drawn:
        yield Path(output) / f"{spec.id}.{panel.name}.{format}", draw([panel], title, format, font)
