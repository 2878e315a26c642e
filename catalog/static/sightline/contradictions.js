// The board by keyboard: one collision is current; keys press what stands in it.

import { isWriting, keyOf, keysAreOn } from "./keys.js";

const rows = () => [...document.querySelectorAll(".collision")];
const current = () => document.querySelector(".collision[aria-current]");

function choose(row) {
  if (!row) return;
  current()?.removeAttribute("aria-current");
  row.setAttribute("aria-current", "true");
  row.scrollIntoView({ block: "nearest" });
  row.focus({ preventScroll: true });
}

function step(by) {
  const all = rows();
  const at = all.indexOf(current());
  choose(all[Math.min(Math.max(at + by, 0), all.length - 1)]);
}

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  n: () => current()?.querySelector(".numbers summary").click(),
  a: () => current()?.querySelector(".acts > a")?.click(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !keysAreOn() || isWriting(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  if (event.key === "Enter" && event.target.matches(".collision")) {
    event.target.closest(".about").querySelector("h4 a")?.click();
  } else if (keyOf(event) in KEYS) {
    event.preventDefault();
    KEYS[keyOf(event)]();
  }
});

// On a narrow page the filters are closed at first; without this script they stay open.
if (matchMedia("(max-width: 760px)").matches) document.querySelector(".filters").open = false;
