// The views of the page in real Chromium: node views.mjs CHROMIUM ADDRESS FOLDER TASK
// TASK is JSON: the project of the layouts, specs with one layout each, projects with something to repair,
// a board, a project of several pages to print, and a folder with files to drop.

import {readFileSync, writeFileSync} from "node:fs";

import {act, drop, inspect, PATIENCE, ready, says, texts, walk} from "./browser.mjs";

const [chromium, address, folder, path] = process.argv.slice(2);
const {project, specs, repairs, board, long, folder: below} = JSON.parse(readFileSync(path, "utf-8"));

await walk(chromium, address, folder, async (page, report) => {
  await ready(page);
  report.forms = await forms(page);
  report.written = await write(page);
  report.places = await goDown(page);
  report.repaired = await repair(page);
  await several(page, report);
  report.dropped = await dropFiles(page);
  report.printed = await print(page);
});

async function open(page, ...paths) {
  const input = await page.$("#open");
  await act(page, () => input.uploadFile(...paths));
}

/** Return the cells of the form on the page in each layout, beside those of the HTML form that is rendered. */
async function forms(page) {
  await open(page, project);
  const cells = {};
  for (const {spec, html} of specs) {
    await page.click("[data-view=fill]");
    await page.select("#spec", spec);
    await page.click("[data-view=official]");
    const text = readFileSync(html, "utf-8");
    await page.waitForFunction(isDrawn, {...PATIENCE, timeout: 20_000}, text).catch(() => null);
    cells[spec] = await page.evaluate(cellsOf, text);
  }
  return cells;
}

/** Whether the form on the page has as many cells as a rendered one, and its title. */
function isDrawn(html) {
  const drawn = document.querySelector("#official-form").contentDocument;
  const other = new DOMParser().parseFromString(html, "text/html");
  const shape = (form) => [form.querySelector("h1")?.textContent, form.querySelectorAll("th, td").length].join();
  return Boolean(drawn) && shape(drawn) === shape(other);
}

/** Return kind, spans and text of all cells, row by row, of the form on the page and of a rendered one. */
function cellsOf(html) {
  const cells = (form) => Array.from(form.querySelectorAll("table"), (table) => [table.className, Array.from(table.rows, (row) =>
    Array.from(row.cells, (cell) => [cell.tagName, cell.rowSpan, cell.colSpan, cell.textContent]))]);
  const rendered = new DOMParser().parseFromString(html, "text/html");
  return [cells(document.querySelector("#official-form").contentDocument), cells(rendered)];
}

/** Write into the form itself: the actual of a row; a level that several rows share; a row below the last. */
async function write(page) {
  const frame = await (await page.$("#official-form")).contentFrame();
  await frame.focus('[data-paths="indicators[1].actual"]');
  await page.keyboard.type("95%");
  await says(page, "#total", "100.00");
  await frame.focus('[data-paths="indicators[0].level1 indicators[1].level1"]');
  await page.keyboard.type("成本指标");
  await page.keyboard.press("Enter");
  await page.keyboard.type("社会成本指标");
  await page.keyboard.press("Tab");
  await frame.evaluate(() => [...document.querySelectorAll(".fact")].at(-1).focus());
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => // a frame without scripts cannot wait by itself
    document.querySelector("#official-form").contentDocument.activeElement.dataset.paths === "indicators[4].level1", PATIENCE);
  await page.keyboard.type("效益指标");
  await page.click("[data-view=fill]");
  return page.$$eval("[data-row]", (rows) => rows.map((row) => Array.from(row.querySelectorAll("input"), ({value}) => value).slice(0, 6)));
}

/** Go down a column by Enter, past the last row: a new one begins. */
async function goDown(page) {
  const last = (await page.$$("[data-row]")).length - 1;
  await page.focus(`[data-row="${last - 1}"] [data-field=weight]`);
  const places = [];
  for (let count = 0; count < 2; count++) {
    await page.keyboard.press("Enter");
    places.push(await page.evaluate(() => [document.activeElement.closest("[data-row]").dataset.row, document.activeElement.dataset.field]));
  }
  return places;
}

/** For each project with a finding that a click mends: click, and return whether the finding is gone. */
async function repair(page) {
  const left = [];
  for (const {file, code, place} of repairs) {
    await open(page, file);
    const entry = `#findings [data-code=${code}]`;
    await page.waitForSelector(`${entry} .repair`, PATIENCE);
    const buttons = await page.$$(`${entry} .repair`);
    await buttons[place].click();
    await page.waitForFunction((where) => !document.querySelector(where), {...PATIENCE, timeout: 20_000}, entry)
      .catch(() => left.push([file, place]));
  }
  return left;
}

/** Several projects in one board; their filters, their order, their review. */
async function several(page, report) {
  await page.evaluate(() => localStorage.clear());
  await page.reload({waitUntil: "domcontentloaded"});
  await ready(page);
  await open(page, ...board);
  await page.waitForSelector("#projects tbody tr", PATIENCE);
  report.count = await page.$eval("#count", (each) => each.textContent);
  report.sums = await texts(page, "#board-sums");
  report.totals = await texts(page, "#projects td.total");
  await page.click("#projects th.total button");
  report.ordered = await texts(page, "#projects td.total");
  await page.select("#board-grade", "优");
  report.excellent = await texts(page, "#projects td.name");
  await page.select("#board-grade", "");
  await page.$$eval("#projects td.name button", (all) => all.find(({textContent}) => textContent === "丙项目").click());
  await page.waitForSelector("#findings li.error", PATIENCE);
  await look(page, report, "fill");
  for (const view of ["board", "review", "official"]) {
    await page.click(`button[data-view=${view}]`);
    await page.waitForSelector({board: "#projects td", review: "#questions td", official: "#official-form"}[view], PATIENCE);
    await look(page, report, view);
  }
  await page.click("button[data-view=review]");
  report.questions = await texts(page, "#questions td.message");
  await page.$$eval("#questions tbody tr", (rows, wanted) =>
    rows.find((row) => wanted.every((word) => row.textContent.includes(word))).querySelector("button").click(), ["乙项目", "培训人次", "没有写偏差原因"]);
  await page.waitForFunction(() => document.activeElement.dataset.field === "cause", PATIENCE);
  report.asked = await page.$eval("#project-name", ({value}) => value);
  await says(page, "#grade", "良");
  await page.waitForSelector("#reach-part:not([hidden]) li", PATIENCE);
  report.reach = [...(await texts(page, "#reach-title")), ...(await texts(page, "#reach li"))];
}

/** Drop files onto each view, the form in its frame too, and a folder; return how many projects there are then. */
async function dropFiles(page) {
  const counts = [];
  for (const [view, target, file] of [["fill", "#head", board[0]], ["official", "#official-form", board[1]], ["board", "#projects", board[2]], ["board", "#projects", below]]) {
    await page.click(`button[data-view=${view}]`);
    await page.waitForSelector({fill: "#rows", official: "#official-form", board: "#projects td"}[view], {...PATIENCE, visible: true});
    await drop(page, target, file);
    counts.push(await page.$eval("#count", (each) => each.textContent));
  }
  return counts;
}

/** Print a long project by the button; return what is handed to the printer, which stands as pages beside. */
async function print(page) {
  await open(page, long);
  await page.evaluate(() => new MutationObserver(([{addedNodes: [frame]}]) => {
    if (frame?.srcdoc) window.printed = frame.srcdoc;
  }).observe(document.body, {childList: true}));
  await page.click("#print");
  const printed = await (await page.waitForFunction(() => window.printed, PATIENCE)).jsonValue();
  writeFileSync(`${folder}/printed.html`, printed);
  const sheets = await page.browser().newPage();
  await sheets.goto(`file://${folder}/printed.html`);
  await sheets.pdf({path: `${folder}/printed.pdf`, preferCSSPageSize: true});
  await sheets.close();
  return printed;
}

async function look(page, report, view) {
  for (const scheme of ["light", "dark"]) {
    await page.emulateMediaFeatures([{name: "prefers-color-scheme", value: scheme}]);
    for (const width of [1280, 390]) {
      await inspect(page, report, width);
      await page.screenshot({path: `${folder}/${view}-${scheme}-${width}.png`, fullPage: true});
    }
  }
  await page.emulateMediaFeatures([]);
  await page.setViewport({width: 1280, height: 900});
}
