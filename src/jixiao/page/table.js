// A table to sort and to filter: columns that say what they show, and rows of any kind.

import {element} from "jixiao/elements.js";

/** Shows rows in a table. A column is {key, title, cell, order}: what stands in a row, and how two rows compare. */
export class SortedTable {
  #sort = {key: null, isDown: false};

  constructor(table) {
    this.table = table;
  }

  /** Show rows; `isShown` says which of them pass the filters. */
  show(columns, rows, isShown) {
    this.shown = {columns, rows, isShown};
    const sorted = columns.find((column) => column.key === this.#sort.key);
    const ordered = rows.filter(isShown);
    if (sorted) ordered.sort((one, other) => (this.#sort.isDown ? -1 : 1) * sorted.order(one, other));
    this.table.tHead.replaceChildren(element("tr", {}, ...columns.map((column) => this.#head(column))));
    this.table.tBodies[0].replaceChildren(...ordered.map((row) => element("tr", {}, ...columns.map((column) =>
      element("td", {"data-label": column.title, class: column.key}, ...[column.cell(row)].flat())))));
  }

  #head({key, title, order}) {
    if (!order) return element("td", {});
    const isSorted = key === this.#sort.key;
    const direction = this.#sort.isDown ? "descending" : "ascending";
    const button = element("button", {type: "button", onclick: () => this.#sortBy(key)}, title);
    return element("th", {scope: "col", class: key, "aria-sort": isSorted ? direction : "none"}, button);
  }

  #sortBy(key) {
    this.#sort = {key, isDown: this.#sort.key === key && !this.#sort.isDown};
    const {columns, rows, isShown} = this.shown;
    this.show(columns, rows, isShown);
    this.table.querySelector(`th.${key} button`).focus();
  }
}

/** Compare what `textOf` says of two rows, as people sort. */
export function byText(textOf) {
  return (one, other) => String(textOf(one) ?? "").localeCompare(String(textOf(other) ?? ""), "zh-CN", {numeric: true});
}

/** Fill a list of choices, each a value and its name, and keep what is chosen. */
export function offerChoices(select, choices) {
  const chosen = select.value;
  select.replaceChildren(...choices.map(([value, name]) => element("option", {value}, name)));
  select.value = choices.some(([value]) => value === chosen) ? chosen : choices[0][0];
}
