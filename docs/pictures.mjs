// The pictures of the page for docs, in real Chromium: node pictures.mjs CHROMIUM ADDRESS FOLDER BOARD PROJECT...
// BOARD is the HTML of a review; the first of the projects is the one that is seen filled in.

import {act, PATIENCE, ready, walk} from "../tests/node/browser.mjs";

const [chromium, address, folder, review, ...projects] = process.argv.slice(2);
const WIDTH = 1280;

await walk(chromium, address, folder, async (page) => {
  await ready(page);
  const input = await page.$("#open");
  for (const file of projects.toReversed()) await act(page, () => input.uploadFile(file));
  await page.waitForSelector("#reach-part:not([hidden]) li", PATIENCE);
  await picture(page, "page", "fill", "#losses li", 1000);
  await picture(page, "page-form", "official", "#official", 900);
  await picture(page, "page-board", "board", "#projects td", 500);
  await picture(page, "page-review", "review", "#questions td", 660);
  await page.goto(`file://${review}`);
  await page.setViewport({width: WIDTH, height: 900});
  await page.screenshot({path: `${folder}/review-board.png`});
});

/** Take a picture of a view, once something of it is in sight; the line that says what was read is left out. */
async function picture(page, name, view, selector, height) {
  await page.click(`button[data-view=${view}]`);
  await page.waitForSelector(selector, {...PATIENCE, visible: true});
  await page.$eval("#status", (status) => (status.textContent = ""));
  await page.evaluate(() => document.activeElement.blur());
  await page.mouse.move(0, 0);
  await page.setViewport({width: WIDTH, height});
  await new Promise((resolve) => setTimeout(resolve, 500)); // a frame takes its height
  await page.screenshot({path: `${folder}/${name}.png`});
}
