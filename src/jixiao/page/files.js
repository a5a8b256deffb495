// Files in and out: opening, saving, printing; and what the browser keeps.

import {documentOf} from "jixiao/engine.js";
import {element} from "jixiao/elements.js";

const MEDIA = {
  yaml: "application/yaml",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
};

/** Return what the browser keeps under a name (the projects, the language), null where there is none. */
export function kept(name) {
  try {
    return JSON.parse(localStorage.getItem(`jixiao.${name}`));
  } catch {
    return null; // no storage, or not ours
  }
}

/** Keep a value under a name; a browser that allows it not just forgets. */
export function keep(name, value) {
  try {
    localStorage.setItem(`jixiao.${name}`, JSON.stringify(value));
  } catch {
    // a full or forbidden storage
  }
}

/** Hand a file to the person. */
export function download(bytes, name, kind) {
  const address = URL.createObjectURL(new Blob([bytes], {type: MEDIA[kind]}));
  element("a", {href: address, download: `${name}.${kind}`}).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** Return the bytes of a project as a file: a project file, a workbook or a Word document; or why there is none. */
export async function fileOf(engine, project, kind, lang) {
  const body = JSON.stringify(project);
  if (kind !== "yaml") return engine.ask("/v1/render", {format: kind, lang}, body);
  const answer = await engine.ask("/v1/read", {name: "project.json", lang}, new TextEncoder().encode(body));
  if (!answer.ok) return answer;
  const {forms, findings} = documentOf(answer);
  if (forms.length === 0) return {ok: false, bytes: new TextEncoder().encode(JSON.stringify({title: findings[0].message, detail: findings[0].remedy}))};
  return {...answer, bytes: new TextEncoder().encode(forms[0].text)};
}

/** Open what is dropped onto a document: files, and those of folders; a text goes where it is dropped. */
export function openDropped(target, open, refuse) {
  const holdsFiles = ({dataTransfer}) => dataTransfer.types.includes("Files");
  target.addEventListener("dragover", (event) => {
    if (holdsFiles(event)) event.preventDefault();
  });
  target.addEventListener("drop", (event) => {
    if (!holdsFiles(event)) return undefined;
    event.preventDefault();
    const items = Array.from(event.dataTransfer.items).filter(({kind}) => kind === "file");
    return Promise.all(items.map(filesOf)).then((lists) => open(lists.flat()), refuse); // items are gone after the event
  });
}

/** Return the files of a dropped item: itself, or all below it whose names begin with no dot. */
async function filesOf(item) {
  const entry = item.webkitGetAsEntry?.();
  return entry?.isDirectory ? filesBelow(entry) : [item.getAsFile()];
}

async function filesBelow(entry) {
  if (entry.isFile) return [await new Promise((resolve, reject) => entry.file(resolve, reject))];
  const entries = [];
  const reader = entry.createReader();
  let some;
  do { // each call yields some more, the last none
    some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    entries.push(...some.filter(({name}) => !name.startsWith(".")));
  } while (some.length);
  entries.sort((one, other) => one.name.localeCompare(other.name));
  return (await Promise.all(entries.map(filesBelow))).flat();
}

/** Print a form: a page of its own in a frame that nobody sees. */
export function printForm(html) {
  const frame = element("iframe", {class: "unseen", sandbox: "allow-same-origin allow-modals", title: "", "aria-hidden": "true"});
  frame.onload = () => {
    frame.contentWindow.onafterprint = () => frame.remove();
    frame.contentWindow.print();
  };
  frame.srcdoc = html;
  document.body.append(frame);
}
