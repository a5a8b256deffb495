// The engine of the offline file: CPython compiled to WebAssembly, with the package as it is installed anywhere.

const RUNTIME = "https://runtime.invalid/"; // names of parts of this file; nothing is ever asked of a network
const MEDIA = {"pyodide.asm.wasm": "application/wasm"};

function bytesOf(base64) {
  const binary = atob(base64.trim());
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index++) bytes[index] = binary.charCodeAt(index);
  return bytes;
}

async function unpacked(base64) {
  const stream = new Blob([bytesOf(base64)]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function moduleOf(bytes) {
  return import(URL.createObjectURL(new Blob([bytes], {type: "text/javascript"})));
}

/** Answer what the runtime fetches from the parts of this file. */
function serveParts(parts) {
  self.fetch = async (request) => {
    const name = String(request.url ?? request).replace(RUNTIME, "");
    if (!(name in parts)) throw new TypeError(`not in this file: ${name}`);
    return new Response(parts[name], {headers: {"Content-Type": MEDIA[name] ?? "application/octet-stream"}});
  };
}

async function start(encoded) {
  postMessage({stage: "unpacking"});
  const parts = {};
  await Promise.all(encoded.map(async ([name, base64]) => (parts[name] = await unpacked(base64))));
  serveParts(parts);
  postMessage({stage: "python"});
  const {loadPyodide} = await moduleOf(parts["pyodide.mjs"]);
  const {default: createPyodideModule} = await moduleOf(parts["pyodide.asm.mjs"]);
  const lockFileContents = new TextDecoder().decode(parts["pyodide-lock.json"]);
  const python = await loadPyodide({indexURL: RUNTIME, createPyodideModule, lockFileContents});
  postMessage({stage: "package"});
  python.unpackArchive(parts["packages.zip"], "zip", {extractDir: "/lib/packages"});
  python.runPython("import sys; sys.path.insert(0, '/lib/packages')");
  return python.runPython(`
from jixiao.serve.browser import serve
serve
`);
}

let serve;

onmessage = async ({data}) => {
  if (data.parts) {
    try {
      serve = await start(data.parts);
      postMessage({stage: "ready"});
    } catch (error) {
      postMessage({stage: "failed", why: String(error)});
    }
    return;
  }
  const [status, bytes] = serve(data.path, JSON.stringify(data.query), data.bytes);
  postMessage({number: data.number, status, bytes}, [bytes.buffer]);
};
