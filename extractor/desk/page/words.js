// Words in the language of the reader: the page's own, and those for the keys of facts.

let all = { words: { zh: {}, en: {} }, labels: {} };
let language = "zh";
const listeners = [];

export const loadWords = (setup) => {
  all = setup;
  const kept = localStorage.getItem("language");
  setLanguage(kept || (navigator.language.startsWith("zh") ? "zh" : "en"));
};
export const onLanguage = (run) => listeners.push(run);
export const isChinese = () => language === "zh";
export const setLanguage = (which) => {
  language = which;
  localStorage.setItem("language", which);
  document.documentElement.lang = which === "zh" ? "zh-Hans" : "en";
  for (const run of listeners) run();
};
export const turnLanguage = () => setLanguage(isChinese() ? "en" : "zh");

// One of the page's own words.
export const t = (name) => all.words[language][name] ?? name;
// The word for a key, of a group of labels.toml.
export const word = (group, key) => {
  if (group === "kinds" && key === "section") return t("section");
  if (key.startsWith("other:")) return key.slice(6);
  if (!isChinese()) return key.replaceAll("_", " ");
  return (all.labels[group] && all.labels[group][key]) || key;
};
