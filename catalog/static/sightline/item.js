// The item page: ties player, frame grid and keys together, and tells progress aloud.

import { Film } from "./film.js";
import { Grid, Lightbox } from "./frames.js";
import { Marks } from "./item_marks.js";
import { isWriting, keyOf, keysAreOn } from "./keys.js";
import { Lanes } from "./lanes.js";
import { Orders } from "./orders.js";
import { Pace } from "./pace.js";
import { Player } from "./player.js";
import { addSplit } from "./split.js";
import { worldClock } from "./times.js";
import { View } from "./view.js";
import { gettext } from "./words.js";

const SAY_AT_MOST_EVERY_MS = 5000;

const stage = document.getElementById("stage");
const grid = new Grid(
  (frame) => choose(frame),
  (frame) => lightbox?.open(frame),
);
const player = new Player(stage, (seconds) => follow(seconds));
// A page whose pictures are covered has nothing to enlarge.
const lightbox = document.getElementById("lightbox") ? new Lightbox(grid, player) : null;
const pace = player.media ? new Pace(stage, player, (loop) => lanes?.setLoop(loop)) : null;
const laneBox = document.getElementById("lanes");
const lanes = laneBox
  ? new Lanes(
      laneBox,
      (seconds) => player.seek(seconds),
      (stretch) => marks.open(stretch),
    )
  : null;
const marks = new Marks(
  stage,
  player,
  () => pace?.loop ?? null,
  (all) => lanes?.setMarks(all),
  { shown: () => Number(grid.current?.dataset.at.slice(1) ?? 0) + 1, show: showPage },
);
new View(stage);
if (grid.current) addSplit(stage, document.querySelector("#frames:not([hidden])"));

function showPage(number) {
  const frame = grid.frames.find((one) => one.dataset.at === `@${number - 1}`);
  if (frame) grid.moveTo(frame);
  return frame !== undefined;
}

// What is looked for is the frame on screen.
function aim(at) {
  const link = document.getElementById("find-like");
  if (link) link.href = link.href.replace(/like=.*$/, `like=${link.dataset.ref}${at}`);
}

function follow(seconds) {
  const [world, known] = ["world", "world-time"].map((id) => document.getElementById(id));
  if (world && known) world.textContent = worldClock(known.dataset, seconds);
  aim(`@${seconds.toFixed(6)}`);
  grid.follow(seconds);
  film.follow(seconds);
  lanes?.follow(seconds);
  pace?.follow(seconds);
  lightbox?.follow();
}

const orders = stage.dataset.order ? new Orders(stage, player) : null;

// Every frame of the loop or around the frame on screen, every frame around a mark, or an address.
async function addressOf(asked) {
  if (asked === "every") return orders?.stretch(pace?.loop);
  if (asked !== "mark") return asked;
  const around = marks.around(player.seconds);
  return around ? orders?.stretch(around) : orders?.say(gettext("Nothing is marked yet."));
}

async function showFrames(asked) {
  const wanted = await addressOf(asked);
  if (!wanted) return;
  await globalThis.htmx.ajax("GET", wanted, { target: "#frames", swap: "outerHTML" });
  grid.focus();
}

const film = new Film((seconds) => player.seek(seconds), showFrames);

document.addEventListener("click", (event) => {
  const choice = event.target.closest?.("[data-frames]");
  if (choice) showFrames(choice.dataset.frames);
});

function goToEvent(by) {
  const moment = lanes?.event(player.seconds, by);
  if (moment !== undefined) player.seek(moment);
}

function choose(frame) {
  player.seek(Number(frame.dataset.seconds));
  if (player.isUsable) return;
  aim(frame.dataset.at);
  const still = document.getElementById("still");
  if (!still || !frame.dataset.src) return;
  still.src = frame.dataset.src;
  still.alt = frame.getAttribute("aria-label");
  document.getElementById("now").textContent = frame.dataset.clock;
  document.getElementById("exact").textContent = frame.dataset.exact;
}

function step(by) {
  if (player.isUsable && player.step(by)) return;
  const next = grid.neighbour(by);
  if (next) grid.moveTo(next);
}

function onKey(event) {
  if (!keysAreOn() || event.ctrlKey || event.metaKey || event.altKey) return;
  if (isWriting(event.target) || document.querySelector("dialog[open]")) return;
  const onControl = event.target.closest("button, a, summary, input, [tabindex]") !== null;
  const key = keyOf(event).toLowerCase();
  if (key === " " && (!onControl || event.target.closest(".fgrid, .film")) && player.isUsable) {
    player.toggle();
  } else if (pace && (key === "j" || key === "l")) {
    pace.change(key === "l" ? 1 : -1);
  } else if (key === "n" || key === "p") {
    goToEvent(key === "n" ? 1 : -1);
  } else if (key === "g") {
    if (!film.focus()) grid.focus();
  } else if (key === "arrowleft" || key === "arrowright") {
    if (event.target.closest("input, .tabs, .scroll")) return;
    const by = key === "arrowleft" ? -1 : 1;
    if (event.shiftKey && player.isUsable) player.jump(by);
    else if (!event.shiftKey) step(by);
  } else {
    return;
  }
  event.preventDefault();
}

document.addEventListener("keydown", onKey);
document.getElementById("enlarge")?.addEventListener("click", (event) => {
  event.preventDefault();
  lightbox?.openScreen();
});

// A picture that was asked for is covered again when one leaves, also by reload or a passed-on link.
if (new URLSearchParams(location.search).has("show")) {
  const address = new URL(location.href);
  address.searchParams.delete("show");
  history.replaceState(null, "", address);
}

document.addEventListener("htmx:afterSwap", () => {
  const { src, firstFrameAt } = document.getElementById("progress")?.dataset ?? {};
  if (src) player.offer(src, Number(firstFrameAt));
});

let saidAt = 0;
document.addEventListener("htmx:afterSwap", () => {
  const progress = document.getElementById("progress");
  const said = document.getElementById("progress-said");
  if (!progress || !said || performance.now() - saidAt < SAY_AT_MOST_EVERY_MS) return;
  if (said.textContent === progress.dataset.said) return;
  said.textContent = progress.dataset.said;
  saidAt = performance.now();
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id !== "frames") return;
  document.querySelector("#progress [hx-target='#frames']")?.remove();
  fillEmptyStage();
});

function fillEmptyStage() {
  const empty = stage.querySelector(".screen > .nopic");
  const frame = grid.current;
  if (!empty || !frame?.dataset.src) return;
  const still = document.createElement("img");
  still.id = "still";
  empty.replaceWith(still);
  still.src = frame.dataset.src;
  still.alt = frame.getAttribute("aria-label");
}
