// Appended to a page by the browser test: checks the page from inside, by geometry, and
// leaves what it found in <pre id="selftest"> as JSON.
window.addEventListener("load", () => {
  const view = window.extractorView;
  const faults = [];
  const check = (holds, what) => { if (!holds) faults.push(what); };
  const paper = document.getElementById("paper");
  const source = document.getElementById("source");
  document.body.dataset.pane = "source";
  let clicked = 0;
  let ringed = 0;
  for (const fact of view.facts) {
    for (const place of fact.places) {
      // Offsets in code points lead to the very characters of the quote.
      const said = view.rangeOf(place).toString();
      check(said === place.quote, `${fact.data.id}: range says ${said}, quote ${place.quote}`);
    }
    const value = fact.places.find((each) => each.role === "value");
    view.select(fact, "key");
    const range = view.rangeOf(value);
    const box = [...range.getClientRects()].find((each) => each.width > 4 && each.height > 6);
    const frame = source.getBoundingClientRect();
    if (!box) continue;
    check(box.top >= frame.top - 1 && box.top <= frame.bottom, `${fact.data.id}: not scrolled into view`);
    // The ring lies on the text, also after scrolling.
    const ring = [...document.querySelectorAll("#rings i:not(.also)")].some((each) => {
      const own = each.getBoundingClientRect();
      return Math.abs(own.left + 2 - box.left) < 2 && Math.abs(own.top + 1 - box.top) < 2;
    });
    check(ring, `${fact.data.id}: no ring on the text`);
    ringed += 1;
    if (box.bottom < frame.bottom && box.top > frame.top) {
      const found = view.pick(box.left + Math.min(box.width / 2, 6), box.top + box.height / 2);
      check(found.includes(fact), `${fact.data.id}: a click does not find it`);
      // The innermost comes first.
      const length = (each) => { const own = each.places.find((p) => p.role === "value"); return own.to - own.from; };
      if (found.length) check(length(found[0]) <= Math.min(...found.map(length)), `${fact.data.id}: not the innermost`);
      clicked += 1;
    }
  }
  const text = document.getElementById("text").textContent;
  check(text === JSON.parse(document.getElementById("record").textContent).text, "the text is not whole");
  check(paper.scrollWidth <= source.clientWidth + 1, "the text is wider than its pane");
  const chip = document.querySelector(".chip:not(.flaw)");
  const before = view.state.shown.length;
  chip.click();
  check(view.state.shown.length < before, "a chip hides nothing");
  chip.click();
  check(view.state.shown.length === before, "a chip does not bring back");
  // Findings: their places, their rings, a click that leads to them, and their own chip and keys.
  let flaws = 0;
  for (const finding of view.findings) {
    const first = finding.places[0];
    check(view.rangeOf(first).toString() === first.quote, `${finding.data.code}: not at its quote`);
    document.body.dataset.pane = "source";
    view.chooseFinding(finding, "key");
    check(finding.card.classList.contains("on"), `${finding.data.code}: its card is not marked`);
    check(view.state.current === null, "a finding is chosen beside a fact");
    document.body.dataset.pane = "source";
    const range = view.rangeOf(first);
    const box = [...range.getClientRects()].find((each) => each.width > 4 && each.height > 6);
    const frame = source.getBoundingClientRect();
    check(box && box.top >= frame.top - 1 && box.top <= frame.bottom, `${finding.data.code}: not scrolled into view`);
    const rings = document.querySelectorAll("#rings i");
    check(rings.length >= finding.places.length, `${finding.data.code}: ${rings.length} rings`);
    const at = view.offsetAt(box.left + 4, box.top + box.height / 2);
    const found = view.layers.flatMap((layer) => layer.at(at)).map((each) => each.finding);
    check(found.includes(finding), `${finding.data.code}: a click does not find it`);
    const told = finding.card.textContent;
    check(told.includes(finding.data.message) && told.includes(finding.data.title), `${finding.data.code}: not told`);
    view.select(view.facts[0], "key");
    check(!finding.card.classList.contains("on"), "a fact and a finding are chosen");
    flaws += 1;
  }
  const painted = () => view.canHighlight
    ? [...CSS.highlights].filter(([name]) => name.startsWith("f-")).reduce((sum, [, each]) => sum + each.size, 0)
    : document.querySelectorAll("#marks i").length;
  check(painted() >= flaws, "findings are not painted");
  const flawChip = document.querySelector(".chip.flaw");
  flawChip.click();
  check(painted() === 0 && document.getElementById("findings").hidden, "the chip hides no findings");
  flawChip.click();
  check(painted() >= flaws && !document.getElementById("findings").hidden, "the chip does not bring findings back");
  document.dispatchEvent(new KeyboardEvent("keydown", { key: "n", bubbles: true }));
  check(view.findingState.current === view.findings[0], "n does not lead to a finding");
  view.select(null);
  check(view.findingState.current === null, "Escape keeps a finding");
  const press = (key) => document.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  press("j"); press("j"); press("k");
  check(view.state.current === view.state.shown[0], "j and k do not walk");
  press("/");
  check(document.activeElement.id === "search", "/ does not search");
  const search = document.getElementById("search");
  search.value = "不会有的词";
  search.dispatchEvent(new Event("input"));
  check(view.state.shown.length === 0, "a search finds what is not there");
  const out = document.createElement("pre");
  out.id = "selftest";
  out.textContent = JSON.stringify({ faults, facts: view.facts.length, clicked, flaws, ringed, highlights: view.canHighlight });
  document.body.append(out);
});
