"""Books of specs: what is looked up where, what never changes, what is shared, and that nothing else is opened."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from jixiao import SpecBook, SpecError, load_project, load_spec, parse_project, parse_spec, score
from jixiao.loading.spec_book import package_book
from tests.support.paths import EXAMPLES

OVERLAY = (
    "id: {id}\nversion: 1\ntitle: {title}\nextends: {base}\nin_force: {{from: 2021-01-01}}\n"
    "sources: {{town: {{document: 某镇〔2021〕1号, kind: local, checked: seen}}}}\n"
)
ROW = {"level1": "产出指标", "name": "覆盖率", "target": "≥95%", "actual": "95%", "weight": 90}
PROJECT = {"name": "甲", "year": 2023, "funds": {"total": {"budget": 5, "spent": 5}}, "indicators": [ROW]}


def overlay(spec_id: str, base: str = "cn.mof-2020-10@2", title: str = "某镇") -> str:
    return OVERLAY.format(id=spec_id, base=base, title=title)


def codes(book: SpecBook) -> list[str]:
    return [finding.code for finding in book.findings]


def test_specs_come_from_folders_texts_mappings_and_a_look_up(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(overlay("x.folder"), "utf-8")
    mapping = {
        "id": "x.mapping", "version": 1, "title": "某镇", "extends": "x.folder@1",
        "in_force": {"from": date(2022, 1, 1)},
        "sources": {"town": {"document": "某镇〔2022〕2号", "kind": "local", "checked": "seen"}},
    }  # fmt: skip
    asked = []

    def find(name: str) -> str | None:
        asked.append(name)
        return {"x.found": overlay("x.found", "x.mapping@1").replace("2021", "2023")}.get(name)

    book = SpecBook(folders=[tmp_path], texts={"一": overlay("x.text")}, mappings={"二": mapping}, find=find)
    assert (book.is_ready, codes(book)) == (True, [])
    assert {"x.folder", "x.text", "x.mapping", "cn.mof-2020-10"} <= set(book.ids)
    for name in ("x.folder", "x.text", "x.mapping", "x.found", "x.folder@1", "x.found@1"):
        assert book.load_spec(name).id == name.partition("@")[0]
    assert book.load_spec("x.found").extends == "x.mapping@1"
    assert asked.count("x.found") == 1
    assert score(load_project({**PROJECT, "spec": "x.found"}), book=book).total == "100.00"
    assert score(load_project(PROJECT), "x.mapping", book=book).spec is book.load_spec("x.mapping")


def test_a_version_is_the_newest_the_superseded_or_what_the_look_up_has() -> None:
    old, new = overlay("x.town"), overlay("x.town", title="新").replace("version: 1", "version: 2")
    mapping = {"id": "x.far", "version": 3, "title": "远", "extends": "x.town@1", "in_force": {"from": "2022-01-01"}}
    book = SpecBook(texts={"x.town@1": old, "x.town": new}, find=lambda name: mapping if name == "x.far" else None)
    names = ("x.town@1", "x.town@2", "x.town", "x.far@3")
    assert [book.load_spec(name).title for name in names] == ["某镇", "新", "新", "远"]
    assert codes_of_version(book, "x.town@5") == codes_of_version(book, "x.far@1") == ["JX582"]


def codes_of_version(book: SpecBook, name: str) -> list[str]:
    """The codes of what is told where a version is asked for."""
    return [finding.code for finding in book.look_up(name).findings]


@pytest.mark.parametrize("name", ["cn.none", "cn.none@1", "某文〔2099〕1号"])
def test_a_spec_that_is_nowhere_is_a_finding(name: str) -> None:
    book = SpecBook(find=lambda _name: None)
    with pytest.raises(SpecError, match="JX501"):
        book.load_spec(name)
    result = score(load_project({**PROJECT, "spec": name}), book=book)
    assert ([finding.code for finding in result.findings], result.total) == (["JX501"], None)


def test_a_closed_book_has_its_own_specs_alone() -> None:
    book = SpecBook(texts={"一": overlay("x.a")}, package=False)
    assert book.ids == ("x.a",)
    assert codes(book) == ["JX504"]
    whole = SpecBook(texts={"一": package_book().files["cn.mof-2003"].read()[0].text}, package=False)  # type: ignore[union-attr]
    assert whole.load_spec("cn.mof-2003").sha256 == load_spec("cn.mof-2003").sha256


def test_findings_say_whether_a_book_is_ready() -> None:
    texts = {"无编号": "title: 某镇\n", "一": overlay("x.a"), "二": overlay("x.a"), "坏": "id: x.broken\nrules: 1\n"}
    book = SpecBook(texts=texts)
    assert not book.is_ready
    assert codes(book)[:2] == ["JX547", "JX546"]
    nameless, doubled, *_ = book.findings
    assert (nameless.args, doubled.args["files"]) == ({"name": "无编号"}, "一、二")
    assert {finding.place.source.name for finding in book.findings if finding.place} == {"坏"}
    assert [finding.code for finding in book.look_up("x.a").findings] == ["JX546"]


def test_a_package_spec_rests_on_the_package_alone() -> None:
    """A text of one's own under an id of the package hides that spec, and changes no other one of the package."""
    other = overlay("cn.mof-2020-10", "cn.mof-2003@1", "自有").replace("2021", "2024")
    book = SpecBook(texts={"一": other})
    assert book.load_spec("cn.mof-2020-10").title == "自有"
    assert book.load_spec("cn.hubei.city-2020") is load_spec("cn.hubei.city-2020")


@pytest.mark.parametrize("name", ["/etc/passwd", "../x.yaml", str(EXAMPLES / "leshan-sms.yaml"), "x.yaml"])
def test_a_book_opens_nothing_that_a_project_names(name: str) -> None:
    result = score(load_project({**PROJECT, "spec": name}), book=SpecBook())
    assert [finding.code for finding in result.findings] == ["JX540"]


@pytest.mark.parametrize("body", ["/etc/passwd", str(EXAMPLES / "leshan-sms.yaml"), "x.yaml", "name: 甲"])
def test_a_text_is_never_a_path(body: str) -> None:
    opened = []

    def watch(event: str, args: tuple[object, ...]) -> None:
        if watching and event == "open":
            opened.append(args[0])

    watching = False
    sys.addaudithook(watch)
    parse_project(body).findings  # noqa: B018  # what is loaded when it is first used
    watching = True
    project = parse_project(body)
    with pytest.raises(SpecError):
        parse_spec(body)
    watching = False
    assert opened == []
    assert project.readable == (body == "name: 甲")


def test_a_path_is_never_a_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for text in ("name: 甲", "name: 甲\n", '{"name": "甲"}', "甲\0"):
        (finding,) = load_project(text).findings
        assert (finding.code, "parse_project" in finding.remedy("zh"), "parse_project" in finding.remedy("en")) == (
            "JX219", True, True,
        )  # fmt: skip
    assert [finding.code for finding in load_project("none.yaml").findings] == ["JX102"]
    (tmp_path / "甲").write_text("name: 乙", "utf-8")
    assert load_project("甲").name == "乙"


def test_what_is_no_text_is_a_mistake_of_the_program() -> None:
    with pytest.raises(TypeError, match="一"):
        SpecBook(texts={"一": 1})  # type: ignore[dict-item]
    with pytest.raises(TypeError, match="float"):
        SpecBook(mappings={"一": {"id": "x.a", "full_marks": 0.5}})
    with pytest.raises(TypeError, match="x"):
        SpecBook(find=lambda _name: 1).load_spec("x.a")  # type: ignore[arg-type,return-value]


def test_a_spec_from_a_mapping_or_a_text() -> None:
    spec = parse_spec(overlay("x.a").encode())
    assert (spec.id, load_spec({"id": "x.a", "version": 1, **_data(overlay("x.a"))}).sha256) == ("x.a", spec.sha256)
    book = SpecBook(texts={"一": overlay("x.a")})
    assert parse_spec(overlay("x.b", "x.a@1"), book=book).extends == "x.a@1"
    assert load_spec("x.a", book=book) is book.load_spec("x.a")


def _data(text: str) -> Mapping[str, object]:
    import yaml

    data: dict[str, object] = yaml.safe_load(text)
    return data


def test_a_change_is_seen_by_content(tmp_path: Path) -> None:
    """Also where size and time of a file are as before; the old book stays as it was."""
    import os

    file = tmp_path / "a.yaml"
    file.write_text(overlay("x.a", title="某镇"), "utf-8")
    times = (file.stat().st_atime_ns, file.stat().st_mtime_ns)
    book = SpecBook(folders=[tmp_path])
    before = book.load_spec("x.a")
    file.write_text(overlay("x.a", title="某乡"), "utf-8")
    os.utime(file, ns=times)
    after = book.reload()
    assert (book.load_spec("x.a").title, after.load_spec("x.a").title) == ("某镇", "某乡")
    assert book.reload().reload().load_spec("x.a") is after.load_spec("x.a")
    assert load_spec(file).title == "某乡"
    assert before is book.load_spec("x.a")


def test_books_share_what_they_have_in_common() -> None:
    books = [SpecBook(texts={"一": overlay("x.a"), "自": overlay(f"x.own{n}")}) for n in range(50)]
    assert len({id(book.load_spec("x.a")) for book in books}) == 1
    assert len({id(book.load_spec("cn.mof-2020-10")) for book in books}) == 1
    assert len({book.load_spec(f"x.own{n}").id for n, book in enumerate(books)}) == 50


def test_a_book_is_swapped_under_load_without_a_mixed_answer() -> None:
    """Eight threads score while the book changes: each answer is the one of some whole book."""
    titles = ("某镇", "某乡")
    books = [SpecBook(texts={"一": overlay("x.base", title=t), "二": overlay("x.a", "x.base@1", t)}) for t in titles]
    current = [books[0]]

    def answer(number: int) -> bool:
        book = current[0]
        current[0] = books[number % 2]
        result = score(load_project({**PROJECT, "spec": "x.a"}), book=book)
        assert result.spec is not None
        return result.spec is book.load_spec("x.a") and result.spec.title == titles[books.index(book)]

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(answer, range(400)))


@pytest.mark.parametrize("text", ["", "\0", "[", "- 1", "{", "id: x\nid: y\n"])
def test_texts_that_are_nothing_are_findings(text: str) -> None:
    assert parse_project(text).findings
    with pytest.raises(SpecError):
        parse_spec(text)
