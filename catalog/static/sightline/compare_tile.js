// One item of a comparison, kept to the common clock. Whatever happens to it, the others go on.

import { FrameTable, clock } from "./times.js";
import { gettext } from "./words.js";

// Beyond this a clip is put where it belongs; below it plays a little faster or slower.
const SEEK_BEYOND_S = 0.25;
// So long the others wait for a clip that cannot play yet.
const PATIENCE_MS = 6000;
const LEAST_SPEED = 0.0625;
const MOST_SPEED = 16;

export class Tile {
  constructor(element) {
    const { number, ref, offset, error, basis, seconds, times, firstFrameAt } = element.dataset;
    this.element = element;
    this.number = Number(number);
    this.ref = ref;
    this.offset = Number(offset);
    this.error = error === "" ? null : Number(error);
    this.basis = basis;
    this.length = Number(seconds);
    this.begins = Number(firstFrameAt);
    this.media = element.querySelector("video, audio");
    this.nowLine = element.querySelector(".now");
    this.driftLine = element.querySelector(".drift");
    this.table = null;
    this.drift = null;
    this.awaitedSince = null;
    this.startedFrom = null;
    this.isGivenUp = false;
    if (times) FrameTable.load(times).then((table) => (this.table = table));
    if (this.media?.requestVideoFrameCallback) this.watchFrames();
  }

  // As an address names it; an item that is not aligned has only its reference.
  get spot() {
    if (this.basis === "none") return this.ref;
    const sign = this.offset < 0 ? "-" : "+";
    const error = this.error === null ? "" : `~${this.error.toFixed(3)}`;
    const basis = this.basis === "hand" ? "" : `:${this.basis}`;
    return `${this.ref}@${sign}${Math.abs(this.offset).toFixed(6)}${error}${basis}`;
  }

  // Seconds from the item's first frame at that time on the common clock.
  own(time) {
    return time - this.offset;
  }

  isOn(time) {
    const own = this.own(time);
    return own >= 0 && own < this.length;
  }

  get frame() {
    return this.table ? this.table.at(Math.max(0, this.shownSeconds)) : 0;
  }

  get shownSeconds() {
    return this.media ? this.media.currentTime - this.begins : 0;
  }

  // The frame that stands, exactly; a still picture has no clock.
  get tick() {
    const { table } = this;
    return table ? { pts: table.pts[this.frame], time_base: table.base } : { pts: 0, time_base: "1/1" };
  }

  get tickSeconds() {
    return this.table?.tick ?? 0;
  }

  // How long the frame on screen lasts, in seconds: the finest step there is.
  get step() {
    const { table, frame } = this;
    if (!table || table.length < 2) return 0.04;
    const next = Math.min(frame, table.length - 2);
    return table.seconds(next + 1) - table.seconds(next);
  }

  // How long a frame lasts on the whole, in seconds; null for what has no frames.
  get frameSeconds() {
    const { table } = this;
    return table && table.length > 1 ? table.seconds(table.length - 1) / (table.length - 1) : null;
  }

  // The beginning of the frame so many frames on, in seconds from the first.
  beginning(by) {
    const { table } = this;
    if (!table) return this.shownSeconds + by * this.step;
    const index = Math.min(table.length - 1, Math.max(0, this.frame + by));
    // A hair inside, so that no rounding leads to the frame before.
    return table.seconds(index) + this.table.tick / 2;
  }

  // Stand exactly on the frame of that time.
  stand(time) {
    const { media, table } = this;
    if (!media) return this.tell(time);
    media.pause();
    const own = Math.min(Math.max(0, this.own(time)), Math.max(0, this.length));
    const inside = table ? table.inside(table.at(own)) : own;
    media.currentTime = inside + this.begins;
    this.drift = null;
    return this.tell(time);
  }

  // Whether the clock is to wait for this clip, if it cannot play.
  isNeeded(time) {
    return this.media !== null && this.isOn(time) && !this.isGivenUp;
  }

  get canPlay() {
    return this.media.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA && !this.media.seeking;
  }

  get hasBegun() {
    return !this.media.paused && this.media.currentTime !== this.startedFrom;
  }

  // Whether there is still hope; a clip that failed is given up at once.
  await(moment = performance.now()) {
    this.awaitedSince ??= moment;
    this.isGivenUp = this.media.error !== null || moment - this.awaitedSince > PATIENCE_MS;
  }

  pause() {
    if (!this.media.paused) this.media.pause();
  }

  start(speed) {
    const { media } = this;
    if (!media.paused) return;
    this.startedFrom = media.currentTime;
    media.playbackRate = bounded(speed);
    media.play().catch(() => {});
  }

  // Called about every fifth of a second while the clock moves.
  keepUp(time, speed) {
    const { media } = this;
    this.tell(time);
    if (!media || this.isGivenUp) return;
    if (!this.isOn(time)) {
      this.pause();
      this.drift = null;
      return;
    }
    const wanted = this.own(time) + this.begins;
    const ahead = media.currentTime - wanted;
    if (!media.requestVideoFrameCallback) this.drift = ahead;
    this.start(speed);
    if (Math.abs(ahead) > SEEK_BEYOND_S * Math.max(1, speed)) {
      if (!media.seeking) media.currentTime = wanted;
      return;
    }
    const correction = Math.abs(ahead) < 0.004 ? 0 : Math.max(-0.25, Math.min(0.25, -ahead * 2));
    media.playbackRate = bounded(speed * (1 + correction));
  }

  watchFrames() {
    this.media.requestVideoFrameCallback((_, { mediaTime, expectedDisplayTime }) => {
      if (this.clock?.isMoving) this.drift = this.driftOf(mediaTime, this.clock.at(expectedDisplayTime));
      this.watchFrames();
    });
  }

  // By how much another frame than this one belongs on screen then; 0 while it is the right one.
  driftOf(mediaTime, time) {
    const wanted = this.own(time);
    const shown = mediaTime - this.begins;
    if (!this.table) return shown - wanted;
    const index = this.table.at(Math.max(0, shown));
    const from = this.table.seconds(index);
    const to = index + 1 < this.table.length ? this.table.seconds(index + 1) : this.length;
    if (wanted < from) return from - wanted;
    return wanted > to ? to - wanted : 0;
  }

  tell(time) {
    const own = this.own(time);
    if (this.length && own < 0) this.nowLine.textContent = gettext("begins in %(seconds)s s", { seconds: (-own).toFixed(1) });
    else if (this.length && own >= this.length) this.nowLine.textContent = gettext("has ended");
    else this.nowLine.textContent = this.length ? clock(own) : gettext("still");
    // What was measured last stays, also after the clip has ended or stands.
    if (this.drift !== null) this.driftLine.textContent = gettext("drift %(drift)s ms", {
      drift: `${this.drift < 0 ? "−" : "+"}${Math.abs(Math.round(this.drift * 1000))}`,
    });
  }
}

function bounded(speed) {
  return Math.min(MOST_SPEED, Math.max(LEAST_SPEED, speed));
}
