// What can be done to markings: each a function that ends in one action, to be undone at once.

import { toast } from "./dom.js";
import { read } from "./net.js";
import { act, inOrder, select, setup, state } from "./state.js";
import { t } from "./words.js";

const typed = new Set();   // ids whose value somebody has typed
const HELD = new Set(["accepted", "corrected", "manual"]);
const ROLES = { money: "actual", performance: "achievement", ratio: "share" };

const flat = (text) => text.replace(/[ \t\u3000]*[\r\n\f]+[ \t\u3000]*/g, "").trim();

// The marking as it is after an edit: a prediction that is changed is corrected, and kept beside.
const edited = (entry, fact) => {
  const old = entry.marking;
  const after = { ...old, fact };
  if (old.status === "predicted" || old.status === "rejected" || old.status === "accepted") {
    after.status = "corrected";
    if (old.status !== "accepted" || old.predicted === undefined) after.predicted = old.predicted ?? old.fact;
  }
  return { id: entry.id, before: old, after };
};
const withStatus = (entry, status) => ({ id: entry.id, before: entry.marking, after: { ...entry.marking, status } });

// In a review, other readings of the same place, which one reading excludes.
const rivals = (entry) => (entry.marking.rival
  ? [...state.entries.values()].filter((each) => each !== entry && each.marking.rival === entry.marking.rival)
  : []);

export const accept = (entry) => {
  if (!entry || HELD.has(entry.marking.status)) return;
  const status = entry.marking.predicted ? "corrected" : "accepted";
  const others = rivals(entry).filter((each) => each.marking.status !== "rejected");
  act([withStatus(entry, status), ...others.map((each) => withStatus(each, "rejected"))]);
};
export const reject = (entry) => {
  if (!entry || entry.marking.status === "rejected") return;
  act([withStatus(entry, "rejected")]);
};
export const acceptAll = (entries) => {
  const seen = new Set();
  const open = entries.filter((each) => {
    const { status, rival } = each.marking;
    if (status !== "predicted" || (rival && seen.has(rival))) return false;
    if (rival) seen.add(rival);
    return !rival;   // rivals are decided one by one
  });
  if (open.length) act(open.map((each) => withStatus(each, "accepted")));
  toast(`${open.length} ${t("accepted_all")}`);
};
// What was made by hand goes; what was predicted is rejected, so that it can be learned from.
export const remove = (entry) => {
  if (!entry) return;
  if (entry.marking.status === "manual") act([{ id: entry.id, before: entry.marking, after: null }]);
  else reject(entry);
};

export const setDone = (done) => {
  const left = [...state.entries.values()].filter((each) => each.marking.status === "predicted").length;
  if (done && left) {
    toast(`${left} ${t("undecided")}`);
    return false;
  }
  act([], { done: [state.done, done] });
  return true;
};

// One key of a fact; empty unsets it.
export const setKey = (entry, key, value) => {
  const fact = { ...entry.fact };
  if (value === "" || value === null || value === false) delete fact[key];
  else fact[key] = value;
  if (key === "value") typed.add(entry.id);
  if (JSON.stringify(fact) !== JSON.stringify(entry.fact)) act([edited(entry, fact)]);
};
export const setMarking = (entry, key, value) => {
  const after = { ...entry.marking };
  if (value) after[key] = value; else delete after[key];
  if (after[key] === entry.marking[key]) return;
  if (key === "meant" && after.status === "predicted") after.status = "accepted";
  act([{ id: entry.id, before: entry.marking, after }]);
};

const quoted = (role, from, to, old = {}) => {
  const start = state.offsets.toPoints(from);
  const quote = state.text.slice(from, to);
  const page = state.pages.length ? { page: state.pages.filter((each) => each <= start).length } : {};
  const status = /[\r\n\f]/.test(quote) ? "reflowed" : "exact";
  return { role, start, end: state.offsets.toPoints(to), quote, status: old.status === "inherited" ? "inherited" : status, ...page };
};

const unitOf = (fact) => {
  const told = fact.evidence.find((each) => each.role === "unit");
  return told ? told.quote.match(/[十百千万亿]*(?:元|人|辆|台|个)/)?.[0] ?? null : null;
};

// What the text at a place says of itself, as keys of a fact.
const readInto = async (fact) => {
  const { quote } = fact.evidence[0];
  const kind = setup.byKind.get(fact.kind);
  const after = { ...fact, raw: flat(quote) };
  if (!kind?.figure && fact.kind !== "organisation") {
    if (fact.kind !== "indicator") after.value = flat(quote);
    return after;
  }
  const told = await read(fact.kind, quote, unitOf(fact));
  if (!told) return null;
  for (const [key, value] of Object.entries(told)) {
    if (value === null || value === false) delete after[key]; else after[key] = value;
  }
  const { unit } = setup.byField.get(fact.field) ?? {};
  if (["person", "vehicle", "set", "point"].includes(unit) && after.unit) after.unit = unit;
  return after;
};

export const reread = async (entry) => {
  const fact = await readInto(entry.fact);
  const now = state.entries.get(entry.id);
  if (!fact) { toast(t("unreadable")); return; }
  if (!now || now.marking !== entry.marking) return;
  typed.delete(entry.id);
  if (JSON.stringify(fact) !== JSON.stringify(now.fact)) act([edited(now, fact)], { join: `edge ${entry.id}` });
};

// A boundary to another place: at once; the value that stands there as soon as it is read.
export const setSpan = (entry, from, to) => {
  if (from >= to || (from === entry.from && to === entry.to)) return;
  const old = entry.fact.evidence[0];
  const evidence = [quoted("value", from, to, old), ...entry.fact.evidence.slice(1)];
  act([edited(entry, { ...entry.fact, evidence })], { join: `edge ${entry.id}` });
  if (!typed.has(entry.id)) reread(state.entries.get(entry.id));
};
export const moveEdge = (entry, which, by, words) => {
  if (!entry) return;
  const step = (unit) => (words ? state.offsets.stepWord(unit, by) : state.offsets.step(unit, by));
  if (which === "end") setSpan(entry, entry.from, Math.max(step(entry.to), state.offsets.step(entry.from, 1)));
  else setSpan(entry, Math.min(step(entry.from), state.offsets.step(entry.to, -1)), entry.to);
};

export const relabel = async (entry, { field, kind }) => {
  const known = setup.byKind.get(kind);
  const fact = { ...entry.fact, field, kind, label: setup.byField.get(field)?.label ?? "" };
  if (kind === "section") fact.level = entry.fact.level ?? 1;
  if (!(known?.roles ?? []).includes(fact.role)) delete fact.role;
  if (!fact.role && ROLES[kind]) fact.role = ROLES[kind];
  if (JSON.stringify(fact) === JSON.stringify(entry.fact)) return;
  act([edited(entry, fact)], { join: `edge ${entry.id}` });
  if (kind !== entry.fact.kind) await reread(state.entries.get(entry.id));
};

const year = () => {
  const told = inOrder().find((each) => each.fact.field === "document.fiscal_year" && each.marking.status !== "rejected");
  return told ? String(told.fact.value) : null;
};

export const add = async (from, to, { field, kind }) => {
  const bytes = crypto.getRandomValues(new Uint8Array(6));
  const id = `n${[...bytes].map((each) => each.toString(16).padStart(2, "0")).join("")}`;
  const known = setup.byKind.get(kind);
  const fact = {
    field, kind, label: setup.byField.get(field)?.label ?? "", value: null, origin: "text",
    evidence: [quoted("value", from, to)],
  };
  if (ROLES[kind]) fact.role = ROLES[kind];
  if (known?.figure && year()) fact.period = year();
  if (kind === "section") fact.level = 1;
  const whole = (await readInto(fact)) ?? fact;
  act([{ id, before: null, after: { id, status: "manual", fact: whole } }]);
  if (whole === fact && known?.figure) toast(t("unreadable"));
  select(state.entries.get(id), "text");
};

export const link = (entry, from, to, role = "label") => {
  const evidence = [...entry.fact.evidence, quoted(role, from, to)];
  act([edited(entry, { ...entry.fact, evidence })]);
};
export const unlink = (entry, index) => {
  act([edited(entry, { ...entry.fact, evidence: entry.fact.evidence.filter((_, at) => at !== index) })]);
};
export const setPlaceRole = (entry, index, role) => {
  const evidence = entry.fact.evidence.map((each, at) => (at === index ? { ...each, role } : each));
  act([edited(entry, { ...entry.fact, evidence })]);
};
