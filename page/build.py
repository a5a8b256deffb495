"""Build the page as one file that opens without a network: ``dist/jixiao.html``.

The runtime comes from npm, wheels from the package index, by name and version; the package is the wheel that anybody
installs. What was fetched stays in ``build/page``.
"""

from __future__ import annotations

import base64
import gzip
import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from jixiao.findings import Lang
from jixiao.page.assets import assets
from jixiao.serve.desk import answer

HERE = Path(__file__).parent
ROOT = HERE.parent
SOURCE, BUILD, TARGET = ROOT / "src" / "jixiao" / "page", ROOT / "build" / "page", ROOT / "dist" / "jixiao.html"
RUNTIME = BUILD / "node_modules" / "pyodide"
PARTS = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
#: The Python of the runtime, and what its compiled wheels are built for. Those of Linux are for packages that do
#: without their compiled part, which is left out.
PYTHON = ("--python-version", "3.14", "--implementation", "cp", "--abi", "cp314")
PLATFORM, STAND_IN = "pyemscripten_2026_0_wasm32", ("manylinux_2_17_x86_64", "manylinux2014_x86_64")
WITHOUT_COMPILED_PART = ("PyYAML",)
DATE = (1980, 1, 1, 0, 0, 0)


def main() -> None:
    """Build the page, and say how large it is."""
    BUILD.mkdir(parents=True, exist_ok=True)
    fetch_runtime()
    packages = compiled(pack(unpack(fetch_wheels())))
    parts = {name: (RUNTIME / name).read_bytes() for name in PARTS}
    parts |= {"pyodide-lock.json": lock(), "packages.zip": packages}
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(page(parts), "utf-8")
    print(f"{TARGET}: {TARGET.stat().st_size / 1_000_000:.1f} MB")


def run(*words: str | Path) -> None:
    subprocess.run([str(word) for word in words], check=True, timeout=900)


# ---- what is fetched


def fetch_runtime() -> None:
    """Fetch the runtime from npm, unless its version is there already."""
    wanted = (HERE / "package.json").read_text("utf-8")
    copy = BUILD / "package.json"
    if not RUNTIME.is_dir() or copy.read_text("utf-8") != wanted:
        copy.write_text(wanted, "utf-8")
        run("npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", BUILD)


def fetch_wheels() -> list[Path]:
    """Return the wheels of what the package needs and of the package itself, which is built anew."""
    names = [line for line in (HERE / "wheels.txt").read_text("utf-8").splitlines() if line and line[0] != "#"]
    wheels, own = BUILD / "wheels", BUILD / "own"
    stamp, wanted = BUILD / "wheels.stamp", (ROOT / "constraints.txt").read_text("utf-8") + "\n".join(names)
    if not stamp.exists() or stamp.read_text("utf-8") != wanted:
        shutil.rmtree(wheels, ignore_errors=True)
        download([name for name in names if name not in WITHOUT_COMPILED_PART], (PLATFORM,), wheels)
        download(list(WITHOUT_COMPILED_PART), STAND_IN, wheels)
        stamp.write_text(wanted, "utf-8")
    shutil.rmtree(own, ignore_errors=True)
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", own, ROOT)
    return sorted((*wheels.glob("*.whl"), *own.glob("*.whl")))


def download(names: list[str], platforms: tuple[str, ...], folder: Path) -> None:
    tags = [word for platform in platforms for word in ("--platform", platform)]
    constraints = ("--constraint", ROOT / "constraints.txt")
    pip = (sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:")
    run(*pip, *PYTHON, *tags, *constraints, "--dest", folder, *names)


def lock() -> bytes:
    """Return the runtime's lock without its packages, none of which is used."""
    content = json.loads((RUNTIME / "pyodide-lock.json").read_text("utf-8"))
    return json.dumps(content | {"packages": {}}).encode()


# ---- packages


def unpack(wheels: list[Path]) -> dict[str, bytes]:
    """Return the files of all wheels by path, without what is compiled for another machine."""
    files = {}
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            for name in archive.namelist():
                is_foreign = name.endswith(".so") and PLATFORM not in wheel.name
                if not name.endswith("/") and not is_foreign:
                    files[name] = archive.read(name)
    return files


def pack(files: dict[str, bytes]) -> Path:
    """Return an archive of files in one order and of one date; the whole page is compressed later."""
    path = BUILD / "packages.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, DATE), files[name])
    return path


def compiled(archive: Path) -> bytes:
    """Return the archive with its modules compiled, by the runtime itself, so that the page starts sooner."""
    target = BUILD / "compiled.zip"
    run("node", HERE / "compile.mjs", RUNTIME, archive, target)
    with zipfile.ZipFile(target) as compiled_archive:
        files = {name: compiled_archive.read(name) for name in compiled_archive.namelist()}
    return pack(files).read_bytes()


# ---- one file


def page(parts: dict[str, bytes]) -> str:
    """Return the page with its style, modules, worker, prepared answers and parts inside it."""
    html = (SOURCE / "index.html").read_text("utf-8")
    modules = sorted(path for path in SOURCE.glob("*.js") if path.name != "worker.js")
    imports = {f"jixiao/{path.name}": data_url(path.read_bytes()) for path in modules}
    html = replace(html, '<link rel="stylesheet" href="page.css">', f"<style>{text('page.css')}</style>")
    html = replace(html, '{"imports": {"jixiao/": "./"}}', json.dumps({"imports": imports}))
    inside = [*prepared(), f'<script type="text/plain" id="worker">{text("worker.js")}</script>']
    inside += [f'<script type="text/plain" data-part="{name}">{packed(data)}</script>' for name, data in parts.items()]
    begin = '<script type="module">import "jixiao/page.js";</script>'
    return replace(html, begin, "\n".join([*inside, begin]))


def replace(html: str, old: str, new: str) -> str:
    assert html.count(old) == 1, old
    return html.replace(old, new)


def text(name: str) -> str:
    return (SOURCE / name).read_text("utf-8")


def data_url(data: bytes) -> str:
    return f"data:text/javascript;base64,{base64.b64encode(data).decode()}"


def packed(data: bytes) -> str:
    return base64.b64encode(gzip.compress(data, 9, mtime=0)).decode()


def prepared() -> Iterator[str]:
    """Return what the page asks before anything is typed, as elements that the engine answers from."""
    documents = {f"/{name}?": asset.body for name, asset in assets().items() if name.endswith(".json")}
    documents |= {f"/v1/specs?lang={lang}": answer("/v1/specs", {"lang": lang}).body for lang in get_args(Lang)}
    for address, document in documents.items():
        text_of = document.decode().replace("<", "\\u003c")
        yield f'<script type="application/json" id="{address}">{text_of}</script>'


if __name__ == "__main__":
    main()
