// A caret of the page's own in the text, and what is selected there: by keys, and by mouse.

import { byId, button, make } from "./dom.js";
import * as edit from "./edit.js";
import { mark } from "./paint.js";
import { pick } from "./picker.js";
import { on, select, state } from "./state.js";
import { caretAt, characterAt, firstSeen, rectangles, reveal, selected, trimmed } from "./text.js";
import { t } from "./words.js";

const caret = { on: false, at: 0, anchor: 0, linking: false };
let dragging = null;

export const inText = () => caret.on;
export const span = () => trimmed(caret.anchor, caret.at);

const beam = () => {
  const rings = byId("rings");
  rings.querySelector(".beam")?.remove();
  if (!caret.on) return null;
  const end = state.text.length;
  const [after] = caret.at < end ? rectangles(caret.at, state.offsets.step(caret.at, 1)) : [];
  const before = after ? null : rectangles(state.offsets.step(caret.at, -1), caret.at).at(-1);
  const box = after ?? before;
  if (!box) return null;
  const origin = rings.getBoundingClientRect();
  const node = make("i", "beam");
  node.style.left = `${(after ? box.left : box.right) - origin.left - 1}px`;
  node.style.top = `${box.top - origin.top}px`;
  node.style.height = `${box.height}px`;
  rings.append(node);
  return { x: after ? box.left : box.right, y: box.top, height: box.height };
};
const show = () => {
  const found = caret.on ? span() : null;
  mark("picked", found ? [found] : []);
  beam();
  bubble(found);
  byId("hint").textContent = caret.linking ? t("link_here") : "";
  document.body.classList.toggle("selecting", caret.on);
};
// What can be done with what is selected, just below it.
const bubble = (found) => {
  const node = byId("bubble");
  const boxes = found ? rectangles(found.from, found.to) : [];
  node.hidden = !boxes.length;
  if (!boxes.length) return;
  node.replaceChildren(button("", `＋ ${t("add")}`, addHere, "i"),
    state.current ? button("", t("link_label"), linkHere, "t") : "");
  const last = boxes.at(-1);
  node.style.left = `${Math.max(8, Math.min(last.left, innerWidth - 240))}px`;
  node.style.top = `${Math.min(last.bottom + 8, innerHeight - 48)}px`;
};

export const enterText = (at = state.current ? state.current.from : firstSeen()) => {
  Object.assign(caret, { on: true, at, anchor: at });
  document.getSelection()?.removeAllRanges();
  document.activeElement?.blur();
  reveal(at, at + 1);
  show();
};
export const leaveText = () => {
  Object.assign(caret, { on: false, linking: false });
  document.getSelection()?.removeAllRanges();
  show();
};
const go = (at, extend) => {
  caret.at = at;
  if (!extend) caret.anchor = at;
  reveal(Math.min(at, Math.max(0, state.text.length - 1)), at + 1);
  show();
};
const line = (by) => {
  const box = beam();
  if (!box) return caret.at;
  for (let far = 1; far < 8; far += 1) {
    const found = caretAt(box.x, box.y + box.height / 2 + by * far * box.height * 0.9);
    if (found >= 0 && (by > 0 ? found > caret.at : found < caret.at)) return found;
  }
  return caret.at;
};
// Keys while the caret is in the text; true where one was for it.
export const caretKey = (event) => {
  const { key, shiftKey: extend } = event;
  const words = event.ctrlKey || event.altKey || event.metaKey;
  const { offsets, text } = state;
  if (key === "ArrowRight") go(words ? offsets.stepWord(caret.at, 1) : offsets.step(caret.at, 1), extend);
  else if (key === "ArrowLeft") go(words ? offsets.stepWord(caret.at, -1) : offsets.step(caret.at, -1), extend);
  else if (key === "ArrowDown") go(line(1), extend);
  else if (key === "ArrowUp") go(line(-1), extend);
  else if (key === "Home") go(text.lastIndexOf("\n", caret.at - 1) + 1, extend);
  else if (key === "End") go((text.indexOf("\n", caret.at) + 1 || text.length + 1) - 1, extend);
  else if (key === "Enter" && caret.linking) linkHere();
  else if (key === "Enter" || key === "i") addHere();
  else if (key === "t") linkHere();
  else if (key === "Escape") leaveText();
  else return false;
  return true;
};

export const addHere = async () => {
  const found = caret.on ? span() : selected();
  if (!found) { if (!caret.on) enterText(); return; }
  const chosen = await pick({});
  leaveText();
  if (chosen) edit.add(found.from, found.to, chosen);
};
// Links what is selected as a label of the chosen marking; with nothing selected, asks for it.
export const linkHere = () => {
  const found = caret.on ? span() : selected();
  if (!state.current) return;
  if (!found) { link(); return; }
  leaveText();
  edit.link(state.current, found.from, found.to);
};
export const link = () => {
  if (!state.current) return;
  const { current } = state;
  enterText(current.from);
  caret.linking = true;
  show();
};

/* The mouse: select text, choose a marking, pull a boundary. */
export const wireMouse = () => {
  const text = byId("text");
  let last = "";
  text.addEventListener("pointerup", () => setTimeout(() => {
    const found = selected();
    if (!found) return;
    Object.assign(caret, { on: true, at: found.to, anchor: found.from });
    document.getSelection().removeAllRanges();
    show();
  }));
  text.addEventListener("click", (event) => {
    if (document.getSelection()?.isCollapsed === false) return;
    const at = characterAt(event.clientX, event.clientY);
    if (caret.on) {
      if (caret.linking || at < 0 || !span()) { go(at < 0 ? caret.at : at, false); if (!caret.linking) leaveText(); else return; }
      else return;
    }
    const here = state.shown.filter((each) => each.from <= at && at < each.to).sort((a, b) => (a.to - a.from) - (b.to - b.from));
    if (at < 0 || !here.length) return;
    // clicking again goes from the innermost outwards
    const again = here.indexOf(state.current);
    const place = `${event.clientX} ${event.clientY}`;
    select(here[place === last && again >= 0 ? (again + 1) % here.length : 0], "text");
    last = place;
  });
  document.addEventListener("pointerdown", (event) => {
    if (event.target.classList?.contains("handle") && state.current) {
      document.body.classList.add("pulling");
      dragging = { which: event.target.classList.contains("start") ? "start" : "end", id: state.current.id };
      event.preventDefault();
    } else if (caret.on && event.target.closest("#text")) {
      caret.anchor = caret.at;   // a new selection begins
      show();
    }
  });
  document.addEventListener("pointermove", (event) => {
    if (!dragging) return;
    const entry = state.entries.get(dragging.id);
    const at = caretAt(event.clientX, event.clientY);
    if (!entry || at < 0) return;
    if (dragging.which === "start" && at < entry.to) edit.setSpan(entry, at, entry.to);
    if (dragging.which === "end" && at > entry.from) edit.setSpan(entry, entry.from, at);
  });
  document.addEventListener("pointerup", () => { dragging = null; document.body.classList.remove("pulling"); });
  byId("source").addEventListener("scroll", () => { if (caret.on) bubble(span()); }, { passive: true });
  on("load", leaveText);
};
