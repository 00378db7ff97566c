// The markings as a list beside the text: which of them are shown, and where each card stands.

import { card, fill, focusOn } from "./card.js";
import { byId, button, make } from "./dom.js";
import { mark, paint } from "./paint.js";
import { below } from "./offsets.js";
import { inOrder, on, select, setup, state } from "./state.js";
import { reveal } from "./text.js";
import { t, word } from "./words.js";

const STATUSES = ["predicted", "accepted", "corrected", "manual", "rejected"];
const LEVELS = [1.01, 0.99, 0.9, 0.7, 0.5];
const filter = { kinds: new Set(), statuses: new Set(), below: LEVELS[0], query: "", differing: false };
const cards = new Map();   // id -> { node, entry }

const searched = (entry) => {
  const { fact, marking } = entry;
  const told = [fact.field, fact.label, fact.name, fact.value, fact.raw, fact.role, fact.period,
    fact.evidence[0].quote, marking.meant, marking.note, fact.role && word("roles", fact.role)];
  return told.filter(Boolean).join(" ").replace(/\s+/g, "").toLowerCase();
};
const fits = (entry) => {
  const { fact, marking } = entry;
  if (filter.kinds.has(fact.kind) || filter.statuses.has(marking.status)) return false;
  if (filter.below < 1 && !((fact.confidence ?? 1) < filter.below)) return false;
  if (filter.differing && !marking.by) return false;
  return !filter.query || searched(entry).includes(filter.query);
};

/* Which are shown. */
const show = () => {
  state.shown = inOrder().filter(fits);
  paint(state.shown);
  mark("found", filter.query ? state.shown : []);
  byId("shown").textContent = `${state.shown.length} / ${state.entries.size}`;
  byId("nothing").hidden = state.shown.length > 0;
  byId("nothing").textContent = t("nothing");
};
const cardOf = (entry) => {
  const known = cards.get(entry.id);
  if (known && known.entry === entry) return known.node;
  const node = card(entry);
  cards.set(entry.id, { node, entry });
  return node;
};
const rebuild = () => {
  cards.clear();
  show();
  byId("list").replaceChildren(...state.shown.map(cardOf));
  counts();
  if (state.current) open(state.current);
};
const refilter = () => {
  show();
  const wanted = state.shown.map(cardOf);
  const list = byId("list");
  if (wanted.length !== list.children.length || wanted.some((node, at) => node !== list.children[at])) list.replaceChildren(...wanted);
  counts();
};

// After an edit only what changed is drawn again; the others keep their cards.
const change = (gone, come) => {
  const list = byId("list");
  const places = new Map();
  // a choice that was made stays under the keys, though its card is another now
  const active = document.activeElement;
  const chosen = active?.matches("select, [type=checkbox]") && list.contains(active) ? active.closest("[data-does]")?.dataset.does : null;
  if (chosen) queueMicrotask(() => focusOn(chosen));
  for (const entry of gone) {
    const known = cards.get(entry.id);
    if (!known) continue;
    places.set(entry.id, known.node);
    cards.delete(entry.id);
  }
  if (gone.length + come.length > 40) { rebuild(); return; }
  for (const entry of come) {
    const old = places.get(entry.id);
    const node = cardOf(entry);
    if (old?.parentNode && cameFrom(entry, gone)) {
      old.replaceWith(node);
      places.delete(entry.id);
      continue;
    }
    old?.remove();
    places.delete(entry.id);
    const at = below(state.shown, 0, (each) => (each.from < entry.from || (each.from === entry.from && each.to > entry.to) ? -1 : 1));
    const next = state.shown.slice(at).find((each) => each.id !== entry.id && cards.get(each.id)?.node.parentNode === list);
    list.insertBefore(node, next ? cards.get(next.id).node : null);
  }
  for (const node of places.values()) node.remove();
  // What no longer fits the filter stays until the filter is asked again, so that nothing
  // jumps away under the hand that decides it.
  const kept = new Set([...come, ...state.shown].map((each) => each.id));
  state.shown = inOrder().filter((each) => kept.has(each.id));
  paint(state.shown);
  byId("shown").textContent = `${state.shown.length} / ${state.entries.size}`;
  counts();
};
const cameFrom = (entry, gone) => gone.some((each) => each.id === entry.id && each.from === entry.from && each.to === entry.to);

/* Chips: what there is, how many, and whether it is shown. */
const chip = (set, key, label, count, className) => {
  const node = button(`chip ${className}`, label, () => {
    if (set.has(key)) set.delete(key); else set.add(key);
    refilter();
  });
  node.dataset.key = key;
  node.append(make("b", "", String(count)));
  node.setAttribute("aria-pressed", String(!set.has(key)));
  return node;
};
const counts = () => {
  const kinds = new Map();
  const statuses = new Map();
  for (const { fact, marking } of state.entries.values()) {
    kinds.set(fact.kind, (kinds.get(fact.kind) ?? 0) + 1);
    statuses.set(marking.status, (statuses.get(marking.status) ?? 0) + 1);
  }
  const known = [...setup.byKind.keys()].filter((kind) => kinds.has(kind));
  byId("kinds").replaceChildren(...known.map((kind) => chip(filter.kinds, kind, word("kinds", kind), kinds.get(kind), `k-${kind}`)));
  byId("statuses").replaceChildren(
    ...STATUSES.filter((each) => statuses.has(each)).map((each) => chip(filter.statuses, each, t(each), statuses.get(each), `s-${each}`)));
  if (setup.mode === "review") {
    const only = button("chip", t("differing"), () => { filter.differing = !filter.differing; refilter(); });
    only.setAttribute("aria-pressed", String(filter.differing));
    byId("statuses").prepend(only);
  }
};
export const toggleKind = (number) => byId("kinds").children[number - 1]?.click();
export const cycleStatus = () => {
  const there = STATUSES.filter((each) => [...state.entries.values()].some((entry) => entry.marking.status === each));
  const only = there.filter((each) => !filter.statuses.has(each));
  const next = only.length === 1 ? there.indexOf(only[0]) + 1 : 0;
  filter.statuses = new Set(next < there.length ? there.filter((_, at) => at !== next) : []);
  refilter();
};
export const cycleConfidence = () => {
  filter.below = LEVELS[(LEVELS.indexOf(filter.below) + 1) % LEVELS.length];
  byId("confidence").value = String(filter.below);
  refilter();
};

/* The chosen one. */
const open = (entry) => {
  for (const node of byId("list").querySelectorAll(".fact.on")) {
    if (node.dataset.id === entry?.id) continue;
    node.classList.remove("on");
    node.querySelector(".more")?.remove();
  }
  const node = entry && cards.get(entry.id)?.node;
  if (!node || node.classList.contains("on")) return node ?? null;
  node.classList.add("on");
  fill(node, entry);
  return node;
};
on("select", (entry, from) => {
  const node = open(entry);
  if (!entry) return;
  if (from !== "edit") reveal(entry.from, entry.to);
  if (node && from !== "card") node.scrollIntoView({ block: "nearest" });
});
byId("list").addEventListener("click", (event) => {
  const node = event.target.closest(".fact");
  const entry = node && state.entries.get(node.dataset.id);
  if (entry && entry !== state.current) select(entry, "card");
});

export const move = (by) => {
  if (!state.shown.length) return;
  const at = state.shown.indexOf(state.current);
  const seen = state.current ? below(state.shown, state.current.from, (each) => each.from) : 0;
  const next = at < 0 ? Math.min(seen, state.shown.length - 1) : Math.max(0, Math.min(state.shown.length - 1, at + by));
  select(state.shown[next]);
};
export const moveTo = (at) => { if (state.shown.length) select(state.shown.at(at)); };
export const moveToOpen = () => {
  const from = state.shown.indexOf(state.current) + 1;
  const order = [...state.shown.slice(from), ...state.shown.slice(0, from)];
  const next = order.find((each) => each.marking.status === "predicted");
  if (next) select(next);
};

export const wireList = () => {
  filter.differing = setup.mode === "review";
  byId("search").addEventListener("input", (event) => {
    filter.query = event.target.value.replace(/\s+/g, "").toLowerCase();
    refilter();
  });
  byId("confidence").addEventListener("change", (event) => {
    filter.below = Number(event.target.value);
    refilter();
  });
  on("load", rebuild);
  on("change", change);
};
export const renameList = () => {
  byId("search").placeholder = `${t("search")}　/`;
  byId("confidence").replaceChildren(...LEVELS.map((each) => {
    const option = make("option", "", each > 1 ? t("any_confidence") : `< ${Math.round(each * 100)}%`);
    option.value = String(each);
    option.selected = each === filter.below;
    return option;
  }));
  if (state.name) rebuild();
};
