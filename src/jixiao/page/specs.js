// The list of specs to choose from, and finding one by place, year or document number.

import {documentOf} from "jixiao/engine.js";
import {byId, element, filled} from "jixiao/elements.js";

const WORD = /[^\s,，、;；〔〕[\]()（）]+/g;

/** Fill the list with the specs that fit the words that are looked for, and say how many; the chosen one stays. */
export function listSpecs(specs, chosen, words) {
  const wanted = byId("find-spec").value.match(WORD) ?? [];
  const fitting = specs.filter((spec) => wanted.every((word) => fits(spec, word)));
  const shown = specs.filter((spec) => spec.id === chosen || fitting.includes(spec));
  byId("spec").replaceChildren(element("option", {value: ""}, words.page.no_spec), ...shown.map(option));
  byId("spec").value = chosen;
  byId("spec").dataset.first = fitting[0]?.id ?? "";
  const sentence = fitting.length ? words.page.fitting : words.page.no_fitting;
  byId("fitting").textContent = wanted.length ? filled(sentence, {count: fitting.length}) : "";
}

/** Return the id of the first spec that fits the words that are looked for; "" where none does. */
export function firstFitting() {
  return byId("spec").dataset.first;
}

/** Offer the spec's own names of classes and tiers in the fields that take them. */
export async function listWords(engine, id = "") {
  if (byId("classes").dataset.spec === id) return;
  byId("classes").dataset.spec = id;
  const answer = id ? await engine.ask(`/v1/specs/${encodeURIComponent(id)}`) : null;
  const {classes = {}, rules = []} = answer?.ok ? documentOf(answer).rules : {};
  const names = Object.entries(classes).filter(([name]) => name !== "execution").map(([, each]) => each.label);
  const tiers = new Set(rules.flatMap((rule) => Object.keys(rule.tiers ?? {})));
  offer("classes", names);
  offer("tiers", [...tiers]);
}

function offer(list, texts) {
  byId(list).replaceChildren(...texts.map((text) => element("option", {value: text})));
}

const place = (spec) => spec.jurisdiction ?? "";

function option(spec) {
  return element("option", {value: spec.id}, [place(spec), spec.title, spec.id].filter(Boolean).join(" · "));
}

function fits(spec, word) {
  const text = `${spec.id} ${spec.title} ${place(spec)}`.toLowerCase();
  const bare = word.toLowerCase().replace(/号$|年$|年度$/, "");
  return text.includes(bare) || (/^\d{4}$/.test(bare) && isInForce(spec, bare)) || /^财[预办绩]+$/.test(bare);
}

function isInForce({in_force: {from, to}}, year) {
  return (!from || from.slice(0, 4) <= year) && (!to || year <= to.slice(0, 4));
}
