"""Parts of a file that belong to no form: comments, text boxes, headers, hidden sheets, projects without a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from jixiao.border.unplaced_texts import Aside, Kind
from jixiao.findings import Codes, Finding
from jixiao.forms.embedded_project import EmbeddedForm
from jixiao.forms.importing.grid import Grid
from jixiao.forms.labels import COMMENT_START, FLAGS
from jixiao.model.fields import MOST_SHOWN
from jixiao.quantity import unspaced

_NAMES: Mapping[Kind, tuple[str, str]] = {
    "comment": ("批注", "comments"),
    "box": ("文本框", "text boxes"),
    "header": ("页眉页脚", "headers and footers"),
    "note": ("脚注", "footnotes"),
    "deleted": ("修订中删去的文字", "tracked deletions"),
    "hidden": ("隐藏的文字", "hidden text"),
    "struck": ("划了删除线的文字", "struck-out text"),
}
#: Comments that the program writes itself, compared without spaces.
_OWN = frozenset(unspaced(text) for words in FLAGS.values() for text in words.values())


def unread_asides(file: str, asides: Iterable[Aside]) -> Iterator[Finding]:
    """Yield one finding for each kind of text that stands in no cell and no paragraph."""
    by_kind: dict[Kind, list[Aside]] = {kind: [] for kind in _NAMES}
    for aside in asides:
        text = aside.text.partition(COMMENT_START)[0]
        if text.strip() and unspaced(text) not in _OWN:
            by_kind[aside.kind].append(aside._replace(text=text))
    yield from (_unread_kind(file, kind, same) for kind, same in by_kind.items() if same)


def _unread_kind(file: str, kind: Kind, asides: Sequence[Aside]) -> Finding:
    """Return the finding that texts of one kind are not read, with their places."""
    places = " ".join(dict.fromkeys(aside.cell for aside in asides if aside.cell))
    what, what_en = (f"{name} {places}".strip() for name in _NAMES[kind])
    return _not_read(file, what, what_en, dict.fromkeys(aside.text for aside in asides))


def hidden_sheet(file: str, title: str, grid: Grid) -> Finding:
    """Return the finding that a hidden sheet is not read."""
    texts = (spot.text for spot in grid.spots)
    return _not_read(file, f"隐藏的工作表“{title}”", f"the hidden sheet “{title}”", texts)


def without_table(file: str, carried: Iterable[EmbeddedForm]) -> Iterator[Finding]:
    """Yield a finding on the embedded projects of a file whose tables are gone, if there are any."""
    names = [project.name for project in carried]
    if names:
        what, what_en = "文件附带、表已不在的项目", "projects that the file carries along without their tables"
        yield _not_read(file, what, what_en, names)


def _not_read(file: str, what: str, what_en: str, texts: Iterable[str]) -> Finding:
    """Return the finding that something of a file is not read, with the beginning of its texts."""
    text = " ".join(" ".join(texts).split())[:MOST_SHOWN]
    return Finding(Codes.TEXT_BESIDE_FORMS, file, {"what": what, "what_en": what_en, "text": text})


__all__ = ["hidden_sheet", "unread_asides", "without_table"]
