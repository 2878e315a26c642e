// How the clip plays: its speed, and the stretch that is played again and again.

const SPEEDS = ["0.0625", "0.125", "0.25", "0.5", "1", "2", "4", "8"];

export class Pace {
  // `looped` is called with [from, to] in seconds from the first frame, or null.
  constructor(stage, player, looped) {
    this.player = player;
    this.media = player.media;
    this.looped = looped;
    this.loop = null;
    this.choice = stage.querySelector("#speed");
    this.choice.addEventListener("change", () => this.set(this.choice.value));
    this.media.addEventListener("ratechange", () => this.tell());
    stage.querySelector("#loop-in").addEventListener("click", () => this.begin());
    stage.querySelector("#loop-out").addEventListener("click", () => this.end());
  }

  // One speed slower or faster.
  change(by) {
    const at = SPEEDS.indexOf(this.choice.value);
    this.set(SPEEDS[Math.min(SPEEDS.length - 1, Math.max(0, at + by))]);
  }

  set(speed) {
    this.media.playbackRate = Number(speed);
    // Not only when the event comes: the key may be pressed again before.
    this.choice.value = speed;
  }

  tell() {
    this.choice.value = String(this.media.playbackRate);
  }

  // Pressed again at the same frame, a bound lets go.
  begin() {
    const { seconds } = this.player;
    if (this.loop?.[0] === seconds) this.setLoop(null);
    else this.setLoop([seconds, Math.max(this.loop?.[1] ?? this.player.length, seconds)]);
  }

  end() {
    const { seconds } = this.player;
    if (this.loop?.[1] === seconds) this.setLoop(null);
    else this.setLoop([Math.min(this.loop?.[0] ?? 0, seconds), seconds]);
  }

  setLoop(loop) {
    this.loop = loop && loop[1] > loop[0] ? loop : null;
    this.looped(this.loop);
  }

  // Called with the moment on screen while it plays.
  follow(seconds) {
    if (!this.loop || this.media.paused) return;
    const [from, to] = this.loop;
    if (seconds >= to || seconds < from - 0.5) this.player.place(from);
  }
}
