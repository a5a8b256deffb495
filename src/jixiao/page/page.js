// The page: some projects, one of which is filled in and scored by the engine after every edit.

import {Board} from "jixiao/board.js";
import {documentOf, engineOfPage} from "jixiao/engine.js";
import {byId, element, filled, label} from "jixiao/elements.js";
import {Fields, PASTED} from "jixiao/fields.js";
import {download, fileOf, keep, kept, openDropped, printForm} from "jixiao/files.js";
import {OfficialForm} from "jixiao/official.js";
import {Outcome, showReach} from "jixiao/outcome.js";
import {emptyProject, filledIn, isBlank, isBlankRow, putText, withBlankRows} from "jixiao/project.js";
import {Review} from "jixiao/review.js";
import {firstFitting, listSpecs, listWords} from "jixiao/specs.js";
import {cellsOf, headingsOf, rowsUnder} from "jixiao/table_text.js";
import {Years} from "jixiao/years.js";

const STAGES = {
  unpacking: "正在解开本页所带的程序… / Unpacking what this page carries…",
  python: "正在启动 Python… / Starting Python…",
  package: "正在装入计分规则… / Loading the rules…",
};
const SERVICE_KINDS = /\.(pdf|doc|wps|et|rtf|odt|ods)$/i;
const MOVES = {up: -1, down: 1};

const engine = engineOfPage();
let lang = kept("lang") ?? "zh";
let projects = kept("projects") ?? [emptyProject()];
let current = kept("current") ?? 0;
let view = "fill";
let project, words, specs;
let scoring = null;
let isChanged = false;

const official = new OfficialForm(byId("official-form"), {addRow: addOfficialRow, put: (paths, text) => {
  for (const path of paths) putText(project, path, text);
  return edited();
}, takeDrops});
const board = new Board({open: (number) => open(number), remove});
const review = new Review({open});
const years = new Years({open: openPaper});

// ---- the form

async function setLanguage(wanted) {
  lang = wanted;
  keep("lang", lang);
  words = documentOf(await engine.ask(`/words.${lang}.json`));
  specs = documentOf(await engine.ask("/v1/specs", {lang}));
  document.documentElement.lang = {zh: "zh-CN", en: "en"}[lang];
  document.title = `${words.page.title} · jixiao`;
  label(words);
  byId("signs").replaceChildren(...words.signs.map((sign) => element("option", {value: sign})));
  turnTo(current);
}

/** Make one of the projects the one that is filled in. */
function turnTo(number) {
  current = number;
  project = projects[current];
  keep("current", current);
  draw();
}

/** Draw the whole form anew from the project. */
function draw() {
  project.funds ??= {};
  project.goals ??= [];
  project.indicators ??= [];
  const fields = new Fields(project, words);
  listSpecs(specs, project.spec ?? "", words);
  listWords(engine, project.spec);
  byId("head").replaceChildren(...byId("head").querySelectorAll(".finder, .wide"), ...fields.head());
  byId("funds").replaceChildren(...fields.funds());
  byId("more-funds").replaceChildren(...fields.moreFunds());
  byId("notes").replaceChildren(...fields.notes());
  byId("goals").replaceChildren(...project.goals.map((_, index) => fields.goal(index)));
  byId("rows").replaceChildren(...project.indicators.map((_, index) => fields.row(index)));
  byId("count").textContent = `(${projects.length})`;
}

function edited() {
  keep("projects", projects);
  return rescore();
}

/** Score the project; edits made meanwhile are scored right after. Resolves when all is scored. */
function rescore() {
  isChanged = true;
  scoring ??= scoreAll().finally(() => (scoring = null));
  return scoring;
}

async function scoreAll() {
  while (isChanged) {
    isChanged = false;
    await scoreOnce();
  }
}

async function scoreOnce() {
  const rows = project.indicators.flatMap((row, index) => (isBlankRow(row) ? [] : [index]));
  const body = JSON.stringify(filledIn(project));
  const answer = await engine.ask("/v1/score", {lang}, body);
  if (!answer.ok) return sayWhyNot(documentOf(answer));
  const steps = async (place) => documentOf(await engine.ask("/v1/explain", {lang}, body)).rows[place].steps;
  new Outcome(documentOf(answer), rows, words, {steps, repair, jump}).show();
  if (view === "official") await drawOfficialForm();
  if (isChanged) return undefined;
  const reach = await engine.ask("/page/reach", {lang}, body);
  return reach.ok ? showReach(documentOf(reach), words) : sayWhyNot(documentOf(reach));
}

/** Put texts where findings say that they belong, each with its path. */
function repair(texts) {
  for (const [path, text] of texts) putText(project, path, text);
  draw();
  jump(texts[0][0]);
  return edited();
}

/** Put the cursor where a path stands: in the official form where it is in sight and has a cell for it. */
function jump(path) {
  if (view === "official" && official.focus(path)) return;
  if (view !== "fill") show("fill");
  const input = document.querySelector(`[data-path="${CSS.escape(path)}"]`) ?? (path === "spec" ? byId("spec") : null);
  const details = input?.closest("details");
  if (details) details.open = true;
  input?.focus();
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

/** Add a row to the official form, and begin it where the last cell was left. */
async function addOfficialRow() {
  project.indicators.push({});
  await edited();
  official.focus(`indicators[${project.indicators.length - 1}].`);
}

/** Go to the same field of the row below on Enter, as in a spreadsheet; below the last one there is a new row. */
function goDown(event) {
  const {target, key, isComposing} = event;
  const row = target.closest("[data-row]");
  if (key !== "Enter" || isComposing || !row || !target.dataset.field || target.list) return undefined;
  const below = `[data-row="${Number(row.dataset.row) + 1}"] [data-field=${target.dataset.field}]`;
  if (!byId("rows").querySelector(below)) return addRow();
  return byId("rows").querySelector(below).focus();
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

// ---- several projects

const VIEWS = {
  fill: () => {
    draw();
    return rescore();
  },
  official: drawOfficialForm,
  board: () => askOfAll("/v1/score", ({results}) => board.show(projects, results, current, words)),
  review: () => askOfAll("/v1/audit", (answer) => review.show(answer, words)),
  years: () => askOfAll("/v1/year", (answer) => years.show(answer, current, words)),
};

/** Turn to a view: the fields, the official form, the board, the review or the years. */
function show(wanted) {
  view = wanted;
  byId("form").dataset.view = view;
  for (const button of document.querySelectorAll(".views button")) {
    button.setAttribute("aria-pressed", String(button.dataset.view === view));
  }
  return VIEWS[view]();
}

/** Ask the engine of all projects together, and show what it says. */
async function askOfAll(path, showAnswer) {
  const answer = await engine.ask(path, {lang}, JSON.stringify({projects: projects.map(filledIn)}));
  return (answer.ok ? showAnswer : sayWhyNot)(documentOf(answer));
}

/** Open one of the projects in the form, at a path where there is one. */
async function open(number, path = null) {
  turnTo(number);
  await show("fill");
  if (path) jump(path);
}

/** Open one of the projects as the paper that it is: the form of its stage. */
async function openPaper(number) {
  turnTo(number);
  await show("official");
  return rescore();
}

function remove(number) {
  const name = projects[number].name ?? "";
  if (!confirm(filled(words.page.confirm_remove, {name}))) return undefined;
  projects.splice(number, 1);
  if (projects.length === 0) projects.push(emptyProject());
  turnTo(Math.min(current, projects.length - 1));
  return Promise.all([edited(), show("board")]);
}

/** Add projects: the first takes the place of a blank form. */
function add(others) {
  if (isBlank(project)) projects.splice(current, 1);
  const first = projects.length;
  projects.push(...others);
  turnTo(first);
  return edited();
}

// ---- files

/** Take files that are dropped onto the page, or onto the form in its frame. */
function takeDrops(target) {
  openDropped(target, openFiles, () => say(words.page.no_folders));
}

async function openFiles(files) {
  const readings = [];
  for (const file of files) readings.push(await readFile(file));
  const others = readings.flatMap((reading) => reading.projects);
  if (others.length) await add(others);
  await show(others.length > 1 ? "board" : "fill");
  say(readings.map((reading) => reading.says).join(" "));
}

/** Return the projects of a file, and what is to be said of it. */
async function readFile(file) {
  const {name} = file;
  if (engine.isOffline && SERVICE_KINDS.test(name)) {
    return {projects: [], says: filled(words.page.needs_service, {name})};
  }
  const query = {name, lang, ...(project.spec && isBlank(project) && {spec: project.spec})};
  const answer = await engine.ask("/v1/read", query, new Uint8Array(await file.arrayBuffer()));
  const reading = documentOf(answer);
  if (!answer.ok) return {projects: [], says: `${name}: ${reading.title} ${reading.detail ?? ""}`};
  const forms = reading.forms.filter((form) => form.project);
  const opening = forms.length ? words.page.opened : words.page.nothing_read;
  const findings = [...reading.findings, ...reading.forms.flatMap((form) => form.findings)];
  const says = [filled(opening, {name}), ...findings.map((each) => each.message)].join(" ");
  return {projects: forms.map((form) => form.project), says};
}

async function save(kind) {
  const answer = await fileOf(engine, filledIn(project), kind, lang);
  if (!answer.ok) return sayWhyNot(documentOf(answer));
  const name = [project.name ?? words.page.title, project.year].filter(Boolean).join("-").replace(/[\\/:*?"<>|]/g, "_");
  download(answer.bytes, name, kind);
  say(filled(words.page.saved, {name: `${name}.${kind}`}));
}

async function drawOfficialForm() {
  const answer = await engine.ask("/page/form", {lang}, JSON.stringify(withBlankRows(project)));
  if (!answer.ok) return sayWhyNot(documentOf(answer));
  return official.show(documentOf(answer).html, project, words);
}

async function print() {
  const answer = await engine.ask("/v1/render", {format: "html", lang}, JSON.stringify(filledIn(project)));
  if (!answer.ok) return sayWhyNot(documentOf(answer));
  return printForm(new TextDecoder().decode(answer.bytes));
}

// ---- what people do

function listen() {
  const form = byId("form");
  form.addEventListener("input", ({target}) => {
    if (target.id === "find-spec") return listSpecs(specs, project.spec ?? "", words);
    const path = target.id === "spec" ? "spec" : target.dataset.path;
    if (!path) return undefined;
    putText(project, path, target.value);
    if (path === "spec") listWords(engine, target.value);
    return edited();
  });
  form.addEventListener("click", ({target}) => {
    const button = target.closest("[data-action]");
    if (button) ACTIONS[button.dataset.action](Number(button.dataset.index));
    const tab = target.closest("button[data-view]");
    if (tab) show(tab.dataset.view);
  });
  form.addEventListener("paste", paste);
  form.addEventListener("keydown", goDown);
  byId("find-spec").addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    const fitting = firstFitting();
    if (fitting) repair([["spec", fitting]]);
  });
  const clicks = {
    "add-row": addRow,
    "add-official-row": addOfficialRow,
    "add-goal": () => {
      project.goals.push({});
      draw();
    },
    "save-yaml": () => save("yaml"),
    "save-xlsx": () => save("xlsx"),
    "save-docx": () => save("docx"),
    language: async () => {
      say("");
      await setLanguage({zh: "en", en: "zh"}[lang]);
      await rescore();
      return show(view);
    },
    new: () => add([emptyProject()]).then(() => show("fill")),
    print,
  };
  for (const [id, action] of Object.entries(clicks)) byId(id).addEventListener("click", action);
  byId("open").addEventListener("change", async ({target}) => {
    if (target.files.length) await openFiles(Array.from(target.files));
    target.value = "";
  });
  takeDrops(document);
}

async function begin() {
  await engine.start((stage) => (byId("stage").textContent = STAGES[stage]));
  current = Math.min(current, projects.length - 1);
  await setLanguage(lang);
  listen();
  await show("fill");
  byId("splash").hidden = true;
  byId("form").hidden = false;
  if (kept("projects")) say(words.page.draft);
  document.documentElement.dataset.state = "ready";
}

begin().catch((error) => {
  byId("splash").hidden = true;
  byId("failure").hidden = false;
  byId("failure").textContent = `程序没有启动，请换一个新版浏览器再试。 / The program did not start. (${error.message})`;
  document.documentElement.dataset.state = "error";
});
