// One marking as a card, and the form that opens in the card that is chosen.

import { byId, button, make } from "./dom.js";
import * as edit from "./edit.js";
import { link } from "./caret.js";
import { pick } from "./picker.js";
import { setup, state } from "./state.js";
import { reveal } from "./text.js";
import { isChinese, t, word } from "./words.js";

const squeeze = (text) => text.replace(/\s+/g, "");
const grouped = (value) => value.replace(/^(-?\d+)/, (digits) => digits.replace(/\B(?=(\d{3})+$)/g, ","));
const isFigure = (fact) => setup.byKind.get(fact.kind)?.figure ?? false;
const joined = (value) => (Array.isArray(value) ? value.join("、") : value ?? "");

const heading = (fact) => {
  if (fact.kind === "section") return t("section_field");
  if (fact.name && (fact.kind === "term" || fact.kind === "indicator" || fact.field === "quantity")) return fact.name;
  if (fact.path?.length) return fact.path.at(-1);
  if (!isChinese()) return fact.field;
  return setup.byField.get(fact.field)?.label || fact.label || fact.field;
};
const based = (fact) => {
  if (fact.kind !== "money" || typeof fact.value !== "string") return "";
  return `${grouped(fact.value)} ${fact.unit ? word("units", fact.unit) : "?"}`;
};
const ARROWS = { increase: "↑", decrease: "↓", flat: "→" };

export const card = (entry) => {
  const { fact, marking } = entry;
  const figure = isFigure(fact);
  const quote = squeeze(fact.evidence[0].quote);
  const percent = Math.round((fact.confidence ?? 1) * 100);
  const badge = (className, text) => make("span", `badge ${className}`, text);
  const meta = make("div", "head2",
    badge(`s-${marking.status}`, t(marking.status)),
    marking.by ? badge("by", marking.by) : null,
    fact.role ? badge("", word("roles", fact.role)) : null,
    fact.direction ? badge("way", `${ARROWS[fact.direction] ?? ""} ${word("directions", fact.direction)}`) : null,
    fact.category ? badge("", word("categories", fact.category)) : null,
    fact.implied ? badge("", t("implied")) : null,
    fact.kind === "section" ? badge("", `${fact.level}`) : null,
    fact.period ? make("span", "", fact.period) : null,
    marking.note ? make("span", "note", `✎ ${marking.note}`) : null,
    fact.confidence === undefined ? null : make("span", percent >= 90 ? "trust" : percent >= 70 ? "trust fair" : "trust poor", `${percent}%`),
    figure ? make("span", "base", based(fact)) : null);
  const node = make("article", `fact k-${fact.kind} is-${marking.status}`,
    make("div", "head1",
      make("span", "label", heading(fact)), make("span", "key", fact.field),
      figure ? make("span", "value", fact.implied ? "0" : quote) : null,
      marking.meant ? make("span", "meant", `→ ${marking.meant}`) : null),
    figure ? null : make("div", "body", joined(fact.value) || quote), meta);
  node.dataset.id = entry.id;
  return node;
};

/* The form. */
const labelled = (name, label, control) => {
  control.dataset.does = name;
  const node = make("label", "", make("span", "", label), control);
  return node;
};
const current = (id) => state.entries.get(id);
const input = (id, value, change) => {
  const node = make("input");
  node.value = value;
  node.spellcheck = false;
  node.addEventListener("change", () => { const entry = current(id); if (entry) change(entry, node.value.trim()); });
  return node;
};
const choice = (id, value, options, say, change) => {
  const node = make("select");
  for (const each of ["", ...options]) {
    const option = make("option", "", each ? say(each) : "–");
    option.value = each;
    option.selected = each === (value ?? "");
    node.append(option);
  }
  node.addEventListener("change", () => { const entry = current(id); if (entry) change(entry, node.value); });
  return node;
};
const flag = (entry, key) => {
  const node = make("input");
  node.type = "checkbox";
  node.checked = Boolean(entry.fact[key]);
  node.addEventListener("change", () => edit.setKey(current(entry.id), key, node.checked));
  return make("label", "flag", node, make("span", "", t(key)));
};
// What a key is called.
const named = (name) => {
  if (name === "direction") return t("direction");
  const found = isChinese() ? word("extras", name) : name.replaceAll("_", " ");
  return found[0].toUpperCase() + found.slice(1);
};
const key = (entry, name, parse = (text) => text, shown = joined(entry.fact[name])) => labelled(
  name, named(name),
  input(entry.id, String(shown), (now, text) => edit.setKey(now, name, parse(text))));

const rows = (entry) => {
  const { id, fact, marking } = entry;
  const kind = setup.byKind.get(fact.kind) ?? { roles: [], keys: [] };
  const list = (separator) => (text) => (text ? text.split(separator).map((each) => each.trim()).filter(Boolean) : []);
  const chosen = (name, options, group) => labelled(name, named(name),
    choice(id, fact[name], options, (each) => word(group, each), (now, value) => edit.setKey(now, name, value)));
  const told = [
    kind.roles.length ? labelled("role", t("role"), choice(id, fact.role, kind.roles, (each) => word("roles", each), (now, value) => edit.setKey(now, "role", value))) : null,
    fact.kind === "section" ? key(entry, "level", (text) => Math.max(1, Math.min(12, parseInt(text, 10) || 1))) : labelled("period", t("period"), input(id, fact.period ?? "", (now, text) => edit.setKey(now, "period", text))),
    value(entry, list(/[、,，]/), kind.figure),
    labelled("meant", t("meant"), input(id, marking.meant ?? "", (now, text) => edit.setMarking(now, "meant", text))),
    kind.figure ? labelled("unit", t("unit"), input(id, fact.unit ?? "", (now, text) => edit.setKey(now, "unit", text))) : null,
    ["money", "ratio"].includes(fact.kind) ? chosen("direction", setup.choices.direction, "directions") : null,
  ];
  for (const name of new Set(["name", ...kind.keys])) {
    if (name === "path") told.push(key(entry, name, list("/"), (fact.path ?? []).join("/")));
    else if (name === "about") told.push(key(entry, name, list(/[,、]/), (fact.about ?? []).join(",")));
    else if (name === "value_count") told.push(key(entry, name, (text) => (text ? parseInt(text, 10) || 0 : "")));
    else if (setup.choices[name]) told.push(chosen(name, setup.choices[name], "bases"));
    else if (name !== "name" || !["document", "section", "duty", "reason"].includes(fact.kind)) told.push(key(entry, name));
  }
  told.push(labelled("note", t("note"), input(id, marking.note ?? "", (now, text) => edit.setMarking(now, "note", text))));
  return told;
};

const value = ({ id, fact }, names, figure) => {
  const control = input(id, joined(fact.value), (now, text) => edit.setKey(now, "value", fact.kind === "organisation" ? names(text) : text));
  const node = labelled("value", t("value"), control);
  if (!figure) node.classList.add("across");   // texts are long
  return node;
};

const places = (entry) => entry.places.map((place, index) => {
  const quote = button("quote", "", () => reveal(place.from, place.to));
  quote.append(make("q", "", place.quote.replace(/\s*\n\s*/g, " ↵ ")), make("small", "", `${place.start}–${place.end}`));
  const role = index
    ? choice(entry.id, place.role, ["label", "unit", "period", "value"], (each) => word("evidence", each), (now, value) => value && edit.setPlaceRole(now, index, value))
    : make("small", "", word("evidence", place.role));
  return make("div", "place", role, quote, index ? button("ghost small", "×", () => edit.unlink(current(entry.id), index), t("unlink")) : null);
});

const was = ({ fact, marking }) => {
  const old = marking.predicted;
  if (!old) return null;
  const told = [];
  const shown = (value) => joined(value) || "–";
  for (const name of ["field", "role", "period", "value", "unit"]) {
    if (JSON.stringify(old[name]) !== JSON.stringify(fact[name])) told.push(shown(old[name]));
  }
  if (old.evidence[0].quote !== fact.evidence[0].quote) told.push(`「${old.evidence[0].quote}」`);
  return told.length ? make("p", "was", `${t("predicted_was")} ${told.join(" · ")}`) : null;
};

// In a review: what the other annotator says otherwise of this place.
const parted = (entry) => {
  const { rival } = entry.marking;
  const other = rival ? [...state.entries.values()].find((each) => each !== entry && each.marking.rival === rival) : null;
  if (!other) return null;
  const apart = new Set(["evidence", "label", "raw", "origin", "confidence", "made_by", "kind"]);
  const told = [...new Set([...Object.keys(entry.fact), ...Object.keys(other.fact)])]
    .filter((name) => !apart.has(name) && JSON.stringify(entry.fact[name] ?? null) !== JSON.stringify(other.fact[name] ?? null))
    .map((name) => `${named(name)}: ${joined(entry.fact[name]) || "–"} ↔ ${joined(other.fact[name]) || "–"}`);
  const quotes = [entry, other].map((each) => each.fact.evidence[0].quote);
  if (quotes[0] !== quotes[1]) told.push(`「${quotes[0]}」 ↔ 「${quotes[1]}」`);
  return make("p", "was", `${entry.marking.by} ↔ ${other.marking.by}　${told.join(" · ")}`);
};

export const fill = (node, entry) => {
  const act = (name, run) => button("", t(name), () => { const now = current(entry.id); if (now) run(now); });
  const field = button("field", "", () => changeField(current(entry.id)));
  field.append(make("span", "", t("field")), make("b", "", `${entry.fact.kind === "ratio" ? "%" : ""}${heading(entry.fact)}`), make("kbd", "", "f"));
  node.append(make("div", "more",
    make("div", "choices", act("accept", edit.accept), act("reject", edit.reject), act("remove", edit.remove), act("reread", edit.reread), button("", t("link_label"), link)),
    parted(entry),
    field,
    make("div", "form", ...rows(entry)),
    make("div", "flags", flag(entry, "implied"), flag(entry, "approx"), entry.fact.kind === "asset" ? flag(entry, "purchased") : null),
    ...places(entry), was(entry)));
};

// Puts the cursor into a control of the card that is chosen.
export const focusOn = (name) => {
  const control = byId("list").querySelector(`.fact.on [data-does="${name}"]`);
  if (!control) return;
  control.focus();
  control.select?.();
  control.scrollIntoView({ block: "nearest" });
};
export const changeField = async (entry) => {
  if (!entry) return;
  const chosen = await pick(entry.fact);
  const now = state.entries.get(entry.id);
  if (chosen && now) edit.relabel(now, chosen);
};
