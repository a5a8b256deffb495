"""What of a file is read into no form: comments, text boxes, headers, hidden sheets, projects without a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from jixiao.border.asides import Aside, Kind
from jixiao.findings import Codes, Finding
from jixiao.forms.embedded_project import EmbeddedForm
from jixiao.forms.importing.grid import Grid
from jixiao.forms.labels import FLAGS
from jixiao.model.fields import MOST_SHOWN
from jixiao.quantity import unspaced

_NAMES: Mapping[Kind, tuple[str, str]] = {
    "comment": ("批注", "comments"),
    "box": ("文本框", "text boxes"),
    "header": ("页眉页脚", "headers and footers"),
    "note": ("脚注", "footnotes"),
    "deleted": ("修订中删去的文字", "tracked deletions"),
}
#: Comments that the program writes itself.
_OWN = frozenset(unspaced(text) for words in FLAGS.values() for text in words.values())


def unread_asides(file: str, asides: Iterable[Aside]) -> Iterator[Finding]:
    """Name the texts that stand in no cell and no paragraph: one finding for each kind."""
    texts = [aside for aside in asides if unspaced(aside.text) not in _OWN]
    for kind, names in _NAMES.items():
        same = [aside for aside in texts if aside.kind == kind]
        if same:
            places = " ".join(dict.fromkeys(filter(None, (aside.cell for aside in same))))
            what, what_en = (f"{name} {places}".strip() for name in names)
            yield unread(file, what, what_en, dict.fromkeys(aside.text for aside in same))


def hidden_sheet(file: str, title: str, grid: Grid) -> Finding:
    """Name a hidden sheet, which is not read."""
    texts = (spot.text for spot in grid.spots)
    return unread(file, f"隐藏的工作表“{title}”", f"the hidden sheet “{title}”", texts)


def without_table(file: str, carried: Iterable[EmbeddedForm]) -> Iterator[Finding]:
    """Name the projects that a file carries along and shows no more."""
    names = [one.name for one in carried]
    if names:
        yield unread(
            file, "文件附带、表已不在的项目", "projects that the file carries along without their tables", names
        )


def unread(file: str, what: str, what_en: str, texts: Iterable[str]) -> Finding:
    """A finding that something of a file is not read, with the beginning of its texts."""
    text = " ".join(" ".join(texts).split())[:MOST_SHOWN]
    return Finding(Codes.TEXT_BESIDE_FORMS, file, {"what": what, "what_en": what_en, "text": text})


__all__ = ["hidden_sheet", "unread_asides", "without_table"]
