// Light or dark: as the system has it, or as the reader chose.

const system = window.matchMedia("(prefers-color-scheme: dark)");

const show = () => {
  const kept = localStorage.getItem("theme");
  document.documentElement.dataset.theme = kept || (system.matches ? "dark" : "light");
};
export const turnTheme = () => {
  localStorage.setItem("theme", document.documentElement.dataset.theme === "dark" ? "light" : "dark");
  show();
};
export const wireTheme = () => {
  show();
  system.addEventListener("change", show);
};
