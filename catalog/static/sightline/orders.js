// Frames ordered of a clip: workers decode them exactly; here we wait for what comes.

import { clock } from "./times.js";
import { gettext } from "./words.js";

const AROUND_S = 0.5;
const PATIENCE_MS = 180000;
const LOOK_EVERY_MS = 400;

export class Orders {
  constructor(stage, player) {
    this.address = stage.dataset.order;
    this.said = stage.querySelector("#stage-said");
    this.player = player;
    this.newest = 0;
    const button = stage.querySelector("#save-still");
    if (!button) return;
    button.hidden = false;
    button.addEventListener("click", () => this.still());
  }

  say(words) {
    this.said.textContent = words;
  }

  // The exact frame on screen with every pixel, and beside it how it was made, as files.
  async still() {
    const { table, seconds } = this.player;
    if (!table) return;
    const ticks = table.ticks(table.at(seconds));
    const came = await this.order({ first_pts: ticks, last_pts: ticks, whole: 1 }, gettext("Making the still"));
    if (!came) return;
    save(came.still);
    save(came.how);
    this.said.textContent = gettext("Saved the frame at %(clock)s, and how it was made. %(warnings)s", {
      clock: clock(seconds),
      warnings: came.warnings.join(" "),
    });
  }

  // Where the grid of every frame of a stretch is, once it has been decoded.
  async stretch(loop) {
    const { table, seconds } = this.player;
    if (!table) return null;
    const [from, to] = (loop ?? [seconds - AROUND_S, seconds + AROUND_S]).map((one) => table.at(one));
    const span = { first_pts: table.ticks(from), last_pts: table.ticks(to) };
    const came = await this.order(span, gettext("Decoding every frame"));
    return came?.frames ?? null;
  }

  // What came of it, or null: then the line says why, or a newer order has taken its place.
  async order(fields, doing) {
    this.newest += 1;
    const mine = this.newest;
    this.said.textContent = `${doing} …`;
    const headers = JSON.parse(document.body.getAttribute("hx-headers"));
    const body = new URLSearchParams(fields);
    const until = performance.now() + PATIENCE_MS;
    let answer = await fetch(this.address, { method: "POST", headers, body });
    for (;;) {
      const told = await answer.json().catch(() => ({ error: gettext("The server answered %(status)s.", { status: answer.status }) }));
      if (mine !== this.newest) return null;
      if (told.state === "done" || told.error) {
        this.said.textContent = told.error || told.warnings.join(" ");
        return told.error ? null : told;
      }
      if (performance.now() > until) {
        this.said.textContent = gettext("It goes on without this page; ask again in a while.");
        return null;
      }
      await new Promise((wake) => setTimeout(wake, LOOK_EVERY_MS));
      answer = await fetch(told.ordered);
    }
  }
}

function save(address) {
  const link = document.createElement("a");
  link.href = address;
  link.download = "";
  link.click();
}
