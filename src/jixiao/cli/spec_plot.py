"""``jixiao spec plot``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from jixiao.border.outputs import OutputError, Outputs
from jixiao.cli.result_files import exit_code, format_by_ending, outputs_of
from jixiao.cli.score import tell
from jixiao.cli.spec_diff import spec_or_code
from jixiao.findings import Lang
from jixiao.loading.lock import version_of
from jixiao.model.spec import IndicatorSpec
from jixiao.spec_tools.plot.drawing import Format, PlotError, draw
from jixiao.spec_tools.plot.panels import panels

#: The formats of pictures by the endings of their files.
ENDINGS: Mapping[str, Format] = {".svg": "svg", ".png": "png"}


def plot_spec(
    name: str,
    output: str | None,
    format: Format | None,
    font: Path | None,
    lang: Lang,
    local: Path | None,
    *,
    force: bool = False,
) -> int:
    """Draw a spec's curves: one sheet to a file or standard output, or a picture for each rule into a folder."""
    spec = spec_or_code(name, lang, local)
    if isinstance(spec, int):
        return spec
    try:
        chosen = format or format_by_ending(output, ENDINGS) or "svg"
        outputs = outputs_of(output, [], name, local, format_name=chosen, force=force)
        for place, picture in _pictures(spec, outputs, chosen, font, lang):
            outputs.write([picture], place)
    except PlotError as error:
        tell((error.finding,), lang)
        return 1
    except OutputError as error:
        return exit_code(error, lang)
    return 0


def _pictures(
    spec: IndicatorSpec, outputs: Outputs, format: Format, font: Path | None, lang: Lang
) -> Iterator[tuple[Path | None, bytes]]:
    """The pictures, each with its place in a folder."""
    drawn, title = panels(spec, lang), f"{spec.title}  {version_of(spec)}"
    if not outputs.is_folder:
        yield None, draw(drawn, title, format, font)
        return
    for panel in drawn:
        yield outputs.path_of(f"{spec.id}.{panel.name}", format), draw([panel], title, format, font)
