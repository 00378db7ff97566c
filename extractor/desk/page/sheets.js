// The pages as they look, beside the text: drawn by the server when they come near.

import { byId, make } from "./dom.js";
import { getSheet, pictureAddress } from "./net.js";
import { on, state } from "./state.js";
import { t } from "./words.js";

const sheets = new Map();   // page -> { node, marks, size }
let shown = localStorage.getItem("pictures") !== "no";

const build = () => {
  const pane = byId("sheets");
  sheets.clear();
  near.disconnect();
  pane.replaceChildren();
  byId("pictures").hidden = !state.pictures;
  pane.hidden = !shown || !state.pictures;
  document.body.classList.toggle("with-sheets", !pane.hidden);
  if (pane.hidden) return;
  for (let page = 1; page <= state.pictures; page += 1) {
    const marks = make("div", "boxes");
    const node = make("figure", "sheet", marks);
    node.dataset.page = page;
    sheets.set(page, { node, marks, size: null });
    pane.append(node);
    near.observe(node);
  }
};
const near = new IntersectionObserver((seen) => {
  for (const each of seen) if (each.isIntersecting) fetchSheet(Number(each.target.dataset.page));
}, { root: null, rootMargin: "400px" });

const fetchSheet = async (page) => {
  const sheet = sheets.get(page);
  const { name } = state;
  if (!sheet || sheet.size) return;
  sheet.size = { width: 1, height: 1.414 };
  near.unobserve(sheet.node);
  try {
    const size = await getSheet(name, page);
    if (state.name !== name) return;
    sheet.size = size;
    sheet.node.style.aspectRatio = `${size.width} / ${size.height}`;
    const picture = make("img");
    picture.alt = `${t("page")} ${page}`;
    picture.src = pictureAddress(name, page);
    sheet.node.prepend(picture);
    boxes();
    if (following) follow();   // pages that come to their size move those below
  } catch {
    sheet.node.append(make("p", "", `${t("page")} ${page}: ${t("no_picture")}`));
  }
};

const placesOf = (place) => {
  if (place.boxes?.length) return place.boxes;
  return place.bbox ? [[place.page, ...place.bbox]] : [];
};
const boxes = () => {
  for (const { marks } of sheets.values()) marks.replaceChildren();
  const entry = state.current;
  for (const place of entry?.places ?? []) {
    for (const [page, x0, top, x1, bottom] of placesOf(place)) {
      const sheet = sheets.get(page);
      if (!sheet?.size) continue;
      const { width, height } = sheet.size;
      const node = make("i", place.role === "value" ? "" : "also");
      node.style.left = `${100 * x0 / width}%`;
      node.style.top = `${100 * top / height}%`;
      node.style.width = `${100 * (x1 - x0) / width}%`;
      node.style.height = `${100 * (bottom - top) / height}%`;
      sheet.marks.append(node);
    }
  }
};
// Until the reader turns the pages by hand, they go with what is chosen.
let following = true;
const follow = () => {
  const entry = state.current;
  const pane = byId("sheets");
  if (!entry || pane.hidden) return;
  const first = entry.places[0];
  const page = first.page ?? (state.pages.filter((each) => each <= first.start).length || 1);
  const sheet = sheets.get(page);
  if (!sheet) return;
  fetchSheet(page);
  boxes();
  const frame = pane.getBoundingClientRect();
  const target = (sheet.marks.firstElementChild ?? sheet.node).getBoundingClientRect();
  if (target.top < frame.top + 20 || target.bottom > frame.bottom - 20) pane.scrollTop += target.top - frame.top - frame.height / 3;
};

export const turnPictures = () => {
  if (!state.pictures) return;
  shown = !shown;
  localStorage.setItem("pictures", shown ? "yes" : "no");
  build();
  follow();
};
on("load", build);
on("select", () => { following = true; follow(); });
for (const what of ["wheel", "pointerdown", "keydown"]) byId("sheets").addEventListener(what, () => { following = false; }, { passive: true });
