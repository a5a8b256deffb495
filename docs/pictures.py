"""Draw the pictures of docs/images anew: `python docs/pictures.py`. It takes Chromium, LibreOffice, node and poppler.

The page with the projects of `examples/`, and what `jixiao audit examples` writes: workbook, Word opinion and board.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image, ImageChops

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
from tests.support.node import NODE  # noqa: E402  # the tests stand beside the package
from tests.support.service import service  # noqa: E402

IMAGES = ROOT / "docs" / "images"
EXAMPLES = ROOT / "examples"
CHROMIUM = shutil.which("chromium") or "chromium-browser"
PROJECTS = [EXAMPLES / f"{name}.yaml" for name in ("deductions", "leshan-service", "leshan-sms")]
#: Pictures of printed pages, by the file that is printed.
PAGES = {"审核.xlsx": "review-workbook", "审核意见.docx": "review-opinion"}
#: Pixels of a picture across, and its colours: these are drawings, no photographs.
WIDTH, COLORS = 1280, 32
PATIENCE = 300
MARGIN = 20


def run(*words: str | Path) -> None:
    """Run a program to its end."""
    subprocess.run([*map(str, words)], check=True, timeout=PATIENCE, stdout=subprocess.DEVNULL)  # noqa: S603


def draw_reviews(folder: Path) -> None:
    """Review the examples, and draw the first page of what LibreOffice prints of workbook and opinion."""
    command = [sys.executable, "-m", "jixiao", "audit", "examples", "--notes", "-o", f"{folder}/"]
    subprocess.run(command, cwd=ROOT, check=False, timeout=PATIENCE)  # noqa: S603  # 1: there is something to be said
    profile = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    for name, picture in PAGES.items():
        run("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, folder / name)
        pdf = (folder / name).with_suffix(".pdf")
        run("pdftoppm", "-r", "150", "-png", "-singlefile", pdf, folder / picture)


def draw_page(folder: Path) -> None:
    """Draw the views of the page, and the board of the review."""
    with service() as running:
        address = str(running.client.base_url)
        script = ROOT / "docs" / "pictures.mjs"
        run(NODE, script, CHROMIUM, address, folder, folder / "审核.html", *PROJECTS)


def keep(path: Path) -> None:
    """Put a picture into the docs: no wider than need be, without empty paper, in few colours."""
    picture = Image.open(path).convert("RGB")
    white = Image.new("RGB", picture.size, "white")
    left, top, right, bottom = _content(picture, white)
    box = (
        max(left - MARGIN, 0),
        max(top - MARGIN, 0),
        min(right + MARGIN, picture.width),
        min(bottom + MARGIN, picture.height),
    )
    picture = picture.crop(box)
    if picture.width > WIDTH:
        picture = picture.resize((WIDTH, picture.height * WIDTH // picture.width), Image.Resampling.LANCZOS)
    picture.quantize(COLORS, dither=Image.Dither.NONE).save(IMAGES / path.name, optimize=True)


def _content(picture: Image.Image, white: Image.Image) -> tuple[int, int, int, int]:
    """Return the box of what is not white."""
    return ImageChops.difference(picture, white).getbbox() or (0, 0, *picture.size)


def main() -> None:
    """Draw all pictures."""
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        draw_reviews(folder)
        draw_page(folder)
        for path in sorted(folder.glob("*.png")):
            keep(path)


if __name__ == "__main__":
    main()
