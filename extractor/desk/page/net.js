// The server: asking, saving by itself, and what to do when somebody else has saved.

import { byId, button, make, toast } from "./dom.js";
import { load, on, putOnTop, state } from "./state.js";
import { t } from "./words.js";

const WAIT = 250;      // ms after the last change
const AGAIN = 3000;    // ms after the server did not answer
const path = (name) => name.split("/").map(encodeURIComponent).join("/");

export const ask = async (address, options = {}) => {
  const answer = await fetch(address, { cache: "no-store", ...options });
  const body = await answer.json();
  if (!answer.ok) throw Object.assign(new Error(body.error), { status: answer.status, body });
  return body;
};
const send = (method, address, body, headers = {}) => ask(address, {
  method, body: JSON.stringify(body), headers: { "Content-Type": "application/json", ...headers },
});

export const getSetup = () => ask("api/setup");
export const getDocuments = () => ask("api/documents");
export const getDocument = (name) => ask(`api/documents/${path(name)}`);
export const getNext = (name) => ask(`api/next?after=${encodeURIComponent(name)}`);
export const getSheet = (name, page) => ask(`api/sheets/${page}/${path(name)}`);
export const pictureAddress = (name, page) => `api/pictures/${page}/${path(name)}`;
// What a text says by itself; null where it is no single figure, or nobody answers.
export const read = async (kind, quote, unit) => {
  const told = await send("POST", "api/read", { kind, quote, unit: unit ?? null }).catch(() => null);
  return told && !told.why ? told : null;
};

let timer = 0;
let running = null;
let failed = false;
const savedListeners = [];
export const onSaved = (run) => savedListeners.push(run);

export const showSaving = () => {
  const node = byId("saving");
  const what = failed ? "unsaved" : running || state.pending.length ? "saving" : "saved";
  node.dataset.state = what;
  node.textContent = state.name ? t(what) : "";
};

const later = (wait) => {
  clearTimeout(timer);
  timer = setTimeout(save, wait);
  showSaving();
};

// Saves what is pending; resolves when nothing is left or it could not be.
export const save = async () => {
  clearTimeout(timer);
  if (running) {
    await running;
    return state.pending.length && !failed ? save() : undefined;
  }
  if (!state.pending.length) return undefined;
  running = push();
  showSaving();
  await running;
  running = null;
  showSaving();
  return undefined;
};

const push = async () => {
  const { name, tag } = state;
  const actions = state.pending;
  state.pending = [];
  try {
    const told = await send("PUT", `api/documents/${path(name)}`, { tag, actions }, { "If-Match": `"${tag}"` });
    failed = false;
    state.tag = told.tag;
    for (const run of savedListeners) run();
    if (state.pending.length) later(WAIT);
  } catch (error) {
    state.pending = [...actions, ...state.pending];
    if (error.status === 409) await settle();
    else if (error.status === 422) await refuse(error);
    else {
      if (!failed) toast(t("offline"));
      failed = true;
      later(AGAIN);
    }
  }
};

// The server says that this cannot be: what it has is the truth.
const refuse = async (error) => {
  toast(t("refused") + error.message);
  load(await getDocument(state.name));
};

const settle = async () => {
  const mine = state.pending;
  const theirs = await getDocument(state.name);
  const choice = await choose(mine.length);
  load(theirs);
  if (choice === "mine") putOnTop(mine);
};

const choose = (count) => new Promise((resolve) => {
  const box = byId("conflict");
  const pick = (which) => () => { box.close(which); };
  box.replaceChildren(
    make("h2", "", t("conflict")),
    make("p", "", t("conflict_why"), " ", make("b", "", String(count))),
    make("div", "choices",
      button("", t("take_theirs"), pick("theirs")), button("main", t("put_mine"), pick("mine"))));
  // Escape closes with nothing said: then nothing of this page is lost either
  box.returnValue = "mine";
  box.addEventListener("close", () => resolve(box.returnValue || "mine"), { once: true });
  box.showModal();
});

on("queue", () => later(WAIT));
on("load", () => { failed = false; showSaving(); });
window.addEventListener("beforeunload", (event) => {
  if (state.pending.length || running) event.preventDefault();
});
