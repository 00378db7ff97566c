// Appended to a page with pictures by the browser test: checks it from inside, by geometry, and
// leaves what it found in <pre id="selftest"> as JSON.
window.addEventListener("unhandledrejection", (event) => {
  const out = document.createElement("pre");
  out.id = "selftest";
  out.textContent = JSON.stringify({ faults: [String(event.reason && event.reason.stack)] });
  document.body.append(out);
});
window.addEventListener("load", async () => {
  const view = window.extractorView;
  const faults = [];
  const check = (holds, what) => { if (!holds) faults.push(what); };
  const pause = () => new Promise((done) => setTimeout(done, 60));
  const source = document.getElementById("source");
  const press = (key) => document.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  const near = (a, b) => Math.abs(a - b) < 1.5;
  const same = (a, b) => near(a.left, b.left) && near(a.top, b.top) && near(a.right, b.right) && near(a.bottom, b.bottom);
  const seen = (box) => { const frame = source.getBoundingClientRect(); return box.bottom > frame.top && box.top < frame.bottom; };
  let boxed = 0;
  let clicked = 0;
  let shown = 0;
  document.body.dataset.pane = "source";
  check(view.state.surface === "pictures", "pictures are not first");
  check(document.getElementById("paper").hidden, "the text shows beside the pictures");
  await pause();

  for (const fact of view.facts) {
    document.body.dataset.pane = "source";
    view.select(fact, "key");
    await pause();
    const value = fact.places.find((each) => each.role === "value");
    const [page, ...box] = view.boxesOf(value)[0];
    const sheet = view.sheets.get(page);
    const name = `${fact.data.id} ${fact.data.field}`;
    // In percent of the picture, as points are of the page.
    const frame = sheet.node.getBoundingClientRect();
    check(near(frame.width / frame.height * sheet.height, sheet.width), `${name}: the page is out of shape`);
    const wanted = view.onPage(page, box);
    const marks = [...sheet.marks.children].map((each) => each.getBoundingClientRect());
    check(marks.some((each) => same(each, wanted)), `${name}: no box on its words`);
    check(seen(wanted), `${name}: not scrolled into view`);
    const rings = [...sheet.rings.children];
    check(rings.some((each) => { const own = each.getBoundingClientRect(); return own.left <= wanted.left && own.right >= wanted.right && own.top <= wanted.top && own.bottom >= wanted.bottom; }), `${name}: no ring`);
    const others = fact.places.filter((each) => each.role !== "value" && view.boxesOf(each).length);
    check(document.querySelectorAll(".sheet .ring.also").length >= others.length, `${name}: label and unit are not marked`);
    boxed += 1;
    // A click leads back, sooner or later, where several stand in one place.
    let found = false;
    for (let turn = 0; turn < 4 && !found; turn += 1) {
      document.body.dataset.pane = "source";
      const at = view.onPage(page, box);
      sheet.marks.parentElement.dispatchEvent(new MouseEvent("click", { bubbles: true, clientX: (at.left + at.right) / 2, clientY: (at.top + at.bottom) / 2 }));
      found = view.state.current === fact;
    }
    check(found, `${name}: a click does not find it`);
    clicked += found;
  }
  for (const sheet of view.sheets.values()) {
    view.onPage(sheet.page, [0, 0, 1, 1]);
    for (let turn = 0; turn < 20 && !sheet.picture.naturalWidth; turn += 1) await pause();
    shown += sheet.picture.naturalWidth > 100;
  }
  check(document.querySelectorAll('script[id^="picture-"]').length === 0, "pictures are kept twice");

  // Findings are boxed in the colour of their severity.
  for (const finding of view.findings) {
    document.body.dataset.pane = "source";
    view.chooseFinding(finding, "key");
    await pause();
    const [page, ...box] = view.boxesOf(finding.places[0])[0];
    check(seen(view.onPage(page, box)), `${finding.data.code}: not scrolled into view`);
    check(view.sheets.get(page).marks.querySelector(`.flawed.${finding.data.severity}`), `${finding.data.code}: not boxed`);
    check(document.querySelectorAll(".sheet .ring").length >= finding.places.length, `${finding.data.code}: no rings`);
  }
  const count = () => document.querySelectorAll(".mark.k-money").length;
  const chip = document.querySelector('.chip[data-kind="money"]');
  const before = count();
  chip.click();
  check(before > 3 && count() === 0, "a chip hides no boxes");
  chip.click();
  check(count() === before, "a chip does not bring boxes back");

  // Hovering tells the field.
  const money = view.facts.find((each) => each.data.field === "revenue.total");
  document.body.dataset.pane = "source";
  view.select(money, "key");
  for (let turn = 0; turn < 5; turn += 1) await pause();
  const [page, ...box] = view.boxesOf(money.places[0])[0];
  const at = view.onPage(page, box);
  view.sheets.get(page).node.dispatchEvent(new MouseEvent("mousemove", { bubbles: true, clientX: at.left + 3, clientY: at.top + 3 }));
  await pause();
  const tip = document.getElementById("tip");
  check(!tip.hidden && /总计/.test(tip.textContent), `hovering tells ${tip.textContent}`);

  // Larger: the box goes with its words.
  const narrow = view.sheets.get(page).node.getBoundingClientRect().width;
  press("+");
  press("+");
  await pause();
  check(near(view.sheets.get(page).node.getBoundingClientRect().width, narrow * 1.5), "pictures do not grow");
  view.select(money, "key");
  const large = view.onPage(page, box);
  check([...view.sheets.get(page).marks.children].some((each) => same(each.getBoundingClientRect(), large)), "boxes do not grow with them");
  press("0");

  // The other ways to look at it, at the same place.
  press("v");
  await pause();
  check(view.state.surface === "text" && document.getElementById("pages").hidden, "v does not turn to the text");
  check(document.querySelectorAll("#rings i").length > 0, "the text does not show what was chosen");
  press("v");
  await pause();
  check(view.state.surface === "tables", "v does not turn to the tables");
  let cells = 0;
  for (const fact of view.facts.filter((each) => each.data.origin === "table")) {
    document.body.dataset.pane = "source";
    view.select(fact, "key");
    const cell = document.querySelector("#tables td.ring:not(.also)");
    check(cell && cell.textContent === fact.first.quote && seen(cell.getBoundingClientRect()), `${fact.data.id}: not shown in its table`);
    check(document.querySelectorAll("#tables td.ring.also").length > 0, `${fact.data.id}: its row is not marked`);
    view.select(null);
    for (let turn = 0; turn < 4 && cell && view.state.current !== fact; turn += 1) cell.click();
    check(view.state.current === fact, `${fact.data.id}: a click on its cell does not find it`);
    cells += 1;
  }
  document.body.dataset.pane = "source";
  view.select(view.facts.find((each) => each.data.kind === "duty"), "key");
  check(view.state.surface === "pictures", "what is in no table is not shown elsewhere");
  check(source.scrollWidth <= source.clientWidth + 1, "pictures are wider than their pane");
  const out = document.createElement("pre");
  out.id = "selftest";
  out.textContent = JSON.stringify({ faults, facts: view.facts.length, boxed, clicked, shown, cells, flaws: view.findings.length });
  document.body.append(out);
});
