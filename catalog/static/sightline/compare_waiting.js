// The clock waits while a clip that belongs on screen cannot play yet, and sets off when all have
// begun. A clip that fails, or takes too long, holds nobody.

import { gettext } from "./words.js";

export class Waiting {
  constructor(tiles, clock) {
    this.tiles = tiles;
    this.clock = clock;
  }

  // What was given up is tried once more.
  begin() {
    for (const tile of this.tiles) {
      tile.awaitedSince = null;
      tile.isGivenUp = false;
    }
  }

  look(now) {
    const { clock } = this;
    const needed = this.tiles.filter((tile) => tile.isNeeded(now));
    const late = needed.filter((tile) => !tile.canPlay);
    if (late.length) {
      clock.wait();
      for (const tile of needed) tile.pause();
    } else if (clock.isWaiting) {
      for (const tile of needed) tile.start(clock.speed);
      late.push(...needed.filter((tile) => !tile.hasBegun));
      if (!late.length) clock.go();
    }
    for (const tile of needed) {
      if (late.includes(tile)) tile.await();
      else tile.awaitedSince = null;
    }
    return this.words(late.filter((tile) => !tile.isGivenUp));
  }

  words(late) {
    const refs = (tiles) => tiles.map((tile) => tile.ref).join(", ");
    const lost = this.tiles.filter((tile) => tile.isGivenUp);
    const lines = [];
    if (late.length) lines.push(gettext("Waiting for %(refs)s.", { refs: refs(late) }));
    if (lost.length) lines.push(gettext("%(refs)s cannot be played now: the others go on. Press play to try once more.", { refs: refs(lost) }));
    return lines.join(" ");
  }
}
