// Time in a file: exact ticks from the server, written as h:mm:ss.mmm.

import { gettext, grouped } from "./words.js";

export function clock(seconds) {
  const milliseconds = Math.max(0, Math.floor(seconds * 1000 + 0.5));
  const pad = (value, length) => String(value).padStart(length, "0");
  const whole = Math.floor(milliseconds / 1000);
  const minutes = pad(Math.floor(whole / 60) % 60, 2);
  const rest = pad(milliseconds % 1000, 3);
  return `${Math.floor(whole / 3600)}:${minutes}:${pad(whole % 60, 2)}.${rest}`;
}

// In UTC, `23:27 ± 6 min` so long after the first frame: no finer than is known, as the server writes it.
export function worldClock({ utc, error }, seconds) {
  const isCoarse = Number(error) >= 60;
  const step = isCoarse ? 60 : 1;
  const moment = new Date((Number(utc) + seconds + step / 2) * 1000).toISOString();
  const unit = isCoarse ? "min" : "s";
  return `${moment.slice(11, isCoarse ? 16 : 19)} ± ${Math.ceil(Number(error) / step)} ${unit}`;
}

// Every frame of the clip, in order. `pts` count from the first frame shown.
export class FrameTable {
  constructor(numerator, denominator, firstPts, pts) {
    this.tick = numerator / denominator;
    this.base = `${numerator}/${denominator}`;
    this.firstPts = firstPts;
    this.pts = pts;
  }

  // Three integers of 64 bits, then the ticks from each frame to the next.
  static async load(address) {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`The table of frames could not be read: ${answer.status}.`);
    const body = await answer.arrayBuffer();
    const [numerator, denominator, first] = [...new BigInt64Array(body, 0, 3)].map(Number);
    const pts = new Float64Array(body, 24);
    for (let index = 1; index < pts.length; index += 1) pts[index] += pts[index - 1];
    return new FrameTable(numerator, denominator, first, pts);
  }

  get length() {
    return this.pts.length;
  }

  seconds(index) {
    return this.pts[index] * this.tick;
  }

  // On the stream's own clock.
  ticks(index) {
    return this.firstPts + this.pts[index];
  }

  // The frame on screen at that moment: the last that begins at or before it.
  at(seconds) {
    const wanted = seconds / this.tick + 0.5;
    let low = 0;
    let high = this.pts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.pts[middle] <= wanted) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  // A moment well inside the frame, so that a seek cannot land on a neighbour.
  inside(index) {
    const begin = this.pts[index];
    const end = index + 1 < this.pts.length ? this.pts[index + 1] : begin;
    return (begin + (end - begin) / 2) * this.tick;
  }

  words(index) {
    const which = gettext("frame %(number)s of %(count)s", { number: grouped(index + 1), count: grouped(this.length) });
    return `${which} · pts ${this.ticks(index)} × ${this.base} s`;
  }
}
