"use strict";
// The board of a review: columns sort when their heading is pressed; the list follows the filters above it.
(() => {
  const value = (row, column) => row.cells[column].textContent.trim();
  const compare = (left, right) => {
    const [a, b] = [Number(left), Number(right)];
    if (left !== "" && right !== "" && !Number.isNaN(a) && !Number.isNaN(b)) return a - b;
    return left.localeCompare(right, "zh");
  };
  for (const table of document.querySelectorAll("table.board")) {
    table.querySelectorAll("thead button").forEach((button, column) => {
      button.addEventListener("click", () => {
        const head = button.closest("th");
        const down = head.getAttribute("aria-sort") === "ascending";
        table.querySelectorAll("th").forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const rows = [...table.tBodies[0].rows];
        rows.sort((a, b) => compare(value(a, column), value(b, column)) * (down ? -1 : 1));
        table.tBodies[0].append(...rows);
      });
    });
  }
  const list = document.querySelector("#findings");
  const words = document.querySelector("#filter");
  const severity = document.querySelector("#severity");
  const follow = () => {
    let count = 0;
    for (const row of list ? list.tBodies[0].rows : []) {
      const fits = row.textContent.includes(words.value.trim());
      row.hidden = !fits || (severity.value !== "" && row.dataset.severity !== severity.value);
      count += row.hidden ? 0 : 1;
    }
    document.querySelector("#count").textContent = String(count);
  };
  words.addEventListener("input", follow);
  severity.addEventListener("change", follow);
  follow();
})();
