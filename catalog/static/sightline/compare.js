// The compare page: one clock drives all players; offsets are set by hand, by a frame, or by tying
// the same moment in two clips. The address holds all of it.

import { Clock } from "./compare_clock.js";
import { secondsOf } from "./compare_offset.js";
import { Spots } from "./compare_spots.js";
import { Strips } from "./compare_strips.js";
import { Tile } from "./compare_tile.js";
import { Waiting } from "./compare_waiting.js";
import { isWriting, keyOf, keysAreOn } from "./keys.js";
import { clock as clockWords } from "./times.js";
import { gettext } from "./words.js";

const KEEP_UP_MS = 200;
const LOOK_AGAIN_MS = 30;
const ALLOWED_S = 0.02;
const SPEEDS = [...document.querySelectorAll("#speed option")].map((one) => one.value);

const page = document.getElementById("compare");
const board = page.querySelector(".board");
const tiles = [...board.querySelectorAll(".tile")].map((element) => new Tile(element));
const span = () => [
  Math.min(...tiles.map((tile) => tile.offset)),
  Math.max(...tiles.map((tile) => tile.offset + tile.length)),
];
const clock = new Clock(...span());
for (const tile of tiles) tile.clock = clock;
const waiting = new Waiting(tiles, clock);
const strips = new Strips(document.querySelector(".strips"), tiles, (time) => goTo(time));
const said = document.getElementById("said");
const speed = document.getElementById("speed");
let chosen = tiles[0];
let tied = null;
let waitingWords = "";

function goTo(time) {
  clock.stand();
  clock.set(time);
  showPlaying();
  for (const tile of tiles) tile.stand(clock.at());
  showClock();
}

function showClock() {
  const now = clock.at();
  document.getElementById("clock").textContent = `${now < 0 ? "−" : ""}${clockWords(Math.abs(now))}`;
  strips.follow(now);
}

function showPlaying() {
  const button = document.getElementById("play");
  button.classList.toggle("playing", clock.isRunning);
  button.setAttribute("aria-label", clock.isRunning ? gettext("Pause") : gettext("Play"));
}

function toggle() {
  if (clock.isRunning) goTo(clock.at());
  else {
    clock.run();
    waiting.begin();
    showPlaying();
    keepUp();
  }
}

function keepUp() {
  if (!clock.isRunning) return;
  const now = clock.at();
  say(waiting.look(now));
  if (clock.isMoving) for (const tile of tiles) tile.keepUp(now, clock.speed);
  showClock();
  showDrift();
  if (now >= clock.to) goTo(clock.to);
  else setTimeout(keepUp, clock.isWaiting ? LOOK_AGAIN_MS : KEEP_UP_MS);
}

// Whom the clock waits for; what was said of something else stays.
function say(words) {
  if (words === waitingWords) return;
  waitingWords = words;
  said.textContent = words;
}

function showDrift() {
  const drifts = tiles.map((tile) => tile.drift).filter((drift) => drift !== null);
  const line = document.getElementById("largest");
  if (!drifts.length) return;
  const largest = Math.max(...drifts.map(Math.abs));
  const allowed = ALLOWED_S * Math.max(1, clock.speed);
  const words = gettext("largest drift %(largest)s ms of %(allowed)s ms allowed", {
    largest: Math.round(largest * 1000),
    allowed: Math.round(allowed * 1000),
  });
  if (line.textContent !== words) line.textContent = words;
  line.classList.toggle("over", largest > allowed);
}

function choose(tile) {
  chosen = tile;
  for (const one of tiles) one.element.classList.toggle("chosen", one === tile);
  board.style.setProperty("--chosen", tile.number);
  for (const one of tiles) if (one.media && one !== tile) one.media.muted = true;
  showSound();
}

function step(by) {
  if (clock.isRunning) goTo(clock.at());
  goTo(chosen.offset + chosen.beginning(by));
}

function setOffset(tile, offset, error, words, basis = "hand") {
  tile.offset = offset;
  tile.error = error;
  tile.basis = basis;
  [clock.from, clock.to] = span();
  goTo(clock.at());
  strips.lay();
  const row = document.querySelector(`[data-strip="${tile.number}"]`);
  row.querySelector(".offset").value = offset.toFixed(3);
  row.querySelector(".error").value = error === null ? "" : error.toFixed(3);
  row.querySelector(".how").textContent = words;
  for (const why of row.querySelectorAll(".why")) why.remove();
  writeAddress();
}

function refuse(field, kept) {
  said.textContent = gettext(
    "“%(words)s” was not taken, nothing is changed. Write seconds, as 9.52, or frames of a clip, as 12 f; an error has no sign.",
    { words: field.value }
  );
  field.value = kept === null ? "" : kept.toFixed(3);
}

// The address and the form to keep it name every item with its offset.
function writeAddress() {
  const version = document.querySelector("form [name=version]")?.value;
  const query = tiles.map((tile) => `item=${encodeURIComponent(tile.spot)}`);
  if (version) query.unshift(`version=${version}`);
  history.replaceState(null, "", `${page.dataset.address}?${query.join("&")}`);
  for (const tile of tiles) {
    for (const field of document.querySelectorAll(`form [data-ref="${tile.ref}"]`)) field.value = tile.spot;
  }
}

// First the moment in one clip, then the same moment in another: that one moves to it.
function tie() {
  if (!chosen.isOn(clock.at()) && chosen.length) {
    said.textContent = gettext("%(ref)s shows nothing at this time: go to a moment of it.", { ref: chosen.ref });
    return;
  }
  const moment = { tile: chosen, own: chosen.own(clock.at()) };
  if (!tied || tied.tile === chosen) {
    tied = moment;
    said.textContent = gettext(
      "%(ref)s at %(clock)s: now go to the same moment in another clip, choose that clip, and tie again.",
      { ref: chosen.ref, clock: clockWords(moment.own) }
    );
    return;
  }
  const apart = Math.hypot(tied.tile.step, chosen.step) / Math.sqrt(12);
  const error = Math.max(0.001, apart) + (tied.tile.error ?? 0);
  setOffset(chosen, tied.tile.offset + tied.own - moment.own, error, gettext("tied by hand to %(ref)s", { ref: tied.tile.ref }));
  goTo(tied.tile.offset + tied.own);
  said.textContent = gettext("%(ref)s is tied to %(other)s: %(clock)s is %(there)s there.", {
    ref: chosen.ref,
    other: tied.tile.ref,
    clock: clockWords(moment.own),
    there: clockWords(tied.own),
  });
  tied = null;
}

function showSound() {
  const button = document.getElementById("sound");
  const on = chosen.media !== null && !chosen.media.muted;
  button.setAttribute("aria-pressed", String(on));
  button.lastElementChild.textContent = on ? gettext("Sound from %(ref)s", { ref: chosen.ref }) : gettext("Sound off");
}

function setView(view) {
  board.dataset.view = view;
  for (const one of document.querySelectorAll("[data-view][aria-pressed]")) {
    one.setAttribute("aria-pressed", String(one.dataset.view === view));
  }
  document.querySelector(".mix").hidden = view === "tiles" || view === "difference";
  const kept = document.querySelector("#keep [name=view]");
  if (kept) kept.value = view;
  if (view !== "tiles" && chosen === tiles[0]) choose(tiles[1]);
}

function onKey(event) {
  if (!keysAreOn() || event.ctrlKey || event.metaKey || isWriting(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  const key = keyOf(event).toLowerCase();
  const by = key === "arrowleft" ? -1 : key === "arrowright" ? 1 : 0;
  if (by && event.altKey) setOffset(chosen, chosen.offset + by * chosen.step, chosen.error ?? chosen.step / 2, gettext("by hand"));
  else if (event.altKey) return;
  else if (by && event.shiftKey) goTo(clock.at() + by);
  else if (by) step(by);
  else if (key === " " && !event.target.closest("button, a, summary, select")) toggle();
  else if (key === "b") board.classList.toggle("blinked");
  else if (key === "j" || key === "l") changeSpeed(key === "l" ? 1 : -1);
  else if (/^[1-9]$/.test(key) && tiles[key - 1]) choose(tiles[key - 1]);
  else return;
  event.preventDefault();
}

function changeSpeed(by) {
  speed.value = SPEEDS[Math.min(SPEEDS.length - 1, Math.max(0, SPEEDS.indexOf(speed.value) + by))];
  clock.setSpeed(Number(speed.value));
}

document.addEventListener("keydown", onKey);
document.getElementById("play").addEventListener("click", toggle);
document.getElementById("back").addEventListener("click", () => step(-1));
document.getElementById("forward").addEventListener("click", () => step(1));
document.getElementById("tie")?.addEventListener("click", tie);
speed.addEventListener("change", () => clock.setSpeed(Number(speed.value)));
document.getElementById("sound").addEventListener("click", () => {
  if (chosen.media) chosen.media.muted = !chosen.media.muted;
  showSound();
});
document.getElementById("mix")?.addEventListener("input", ({ target }) => board.style.setProperty("--mix", target.value / 100));
document.getElementById("this-moment")?.addEventListener("click", () => {
  const field = document.getElementById("moments");
  field.value = `${field.value} ${clock.at().toFixed(3)}`.trim();
});
for (const button of document.querySelectorAll("button[data-view]")) {
  button.addEventListener("click", () => setView(button.dataset.view));
}
for (const tile of tiles) {
  tile.element.addEventListener("click", () => choose(tile));
  const field = document.querySelector(`[data-strip="${tile.number}"] .offset`);
  field.addEventListener("change", () => {
    const offset = secondsOf(field.value, tile);
    if (offset !== null) setOffset(tile, offset, tile.step / 2, gettext("by hand"));
    else refuse(field, tile.offset);
  });
  const error = document.querySelector(`[data-strip="${tile.number}"] .error`);
  error.addEventListener("change", () => {
    const seconds = secondsOf(error.value, tile);
    if (seconds !== null && seconds >= 0) setOffset(tile, tile.offset, seconds, gettext("by hand"));
    else refuse(error, tile.error);
  });
  tile.media?.addEventListener("loadedmetadata", () => tile.stand(clock.at()), { once: true });
}
for (const button of document.querySelectorAll(".take")) {
  const tile = tiles[button.closest("[data-strip]").dataset.strip - 1];
  const { seconds, error, words, basis } = button.dataset;
  button.addEventListener("click", () => setOffset(tile, Number(seconds), Number(error), words, basis));
}
const spots = document.getElementById("spots");
if (spots) {
  const say = (words) => (said.textContent = words);
  new Spots(spots, tiles, { chosen: () => chosen, choose, goTo, say });
}
choose(tiles[0]);
if (tiles.length > 1) setView(board.dataset.view);
// Begin where all have begun, if the first to end has not ended by then.
const allOn = Math.max(...tiles.map((tile) => tile.offset));
const firstEnd = Math.min(...tiles.filter((tile) => tile.length).map((tile) => tile.offset + tile.length));
goTo(allOn < firstEnd ? allOn : clock.from);
