"use strict";
const root = document.documentElement;
const dark = matchMedia("(prefers-color-scheme: dark)");
root.dataset.theme = dark.matches ? "dark" : "light";
dark.addEventListener("change", (event) => { root.dataset.theme = event.matches ? "dark" : "light"; });
document.getElementById("theme").addEventListener("click", () => {
  root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
});
const chips = [...document.querySelectorAll(".chips button")];
for (const chip of chips) {
  chip.addEventListener("click", () => {
    for (const each of chips) each.setAttribute("aria-pressed", String(each === chip));
    for (const row of document.querySelectorAll(".errors tbody tr")) {
      row.hidden = Boolean(chip.dataset.bucket) && row.dataset.bucket !== chip.dataset.bucket;
    }
  });
}
