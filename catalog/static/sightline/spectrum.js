// The lane of pitches: how loud each band of the sound is, drawn in the colours of the stage.

import { gettext } from "./words.js";

const FLOOR_DB = -80;
const TICKS_HZ = [500, 2000, 5000];
const NUMBER = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 0 });

export class Spectrum {
  // `told` is what the server says of a stretch of so many columns: the edges of the bands in
  // Hz, and a level for each band of each column, 0 where there is no sound.
  constructor(told, columns) {
    this.edges = told.edges_hz;
    this.bands = this.edges.length - 1;
    this.columns = columns;
    this.highest = told.highest;
    this.step = told.step_db;
    this.levels = Uint8Array.from(atob(told.levels), (letter) => letter.charCodeAt(0));
    this.picture = null;
    this.painted = "";
    this.words = this.tell();
  }

  decibels(level) {
    return (level - this.highest) * this.step;
  }

  // In the picture the lowest band lies at the bottom; silence has the colour of the stage.
  paint(dark, bright) {
    const colours = `${dark} ${bright}`;
    if (this.painted === colours) return;
    this.painted = colours;
    this.picture = new OffscreenCanvas(this.columns, this.bands);
    const pen = this.picture.getContext("2d");
    const ramp = rampOf(dark, bright);
    const image = pen.createImageData(this.columns, this.bands);
    const pixels = new Uint32Array(image.data.buffer);
    for (let column = 0; column < this.columns; column += 1) {
      for (let band = 0; band < this.bands; band += 1) {
        const level = this.levels[column * this.bands + band];
        if (!level) continue;
        const share = Math.min(1, Math.max(0, 1 - this.decibels(level) / FLOOR_DB));
        pixels[(this.bands - 1 - band) * this.columns + column] = ramp[Math.round(share * 255)];
      }
    }
    pen.putImageData(image, 0, 0);
  }

  // Into the box from `left` to `right`, and the scale in Hz at `edge`.
  draw(pen, { left, right, top, height, edge, colour }) {
    this.paint(colour("--stage"), colour("--text"));
    pen.imageSmoothingEnabled = false;
    pen.save();
    pen.beginPath();
    pen.rect(edge, top, pen.canvas.width, height);
    pen.clip();
    pen.drawImage(this.picture, left, top, right - left, height);
    pen.restore();
    pen.textAlign = "right";
    pen.fillStyle = colour("--text-2");
    for (const hz of TICKS_HZ) {
      const band = this.edges.findIndex((one) => one > hz) - 0.5;
      pen.fillText(hz < 1000 ? hz : `${hz / 1000}k`, edge - 4, top + height * (1 - band / this.bands) + 4);
    }
  }

  // Where the sound is loudest in a column, in words; nothing where there is none.
  loudest(column) {
    const from = Math.min(this.columns - 1, Math.max(0, column)) * this.bands;
    const levels = this.levels.subarray(from, from + this.bands);
    const most = Math.max(...levels);
    if (most === 0) return gettext("no sound here");
    if (this.decibels(most) < FLOOR_DB) return gettext("all below %(level)s dB here", { level: String(FLOOR_DB).replace("-", "−") });
    const band = levels.indexOf(most);
    const [low, high] = [this.edges[band], this.edges[band + 1]].map((one) => NUMBER.format(one));
    return gettext("loudest here: %(low)s–%(high)s Hz, %(level)s dB", {
      low,
      high,
      level: NUMBER.format(this.decibels(most)).replace("-", "−"),
    });
  }

  // The same of the whole stretch, and the scale, for those who do not see it.
  tell() {
    const range = gettext("pitches from %(low)s to %(high)s Hz", {
      low: NUMBER.format(this.edges[0]),
      high: NUMBER.format(this.edges.at(-1)),
    });
    const at = this.levels.reduce((best, level, place) => (level > this.levels[best] ? place : best), 0);
    if (!this.levels[at]) return `${range}, ${gettext("no sound in view")}`;
    const place = this.loudest(Math.floor(at / this.bands));
    return gettext("%(range)s on a scale from %(floor)s to 0 dB of full scale, %(place)s", {
      range,
      floor: String(FLOOR_DB).replace("-", "−"),
      place,
    });
  }
}

// 256 colours from one to the other, as the pixels of a picture hold them.
function rampOf(dark, bright) {
  const pen = new OffscreenCanvas(256, 1).getContext("2d");
  const shades = pen.createLinearGradient(0, 0, 256, 0);
  shades.addColorStop(0, dark);
  shades.addColorStop(1, bright);
  pen.fillStyle = shades;
  pen.fillRect(0, 0, 256, 1);
  return new Uint32Array(pen.getImageData(0, 0, 256, 1).data.buffer);
}
