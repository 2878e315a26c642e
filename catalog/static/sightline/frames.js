// The frame grid: one stop for Tab, arrows inside, Enter or Z to enlarge.

import { keyOf } from "./keys.js";
import { gettext } from "./words.js";

const KEYS = { ArrowLeft: -1, ArrowRight: 1 };

export class Grid {
  // `chosen` is called with the button of the frame that was moved to.
  constructor(chosen, enlarge) {
    this.chosen = chosen;
    this.enlarge = enlarge;
    document.addEventListener("keydown", (event) => this.onKey(event));
    document.addEventListener("click", (event) => {
      const frame = event.target.closest?.(".fgrid .fr");
      if (frame) this.moveTo(frame);
    });
    document.addEventListener("dblclick", (event) => {
      const frame = event.target.closest?.(".fgrid .fr");
      if (frame) this.enlarge(frame);
    });
  }

  get frames() {
    return [...document.querySelectorAll(".fgrid .fr")];
  }

  get current() {
    return document.querySelector(".fgrid .fr[aria-current]") ?? this.frames[0] ?? null;
  }

  focus() {
    const frame = this.current;
    if (!frame) return;
    frame.focus();
    this.mark(frame);
  }

  onKey(event) {
    const frame = event.target.closest?.(".fgrid .fr");
    if (!frame || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (event.key === "Enter") {
      event.preventDefault();
      this.enlarge(frame);
      return;
    }
    const next = this.next(frame, event.key);
    if (!next) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    next.focus();
    this.moveTo(next);
  }

  next(frame, key) {
    const { frames } = this;
    const at = frames.indexOf(frame);
    if (key === "Home") return frames[0];
    if (key === "End") return frames.at(-1);
    if (key in KEYS) return frames[at + KEYS[key]];
    if (key !== "ArrowUp" && key !== "ArrowDown") return undefined;
    const first = frames[0].getBoundingClientRect().top;
    const columns = frames.findIndex((one) => one.getBoundingClientRect().top > first + 1);
    if (columns < 1) return undefined;
    return frames[at + (key === "ArrowDown" ? columns : -columns)];
  }

  // The frame before or after the current one, for those who are not in the grid.
  neighbour(by) {
    const { frames } = this;
    return frames[frames.indexOf(this.current) + by];
  }

  moveTo(frame) {
    this.mark(frame);
    this.chosen(frame);
  }

  mark(frame) {
    for (const one of this.frames) {
      one.tabIndex = one === frame ? 0 : -1;
      if (one === frame) one.setAttribute("aria-current", "true");
      else one.removeAttribute("aria-current");
    }
  }

  // Mark the last frame at or before a moment, as the clip plays.
  follow(seconds) {
    const before = this.frames.filter((one) => Number(one.dataset.seconds) <= seconds + 5e-4);
    const frame = before.at(-1);
    if (frame && frame !== document.querySelector(".fgrid .fr[aria-current]")) this.mark(frame);
  }
}

// Enlarges a still of the grid, or the frame on screen, which it then follows.
export class Lightbox {
  constructor(grid, player) {
    this.grid = grid;
    this.player = player;
    this.dialog = document.getElementById("lightbox");
    this.picture = document.getElementById("lightbox-picture");
    this.big = this.dialog.querySelector(".big");
    this.pixels = document.getElementById("pixels");
    this.frame = null;
    document.getElementById("lightbox-close").addEventListener("click", () => this.dialog.close());
    this.pixels.addEventListener("click", () => this.setPixels(!this.isByPixels));
    this.dialog.addEventListener("keydown", (event) => this.onKey(event));
    this.dialog.addEventListener("close", () => this.frame?.focus());
  }

  get isByPixels() {
    return this.big.classList.contains("pixels");
  }

  open(frame) {
    if (!frame?.dataset.src) return;
    this.frame = frame;
    this.show(frame.dataset);
    this.unfold();
  }

  // The frame on screen, or the still that was chosen where nothing plays.
  async openScreen() {
    const shot = await this.player.picture();
    if (!shot) {
      this.open(this.grid.current);
      return;
    }
    this.player.media.pause();
    this.frame = null;
    this.show(shot);
    this.unfold();
  }

  unfold() {
    document.getElementById("lightbox-file").hidden = this.frame === null;
    if (!this.dialog.open) this.dialog.showModal();
    this.big.focus();
  }

  // Another frame has come on screen.
  async follow() {
    if (!this.dialog.open || this.frame) return;
    const shot = await this.player.picture();
    if (shot && !this.frame) this.show(shot);
  }

  show({ src, clock, exact, width }) {
    URL.revokeObjectURL(this.picture.src);
    this.picture.src = src;
    this.picture.alt = gettext("Frame at %(clock)s", { clock });
    this.picture.style.setProperty("--width", width);
    document.getElementById("lightbox-now").textContent = clock;
    document.getElementById("lightbox-exact").textContent = exact;
    document.getElementById("lightbox-file").href = src;
  }

  setPixels(on) {
    this.big.classList.toggle("pixels", on);
    this.pixels.setAttribute("aria-pressed", String(on));
  }

  onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (keyOf(event).toLowerCase() === "z") this.setPixels(!this.isByPixels);
    else if (event.key in KEYS && !this.isByPixels) this.walk(KEYS[event.key]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  walk(by) {
    if (!this.frame) {
      this.player.step(by);
      return;
    }
    const { frames } = this.grid;
    const next = frames[frames.indexOf(this.frame) + by];
    if (!next) return;
    this.frame = next;
    this.show(next.dataset);
    this.grid.moveTo(next);
  }
}
