// Colours on the text: highlights of the browser, by kind and by status; rings on what is chosen.

import { byId, make } from "./dom.js";
import { on, state } from "./state.js";
import { rectangles, staticRange } from "./text.js";

const KINDS = ["document", "organisation", "duty", "staffing", "money", "ratio", "asset", "quantity",
  "reason", "performance", "indicator", "term", "section"];
const LONG = new Set(["duty", "performance", "reason", "term", "indicator", "organisation", "section"]);
const layers = new Map();
const painted = new Map();   // entry -> [[layer, range]]

const layer = (name, priority) => {
  const made = new Highlight();
  made.priority = priority;
  CSS.highlights.set(name, made);
  layers.set(name, made);
};
for (const kind of KINDS) layer(`k-${kind}`, LONG.has(kind) ? 0 : 10);
layer("k-other", 5);
layer("s-predicted", 20);
layer("s-rejected", 21);
layer("found", 30);
layer("also", 31);
layer("picked", 40);

const layersOf = (entry) => {
  const { status } = entry.marking;
  if (status === "rejected") return ["s-rejected"];
  const kind = layers.has(`k-${entry.fact.kind}`) ? `k-${entry.fact.kind}` : "k-other";
  return status === "predicted" ? [kind, "s-predicted"] : [kind];
};

const wipe = (entry) => {
  for (const [name, range] of painted.get(entry) ?? []) layers.get(name).delete(range);
  painted.delete(entry);
};
const draw = (entry) => {
  const range = staticRange(entry.from, entry.to);
  const drawn = layersOf(entry).map((name) => [name, range]);
  for (const [name] of drawn) layers.get(name).add(range);
  painted.set(entry, drawn);
};

// Paints the entries that are shown, and no others; what stays is not touched.
export const paint = (entries) => {
  const wanted = new Set(entries);
  for (const entry of painted.keys()) if (!wanted.has(entry)) wipe(entry);
  for (const entry of entries) if (!painted.has(entry)) draw(entry);
};

export const mark = (name, spans) => {
  const target = layers.get(name);
  target.clear();
  for (const { from, to } of spans) if (to > from) target.add(staticRange(from, to));
};

const box = (parent, rectangle, origin, className) => {
  const node = make("i", className);
  node.style.left = `${rectangle.left - origin.left - 2}px`;
  node.style.top = `${rectangle.top - origin.top - 1}px`;
  node.style.width = `${rectangle.width + 4}px`;
  node.style.height = `${rectangle.height + 2}px`;
  parent.append(node);
  return node;
};

// Rings lie in the paper, beside the text: they move with it when it is scrolled.
export const ring = () => {
  const rings = byId("rings");
  rings.replaceChildren();
  const entry = state.current;
  mark("also", entry ? entry.places.filter((each) => each.role !== "value") : []);
  if (!entry) return;
  const origin = rings.getBoundingClientRect();
  const boxes = rectangles(entry.from, entry.to);
  const nodes = boxes.map((each) => box(rings, each, origin, "ring"));
  if (!nodes.length) return;
  nodes[0].append(make("b", "handle start"));
  nodes.at(-1).append(make("b", "handle end"));
};

on("load", () => { for (const entry of [...painted.keys()]) wipe(entry); ring(); });
on("change", (gone) => { for (const entry of gone) wipe(entry); });
on("select", ring);
new ResizeObserver(ring).observe(byId("paper"));
