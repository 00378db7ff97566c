// Elements. Strings become text nodes, so nothing of a document is ever read as HTML.

export const byId = (id) => document.getElementById(id);

export const make = (tag, className, ...children) => {
  const node = document.createElement(tag);
  if (className) node.className = className;
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
};

export const button = (className, label, run, title = "") => {
  const node = make("button", className, label);
  node.type = "button";
  if (title) node.title = title;
  node.addEventListener("click", run);
  return node;
};

let fading = 0;
export const toast = (message) => {
  const node = byId("toast");
  node.textContent = message;
  node.classList.add("on");
  clearTimeout(fading);
  fading = setTimeout(() => node.classList.remove("on"), 2600);
};

// Is the user typing into something?
export const typing = (target) => target instanceof Element && target.closest("input, select, textarea") !== null;
