// The page: one project, scored by the engine after every edit.

import {documentOf, engineOfPage} from "jixiao/engine.js";
import {byId, element, filled, label} from "jixiao/elements.js";
import {Fields, PASTED} from "jixiao/fields.js";
import {choose, download, fileOf, keep, kept, showForm} from "jixiao/files.js";
import {Outcome} from "jixiao/outcome.js";
import {emptyProject, filledIn, putText} from "jixiao/project.js";
import {listSpecs} from "jixiao/specs.js";
import {cellsOf, headingsOf, rowsUnder} from "jixiao/table_text.js";

const STAGES = {
  unpacking: "正在解开本页所带的程序… / Unpacking what this page carries…",
  python: "正在启动 Python… / Starting Python…",
  package: "正在装入计分规则… / Loading the rules…",
};
const SERVICE_KINDS = /\.(pdf|doc|wps|et|rtf|odt|ods)$/i;
const MOVES = {up: -1, down: 1};

const engine = engineOfPage();
let lang = kept("lang") ?? "zh";
let project = kept("draft") ?? emptyProject();
let words, specs;
let isScoring = false;
let isChanged = false;

// ---- the form

async function setLanguage(wanted) {
  lang = wanted;
  keep("lang", lang);
  words = documentOf(await engine.ask(`/words.${lang}.json`));
  document.documentElement.lang = {zh: "zh-CN", en: "en"}[lang];
  document.title = `${words.page.title} · jixiao`;
  label(words);
  byId("signs").replaceChildren(...words.signs.map((sign) => element("option", {value: sign})));
  draw();
}

/** Draw the whole form anew from the project. */
function draw() {
  project.goals ??= [];
  project.indicators ??= [];
  const fields = new Fields(project, words);
  listSpecs(specs, project.spec ?? "", words);
  byId("head").replaceChildren(...byId("head").querySelectorAll(".wide"), ...fields.head());
  byId("funds").replaceChildren(...fields.funds());
  byId("more-funds").replaceChildren(...fields.moreFunds());
  byId("notes").replaceChildren(...fields.notes());
  byId("goals").replaceChildren(...project.goals.map((_, index) => fields.goal(index)));
  byId("rows").replaceChildren(...project.indicators.map((_, index) => fields.row(index)));
}

function edited() {
  keep("draft", project);
  return rescore();
}

/** Score the project; edits made meanwhile are scored right after. */
async function rescore() {
  isChanged = true;
  if (isScoring) return;
  isScoring = true;
  try {
    while (isChanged) {
      isChanged = false;
      await scoreOnce();
    }
  } finally {
    isScoring = false;
  }
}

async function scoreOnce() {
  const rows = project.indicators.flatMap((row, index) => (Object.keys(row).length ? [index] : []));
  const body = JSON.stringify(filledIn(project));
  const answer = await engine.ask("/v1/score", {lang}, body);
  if (!answer.ok) return sayWhyNot(documentOf(answer));
  const steps = async (place) => documentOf(await engine.ask("/v1/explain", {lang}, body)).rows[place].steps;
  new Outcome(documentOf(answer), rows, words, {steps, repair}).show();
  if (!byId("official").hidden) await drawOfficialForm();
}

/** Put a text where a finding says that it belongs. */
function repair(path, text) {
  putText(project, path, text);
  draw();
  document.querySelector(`[data-path="${CSS.escape(path)}"]`)?.focus();
  return edited();
}

function say(text) {
  byId("status").textContent = text;
}

function sayWhyNot({title, detail}) {
  say(filled(words.page.cannot, {why: [title, detail].filter(Boolean).join(" ")}));
}

function changeRows(change, focus) {
  change(project.indicators);
  draw();
  byId("rows").querySelector(focus)?.focus();
  return edited();
}

function addRow() {
  const index = project.indicators.length;
  return changeRows((rows) => rows.push({}), `[data-row="${index}"] [data-field=level1]`);
}

const ACTIONS = {
  "delete-goal": (index) => {
    project.goals.splice(index, 1);
    draw();
    return edited();
  },
  delete: (index) => changeRows((rows) => rows.splice(index, 1), `[data-row="${Math.max(index - 1, 0)}"] input`),
  up: (index) => move(index, "up"),
  down: (index) => move(index, "down"),
};

function move(index, action) {
  const target = index + MOVES[action];
  if (target < 0 || target >= project.indicators.length) return;
  changeRows((rows) => rows.splice(target, 0, ...rows.splice(index, 1)),
    `[data-row="${target}"] [data-action=${action}]`);
}

function paste(event) {
  const input = event.target.closest("[data-row] [data-field]");
  const text = event.clipboardData.getData("text/plain");
  if (!input || !/[\t\n]/.test(text.trimEnd())) return;
  event.preventDefault();
  const cells = cellsOf(text);
  const start = Number(input.closest("[data-row]").dataset.row);
  const fields = headingsOf(cells[0], words.columns);
  const rows = fields
    ? rowsUnder(fields, cells.slice(1))
    : rowsUnder(PASTED.slice(Math.max(PASTED.indexOf(input.dataset.field), 0)), cells);
  rows.forEach((row, index) => (project.indicators[start + index] = {...project.indicators[start + index], ...row}));
  draw();
  say(filled(words.page.pasted, {count: rows.length}));
  return edited();
}

// ---- files

async function openFile(file) {
  const {name} = file;
  if (engine.isOffline && SERVICE_KINDS.test(name)) return say(filled(words.page.needs_service, {name}));
  const query = {name, lang, ...(project.spec && {spec: project.spec})};
  const answer = await engine.ask("/v1/read", query, new Uint8Array(await file.arrayBuffer()));
  const reading = documentOf(answer);
  if (!answer.ok) return sayWhyNot(reading);
  const forms = reading.forms.filter((form) => form.project);
  if (forms.length === 0) {
    const why = [...reading.findings, ...reading.forms.flatMap((form) => form.findings)].map((each) => each.message);
    return say([filled(words.page.nothing_read, {name}), ...why].join(" "));
  }
  const form = forms.length === 1 ? forms[0] : await choose(forms);
  if (form === null) return;
  adopt(form.project);
  say([filled(words.page.opened, {name}), ...form.findings.map((each) => each.message)].join(" "));
}

function adopt(other) {
  project = {funds: {}, ...other};
  draw();
  return edited();
}

async function save(kind) {
  const answer = await fileOf(engine, filledIn(project), kind, lang);
  if (!answer.ok) return sayWhyNot(documentOf(answer));
  const name = [project.name ?? words.page.title, project.year].filter(Boolean).join("-").replace(/[\\/:*?"<>|]/g, "_");
  download(answer.bytes, name, kind);
  say(filled(words.page.saved, {name: `${name}.${kind}`}));
}

async function drawOfficialForm() {
  const answer = await engine.ask("/v1/render", {format: "html", lang}, JSON.stringify(filledIn(project)));
  if (!answer.ok) return sayWhyNot(documentOf(answer));
  return showForm(new TextDecoder().decode(answer.bytes));
}

function toggleForm(isShown) {
  byId("official").hidden = !isShown;
  byId("show-form").setAttribute("aria-expanded", String(isShown));
  return isShown ? drawOfficialForm() : undefined;
}

async function print() {
  const sheet = await toggleForm(true);
  sheet?.print();
}

function startAnew() {
  if (!confirm(words.page.confirm_new)) return;
  project = emptyProject();
  draw();
  say("");
  return edited();
}

// ---- what people do

function listen() {
  const form = byId("form");
  form.addEventListener("input", ({target}) => {
    if (target.id === "find-spec") return listSpecs(specs, project.spec ?? "", words);
    const path = target.id === "spec" ? "spec" : target.dataset.path;
    if (!path) return undefined;
    putText(project, path, target.value);
    return edited();
  });
  form.addEventListener("click", ({target}) => {
    const button = target.closest("[data-action]");
    if (button) ACTIONS[button.dataset.action](Number(button.dataset.index));
  });
  form.addEventListener("paste", paste);
  const clicks = {
    "add-row": addRow,
    "add-goal": () => {
      project.goals.push({});
      draw();
    },
    "save-yaml": () => save("yaml"),
    "save-xlsx": () => save("xlsx"),
    "save-docx": () => save("docx"),
    "show-form": () => toggleForm(byId("official").hidden),
    language: () => setLanguage(lang === "zh" ? "en" : "zh").then(rescore),
    new: startAnew,
    print,
  };
  for (const [id, action] of Object.entries(clicks)) byId(id).addEventListener("click", action);
  byId("open").addEventListener("change", async ({target}) => {
    if (target.files.length) await openFile(target.files[0]);
    target.value = "";
  });
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length) openFile(event.dataTransfer.files[0]);
  });
}

async function begin() {
  await engine.start((stage) => (byId("stage").textContent = STAGES[stage]));
  specs = documentOf(await engine.ask("/v1/specs"));
  await setLanguage(lang);
  listen();
  await rescore();
  byId("splash").hidden = true;
  byId("form").hidden = false;
  if (kept("draft")) say(words.page.draft);
  document.documentElement.dataset.state = "ready";
}

begin().catch((error) => {
  byId("splash").hidden = true;
  byId("failure").hidden = false;
  byId("failure").textContent = `程序没有启动，请换一个新版浏览器再试。 / The program did not start. (${error.message})`;
  document.documentElement.dataset.state = "error";
});
