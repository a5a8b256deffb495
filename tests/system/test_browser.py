"""Real Chromium opens the page: it asks for nothing, runs nothing, and is no wider than the window."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

import jixiao
from tests.support.documents import HOSTILE
from tests.support.paths import EXAMPLES
from tests.support.sheets import example, many

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")]
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --enable-logging=stderr --v=0 --host-resolver-rules=MAP\\ *\\ ~NOTFOUND"
)
#: A page that shows ours in a frame of a given width, where scripts may run, and writes down how wide that turned out,
#: what it asked for, and whether a script of it ran.
FRAME = """<!DOCTYPE html><meta charset="utf-8"><body><iframe id="f" style="width:{width}px;height:900px;border:0"
 sandbox="allow-same-origin allow-scripts allow-modals"></iframe><pre id="told"></pre><script>
var ran = 0;
const f = document.getElementById("f");
f.onload = () => {{
  const d = f.contentDocument, e = d.documentElement;
  document.getElementById("told").textContent = JSON.stringify({{
    page: e.scrollWidth, room: e.clientWidth, scripts: d.scripts.length,
    requests: f.contentWindow.performance.getEntriesByType("resource").length, ran: ran,
    cells: d.querySelectorAll("td, th").length, dark: getComputedStyle(d.body).backgroundColor}});
}};
f.srcdoc = {page};
</script>"""


#: Texts that would tell if a browser took them for code.
CODE = ("<script>parent.ran = 1</script>", "<img src=x onerror=parent.ran=1>", "<svg onload=parent.ran=1>", "javascript:parent.ran=1",
        '" onfocus="parent.ran=1" autofocus x="', "</title><script>parent.ran=1</script>", "</style><script>parent.ran=1</script>")  # fmt: skip
DARK = "--blink-settings=preferredColorScheme=0"


def opened(page: str, width: int, folder: Path, *more: str) -> dict[str, object]:
    (folder / "frame.html").write_text(FRAME.format(width=width, page=json.dumps(page).replace("</", "<\\/")), "utf-8")
    flags = [flag.replace("\\ ", " ") for flag in re.split(r"(?<!\\) ", FLAGS)]
    command = [
        str(CHROMIUM),
        *flags,
        *more,
        f"--user-data-dir={folder / 'profile'}",
        "--virtual-time-budget=4000",
        "--dump-dom",
    ]
    done = subprocess.run(
        [*command, (folder / "frame.html").as_uri()], capture_output=True, text=True, timeout=120, check=True
    )
    assert "Uncaught" not in done.stderr
    told = re.search(r'<pre id="told">(.*?)</pre>', done.stdout, re.DOTALL)
    assert told is not None, done.stdout[-500:]
    found: dict[str, object] = json.loads(told[1].replace("&amp;", "&"))
    return found


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", ["leshan-sms", "deductions"])
def test_the_page_fits_and_asks_for_nothing(tmp_path: Path, name: str, width: int) -> None:
    page = jixiao.render(jixiao.score(jixiao.load_project(EXAMPLES / f"{name}.yaml")), "html")
    found = opened(page, width, tmp_path)
    assert found["page"] == found["room"]
    assert (found["requests"], found["scripts"]) == (0, 0)
    assert found["cells"] == len(re.findall("<t[dh][ >]", page))


def test_hostile_texts_neither_run_nor_widen_it(tmp_path: Path) -> None:
    texts = (*HOSTILE, *CODE)
    rows = [{"level1": "产出指标", "name": text, "target": text, "actual": text, "weight": 1} for text in texts]
    project = {"name": CODE[4], "year": 2024, "department": "x" * 500, "unit": CODE[0], "indicators": rows}
    result = jixiao.score(jixiao.load_project(project), jixiao.load_spec("cn.mof-2020-10"))
    found = opened(jixiao.render(result, "html"), 390, tmp_path)
    assert found["page"] == found["room"]
    assert (found["requests"], found["scripts"], found["ran"]) == (0, 0, 0)


def test_a_script_or_a_request_would_be_seen(tmp_path: Path) -> None:
    """That the tests above can fail at all."""
    page = f'<!DOCTYPE html>{CODE[0]}<img src="http://example.invalid/x.png"><p style="width:2000px">x'
    found = opened(page, 390, tmp_path)
    assert found["page"] != found["room"]
    assert (found["requests"], found["scripts"], found["ran"]) == (1, 1, 1)


def test_it_is_dark_where_the_reader_wants_it(tmp_path: Path) -> None:
    page = jixiao.render(example("leshan-sms"), "html")
    assert opened(page, 1280, tmp_path)["dark"] == "rgb(255, 255, 255)"
    assert opened(page, 1280, tmp_path, DARK)["dark"] == "rgb(22, 24, 28)"


def test_on_paper_every_page_has_headings_and_every_text(tmp_path: Path) -> None:
    """Printed on A4 across: rows whole, headings above them."""
    import pypdf

    (tmp_path / "a.html").write_text(jixiao.render(many(30), "html"), "utf-8")
    flags = [flag.replace("\\ ", " ") for flag in re.split(r"(?<!\\) ", FLAGS)]
    command = [str(CHROMIUM), *flags, f"--user-data-dir={tmp_path / 'profile'}", "--no-pdf-header-footer"]
    printed = tmp_path / "a.pdf"
    subprocess.run(
        [*command, f"--print-to-pdf={printed}", (tmp_path / "a.html").as_uri()],
        capture_output=True,
        timeout=120,
        check=True,
    )
    found = ["".join(page.extract_text().split()) for page in pypdf.PdfReader(printed).pages]
    assert len(found) >= 3
    for page in found:
        assert set(re.findall(r"始(\d+)。", page)) == set(re.findall(r"终(\d+)完", page))
        assert "得分" in page or "始" not in page


def test_a_report_fits_too(tmp_path: Path) -> None:
    from jixiao.report import Counts, line_of, report_of
    from jixiao.report.html import draw

    files = sorted(EXAMPLES.glob("*.yaml"))
    lines = [line_of(jixiao.score(jixiao.load_project(file)), "zh") for file in files]
    page = draw(report_of(lines, Counts()), "zh").decode()
    for width in (1280, 390):
        found = opened(page, width, tmp_path)
        assert found["page"] == found["room"]
        assert (found["requests"], found["scripts"]) == (0, 0)
