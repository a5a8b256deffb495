// Sums of decimals as texts, exactly: no number of a form becomes a float.

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/;

/** Return the sum of decimals as a text, without zeros at its end; what is no decimal counts nothing. */
export function sum(texts) {
  const terms = texts.map((text) => DECIMAL.exec(text ?? "")).filter(Boolean);
  const places = Math.max(0, ...terms.map((term) => (term[3] ?? "").length));
  let units = 0n;
  for (const [, sign, whole, fraction = ""] of terms) {
    units += BigInt(`${sign}${whole}${fraction.padEnd(places, "0")}`);
  }
  const digits = String(units < 0n ? -units : units).padStart(places + 1, "0");
  const cut = digits.length - places;
  const fraction = digits.slice(cut).replace(/0+$/, "");
  return (units < 0n ? "-" : "") + digits.slice(0, cut) + (fraction && `.${fraction}`);
}

/** Return a decimal with the other sign. */
export function negated(text) {
  return text.startsWith("-") ? text.slice(1) : `-${text}`;
}

/** Compare two decimals, as `sort` wants it. */
export function compare(one, other) {
  const difference = sum([one, negated(other)]);
  if (difference === "0") return 0;
  return difference.startsWith("-") ? -1 : 1;
}
