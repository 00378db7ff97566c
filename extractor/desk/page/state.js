// What is annotated: markings by id, what has been done, and who wants to know.

import { Offsets } from "./offsets.js";

export const setup = { fields: [], kinds: [], choices: {}, byField: new Map(), byKind: new Map() };

export const state = {
  name: null, tag: "", text: "", offsets: new Offsets(""), pages: [], pictures: 0, done: false,
  entries: new Map(),   // id -> entry
  undo: [], redo: [], pending: [],
  current: null, shown: [],
};

// change: entries that came, went or are others now; select: the current one; done; load: all.
const listeners = { change: [], select: [], done: [], load: [], queue: [] };
export const on = (what, run) => listeners[what].push(run);
const tell = (what, ...about) => { for (const run of listeners[what]) run(...about); };

export const receiveSetup = (data) => {
  Object.assign(setup, data);
  setup.byField = new Map(data.fields.map((each) => [each.key, each]));
  setup.byKind = new Map(data.kinds.map((each) => [each.key, each]));
  setup.byKind.set("section", { key: "section", roles: [], keys: ["ordinal"], figure: false });
};

// An entry: a marking as it is on disk, and its places in UTF-16.
const enter = (marking) => {
  const places = marking.fact.evidence.map((each) => ({
    ...each, from: state.offsets.toUnits(each.start), to: state.offsets.toUnits(each.end),
  }));
  const value = places.find((each) => each.role === "value") ?? places[0];
  return { id: marking.id, marking, fact: marking.fact, places, from: value.from, to: value.to };
};

export const load = (data) => {
  const { annotation } = data;
  Object.assign(state, {
    name: data.name, tag: data.tag, text: annotation.text, done: annotation.done,
    offsets: new Offsets(annotation.text), pages: annotation.pages ?? [], pictures: data.pictures,
    undo: data.undo, redo: data.redo, pending: [], current: null, shown: [],
  });
  state.entries = new Map((annotation.markings ?? []).map((each) => [each.id, enter(each)]));
  tell("load");
};

export const inOrder = () => [...state.entries.values()]
  .sort((a, b) => a.from - b.from || b.to - a.to || (a.id < b.id ? -1 : 1));

export const select = (entry, from = "key") => {
  state.current = entry;
  tell("select", entry, from);
};

const put = (changes) => {
  const gone = [];
  const come = [];
  for (const { id, after } of changes) {
    const old = state.entries.get(id);
    if (old) gone.push(old);
    if (after) {
      const entry = enter(after);
      state.entries.set(id, entry);
      come.push(entry);
    } else {
      state.entries.delete(id);
    }
  }
  const held = state.current && changes.some((each) => each.id === state.current.id);
  if (held) state.current = state.entries.get(state.current.id) ?? null;
  tell("change", gone, come);
  if (held) tell("select", state.current, "edit");
};

const perform = (action) => {
  put(action.changes ?? []);
  if (action.done) {
    state.done = action.done[1];
    tell("done");
  }
  state.pending.push(action);
  tell("queue");
};

// Does `changes` ([{id, before, after}]) at once; `join` names moves that are undone as one.
export const act = (changes, { done = null, join = "" } = {}) => {
  const last = state.pending.at(-1);
  if (join && last && last === state.undo.at(-1) && joined.get(last) === join) {
    last.changes = [{ ...last.changes[0], after: changes[0].after }];
    put(changes);
    tell("queue");
    return last;
  }
  const action = { changes };
  if (done) action.done = done;
  if (join) joined.set(action, join);
  state.undo.push(action);
  state.redo = [];
  perform(action);
  return action;
};
const joined = new WeakMap();

const turned = (action, kind) => ({
  changes: (action.changes ?? []).map(({ id, before, after }) => ({ id, before: after, after: before })),
  ...(action.done ? { done: [action.done[1], action.done[0]] } : {}),
  kind,
});
export const undo = () => {
  const action = state.undo.pop();
  if (!action) return null;
  state.redo.push(action);
  perform(turned(action, "undo"));
  return action;
};
export const redo = () => {
  const action = state.redo.pop();
  if (!action) return null;
  state.undo.push(action);
  perform({ changes: action.changes ?? [], ...(action.done ? { done: action.done } : {}), kind: "redo" });
  return action;
};

// Another's state has been loaded: what this page did comes on top of it.
export const putOnTop = (actions) => {
  const wanted = new Map();
  let done = null;
  for (const action of actions) {
    for (const each of action.changes ?? []) wanted.set(each.id, each.after ?? null);
    if (action.done) done = action.done[1];
  }
  const changes = [];
  for (const [id, after] of wanted) {
    const before = state.entries.get(id)?.marking ?? null;
    if (JSON.stringify(before) !== JSON.stringify(after)) changes.push({ id, before, after });
  }
  const turn = done !== null && done !== state.done ? [state.done, done] : null;
  if (changes.length || turn) act(changes, { done: turn });
};
