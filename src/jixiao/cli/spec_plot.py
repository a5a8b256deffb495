"""``jixiao spec plot``: the rules of a spec as pictures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from jixiao.border.outputs import OutputError, Outputs
from jixiao.cli.console import print_findings, spec_or_exit_code
from jixiao.cli.options import Options
from jixiao.cli.result_files import exit_code, format_by_ending, outputs_of
from jixiao.findings import Lang
from jixiao.loading.lock import version_of
from jixiao.model.spec import IndicatorSpec
from jixiao.spec_tools.plot.drawing import Format, PlotError, draw
from jixiao.spec_tools.plot.panels import panels

#: The formats of pictures by the endings of their files.
ENDINGS: Mapping[str, Format] = {".svg": "svg", ".png": "png"}


def plot_spec(name: str, format: Format | None, font: Path | None, options: Options) -> int:
    """Draw a spec's curves: one sheet to a file or standard output, or a picture for each rule into a folder."""
    spec = spec_or_exit_code(name, options)
    if isinstance(spec, int):
        return spec
    try:
        file_format = format or format_by_ending(options.output, ENDINGS) or "svg"
        outputs = outputs_of(replace(options, spec=name, format=file_format), [])
        for place, picture in _pictures(spec, outputs, file_format, font, options.lang):
            outputs.write([picture], place)
    except PlotError as error:
        print_findings([error.finding], options.lang)
        return 1
    except OutputError as error:
        return exit_code(error, options.lang)
    return 0


def _pictures(
    spec: IndicatorSpec, outputs: Outputs, format: Format, font: Path | None, lang: Lang
) -> Iterator[tuple[Path | None, bytes]]:
    """Return the pictures, each with its place in a folder."""
    rules, title = panels(spec, lang), f"{spec.title}  {version_of(spec)}"
    if not outputs.is_folder:
        yield None, draw(rules, title, format, font)
        return
    for panel in rules:
        yield outputs.path_of(f"{spec.id}.{panel.name}", format), draw([panel], title, format, font)
