"""Panels drawn with matplotlib: the same panels give the same bytes."""

from __future__ import annotations

import io
import logging
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from jixiao.extras import missing_extra
from jixiao.findings import Codes, Finding
from jixiao.findings.terminal import width
from jixiao.spec_tools.plot.panels import Dot, Label, Panel

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Format = Literal["svg", "png"]

#: Inches: a panel with its margins left and right, its axes, the room above them; the head of a sheet. Panels abreast.
WIDE, LEFT, RIGHT, AXES, ABOVE, HEAD, COLUMNS = 7, 1, Fraction(2, 5), Fraction(5, 2), Fraction(1, 2), 1, 2
#: Parts of the axes: a line of text below them, room around their heights, and how close two labels may come.
_DEEP, _OVER, _CLOSE, _CLOSE_UP = Fraction(8, 100), Fraction(8, 100), Fraction(1, 9), Fraction(5, 100)
#: How far left of the axes a caption begins, as a part of them.
_ASIDE = LEFT / (WIDE - LEFT - RIGHT) * Fraction(4, 5)
#: Points of type; columns of text above and below a panel; dots an inch.
_TITLE, _TEXT, _HEADLINE, _COLUMNS, _DPI = 13, 9, 68, 96, 110
_LINE, _DOT, _ON_TOP, _LEADING = 2, 6, 3, Fraction(1, 4)
_BLUE, _GREY, _PALE = "#1f4e79", "#777777", "#e3e3e3"
#: Fonts with 汉字, the likeliest first; any other that has the characters will do.
FONTS = (
    "Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN", "Microsoft YaHei", "PingFang SC",
    "Hiragino Sans GB", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "SimHei", "SimSun", "Noto Serif CJK SC", "STSong",
    "Droid Sans Fallback",
)  # fmt: skip
_LATIN = "DejaVu Sans"  # comes with the library, so a layout by it is the same everywhere
_FIRST_WIDE = 0x2E80


class PlotError(ValueError):
    """A picture that cannot be drawn on this machine; ``finding`` says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


def draw(panels: list[Panel], title: str, format: Format, font: Path | None = None) -> bytes:  # noqa: A002
    """Return a sheet of panels. SVG keeps its texts as texts and needs no font; PNG needs one that has the 汉字.

    Raises:
        PlotError: matplotlib is not installed, or no font has the characters.
    """
    return picture(lambda figure: _sheet(figure, panels, title), format, _characters(panels, title), font)


def picture(
    make: Callable[[type[Figure]], Figure],
    format: Format,  # noqa: A002
    characters: set[int],
    font: Path | None = None,
) -> bytes:
    """Return what ``make`` draws as bytes, the same each time; ``characters`` are those that need a font.

    Raises:
        PlotError: matplotlib is not installed, or no font has the characters.
    """
    try:
        import matplotlib as mpl
        from matplotlib.figure import Figure
    except ImportError as error:
        raise PlotError(Finding(Codes.EXTRA_NEEDED, args=missing_extra("matplotlib", "charts"))) from error
    family = [_LATIN]
    if format == "png":
        family.insert(0, _font(characters, font))
    settings: dict[Any, Any] = {
        "svg.hashsalt": "jixiao",
        "svg.fonttype": "none",
        "font.family": family,
        "axes.unicode_minus": False,
    }
    buffer = io.BytesIO()
    with _quiet(), mpl.rc_context(settings):
        make(Figure).savefig(buffer, format=format, dpi=_DPI, metadata=_METADATA[format])
    data = buffer.getvalue()
    return _any_font(data) if format == "svg" else data


_METADATA: dict[Format, dict[str, str | None]] = {
    "svg": {"Date": None, "Creator": "jixiao"},
    "png": {"Software": "jixiao"},
}


def _any_font(svg: bytes) -> bytes:
    """Return the picture with its texts in whatever Chinese font its viewer has."""
    stack = ", ".join((*FONTS, "sans-serif"))
    own, root = f"font-family: '{_LATIN}'; ", f'<svg xml:lang="zh-CN" font-family="{stack}" '
    return svg.replace(own.encode(), b"").replace(b"<svg ", root.encode(), 1)


@contextmanager
def _quiet() -> Iterator[None]:
    """Silence the library's remarks on glyphs that its own font lacks."""
    log = logging.getLogger("matplotlib.font_manager")
    level = log.level
    log.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        log.setLevel(level)


def _characters(panels: list[Panel], title: str) -> set[int]:
    """Return the characters that an ordinary Latin font lacks."""
    texts = [title]
    for panel in panels:
        texts += [panel.title, panel.xlabel, panel.judging, *panel.caption]
        texts += [label.text for label in (*panel.xs, *panel.ys)]
    return {ord(character) for text in texts for character in text if ord(character) >= _FIRST_WIDE}


def _font(characters: set[int], file: Path | None) -> str:
    """Return the name of a font that has the characters: of a file, else of one that is installed."""
    from matplotlib import font_manager

    manager = font_manager.fontManager
    entries = _entries(manager, file)
    for entry in sorted(entries, key=_preference):
        if characters <= _characters_of(entry):
            return str(entry.name)
    example = chr(min(characters, default=_FIRST_WIDE))
    raise PlotError(Finding(Codes.NO_CHART_FONT, args={"count": len(characters), "example": example}))


def _entries(manager: Any, file: Path | None) -> list[Any]:
    """Return the fonts of a file, or all that are installed."""
    from matplotlib import font_manager

    if file is not None:
        _load([str(file)], manager)
        return [entry for entry in manager.ttflist if entry.fname == str(file)]
    listed = {entry.fname for entry in manager.ttflist}
    _load(sorted(set(font_manager.findSystemFonts()) - listed), manager)
    return list(manager.ttflist)


def _load(paths: list[str], manager: Any) -> None:
    for path in paths:
        try:
            manager.addfont(path)
        except (OSError, RuntimeError, ValueError):
            continue  # no font that can be read; another may be


def _preference(entry: Any) -> tuple[int, bool, str, str]:
    place = (*FONTS, entry.name).index(entry.name)
    return place, entry.style != "normal", str(entry.weight), str(entry.fname)


def _characters_of(entry: Any) -> set[int]:
    from matplotlib.ft2font import FT2Font

    try:
        return set(FT2Font(entry.fname, face_index=entry.index).get_charmap())
    except (OSError, RuntimeError):
        return set()


def _on_paper(*values: Fraction | int) -> list[Any]:
    """Return places on the paper as the library takes them; what is printed beside them is exact."""
    from numpy import array

    return list(array(values, dtype="f8").tolist())


def _sheet(figure: type[Figure], panels: list[Panel], title: str) -> Figure:
    columns = min(COLUMNS, len(panels))
    rows = [panels[index : index + columns] for index in range(0, len(panels), columns)]
    wide, high = WIDE * columns, HEAD + sum(map(_tall, rows))
    sheet = figure(figsize=tuple(_on_paper(wide, high)))
    for index, line in enumerate(wrapped(title, _HEADLINE * columns)):
        x, y = _on_paper(Fraction(1, 2), 1 - HEAD * _LEADING * (2 + index) / high)
        sheet.text(x, y, line, ha="center", size=_TITLE)
    top = high - HEAD
    for row in rows:
        for column, panel in enumerate(row):
            corner = ((WIDE * column + LEFT) / Fraction(wide), (top - ABOVE - AXES) / high)
            x, y, across, tall = _on_paper(*corner, (WIDE - LEFT - RIGHT) / Fraction(wide), AXES / high)
            _panel(sheet.add_axes((x, y, across, tall)), panel)
        top -= _tall(row)
    return sheet


def _tall(row: list[Panel]) -> Fraction:
    """Return the inches that a row of panels takes, with the longest caption in it."""
    lines = max(_under(panel) + len(_lines(panel)) for panel in row)
    return ABOVE + AXES * (1 + _DEEP * (lines + 2))


def _panel(axes: Axes, panel: Panel) -> None:
    low, high = panel.window
    axes.set_xlim(*_on_paper(low, high))
    axes.set_ylim(*_on_paper(-_OVER, 1 + _OVER))
    axes.set_title(panel.title, size=_TITLE - 2, loc="left")
    heights = list(_apart(panel.ys))
    axes.set_yticks(_on_paper(*(label.at for label in heights)), [label.text for label in heights], size=_TEXT)
    axes.set_xticks(_on_paper(*(label.at for label in panel.xs)), [""] * len(panel.xs))
    axes.grid(color=_PALE)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for start, end in panel.judged:
        axes.axvspan(*_on_paper(start, end), color=_PALE, hatch="//", fill=False, linewidth=0)
        middle = ((start + end) / 2 - low) / (high - low)
        _text(axes, middle, Fraction(1, 2), panel.judging, "center")
    for stroke in panel.strokes:
        xs, ys = (_on_paper(*ends) for ends in zip(stroke.start, stroke.end, strict=True))
        axes.plot(xs, ys, color=_BLUE, linewidth=_LINE, solid_capstyle="butt")
    for dot in panel.dots:
        _dot(axes, dot)
    _below(axes, panel)


def _dot(axes: Axes, dot: Dot) -> None:
    """Draw an end: filled where it belongs to its piece, hollow where it does not."""
    look: dict[str, Any] = {"color": _BLUE, "markersize": _DOT, "zorder": _ON_TOP, "clip_on": False}
    face = _BLUE if dot.filled else "white"
    axes.plot(_on_paper(dot.x), _on_paper(dot.y), "o", markerfacecolor=face, **look)


def _below(axes: Axes, panel: Panel) -> None:
    """Write the places of the breakpoints, staggered where they are close; then the measure and the caption."""
    low, high = panel.window
    for label, row in _staggered(panel):
        _text(axes, (label.at - low) / (high - low), -_DEEP * (1 + row), label.text, "center")
    under = _under(panel)
    _text(axes, Fraction(1, 2), -_DEEP * under, panel.xlabel, "center")
    for index, line in enumerate(_lines(panel), under + 1):
        _text(axes, -_ASIDE, -_DEEP * index, line, "left", _GREY)


def _staggered(panel: Panel) -> Iterator[tuple[Label, int]]:
    """Return each label with its line: the second where the one before on the first is too close."""
    low, high = panel.window
    span = high - low
    last = low - span
    for label in panel.xs:
        if label.at - last < span * _CLOSE:
            yield label, 1
        else:
            last = label.at
            yield label, 0


def _under(panel: Panel) -> int:
    """Return the line of the measure's name."""
    return 2 + max((row for _, row in _staggered(panel)), default=0)


def _lines(panel: Panel) -> list[str]:
    return [line for text in panel.caption for line in wrapped(text, _COLUMNS)]


def _apart(labels: tuple[Label, ...]) -> Iterator[Label]:
    """Return the labels of heights, those too close to another without text; the lowest and the highest keep theirs."""
    places = [labels[0].at, labels[-1].at]
    for label in labels:
        if label.at in places or all(abs(label.at - place) >= _CLOSE_UP for place in places):
            places.append(label.at)
            yield label
        else:
            yield label._replace(text="")


def _text(axes: Axes, x: Fraction, y: Fraction, text: str, ha: str, color: str = "black") -> None:
    across, up = _on_paper(x, y)
    axes.text(across, up, text, ha=ha, va="baseline", size=_TEXT, color=color, transform=axes.transAxes)


def wrapped(text: str, columns: int) -> list[str]:
    """Return a text in lines of at most so many columns, a 汉字 taking two.

    >>> wrapped("甲乙丙丁", 4)
    ['甲乙', '丙丁']
    """
    lines = [""]
    for character in text:
        if width(lines[-1] + character) > columns:
            lines.append("")
        lines[-1] += character
    return lines
