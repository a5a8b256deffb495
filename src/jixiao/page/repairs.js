// What can be mended by a click: the catalogue says which texts may stand where; a finding's arguments fill them in.

import {filled} from "jixiao/elements.js";

/** Return the repairs of a finding at a path, each as the path of a field and its new text. */
export function repairsOf(finding, path, words) {
  const args = {...finding.args, ...("bare" in finding.args && {"bare×100": hundredfold(finding.args.bare)})};
  return (words.repairs[finding.slug] ?? []).map(({field, text}) => [field ? beside(path, field) : path, filled(text, args)]);
}

function beside(path, field) {
  return path.replace(/[^.]+$/, field);
}

/** Return a decimal a hundred times as large, by moving its point. */
function hundredfold(text) {
  const [whole, fraction = ""] = text.split(".");
  const digits = whole + fraction.padEnd(2, "0").slice(0, 2);
  const rest = fraction.slice(2);
  return digits.replace(/^0+(?=\d)/, "") + (rest && `.${rest}`);
}
