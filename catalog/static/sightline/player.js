// The player: its own controls below the picture, steps by true frames, an exact read-out.

import { FrameTable, clock } from "./times.js";
import { gettext } from "./words.js";

const SOUND_STEP_S = 1 / 40;

export class Player {
  // `shown` is called with the seconds of the frame on screen, counted from the first frame.
  constructor(stage, shown) {
    this.stage = stage;
    this.media = stage.querySelector("#media");
    this.offset = Number(stage.dataset.firstFrameAt);
    this.now = stage.querySelector("#now");
    this.exact = stage.querySelector("#exact");
    this.scrub = stage.querySelector("#scrub");
    this.table = null;
    this.shown = shown;
    this.seconds = 0;
    if (this.media) this.takeOver();
    if (stage.dataset.times) {
      FrameTable.load(stage.dataset.times).then((table) => {
        this.table = table;
        if (this.media?.readyState) this.tell(this.media.currentTime);
      });
    }
  }

  takeOver() {
    const { media, stage, scrub } = this;
    media.controls = false;
    this.setShown(true);
    stage.querySelector("#back").addEventListener("click", () => this.step(-1));
    stage.querySelector("#forward").addEventListener("click", () => this.step(1));
    stage.querySelector("#play").addEventListener("click", () => this.toggle());
    stage.querySelector("#sound").addEventListener("click", () => this.setSound(media.muted));
    scrub.addEventListener("input", () => this.seek(Number(scrub.value)));
    media.addEventListener("click", () => this.toggle());
    media.addEventListener("play", () => this.setPlaying(true));
    media.addEventListener("pause", () => this.setPlaying(false));
    media.addEventListener("loadedmetadata", () => this.setLength());
    media.addEventListener("error", () => this.giveUp());
    if (media.error) this.giveUp();
    else if (media.readyState) this.setLength();
    if (media.requestVideoFrameCallback) this.watchFrames();
    else media.addEventListener("timeupdate", () => this.tell(media.currentTime));
  }

  get isUsable() {
    return this.media !== null && !this.media.error;
  }

  watchFrames() {
    this.media.requestVideoFrameCallback((_, { mediaTime }) => {
      this.tell(mediaTime);
      this.watchFrames();
    });
  }

  tell(mediaTime) {
    const { table } = this;
    let seconds = Math.max(0, mediaTime - this.offset);
    if (table && this.media.tagName === "VIDEO") {
      const index = table.at(seconds);
      seconds = table.seconds(index);
      this.exact.textContent = table.words(index);
    } else if (this.media.tagName === "VIDEO") {
      this.exact.textContent = gettext("as the browser tells it; the exact table comes with the scan");
    } else {
      this.exact.textContent = "";
    }
    this.seconds = seconds;
    this.now.textContent = clock(seconds);
    this.scrub.value = seconds;
    this.scrub.setAttribute("aria-valuetext", clock(seconds));
    this.shown(seconds);
  }

  setLength() {
    if (Number.isFinite(this.media.duration)) {
      this.scrub.max = Math.max(0, this.media.duration - this.offset);
    }
  }

  setPlaying(playing) {
    const button = this.stage.querySelector("#play");
    button.classList.toggle("playing", playing);
    button.setAttribute("aria-label", playing ? gettext("Pause") : gettext("Play"));
  }

  setSound(on) {
    this.media.muted = !on;
    const button = this.stage.querySelector("#sound");
    button.setAttribute("aria-pressed", String(on));
    button.lastChild.textContent = on ? gettext("Sound on") : gettext("Sound off");
  }

  toggle() {
    if (!this.media.paused) {
      this.media.pause();
      return;
    }
    this.media.play().catch((error) => {
      // Paused or sent elsewhere before it began: that is no fault of the file's.
      if (error.name !== "AbortError") this.giveUp();
    });
  }

  // Seconds from the first frame shown to the end.
  get length() {
    return Number(this.scrub.max);
  }

  // Seconds from the first frame shown; it stands still there. Where nothing plays, that is the
  // moment that marks, stills and orders of frames mean.
  seek(seconds) {
    if (!this.isUsable) {
      this.seconds = seconds;
      return;
    }
    this.media.pause();
    this.place(seconds);
  }

  // The same, but it goes on playing if it plays.
  place(seconds) {
    if (this.table) this.show(this.table.at(seconds));
    else this.media.currentTime = seconds + this.offset;
    if (this.media.tagName === "AUDIO") this.tell(this.media.currentTime);
  }

  // By frames where the table is known; a clip without one cannot be stepped exactly. Sound has
  // no frames: there it goes as finely as the lanes tell it.
  step(frames) {
    if (this.media.tagName === "AUDIO") this.jump(frames * SOUND_STEP_S);
    if (!this.table) return this.media.tagName === "AUDIO";
    const at = this.table.at(Math.max(0, this.media.currentTime - this.offset));
    const index = Math.min(this.table.length - 1, Math.max(0, at + frames));
    this.media.pause();
    this.show(index);
    return true;
  }

  // The frame counts as on screen at once: whoever sets a bound right after a seek means this one.
  show(index) {
    this.seconds = this.table.seconds(index);
    this.media.currentTime = this.table.inside(index) + this.offset;
  }

  // The moving picture on screen, as large as the browser has it; null where there is none.
  async picture() {
    const { media, seconds } = this;
    if (!this.isUsable || !media.videoWidth) return null;
    const canvas = new OffscreenCanvas(media.videoWidth, media.videoHeight);
    canvas.getContext("2d").drawImage(media, 0, 0);
    const exact = this.exact.textContent;
    const src = URL.createObjectURL(await canvas.convertToBlob());
    return { src, width: media.videoWidth, clock: clock(seconds), exact };
  }

  jump(seconds) {
    this.seek(Math.max(0, this.media.currentTime - this.offset + seconds));
  }

  // The browser cannot play it after all: the still takes the picture's place.
  giveUp() {
    this.setShown(false);
    this.exact.textContent = document.querySelector("#progress[data-src]")
      ? gettext("this browser cannot play the file; the frames are exact, and a copy that plays may still come")
      : gettext("this browser cannot play the file; the frames are exact");
  }

  setShown(plays) {
    for (const control of this.stage.querySelectorAll(".needs-script")) control.hidden = !plays;
    const still = this.stage.querySelector("#still");
    if (still && this.media.tagName === "VIDEO") {
      this.media.hidden = !plays;
      still.hidden = plays;
    }
  }

  // A copy that came after the browser had given up takes the file's place, at the same moment.
  offer(src, firstFrameAt) {
    if (!this.media?.error || src === this.media.getAttribute("src")) return;
    const { seconds } = this;
    this.offset = firstFrameAt;
    this.media.addEventListener("loadedmetadata", () => this.place(seconds), { once: true });
    this.media.src = src;
    this.setShown(true);
  }
}
