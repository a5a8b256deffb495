"""A page for every spec of the package: its rules in words and pictures, where each comes from, some of its cases."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from drawing import svg

from jixiao.exact import format_exact
from jixiao.loading.lock import version_of
from jixiao.loading.package import package_specs
from jixiao.loading.spec_book import package_book
from jixiao.model.rules import Cap, Rule
from jixiao.spec_tools.cases import case_path, load_cases
from jixiao.spec_tools.diff.differences import LAST, LISTS, describe_entry, describe_sections
from jixiao.spec_tools.diff.messages import WORDS
from jixiao.spec_tools.plot.panels import WEIGHT, panel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jixiao.model.spec import IndicatorSpec
    from jixiao.spec_tools.cases.model import Case
    from jixiao.spec_tools.diff.differences import Entry, Texts

BY = {"clause": "条文 clause", "published": "公布的表 published table", "hand": "手算 by hand"}
#: Cases shown of each provenance.
SHOWN = 3
LEAD_ZH = (
    "由指标体系的数据生成：每条规则适用于哪些指标、怎样计分、依据什么文件、读没读过原文。"
    "曲线上实心点是取得到的值，空心点是取不到的。"
)
LEAD_EN = (
    "Made from the data of each spec: where a rule applies, how it scores, which document it rests on and whether the "
    "text was seen. A filled dot belongs to the curve, an open one does not."
)
ORDER_ZH = "由上到下，取第一条适合的。继承来的规则，编号链接到写它的那一页。"
ORDER_EN = "From top to bottom, the first that fits. The name of an inherited rule leads to the page of its own."
#: The lists whose entries have a curve to draw.
DRAWN = ("rules", "caps")


class Shelf(NamedTuple):
    """A spec with the shelf of the spec it extends, its file below the package's folder, and its cases."""

    spec: IndicatorSpec
    base: Shelf | None
    file: str
    cases: tuple[Case, ...]

    def own(self, section: str) -> list[Entry]:
        """Return the entries of a list that are not inherited as they stand."""
        inherited = getattr(self.base.spec, section) if self.base is not None else ()
        return [entry for entry in getattr(self.spec, section) if entry not in inherited]

    def owner(self, entry: Entry, section: str) -> Shelf:
        """Return where an entry was written as it stands."""
        if self.base is None or entry in self.own(section):
            return self
        return self.base.owner(entry, section)


def shelves() -> list[Shelf]:
    """Return all packaged specs, by id."""
    by_id: dict[str, Shelf] = {}
    return [_shelve(name, by_id) for name in package_book().ids]


def _shelve(name: str, by_id: dict[str, Shelf]) -> Shelf:
    if name not in by_id:
        path = Path(package_book().files[name].name)
        spec = package_book().load_spec(name)
        base = _shelve(spec.extends.split("@")[0], by_id) if spec.extends else None
        file = path.relative_to(package_specs()).as_posix()
        by_id[name] = Shelf(spec, base, file, load_cases(case_path(path)).cases)
    return by_id[name]


def spec_pages() -> Iterator[tuple[str, str]]:
    """Return every page and picture, by its path below ``specs/``."""
    library = shelves()
    yield "index.md", _index(library)
    for shelf in library:
        yield f"{shelf.spec.id}.md", _page(shelf)
        for section in DRAWN:
            for entry in shelf.own(section):
                yield _picture(shelf.spec, entry), svg(panel(shelf.spec, entry, "zh"))


def _picture(spec: IndicatorSpec, entry: Entry) -> str:
    return f"{spec.id}.{entry.name}.svg"


def _index(library: list[Shelf]) -> str:
    rows = [
        [f"[{spec.id}]({spec.id}.md)", spec.title, spec.jurisdiction or "", _period(spec), str(len(shelf.cases))]
        for shelf in library
        for spec in [shelf.spec]
    ]
    parts = ["# 随附的指标体系 Specs of the package", LEAD_ZH, f"*{LEAD_EN}*"]
    parts.append(_table(("编号 id", "名称 title", "地区 place", "施行 in force", "案例 cases"), rows))
    return "\n\n".join(parts) + "\n"


def _period(spec: IndicatorSpec) -> str:
    start, end = spec.in_force.start, spec.in_force.end
    return f"{start or '…'} – {end or '…'}"


def _table(head: tuple[str, ...], rows: list[list[str]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", r"\|").replace("\n", " ")


def _page(shelf: Shelf) -> str:
    spec = shelf.spec
    parts = [f"# {spec.title}", "　·　".join(_facts(shelf)), *_sources(spec), *_weights(spec)]
    for section in LISTS:
        if getattr(spec, section):
            parts += [f"## {_head(section)}", *_list(shelf, section)]
    parts += [*_blocks(spec), *_cases(shelf), "[全部指标体系 All specs](index.md)"]
    return "\n\n".join(parts) + "\n"


def _facts(shelf: Shelf) -> Iterator[str]:
    spec = shelf.spec
    yield f"`{version_of(spec)}`"
    if spec.jurisdiction:
        yield spec.jurisdiction
    yield f"施行 in force {_period(spec)}"
    if shelf.base is not None:
        yield f"继承自 extends [{spec.extends}]({shelf.base.spec.id}.md)"
    yield f"满分 full marks {format_exact(spec.full_marks)}"
    yield f"文件 file `indicator_specs/{shelf.file}`"


def _head(section: str) -> str:
    words, english = WORDS["zh"][section], WORDS["en"][section]
    return f"{words} {english[0].upper()}{english[1:]}"


def _sources(spec: IndicatorSpec) -> Iterator[str]:
    yield f"## {_head('sources')}"
    rows = []
    for name, texts in describe_sections(spec)["sources"].items():
        details = [texts[key] for key in ("title", "article", "date", "note") if texts[key]]
        document = f"[{texts['document']}]({texts['address']})" if texts["address"] else texts["document"]
        rows.append([f"`{name}`", document, texts["kind"], texts["checked"], "；".join(details)])
    yield _table(("", "文件 document", "性质 kind", "核对 checked", "备注 note"), rows)


def _weights(spec: IndicatorSpec) -> Iterator[str]:
    yield f"## {_head('weights')}"
    chinese, english = (describe_sections(spec, lang)["weights"] for lang in ("zh", "en"))
    points = {
        name: "，".join(f"{key} {text}" for key, text in texts.items()) for name, texts in chinese.items() if name
    }
    yield _table(("", ""), [[name, text] for name, text in points.items() if text])
    yield _both(chinese[""], english[""])


def _list(shelf: Shelf, section: str) -> Iterator[str]:
    """Return a list as a table in its order, then its own entries in both languages, with pictures of their curves."""
    if section == "rules":
        yield f"{ORDER_ZH}*{ORDER_EN}*"
    rows = []
    for entry in getattr(shelf.spec, section):
        texts, owner = describe_entry(entry, shelf.spec, "zh"), shelf.owner(entry, section)
        page = "" if owner is shelf else f"{owner.spec.id}.md"
        rows.append([f"[{entry.name}]({page}#{entry.name})", texts.get("for", ""), texts["basis"]])
    yield _table(("", "适用 for", "依据 source"), rows)
    for entry in shelf.own(section):
        yield f"### {entry.name}"
        chinese, english = (describe_entry(entry, shelf.spec, lang) for lang in ("zh", "en"))
        if section in DRAWN:
            yield f"![{chinese['curve']}]({_picture(shelf.spec, entry)}){_at_weight(entry)}"
        yield _both(chinese, english)


def _at_weight(entry: Entry) -> str:
    """Return at which weight a picture holds, where losses in points make that matter."""
    if not isinstance(entry, Rule | Cap) or not any(piece.c or piece.e for piece in entry.curve.pieces):
        return ""
    weight = format_exact(WEIGHT)
    return f"\n\n按分值 {weight} 分画。*Drawn for a weight of {weight}.*"


def _both(chinese: Texts, english: Texts) -> str:
    """Return aspects in both languages, one a row; what neither names stands as it is."""
    zh, en = WORDS["zh"], WORDS["en"]
    rows = []
    for key, text in chinese.items():
        if text:
            label = f"{zh[key]} {en[key]}" if key in zh else key
            rows.append([label, text, "" if english[key] == text else english[key]])
    return _table(("", "", ""), rows)


def _blocks(spec: IndicatorSpec) -> Iterator[str]:
    """Return the sections of one block; of the form only its title matters here."""
    chinese, english = (describe_sections(spec, lang) for lang in ("zh", "en"))
    for section in ("comparison_if_unstated", *LAST):
        sides = [texts[section][""] for texts in (chinese, english)]
        if section == "form":
            sides = [{"title": side["title"]} for side in sides]
        if any(sides[0].values()):
            yield f"## {_head(section)}"
            yield _both(sides[0], sides[1])


def _cases(shelf: Shelf) -> Iterator[str]:
    counted = Counter(case.entry.by for case in shelf.cases)
    counts = "，".join(f"{words} {counted[by]}" for by, words in BY.items() if counted[by])
    yield "## 案例 Cases"
    yield f"共 {len(shelf.cases)} 个：{counts}。`jixiao spec test {shelf.spec.id}` 逐个核对。其中几个："
    chosen = [case for by in BY for case in _some(shelf, by)]
    yield _table(("案例 case", "事实 facts", "得分 score", "出处 source"), [_case_cells(case) for case in chosen])


def _some(shelf: Shelf, by: str) -> list[Case]:
    """Return a few single rows of one provenance, spread over the file."""
    rows = [case for case in shelf.cases if case.kind != "project" and case.expect.score is not None]
    fit = [case for case in rows if case.entry.by == by]
    return fit[:: -(-len(fit) // SHOWN) or 1]


def _case_cells(case: Case) -> list[str]:
    score = case.expect.score
    text = "" if score is None else format_exact(score)
    return [case.name, _case_facts(case), text, case.entry.arithmetic or case.entry.source or ""]


def _case_facts(case: Case) -> str:
    if case.kind == "execution":
        total = case.project.funds.total
        return f"预算 {total.budget}，执行 {total.spent}" if total else ""
    row = case.project.indicators[0]
    text = f"{row.level1 or ''} {row.target or '—'} → {row.actual or '—'}".strip()
    return text if row.weight is None else f"{text}，{format_exact(row.weight)} 分"
