// The text: one block a line with one text node each, and the way from places to pixels and back.

import { byId, make } from "./dom.js";
import { below } from "./offsets.js";
import { on, state } from "./state.js";
import { t } from "./words.js";

let blocks = [];
const starts = new WeakMap();   // text node -> its block

const build = () => {
  blocks = [];
  const fragment = document.createDocumentFragment();
  const pattern = /[^\n\r\f]*(?:\r\n|\n|\r|\f|$)/gy;
  const { text } = state;
  let page = 1;
  while (pattern.lastIndex < text.length) {
    const start = pattern.lastIndex;
    const line = pattern.exec(text)[0];
    if (!line) break;
    const blank = !line.trim();
    const last = blocks.at(-1);
    if (blank && last && last.blank && !line.includes("\f")) {
      last.node.data += line;
      last.end = start + line.length;
      continue;
    }
    const node = document.createTextNode(line);
    const element = make("div", blank ? "line gap" : "line", node);
    if (start > 0 && text[start - 1] === "\f") {
      page += 1;
      element.classList.add("page");
      element.dataset.page = page;
    }
    const block = { start, end: start + line.length, node, blank };
    starts.set(node, block);
    blocks.push(block);
    fragment.append(element);
  }
  byId("text").replaceChildren(fragment);
  byId("source").scrollTop = 0;
};

const blockAt = (unit) => blocks[Math.max(0, below(blocks, unit + 1, (each) => each.start) - 1)];
const place = (unit) => {
  const block = blockAt(unit);
  return [block.node, Math.min(unit - block.start, block.node.length)];
};

// Painting needs no live ranges, which every change of the page would have to move along.
export const staticRange = (from, to) => {
  const [startContainer, startOffset] = place(from);
  const [endContainer, last] = place(Math.max(from, to - 1));
  return new StaticRange({ startContainer, startOffset, endContainer, endOffset: Math.min(last + 1, endContainer.length) });
};

// The rectangles of the characters between two places, line by line.
export const rectangles = (from, to) => {
  const found = [];
  for (let at = from; at < to;) {
    const block = blockAt(at);
    const range = document.createRange();
    const end = Math.min(to, block.end);
    range.setStart(block.node, at - block.start);
    range.setEnd(block.node, Math.min(end - block.start, block.node.length));
    if (!block.blank) found.push(...[...range.getClientRects()].filter((box) => box.width > 0.5));
    at = Math.max(end, at + 1);
  }
  return found;
};

// Where a selection of the browser begins and ends; null where it is not in the text.
export const selected = () => {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  if (!byId("text").contains(range.commonAncestorContainer)) return null;
  const from = unitAt(range.startContainer, range.startOffset);
  const to = unitAt(range.endContainer, range.endOffset);
  return trimmed(from, to);
};

const unitAt = (node, offset) => {
  const block = starts.get(node);
  if (block) return block.start + offset;
  // between blocks: where the next text begins
  const next = node.childNodes?.[offset] ?? null;
  const inside = next ? starts.get(next.firstChild ?? next) : null;
  if (inside) return inside.start;
  const own = node.firstChild ? starts.get(node.firstChild) : null;
  return own ? own.end : state.text.length;
};

// Without white space at its ends; null where nothing is left.
export const trimmed = (from, to) => {
  let start = Math.min(from, to);
  let end = Math.max(from, to);
  while (start < end && /\s/.test(state.text[start])) start += 1;
  while (end > start && /\s/.test(state.text[end - 1])) end -= 1;
  return start < end ? { from: start, to: end } : null;
};

// The place between two characters that is nearest to a point of the window; -1 for none.
export const caretAt = (x, y) => {
  const found = document.caretPositionFromPoint?.(x, y);
  const old = found ? null : document.caretRangeFromPoint?.(x, y);
  const node = found?.offsetNode ?? old?.startContainer;
  const block = node ? starts.get(node) : null;
  if (!block) return -1;
  const unit = block.start + (found?.offset ?? old.startOffset);
  return state.offsets.within(unit) ? unit - 1 : unit;
};

// The character under a point; -1 where there is none.
export const characterAt = (x, y) => {
  const caret = caretAt(x, y);
  for (const at of caret < 0 ? [] : [caret, state.offsets.step(caret, -1)]) {
    for (const box of rectangles(at, Math.min(state.offsets.step(at, 1), state.text.length))) {
      if (x >= box.left - 1 && x <= box.right + 1 && y >= box.top - 3 && y <= box.bottom + 3) return at;
    }
  }
  return -1;
};

export const reveal = (from, to, always = false) => {
  const [box] = rectangles(from, Math.max(to, from + 1));
  if (!box) return;
  const pane = byId("source");
  const frame = pane.getBoundingClientRect();
  if (always || box.top < frame.top + 40 || box.bottom > frame.bottom - 60) {
    pane.scrollTop += box.top - frame.top - frame.height / 3;
  }
};

// The first place that is seen.
export const firstSeen = () => {
  const frame = byId("source").getBoundingClientRect();
  const index = below(blocks, frame.top + 4, (each) => each.node.parentNode.getBoundingClientRect().top);
  return blocks[Math.min(index, blocks.length - 1)]?.start ?? 0;
};

export const pageName = (page) => `${t("page")} ${page}`;

on("load", build);
