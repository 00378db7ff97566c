// Which field? A box to search the catalogue in; amounts have ratios of their own.

import { byId, button, make } from "./dom.js";
import { setup } from "./state.js";
import { isChinese, t, word } from "./words.js";

const RECENT = [];
const MOST = 60;

const offers = () => {
  const found = [{ field: "section", kind: "section", label: t("section_field"), words: "section heading 标题" }];
  for (const each of setup.fields) {
    const words = [each.key, each.label, ...each.aliases].join(" ").toLowerCase();
    found.push({ field: each.key, kind: each.kind, label: each.label, words, note: each.note });
    if (each.kind === "money") found.push({ field: each.key, kind: "ratio", label: `% ${each.label}`, words: `% ${words}`, note: each.note });
  }
  return found;
};
const sought = (query, like) => {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const rank = (each) => {
    const recent = RECENT.findIndex((one) => one.field === each.field && one.kind === each.kind);
    const exact = each.label === query || each.field === query ? -4 : each.label.startsWith(query) && query ? -2 : 0;
    return exact + (each.kind === like ? -1 : 0) + (recent < 0 ? 0 : -0.9 + recent / 100);
  };
  return offers()
    .filter((each) => words.every((one) => each.words.includes(one)))
    .map((each, index) => [rank(each), index, each])
    .sort((a, b) => a[0] - b[0] || a[1] - b[1])
    .slice(0, MOST)
    .map((row) => row[2]);
};

// Resolves with { field, kind }, or null where nothing is chosen.
export const pick = (fact = {}) => new Promise((resolve) => {
  const box = byId("picker");
  const list = make("div", "options");
  list.setAttribute("role", "listbox");
  const input = make("input");
  input.placeholder = t("search_fields");
  let shown = [];
  let at = 0;
  let chosen = null;
  const choose = (each) => { chosen = each; box.close(); };
  const light = () => {
    [...list.children].forEach((node, index) => node.setAttribute("aria-selected", String(index === at)));
    list.children[at]?.scrollIntoView({ block: "nearest" });
  };
  const update = () => {
    shown = sought(input.value.trim(), fact.kind);
    at = input.value.trim() ? 0 : Math.max(0, shown.findIndex((each) => each.field === fact.field && each.kind === fact.kind));
    list.replaceChildren(...shown.map((each) => {
      const node = button(`option k-${each.kind}`, "", () => choose(each), each.note ?? "");
      node.append(make("i"), make("b", "", isChinese() ? each.label : each.field), make("span", "key", each.field), make("small", "", word("kinds", each.kind)));
      node.setAttribute("role", "option");
      return node;
    }));
    light();
  };
  input.addEventListener("input", update);
  input.addEventListener("keydown", (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (by) {
      at = Math.max(0, Math.min(shown.length - 1, at + by));
      light();
      event.preventDefault();
    } else if (event.key === "Enter" && !event.isComposing) {
      if (shown[at]) choose(shown[at]);
      event.preventDefault();
    }
  });
  box.replaceChildren(input, list);
  box.addEventListener("close", () => {
    if (chosen) {
      const known = RECENT.findIndex((each) => each.field === chosen.field && each.kind === chosen.kind);
      if (known >= 0) RECENT.splice(known, 1);
      RECENT.unshift(chosen);
    }
    resolve(chosen);
  }, { once: true });
  update();
  box.showModal();
  input.focus();
});
