// The year of a project in real Chromium: node year.mjs CHROMIUM ADDRESS FOLDER TASK
// TASK is JSON: the files of papers.

import {readFileSync} from "node:fs";

import {act, inspect, PATIENCE, ready, texts, walk} from "./browser.mjs";

const [chromium, address, folder, path] = process.argv.slice(2);
const {papers} = JSON.parse(readFileSync(path, "utf-8"));

await walk(chromium, address, folder, async (page, report) => {
  await ready(page);
  const input = await page.$("#open");
  await act(page, () => input.uploadFile(...papers));
  await page.waitForSelector("#projects tbody tr", PATIENCE);
  report.zh = await readYear(page);
  report.opened = await openEach(page);
  await page.click("#language");
  await page.waitForFunction(() => document.documentElement.lang === "en", PATIENCE);
  report.en = await readYear(page);
  await look(page, report);
  await page.click("#language");
  await page.waitForFunction(() => document.documentElement.lang === "zh-CN", PATIENCE);
  await readYear(page);
  await page.pdf({path: `${folder}/year.pdf`, format: "A4"});
});

/** Turn to the year, and return what it says. */
async function readYear(page) {
  await page.$eval("#years-list", (years) => years.replaceChildren());
  await page.click("button[data-view=years]");
  await page.waitForSelector("#years-list .papers li", PATIENCE);
  const papers = await page.$$eval("#years-list section", (all) => all.map((year) => Array.from(year.querySelectorAll(".papers > li"), (paper) => ({
    title: paper.querySelector("button").textContent,
    facts: Array.from(paper.querySelectorAll(".facts div"), (fact) => fact.innerText.split(/\s+/)),
    changes: Array.from(paper.querySelectorAll(".changes li, .same"), ({textContent}) => textContent),
  }))));
  return {sums: await texts(page, "#years-sums"), titles: await texts(page, "#years-list h3"), papers};
}

/** Open each paper of the first project by the keyboard; return the title of its form, the total, and whether points lost are in sight. */
async function openEach(page) {
  const opened = [];
  const count = await page.$$eval("#years-list section:first-child .papers > li", (all) => all.length);
  for (let place = 0; place < count; place++) {
    await page.click("button[data-view=years]");
    await page.waitForSelector("#years-list .papers li", {...PATIENCE, visible: true});
    await page.evaluate(() => window.scrollTo(0, 0));
    await page.focus("button[data-view=years]");
    for (let step = 0; step < 40; step++) {
      if (await page.evaluate((wanted) => document.activeElement === document.querySelectorAll("#years-list .papers button")[wanted], place)) break;
      await page.keyboard.press("Tab");
    }
    await page.keyboard.press("Enter");
    await page.waitForSelector("#official-form", {...PATIENCE, visible: true});
    opened.push(await formOf(page));
  }
  return opened;
}

/** Return title, total and whether points lost are in sight, as soon as the form stands still. */
async function formOf(page) {
  let before = null;
  for (let turn = 0; turn < 100; turn++) {
    await new Promise((resolve) => setTimeout(resolve, 300));
    const form = await page.evaluate(() => [
      document.querySelector("#official-form").contentDocument?.querySelector("h1")?.textContent ?? "",
      document.querySelector("#total").textContent,
      !document.querySelector("#losses-part").hidden,
    ]);
    if (turn > 3 && form[0] && JSON.stringify(form) === JSON.stringify(before)) return form;
    before = form;
  }
  return before;
}

async function look(page, report) {
  for (const scheme of ["light", "dark"]) {
    await page.emulateMediaFeatures([{name: "prefers-color-scheme", value: scheme}]);
    for (const width of [1280, 390]) {
      await inspect(page, report, width);
      await page.screenshot({path: `${folder}/year-${scheme}-${width}.png`, fullPage: true});
    }
  }
  await page.emulateMediaFeatures([]);
  await page.setViewport({width: 1280, height: 900});
}
