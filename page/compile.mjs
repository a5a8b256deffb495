// Compile the modules of an archive by the runtime itself: node compile.mjs RUNTIME ARCHIVE TARGET

import {readFileSync, writeFileSync} from "node:fs";
import {pathToFileURL} from "node:url";

const [runtime, archive, target] = process.argv.slice(2);
const {loadPyodide} = await import(pathToFileURL(`${runtime}/pyodide.mjs`));
const COMPILED = "/lib/compiled.zip"; // in the file system of the runtime
const python = await loadPyodide({indexURL: `${runtime}/`});
python.unpackArchive(new Uint8Array(readFileSync(archive)), "zip", {extractDir: "/lib/packages"});
python.globals.set("target", COMPILED);
python.runPython(`
import compileall, os, py_compile, sys, zipfile
os.chdir("/lib/packages")
mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
compileall.compile_dir(".", quiet=2, invalidation_mode=mode, stripdir=".")
with zipfile.ZipFile(target, "w") as archive:
    for folder, _, names in sorted(os.walk(".")):
        for name in sorted(names):
            archive.write(os.path.join(folder, name))
`);
writeFileSync(target, python.FS.readFile(COMPILED));
