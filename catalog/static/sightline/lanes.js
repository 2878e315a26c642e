// The lanes under the player: brightness, sound, pitches, cuts and marks of the stretch in view.
// The server reduces any stretch to as many columns as fit; nothing grows with the clip.

import { Spectrum } from "./spectrum.js";
import { clock } from "./times.js";
import { gettext, ngettext } from "./words.js";

const LABEL_PX = 46;
const ROW_PX = 34;
const SPECTRUM_PX = 72;
const EVENTS_Y = 2 * ROW_PX + SPECTRUM_PX;
const EVENTS_PX = 20;
const AXIS_PX = 18;
const CLOSEST_S = 0.2;
const ZOOM = 2;
const STEPS_S = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600, 7200];

export class Lanes {
  // `seek` is called with seconds from the first frame; `chose` with the two ends of a stretch
  // that was drawn with Shift held.
  constructor(box, seek, chose) {
    this.box = box;
    this.canvas = box.querySelector("canvas");
    this.note = box.querySelector(".lanes-said");
    this.pitch = box.querySelector(".lanes-pitch");
    this.seek = seek;
    this.chose = chose;
    this.marks = [];
    this.length = Number(box.dataset.seconds);
    this.view = [0, this.length];
    this.now = 0;
    this.loop = null;
    this.data = null;
    this.spectrum = null;
    this.asked = 0;
    box.hidden = false;
    new ResizeObserver(() => this.load()).observe(this.canvas);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw());
    this.canvas.addEventListener("pointerdown", (event) => this.onPointer(event));
    this.canvas.addEventListener("wheel", (event) => this.onWheel(event), { passive: false });
    for (const button of box.querySelectorAll("[data-zoom]")) {
      button.addEventListener("click", () => this.zoom(Number(button.dataset.zoom), this.now));
    }
  }

  get width() {
    return this.canvas.clientWidth - LABEL_PX;
  }

  x(seconds) {
    const [from, to] = this.view;
    return LABEL_PX + ((seconds - from) / (to - from)) * this.width;
  }

  secondsAt(x) {
    const [from, to] = this.view;
    const share = Math.min(1, Math.max(0, (x - LABEL_PX) / this.width));
    return from + share * (to - from);
  }

  async load() {
    if (this.width <= 0) return;
    const [from, to] = this.view;
    const columns = Math.min(2000, Math.max(1, Math.round(this.width)));
    this.asked += 1;
    const asked = this.asked;
    const answer = await fetch(`${this.box.dataset.src}?from=${from}&to=${to}&columns=${columns}`);
    // A later question overtakes this one.
    if (asked !== this.asked) return;
    if (!answer.ok) {
      this.note.textContent = gettext("The lanes could not be read (%(status)s); load the page again.", { status: answer.status });
      return;
    }
    this.data = await answer.json();
    const { spectrum } = this.data;
    this.spectrum = spectrum && new Spectrum(spectrum, this.data.columns);
    this.draw();
  }

  follow(seconds) {
    this.now = seconds;
    const [from, to] = this.view;
    if (seconds < from || seconds > to) this.show(seconds - (to - from) / 2, to - from);
    else this.draw();
  }

  setLoop(loop) {
    this.loop = loop;
    this.draw();
  }

  // Each with the seconds at which it begins and ends, and its colour.
  setMarks(marks) {
    this.marks = marks;
    this.draw();
  }

  // The cut or mark before or after a moment; undefined where there is none.
  event(from, by) {
    const begins = this.marks.map((one) => one.from);
    const cuts = [...(this.data?.cuts ?? []), ...begins].sort((one, other) => one - other);
    return by > 0 ? cuts.find((one) => one > from + 1e-3) : cuts.findLast((one) => one < from - 1e-3);
  }

  zoom(by, around) {
    const [from, to] = this.view;
    const span = Math.min(this.length, Math.max(CLOSEST_S, (to - from) * ZOOM ** -by));
    const share = (Math.min(to, Math.max(from, around)) - from) / (to - from);
    this.show(around - share * span, span);
  }

  show(from, span) {
    const begin = Math.max(0, Math.min(from, this.length - span));
    this.view = [begin, Math.min(this.length, begin + span)];
    this.load();
  }

  onPointer(event) {
    if (event.button !== 0) return;
    if (event.shiftKey) {
      this.choose(event);
      return;
    }
    const go = (one) => this.seek(this.secondsAt(one.offsetX));
    this.canvas.setPointerCapture(event.pointerId);
    go(event);
    this.canvas.addEventListener("pointermove", go);
    const drop = () => this.canvas.removeEventListener("pointermove", go);
    this.canvas.addEventListener("pointerup", drop, { once: true });
    this.canvas.addEventListener("pointercancel", drop, { once: true });
  }

  // With Ctrl it zooms, sideways it moves; otherwise the page scrolls as it should.
  // A stretch, from where the pointer went down to where it is let go.
  choose(begun) {
    const from = this.secondsAt(begun.offsetX);
    this.canvas.setPointerCapture(begun.pointerId);
    const drop = (event) => {
      const ends = [from, this.secondsAt(event.offsetX)].sort((one, other) => one - other);
      this.chose?.(ends);
    };
    this.canvas.addEventListener("pointerup", drop, { once: true });
  }

  onWheel(event) {
    const [from, to] = this.view;
    if (event.ctrlKey) this.zoom(event.deltaY < 0 ? 1 : -1, this.secondsAt(event.offsetX));
    else if (event.deltaX) this.show(from + (event.deltaX / this.width) * (to - from), to - from);
    else return;
    event.preventDefault();
  }

  draw() {
    const { canvas, data } = this;
    if (!data) return;
    const height = EVENTS_Y + EVENTS_PX + AXIS_PX;
    const density = devicePixelRatio || 1;
    canvas.width = Math.round(canvas.clientWidth * density);
    canvas.height = Math.round(height * density);
    canvas.style.height = `${height}px`;
    const pen = canvas.getContext("2d");
    pen.scale(density, density);
    const style = getComputedStyle(canvas);
    this.colour = (name) => style.getPropertyValue(name);
    pen.font = `11px ${style.fontFamily}`;
    this.drawSpectrum(pen);
    this.drawAxis(pen, height);
    this.drawLuma(pen);
    this.drawSound(pen);
    this.drawEvents(pen);
    this.drawMarks(pen);
    this.drawPlayhead(pen, height - AXIS_PX);
    this.say();
  }

  label(pen, words, y) {
    pen.fillStyle = this.colour("--text-2");
    pen.textAlign = "left";
    pen.fillText(words, 8, y);
  }

  drawAxis(pen, height) {
    const [from, to] = this.view;
    const step = STEPS_S.find((one) => ((to - from) / one) * 64 <= this.width) ?? STEPS_S.at(-1);
    pen.textAlign = "center";
    for (let tick = Math.ceil(from / step) * step; tick <= to; tick += step) {
      const x = Math.round(this.x(tick)) + 0.5;
      pen.strokeStyle = this.colour("--line");
      pen.beginPath();
      pen.moveTo(x, 2);
      pen.lineTo(x, height - AXIS_PX);
      pen.stroke();
      pen.fillStyle = this.colour("--text-2");
      const words = clock(tick);
      const room = Math.min(this.canvas.clientWidth - 28, Math.max(LABEL_PX + 22, x));
      pen.fillText(step < 1 ? words.slice(2) : words.slice(0, 7), room, height - 5);
    }
  }

  drawLuma(pen) {
    this.label(pen, gettext("luma"), ROW_PX / 2 + 4);
    const { luma, columns } = this.data;
    if (!luma) return;
    const y = (value) => ROW_PX - 3 - (value / 255) * (ROW_PX - 6);
    pen.strokeStyle = this.colour("--text-2");
    pen.lineWidth = 1.2;
    pen.beginPath();
    let drawn = false;
    for (let column = 0; column < columns; column += 1) {
      if (luma.lowest[column] === null) continue;
      const x = LABEL_PX + ((column + 0.5) / columns) * this.width;
      if (drawn) pen.lineTo(x, y(luma.highest[column]));
      else pen.moveTo(x, y(luma.highest[column]));
      pen.lineTo(x, y(luma.lowest[column]));
      drawn = true;
    }
    pen.stroke();
  }

  drawSound(pen) {
    const middle = ROW_PX * 1.5;
    this.label(pen, gettext("sound"), middle + 4);
    const { sound, columns } = this.data;
    pen.strokeStyle = this.colour("--text-3");
    pen.lineWidth = 1;
    pen.beginPath();
    for (let column = 0; column < columns && sound; column += 1) {
      if (sound.lowest[column] === null) continue;
      const x = LABEL_PX + ((column + 0.5) / columns) * this.width;
      pen.moveTo(x, middle - sound.highest[column] * (ROW_PX / 2 - 2) - 0.5);
      pen.lineTo(x, middle - sound.lowest[column] * (ROW_PX / 2 - 2) + 0.5);
    }
    pen.stroke();
    if (!sound) {
      pen.fillStyle = this.colour("--text-3");
      pen.fillText(this.data.sound_said, LABEL_PX + 6, middle + 4);
    }
  }

  drawSpectrum(pen) {
    const top = 2 * ROW_PX;
    this.label(pen, "Hz", top + SPECTRUM_PX / 2 + 4);
    if (this.spectrum) {
      const [left, right] = [this.data.starts_s, this.data.ends_s].map((one) => this.x(one));
      const box = { left, right, top: top + 2, height: SPECTRUM_PX - 4, edge: LABEL_PX };
      this.spectrum.draw(pen, { ...box, colour: this.colour });
    } else {
      pen.fillStyle = this.colour("--text-3");
      pen.fillText(this.data.spectrum_said, LABEL_PX + 6, top + SPECTRUM_PX / 2 + 4);
    }
  }

  drawEvents(pen) {
    const y = EVENTS_Y;
    this.label(pen, gettext("events"), y + 14);
    pen.strokeStyle = this.colour("--text");
    for (const cut of this.data.cuts) {
      for (const beside of [-2, 1]) {
        const x = Math.round(this.x(cut)) + beside + 0.5;
        if (x < LABEL_PX) continue;
        pen.beginPath();
        pen.moveTo(x, y + 4);
        pen.lineTo(x, y + EVENTS_PX - 4);
        pen.stroke();
      }
    }
  }

  drawMarks(pen) {
    const y = EVENTS_Y + EVENTS_PX - 5;
    for (const { from, to, colour } of this.marks) {
      const left = Math.max(LABEL_PX, this.x(from) - 1.5);
      const right = this.x(to) + 1.5;
      if (right <= LABEL_PX || left > this.canvas.clientWidth) continue;
      pen.fillStyle = this.colour(`--mark-${colour}`);
      pen.fillRect(left, y, Math.max(3, right - left), 5);
    }
  }

  drawPlayhead(pen, bottom) {
    if (this.loop) {
      const [from, to] = this.loop.map((one) => this.x(one));
      pen.fillStyle = this.colour("--text");
      pen.globalAlpha = 0.14;
      pen.fillRect(from, 0, Math.max(1, to - from), bottom);
      pen.globalAlpha = 1;
    }
    const x = Math.round(this.x(this.now)) + 0.5;
    if (x < LABEL_PX) return;
    pen.strokeStyle = this.colour("--text");
    pen.lineWidth = 1;
    pen.beginPath();
    pen.moveTo(x, 0);
    pen.lineTo(x, bottom);
    pen.stroke();
    pen.fillStyle = this.colour("--text");
    pen.beginPath();
    pen.moveTo(x - 4, 0);
    pen.lineTo(x + 4, 0);
    pen.lineTo(x, 6);
    pen.fill();
  }

  // What the drawing shows, for those who do not see it.
  say() {
    const { luma, sound } = this.data;
    const [from, to] = this.view;
    const cuts = this.data.cuts.filter((one) => one >= from && one <= to);
    const known = luma ? luma.highest.filter((one) => one !== null) : [];
    const bright = known.length
      ? gettext("brightness up to %(most)s of 255", { most: Math.max(...known) })
      : gettext("brightness not measured");
    const heard = sound ? gettext("with sound") : gettext("sound: %(said)s", { said: this.data.sound_said });
    const pitches = this.spectrum?.words ?? gettext("pitches: %(said)s", { said: this.data.spectrum_said });
    const changes = ngettext("%(n)s sudden change", "%(n)s sudden changes", cuts.length);
    const words = gettext("From %(from)s to %(to)s: %(bright)s, %(heard)s, %(pitches)s, %(changes)s.", {
      from: clock(from),
      to: clock(to),
      bright,
      heard,
      pitches,
      changes,
    });
    const { starts_s: starts, ends_s: ends, columns } = this.data;
    const column = Math.floor(((this.now - starts) / (ends - starts)) * columns);
    this.pitch.textContent = this.spectrum?.loudest(column) ?? "";
    if (this.canvas.getAttribute("aria-label") !== words) this.canvas.setAttribute("aria-label", words);
  }
}
