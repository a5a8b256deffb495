"""LOCK.yaml: a published version of a spec never changes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from jixiao.findings.terminal import as_line
from jixiao.loading.lock import NAME, lock_findings, read_lock, update_lock, version_of
from jixiao.loading.package import package_specs
from jixiao.loading.projects import load_project
from jixiao.loading.spec_book import SpecBook, package_book
from jixiao.loading.spec_files import is_aside
from jixiao.loading.specs import load_spec
from tests.support.commands import run


@pytest.mark.parametrize("name", package_book().ids)
def test_every_published_version_is_as_it_was(name: str) -> None:
    """A changed spec without a new version fails here; the finding says what to do."""
    file = package_book().files[name]
    spec, _ = package_book().read(file)
    assert spec is not None
    findings = lock_findings(spec, Path(file.name))
    assert not findings, "\n".join(as_line(finding, "en") for finding in findings)
    lock, _ = read_lock(package_specs() / NAME)
    assert version_of(spec) in lock.hashes, f"{version_of(spec)} is not published yet: run jixiao spec lock"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of a base and an overlay, update_lock."""
    base = package_specs() / "cn/mof-2020-10.yaml"
    text = base.read_text(encoding="utf-8")
    (tmp_path / "base.yaml").write_text(
        text.replace("id: cn.mof-2020-10\nversion: 2", "id: cn.base\nversion: 1"), encoding="utf-8"
    )
    (tmp_path / "over.yaml").write_text(
        "id: cn.over\nversion: 1\ntitle: 试\nextends: cn.base@1\nin_force: {from: 2021-01-01}\n", encoding="utf-8"
    )
    assert run("spec", "lock", "--specs", str(tmp_path))[0] == 0
    return tmp_path


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_locking_names_the_versions_added_and_adds_them_once(folder: Path) -> None:
    text = (folder / NAME).read_text(encoding="utf-8")
    assert [line.split(":")[0].strip() for line in text.splitlines()[3:]] == ["cn.base@1", "cn.over@1"]
    code, output, _ = run("spec", "lock", "--specs", str(folder), "--lang", "en")
    assert (code, output) == (0, "LOCK.yaml: no new version\n")
    assert (folder / NAME).read_text(encoding="utf-8") == text


def test_a_comment_or_another_order_of_keys_changes_nothing(folder: Path) -> None:
    edit(folder / "base.yaml", "binding: advised\n", "binding: advised  # 供参考\n")
    edit(
        folder / "base.yaml",
        "{优: 90, 良: 80, 中: 60, 差: 0, binding: advised, basis: m10}",
        "{basis: m10, binding: advised, 差: 0, 良: 80, 中: 60, 优: 90}",
    )
    assert run("spec", "lock", "--specs", str(folder))[0] == 0


def test_a_changed_version_is_an_error_and_stays_locked_as_it_was(folder: Path) -> None:
    before = (folder / NAME).read_text(encoding="utf-8")
    edit(folder / "over.yaml", "title: 试", "title: 改")
    code, _, told = run("spec", "lock", "--specs", str(folder), "--lang", "en")
    assert code == 1
    assert "JX580" in told
    assert "new version" in told
    assert (folder / NAME).read_text(encoding="utf-8") == before
    code, output, _ = run("spec", "check", str(folder / "over.yaml"), "--specs", str(folder))
    assert (code, "JX580" in output, "换一个 version" in output) == (1, True, True)


def test_a_changed_base_changes_the_overlay_too(folder: Path) -> None:
    edit(folder / "base.yaml", "优: 90", "优: 91")
    code, _, told = run("spec", "lock", "--specs", str(folder))
    assert (code, told.count("JX580")) == (1, 2)


def test_a_new_version_is_added_beside_the_old(folder: Path) -> None:
    edit(folder / "over.yaml", "version: 1", "version: 2")
    edit(folder / "over.yaml", "title: 试", "title: 改")
    assert run("spec", "lock", "--specs", str(folder))[0] == 0
    assert list(read_lock(folder / NAME)[0].hashes) == ["cn.base@1", "cn.over@1", "cn.over@2"]


@pytest.mark.parametrize("text", ["published: 1\n", "[]\n", "published: {a: [1]}\n", "other: {}\n"])
def test_a_lock_that_cannot_be_read_is_left_alone(folder: Path, text: str) -> None:
    (folder / NAME).write_text(text, encoding="utf-8")
    code, _, told = run("spec", "lock", "--specs", str(folder))
    assert (code, "JX581" in told) == (1, True)
    assert (folder / NAME).read_text(encoding="utf-8") == text


def test_a_broken_spec_is_told_and_the_others_are_locked(tmp_path: Path) -> None:
    (tmp_path / "broken.yaml").write_text("id: cn.broken\nextends: cn.nowhere@1\n", encoding="utf-8")
    shutil.copy(package_specs() / "cn/vendor-fasp2-2020.yaml", tmp_path)
    code, output, told = run("spec", "lock", "--specs", str(tmp_path))
    assert (code, "cn.vendor-fasp2-2020@1" in output, "JX504" in told) == (1, True, True)


def test_the_lock_is_no_spec_and_no_project(folder: Path) -> None:
    assert load_project(folder / NAME).is_other
    assert is_aside(folder / NAME)
    assert SpecBook(folders=[folder], package=False).ids == ("cn.base", "cn.over")
    code, output, _ = run("check", str(folder), "--specs", str(folder))
    assert (code, "没有问题" in output) == (0, True)


def test_a_file_without_a_lock_above_it_is_not_published(tmp_path: Path) -> None:
    path = tmp_path / "alone.yaml"
    shutil.copy(package_specs() / "cn/mof-2020-10.yaml", path)
    assert lock_findings(load_spec(path), path) == []
    assert update_lock(tmp_path, SpecBook(folders=[tmp_path])).added == ("cn.mof-2020-10@2",)


def test_a_lock_that_is_no_text_is_unreadable(tmp_path: Path) -> None:
    file = tmp_path / NAME
    file.write_bytes("published:".encode("utf-16"))
    lock, findings = read_lock(file)
    assert not lock.hashes
    assert [finding.code for finding in findings] == ["JX107", "JX581"]
