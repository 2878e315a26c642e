// A whole clip as a grid of small grey frames, as dense as asked for: only the rows in view are
// there, and every hundred frames come as one picture. The page does not grow with the clip.

import { FrameTable, clock, worldClock } from "./times.js";
import { gettext, grouped, ngettext } from "./words.js";

const SHEET = 100;
const ACROSS = 10;
const CELL_PX = 112;
const GAP_PX = 4;
const LABEL_PX = 20;
const SPARE_ROWS = 3;
const DENSITIES = [250, 1000, 4000, 10000];

export class Film {
  // `chosen` is called with the seconds of the frame that was moved to; `load` with the address
  // of the grid of stills that takes the film's place.
  constructor(chosen, load) {
    this.chosen = chosen;
    this.load = load;
    this.table = null;
    this.current = 0;
    this.sizes = new ResizeObserver(() => this.lay());
    document.addEventListener("change", (event) => this.onChange(event));
    document.addEventListener("htmx:afterSwap", (event) => {
      if (event.detail.target.id === "frames") this.attach();
    });
    this.attach();
  }

  // The section has come anew, and the film is gone from it.
  attach() {
    this.box = null;
    this.sizes.disconnect();
    this.slider = document.getElementById("density");
    if (!this.slider) return;
    const { stills, count } = this.slider.dataset;
    const most = Number(count ?? 0);
    const dense = DENSITIES.filter((one) => one > Number(stills) && one < most);
    this.steps = ["few", "all", ...dense, ...(most > Number(stills) ? [most] : [])];
    this.slider.max = this.steps.length - 1;
    // Until now nothing beyond the first step was allowed.
    this.slider.value = this.slider.getAttribute("value");
    this.tellStep();
  }

  tellStep() {
    const step = this.steps[this.slider.value];
    const words = { few: gettext("a few stills"), all: gettext("all stills") };
    this.slider.setAttribute("aria-valuetext", words[step] ?? ngettext("%(count)s small frame", "%(count)s small frames", step, {
      count: grouped(step),
    }));
  }

  async onChange(event) {
    if (event.target !== this.slider) return;
    this.wanted = Number(this.slider.value);
    await this.apply();
  }

  async apply() {
    this.tellStep();
    const { wanted } = this;
    const step = this.steps[wanted];
    if (typeof step !== "string") {
      this.table ??= await FrameTable.load(this.slider.dataset.times);
      if (wanted === this.wanted) this.show(step);
      return;
    }
    await this.load(this.slider.dataset[step]);
    this.slider?.focus();
    if (wanted === this.wanted || !this.slider) return;
    // Moved on while it came: it is not what is wanted any more.
    this.slider.value = this.wanted;
    await this.apply();
  }

  show(wanted) {
    this.stride = Math.max(1, Math.ceil(this.table.length / wanted));
    this.count = Math.ceil(this.table.length / this.stride);
    const list = document.querySelector("#frames .fgrid");
    if (!this.box) {
      this.box = document.createElement("div");
      this.box.className = "film";
      this.box.setAttribute("role", "group");
      this.tall = document.createElement("div");
      this.box.append(this.tall);
      this.box.style.setProperty("--ratio", list.style.getPropertyValue("--ratio"));
      list.replaceWith(this.box);
      this.ratio = list.style.getPropertyValue("--ratio").split("/").map(Number);
      this.box.addEventListener("scroll", () => this.draw());
      this.box.addEventListener("click", (event) => this.onClick(event));
      this.box.addEventListener("keydown", (event) => this.onKey(event));
      this.sizes.observe(this.box);
    }
    this.box.setAttribute("aria-label", ngettext("%(n)s small grey frame", "%(n)s small grey frames", this.count));
    const said = grouped(this.count);
    document.getElementById("frames-said").textContent = gettext("%(count)s, small and grey as the scan keeps them", { count: said });
    this.current = Math.min(this.current, this.count - 1);
    this.lay();
  }

  // Beneath each picture stands its time, and its time in the world where that is known.
  get label() {
    return document.getElementById("world-time") ? 2 * LABEL_PX : LABEL_PX;
  }

  lay() {
    const width = this.box.clientWidth;
    this.columns = Math.max(1, Math.floor((width + GAP_PX) / (CELL_PX + GAP_PX)));
    const cell = (width - GAP_PX * (this.columns - 1)) / this.columns;
    const [wide, high] = this.ratio;
    this.cell = { width: cell, height: Math.min(200, (cell * high) / wide) + this.label };
    const rows = Math.ceil(this.count / this.columns);
    this.tall.style.height = `${rows * (this.cell.height + GAP_PX)}px`;
    this.draw();
  }

  draw() {
    const row = this.cell.height + GAP_PX;
    const first = Math.max(0, Math.floor(this.box.scrollTop / row) - SPARE_ROWS);
    const rows = Math.ceil(this.box.clientHeight / row) + 2 * SPARE_ROWS;
    const from = first * this.columns;
    const to = Math.min(this.count, from + rows * this.columns);
    const hadFocus = this.box.contains(document.activeElement) && document.activeElement !== this.box;
    const cells = [];
    for (let at = from; at < to; at += 1) cells.push(this.make(at));
    this.tall.replaceChildren(...cells);
    if (hadFocus) this.at(this.current)?.focus({ preventScroll: true });
  }

  at(number) {
    return this.tall.querySelector(`[data-number="${number}"]`);
  }

  make(number) {
    const cell = document.createElement("button");
    const seconds = this.seconds(number);
    cell.type = "button";
    cell.className = "fr";
    cell.dataset.number = number;
    cell.tabIndex = number === this.current ? 0 : -1;
    cell.setAttribute("aria-label", gettext("Frame at %(clock)s", { clock: clock(seconds) }));
    if (number === this.current) cell.setAttribute("aria-current", "true");
    const { width, height } = this.cell;
    cell.style.width = `${width}px`;
    cell.style.height = `${height}px`;
    const column = number % this.columns;
    const row = Math.floor(number / this.columns);
    cell.style.transform = `translate(${column * (width + GAP_PX)}px, ${row * (height + GAP_PX)}px)`;
    const tile = document.createElement("span");
    tile.className = "tile";
    tile.style.height = `${this.cell.height - this.label}px`;
    this.cut(tile, number);
    const words = document.createElement("span");
    words.className = "tc";
    words.textContent = clock(seconds);
    cell.append(tile, words);
    const known = document.getElementById("world-time")?.dataset;
    if (known) {
      const world = document.createElement("span");
      world.className = "wc";
      world.textContent = worldClock(known, seconds);
      cell.append(world);
    }
    return cell;
  }

  // The picture of one frame, out of the sheet of its hundred.
  cut(tile, number) {
    const sheet = Math.floor(number / SHEET);
    const within = number % SHEET;
    const rows = Math.ceil(Math.min(SHEET, this.count - sheet * SHEET) / ACROSS);
    const address = `${this.slider.dataset.sheet}first=${sheet * SHEET * this.stride}&stride=${this.stride}`;
    tile.style.backgroundImage = `url("${address}")`;
    tile.style.backgroundSize = `${ACROSS * 100}% ${rows * 100}%`;
    const down = rows > 1 ? (Math.floor(within / ACROSS) / (rows - 1)) * 100 : 0;
    tile.style.backgroundPosition = `${((within % ACROSS) / (ACROSS - 1)) * 100}% ${down}%`;
  }

  seconds(number) {
    return this.table.seconds(Math.min(this.table.length - 1, number * this.stride));
  }

  onClick(event) {
    const cell = event.target.closest(".fr");
    if (cell) this.moveTo(Number(cell.dataset.number));
  }

  onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const page = this.columns * Math.max(1, Math.floor(this.box.clientHeight / this.cell.height) - 1);
    const by = {
      ArrowLeft: -1,
      ArrowRight: 1,
      ArrowUp: -this.columns,
      ArrowDown: this.columns,
      PageUp: -page,
      PageDown: page,
      Home: -this.count,
      End: this.count,
    }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.moveTo(Math.min(this.count - 1, Math.max(0, this.current + by)));
    this.at(this.current)?.focus({ preventScroll: true });
  }

  moveTo(number) {
    this.mark(number, true);
    this.chosen(this.seconds(number));
  }

  mark(number, scrolls) {
    this.current = number;
    const row = this.cell.height + GAP_PX;
    const top = Math.floor(number / this.columns) * row;
    const { scrollTop, clientHeight } = this.box;
    if (scrolls && top < scrollTop) this.box.scrollTop = top;
    else if (scrolls && top + row > scrollTop + clientHeight) this.box.scrollTop = top + row - clientHeight;
    this.draw();
  }

  // The last frame at or before a moment, as the clip plays.
  follow(seconds) {
    if (!this.box) return;
    const number = Math.min(this.count - 1, Math.floor(this.table.at(seconds) / this.stride));
    if (number !== this.current) this.mark(number, false);
  }

  focus() {
    if (!this.box) return false;
    this.mark(this.current, true);
    this.at(this.current)?.focus({ preventScroll: true });
    return true;
  }
}
