// The years: the papers of each project that has several, in the order of its stages, and what changed between them.

import {byId, element, filled} from "jixiao/elements.js";

/** What is shown of a paper, by its stage. */
const FACTS = {
  target: ["indicators"],
  monitoring: ["light", "projected_total"],
  self_evaluation: ["total", "grade"],
  review: ["adopted_total", "adopted_grade", "opinion"],
};

/** Shows the years of projects; `actions` open a paper by its number. */
export class Years {
  constructor(actions) {
    this.actions = actions;
  }

  show({projects}, current, words) {
    this.current = current;
    this.words = words;
    const years = projects.filter(({papers}) => papers.length > 1);
    byId("years-sums").textContent = filled(words.page.years_count, {count: years.length});
    byId("years-list").replaceChildren(...years.map((year) => this.#year(year)));
  }

  #year({project: {name, unit}, papers}) {
    const title = [name || this.words.page.nameless, unit].filter(Boolean).join(" · ");
    return element("section", {}, element("h3", {}, title),
      element("ol", {class: "papers"}, ...papers.map((paper) => this.#paper(paper))));
  }

  #paper(paper) {
    const number = Number(paper.source) - 1;
    const open = element("button", {type: "button", class: "jump", "aria-current": number === this.current ? "true" : null,
      onclick: () => this.actions.open(number)}, paper.title);
    const facts = FACTS[paper.stage].map((key) => this.#fact(key, paper[key]));
    return element("li", {"data-stage": paper.stage}, open, element("dl", {class: "facts"}, ...facts), this.#changes(paper.changes));
  }

  #fact(key, value) {
    const {lights, page, result} = this.words;
    const mark = key === "light" && value ? element("span", {class: `light ${value}`, "aria-hidden": "true"}, "●") : null;
    const text = key === "light" ? lights[value] : value;
    return element("div", {}, element("dt", {}, {...page, ...result}[key]), element("dd", {class: key}, mark, String(text ?? result.none)));
  }

  /** Return what changed since the paper before; null of the first one. */
  #changes(changes) {
    const {page} = this.words;
    if (changes === null) return null;
    if (changes.length === 0) return element("p", {class: "same"}, page.no_changes);
    return element("ul", {class: "changes", "aria-label": page.changes}, ...changes.map(({message}) => element("li", {}, message)));
  }
}
