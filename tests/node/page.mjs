// A person at the page, in real Chromium without a network: node page.mjs CHROMIUM ADDRESS FOLDER PROJECT WORKBOOK DOCUMENT
// PROJECT is JSON of what to type; what came of it is printed as JSON.

import {readFileSync} from "node:fs";

import {act, drop, inspect, PATIENCE, ready, texts, walk} from "./browser.mjs";

const [chromium, address, folder, project, workbook, wordFile] = process.argv.slice(2);
const {head, funds, rows} = JSON.parse(readFileSync(project, "utf-8"));

await walk(chromium, address, folder, async (page, report) => {
  report.first = await page.evaluate(() => [document.documentElement.dataset.state, document.querySelector("#splash").innerText]);
  await ready(page);
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
  await inspect(page, report, 1280);
  await inspect(page, report, 390);
  await page.emulateMediaFeatures([{name: "prefers-color-scheme", value: "dark"}]);
  await act(page, () => page.click("#language"), "#add-row", "Add a row");
  await inspect(page, report, 1280);
  const input = await page.$("#open");
  await act(page, () => input.uploadFile(workbook));
  report.opened = await outcome(page, "100.00");
  report.dropped = [];
  for (const file of [workbook, wordFile]) {
    await drop(page, "#rows", file);
    report.dropped.push([await page.$eval("#count", (each) => each.textContent), (await outcome(page, "100.00")).total]);
  }
  await page.reload({waitUntil: "domcontentloaded"});
  await page.waitForFunction(() => document.documentElement.dataset.state === "ready", PATIENCE);
  report.draft = await page.$eval("#project-name", (field) => field.value);
});

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

/** Wait until a field says what is wanted; return total, grade and findings. */
async function outcome(page, total, selector = "#total", text = total) {
  await page.waitForFunction((where, wanted) => document.querySelector(where).textContent === wanted, PATIENCE, selector, text);
  return {
    total: await page.$eval("#total", (each) => each.textContent),
    grade: await page.$eval("#grade", (each) => each.textContent),
    findings: await page.$$eval("#findings li", (all) => all.map((each) => each.className)),
  };
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
