"""What comes from npm for tests: programs that generate, validate and edit; and an editor's client of a server."""

from __future__ import annotations

import json
import os
import queue
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.support.paths import TESTS

MODULES = TESTS / "node" / "node_modules"
NODE = shutil.which("node") or ""
#: How long a program, and an answer of the server, may take on a busy machine (seconds).
PATIENCE = 120

needs_node = pytest.mark.skipif(
    not NODE or not MODULES.is_dir(), reason="needs node and: npm install --prefix tests/node"
)


def node(*words: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """A program of node, run to its end."""
    command = [NODE, *map(str, words)]
    environment = {**os.environ, "NODE_PATH": str(MODULES)}
    return subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, encoding="utf-8", timeout=PATIENCE, check=False
    )


def program(package: str, path: str) -> Path:
    return MODULES / package / path


class Editor:
    """An editor that has opened a folder, and the server that helps it, over standard input and output."""

    def __init__(self, process: subprocess.Popen[bytes], folder: Path) -> None:
        self.process, self.folder, self.number = process, folder, 0
        self.messages: queue.Queue[dict[str, Any]] = queue.Queue()
        self.settings = {"validate": True, "completion": True, "hover": True, "schemaStore": {"enable": False}}
        threading.Thread(target=self._listen, daemon=True).start()
        documentation = {"completionItem": {"documentationFormat": ["plaintext"]}}
        capabilities = {"textDocument": {"completion": documentation}, "workspace": {"configuration": True}}
        self.ask("initialize", {"processId": None, "rootUri": folder.as_uri(), "capabilities": capabilities})
        self.tell("initialized", {})

    def _listen(self) -> None:
        stream = self.process.stdout
        assert stream
        while header := stream.readline():
            length = int(header.split(b":")[1])
            while stream.readline().strip():
                pass
            self.messages.put(json.loads(stream.read(length)))

    def _send(self, message: dict[str, Any]) -> None:
        assert self.process.stdin
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(data), data))
        self.process.stdin.flush()

    def tell(self, method: str, params: Any) -> None:
        self._send({"method": method, "params": params})

    def ask(self, method: str, params: Any) -> Any:
        self.number += 1
        self._send({"id": self.number, "method": method, "params": params})
        return self._await(lambda message: message.get("id") == self.number and "method" not in message)["result"]

    def _await(self, is_it: Any) -> dict[str, Any]:
        while True:
            message = self.messages.get(timeout=PATIENCE)
            if is_it(message):
                return message
            if "method" in message and "id" in message:
                items = message.get("params", {}).get("items", [])
                self._send({"id": message["id"], "result": [self.settings for _ in items] or None})

    def open(self, name: str, text: str) -> list[tuple[int, str]]:
        """Line (from 1) and words of everything that is flagged in a new file of this text."""
        uri = (self.folder / name).as_uri()
        self.tell(
            "textDocument/didOpen",
            {"textDocument": {"uri": uri, "languageId": "yaml", "version": 1, "text": text}},
        )
        about = "textDocument/publishDiagnostics"
        message = self._await(lambda each: each.get("method") == about and each["params"]["uri"] == uri)
        return [(each["range"]["start"]["line"] + 1, each["message"]) for each in message["params"]["diagnostics"]]

    def complete(self, name: str, text: str) -> dict[str, str]:
        """The words proposed where ┃ stands in a text, each with its help."""
        before = text.partition("┃")[0].split("\n")
        self.open(name, text.replace("┃", ""))
        position = {"line": len(before) - 1, "character": len(before[-1])}
        document = {"uri": (self.folder / name).as_uri()}
        answer = self.ask("textDocument/completion", {"textDocument": document, "position": position})
        return {item["label"].strip('"'): str(item.get("documentation", "")) for item in answer["items"]}


@contextmanager
def editor(folder: Path) -> Iterator[Editor]:
    server = program("yaml-language-server", "bin/yaml-language-server")
    command = [NODE, str(server), "--stdio"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        try:
            yield Editor(process, folder)
        finally:
            process.kill()
