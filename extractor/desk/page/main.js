// The page begins: words and fields first, then the document that was left open.

import { wireMouse } from "./caret.js";
import { byId } from "./dom.js";
import { openDrawer, openFirst, renameDrawer, wireDrawer } from "./drawer.js";
import { doRedo, doUndo, showHelp, turnDone, wireKeys } from "./keys.js";
import { renameList, wireList } from "./list.js";
import { getSetup, showSaving } from "./net.js";
import { turnPictures } from "./sheets.js";
import { receiveSetup, setup, state } from "./state.js";
import { turnTheme, wireTheme } from "./theme.js";
import { loadWords, onLanguage, t, turnLanguage } from "./words.js";

const BUTTONS = {
  open: [openDrawer, "documents", "o"], undo: [doUndo, "undo", "u"], redo: [doRedo, "redo", "U"],
  done: [turnDone, "done", "d"], pictures: [turnPictures, "pictures", "b"], theme: [turnTheme, "theme", "T"],
  language: [turnLanguage, "turn_language", "L"], help: [showHelp, "help", "?"],
};

const rename = () => {
  for (const [id, [, name, key]] of Object.entries(BUTTONS)) {
    byId(id).title = `${t(name)}　${key}`;
    byId(id).setAttribute("aria-label", t(name));
  }
  byId("language").textContent = t("language");
  byId("source").setAttribute("aria-label", t("text"));
  byId("statuses").setAttribute("aria-label", t("status"));
  byId("kinds").setAttribute("aria-label", t("kind"));
  renameList();
  renameDrawer();
  showSaving();
};

const begin = async () => {
  wireTheme();
  receiveSetup(await getSetup());
  onLanguage(rename);
  wireList();
  wireDrawer();
  wireMouse();
  wireKeys();
  for (const [id, [run]] of Object.entries(BUTTONS)) byId(id).addEventListener("click", run);
  loadWords(setup);
  document.body.dataset.mode = setup.mode;
  await openFirst();
  document.body.dataset.ready = "yes";
};

// for tests, and for whoever looks into the page
window.desk = state;
begin();
