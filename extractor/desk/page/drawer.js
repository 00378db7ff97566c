// The documents of the corpus: which are done, and going from one to another.

import { byId, button, make, toast } from "./dom.js";
import { getDocument, getDocuments, getNext, onSaved, save } from "./net.js";
import { load, on, state } from "./state.js";
import { t } from "./words.js";

let documents = [];

export const refresh = async () => {
  documents = await getDocuments();
  progress();
};

// How far the document and the corpus are.
const progress = () => {
  const all = [...state.entries.values()];
  const decided = all.filter((each) => each.marking.status !== "predicted").length;
  gauge("doc", decided, all.length, t("decided"));
  const done = documents.filter((each) => (each.name === state.name ? state.done : each.state === "done")).length;
  gauge("corpus", done, documents.length, t("of_done"));
  byId("name").textContent = state.name ?? "";
  byId("done").setAttribute("aria-pressed", String(state.done));
  byId("done").textContent = state.done ? `✓ ${t("done")}` : t("undone");
  document.title = state.name ? `${state.name} · ${t("title")}` : t("title");
};
const gauge = (name, some, all, words) => {
  byId(`${name}-gauge`).style.setProperty("--part", all ? some / all : 0);
  byId(`${name}-progress`).textContent = `${some} / ${all} ${words}`;
};

export const open = async (name) => {
  if (!name || name === state.name) return;
  await save();
  if (state.pending.length) return;   // not saved: stay where nothing is lost
  try {
    load(await getDocument(name));
    location.hash = encodeURIComponent(name);
  } catch (error) {
    toast(t("broken") + error.message);
  }
};
export const step = (by) => {
  const at = documents.findIndex((each) => each.name === state.name);
  return open(documents[at + by]?.name);
};
export const stepOpen = async () => {
  await save();
  const { name } = await getNext(state.name ?? "");
  if (name) await open(name); else toast(t("no_next"));
};

export const openFirst = async () => {
  await refresh();
  const wanted = decodeURIComponent(location.hash.slice(1));
  const known = documents.find((each) => each.name === wanted);
  // where the work was left: the first that is begun, else the first that is not
  const begun = documents.find((each) => each.state === "open") ?? documents.find((each) => each.state === "new");
  await open((known ?? begun ?? documents[0]).name);
  if (!state.name) await openDrawer();
};

export const openDrawer = async () => {
  await save();
  await refresh();
  const box = byId("drawer");
  const input = make("input");
  input.placeholder = t("search_documents");
  const list = make("div", "options");
  const show = () => {
    const query = input.value.trim().toLowerCase();
    const found = documents.filter((each) => each.name.toLowerCase().includes(query));
    list.replaceChildren(...found.map((each) => {
      const node = button(`option is-${each.state}`, "", () => { box.close(); open(each.name); });
      node.append(make("i"), make("b", "", each.name), each.test ? make("small", "", t("test")) : "",
        make("small", "count", each.markings ? `${each.decided} / ${each.markings}` : ""),
        make("small", "", t(`state_${each.state}`)));
      if (each.name === state.name) node.setAttribute("aria-current", "true");
      if (each.why) node.title = each.why;
      return node;
    }));
  };
  const focused = (by) => {
    const nodes = [...list.children];
    const at = nodes.indexOf(document.activeElement);
    nodes[Math.max(0, Math.min(nodes.length - 1, at + by))]?.focus();
  };
  input.addEventListener("input", show);
  input.addEventListener("keydown", (event) => { if (event.key === "Enter") list.firstElementChild?.click(); });
  box.onkeydown = (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by) { focused(by); event.preventDefault(); }
  };
  box.replaceChildren(make("h2", "", t("documents")), input, list, button("ghost close", "×", () => box.close(), t("close")));
  show();
  box.showModal();
  input.focus();
};

export const wireDrawer = () => {
  for (const what of ["load", "change", "done"]) on(what, progress);
  onSaved(() => {
    const here = documents.find((each) => each.name === state.name);
    if (here) here.state = state.done ? "done" : "open";
    progress();
  });
};
export const renameDrawer = progress;
