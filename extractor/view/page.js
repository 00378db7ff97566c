"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const words = JSON.parse(byId("labels").textContent);
  const record = JSON.parse(byId("record").textContent);
  const text = record.text;
  const word = (group, key) => (words[group] && words[group][key]) || key;

  // A new element; strings become text nodes, so nothing of the source is ever read as HTML.
  const make = (tag, className, ...children) => {
    const node = document.createElement(tag);
    if (className) node.className = className;
    node.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
    return node;
  };

  /* Colours by kind: figures strong and on top, long texts pale and below. */
  const hues = {
    document: 262, organisation: 205, duty: 222, staffing: 172, money: 42, ratio: 285, asset: 190,
    quantity: 128, reason: 24, performance: 338, indicator: 318, term: 215,
  };
  const long = new Set(["duty", "performance", "reason", "term", "indicator", "organisation"]);
  const kinds = Object.keys(words.kinds);
  const hue = (kind) => hues[kind] ?? 0;
  const solid = (kind) => `hsl(${hue(kind)} ${kind === "term" ? 14 : 62}% 52%)`;
  const tint = (kind, dark) => {
    const strength = long.has(kind) ? (dark ? 0.2 : 0.13) : dark ? 0.44 : 0.36;
    return `hsl(${hue(kind)} ${kind === "term" ? 16 : 75}% ${dark ? 55 : 55}% / ${strength})`;
  };
  const themed = ["light", "dark"].flatMap((theme) => kinds.map((kind) =>
    `[data-theme="${theme}"] .line::highlight(k-${kind}) { background-color: ${tint(kind, theme === "dark")}; }`));
  themed.push(...["light", "dark"].flatMap((theme) => kinds.map((kind) =>
    `[data-theme="${theme}"] .k-${kind} { background-color: ${tint(kind, theme === "dark")}; --kind: ${solid(kind)}; }`)));
  themed.push("[data-theme] .line::highlight(match) { text-decoration: underline 2px; text-underline-offset: 4px; }");
  document.head.append(make("style", "", themed.join("\n")));
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const setTheme = (isDark) => { document.documentElement.dataset.theme = isDark ? "dark" : "light"; };
  setTheme(dark.matches);
  dark.addEventListener("change", (event) => setTheme(event.matches));

  /* Offsets count code points; strings here count UTF-16 units. */
  const astral = [];
  if (/[\ud800-\udbff]/.test(text)) {
    let point = 0;
    for (const character of text) {
      if (character.length === 2) astral.push(point);
      point += 1;
    }
  }
  const firstAtLeast = (sorted, value, key = (each) => each) => {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (key(sorted[middle]) < value) low = middle + 1; else high = middle;
    }
    return low;
  };
  const toUnits = (point) => point + firstAtLeast(astral, point);

  /* The text: one block a line, one text node a block; blank lines become a small gap. */
  const blocks = [];
  const heads = new Map();
  for (const section of record.sections) heads.set(toUnits(section.start), section);
  const pageNames = (() => {
    let page = 1;
    return () => `第 ${(page += 1)} 页`;
  })();
  const grids = (record.grids || []).map(([start, end, rows, columns, cells]) => ({
    start: toUnits(start), end: toUnits(end), rows, columns,
    cells: cells.map(([row, column, from, to, down, across]) => ({ row, column, from: toUnits(from), to: toUnits(to), down, across })),
  })).sort((a, b) => a.start - b.start);
  // Rows of a grid as elements; `fill` makes what stands in a cell.
  const drawGrid = (grid, fill) => {
    const rows = Array.from({ length: grid.rows }, () => make("tr"));
    for (const cell of grid.cells) {
      if (!rows[cell.row]) continue;
      const node = make("td", "", fill(cell));
      if (cell.down > 1) node.rowSpan = cell.down;
      if (cell.across > 1) node.colSpan = cell.across;
      const words = text.slice(cell.from, cell.to);
      // Codes and numbers of rows stand at the left as names do.
      if (/^[-−+\d,.，．%％\s]+$/.test(words) && !(cell.column < 3 && /^\d{1,7}$/.test(words))) node.classList.add("num");
      cell.node = node;
      rows[cell.row].append(node);
    }
    // What stands above the first figure is the head.
    const body = rows.findIndex((row) => row.querySelector(".num"));
    for (const row of rows.slice(0, Math.max(0, Math.min(body, 6)))) row.classList.add("heads");
    return make("table", "grid", ...rows);
  };
  // A table in the text: each cell's node holds what parts it from the next one, too.
  const textGrid = (grid) => {
    const node = drawGrid(grid, () => null);
    grid.cells.forEach((cell, index) => {
      const start = index ? cell.from : grid.start;
      const end = index + 1 < grid.cells.length ? grid.cells[index + 1].from : grid.end;
      const words = document.createTextNode(text.slice(start, end));
      cell.node.classList.add("line");
      cell.node.append(words);
      if (end > start) blocks.push({ start, end, node: words, blank: false });
    });
    return make("div", "drawn", node);
  };
  const drawable = (grid) => grid.cells.length > 1
    && grid.cells.every((cell, index) => cell.row < grid.rows && cell.from <= cell.to && cell.from >= (index ? grid.cells[index - 1].to : grid.start) && cell.to <= grid.end);
  const buildText = () => {
    const waiting = grids.filter(drawable);
    const root = byId("text");
    const fragment = document.createDocumentFragment();
    const pattern = /[^\n\r\f]*(?:\r\n|\n|\r|\f|$)/gy;
    let headEnd = -1;
    let level = 1;
    while (pattern.lastIndex < text.length) {
      const start = pattern.lastIndex;
      while (waiting.length && waiting[0].start < start) waiting.shift();
      if (waiting.length && waiting[0].start === start) {
        const grid = waiting.shift();
        const node = textGrid(grid);
        if (start > 0 && text[start - 1] === "\f") {
          node.classList.add("page");
          node.dataset.page = pageNames();
        }
        fragment.append(node);
        pattern.lastIndex = grid.end;
        continue;
      }
      const line = pattern.exec(text)[0];
      if (!line) break;
      const blank = !line.trim();
      const last = blocks[blocks.length - 1];
      if (blank && last && last.blank && !line.includes("\f")) {
        last.node.data += line;
        last.end = start + line.length;
        continue;
      }
      const node = document.createTextNode(line);
      const block = make("div", blank ? "line gap" : "line", node);
      for (let at = start; at < start + Math.min(line.length, 12); at += 1) {
        const section = heads.get(at);
        if (section) { headEnd = toUnits(section.end); level = section.level; break; }
      }
      // A run-in heading shares its line with what follows: then the line is no heading.
      const own = Math.min(headEnd, start + line.length) - start;
      if (!blank && own > 0.7 * line.trimEnd().length) block.classList.add("head", `h${Math.min(level, 4)}`);
      if (start > 0 && text[start - 1] === "\f") {
        block.classList.add("page");
        block.dataset.page = pageNames();
      }
      fragment.append(block);
      blocks.push({ start, end: start + line.length, node, blank });
    }
    root.append(fragment);
  };
  const place = (units) => {
    const index = Math.max(0, Math.min(blocks.length, firstAtLeast(blocks, units + 1, (b) => b.start)) - 1);
    const block = blocks[index];
    return [block.node, Math.min(units - block.start, block.node.length)];
  };
  const rangeOf = (evidence) => {
    const range = document.createRange();
    range.setStart(...place(toUnits(evidence.start)));
    const end = toUnits(evidence.end);
    const [node, offset] = place(Math.max(end - 1, 0));
    range.setEnd(node, Math.min(offset + 1, node.length));
    return range;
  };
  const unitsAt = (node, offset) => {
    const index = blocks.findIndex((block) => block.node === node);
    return index < 0 ? -1 : blocks[index].start + offset;
  };

  /* Facts, each with its places in UTF-16 and its section. */
  const sectionOf = (point) => {
    let found = null;
    for (const section of record.sections) {
      if (section.start > point) break;
      if (point < section.body_end && (!found || section.level >= found.level)) found = section;
    }
    return found;
  };
  const facts = record.facts.map((data, index) => {
    const first = data.evidence.find((each) => each.role === "value") || data.evidence[0];
    const places = data.evidence
      .filter((each) => each.status !== "ungrounded" && each.end > each.start)
      .map((each) => ({ ...each, from: toUnits(each.start), to: toUnits(each.end) }));
    return { data, index, first, places, section: first ? sectionOf(first.start) : null, card: null };
  });

  const state = { hidden: new Set(), query: "", group: "section", current: null, ringed: null, shown: [], surface: "text" };
  // Ways to show the source (text, pictures, tables), each with its root, and one of them shown.
  const surfaces = new Map();
  const surface = () => surfaces.get(state.surface);
  // What else lies on the text (findings): told when to paint, to filter, and to let go.
  const layers = [];

  /* What a value looks like. */
  const squeeze = (string) => string.replace(/\s+/g, "");
  const grouped = (value) => value.replace(/^(-?\d+)/, (digits) => digits.replace(/\B(?=(\d{3})+$)/g, ","));
  const figures = new Set(["money", "ratio", "staffing", "asset", "quantity"]);
  const shownValue = (data, first) => {
    if (data.implied) return "0";
    if (figures.has(data.kind)) return squeeze(data.raw || (first && first.quote) || data.value || "");
    return "";
  };
  const baseValue = (data) => {
    if (data.value === null || data.kind !== "money") return "";
    if (!data.unit) return "未写单位";
    return `${grouped(data.value)} ${word("units", data.unit)}`;
  };
  const bodyText = (data, first) => {
    if (data.implied) return squeeze(first ? first.quote : "");
    if (data.kind === "indicator") return [data.level1, data.level2].filter(Boolean).join(" / ");
    if (figures.has(data.kind)) return "";
    if (Array.isArray(data.value)) return data.value.length ? data.value.join("、") : squeeze(first ? first.quote : "");
    return data.value || "";
  };
  const category = (name) => name.startsWith("other:") ? name.slice(6) : word("categories", name);
  const heading = (data) => {
    if (data.kind === "term" || data.kind === "indicator" || data.field === "quantity" || data.field === "activity.funds") return data.name || data.label;
    if (data.path && data.path.length) return data.path[data.path.length - 1];
    if (data.kind === "duty") return data.ordinal || data.label;
    return data.label || data.field;
  };

  const card = (fact) => {
    const { data, first } = fact;
    const value = shownValue(data, first);
    const status = data.evidence.some((each) => each.status === "ungrounded") ? "ungrounded" : first ? first.status : "ungrounded";
    const arrow = { increase: "↑", decrease: "↓", flat: "→" }[data.direction];
    const percent = Math.round(data.confidence * 100);
    const trust = make("span", "trust", `${percent}%`);
    trust.title = `置信度 confidence ${data.confidence}`;
    trust.style.setProperty("--p", percent);
    trust.style.setProperty("--sure", percent >= 90 ? "var(--good)" : percent >= 70 ? "var(--warn)" : "var(--bad)");
    const meta = make("div", "head2",
      data.role ? make("span", "badge", word("roles", data.role)) : null,
      arrow ? make("span", "badge " + (data.direction === "increase" ? "up" : "down"), `${arrow} ${word("directions", data.direction)}`) : null,
      data.category ? make("span", "badge", category(data.category)) : null,
      data.implied ? make("span", "badge none", "无此项") : null,
      data.approx ? make("span", "badge", "约数") : null,
      data.purchased ? make("span", "badge", word("extras", "purchased")) : null,
      data.period ? make("span", "", data.period) : null,
      data.name && heading(data) !== data.name ? make("span", "", data.name) : null,
      make("span", `status ${status}`, word("statuses", status)),
      trust,
      baseValue(data) ? make("span", "base", baseValue(data)) : null);
    const body = bodyText(data, first);
    const node = make("article", "fact",
      make("div", "head1", make("span", "label", heading(data)), make("span", "key", data.field), value ? make("span", "value", value) : null),
      body ? make("div", "body", body) : null, meta);
    node.style.setProperty("--kind", solid(data.kind));
    node.tabIndex = 0;
    node.dataset.id = data.id;
    node.addEventListener("click", (event) => { 
      if (event.target.closest(".quote")) return;
      const again = state.current === fact && window.innerWidth <= 860;
      if (again) showPane("source");
      select(fact, again ? "key" : "card");
      if (again && fact.places.length) { reveal(fact.places[0]); ring(fact); }
    });
    node.addEventListener("keydown", (event) => { if (event.key === "Enter") select(fact, "card"); });
    return node;
  };
  const sureness = (evidence) => typeof evidence.confidence === "number" ? ` ${Math.round(evidence.confidence * 100)}%` : "";
  const plainKeys = new Set(["id", "kind", "field", "label", "role", "value", "unit", "raw", "direction", "implied", "approx", "origin", "confidence", "evidence"]);
  const details = (fact) => {
    const list = make("dl");
    for (const [key, value] of Object.entries(fact.data)) {
      if (plainKeys.has(key) || value === null || value === "" || (Array.isArray(value) && !value.length)) continue;
      const shown = Array.isArray(value) ? value.join(" / ") : word("bases", String(value));
      list.append(make("dt", "", word("extras", key)), make("dd", "", key === "category" ? category(shown) : shown));
    }
    const quotes = fact.places.map((evidence) => {
      const button = make("button", "quote",
        make("small", "", word("evidence", evidence.role)),
        make("q", "", evidence.quote.replace(/\s*\n\s*/g, " ↵ ")),
        make("small", "", `${word("statuses", evidence.status)}${sureness(evidence)} ${evidence.page ? `第 ${evidence.page} 页 ` : ""}${evidence.start}–${evidence.end}`));
      button.type = "button";
      button.addEventListener("click", () => { showPane("source"); reveal(evidence); ring(fact); });
      return button;
    });
    return make("div", "more", list, ...quotes);
  };

  /* Painting. */
  const canHighlight = typeof Highlight === "function" && typeof CSS !== "undefined" && CSS.highlights;
  const visible = (fact) => !state.hidden.has(fact.data.kind) && fact.matches;
  const paint = () => {
    const painted = facts.filter(visible);
    const spans = (fact) => fact.places.filter((each) => each.role === "value");
    if (!canHighlight) { paintBoxes(painted, spans); return; }
    for (const kind of kinds) {
      const ranges = painted.filter((fact) => fact.data.kind === kind).flatMap((fact) => spans(fact).map(rangeOf));
      const highlight = new Highlight(...ranges);
      highlight.priority = long.has(kind) ? 0 : 10;
      CSS.highlights.set(`k-${kind}`, highlight);
    }
  };
  const addBox = (parent, box, origin, className) => {
    const mark = make("i", className);
    mark.style.cssText = `left:${box.left - origin.left}px;top:${box.top - origin.top}px;width:${box.width}px;height:${box.height}px`;
    parent.append(mark);
    return mark;
  };
  // Without the Highlight API: boxes under the text, so that its nodes stay whole.
  const paintBoxes = (painted, spans) => {
    const layer = byId("boxes");
    layer.replaceChildren();
    const origin = byId("paper").getBoundingClientRect();
    const isDark = document.documentElement.dataset.theme === "dark";
    for (const fact of painted) {
      for (const evidence of spans(fact)) {
        for (const box of rangeOf(evidence).getClientRects()) {
          if (box.width < 1) continue;
          addBox(layer, box, origin, "").style.background = tint(fact.data.kind, isDark);
        }
      }
    }
  };
  const ring = (fact) => {
    state.ringed = fact;
    for (const each of surfaces.values()) each.clear();
    if (fact) surface().ring(fact);
  };
  const ringText = (fact) => {
    const layer = byId("rings");
    const origin = layer.getBoundingClientRect();
    for (const evidence of fact.places) {
      for (const box of rangeOf(evidence).getClientRects()) {
        if (box.width < 1.5 || box.height < 6) continue;
        const grown = { left: box.left - 2, top: box.top - 1, width: box.width + 4, height: box.height + 2 };
        addBox(layer, grown, origin, evidence.role === "value" ? "" : "also");
      }
    }
  };

  /* Finding one from the other. */
  const bring = (box) => {
    const pane = byId("source");
    const frame = pane.getBoundingClientRect();
    const room = Math.max((frame.height - box.height) / 2.6, 24);
    if (box.top < frame.top + 40 || box.bottom > frame.bottom - 40) pane.scrollTop += box.top - frame.top - room;
    if (box.left < frame.left || box.right > frame.right) pane.scrollLeft += box.left - frame.left - (frame.width - box.width) / 2;
  };
  const reveal = (evidence) => {
    if (!surface().has(evidence)) turnTo(["pictures", "text"].find((name) => surfaces.has(name) && surfaces.get(name).has(evidence)), false);
    surface().reveal(evidence);
  };
  surfaces.set("text", {
    name: "text",
    root: byId("paper"),
    has: () => true,
    reveal: (evidence) => bring(rangeOf(evidence).getBoundingClientRect()),
    ring: ringText,
    clear: () => byId("rings").replaceChildren(),
    paint: () => {},
    toSection: (section) => {
      const box = rangeOf(section).getBoundingClientRect();
      byId("source").scrollTop += box.top - byId("source").getBoundingClientRect().top - 28;
    },
    here: () => {
      const frame = byId("source").getBoundingClientRect();
      let here = null;
      for (const section of record.sections) {
        if (rangeOf({ start: section.start, end: section.start + 1 }).getBoundingClientRect().top > frame.top + 80) break;
        here = section;
      }
      return here;
    },
  });
  // Show the source another way, at the same place.
  const turnTo = (name, keep = true) => {
    if (!surfaces.has(name) || name === state.surface) return;
    const here = keep ? surface().here() : null;
    state.surface = name;
    for (const each of surfaces.values()) each.root.hidden = each.name !== name;
    document.body.dataset.surface = name;
    for (const button of byId("surfaces").children) button.setAttribute("aria-pressed", String(button.dataset.surface === name));
    repaint();
    if (!keep) return;
    const first = state.ringed && (state.ringed.places.find((each) => each.role === "value") || state.ringed.places[0]);
    if (first && surface().has(first)) surface().reveal(first);
    else if (here) surface().toSection(here);
    ring(state.ringed);
    spy();
  };
  const showPane = (name) => {
    document.body.dataset.pane = name;
    for (const tab of document.querySelectorAll(".tabs button")) tab.classList.toggle("on", tab.dataset.pane === name);
    if (name === "source") spy();
  };
  const repaint = () => {
    paint();
    for (const layer of layers) layer.paint();
    surface().paint();
  };
  const select = (fact, from) => {
    for (const layer of layers) layer.leave();
    if (state.current) {
      state.current.card.classList.remove("on");
      state.current.card.querySelector(".more")?.remove();
    }
    state.current = fact;
    if (!fact) { ring(null); return; }
    fact.card.append(details(fact));
    fact.card.classList.add("on");
    // A narrow screen shows one pane: a card's second click and its quotes lead to the text.
    if (from === "text") showPane("fields");
    const seen = window.innerWidth > 860 || document.body.dataset.pane === "source";
    if (seen && fact.places.length) reveal(fact.places.find((each) => each.role === "value") || fact.places[0]);
    if (from !== "card") {
      const list = byId("list");
      const box = fact.card.getBoundingClientRect();
      const frame = list.getBoundingClientRect();
      if (from === "text") list.scrollTop += box.top - frame.top - frame.height * 0.3;
      else fact.card.scrollIntoView({ block: "nearest" });
    }
    ring(fact);
  };
  // The facts at a source offset, the innermost first.
  const factsAt = (units) => {
    const found = [];
    for (const fact of facts) {
      if (!visible(fact)) continue;
      for (const each of fact.places) {
        if (each.role === "value" && each.from <= units && units < each.to) { found.push([each.to - each.from, fact]); break; }
      }
    }
    return found.sort((a, b) => a[0] - b[0] || a[1].index - b[1].index).map((pair) => pair[1]);
  };
  const offsetAt = (x, y) => {
    let node, offset;
    if (document.caretPositionFromPoint) {
      const caret = document.caretPositionFromPoint(x, y);
      if (caret) ({ offsetNode: node, offset } = caret);
    } else if (document.caretRangeFromPoint) {
      const caret = document.caretRangeFromPoint(x, y);
      if (caret) { node = caret.startContainer; offset = caret.startOffset; }
    }
    if (!node || node.nodeType !== Node.TEXT_NODE) return -1;
    const units = unitsAt(node, offset);
    if (units < 0) return -1;
    // The caret stands between two characters: the one under the pointer is it.
    for (const at of [units, units - 1]) {
      if (at < 0 || at >= text.length) continue;
      const [own, index] = place(at);
      const range = document.createRange();
      range.setStart(own, index);
      range.setEnd(own, Math.min(index + 1, own.length));
      for (const box of range.getClientRects()) {
        if (x >= box.left - 1 && x <= box.right + 1 && y >= box.top - 3 && y <= box.bottom + 3) return at;
      }
    }
    return -1;
  };
  const pick = (x, y) => factsAt(offsetAt(x, y));
  let lastPick = "";
  let turn = 0;
  byId("text").addEventListener("click", (event) => {
    if (!window.getSelection().isCollapsed) return;
    const at = offsetAt(event.clientX, event.clientY);
    cycle([...layers.flatMap((layer) => layer.at(at)), ...factsAt(at)]);
  });
  const cycle = (found) => {
    if (!found.length) return;
    // A second click at the same place goes on to the next one there.
    const same = found.map((each) => each.index).join();
    turn = same === lastPick ? (turn + 1) % found.length : 0;
    lastPick = same;
    if (found[turn].choose) found[turn].choose("text"); else select(found[turn], "text");
    if (found.length > 1) toast(`此处 ${found.length} 条，第 ${turn + 1} 条；再点换下一条`);
  };
  let toastTimer;
  const toast = (message) => {
    const node = byId("toast");
    node.textContent = message;
    node.classList.add("on");
    clearTimeout(toastTimer);
    toastTimer = setTimeout(() => node.classList.remove("on"), 1800);
  };

  /* The list. */
  const haystack = (fact) => fact.hay ??= squeeze([
    fact.data.field, fact.data.label, fact.data.name, fact.data.value, fact.data.raw, fact.data.period,
    fact.data.category && category(fact.data.category), fact.data.role && word("roles", fact.data.role),
    word("kinds", fact.data.kind), (fact.data.path || []).join(" "), fact.first && fact.first.quote, fact.data.id,
  ].filter(Boolean).join(" ")).toLowerCase();
  const show = () => {
    const terms = state.query.toLowerCase().split(/\s+/).filter(Boolean);
    const plain = (term) => /^[\d,]+(\.\d+)?$/.test(term) ? term.replaceAll(",", "") : term;
    for (const fact of facts) fact.matches = terms.every((term) => haystack(fact).includes(term) || haystack(fact).replaceAll(",", "").includes(plain(term)));
    const groups = new Map();
    state.shown = [];
    const ordered = facts.filter(visible);
    if (state.group === "kind") ordered.sort((a, b) => kinds.indexOf(a.data.kind) - kinds.indexOf(b.data.kind) || a.index - b.index);
    for (const fact of ordered) {
      const own = fact.section;
      const key = state.group === "kind" ? fact.data.kind : own ? own.id : "";
      const title = state.group === "kind" ? word("kinds", fact.data.kind) : own ? `${own.ordinal || ""} ${own.title}`.trim() : "（无章节）";
      if (!groups.has(key)) groups.set(key, { title, facts: [] });
      groups.get(key).facts.push(fact);
    }
    const fragment = document.createDocumentFragment();
    for (const group of groups.values()) {
      const node = make("section", "group", make("h3", "", make("span", "", group.title), make("i", "", String(group.facts.length))));
      for (const fact of group.facts) {
        fact.card ??= card(fact);
        node.append(fact.card);
        state.shown.push(fact);
      }
      fragment.append(node);
    }
    byId("groups").replaceChildren(fragment);
    byId("nothing").hidden = state.shown.length > 0;
    byId("shown").textContent = `${state.shown.length} / ${facts.length}`;
    if (state.current && !visible(state.current)) select(null);
    for (const layer of layers) layer.show(terms);
    repaint();
  };
  const step = (by) => {
    if (!state.shown.length) return;
    const at = state.shown.indexOf(state.current);
    const next = at < 0 ? (by > 0 ? 0 : state.shown.length - 1) : Math.max(0, Math.min(state.shown.length - 1, at + by));
    select(state.shown[next], "key");
  };

  /* Chips, outline, notices, head. */
  const chips = () => {
    for (const kind of kinds) {
      const count = facts.filter((fact) => fact.data.kind === kind).length;
      if (!count) continue;
      const chip = make("button", "chip", word("kinds", kind), make("b", "", String(count)));
      chip.type = "button";
      chip.title = `${kind}：点按显示或隐藏，双击只看这一类`;
      chip.setAttribute("aria-pressed", "true");
      chip.dataset.kind = kind;
      chip.style.setProperty("--kind", solid(kind));
      chip.addEventListener("click", () => { state.hidden.has(kind) ? state.hidden.delete(kind) : state.hidden.add(kind); press(); });
      chip.addEventListener("dblclick", () => {
        const others = kinds.filter((each) => each !== kind);
        const alone = others.every((each) => state.hidden.has(each));
        state.hidden = new Set(alone ? [] : others);
        press();
      });
      byId("chips").append(chip);
    }
  };
  const press = () => {
    for (const chip of document.querySelectorAll(".chip")) chip.setAttribute("aria-pressed", String(!state.hidden.has(chip.dataset.kind)));
    show();
  };
  const outline = () => {
    const counts = new Map();
    for (const fact of facts) if (fact.section) counts.set(fact.section.id, (counts.get(fact.section.id) || 0) + 1);
    for (const section of record.sections) {
      const button = make("button", section.level === 1 ? "top" : "",
        make("span", "", `${section.ordinal || ""} ${section.title}`.trim()), make("i", "", String(counts.get(section.id) || "")));
      button.type = "button";
      button.style.paddingLeft = `${8 + Math.min(section.level - 1, 4) * 13}px`;
      button.dataset.id = section.id;
      button.addEventListener("click", () => {
        showPane("source");
        surface().toSection(section);
      });
      byId("sections").append(button);
    }
    if (!record.sections.length) byId("sections").append(make("p", "", "（没有标题）"));
  };
  const spy = () => {
    const section = surface().here();
    const here = section && section.id;
    for (const button of byId("sections").querySelectorAll("button")) {
      const on = button.dataset.id === here;
      if (on && !button.classList.contains("here")) button.scrollIntoView({ block: "nearest" });
      button.classList.toggle("here", on);
    }
  };
  const notices = () => {
    const box = byId("notices");
    const list = (title, items) => {
      if (!items.length) return;
      const node = make("details", "notice", make("summary", "", `${title} ${items.length}`), make("ul", "", ...items));
      node.open = items.length <= 3;
      box.append(node);
    };
    const unchecked = (warning) => warning.startsWith("not checkable: ");
    const line = (warning) => make("li", "", warning.replace("not checkable: ", ""));
    const told = record.warnings.filter((each) => !unchecked(each));
    if (record.status === "partial") {
      const banner = byId("partial");
      banner.firstElementChild.textContent = "本记录不完整：来源有一部分没有读出，缺的内容不在下面";
      banner.lastElementChild.append(...told.map(line));
      banner.hidden = false;
      banner.open = told.length <= 4;
    } else list("提示", told.map(line));
    list("未能核对的规则", record.warnings.filter(unchecked).map(line));
  };
  const head = () => {
    const value = (field) => { const fact = record.facts.find((each) => each.field === field); return fact ? fact.value : ""; };
    const year = value("document.fiscal_year");
    byId("org").textContent = value("document.org_name") || record.source.name;
    const seen = facts.flatMap((fact) => fact.places.filter((each) => each.role === "value" && typeof each.confidence === "number"));
    const sure = seen.reduce((sum, each) => sum + each.confidence, 0) / seen.length;
    const about = [[year && `${year} 年度`], [value("document.doc_type")], [record.source.name], [`${facts.length} 条字段`],
      [seen.length ? `文字由图像识别，平均把握 ${Math.round(sure * 100)}%` : "", "ocr"],
      [`${record.source.chars.toLocaleString("en")} 字`, "extra"], [`sha256 ${record.source.sha256.slice(0, 12)}`, "extra"]];
    byId("about").append(...about.filter((each) => each[0]).map(([words, name]) => make("span", name || "", words)));
  };

  /* Wiring. */
  buildText();
  head(); chips(); outline(); notices(); show(); showPane("fields");
  byId("search").addEventListener("input", (event) => { state.query = event.target.value; show(); });
  for (const button of document.querySelectorAll("[data-group]")) {
    button.addEventListener("click", () => {
      state.group = button.dataset.group;
      for (const each of document.querySelectorAll("[data-group]")) each.setAttribute("aria-pressed", String(each === button));
      show();
    });
  }
  for (const tab of document.querySelectorAll(".tabs button")) {
    tab.addEventListener("click", () => {
      showPane(tab.dataset.pane);
      if (tab.dataset.pane === "source" && state.current && state.current.places.length) { reveal(state.current.places[0]); ring(state.current); }
    });
  }
  byId("theme").addEventListener("click", () => { setTheme(document.documentElement.dataset.theme !== "dark"); if (!canHighlight) repaint(); });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.tagName === "INPUT";
    if (event.key === "Escape") {
      if (typing) event.target.blur();
      byId("search").value = state.query = "";
      select(null);
      show();
      return;
    }
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "/") { event.preventDefault(); showPane("fields"); byId("search").focus(); byId("search").select(); }
  });
  let waiting = 0;
  byId("source").addEventListener("scroll", () => { if (!waiting) waiting = requestAnimationFrame(() => { waiting = 0; spy(); }); });
  new ResizeObserver(() => { if (!canHighlight) repaint(); ring(state.ringed); }).observe(byId("paper"));
  spy();
  // For tests and for scripts run on the page.
  window.extractorView = {
    facts, state, select, step, show, pick, factsAt, rangeOf, toUnits, canHighlight: Boolean(canHighlight),
    layers, make, word, record, reveal, ring, showPane, addBox, offsetAt, text, grids, drawGrid, surfaces,
    surface, turnTo, bring, cycle, toast, visible, heading, shownValue, bodyText, squeeze, spy, long, hue, firstAtLeast,
  };
})();
