// What all walks through the page share: Chromium without a network but this machine's, and what a person would notice.

import {createRequire} from "node:module";

import puppeteer from "puppeteer-core";

export const PATIENCE = {timeout: 60_000, polling: 100};
const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const args = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];

/** Open the page at an address, do something with it, and print what was noted. */
export async function walk(chromium, address, folder, work) {
  const report = {errors: [], requests: [], widths: [], axe: []};
  const browser = await puppeteer.launch({
    executablePath: chromium, headless: true, userDataDir: `${folder}/profile`, args, timeout: 300_000, protocolTimeout: 300_000,
  });
  try {
    const page = await browser.newPage();
    await watch(browser, page, folder, report);
    await page.setViewport({width: 1280, height: 900});
    await page.goto(address, {waitUntil: "domcontentloaded", timeout: 300_000});
    await work(page, report);
  } finally {
    await browser.close();
  }
  console.log(JSON.stringify(report));
}

async function watch(browser, page, folder, report) {
  page.on("pageerror", (error) => report.errors.push(String(error.message ?? error)));
  page.on("console", (message) => message.type() === "error" && report.errors.push(message.text()));
  page.on("dialog", (dialog) => dialog.accept());
  page.on("request", (request) => {
    if (!/^(data|blob):/.test(request.url())) report.requests.push(request.url());
  });
  const session = await browser.target().createCDPSession();
  await session.send("Browser.setDownloadBehavior", {behavior: "allow", downloadPath: folder});
}

/** Wait until the page has started, which takes its time offline. */
export function ready(page) {
  return page.waitForFunction(() => document.documentElement.dataset.state !== "loading", {...PATIENCE, timeout: 300_000});
}

/** Wait until an element says what is wanted. */
export function says(page, selector, text) {
  return page.waitForFunction((where, wanted) => document.querySelector(where)?.textContent === wanted, PATIENCE, selector, text);
}

export function texts(page, selector) {
  return page.$$eval(selector, (all) => all.map((each) => each.innerText));
}

/** Do something, and wait until the page says that it was done (or shows a word). */
export async function act(page, action, selector = "#status", word = null) {
  await page.$eval("#status", (status) => (status.textContent = ""));
  await action();
  await page.waitForFunction((where, wanted) => {
    const text = document.querySelector(where).textContent;
    return wanted === null ? text !== "" : text === wanted;
  }, PATIENCE, selector, word);
}

/** Drop files onto an element as a person does who drags them out of a folder, and wait until the page says what it read. */
export async function drop(page, selector, ...files) {
  const session = await page.createCDPSession();
  const {x, y} = await page.$eval(selector, (target) => {
    target.scrollIntoView({block: "start", behavior: "instant"});
    const {left, top} = target.getBoundingClientRect();
    return {x: left + 40, y: Math.max(top, 0) + 40};
  });
  const data = {items: [], files, dragOperationsMask: 1};
  await act(page, async () => {
    for (const type of ["dragEnter", "dragOver", "drop"]) await session.send("Input.dispatchDragEvent", {type, x, y, data});
  });
  await session.detach();
}

/** Note how wide the page is in a window, and what a reader of screens would trip over. */
export async function inspect(page, report, width) {
  await page.setViewport({width, height: 844});
  report.widths.push([width, await page.evaluate(() => document.documentElement.scrollWidth)]);
  if (!(await page.evaluate(() => "axe" in window))) await page.addScriptTag({path: AXE});
  const {violations} = await page.evaluate(() => axe.run(document, {iframes: false}));
  report.axe.push(...(await page.evaluate(repeatedIds)).map((id) => `two elements are called ${id}`));
  report.axe.push(...violations.map((each) => `${each.impact}: ${each.id} ${each.nodes[0].html}`));
}

function repeatedIds() {
  const ids = Array.from(document.querySelectorAll("[id]"), ({id}) => id);
  return ids.filter((id, place) => ids.indexOf(id) < place);
}
