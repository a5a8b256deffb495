// What the engine said: total, grade, points still to give, losses ranked, each finding under its cell.

import {compare, negated, sum} from "jixiao/decimals.js";
import {byId, element, filled} from "jixiao/elements.js";
import {repairsOf} from "jixiao/repairs.js";

const ROW = /^indicators\[(\d+)\]/;

/** What a paper without a score of its own lacks, as one of monitoring does. */
const UNSCORED = {full: null, total: null, scaled: null, grade: null};

/** Shows a result. `rows` are the numbers on the page of the rows that were scored; `actions` are what clicks do. */
export class Outcome {
  constructor(result, rows, words, actions) {
    this.result = {...UNSCORED, ...result};
    this.rows = rows;
    this.words = words;
    this.actions = actions;
  }

  show() {
    this.#showFigures();
    this.#showExecution();
    this.#showRows();
    this.#showLosses();
    this.#showFindings(this.result.findings);
  }

  #showFigures() {
    const {total, grade, scaled, full, execution, indicators} = this.result;
    const {page, result} = this.words;
    byId("total").textContent = total ?? result.none;
    byId("grade").textContent = grade ?? result.none;
    byId("scaled").textContent = scaled ?? "";
    byId("scaled-line").hidden = !scaled;
    const given = sum([execution?.weight, ...indicators.map((row) => row.weight)]);
    const remaining = full === null ? null : sum([full, negated(given)]);
    const isTooMuch = remaining !== null && remaining.startsWith("-");
    byId("remaining-label").textContent = isTooMuch ? page.excess : page.remaining;
    const points = isTooMuch ? negated(remaining) : remaining;
    byId("remaining").textContent = points === null ? result.none : filled(page.points, {points});
    byId("remaining").classList.toggle("open", points !== null && points !== "0");
  }

  #showExecution() {
    const {execution} = this.result;
    const {page, result} = this.words;
    const rate = element("span", {class: "caption"}, `${result.rate} `);
    const score = execution && element("b", {}, filled(page.score_of, execution));
    const reason = execution?.reason && element("span", {class: "reason"}, withCitation(execution));
    byId("execution").replaceChildren(...[execution?.score && rate, execution?.score && score, reason].filter(Boolean));
  }

  #showRows() {
    for (const row of document.querySelectorAll("[data-row]")) {
      const place = this.rows.indexOf(Number(row.dataset.row));
      const scored = this.result.indicators[place];
      row.querySelector("[data-part=score]").textContent = scored?.score ?? "";
      row.querySelector("[data-part=reason]").textContent = scored ? withCitation(scored) : "";
      row.classList.toggle("lossy", Boolean(scored?.deduction && compare(scored.deduction, "0") > 0));
    }
  }

  #showLosses() {
    const {execution, indicators} = this.result;
    const rows = execution ? [{...execution, name: this.words.result.rate}, ...indicators] : indicators;
    const lossy = rows.map((row, place) => ({row, place})).filter(({row}) => row.deduction && compare(row.deduction, "0") > 0);
    lossy.sort((one, other) => compare(other.row.deduction, one.row.deduction));
    const items = lossy.map(({row, place}) => this.#loss(row, place));
    byId("losses").replaceChildren(...(items.length ? items : [element("li", {class: "none"}, this.words.page.no_losses)]));
    byId("losses-part").hidden = this.result.total === null && items.length === 0;
  }

  #loss(row, place) {
    const steps = element("ol", {class: "steps", hidden: true});
    const button = element("button", {type: "button", "aria-expanded": "false", onclick: async () => {
      if (!steps.childElementCount) steps.append(...(await this.actions.steps(place)).map((step) => element("li", {}, step)));
      steps.hidden = !steps.hidden;
      button.setAttribute("aria-expanded", String(!steps.hidden));
    }}, this.words.page.steps);
    return element("li", {}, element("b", {}, `−${row.deduction}`), ` ${row.name ?? ""} `,
      element("span", {class: "why"}, withCitation(row)), button, steps);
  }

  #showFindings(findings) {
    for (const under of document.querySelectorAll("[data-under]")) under.textContent = "";
    for (const input of document.querySelectorAll("[data-path][aria-invalid]")) input.removeAttribute("aria-invalid");
    for (const finding of findings) this.#showUnder(finding);
    const groups = new Map();
    for (const finding of findings) {
      const key = `${this.#kindOf(finding)} ${finding.message}`;
      groups.set(key, [...(groups.get(key) ?? []), finding]);
    }
    byId("findings").replaceChildren(...Array.from(groups.values(), (group) => this.#item(group)));
    byId("findings-part").hidden = findings.length === 0;
  }

  /** Return how a finding is shown: by its severity, or as a gap that is still to be filled. */
  #kindOf({slug, severity}) {
    return this.words.gaps.includes(slug) ? "gap" : severity;
  }

  /** Return the path on the page of what a finding speaks of. */
  #pathOf({path}) {
    return path.replace(ROW, (_, place) => `indicators[${this.rows[place] ?? place}]`);
  }

  #showUnder(finding) {
    const path = this.#pathOf(finding);
    const under = document.querySelector(`[data-under="${CSS.escape(path)}"]`);
    if (!under) return;
    under.append(element("span", {class: this.#kindOf(finding)}, finding.message), ...this.#repairs([finding]));
    const input = document.querySelector(`[data-path="${CSS.escape(path)}"]`);
    if (this.#kindOf(finding) === "error") input?.setAttribute("aria-invalid", "true");
  }

  /** Return a button for each way to mend findings of one kind, all of them at once. */
  #repairs(findings) {
    const ways = findings.map((finding) => repairsOf(finding, this.#pathOf(finding), this.words));
    return ways[0].map(([, text], way) =>
      element("button", {type: "button", class: "repair", onclick: () => this.actions.repair(ways.map((each) => each[way]))},
        filled(this.words.page.repair, {text})));
  }

  /** Return the entry of findings that say the same, of one row or of several. */
  #item(group) {
    const {severity, page} = this.words;
    const [first] = group;
    const kind = this.#kindOf(first);
    const rows = group.map((finding) => ROW.exec(this.#pathOf(finding))).filter(Boolean);
    const number = rows.map((row) => Number(row[1]) + 1).join("、");
    const message = rows.length ? `${filled(page.row, {number})} · ${first.message}` : first.message;
    const text = first.path
      ? element("button", {type: "button", class: "jump", onclick: () => this.actions.jump(this.#pathOf(first))}, message)
      : message;
    const remedy = kind !== "gap" && first.remedy ? element("span", {class: "remedy"}, filled(page.remedy, first)) : null;
    return element("li", {class: kind, "data-code": first.code},
      element("b", {}, severity[kind] ?? page.gap), " ", text, remedy, ...this.#repairs(group));
  }
}

/** Show what is missing for the next grade. */
export function showReach({grade, short, steps}, words) {
  byId("reach-part").hidden = grade === null;
  if (grade === null) return;
  byId("reach-title").textContent = filled(words.page.reach, {grade, short});
  byId("reach").replaceChildren(...steps.map((step) => element("li", {}, step)));
}

function withCitation({reason, citation}) {
  return reason && citation ? `${reason}（${citation}）` : reason;
}
