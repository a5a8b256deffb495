// The list of specs to choose from, and finding one by place, year or document number.

import {byId, element} from "jixiao/elements.js";

const WORD = /[^\s,，、;；〔〕[\]()（）]+/g;

/** Fill the list with the specs that fit the words that are looked for; the chosen one always stays. */
export function listSpecs(specs, chosen, words) {
  const wanted = byId("find-spec").value.match(WORD) ?? [];
  const fitting = specs.filter((spec) => spec.id === chosen || wanted.every((word) => fits(spec, word)));
  const groups = Map.groupBy ? Map.groupBy(fitting, place) : grouped(fitting);
  const options = Array.from(groups, ([name, members]) => element("optgroup", {label: name}, ...members.map(option)));
  byId("spec").replaceChildren(element("option", {value: ""}, words.page.no_spec), ...options);
  byId("spec").value = chosen;
}

const place = (spec) => spec.jurisdiction ?? "";

function grouped(specs) {
  const groups = new Map();
  for (const spec of specs) groups.set(place(spec), [...(groups.get(place(spec)) ?? []), spec]);
  return groups;
}

function option(spec) {
  return element("option", {value: spec.id}, `${spec.title} · ${spec.id}`);
}

function fits(spec, word) {
  const text = `${spec.id} ${spec.title} ${place(spec)}`.toLowerCase();
  const bare = word.toLowerCase().replace(/号$|年$|年度$/, "");
  return text.includes(bare) || (/^\d{4}$/.test(bare) && isInForce(spec, bare)) || /^财[预办绩]+$/.test(bare);
}

function isInForce({in_force: {from, to}}, year) {
  return (!from || from.slice(0, 4) <= year) && (!to || year <= to.slice(0, 4));
}
