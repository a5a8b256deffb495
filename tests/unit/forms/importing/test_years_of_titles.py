"""The year in the lines of a title: it is that of the project, or somebody is told of the line."""

from __future__ import annotations

from pathlib import Path

import pytest

from jixiao.forms.importing.projects import read_projects

TABLE = "一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\n产出指标\t数量指标\t改造站点数\t≥46个\t46个\t90\n"


def read(folder: Path, titles: list[str], labelled: str = "") -> tuple[str | None, str]:
    """Return the year of a form with these lines above it, and what its findings repeat of them."""
    path = folder / "a.txt"
    year = f"年度\t{labelled}" if labelled else "\t"
    path.write_text("\n".join([*titles, f"项目名称\t甲\t{year}\t\t", TABLE]), "utf-8")
    (form,) = read_projects(path, lambda _: None).forms
    texts = (str(finding.args.get("text", "")) for finding in form.imported.findings)
    return form.imported.data.get("year"), " ".join(filter(None, texts))


@pytest.mark.parametrize(
    "titles",
    [
        ["2023年项目支出绩效自评表"],
        ["项目支出绩效自评表（2023 年度）"],
        ["项目支出绩效自评表", "2023年"],
        ["项目支出绩效自评表", "（2023）"],
        ["2023年度", "2023年项目支出绩效自评表"],
    ],
)
def test_the_year_of_a_title_is_that_of_the_project(tmp_path: Path, titles: list[str]) -> None:
    assert read(tmp_path, titles) == ("2023", "")


@pytest.mark.parametrize("other", ["2022年项目支出绩效自评表", "2024年3月"])
def test_a_year_stated_as_such_goes_before_another_number_which_is_told(tmp_path: Path, other: str) -> None:
    assert read(tmp_path, [other, "（2023年度）"]) == ("2023", other)


@pytest.mark.parametrize("titles", [["2022年度项目支出绩效自评表"], ["项目支出绩效自评表", "2022年"]])
def test_a_title_of_another_year_than_the_label_says_is_told(tmp_path: Path, titles: list[str]) -> None:
    assert read(tmp_path, titles, "2023") == ("2023", titles[-1])


def test_of_two_years_in_titles_none_is_taken_and_both_are_told(tmp_path: Path) -> None:
    titles = ["2022年度项目支出绩效自评表", "2023年度"]
    assert read(tmp_path, titles) == (None, " ".join(titles))
