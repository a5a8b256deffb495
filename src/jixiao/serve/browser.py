"""The desk as a worker of a browser calls it: JavaScript's values in and out."""

from __future__ import annotations

import json
from typing import Any

from jixiao.serve.desk import answer


def serve(path: str, query: str, body: Any) -> Any:
    """Return status and bytes of the answer as an array of JavaScript; ``query`` is JSON, ``body`` a byte array."""
    from js import Array, Uint8Array  # type: ignore[import-not-found]  # there is none outside a browser

    response = answer(path, json.loads(query), body.to_bytes())
    data = Uint8Array.new(len(response.body))
    data.assign(response.body)
    return Array.of(response.status, data)


__all__ = ["serve"]
