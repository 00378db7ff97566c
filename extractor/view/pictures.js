/* The pages as they look, with boxes on what was read. Places are in points, origin top left. */
(() => {
  const view = window.extractorView;
  const { make, word, record, facts, state, layers, bring, visible, text, toUnits } = view;
  const byId = (id) => document.getElementById(id);
  if (!record.sheets || !record.sheets.length) return;
  const pane = byId("source");
  const root = byId("pages");
  const sheets = new Map();
  const misread = (data) => data.blame === "extraction";

  /* What lies on the pages: one item a rectangle. */
  const boxesOf = (place) => {
    if (place.boxes && place.boxes.length) return place.boxes;
    return place.bbox ? [[place.page, ...place.bbox]] : [];
  };
  const put = (place, item) => {
    for (const [page, x0, top, x1, bottom] of boxesOf(place)) {
      const sheet = sheets.get(page);
      if (sheet) sheet.items.push({ ...item, start: place.start, x0, top, x1, bottom, area: (x1 - x0) * (bottom - top) });
    }
  };
  const build = () => {
    let before = 0;
    const lost = new Set(record.lost);
    const fragment = document.createDocumentFragment();
    const skip = (from, to) => {
      if (from > to) return;
      const pages = from === to ? `第 ${from} 页` : `第 ${from}–${to} 页`;
      let count = 0;
      for (let page = from; page <= to; page += 1) count += lost.has(page);
      fragment.append(make("p", "gap", count === to - from + 1 ? `${pages}无法画出，请看文本` : `${pages}没有出处，未显示`));
    };
    for (const [page, width, height] of record.sheets) {
      skip(before + 1, page - 1);
      before = page;
      const picture = make("img");
      picture.alt = `第 ${page} 页`;
      picture.decoding = "sync";   // no blank page for a moment; only what is near is decoded
      picture.draggable = false;
      const marks = make("div", "marks");
      const rings = make("div", "rings");
      const node = make("div", "sheet", picture, marks, rings);
      node.dataset.page = page;
      node.style.setProperty("--w", width);
      node.style.aspectRatio = `${width} / ${height}`;
      sheets.set(page, { page, width, height, node, picture, marks, rings, items: [], near: false, stale: true });
      fragment.append(node);
    }
    skip(before + 1, record.source.pages || before);
    if (record.sheets.length + lost.size < (record.source.pages || 0)) {
      root.append(make("p", "gap top", `共 ${record.source.pages} 页，只显示有出处的 ${record.sheets.length} 页`));
    }
    root.append(fragment);
  };
  const fill = () => {
    const taken = new Set();
    for (const fact of facts) {
      for (const place of fact.places) {
        if (place.role !== "value") continue;
        taken.add(place.start);
        put(place, { fact, index: fact.index, shade: `k-${fact.data.kind}`, wide: view.long.has(fact.data.kind) });
      }
    }
    for (const finding of view.findings) {
      for (const place of finding.places) {
        const first = place.role === "primary";
        put(place, { finding, index: `f${finding.index}`, shade: first ? `flawed ${misread(finding.data) ? "review" : finding.data.severity}` : "", silent: !first });
      }
    }
    // Figures of tables for which no field is known: read all the same.
    for (const table of record.tables) {
      for (const cell of table.cells) {
        if (!cell.bbox || taken.has(cell.start)) continue;
        put(cell, { cell, index: `c${cell.start}`, shade: "cell" });
      }
    }
  };

  /* Painting: pages near the window only. */
  const percent = (value, whole) => `${(100 * value / whole).toFixed(3)}%`;
  const mark = (sheet, box, className) => {
    const node = make("i", className);
    node.style.left = percent(box.x0, sheet.width);
    node.style.top = percent(box.top, sheet.height);
    node.style.width = percent(box.x1 - box.x0, sheet.width);
    node.style.height = percent(box.bottom - box.top, sheet.height);
    return node;
  };
  const shown = (item) => {
    if (item.fact) return visible(item.fact);
    if (item.finding) return item.finding.shown && !view.findingState.hidden;
    return true;
  };
  const draw = (sheet) => {
    sheet.stale = false;
    const seen = new Set();
    const nodes = [];
    for (const item of sheet.items) {
      if (item.silent || !shown(item)) continue;
      const key = `${item.shade} ${item.x0} ${item.top} ${item.x1} ${item.bottom}`;
      if (seen.has(key)) continue;
      seen.add(key);
      nodes.push([item.finding ? 3 : item.cell ? 0 : item.wide ? 1 : 2, mark(sheet, item, `mark ${item.shade}`)]);
    }
    sheet.marks.replaceChildren(...nodes.sort((a, b) => a[0] - b[0]).map((each) => each[1]));
  };
  const load = (sheet) => {
    sheet.near = true;
    const held = byId(`picture-${sheet.page}`);
    if (held) {
      sheet.picture.src = `data:${held.type},${held.textContent}`;
      held.remove();
    }
    if (sheet.stale) draw(sheet);
  };
  const paint = () => {
    for (const sheet of sheets.values()) {
      sheet.stale = true;
      if (sheet.near) draw(sheet);
    }
  };
  const clear = () => {
    for (const sheet of sheets.values()) if (sheet.rings.firstChild) sheet.rings.replaceChildren();
  };
  const ring = (fact) => {
    for (const place of fact.places) {
      for (const [page, x0, top, x1, bottom] of boxesOf(place)) {
        const sheet = sheets.get(page);
        if (sheet) sheet.rings.append(mark(sheet, { x0, top, x1, bottom }, place.role === "value" ? "ring" : "ring also"));
      }
    }
  };
  const onPage = (page, box) => {
    const sheet = sheets.get(page);
    load(sheet);
    const frame = sheet.node.getBoundingClientRect();
    const [x0, top, x1, bottom] = box;
    return new DOMRect(
      frame.left + frame.width * x0 / sheet.width, frame.top + frame.height * top / sheet.height,
      frame.width * (x1 - x0) / sheet.width, frame.height * (bottom - top) / sheet.height);
  };

  /* Which section a page is in: pages of the text are parted by form feeds. */
  const starts = [0];
  for (let at = text.indexOf("\f"); at >= 0; at = text.indexOf("\f", at + 1)) starts.push(at + 1);
  const pageOf = (section) => Math.max(1, view.firstAtLeast(starts, toUnits(section.start) + 1));
  // How far down a heading stands is told by what was read after it.
  const topOf = (section, sheet) => {
    let top = null;
    for (const item of sheet.items) {
      if (item.start >= section.start && item.start < section.body_end && (top === null || item.top < top)) top = item.top;
    }
    return top === null ? 0 : Math.max(0, top - 70);
  };
  const nearest = (page) => {
    let found = null;
    for (const sheet of sheets.values()) if (!found || Math.abs(sheet.page - page) < Math.abs(found.page - page)) found = sheet;
    return found;
  };
  const toSection = (section) => {
    const sheet = nearest(pageOf(section));
    const top = sheet.page === pageOf(section) ? topOf(section, sheet) : 0;
    const box = onPage(sheet.page, [0, top, sheet.width, top + 1]);
    pane.scrollTop += box.top - pane.getBoundingClientRect().top - 16;
  };
  const current = () => {
    const frame = pane.getBoundingClientRect();
    const line = frame.top + frame.height * 0.3;
    let found = null;
    for (const sheet of sheets.values()) {
      const box = sheet.node.getBoundingClientRect();
      if (found && box.top > line) break;
      found = [sheet, (line - box.top) / box.height * sheet.height];
    }
    return found;
  };
  const here = () => {
    const [sheet, depth] = current();
    byId("folio").textContent = `第 ${sheet.page} / ${record.source.pages || sheets.size} 页`;
    let found = null;
    for (const section of record.sections) {
      const page = pageOf(section);
      if (page > sheet.page || (page === sheet.page && topOf(section, sheet) > depth)) break;
      found = section;
    }
    return found;
  };

  /* The pointer: a box leads to its field; what it is shows beside it. */
  const at = (event) => {
    const node = event.target.closest(".sheet");
    if (!node) return [];
    const sheet = sheets.get(Number(node.dataset.page));
    const frame = node.getBoundingClientRect();
    const x = (event.clientX - frame.left) / frame.width * sheet.width;
    const y = (event.clientY - frame.top) / frame.height * sheet.height;
    const found = sheet.items.filter((each) => shown(each)
      && x >= each.x0 - 1.5 && x <= each.x1 + 1.5 && y >= each.top - 1.5 && y <= each.bottom + 1.5);
    const rank = (each) => (each.finding ? 0 : each.fact ? 1 : 2);
    found.sort((a, b) => rank(a) - rank(b) || a.area - b.area || a.index - b.index);
    return found.filter((each, index) => found.findIndex((other) => other.index === each.index) === index);
  };
  const path = (cell) => [cell.code, cell.row, ...(cell.column || [])].filter(Boolean).join(" · ");
  root.addEventListener("click", (event) => {
    if (!window.getSelection().isCollapsed) return;
    const found = at(event).map((each) => each.finding
      ? { index: each.index, choose: (from) => view.chooseFinding(each.finding, from) }
      : each.fact || { index: each.index, choose: () => view.toast(`${path(each.cell)}　${each.cell.raw}`) });
    view.cycle(found);
  });
  const tip = byId("tip");
  const told = (item) => {
    if (item.finding) return [`${item.finding.data.code} ${item.finding.data.title || ""}`, item.finding.data.message];
    if (item.cell) return [path(item.cell), `${item.cell.raw}　表中数字，没有对应字段`];
    const { data, first } = item.fact;
    const more = [data.role && word("roles", data.role), data.period].filter(Boolean).join(" ");
    return [`${view.heading(data)}${more ? `（${more}）` : ""}`, view.shownValue(data, first) || view.bodyText(data, first).slice(0, 60)];
  };
  let moved = null;
  const hover = () => {
    const event = moved;
    moved = null;
    const found = event ? at(event) : [];
    root.classList.toggle("over", found.length > 0);
    tip.hidden = !found.length;
    if (!found.length) return;
    const [name, value] = told(found[0]);
    tip.replaceChildren(make("b", "", name), value ? make("span", "", value) : "", found.length > 1 ? make("i", "", `＋${found.length - 1}`) : "");
    const wide = tip.offsetWidth;
    tip.style.left = `${Math.max(6, Math.min(event.clientX + 14, window.innerWidth - wide - 8))}px`;
    tip.style.top = `${event.clientY + 20 + tip.offsetHeight > window.innerHeight ? event.clientY - tip.offsetHeight - 12 : event.clientY + 20}px`;
  };
  root.addEventListener("mousemove", (event) => { if (!moved) setTimeout(hover, 16); moved = event; });
  root.addEventListener("mouseleave", () => { tip.hidden = true; });
  pane.addEventListener("scroll", () => { tip.hidden = true; });

  /* Larger and smaller, about the middle of what is seen. */
  const steps = [50, 67, 80, 100, 125, 150, 200, 300];
  let step = steps.indexOf(100);
  const zoom = (by) => {
    const wanted = Math.max(0, Math.min(steps.length - 1, by ? step + by : steps.indexOf(100)));
    const middle = (pane.scrollTop + pane.clientHeight / 2) / pane.scrollHeight;
    step = wanted;
    root.style.setProperty("--zoom", steps[step] / 100);
    byId("scale").textContent = `${steps[step]}%`;
    pane.scrollTop = middle * pane.scrollHeight - pane.clientHeight / 2;
    pane.scrollLeft = (pane.scrollWidth - pane.clientWidth) / 2;
  };
  for (const button of document.querySelectorAll("[data-zoom]")) button.addEventListener("click", () => zoom(Number(button.dataset.zoom)));
  document.addEventListener("keydown", (event) => {
    if (state.surface !== "pictures" || event.target.tagName === "INPUT" || event.ctrlKey || event.metaKey || event.altKey) return;
    const by = { "+": 1, "=": 1, "-": -1, 0: 0 }[event.key];
    if (by !== undefined) zoom(by);
  });

  build();
  fill();
  const watch = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      const sheet = sheets.get(Number(entry.target.dataset.page));
      if (entry.isIntersecting) load(sheet); else sheet.near = false;
    }
  }, { root: pane, rootMargin: "1600px 0px" });
  for (const sheet of sheets.values()) watch.observe(sheet.node);
  window.addEventListener("beforeprint", () => { for (const sheet of sheets.values()) load(sheet); });
  view.surfaces.set("pictures", {
    name: "pictures",
    root,
    has: (place) => boxesOf(place).some((box) => sheets.has(box[0])),
    reveal: (place) => {
      const [page, ...box] = boxesOf(place).find((each) => sheets.has(each[0]));
      bring(onPage(page, box));
    },
    ring, clear, paint, toSection, here,
  });
  Object.assign(view, { sheets, boxesOf, onPage, zoom });
})();
