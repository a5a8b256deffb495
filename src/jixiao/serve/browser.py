"""The desk as a worker of a browser calls it: JavaScript's values in and out."""

from __future__ import annotations

import json
from typing import Any

from jixiao.serve.desk import answer


def serve(path: str, query: str, body: Any) -> Any:
    """Return status and bytes of the answer as an array of JavaScript; ``query`` is JSON, ``body`` a byte array."""
    from js import Array, Uint8Array  # type: ignore[import-not-found]  # there is none outside a browser

    told = answer(path, json.loads(query), body.to_bytes())
    data = Uint8Array.new(len(told.body))
    data.assign(told.body)
    return Array.of(told.status, data)


__all__ = ["serve"]
