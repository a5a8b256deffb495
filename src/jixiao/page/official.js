// The official form, filled in where it stands: each cell of the engine's own drawing that holds a fact takes text.

import {filled} from "jixiao/elements.js";
import {isBlankRow, textAt} from "jixiao/project.js";

/** What cells show under another name than the project's key. */
const KEYS = {"execution.reason": "funds.cause", value: "target", reason: "cause"};
const FACT = new RegExp([
  /^(name|year|department|unit|code|conclusion|problems|measures|remarks)$/,
  /^funds\.(cause|\w+\.(initial|budget|spent)|parts\[\d+\]\.(name|initial|budget|spent))$/,
  /^goals\[\d+\]\.(expected|achieved)$/,
  /^indicators\[\d+\]\.(level1|level2|name|comparison|target|uom|actual|weight|cause)$/,
].map((each) => each.source).join("|"));
const LAST = /[^.]+$/;
const ROW = /^indicators\[(\d+)\]/;
const STYLE = `
main { padding: .5rem; }
.fact { display: block; min-height: 1.4em; cursor: text; overflow-wrap: anywhere; white-space: pre-wrap; }
.fact:focus { outline: 2px solid #0b57a4; outline-offset: 3px; }
.open { background: #f2f7fd; }
@media (prefers-color-scheme: dark) { .open { background: #1d2733; } .fact:focus { outline-color: #8ab8f0; } }
`;

/** Shows the form in a frame; `actions` put a text at the paths of a cell, add a row, and take what is dropped. */
export class OfficialForm {
  constructor(frame, actions) {
    this.frame = frame;
    this.actions = actions;
  }

  /** Show the form that the engine has drawn of a project; where somebody is writing, only what else has changed. */
  async show(html, project, words) {
    this.project = project;
    this.words = words;
    await (this.loading ??= this.#load(html));
    const main = this.frame.contentDocument.querySelector("main");
    const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("main");
    this.#prepare(fresh);
    if (hasSameCells(main, fresh)) patch(main, fresh);
    else if (!main.querySelector(".fact:focus[data-typed]")) this.#replace(main, fresh);
    this.frame.style.height = `${main.scrollHeight + 2}px`;
  }

  /** Put the cursor into the first cell whose path begins so; false where there is none. */
  focus(path) {
    const facts = [...this.frame.contentDocument.querySelectorAll(".fact")];
    const fact = facts.find(({dataset}) => dataset.paths.split(" ").some((each) => each.startsWith(path)));
    fact?.focus();
    return Boolean(fact);
  }

  #load(html) {
    return new Promise((resolve) => {
      this.frame.onload = () => {
        const {contentDocument} = this.frame;
        const style = contentDocument.createElement("style");
        style.textContent = STYLE;
        contentDocument.head.append(style);
        contentDocument.querySelector("main").replaceChildren();
        for (const [name, action] of Object.entries(this.#listeners())) contentDocument.addEventListener(name, action);
        this.actions.takeDrops(contentDocument);
        resolve();
      };
      this.frame.srcdoc = html;
    });
  }

  /** Make each cell that shows a fact one to write in. */
  #prepare(main) {
    for (const cell of main.querySelectorAll("td[data-field]")) {
      const paths = pathsOf(cell);
      if (!FACT.test(paths[0])) continue;
      const fact = main.ownerDocument.createElement("span");
      fact.className = "fact";
      fact.setAttribute("role", "textbox");
      fact.setAttribute("tabindex", "0");
      fact.setAttribute("contenteditable", "true");
      fact.setAttribute("aria-label", this.#nameOf(paths[0]));
      fact.dataset.paths = paths.join(" ");
      const row = ROW.exec(paths[0]);
      if (!row || !isBlankRow(this.project.indicators[row[1]])) fact.append(...cell.childNodes);
      else cell.replaceChildren();
      cell.classList.add("open");
      cell.append(fact);
    }
  }

  #nameOf(path) {
    const {fields, page} = this.words;
    const row = ROW.exec(path);
    const key = LAST.exec(path)[0];
    const name = fields.indicator[key] ?? fields.goal[key] ?? fields.amounts[key] ?? fields.project[key];
    return row ? `${filled(page.row, {number: Number(row[1]) + 1})} ${name}` : name;
  }

  /** Put a drawing in the place of another, and the cursor where it was. */
  #replace(main, fresh) {
    const {activeElement} = main.ownerDocument;
    const paths = activeElement?.dataset?.paths;
    main.replaceChildren(...fresh.children);
    if (paths) factAt(main, paths)?.focus();
  }

  #listeners() {
    const rawOf = (fact) => textAt(this.project, fact.dataset.paths.split(" ")[0]);
    return {
      focusin: ({target}) => {
        if (!target.classList.contains("fact")) return;
        target.textContent = rawOf(target);
        target.ownerDocument.getSelection().selectAllChildren(target);
      },
      input: ({target}) => {
        target.dataset.typed = "";
        this.actions.put(target.dataset.paths.split(" "), target.innerText.replace(/\n$/, ""));
      },
      focusout: ({target}) => {
        delete target.dataset.typed;
        this.actions.put([], "");
      },
      paste: (event) => {
        event.preventDefault();
        event.target.ownerDocument.execCommand("insertText", false, event.clipboardData.getData("text/plain").trim());
      },
      keydown: (event) => {
        if (event.key !== "Enter" || event.shiftKey || event.isComposing) return undefined;
        event.preventDefault();
        const facts = [...event.target.ownerDocument.querySelectorAll(".fact")];
        const next = facts[facts.indexOf(event.target) + 1];
        if (next) return next.focus();
        event.target.blur();
        return this.actions.addRow();
      },
    };
  }
}

/** Return the paths of what a cell shows: of each row that it covers. */
function pathsOf(cell) {
  const {field} = cell.dataset;
  const key = LAST.exec(field)[0];
  const path = KEYS[field] ?? field.replace(LAST, KEYS[key] ?? key);
  const row = ROW.exec(path);
  if (!row || cell.rowSpan === 1) return [path];
  const rows = [...cell.closest("table").rows];
  const first = rows.indexOf(cell.parentElement);
  const covered = rows.slice(first, first + cell.rowSpan).map((each) => each.querySelector("[data-field^='indicators[']"));
  return covered.filter(Boolean).map((each) => path.replace(ROW, ROW.exec(each.dataset.field)[0]));
}

function factAt(main, paths) {
  return [...main.querySelectorAll(".fact")].find((fact) => fact.dataset.paths === paths);
}

const cellsIn = (main) => [...main.querySelectorAll("th, td, h1, p")];

/** Whether two drawings have the same cells, whatever stands in them. */
function hasSameCells(main, fresh) {
  const others = cellsIn(fresh);
  const cells = cellsIn(main);
  return cells.length === others.length &&
    cells.every((cell, place) => cell.rowSpan === others[place].rowSpan && cell.dataset.field === others[place].dataset.field);
}

/** Bring the cells of a drawing up to a fresh one, but for the one that is written in. */
function patch(main, fresh) {
  const others = cellsIn(fresh);
  const {activeElement} = main.ownerDocument;
  cellsIn(main).forEach((cell, place) => {
    if (!cell.contains(activeElement) && cell.innerHTML !== others[place].innerHTML) cell.innerHTML = others[place].innerHTML;
  });
}
