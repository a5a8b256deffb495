"""The service as other systems meet it: real requests to a real process, answers like the library's."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import jixiao
from jixiao.page.assets import INDEX, assets
from jixiao.page.words import words_of
from jixiao.schemas import schema_of
from tests.support.commands import put
from tests.support.overlays import overlay
from tests.support.paths import EXAMPLE_PROJECTS
from tests.support.service import DEADLINE, PROJECT, ROW, Running, command, environment, service

pytest.importorskip("uvicorn")
YAML, LINES = "application/yaml", "application/x-ndjson"
PRIVATE = "不许外传的名称"


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The books of two tenants and a file outside both."""
    folder = tmp_path_factory.mktemp("books")
    put(folder / "east" / "own.yaml", overlay("cn.east-2024", title="东", start="2024-01-01"))
    put(folder / "west" / "own.yaml", overlay("cn.west-2024", title="西", start="2024-01-01"))
    put(folder / "outside.yaml", overlay("cn.outside-2024", title="外", start="2024-01-01"))
    return folder


@pytest.fixture(scope="module")
def running(folders: Path) -> Iterator[Running]:
    with service("--book", f"east={folders / 'east'}", "--book", f"west={folders / 'west'}") as one:
        yield one


def project(**changes: object) -> dict[str, Any]:
    return {**PROJECT, **changes}


def without_columns(document: dict[str, Any]) -> dict[str, Any]:
    return {**document, "findings": [{**finding, "column": None} for finding in document["findings"]]}


def codes(document: dict[str, Any]) -> set[str]:
    return {finding["slug"] for finding in document["findings"]}


# ---- the same answers as the library's


@pytest.mark.parametrize("path", EXAMPLE_PROJECTS, ids=lambda path: path.stem)
def test_scores_are_those_of_the_library(running: Running, path: Path) -> None:
    answer = running.post("/v1/score", path.read_bytes(), YAML)
    assert answer.status_code == 200
    assert answer.json() == jixiao.score(jixiao.parse_project(path.read_bytes())).to_dict()


def test_several_projects_have_their_results_in_order(running: Running) -> None:
    projects = [project(id="a"), {"name": "乙"}, 5, project(id="d", indicators=[{**ROW, "actual": "92%"}])]
    results = running.post("/v1/score", {"projects": projects}).json()["results"]
    assert [(result["id"], result["total"]) for result in results] == [
        ("a", "100.00"), (None, None), (None, None), ("d", "97.16"),
    ]  # fmt: skip
    assert codes(results[2]) == {"not-a-project-file"}
    assert codes(results[0]).isdisjoint({"not-a-project-file", "no-spec-named"})


def test_a_finding_on_the_text_of_several_stands_with_its_project(running: Running) -> None:
    doubled = b'{"projects": [{"name": "a"}, {"name": "b", "name": "c"}, {"name": "d"}]}'
    results = running.post("/v1/check", doubled).json()["results"]
    assert ["duplicate-key" in codes(result) for result in results] == [False, True, False]


@pytest.mark.parametrize("path", ["/v1/score", "/v1/check", "/v1/explain"])
@pytest.mark.parametrize("body", [PROJECT, {"name": 5}, {"unknown": []}, {}], ids=["sound", "poor", "unknown", "empty"])
def test_whatever_object_is_sent_gets_a_document_of_its_schema(running: Running, path: str, body: object) -> None:
    name = {"/v1/score": "result", "/v1/check": "checked", "/v1/explain": "explanation"}[path]
    answer = running.post(path, body)
    assert answer.status_code == 200
    jsonschema.validate(answer.json(), schema_of(name, "canonical"))


def test_explain_has_the_steps_of_every_row(running: Running) -> None:
    document = running.post("/v1/explain?lang=en", project(indicators=[{**ROW, "actual": "92%"}])).json()
    assert [row["score"] for row in document["rows"]] == ["10.00", "87.16"]
    assert any("96.84" in step for step in document["rows"][1]["steps"])


def test_an_audit_is_one_review_of_all_projects(running: Running) -> None:
    claiming = project(name="乙", indicators=[{**ROW, "actual": "92%", "score": "90"}])
    document = running.post("/v1/audit", {"projects": [PROJECT, claiming, 5]}).json()
    jsonschema.validate(document, schema_of("audit", "canonical"))
    assert [table["project"] for table in document["tables"]] == ["甲", "乙"]
    assert {"2"} == {one["source"] for one in document["findings"] if one["severity"] == "error"}
    assert [one["source"] for one in document["unread"]] == ["3"]


# ---- files


MAGIC = {
    "html": b"<!", "markdown": b"#", "table": b"", "csv": b"\xef\xbb\xbf",
    "xlsx": b"PK\x03\x04", "docx": b"PK\x03\x04", "pdf": b"%PDF",
}  # fmt: skip


@pytest.mark.parametrize("name", MAGIC)
def test_a_form_is_drawn_in_each_format(running: Running, name: str) -> None:
    answer = running.post(f"/v1/render?format={name}")
    assert answer.status_code == 200
    assert answer.content.lower().startswith(MAGIC[name].lower())


@pytest.mark.parametrize("ending", ["xlsx", "docx"])
def test_a_form_that_was_drawn_is_read_back(running: Running, ending: str) -> None:
    form = running.post(f"/v1/render?format={ending}", project(indicators=[{**ROW, "actual": "92%"}])).content
    document = running.post(f"/v1/read?name=../表.{ending}", form, "application/octet-stream").json()
    jsonschema.validate(document, schema_of("reading", "canonical"))
    [reading] = document["forms"]
    assert running.post("/v1/score", reading["project"]).json()["total"] == "97.16"
    assert running.post("/v1/score", reading["text"].encode(), YAML).json()["total"] == "97.16"


def test_a_project_file_is_read_too(running: Running) -> None:
    document = running.post("/v1/read?name=a.yaml", EXAMPLE_PROJECTS[0].read_bytes(), "text/plain").json()
    assert document["forms"][0]["project"]["indicators"]


def test_nothing_to_draw_is_a_problem(running: Running) -> None:
    answer = running.post("/v1/render?format=html", {"name": "x"})
    assert (answer.status_code, answer.json()["slug"]) == (409, "nothing-to-draw")
    assert answer.json()["findings"]


# ---- what is no request


PROBLEMS = [
    ("POST", "/v1/score", b"nonsense", "application/json", 400, "not-a-request"),
    ("POST", "/v1/score", b"[]", "application/json", 400, "not-a-request"),
    ("POST", "/v1/score", b"", "application/json", 400, "not-a-request"),
    ("POST", "/v1/score", b"{", "application/json", 400, "not-a-request"),
    ("POST", "/v1/score", b'{"projects": 5}', "application/json", 400, "not-a-request"),
    ("POST", "/v1/score", b'{"projects": [], "more": 1}', "application/json", 400, "not-a-request"),
    ("POST", "/v1/score", b"a=1", "application/x-www-form-urlencoded", 415, "unknown-media-type"),
    ("POST", "/v1/score?book=none", b"{}", "application/json", 404, "no-such-book"),
    ("POST", "/v1/score?spec=none", b"{}", "application/json", 404, "no-such-spec"),
    ("POST", "/v1/score?spec=../../x.yaml", b"{}", "application/json", 404, "no-such-spec"),
    ("POST", "/v1/score?lang=cn", b"{}", "application/json", 400, "invalid-parameter"),
    ("POST", "/v1/score?on=2023-02-30", b"{}", "application/json", 400, "invalid-parameter"),
    ("POST", "/v1/score?langs=en", b"{}", "application/json", 400, "invalid-parameter"),
    ("POST", "/v1/score?lang=en&lang=zh", b"{}", "application/json", 400, "invalid-parameter"),
    ("POST", "/v1/render", b"{}", "application/json", 400, "invalid-parameter"),
    ("POST", "/v1/read?name=a.exe", b"MZ", "application/octet-stream", 415, "unknown-media-type"),
    ("POST", "/v1/read", b"MZ", "application/octet-stream", 400, "invalid-parameter"),
    ("POST", "/v1/score:batch?spec=none", b"{}\n", LINES, 404, "no-such-spec"),
    ("POST", "/v1/score:batch?book=none", b"{}\n", LINES, 404, "no-such-book"),
    ("POST", "/v1/score:batch?lang=cn", b"{}\n", LINES, 400, "invalid-parameter"),
    ("POST", "/v1/score", b"x" * (5 * 1024 * 1024 + 1), "application/json", 413, "request-too-large"),
    ("GET", "/v1/specs/none", b"", "", 404, "no-such-spec"),
    ("GET", "/v1/schemas/none", b"", "", 404, "no-such-address"),
    ("GET", "/nowhere", b"", "", 404, "no-such-address"),
    ("GET", "/v1/score", b"", "", 405, "method-not-allowed"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path", "body", "media", "status", "slug"), PROBLEMS)
def test_what_is_no_request_is_a_problem(
    running: Running, method: str, path: str, body: bytes, media: str, status: int, slug: str
) -> None:
    answer = running.client.request(method, path, content=body, headers={"Content-Type": media} if media else {})
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")
    problem = answer.json()
    assert (problem["status"], problem["slug"]) == (status, slug)
    jsonschema.validate(problem, schema_of("problem", "canonical"))
    assert "Allow" in answer.headers or status != 405


def test_a_problem_speaks_the_language_of_the_caller(running: Running) -> None:
    for path, headers, word in [
        ("/nowhere", {}, "没有"), ("/nowhere?lang=en", {}, "nothing"), ("/nowhere", {"Accept-Language": "en-GB"}, "nothing"),
    ]:  # fmt: skip
        assert word in running.client.get(path, headers=headers).json()["title"]


# ---- tenants


def test_a_book_has_its_own_specs_and_the_packages(running: Running) -> None:
    for book, other in [("east", "west"), ("west", "east")]:
        ids = [spec["id"] for spec in running.get(f"/v1/specs?book={book}").json()]
        assert f"cn.{book}-2024" in ids
        assert f"cn.{other}-2024" not in ids
        own = project(spec=f"cn.{book}-2024", year=2024)
        assert running.post(f"/v1/score?book={book}", own).json()["total"] == "100.00"
        assert codes(running.post(f"/v1/score?book={other}", own).json()) >= {"no-such-spec"}
        assert codes(running.post("/v1/score", own).json()) >= {"no-such-spec"}


def test_nothing_outside_a_book_is_opened(running: Running, folders: Path) -> None:
    for name in [str(folders / "outside.yaml"), "../outside.yaml", "/etc/passwd", "own.yaml"]:
        for book in ["east", "default"]:
            document = running.post(f"/v1/score?book={book}", project(spec=name)).json()
            assert document["spec"]["id"] is None
            assert codes(document) == {"path-not-allowed"}


def test_a_spec_and_the_schemas_can_be_asked_for(running: Running) -> None:
    document = running.get("/v1/specs/cn.east-2024?book=east").json()
    jsonschema.validate(document, schema_of("spec-detail", "canonical"))
    assert (document["entry"]["title"], document["sha256"]) == ("东", document["sha256"])
    assert running.get("/v1/schemas/result").json() == schema_of("result")
    assert running.get("/v1/schemas/project?keys=canonical").json() == schema_of("project", "canonical")


def test_a_token_opens_the_books_behind_it(folders: Path) -> None:
    tokens = put(folders / "tokens", "# 注\nall-books\neast-only east\n")
    with service("--book", f"east={folders / 'east'}", "--token", str(tokens)) as guarded:
        assert guarded.get("/livez").status_code == guarded.get("/readyz").status_code == 200
        for path in ["/v1/score", "/v1/score:batch", "/v1/check"]:
            answer = guarded.post(path, PROJECT, LINES if "batch" in path else "application/json")
            assert (answer.status_code, answer.json()["slug"]) == (401, "no-valid-token")
            assert "Bearer" in answer.headers["WWW-Authenticate"]
        assert guarded.get("/metrics").status_code == 401
        for token, book, status in [
            ("all-books", "default", 200), ("all-books", "east", 200), ("east-only", "east", 200),
            ("east-only", "default", 403), ("east", "east", 401),
        ]:  # fmt: skip
            guarded.client.headers["Authorization"] = f"Bearer {token}"
            assert guarded.post(f"/v1/score?book={book}").status_code == status


def test_readiness_tells_of_a_broken_book(tmp_path: Path) -> None:
    put(tmp_path / "broken.yaml", "id: cn.broken-2024\nversion: 1\n")
    with service("--book", f"broken={tmp_path}", is_ready=False) as half:
        assert "cn.broken" not in half.get("/readyz").text
        assert half.logged("not ready")["errors"]
        answer = half.get("/readyz")
        assert (answer.status_code, answer.json()["books"]["broken"]["errors"] > 0) == (503, True)
        assert half.post("/v1/score").json()["total"] == "100.00"


# ---- streams


def test_lines_keep_their_order_and_their_ids(running: Running) -> None:
    lines = [json.dumps(project(id=str(number))) for number in range(40)]
    lines[7], lines[9], lines[11] = "nonsense", "", json.dumps({"id": "eleven", "name": "x"})
    answer = running.post("/v1/score:batch", "\n".join(lines).encode(), LINES)
    assert answer.headers["Content-Type"] == LINES
    results = [json.loads(line) for line in answer.text.splitlines()]
    expected = [None if number == 7 else str(number) for number in range(40) if number != 9]
    expected[10] = "eleven"
    assert [result["id"] for result in results] == expected
    assert [result["total"] for result in results if result["id"] not in (None, "eleven")] == ["100.00"] * 37


def test_a_line_that_is_too_long_costs_itself_alone(running: Running) -> None:
    sound = json.dumps(project(id="a")).encode()
    answer = running.post("/v1/score:batch", sound + b"\n" + b"x" * 6_000_000 + b"\n" + sound, LINES)
    results = [json.loads(line) for line in answer.text.splitlines()]
    assert [result["id"] for result in results] == ["a", None, "a"]
    assert codes(results[1]) == {"file-too-large"}


def test_a_line_is_answered_before_the_next_one_is_sent(running: Running) -> None:
    process = subprocess.Popen(
        command("--stdio", "--workers", "1"), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, env=environment(),
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    with process:
        for number in range(3):
            process.stdin.write(json.dumps(project(id=number)).encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == str(number)
        process.stdin.close()
        assert process.stdout.read() == b""
        assert process.wait(DEADLINE) == 0


def test_standard_input_speaks_the_same_protocol(running: Running) -> None:
    form = running.post("/v1/render?format=xlsx").content
    requests: list[Any] = [
        PROJECT,
        {"request": "/v1/check?lang=en", "id": 1, "body": PROJECT},
        {"request": "/v1/score", "type": "application/yaml", "body": EXAMPLE_PROJECTS[0].read_text("utf-8"), "id": "y"},
        {"request": "/v1/score", "body": [1]},
        {"request": "/v1/nowhere", "id": {"any": ["thing", 0.5]}},
        {"request": "/v1/specs/cn.mof-2020-10"},
        {"request": "/v1/render?format=xlsx", "body": PROJECT},
        {"request": "/v1/render?format=html", "body": PROJECT},
        {"request": "/v1/read?name=a.xlsx", "base64": base64.b64encode(form).decode()},
        {"request": "/v1/read?name=a.xlsx", "base64": "%"},
        {"request": "/readyz"},
    ]
    data = "\n".join(json.dumps(line, ensure_ascii=False) for line in requests).encode()
    done = subprocess.run(
        command("--stdio"), input=data, capture_output=True, env=environment(), check=True, timeout=DEADLINE
    )
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert answers[0] == running.post("/v1/score").json()
    assert without_columns(answers[1]["body"]) == without_columns(running.post("/v1/check?lang=en").json())
    assert answers[2]["body"] == running.post("/v1/score", EXAMPLE_PROJECTS[0].read_bytes(), YAML).json()
    assert [answer["status"] for answer in answers[1:]] == [200, 200, 400, 404, 200, 200, 200, 200, 400, 200]
    assert [answer["id"] for answer in answers[1:5]] == ["1", "y", None, {"any": ["thing", "0.5"]}]
    assert answers[6]["base64"]
    assert answers[7]["text"].startswith("<!")
    assert answers[8]["body"]["forms"][0]["project"]["name"] == "甲"


# ---- what ends workers


def test_workers_that_are_killed_are_replaced(running: Running) -> None:
    first = running.workers()
    assert len(first) == len(set(first)) >= 2
    for pid in first:
        os.kill(pid, signal.SIGKILL)
        for _ in range(10):
            assert running.post("/v1/score").json()["total"] == "100.00"
    end = time.monotonic() + DEADLINE
    while time.monotonic() < end and f"jixiao_workers {len(first)}.0" not in running.get("/metrics").text:
        time.sleep(0.1)
    replaced = re.search(r"jixiao_workers_replaced (\d+)", running.get("/metrics").text)
    assert replaced is not None
    assert int(replaced[1]) >= len(first)
    assert not set(first) & set(running.workers())


# ---- operations


def test_the_log_has_hashes_and_no_contents(running: Running) -> None:
    body = project(name=PRIVATE, department=PRIVATE, indicators=[{**ROW, "name": PRIVATE}])
    answer = running.client.post("/v1/score", json=body, headers={"X-Request-ID": "log-test"})
    assert answer.headers["X-Request-ID"] == "log-test"
    line = running.logged("request", id="log-test")
    document = answer.json()
    assert line["projects"] == [
        {
            "input_sha256": document["input_sha256"],
            "spec": f"{document['spec']['id']}@{document['spec']['version']}",
            "spec_sha256": document["spec"]["sha256"],
        }
    ]
    assert (line["engine"], len(line["engine_sha256"])) == (jixiao.__version__, 64)
    running.post("/v1/score:batch", "\n".join([json.dumps(body)] * 30).encode(), LINES)
    assert running.logged("request", endpoint="/v1/score:batch", project_count=30)["inputs_sha256"]
    assert PRIVATE not in json.dumps(running.log, ensure_ascii=False)


def test_figures_are_counted(running: Running) -> None:
    running.post("/v1/score")
    text = running.get("/metrics").text
    assert re.search(r'jixiao_requests_total\{endpoint="/v1/score",status="200"\} [1-9]', text)
    assert "jixiao_request_seconds_bucket" in text
    assert PRIVATE not in text


def test_the_page_and_all_its_parts_are_sent(running: Running) -> None:
    index = running.get("/")
    assert index.text.lower().startswith("<!doctype html>")
    for name, asset in assets().items():
        answer = running.get("/" if name == INDEX else f"/{name}")
        assert (answer.status_code, answer.headers["Content-Type"], answer.content) == (200, *asset)
    assert running.get("/words.en.json").json() == words_of("en")


def test_every_reference_of_the_openapi_document_leads_somewhere(running: Running) -> None:
    document = running.get("/openapi.json").json()
    names = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(document)))
    assert names
    assert names <= set(document["components"]["schemas"])
    assert set(document["paths"]) >= {
        "/v1/score",
        "/v1/score:batch",
        "/v1/audit",
        "/v1/render",
        "/v1/specs/{id}",
        "/readyz",
    }


def test_a_signal_ends_the_service_after_what_is_under_way() -> None:
    with service() as one:
        sound = json.dumps(PROJECT).encode() + b"\n"

        def slowly() -> Iterator[bytes]:
            yield sound
            one.process.send_signal(signal.SIGTERM)
            time.sleep(0.5)
            yield sound

        headers = {"Content-Type": LINES}
        answer = one.client.post("/v1/score:batch", content=slowly(), headers=headers)
        assert answer.text.count("100.00") >= 2
        assert len(answer.text.splitlines()) == 2
        assert one.process.wait(DEADLINE) == 0
        with contextlib.suppress(FileNotFoundError):
            assert one.workers() == []


def test_an_address_that_is_taken_is_a_finding(running: Running) -> None:
    port = str(running.client.base_url.port)
    done = subprocess.run(
        command("--port", port), capture_output=True, env=environment(), check=False, timeout=DEADLINE
    )
    assert done.returncode == 1
    assert "JX766" in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


@pytest.mark.parametrize(
    "options",
    [("--book", "x"), ("--book", "a=nowhere"), ("--token", "nowhere"), ("--workers", "0"), ("--port", "70000")],
)
def test_wrong_usage_is_told(options: tuple[str, ...]) -> None:
    done = subprocess.run(command(*options), capture_output=True, env=environment(), check=False, timeout=DEADLINE)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr.decode()


@pytest.mark.parametrize("options", [(), ("--stdio",)])
def test_an_extra_that_is_missing_is_named(options: tuple[str, ...]) -> None:
    code = f"import sys; sys.modules['uvicorn'] = sys.modules['prometheus_client'] = None; sys.argv = {['jixiao', 'serve', *options]}"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nfrom jixiao.cli import start\nstart()"],
        capture_output=True, env=environment(), check=False, timeout=DEADLINE,
    )  # fmt: skip
    assert done.returncode == 2
    assert "[serve]" in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()
