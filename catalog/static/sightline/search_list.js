// The list of hits: choosing and putting aside by keys, what has arrived, coming back to a hit.

import { gettext } from "./words.js";

const KEPT = "sightline.search.hit";
const ASK_EVERY_MS = 30_000;
const MOST_PAGES = 20;

export const hits = () => [...document.querySelectorAll("#results .hit")];
export const refOf = (hit) => hit?.dataset.ref ?? null;

export function toggleChosen(hit) {
  hit?.classList.toggle("chosen");
}

/** Put the chosen hits aside to compare, or take them back; without any chosen, the current one. */
export async function putAside(current) {
  const chosen = hits().filter((hit) => hit.classList.contains("chosen"));
  const token = JSON.parse(document.body.getAttribute("hx-headers"));
  const address = document.getElementById("results").dataset.putAside;
  // One after the other: the list lies in the session, which the last answer would overwrite.
  for (const hit of chosen.length ? chosen : [current]) {
    if (!hit) continue;
    const answer = await fetch(address.replace("_", refOf(hit)), { method: "POST", headers: token, redirect: "manual" });
    if (answer.type !== "opaqueredirect") continue;
    count(hit.classList.toggle("aside") ? 1 : -1);
    hit.classList.remove("chosen");
  }
}

function count(by) {
  const link = document.querySelector('.nav a[data-key="g c"]');
  if (!link) return;
  let number = link.querySelector(".count");
  if (!number) {
    number = Object.assign(document.createElement("span"), { className: "count" });
    link.append(" ", number);
  }
  const now = Number(number.textContent) + by;
  if (now > 0) number.textContent = now;
  else number.remove();
}

/** Remember the hit that is opened, and how far the list had been read. */
export function keep(hit) {
  sessionStorage.setItem(KEPT, JSON.stringify([location.href, refOf(hit), hits().length]));
}

/** Back from an item: the list as long as it was, and the same hit. */
export async function comeBack(choose) {
  const [address, ref, length] = JSON.parse(sessionStorage.getItem(KEPT) ?? "[]");
  if (address !== location.href) return;
  for (let page = 0; page < MOST_PAGES && hits().length < length; page += 1) {
    const next = document.querySelector("#pages [rel=next]");
    if (!next) break;
    const settled = new Promise((done) => {
      document.addEventListener("htmx:afterSettle", done, { once: true });
    });
    globalThis.htmx.trigger(next, "click");
    await settled;
  }
  choose(hits().find((hit) => refOf(hit) === ref));
}

let watched = "";
let since = "";

/** Say how many hits have been entered since the list was made; they never slide in. */
async function tellArrived() {
  const line = document.getElementById("arrived");
  if (!line || document.hidden) return;
  const isNew = line.dataset.ask !== watched;
  const moment = isNew ? "" : `&added_after=${encodeURIComponent(since)}`;
  const answer = await fetch(line.dataset.ask + moment, { headers: { Accept: "application/json" } });
  if (!answer.ok || answer.redirected) return;
  const { now, count: number = 0, words } = await answer.json();
  if (isNew) [watched, since] = [line.dataset.ask, now];
  const said = number ? gettext("%(words)s new, show", { words }) : "";
  if (line.textContent === said) return;
  line.replaceChildren();
  if (number) line.append(Object.assign(document.createElement("a"), { href: line.dataset.show, textContent: said }));
}

export function watch() {
  tellArrived().catch(() => {});
}

setInterval(watch, ASK_EVERY_MS);
