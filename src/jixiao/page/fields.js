// The fields of the form. Each input names the path of its value in the project; what is under it says what is wrong.

import {element, filled} from "jixiao/elements.js";
import {textAt} from "jixiao/project.js";

const HEAD = ["name", "year", "department", "unit", "code"];
const NOTES = ["conclusion", "problems", "measures", "remarks"];
const AMOUNTS = ["initial", "budget", "spent"];
const SOURCES = ["fiscal", "carryover", "special", "own", "other"];
const FUND_TEXTS = ["cause", "remedy", "adjustment"];
const MAIN = ["level1", "level2", "name", "comparison", "target", "actual", "uom", "weight"];
const MORE = ["tier", "share", "direction", "rule", "score", "goal"];
/** Fields too narrow for what is to be said of them: it stands below all of them. */
const NARROW = ["comparison", "target", "actual", "uom", "weight"];
/** The fields of a row in the order in which cells are pasted. */
export const PASTED = [...MAIN, "cause"];
/** The lists of words that fields offer, and examples of what stands in others. */
const LISTS = {level1: "classes", comparison: "signs", tier: "tiers"};
const EXAMPLES = {share: "85%", goal: "1"};
const IDS = {name: "project-name", year: "year"};
const BUTTONS = {up: "↑", down: "↓", delete: "✕"};

/** Builds the parts of the form for a project, in the words of a language. */
export class Fields {
  constructor(project, words) {
    this.project = project;
    this.words = words;
  }

  #input(path, name, attributes = {}, under = this.#under(path)) {
    const input = element("input", {
      type: "text", "data-path": path, autocomplete: "off", "aria-label": name, "aria-describedby": `under-${path}`,
      ...attributes, class: null,
    });
    input.value = textAt(this.project, path);
    return element("label", {class: `field ${attributes.class ?? ""}`},
      element("span", {class: "caption"}, name), input, under);
  }

  #under(path) {
    return element("span", {class: "under", id: `under-${path}`, "data-under": path});
  }

  #choice(path, name, choices) {
    const options = choices.map(([value, text]) => element("option", {value}, text));
    const select = element("select", {"data-path": path, "aria-label": name}, ...options);
    select.value = textAt(this.project, path);
    return element("label", {class: "field"}, element("span", {class: "caption"}, name), select, this.#under(path));
  }

  head() {
    const {project} = this.words.fields;
    const {page} = this.words;
    const inputs = HEAD.map((field) => this.#input(field, project[field], {id: IDS[field] ?? null, class: field}));
    const finished = this.#choice("finished", project.finished, [["", ""], ["是", page.yes], ["否", page.no]]);
    return [...inputs, finished];
  }

  funds() {
    const {funds, amounts} = this.words.fields;
    const unit = this.#choice("funds.money_unit", funds.money_unit, [["万元", "万元"], ["元", "元"]]);
    const total = AMOUNTS.map((field) =>
      this.#input(`funds.total.${field}`, `${funds.total} · ${amounts[field]}`, {"data-field": field}));
    return [unit, ...total];
  }

  moreFunds() {
    const {funds, amounts} = this.words.fields;
    const sources = SOURCES.flatMap((source) => AMOUNTS.map((field) =>
      this.#input(`funds.${source}.${field}`, `${funds[source]} · ${amounts[field]}`)));
    return [...sources, ...FUND_TEXTS.map((field) => this.#input(`funds.${field}`, funds[field], {class: "long"}))];
  }

  notes() {
    return NOTES.map((field) => this.#input(field, this.words.fields.project[field], {class: "long"}));
  }

  goal(index) {
    const {goal} = this.words.fields;
    const texts = ["expected", "achieved"].map((field) => {
      const path = `goals[${index}].${field}`;
      const area = element("textarea", {"data-path": path, rows: "2", "aria-label": goal[field]});
      area.value = textAt(this.project, path);
      return element("label", {class: "field"}, element("span", {class: "caption"}, goal[field]), area, this.#under(path));
    });
    return element("li", {}, ...texts, this.#button("delete-goal", "delete", index));
  }

  row(index) {
    const {page} = this.words;
    const title = filled(page.row, {number: index + 1});
    const inputs = MAIN.map((field) => this.#cell(index, field, title));
    const score = element("p", {class: "points"}, element("span", {class: "caption"}, page.score),
      element("output", {"data-part": "score"}));
    const unders = element("div", {class: "unders"}, ...NARROW.map((field) => this.#under(`indicators[${index}].${field}`)));
    const buttons = element("div", {class: "buttons"},
      ...Object.keys(BUTTONS).map((action) => this.#button(action, action, index)));
    const more = element("details", {class: "more"}, element("summary", {}, page.more),
      element("div", {class: "fields"}, ...MORE.map((field) => this.#cell(index, field, title))));
    return element("div", {class: "row", "data-row": String(index), role: "group", "aria-label": title},
      ...inputs, score, unders, this.#cell(index, "cause", title), this.#cell(index, "remedy", title), more,
      element("p", {class: "reason", "data-part": "reason"}), buttons);
  }

  #cell(index, field, title) {
    const path = `indicators[${index}].${field}`;
    const {fields, page} = this.words;
    const name = field === "score" ? page.own_score : fields.indicator[field];
    const placeholder = EXAMPLES[field] ?? null;
    const attributes = {"data-field": field, "aria-label": `${title} ${name}`, list: LISTS[field] ?? null, placeholder, class: field};
    return NARROW.includes(field) ? this.#input(path, name, attributes, null) : this.#input(path, name, attributes);
  }

  #button(action, word, index) {
    const name = `${filled(this.words.page.row, {number: index + 1})} ${this.words.page[word]}`;
    return element("button", {type: "button", "data-action": action, "data-index": String(index),
      "aria-label": name, title: name}, BUTTONS[word]);
  }
}
