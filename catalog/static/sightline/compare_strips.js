// Strips of stills on the common clock, one playhead through all, and what of it is in view.

import { clock } from "./times.js";

const STEPS_S = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21600, 86400];
const TICK_PX = 84;
const SHOT_PX = 74;
const LEAST_NEAR_S = 10;

export class Strips {
  constructor(section, tiles, seek) {
    this.axis = section.querySelector("#axis");
    this.tiles = tiles;
    this.seek = seek;
    this.rows = tiles.map((tile) => section.querySelector(`[data-strip="${tile.number}"] .strip`));
    this.heads = [this.axis, ...this.rows].map((row) => {
      const head = document.createElement("span");
      head.className = "playhead";
      row.append(head);
      return head;
    });
    for (const row of [this.axis, ...this.rows]) {
      row.addEventListener("pointerdown", (event) => this.onPointer(row, event));
    }
    new ResizeObserver(() => this.lay()).observe(this.axis);
    this.now = 0;
    this.middle = null;
    for (const button of section.querySelectorAll("[data-stretch]")) {
      button.addEventListener("click", () => this.show(button.dataset.stretch === "near" && this.middle === null));
    }
    this.buttons = section.querySelectorAll("[data-stretch]");
    this.lay();
  }

  // Around this moment, or the whole clock.
  show(isNear) {
    this.middle = isNear ? this.now : null;
    for (const button of this.buttons) {
      button.setAttribute("aria-pressed", String((button.dataset.stretch === "near") === isNear));
    }
    this.lay();
  }

  // From the first beginning to the last end, with a little room; near, as long as the longest clip.
  get view() {
    if (this.middle !== null) {
      const half = Math.max(LEAST_NEAR_S, ...this.tiles.map((tile) => tile.length)) * 0.6;
      return [this.middle - half, this.middle + half];
    }
    const from = Math.min(...this.tiles.map((tile) => tile.offset));
    const to = Math.max(...this.tiles.map((tile) => tile.offset + Math.max(tile.length, 0.2)));
    const room = (to - from) * 0.01;
    return [from - room, to + room];
  }

  share(time) {
    const [from, to] = this.view;
    return ((time - from) / (to - from)) * 100;
  }

  lay() {
    const width = this.axis.clientWidth;
    if (!width) return;
    this.tiles.forEach((tile, place) => {
      const row = this.rows[place];
      let last = -SHOT_PX;
      for (const shot of row.querySelectorAll(".shot")) {
        const at = this.share(tile.offset + Number(shot.dataset.seconds));
        const px = (at / 100) * width;
        shot.hidden = px - last < SHOT_PX || px < 0 || px > width;
        if (!shot.hidden) last = px;
        // At the right end it hangs to the left of its moment rather than being cut off.
        shot.style.left = `min(${at}%, 100% - ${SHOT_PX - 2}px)`;
      }
      row.style.setProperty("--from", `${this.share(tile.offset)}%`);
      row.style.setProperty("--to", `${this.share(tile.offset + Math.max(tile.length, 0.2))}%`);
      const error = tile.error === null ? 0 : tile.error;
      row.style.setProperty("--early", `${this.share(tile.offset - error)}%`);
      row.style.setProperty("--late", `${this.share(tile.offset + tile.length + error)}%`);
    });
    this.layAxis(width);
    this.follow(this.now);
  }

  layAxis(width) {
    for (const old of this.axis.querySelectorAll(".tick")) old.remove();
    const [from, to] = this.view;
    const step = STEPS_S.find((one) => ((to - from) / one) * TICK_PX <= width) ?? STEPS_S.at(-1);
    for (let time = Math.ceil(from / step) * step; time <= to; time += step) {
      const share = this.share(time);
      if (share < 4 || share > 97) continue;
      const tick = document.createElement("span");
      tick.className = "tick";
      tick.textContent = `${time < 0 ? "−" : ""}${clock(Math.abs(time)).slice(0, step < 1 ? 9 : 7)}`;
      tick.style.left = `${share}%`;
      this.axis.append(tick);
    }
  }

  follow(now) {
    this.now = now;
    const [from, to] = this.view;
    if (this.middle !== null && (now < from || now > to)) {
      this.middle = now;
      this.lay();
      return;
    }
    const left = `${this.share(now)}%`;
    for (const head of this.heads) head.style.left = left;
  }

  onPointer(row, event) {
    if (event.button !== 0) return;
    const box = row.getBoundingClientRect();
    const [from, to] = this.view;
    this.seek(from + ((event.clientX - box.left) / box.width) * (to - from));
  }
}
