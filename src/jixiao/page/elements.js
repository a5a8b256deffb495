// Making elements, and the words that stand on them.

/** Return an element with attributes (properties where they are functions) and children; null ones are left out. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made[name] = value;
    else if (value !== null && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

export const byId = (id) => document.getElementById(id);

/** Return a sentence with its gaps filled. */
export function filled(sentence, values) {
  return sentence.replace(/\{([\w×]+)\}/g, (gap, name) => values[name] ?? gap);
}

/** Put words on all elements that name theirs. */
export function label(words, root = document) {
  const shelves = {word: words.page, fieldWord: words.fields, resultWord: words.result};
  for (const [key, shelf] of Object.entries(shelves)) {
    const attribute = key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    for (const each of root.querySelectorAll(`[data-${attribute}]`)) {
      each.textContent = each.dataset[key].split(".").reduce((value, step) => value[step], shelf);
    }
  }
  for (const each of root.querySelectorAll("[data-word-title]")) each.title = words.page[each.dataset.wordTitle];
}
