/* Findings in place: wavy lines in the text, and a list whose cards lead there and back. */
(() => {
  const view = window.extractorView;
  const { make, word, record, rangeOf, toUnits, reveal, ring, showPane, canHighlight, addBox } = view;
  const byId = (id) => document.getElementById(id);
  const severities = ["error", "warning", "info"];
  const misread = (data) => data.blame === "extraction";
  const sort = (data) => (misread(data) ? "review" : data.severity);

  const findings = (record.findings || []).map((data, index) => ({
    data, index, shown: true, card: null,
    places: (data.spans || []).filter((each) => each.end > each.start && !each.source)
      .map((each) => ({ ...each, from: toUnits(each.start), to: toUnits(each.end) })),
  }));
  const state = { current: null, hidden: false };
  if (!findings.length) { view.findings = []; return; }

  const fold = (string) => string.replace(/\s+/g, "");
  const trust = (confidence) => {
    const percent = Math.round(confidence * 100);
    const node = make("span", "trust", `${percent}%`);
    node.title = `把握 confidence ${confidence}`;
    node.style.setProperty("--p", percent);
    node.style.setProperty("--sure", percent >= 90 ? "var(--good)" : percent >= 70 ? "var(--warn)" : "var(--bad)");
    return node;
  };
  const card = (finding) => {
    const { data } = finding;
    const meta = make("div", "head2",
      make("span", `badge ${sort(data)}`, word("severities", misread(data) ? "review" : data.severity)),
      make("span", "", data.family_label || data.family),
      data.mistake_label ? make("span", "", `可能：${data.mistake_label}`) : null,
      trust(data.confidence));
    const places = finding.places.map((place) => {
      const button = make("button", "quote",
        make("small", "", place.role === "primary" ? "此处" : "对照"),
        make("q", "", place.quote.replace(/\s*\n\s*/g, " ↵ ")),
        make("small", "", `${place.page ? `第 ${place.page} 页 ` : ""}${place.start}–${place.end}`));
      button.type = "button";
      button.addEventListener("click", (event) => {
        event.stopPropagation();
        choose(finding, "quote");
        showPane("source");
        reveal(place);
      });
      return button;
    });
    const sum = data.sum && !data.message.includes(data.sum) ? make("div", "sum", data.sum) : null;
    const node = make("article", `finding ${sort(data)}`,
      make("div", "head1", make("code", "", data.code), make("span", "label", data.title || "")),
      make("div", "told", data.message), sum, meta, make("div", "more", ...places));
    node.tabIndex = 0;
    node.title = data.message_en || "";
    node.addEventListener("click", () => {
      const again = state.current === finding && window.innerWidth <= 860;
      choose(finding, again ? "quote" : "card");
      if (again) { showPane("source"); toPlace(finding); }
    });
    node.addEventListener("keydown", (event) => { if (event.key === "Enter") choose(finding, "card"); });
    return node;
  };

  const toPlace = (finding) => {
    const first = finding.places.find((each) => each.role === "primary") || finding.places[0];
    if (first) reveal(first);
    ring({ places: finding.places.map((each) => ({ ...each, role: each.role === "primary" ? "value" : each.role })) });
  };
  const leave = () => {
    if (state.current) state.current.card.classList.remove("on");
    state.current = null;
  };
  const choose = (finding, from) => {
    view.select(null);
    state.current = finding;
    finding.card.classList.add("on");
    if (from === "text") showPane("fields");
    if (from !== "card") {
      byId("findings").open = true;
      finding.card.scrollIntoView({ block: "nearest" });
    }
    if (window.innerWidth > 860 || document.body.dataset.pane === "source") toPlace(finding);
  };
  const step = (by) => {
    const shown = findings.filter((each) => each.shown && !state.hidden);
    if (!shown.length) return;
    const at = shown.indexOf(state.current);
    choose(shown[at < 0 ? (by > 0 ? 0 : shown.length - 1) : Math.max(0, Math.min(shown.length - 1, at + by))], "key");
  };

  const paint = () => {
    const painted = state.hidden ? [] : findings.filter((each) => each.shown);
    const primary = (finding) => finding.places.filter((each) => each.role === "primary");
    byId("marks").replaceChildren();
    if (canHighlight) {
      for (const name of [...severities, "review"]) {
        const own = painted.filter((each) => sort(each.data) === name);
        const highlight = new Highlight(...own.flatMap((each) => primary(each).map(rangeOf)));
        highlight.priority = 20 - severities.indexOf(name);
        CSS.highlights.set(`f-${name}`, highlight);
      }
      return;
    }
    const origin = byId("paper").getBoundingClientRect();
    for (const finding of painted) {
      for (const place of primary(finding)) {
        for (const box of rangeOf(place).getClientRects()) {
          if (box.width >= 1) addBox(byId("marks"), box, origin, sort(finding.data));
        }
      }
    }
  };

  const build = () => {
    const box = byId("findings");
    const counts = severities.map((name) => [name, findings.filter((each) => sort(each.data) === name).length]);
    const review = findings.filter((each) => misread(each.data)).length;
    const summary = make("summary", "", make("span", "", `核对发现 ${findings.length}`),
      ...counts.filter((each) => each[1]).map(([name, count]) => make("span", `badge ${name}`, `${word("severities", name)} ${count}`)),
      review ? make("span", "badge review", `${word("severities", "review")} ${review}`) : null);
    for (const finding of findings) finding.card = card(finding);
    const ordered = [...findings].sort((a, b) => misread(a.data) - misread(b.data) || a.index - b.index);
    box.append(summary, ...ordered.map((each) => each.card));
    box.hidden = false;
    box.open = true;
    const chip = make("button", "chip flaw", "发现", make("b", "", String(findings.length)));
    chip.type = "button";
    chip.title = "findings：点按显示或隐藏";
    chip.setAttribute("aria-pressed", "true");
    chip.addEventListener("click", () => {
      state.hidden = !state.hidden;
      chip.setAttribute("aria-pressed", String(!state.hidden));
      box.hidden = state.hidden;
      if (state.hidden && state.current) view.select(null);
      paint();
    });
    byId("chips").prepend(chip);
    byId("next").hidden = false;
  };

  view.layers.push({
    leave, paint,
    at: (units) => state.hidden ? [] : findings
      .filter((each) => each.shown && each.places.some((place) => place.from <= units && units < place.to))
      .map((finding) => ({ index: `f${finding.index}`, finding, choose: (from) => choose(finding, from) })),
    show: (terms) => {
      for (const finding of findings) {
        const { data } = finding;
        const hay = fold([data.code, data.title, data.message, data.message_en, data.family, data.family_label,
          ...finding.places.map((each) => each.quote)].filter(Boolean).join(" ")).toLowerCase();
        finding.shown = terms.every((term) => hay.includes(term));
        finding.card.hidden = !finding.shown;
      }
    },
  });
  document.addEventListener("keydown", (event) => {
    if (event.target.tagName === "INPUT" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "n") step(1);
    else if (event.key === "p") step(-1);
  });
  build();
  paint();
  Object.assign(view, { findings, chooseFinding: choose, findingState: state });
})();
