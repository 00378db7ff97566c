/* The tables of the record, drawn as they are printed; a figure leads to its field. */
(() => {
  const view = window.extractorView;
  const { make, word, record, facts, text, toUnits, bring, visible } = view;
  const byId = (id) => document.getElementById(id);
  const tables = record.tables || [];
  if (!tables.length) return;
  const root = byId("tables");
  const nodes = new Map();   // start of a cell -> its element
  const told = new Map();    // start -> the cell as the record has it
  const known = new Map();   // start -> facts whose value stands there
  for (const table of tables) for (const cell of table.cells) told.set(toUnits(cell.start), cell);
  for (const fact of facts) {
    for (const place of fact.places) {
      if (place.role !== "value") continue;
      if (!known.has(place.from)) known.set(place.from, []);
      known.get(place.from).push(fact);
    }
  }
  const path = (cell) => [cell.code, cell.row, ...(cell.column || [])].filter(Boolean).join(" · ");
  const name = (cell, start) => {
    const own = known.get(start) || [];
    return [path(cell), ...own.map((fact) => fact.data.field)].join("\n");
  };
  const add = (node, start) => {
    const cell = told.get(start);
    if (!nodes.has(start)) nodes.set(start, node);
    node.dataset.start = start;
    if (!cell) return;
    node.classList.add("num", "read");
    node.title = name(cell, start);
  };

  /* A table as it is drawn, or as a list where the record was saved without its layout. */
  const printed = (table) => {
    const wanted = new Set(table.cells.map((cell) => toUnits(cell.start)));
    return view.grids.filter((grid) => grid.cells.some((cell) => wanted.has(cell.from)));
  };
  const drawn = (grid) => {
    const node = view.drawGrid(grid, (cell) => text.slice(cell.from, cell.to).replace(/([^\x00-\x7f])\s*\n\s*(?=[^\x00-\x7f])/g, "$1"));
    for (const cell of grid.cells) {
      if (cell.node && cell.to > cell.from) {
        add(cell.node, cell.from);
      }
    }
    return node;
  };
  const listed = (table) => {
    const rows = table.cells.map((cell) => {
      const figure = make("td", "", cell.raw);
      add(figure, toUnits(cell.start));
      return make("tr", "", make("td", "", cell.code || ""), make("td", "", cell.row), make("td", "", (cell.column || []).join(" / ")), figure);
    });
    return make("table", "grid", make("tr", "", ...["编码", "行", "列", "数字"].map((each) => make("th", "", each))), ...rows);
  };
  const block = (table) => {
    const grids = printed(table);
    const read = table.cells.length;
    const fields = table.cells.filter((cell) => known.has(toUnits(cell.start))).length;
    const pages = table.pages && table.pages.length ? `第 ${table.pages.join("、")} 页` : "";
    const kind = word("tables", table.kind);
    const node = make("section", "sheetlike",
      make("header", "", make("h3", "", table.title || kind), table.title && table.title !== kind ? make("span", "badge", kind) : null,
        make("p", "", ...[table.unit ? `单位：${table.unit}` : "未写单位", pages, read ? `${read} 个数字，${fields} 个有字段` : "没有数字", table.id]
          .filter(Boolean).map((each) => make("span", "", each)))),
      ...(grids.length ? grids.map(drawn) : read ? [listed(table)] : []).map((each) => make("div", "wide", each)));
    node.dataset.id = table.id;
    node.style.setProperty("--kind", "var(--accent)");
    return node;
  };
  let built = false;
  const build = () => {
    if (built) return;
    built = true;
    root.append(...tables.map(block));
  };

  const startOf = (place) => (place.from === undefined ? toUnits(place.start) : place.from);
  const nodeOf = (place) => {
    build();
    return nodes.get(startOf(place));
  };
  const drawnStarts = new Set(told.keys());
  for (const table of tables) for (const grid of printed(table)) for (const cell of grid.cells) if (cell.to > cell.from) drawnStarts.add(cell.from);
  const paint = () => {
    build();
    for (const [start, own] of known) {
      const node = nodes.get(start);
      if (!node) continue;
      const fact = own.find(visible);
      node.className = node.className.replace(/ ?k-\S+/g, "");
      if (fact) node.classList.add(`k-${fact.data.kind}`);
    }
    for (const node of root.querySelectorAll(".flawed")) node.classList.remove("flawed", "error", "warning", "info", "review");
    for (const finding of view.findings) {
      if (!finding.shown || view.findingState.hidden) continue;
      for (const place of finding.places) {
        const node = place.role === "primary" && nodes.get(startOf(place));
        if (node) node.classList.add("flawed", finding.data.blame === "extraction" ? "review" : finding.data.severity);
      }
    }
  };
  const clear = () => { for (const node of root.querySelectorAll(".ring")) node.classList.remove("ring", "also"); };
  root.addEventListener("click", (event) => {
    const node = event.target.closest("td");
    if (!node || node.dataset.start === undefined || !window.getSelection().isCollapsed) return;
    const start = Number(node.dataset.start);
    const flaws = view.layers.flatMap((layer) => layer.at(start));
    const own = (known.get(start) || []).filter(visible);
    const cell = told.get(start);
    if (flaws.length || own.length) view.cycle([...flaws, ...own]);
    else if (cell) view.toast(`${path(cell)}　${cell.raw}`);
  });
  const pageTop = (node) => node.getBoundingClientRect().top - byId("source").getBoundingClientRect().top;
  const firstIn = (section) => tables.find((table) => table.cells.length && table.cells[0].start >= section.start);
  view.surfaces.set("tables", {
    name: "tables",
    root,
    count: tables.length,
    has: (place) => drawnStarts.has(startOf(place)),
    reveal: (place) => { const node = nodeOf(place); if (node) bring(node.getBoundingClientRect()); },
    ring: (fact) => {
      for (const place of fact.places) {
        const node = nodeOf(place);
        if (node) node.classList.add("ring", ...(place.role === "value" ? [] : ["also"]));
      }
    },
    clear, paint,
    toSection: (section) => {
      build();
      const table = firstIn(section);
      if (table) byId("source").scrollTop += pageTop(root.querySelector(`[data-id="${CSS.escape(table.id)}"]`)) - 16;
    },
    here: () => {
      build();
      let found = null;
      for (const node of root.children) {
        if (found && pageTop(node) > 160) break;
        found = tables.find((table) => table.id === node.dataset.id);
      }
      const start = found && found.cells.length ? found.cells[0].start : 0;
      return record.sections.filter((each) => each.start <= start).pop() || null;
    },
  });
})();
