// The review: what an auditor would ask of all projects, each against its rule and against the others.

import {byId, element, filled} from "jixiao/elements.js";
import {byText, offerChoices, SortedTable} from "jixiao/table.js";

const SEVERITIES = ["error", "warning", "note"];

/** Shows what a review says; `actions` open a project at the field that is asked about. */
export class Review {
  #table = new SortedTable(byId("questions"));

  constructor(actions) {
    this.actions = actions;
    for (const id of ["review-find", "review-severity"]) byId(id).addEventListener("input", () => this.#draw());
  }

  show(review, words) {
    this.review = review;
    this.words = words;
    offerChoices(byId("review-severity"), [["", words.page.all], ...SEVERITIES.map((name) => [name, words.severity[name]])]);
    this.#draw();
  }

  #draw() {
    const {page} = this.words;
    const {findings, tables, unread} = this.review;
    this.#table.show(this.#columns(), [...unread.map(unreadLine), ...findings], (line) => isShown(line));
    byId("review-sums").textContent = filled(page.review_sums, {tables: tables.length, findings: findings.length + unread.length});
  }

  #columns() {
    const {fields, page} = this.words;
    return [
      {key: "name", title: fields.project.name, cell: (line) => this.#name(line), order: byText(({project}) => project)},
      {key: "indicator", title: fields.indicator.name, cell: ({row}) => row ?? "", order: byText(({row}) => row)},
      {key: "severity", title: page.severity, cell: ({severity}) => element("b", {class: severity}, this.words.severity[severity]), order: bySeverity},
      {key: "message", title: page.question, cell: ({message}) => message, order: byText(({message}) => message)},
      {key: "printed", title: page.printed, cell: ({printed}) => printed ?? "", order: byText(({printed}) => printed)},
      {key: "reckoned", title: page.reckoned, cell: ({reckoned}) => reckoned ?? "", order: byText(({reckoned}) => reckoned)},
    ];
  }

  #name({source, project, path}) {
    return element("button", {type: "button", class: "jump", onclick: () => this.actions.open(Number(source) - 1, path)},
      project || this.words.page.nameless);
  }
}

/** Return the line of a project that could not be reviewed. */
function unreadLine({source, reason}) {
  return {source, project: "", row: null, severity: "error", message: reason, printed: null, reckoned: null, path: null};
}

function isShown({project, row, message, severity}) {
  const words = byId("review-find").value.toLowerCase().split(/\s+/);
  const text = [project, row, message].join(" ").toLowerCase();
  const wanted = byId("review-severity").value;
  return words.every((word) => text.includes(word)) && (wanted === "" || wanted === severity);
}

function bySeverity(one, other) {
  return SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity);
}
