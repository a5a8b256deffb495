// What the engine said: total, grade, points still to give, losses ranked, each finding under its cell.

import {compare, negated, sum} from "jixiao/decimals.js";
import {byId, element, filled} from "jixiao/elements.js";
import {repairsOf} from "jixiao/repairs.js";

const ROW = /^indicators\[(\d+)\]/;

/** Shows a result. `rows` are the numbers on the page of the rows that were scored; `actions` are what clicks do. */
export class Outcome {
  constructor(result, rows, words, actions) {
    this.result = result;
    this.rows = rows;
    this.words = words;
    this.actions = actions;
  }

  show() {
    this.#showFigures();
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
    const items = findings.map((finding) => this.#item(finding));
    byId("findings").replaceChildren(...(items.length ? items : []));
    byId("findings-part").hidden = items.length === 0;
  }

  /** Return the path on the page of what a finding speaks of. */
  #pathOf({path}) {
    return path.replace(ROW, (_, place) => `indicators[${this.rows[place] ?? place}]`);
  }

  #showUnder(finding) {
    const path = this.#pathOf(finding);
    const under = document.querySelector(`[data-under="${CSS.escape(path)}"]`);
    if (!under) return;
    const repairs = repairsOf({...finding, path}).map(([where, text]) =>
      element("button", {type: "button", class: "repair", onclick: () => this.actions.repair(where, text)},
        filled(this.words.page.repair, {text})));
    under.append(element("span", {class: finding.severity}, finding.message), ...repairs);
    const input = document.querySelector(`[data-path="${CSS.escape(path)}"]`);
    if (finding.severity === "error") input.setAttribute("aria-invalid", "true");
  }

  #item(finding) {
    const {severity, page} = this.words;
    const path = this.#pathOf(finding);
    const input = finding.path && document.querySelector(`[data-path="${CSS.escape(path)}"]`);
    const row = ROW.exec(path);
    const place = row ? `${filled(page.row, {number: Number(row[1]) + 1})} · ` : "";
    const message = `${place}${finding.message}`;
    const text = input
      ? element("button", {type: "button", class: "jump", onclick: () => jumpTo(input)}, message)
      : message;
    return element("li", {class: finding.severity, "data-code": finding.code},
      element("b", {}, severity[finding.severity]), " ", text,
      finding.remedy ? element("span", {class: "remedy"}, filled(page.remedy, {remedy: finding.remedy})) : null);
  }
}

function withCitation({reason, citation}) {
  return reason && citation ? `${reason}（${citation}）` : reason;
}

function jumpTo(input) {
  const hidden = input.closest("details");
  if (hidden) hidden.open = true;
  input.focus();
}
