// The common clock of a comparison: seconds, standing or running at some speed.
// Running, it may wait for a clip that belongs on screen and cannot play yet.

export class Clock {
  constructor(from, to) {
    this.from = from;
    this.to = to;
    this.speed = 1;
    this.isRunning = false;
    this.isWaiting = false;
    this.held = from;
    this.since = 0;
  }

  get isMoving() {
    return this.isRunning && !this.isWaiting;
  }

  // Seconds on the clock at a moment of the page, such as performance.now().
  at(moment = performance.now()) {
    if (!this.isMoving) return this.held;
    const now = this.held + ((moment - this.since) / 1000) * this.speed;
    return Math.min(this.to, Math.max(this.from, now));
  }

  set(seconds) {
    this.held = Math.min(this.to, Math.max(this.from, seconds));
    this.since = performance.now();
  }

  setSpeed(speed) {
    this.set(this.at());
    this.speed = speed;
  }

  run() {
    if (this.at() >= this.to) this.set(this.from);
    this.wait();
    this.isRunning = true;
  }

  wait() {
    this.set(this.at());
    this.isWaiting = true;
  }

  go() {
    this.set(this.at());
    this.isWaiting = false;
  }

  stand() {
    this.set(this.at());
    this.isRunning = false;
  }
}
