// A person at the page, in real Chromium without a network: node page.mjs CHROMIUM ADDRESS FOLDER PROJECT WORKBOOK
// PROJECT is JSON of what to type; what came of it is printed as JSON.

import {readFileSync} from "node:fs";
import {createRequire} from "node:module";

import puppeteer from "puppeteer-core";

const [chromium, address, folder, project, workbook] = process.argv.slice(2);
const {head, funds, rows} = JSON.parse(readFileSync(project, "utf-8"));
const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const PATIENCE = {timeout: 300_000, polling: 200};
const args = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];
const report = {errors: [], requests: [], widths: [], axe: []};

const browser = await puppeteer.launch({
  executablePath: chromium, headless: true, userDataDir: `${folder}/profile`, args, timeout: 300_000, protocolTimeout: 300_000,
});
try {
  const page = await browser.newPage();
  await watch(page);
  await page.setViewport({width: 1280, height: 900});
  await page.goto(address, {waitUntil: "domcontentloaded", timeout: 300_000});
  report.first = await page.evaluate(() => [document.documentElement.dataset.state, document.querySelector("#splash").innerText]);
  await page.waitForFunction(() => document.documentElement.dataset.state !== "loading", PATIENCE);
  report.state = await page.evaluate(() => document.documentElement.dataset.state);
  await fillIn(page);
  report.full = await outcome(page, "100.00");
  await page.click('[data-row="0"] .repair');
  await page.waitForFunction(() => !document.querySelector('[data-row="0"] .repair'), PATIENCE);
  report.repaired = await page.$eval('[data-row="0"] [data-field=comparison]', (input) => input.value);
  for (const id of ["save-yaml", "save-xlsx", "save-docx"]) await act(page, () => page.click(`#${id}`));
  await retype(page, '[data-row="2"] [data-field=actual]', "90%");
  report.lossy = await outcome(page, "98.00");
  report.losses = await texts(page, "#losses > li");
  report.under = await texts(page, '[data-under="indicators[2].cause"]');
  report.reason = await texts(page, '[data-row="2"] [data-part=reason]');
  await page.click("#losses button");
  await page.waitForFunction(() => document.querySelectorAll("#losses .steps li").length > 3, PATIENCE);
  await page.click('[data-row="0"] [data-action=down]');
  report.moved = await page.$eval('[data-row="1"] [data-field=name]', (input) => input.value);
  await page.click('[data-row="6"] [data-action=delete]');
  report.remaining = await outcome(page, null, "#remaining", "10 分");
  await page.click("#add-row");
  await paste(page, '[data-row="6"] [data-field=level1]');
  report.pasted = await page.$$eval("[data-row]", (all) =>
    all.slice(6).map((row) => Array.from(row.querySelectorAll("[data-field]"), (input) => input.value).slice(0, 8)));
  await inspect(page, 1280);
  await inspect(page, 390);
  await page.emulateMediaFeatures([{name: "prefers-color-scheme", value: "dark"}]);
  await act(page, () => page.click("#language"), "#add-row", "Add a row");
  await inspect(page, 1280);
  const input = await page.$("#open");
  await act(page, () => input.uploadFile(workbook));
  report.opened = await outcome(page, "100.00");
  await page.reload({waitUntil: "domcontentloaded"});
  await page.waitForFunction(() => document.documentElement.dataset.state === "ready", PATIENCE);
  report.draft = await page.$eval("#project-name", (field) => field.value);
} finally {
  await browser.close();
}
console.log(JSON.stringify(report));

async function watch(page) {
  page.on("pageerror", (error) => report.errors.push(String(error.message ?? error)));
  page.on("console", (message) => message.type() === "error" && report.errors.push(message.text()));
  page.on("request", (request) => {
    if (!/^(data|blob):/.test(request.url())) report.requests.push(request.url());
  });
  const session = await browser.target().createCDPSession();
  await session.send("Browser.setDownloadBehavior", {behavior: "allow", downloadPath: folder});
}

/** Type the project by keyboard alone, field after field. */
async function fillIn(page) {
  await page.select("#spec", head.spec);
  await type(page, "#project-name", head.name);
  await type(page, "#year", head.year);
  for (const [field, text] of Object.entries(funds)) await type(page, `[data-field=${field}]`, text);
  for (const [index, row] of rows.entries()) {
    if (index > 0) {
      await page.focus("#add-row");
      await page.keyboard.press("Enter");
    }
    for (const [field, text] of Object.entries(row)) await type(page, `[data-row="${index}"] [data-field=${field}]`, text);
  }
}

async function type(page, selector, text) {
  await page.focus(selector);
  await page.keyboard.type(text);
}

async function retype(page, selector, text) {
  await page.focus(selector);
  await page.keyboard.down("Control");
  await page.keyboard.press("a");
  await page.keyboard.up("Control");
  await page.keyboard.type(text);
}

function texts(page, selector) {
  return page.$$eval(selector, (all) => all.map((each) => each.innerText));
}

/** Wait until a field says what is wanted; return total, grade and findings. */
async function outcome(page, total, selector = "#total", text = total) {
  await page.waitForFunction((where, wanted) => document.querySelector(where).textContent === wanted, PATIENCE, selector, text);
  return {
    total: await page.$eval("#total", (each) => each.textContent),
    grade: await page.$eval("#grade", (each) => each.textContent),
    findings: await page.$$eval("#findings li", (all) => all.map((each) => each.className)),
  };
}

/** Do something, and wait until the page says that it was done (or shows a word). */
async function act(page, action, selector = "#status", word = null) {
  await page.$eval("#status", (status) => (status.textContent = ""));
  await action();
  await page.waitForFunction((where, wanted) => {
    const text = document.querySelector(where).textContent;
    return wanted === null ? text !== "" : text === wanted;
  }, PATIENCE, selector, word);
}

/** Paste what a spreadsheet puts on the clipboard: a heading, and a level that was merged over two rows. */
async function paste(page, selector) {
  const text = "一级指标\t三级指标\t年度指标值\t实际完成值\t分值\r\n成本指标\t甲\t≤5 万元\t5 万元\t5\r\n\t\"乙\n丙\"\t≤1 万元\t1 万元\t5\r\n";
  await page.$eval(selector, (input, data) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", data);
    input.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true}));
  }, text);
}

/** Note how wide the page is in a window, and what a reader of screens would trip over. */
async function inspect(page, width) {
  await page.setViewport({width, height: 844});
  report.widths.push([width, await page.evaluate(() => document.documentElement.scrollWidth)]);
  if (!(await page.evaluate(() => "axe" in window))) await page.addScriptTag({path: AXE});
  const {violations} = await page.evaluate(() => axe.run(document, {iframes: false}));
  report.axe.push(...violations.map((each) => `${each.impact}: ${each.id} ${each.nodes[0].html}`));
}
