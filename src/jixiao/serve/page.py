"""The page for people at ``/``: the built file where it is at hand, else how it is built."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jixiao.findings import Lang

#: The name of the built page, beside this module in an installed package, or where a checkout builds it.
NAME = "jixiao.html"
_HERE = Path(__file__).parent
_PLACES = (_HERE / NAME, _HERE.parents[2] / "dist" / NAME)
_ABSENT: dict[Lang, str] = {
    "zh": "这里还没有填表的网页。在源码目录运行 make page，会生成 dist/jixiao.html；再打开本页即可。程序接口见 ",
    "en": "The page to fill in forms is not built yet. Run make page in the sources, which writes dist/jixiao.html, "
    "and open this address again. For programs, see ",
}
_PLAIN = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>jixiao</title></head><body><main><h1>jixiao 绩效</h1>
<p>{zh}<a href="openapi.json">openapi.json</a></p><p lang="en">{en}<a href="openapi.json">openapi.json</a></p>
</main></body></html>
"""


def page() -> bytes:
    """Return the page, as it is built now."""
    path = next(filter(Path.is_file, _PLACES), None)
    if path is None:
        return _PLAIN.format(**_ABSENT).encode()
    return _content(path, path.stat().st_mtime_ns)


@cache
def _content(path: Path, _changed: int) -> bytes:
    return path.read_bytes()


__all__ = ["NAME", "page"]
