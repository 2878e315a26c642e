// The line between stage and frames: dragged or moved by keys, and remembered in this browser.

import { gettext } from "./words.js";

const KEPT = "sightline.screen.height";
const LEAST = 140;
const STEP = 24;

export function addSplit(stage, below) {
  const screen = stage.querySelector(".screen");
  if (!screen || !below) return;
  const split = document.createElement("div");
  split.className = "split";
  split.tabIndex = 0;
  split.role = "separator";
  split.ariaLabel = gettext("Height of the picture; arrows up and down change it");
  split.setAttribute("aria-orientation", "horizontal");
  stage.after(split);

  const set = (height) => {
    const most = Math.round(innerHeight * 0.62);
    const kept = Math.round(Math.min(most, Math.max(LEAST, height)));
    screen.style.setProperty("--screen-height", `${kept}px`);
    split.setAttribute("aria-valuenow", String(kept));
    split.setAttribute("aria-valuemin", String(LEAST));
    split.setAttribute("aria-valuemax", String(most));
    localStorage.setItem(KEPT, String(kept));
  };
  const kept = Number(localStorage.getItem(KEPT));
  if (kept) set(kept);

  split.addEventListener("pointerdown", (event) => {
    const from = screen.offsetHeight - event.clientY;
    const drag = (move) => set(from + move.clientY);
    split.setPointerCapture(event.pointerId);
    split.addEventListener("pointermove", drag);
    const drop = () => split.removeEventListener("pointermove", drag);
    split.addEventListener("pointerup", drop, { once: true });
    split.addEventListener("pointercancel", drop, { once: true });
  });
  split.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    event.preventDefault();
    set(screen.offsetHeight + (event.key === "ArrowUp" ? -STEP : STEP));
  });
}
