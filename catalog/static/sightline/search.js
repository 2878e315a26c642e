// The search page: one form is the query; list, map and histogram are views of it.

import { isWriting, keyOf, keysAreOn } from "./keys.js";
import { followHistogram } from "./search_histogram.js";
import { comeBack, hits, keep, putAside, refOf, toggleChosen, watch } from "./search_list.js";
import { followMap } from "./search_map.js";

const form = document.getElementById("search-form");

// Going back asks the server again, so that map and list are of the address shown.
globalThis.htmx.config.refreshOnHistoryMiss = true;

/** Put words into fields of the form and search. */
function ask(fields) {
  for (const [name, words] of Object.entries(fields)) document.getElementById(name).value = words;
  form.requestSubmit();
}

/** One hit is current: marked in the list, lit on the map, remembered for coming back. */
function choose(hit, { focus = true } = {}) {
  for (const other of hits()) other.removeAttribute("aria-current");
  if (!hit) return;
  hit.setAttribute("aria-current", "true");
  hit.scrollIntoView({ block: "nearest" });
  if (focus) hit.querySelector(".ttl").focus({ preventScroll: true });
  map.select(refOf(hit));
}

const map = followMap(document.getElementById("map"), document.getElementById("search-area"), {
  ask,
  picked: (ref) => choose(hits().find((hit) => refOf(hit) === ref)),
  lit: (ref) => {
    for (const hit of hits()) hit.classList.toggle("lit", refOf(hit) === ref);
  },
});

function step(by) {
  const all = hits();
  const at = all.findIndex((hit) => hit.hasAttribute("aria-current"));
  choose(all[Math.min(Math.max(at + by, 0), all.length - 1)]);
}

const current = () => hits().find((hit) => hit.hasAttribute("aria-current"));
const inTheList = () => document.activeElement === document.body || document.activeElement.closest("#results");

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  x: () => toggleChosen(current()),
  c: () => putAside(current()),
  m: () => document.getElementById("map").focus(),
  h: () => document.querySelector(".edge")?.focus(),
};

// Elsewhere arrows move the map, an edge of time, a choice.
const ARROWS = { ArrowDown: "j", ArrowUp: "k" };

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (!keysAreOn() || isWriting(event.target)) return;
  const key = inTheList() ? (ARROWS[event.key] ?? keyOf(event)) : keyOf(event);
  if (document.querySelector("dialog[open]") || !(key in KEYS)) return;
  event.preventDefault();
  KEYS[key]();
});

for (const [type, on] of [["pointerover", true], ["pointerout", false], ["focusin", true]]) {
  document.addEventListener(type, (event) => {
    const hit = event.target.closest?.("#results .hit");
    if (hit) map.light(on ? refOf(hit) : null);
  });
}

document.addEventListener("focusin", (event) => {
  const hit = event.target.closest("#results .hit");
  if (hit && !hit.hasAttribute("aria-current")) choose(hit, { focus: false });
});

document.addEventListener("click", (event) => {
  const hit = event.target.closest("#results .hit");
  if (hit) keep(hit);
  const opener = event.target.closest("[data-opens-filters]");
  if (!opener) return;
  const isOpen = document.getElementById("facets").classList.toggle("open");
  opener.setAttribute("aria-expanded", String(isOpen));
});

watch();
comeBack((hit) => choose(hit, { focus: false }));

// Empty fields stay out of the address, and what asks for a circle or a box replaces the other.
form.addEventListener("htmx:configRequest", ({ detail }) => {
  for (const [name, value] of Object.entries(detail.parameters)) {
    if (value === "") delete detail.parameters[name];
  }
});

let focused = "";
document.addEventListener("htmx:beforeSwap", () => {
  focused = document.activeElement?.id ?? "";
});

// One answer brings several parts, and each of them settles.
document.addEventListener("htmx:afterSettle", ({ target }) => {
  if (target.id === "results") {
    map.draw();
    watch();
  }
  if (target.id === "hist") followHistogram(ask);
  // htmx gives the focus back within the results only.
  if (document.activeElement === document.body) document.getElementById(focused)?.focus();
});
followHistogram(ask);
