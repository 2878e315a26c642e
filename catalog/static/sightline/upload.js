// The upload page: choose files, say what is claimed, start, and watch each file arrive.
// Without this script the same form sends the files by itself.

import { fieldOf } from "./claim_fields.js";
import { showMap } from "./claim_map.js";
import { claimsOf, showFaults } from "./upload_claims.js";
import { Row } from "./upload_row.js";
import { gettext, ngettext } from "./words.js";

const AT_ONCE = 2;
const SAY_EVERY_MS = 5000;

const page = document.querySelector(".up");
const form = document.getElementById("upload");
const picker = document.getElementById("files");
const list = document.getElementById("rows");
const start = document.getElementById("start");
const pauseAll = document.getElementById("pause-all");
const rows = [];

// Whether tus-js-client is there. Without it the plain form is used, as without any script.
async function loadTus() {
  try {
    await import(new URL(page.dataset.tus, location.href));
  } catch {
    return false;
  }
  return Boolean(globalThis.tus);
}

function choose(files) {
  for (const file of files) {
    const row = new Row(file, page.dataset);
    const there = rows.find((one) => one.fingerprint === row.fingerprint && one.state !== "ended");
    if (there) {
      if (there.state === "failed") there.resume();
      continue;
    }
    // The same file as one that stopped before: this row takes its place.
    list.querySelector(`[data-fingerprint="${CSS.escape(row.fingerprint)}"][data-open^="/"]`)?.remove();
    row.onchange = update;
    rows.push(row);
    list.prepend(row.element);
    globalThis.htmx?.process(row.element);
  }
  picker.value = "";
  update();
}

async function begin(event) {
  event.preventDefault();
  const waiting = rows.filter((row) => row.state === "chosen");
  if (!waiting.length) {
    document.getElementById("files-read").innerHTML =
      `<p class="fault">${gettext("No file was chosen. Choose one or more files, or drop them above.")}</p>`;
    picker.focus();
    return;
  }
  document.getElementById("files-read").replaceChildren();
  start.disabled = true;
  try {
    if (await allUnderstood(waiting)) for (const row of waiting) row.queue(claimsOf(form, row.own));
  } finally {
    start.disabled = false;
  }
  update();
}

// A sheet that is not understood keeps everything here until it is: nothing is sent in part.
async function allUnderstood(waiting) {
  const sheets = [form, ...waiting.filter((row) => row.own.isConnected).map((row) => row.own)];
  let understood = true;
  for (const sheet of sheets) {
    const answer = await fetch(page.dataset.checkUrl, {
      method: "POST",
      body: claimsOf(sheet),
      headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
    }).catch(() => null);
    if (!answer?.ok) {
      document.getElementById("files-read").innerHTML =
        `<p class="fault">${gettext("The server could not be asked whether it understands the claims. Nothing was sent; sign in again if need be, and start again.")}</p>`;
      return false;
    }
    const { faults } = await answer.json();
    understood = showFaults(sheet, faults) && understood;
  }
  return understood;
}

function update() {
  const under = rows.filter((row) => row.state === "sending").length;
  const next = rows.filter((row) => row.state === "queued").slice(0, Math.max(0, AT_ONCE - under));
  for (const row of next) row.send(form);
  const chosen = rows.filter((row) => row.state === "chosen").length;
  const open = rows.filter((row) => row.isOpen).length;
  const sending = rows.some((row) => ["sending", "queued"].includes(row.state));
  start.textContent = chosen ? ngettext("Upload %(n)s file", "Upload %(n)s files", chosen) : gettext("Upload");
  pauseAll.hidden = !sending && !rows.some((row) => row.state === "paused");
  pauseAll.textContent = sending ? gettext("Pause all") : gettext("Go on with all");
  const count = list.children.length;
  document.getElementById("files-title").textContent =
    count === 0 ? gettext("No files yet") : ngettext("%(n)s file", "%(n)s files", count);
  document.getElementById("empty").hidden = count > 0;
  globalThis.onbeforeunload = open ? (event) => event.preventDefault() : null;
  summarise();
}

const WORDS = {
  arriving: gettext("stopped"),
  taking: gettext("being kept"),
  refused: gettext("refused"),
  received: gettext("received"),
};
const KEPT = {
  already_held: gettext("already held"),
  unreadable: gettext("unreadable"),
  broken: gettext("with a broken step"),
};
let spokenAt = 0;
let later = 0;

function summarise() {
  clearTimeout(later);
  const wait = spokenAt + SAY_EVERY_MS - performance.now();
  if (wait > 0) {
    later = setTimeout(summarise, wait);
    return;
  }
  spokenAt = performance.now();
  const counts = new Map();
  const add = (word) => counts.set(word, (counts.get(word) ?? 0) + 1);
  for (const line of list.querySelectorAll("[data-standing]")) {
    const standing = line.dataset.standing;
    add(WORDS[standing] ?? KEPT[standing] ?? (standing === "done" ? gettext("processed") : gettext("queued")));
  }
  for (const row of rows.filter((one) => one.isOpen)) add(gettext("to go"));
  document.getElementById("summary").textContent = [...counts]
    .map(([word, count]) => `${count} ${word}`)
    .join(" · ");
}

function pauseOrGoOn() {
  const sending = rows.filter((row) => ["sending", "queued"].includes(row.state));
  if (sending.length) for (const row of sending) row.pause();
  else for (const row of rows.filter((one) => one.state === "paused")) row.resume();
}

async function forget(event) {
  if (!event.target.closest('[data-act="forget"]')) return;
  const line = event.target.closest(".file");
  const headers = {
    "Tus-Resumable": "1.0.0",
    "X-CSRFToken": form.elements.csrfmiddlewaretoken.value,
  };
  const answer = await fetch(line.dataset.open, { method: "DELETE", headers });
  if (answer.ok || answer.status === 404) line.remove();
  update();
}

function acceptDrops() {
  const drop = document.getElementById("drop");
  for (const kind of ["dragenter", "dragover"]) {
    document.addEventListener(kind, (event) => {
      if (![...event.dataTransfer.types].includes("Files")) return;
      event.preventDefault();
      drop.classList.add("over");
    });
  }
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) drop.classList.remove("over");
  });
  document.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    drop.classList.remove("over");
    choose(event.dataTransfer.files);
  });
}

// The claims that were last touched are the ones on the map.
async function followClaims() {
  const map = await showMap(document.querySelector("[data-claim-map]"), form);
  document.addEventListener("focusin", ({ target }) => {
    const sheet = target.closest(".claims");
    if (!map || !sheet || sheet === map.sheet || !fieldOf(sheet, "place")) return;
    const file = sheet.closest(".file")?.querySelector(".name").textContent;
    map.bind(sheet, file ? gettext("On the map: %(file)s", { file }) : gettext("On the map"));
  });
}

followClaims();
list.addEventListener("click", forget);
document.addEventListener("htmx:afterSettle", summarise);
if (await loadTus()) {
  document.body.classList.add("js");
  acceptDrops();
  picker.addEventListener("change", () => choose(picker.files));
  pauseAll.addEventListener("click", pauseOrGoOn);
  form.addEventListener("submit", begin);
  // Files chosen while the page was still loading.
  if (picker.files.length) choose(picker.files);
}
summarise();
