// The package in the runtime of the page: node desk.mjs RUNTIME PACKAGES PROJECTS TARGET
// PROJECTS is a list of texts; TARGET becomes a list of result documents, as the desk answers them.

import {readFileSync, writeFileSync} from "node:fs";
import {pathToFileURL} from "node:url";

const [runtime, packages, projects, target] = process.argv.slice(2);
const {loadPyodide} = await import(pathToFileURL(`${runtime}/pyodide.mjs`));
const python = await loadPyodide({indexURL: `${runtime}/`});
python.unpackArchive(new Uint8Array(readFileSync(packages)), "zip", {extractDir: "/lib/packages"});
python.globals.set("projects", readFileSync(projects, "utf-8"));
writeFileSync(target, python.runPython(`
import json, sys
sys.path.insert(0, "/lib/packages")
from jixiao.serve.desk import answer
json.dumps([answer("/v1/score", {}, text.encode()).body.decode() for text in json.loads(projects)])
`));
