"""From the canonical schemas to classes of other languages by the usual generators, and real documents read by them."""

from __future__ import annotations

import copy
import json
import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

import jixiao
from jixiao.schemas import SCHEMAS, schema_of
from tests.support.node import PATIENCE, needs_node, node, program
from tests.support.paths import EXAMPLE_PROJECTS

pytestmark = [pytest.mark.slow, needs_node]

PROJECTS = [jixiao.load_project(path) for path in EXAMPLE_PROJECTS]
RESULTS: list[Any] = [jixiao.score(project).to_dict() for project in PROJECTS]
QUICKTYPE = program("quicktype", "dist/index.js")
TSC = program("typescript", "bin/tsc")


def mutants() -> dict[str, Any]:
    """A real result, changed in ways that every reader should refuse."""
    changes = {"banana": ("score", "banana"), "outcome": ("outcome", "unknown"), "missing": ("score", None)}
    documents = {}
    for name, (key, value) in changes.items():
        documents[name] = copy.deepcopy(RESULTS[0])
        documents[name]["indicators"][0][key] = value
    del documents["missing"]["indicators"][0]["score"]
    return documents


def put(path: Path, content: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content if isinstance(content, str) else json.dumps(content, ensure_ascii=False), "utf-8")
    return path


def schema_file(folder: Path, name: str) -> Path:
    return put(folder / f"{name}.json", schema_of(name, "canonical"))


def done(process: subprocess.CompletedProcess[str]) -> str:
    assert process.returncode == 0, process.stdout + process.stderr
    return process.stdout


AJV = """\
const Ajv = require('ajv/dist/2020').default, fs = require('fs');
const [schema, ...documents] = process.argv.slice(2).map(file => JSON.parse(fs.readFileSync(file, 'utf8')));
const validate = new Ajv({strict: true}).compile(schema);
console.log(JSON.stringify(documents.map(document => validate(document))));
"""


def test_ajv_takes_what_the_program_writes_and_refuses_mutants(tmp_path: Path) -> None:
    changed = list(mutants().values())
    files = [put(tmp_path / f"{number}.json", document) for number, document in enumerate([*RESULTS, *changed])]
    schema = schema_file(tmp_path, "result")
    verdicts = json.loads(done(node(put(tmp_path / "ajv.js", AJV), schema, *files, cwd=tmp_path)))
    assert verdicts == [True] * len(RESULTS) + [False] * len(changed)
    documents = [json.loads(project.as_json) for project in PROJECTS]
    files = [put(tmp_path / f"p{number}.json", document) for number, document in enumerate(documents)]
    schema = schema_file(tmp_path, "project")
    assert all(json.loads(done(node(tmp_path / "ajv.js", schema, *files, cwd=tmp_path))))


def typescript(folder: Path, name: str) -> Path:
    """A folder with the types of a document."""
    schema = schema_file(folder, name)
    done(node(program("json-schema-to-typescript", "dist/src/cli.js"), schema, folder / f"{name}_types.ts", cwd=folder))
    return folder


def compiled(folder: Path, source: str) -> subprocess.CompletedProcess[str]:
    put(folder / "use.ts", source)
    return node(TSC, "--strict", "--noEmit", "--target", "es2022", "use.ts", cwd=folder)


def test_typescript_types_hold_real_documents_and_no_mutants(tmp_path: Path) -> None:
    typescript(tmp_path, "result")
    use = 'import {{Result}} from "./result_types";\nexport const results: Result[] = {};\n'
    done(compiled(tmp_path, use.format(json.dumps(RESULTS))))
    for name, document in mutants().items():
        verdict = compiled(tmp_path, use.format(json.dumps([document])))
        assert (verdict.returncode == 0) == (name == "banana"), name  # to a type every text is one
    typescript(tmp_path, "project")
    use = f'import {{Project}} from "./project_types";\nexport const projects: Project[] = [{PROJECTS[0].as_json}];\n'
    done(compiled(tmp_path, use))


@pytest.mark.parametrize("name", [name for name, keys in SCHEMAS if keys == "canonical"])
def test_typescript_types_have_plain_names(name: str, tmp_path: Path) -> None:
    text = (typescript(tmp_path, name) / f"{name}_types.ts").read_text("utf-8")
    names = re.findall(r"export (?:interface|type) (\w+)", text)
    assert names
    assert all(re.fullmatch(r"[A-Z][a-zA-Z]+", each) for each in names), names


def test_typescript_reads_a_result_as_it_runs(tmp_path: Path) -> None:
    schema = schema_file(tmp_path, "result")
    words = ("-s", "schema", schema, "-l", "ts", "--top-level", "Result", "-o", tmp_path / "reader.ts")
    done(node(QUICKTYPE, *words, cwd=tmp_path))
    reader = (tmp_path / "reader.ts").read_text("utf-8")
    put(tmp_path / "reader.ts", reader + READ)
    done(node(TSC, "--strict", "--target", "es2022", "--module", "commonjs", "--types", "", "reader.ts", cwd=tmp_path))
    for result in RESULTS:
        file = put(tmp_path / "result.json", result)
        assert json.loads(done(node(tmp_path / "reader.js", file, cwd=tmp_path))) == result["total"]
    for name in ("outcome", "missing"):
        file = put(tmp_path / f"{name}.json", mutants()[name])
        assert node(tmp_path / "reader.js", file, cwd=tmp_path).returncode != 0


READ = """
declare const require: any, process: any;
const text: string = require('fs').readFileSync(process.argv[2], 'utf8');
console.log(JSON.stringify(Convert.toResult(text).total));
"""

MAIN = """\
package jixiao;

import java.nio.file.*;

public class Main {
    public static void main(String[] files) throws Exception {
        for (String file : files) {
            Result result = Converter.fromJsonString(Files.readString(Path.of(file)));
            IndicatorRow row = result.getIndicators().get(0);
            System.out.println(result.getTotal() + " " + row.getScore() + " " + row.getOutcome().toValue());
        }
    }
}
"""


def jackson() -> list[Path]:
    """The jars that the generated classes read JSON with, where Debian or Spark has put them."""
    folders = [Path("/usr/share/java")]
    spark = find_spec("pyspark")
    if spark and spark.origin:
        folders.append(Path(spark.origin).parent / "jars")
    folders.append(Path.home() / ".m2" / "repository" / "com" / "fasterxml" / "jackson" / "core")
    for folder in folders:
        jars = [sorted(folder.rglob(f"jackson-{part}*.jar")) for part in ("core", "databind", "annotations")]
        if all(jars):
            return [files[-1] for files in jars]
    return []


@pytest.mark.skipif(not shutil.which("javac") or not jackson(), reason="needs javac and Jackson")
def test_java_classes_read_a_result(tmp_path: Path) -> None:
    folder = tmp_path / "jixiao"
    folder.mkdir()
    schema = schema_file(tmp_path, "result")
    words = ("-s", "schema", schema, "-l", "java", "--package", "jixiao", "--top-level", "Result")
    done(node(QUICKTYPE, *words, "-o", folder / "Result.java", cwd=tmp_path))
    put(folder / "Main.java", MAIN)
    classpath = ":".join(map(str, jackson()))
    sources = sorted(folder.glob("*.java"))
    assert {"IndicatorRow", "Outcome", "FindingDocument"} <= {path.stem for path in sources}
    done(java("javac", "-cp", classpath, "-encoding", "UTF-8", "-d", tmp_path / "classes", *sources))
    main = ("java", "-cp", f"{classpath}:{tmp_path / 'classes'}", "jixiao.Main")
    scored = [result for result in RESULTS if result["indicators"]]
    files = [put(tmp_path / f"{number}.json", result) for number, result in enumerate(scored)]
    rows = [result["indicators"][0] for result in scored]
    expected = [
        f"{result['total'] or 'null'} {row['score'] or 'null'} {row['outcome']}"
        for result, row in zip(scored, rows, strict=True)
    ]
    assert done(java(*main, *files)).splitlines() == expected
    assert java(*main, put(tmp_path / "outcome.json", mutants()["outcome"])).returncode != 0


def java(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(list(map(str, command)), capture_output=True, encoding="utf-8", timeout=PATIENCE, check=False)
