// What can be mended by a click: for a finding, the texts that may stand where, from what the finding says itself.

const REPAIRS = {
  "comparison-assumed": ({path, args}) => [[beside(path, "comparison"), args.sign]],
  "percent-sign-missing": ({path, args}) => [[path, `${args.bare}%`], [path, `${hundredfold(args.bare)}%`]],
};

/** Return the repairs of a finding, each as the path of a field and its new text. */
export function repairsOf(finding) {
  return REPAIRS[finding.slug]?.(finding) ?? [];
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
