// The board: all projects with their totals, grades and findings, to sort, to filter, and to open.

import {compare} from "jixiao/decimals.js";
import {byId, element, filled} from "jixiao/elements.js";
import {byText, offerChoices, SortedTable} from "jixiao/table.js";

const SEVERITIES = ["error", "warning", "note"];
const UNSCORED = "-";

/** Shows the projects; `actions` open and remove one by its number. */
export class Board {
  #table = new SortedTable(byId("projects"));

  constructor(actions) {
    this.actions = actions;
    for (const id of ["board-find", "board-grade", "board-severity"]) byId(id).addEventListener("input", () => this.#draw());
  }

  /** Show projects with their result documents. */
  show(projects, results, current, words) {
    this.words = words;
    this.current = current;
    this.rows = results.map((result, number) => ({...result, number, typed: projects[number], counts: countsOf(result)}));
    const {page, severity, result: {none}} = words;
    const grades = [...new Set(results.map((result) => result.grade).filter(Boolean))].map((grade) => [grade, grade]);
    offerChoices(byId("board-grade"), [["", page.all], ...grades, [UNSCORED, none]]);
    offerChoices(byId("board-severity"), [["", page.all], ...SEVERITIES.map((name) => [name, severity[name]]), [UNSCORED, page.no_findings]]);
    this.#draw();
  }

  #draw() {
    this.#table.show(this.#columns(), this.rows, (row) => this.#isShown(row));
    const {page, result: {none}} = this.words;
    const shown = this.rows.filter((row) => this.#isShown(row));
    const counts = new Map();
    for (const {grade} of shown) counts.set(grade ?? none, (counts.get(grade ?? none) ?? 0) + 1);
    const parts = Array.from(counts, ([grade, count]) => filled(page.board_grade, {grade, count}));
    byId("board-sums").textContent = [filled(page.board_count, {count: shown.length}), ...parts].join("　");
  }

  #isShown({grade, counts, typed}) {
    const words = byId("board-find").value.toLowerCase().split(/\s+/);
    const text = [typed.name, typed.unit, typed.department, typed.year, typed.spec].join(" ").toLowerCase();
    const wanted = byId("board-grade").value;
    const severity = byId("board-severity").value;
    const hasFindings = SEVERITIES.some((name) => counts[name] > 0);
    return words.every((word) => text.includes(word)) &&
      (wanted === "" || wanted === (grade ?? UNSCORED)) &&
      (severity === "" || (severity === UNSCORED ? !hasFindings : counts[severity] > 0));
  }

  #columns() {
    const {fields, result, severity, page} = this.words;
    const texts = ["name", "unit", "year", "spec"].map((key) => (
      {key, title: fields.project[key], cell: ({typed}) => typed[key] ?? "", order: byText(({typed}) => typed[key])}));
    texts[0].cell = (row) => this.#name(row);
    const counts = SEVERITIES.map((key) => (
      {key, title: severity[key], cell: ({counts: {[key]: count}}) => String(count || ""), order: (one, other) => one.counts[key] - other.counts[key]}));
    return [
      ...texts,
      {key: "total", title: result.total, cell: ({total}) => total ?? result.none, order: byTotal},
      {key: "grade", title: result.grade, cell: ({grade}) => grade ?? result.none, order: byText(({grade}) => grade)},
      ...counts,
      {key: "act", title: "", cell: ({number, typed}) => element("button", {
        type: "button", "aria-label": `${page.delete} ${typed.name ?? ""}`, onclick: () => this.actions.remove(number)}, "✕")},
    ];
  }

  #name({number, typed}) {
    return element("button", {type: "button", class: "jump", "aria-current": number === this.current ? "true" : null,
      onclick: () => this.actions.open(number)}, typed.name || this.words.page.nameless);
  }
}

function countsOf({findings}) {
  return Object.fromEntries(SEVERITIES.map((name) => [name, findings.filter(({severity}) => severity === name).length]));
}

function byTotal(one, other) {
  return compare(one.total ?? "-1", other.total ?? "-1");
}
