/* Which ways to show the source there are, and the first of them. */
(() => {
  const view = window.extractorView;
  const { make, word, state, surfaces } = view;
  const byId = (id) => document.getElementById(id);
  const names = ["pictures", "text", "tables"].filter((name) => surfaces.has(name));
  const tools = () => {
    const pictures = state.surface === "pictures";
    byId("zoom").hidden = !pictures;
    byId("folio").hidden = !pictures;
  };
  const turn = (name) => {
    view.turnTo(name);
    tools();
  };
  for (const name of names) {
    const count = surfaces.get(name).count;
    const button = make("button", "", word("surfaces", name), count ? make("b", "", String(count)) : null);
    button.type = "button";
    button.dataset.surface = name;
    button.setAttribute("aria-pressed", String(name === state.surface));
    button.addEventListener("click", () => turn(name));
    byId("surfaces").append(button);
  }
  const several = names.length > 1;
  byId("views").hidden = !several;
  byId("turn").hidden = !several;
  document.body.dataset.surface = state.surface;
  document.addEventListener("keydown", (event) => {
    if (event.key !== "v" || event.target.tagName === "INPUT" || event.ctrlKey || event.metaKey || event.altKey) return;
    turn(names[(names.indexOf(state.surface) + 1) % names.length]);
  });
  // A fact may lead to another way by itself.
  new MutationObserver(tools).observe(document.body, { attributeFilter: ["data-surface"] });
  turn(names[0]);
  view.spy();
})();
