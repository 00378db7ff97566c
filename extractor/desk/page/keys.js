// The keyboard: one table, from which the help is made, too.

import { addHere, caretKey, enterText, inText, leaveText, linkHere } from "./caret.js";
import { changeField, focusOn } from "./card.js";
import { byId, button, make, typing } from "./dom.js";
import { openDrawer, step, stepOpen } from "./drawer.js";
import * as edit from "./edit.js";
import { cycleConfidence, cycleStatus, move, moveTo, moveToOpen, toggleKind } from "./list.js";
import { turnPictures } from "./sheets.js";
import { redo, select, state, undo } from "./state.js";
import { turnTheme } from "./theme.js";
import { t, turnLanguage } from "./words.js";

const now = (run) => () => { if (state.current) run(state.current); };
const back = (turn) => () => {
  const action = turn();
  const id = action?.changes?.[0]?.id;
  if (id && state.entries.has(id)) select(state.entries.get(id));
};
export const doUndo = back(undo);
export const doRedo = back(redo);
export const turnDone = () => edit.setDone(!state.done);
const decide = (run) => now((entry) => {
  run(entry);
  moveToOpen();
});

// [group, [[keys as shown], what it does, what runs, [keys as pressed]]]
const TABLE = [
  ["keys_move", [
    ["j ↓", "next", () => move(1), ["j", "ArrowDown"]],
    ["k ↑", "previous", () => move(-1), ["k", "ArrowUp"]],
    ["n", "next_open", moveToOpen, ["n"]],
    ["g", "first", () => moveTo(0), ["g", "Home"]],
    ["G", "last", () => moveTo(-1), ["G", "End"]],
    ["]", "next_document", stepOpen, ["]"]],
    ["[", "previous_document", () => step(-1), ["["]],
  ]],
  ["keys_decide", [
    ["a", "accept", decide(edit.accept), ["a"]],
    ["x", "reject", decide(edit.reject), ["x"]],
    ["A", "accept_all", () => edit.acceptAll(state.shown), ["A"]],
    ["d", "done", turnDone, ["d"]],
    ["u Ctrl+Z", "undo", doUndo, ["u", "mod+z"]],
    ["U Ctrl+Y", "redo", doRedo, ["U", "mod+y", "mod+Z"]],
  ]],
  ["keys_change", [
    ["f", "change_field", now(changeField), ["f"]],
    ["r", "change_role", now(() => focusOn("role")), ["r"]],
    ["p", "change_period", now(() => focusOn("period")), ["p"]],
    ["v Enter", "change_value", now(() => focusOn("value")), ["v", "Enter"]],
    ["m", "change_meant", now(() => focusOn("meant")), ["m"]],
    ["e", "change_note", now(() => focusOn("note")), ["e"]],
    ["y", "reread", now(edit.reread), ["y"]],
    ["← →", "end_moves", null, []],
    ["Shift+← Shift+→", "start_moves", null, []],
    ["Del", "remove", decide(edit.remove), ["Delete", "Backspace"]],
  ]],
  ["keys_select", [
    ["c", "caret", () => enterText(), ["c"]],
    ["← → ↑ ↓", "caret_moves", null, []],
    ["i", "add_selected", addHere, ["i"]],
    ["t", "link_selected", linkHere, ["t"]],
  ]],
  ["keys_look", [
    ["/", "search", () => { byId("search").focus(); byId("search").select(); }, ["/"]],
    ["s", "cycle_status", cycleStatus, ["s"]],
    ["w", "cycle_confidence", cycleConfidence, ["w"]],
    ["1 – 9", "toggle_kind", null, []],
    ["o", "open_documents", openDrawer, ["o"]],
    ["b", "pictures", turnPictures, ["b"]],
    ["T", "theme", turnTheme, ["T"]],
    ["L", "turn_language", turnLanguage, ["L"]],
    ["?", "help", () => showHelp(), ["?"]],
    ["Esc", "escape", () => {}, []],
  ]],
];
const BOUND = new Map(TABLE.flatMap(([, rows]) => rows.flatMap(([, , run, pressed]) => pressed.map((key) => [key, run]))));

export const showHelp = () => {
  const box = byId("keys");
  const groups = TABLE.map(([group, rows]) => make("section", "",
    make("h3", "", t(group)),
    make("dl", "", ...rows.flatMap(([shown, does]) => [
      make("dt", "", ...shown.split(" ").map((each) => (each === "–" ? " – " : make("kbd", "", each)))),
      make("dd", "", t(does))]))));
  box.replaceChildren(make("h2", "", t("help")), make("div", "groups", ...groups), button("ghost close", "×", () => box.close(), t("close")));
  box.showModal();
};

const pressed = (event) => {
  const { key } = event;
  if (event.ctrlKey || event.metaKey) return `mod+${key}`;
  return key;
};

const escape = (event) => {
  if (typing(event.target)) event.target.blur();
  else if (inText()) leaveText();
  else if (state.current) select(null);
};

export const wireKeys = () => document.addEventListener("keydown", (event) => {
  if (event.isComposing || document.querySelector("dialog[open]")) return;
  if (event.key === "Escape") { escape(event); return; }
  if (typing(event.target)) {
    if (event.key === "Enter" && event.target.matches("input:not([type=checkbox])")) event.target.blur();
    return;
  }
  if (event.target.closest?.("button, a") && (event.key === "Enter" || event.key === " ")) return;
  if (inText() && caretKey(event)) { event.preventDefault(); return; }
  if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
    if (!state.current) return;
    edit.moveEdge(state.current, event.shiftKey ? "start" : "end", event.key === "ArrowRight" ? 1 : -1, event.ctrlKey || event.altKey || event.metaKey);
    event.preventDefault();
    return;
  }
  if (/^[1-9]$/.test(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey) { toggleKind(Number(event.key)); return; }
  const run = event.altKey ? null : BOUND.get(pressed(event));
  if (!run) return;
  event.preventDefault();
  run();
});

