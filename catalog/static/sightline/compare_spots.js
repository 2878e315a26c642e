// Two spots in two frames that are the same thing. A cross is drawn only while one is being put.

import { clock } from "./times.js";
import { gettext } from "./words.js";

const STEP = 0.01;
const FAR = 0.05;
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class Spots {
  constructor(section, tiles, { chosen, choose, goTo, say }) {
    Object.assign(this, { section, tiles, chosen, choose, goTo, say });
    this.field = section.querySelector("#links");
    this.form = section.querySelector("#spot-form");
    this.links = JSON.parse(this.field.value);
    this.cross = document.createElement("span");
    this.cross.className = "cross";
    this.put = [];
    this.isOn = false;
    section.querySelector("#link-spot").addEventListener("click", () => this.begin());
    this.form.addEventListener("submit", (event) => this.link(event));
    document.addEventListener("keydown", (event) => this.onKey(event), { capture: true });
    for (const tile of tiles) tile.element.addEventListener("click", (event) => this.onClick(tile, event));
    this.list();
  }

  begin() {
    this.put = [];
    this.isOn = true;
    this.aim();
  }

  end(words) {
    this.isOn = false;
    this.cross.remove();
    this.say(words);
  }

  // The cross in the middle of the chosen item's frame.
  aim() {
    this.at = [0.5, 0.5];
    this.show();
    const ref = this.chosen().ref;
    this.say(
      this.put.length
        ? gettext(
            "Put the cross on the same thing as in %(other)s in %(ref)s: arrows or a click, then Enter; 1 to 9 choose another item.",
            { ref, other: this.put[0].ref }
          )
        : gettext(
            "Put the cross on a thing in %(ref)s: arrows or a click, then Enter; 1 to 9 choose another item.",
            { ref }
          )
    );
  }

  show() {
    const tile = this.chosen();
    const { left, top, width, height } = pictureBox(tile);
    tile.element.querySelector(".screen").append(this.cross);
    this.cross.style.left = `${left + this.at[0] * width}px`;
    this.cross.style.top = `${top + this.at[1] * height}px`;
  }

  onClick(tile, event) {
    if (!this.isOn || !event.target.closest(".screen")) return;
    if (tile !== this.chosen()) this.choose(tile);
    const { left, top, width, height } = pictureBox(tile);
    const box = tile.element.querySelector(".screen").getBoundingClientRect();
    const inside = (value) => Math.min(1, Math.max(0, value));
    this.at = [inside((event.clientX - box.left - left) / width), inside((event.clientY - box.top - top) / height)];
    this.show();
  }

  onKey(event) {
    if (!this.isOn || event.altKey || event.ctrlKey || event.metaKey) return;
    const move = MOVES[event.key];
    if (move) {
      const by = event.shiftKey ? FAR : STEP;
      this.at = this.at.map((value, axis) => Math.min(1, Math.max(0, value + move[axis] * by)));
      this.show();
    } else if (/^[1-9]$/.test(event.key) && this.tiles[event.key - 1]) {
      this.choose(this.tiles[event.key - 1]);
      this.aim();
    } else if (event.key === "Enter") this.fix();
    else if (event.key === "Escape") this.end(gettext("No spot was linked."));
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  fix() {
    const tile = this.chosen();
    if (this.put[0]?.ref === tile.ref) {
      this.say(gettext("Choose another item than %(ref)s for the same thing.", { ref: tile.ref }));
      return;
    }
    this.put.push({ ref: tile.ref, ...tile.tick, x: this.at[0], y: this.at[1] });
    if (this.put.length === 1) {
      this.choose(this.tiles.find((other) => other !== tile));
      this.aim();
      return;
    }
    this.end(gettext("Say what it is."));
    this.form.hidden = false;
    this.form.querySelector("input").focus();
  }

  link(event) {
    event.preventDefault();
    const input = this.form.querySelector("input");
    const [one, other] = this.put;
    this.links.push({ label: input.value.trim(), one, other });
    input.value = "";
    this.form.hidden = true;
    this.chosen().element.focus();
    this.say(gettext("Linked. It is kept with the comparison when you press Keep."));
    this.list();
  }

  list() {
    this.field.value = JSON.stringify(this.links);
    this.section.querySelector("[data-empty]").hidden = this.links.length > 0;
    const rows = this.links.map((link, place) => this.row(link, place));
    this.section.querySelector("ul").replaceChildren(...rows);
  }

  row(link, place) {
    const row = document.createElement("li");
    row.className = "row wrap";
    const label = document.createElement("b");
    label.className = "foreign";
    label.textContent = link.label;
    row.append(label, ...["one", "other"].map((end) => this.goButton(link[end])));
    const away = document.createElement("button");
    Object.assign(away, { type: "button", className: "btn quiet icon", textContent: "×" });
    away.setAttribute("aria-label", gettext("Take away the link %(label)s", { label: link.label }));
    away.addEventListener("click", () => {
      this.links.splice(place, 1);
      this.list();
    });
    row.append(away);
    return row;
  }

  goButton({ ref, pts, time_base: base, x, y }) {
    const tile = this.tiles.find((one) => one.ref === ref);
    const [numerator, denominator] = base.split("/").map(Number);
    const own = (pts * numerator) / denominator;
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "btn quiet" });
    button.textContent = gettext("%(ref)s at %(clock)s, %(across)s % across, %(down)s % down", {
      ref,
      clock: clock(own),
      across: Math.round(x * 100),
      down: Math.round(y * 100),
    });
    button.disabled = !tile;
    button.addEventListener("click", () => {
      this.choose(tile);
      this.goTo(tile.offset + own + tile.tickSeconds / 2);
      this.at = [x, y];
      this.show();
    });
    return button;
  }
}

// Where the picture lies in its screen, in px: it keeps its shape.
function pictureBox(tile) {
  const screen = tile.element.querySelector(".screen");
  const picture = screen.querySelector("video, img");
  const wide = picture?.videoWidth || picture?.naturalWidth || screen.clientWidth;
  const high = picture?.videoHeight || picture?.naturalHeight || screen.clientHeight;
  const scale = Math.min(screen.clientWidth / wide, screen.clientHeight / high);
  const [width, height] = [wide * scale, high * scale];
  return { left: (screen.clientWidth - width) / 2, top: (screen.clientHeight - height) / 2, width, height };
}
