// Marks: set from the frame on screen or drawn on it, listed beside it, ticked under it.
// Nothing is drawn over the picture but the mark that was asked for.

import { clock } from "./times.js";

const AROUND_S = 0.5;
const SVG = "http://www.w3.org/2000/svg";

export class Marks {
  // `loop` gives the stretch that is looped, or null; `changed` is called with all marks. `pages`
  // tells which page of a picture is shown, and shows another: false where it is not at hand.
  constructor(stage, player, loop, changed, pages) {
    this.screen = stage.querySelector(".screen");
    this.player = player;
    this.loop = loop;
    this.changed = changed;
    this.pages = pages;
    this.layer = document.createElementNS(SVG, "svg");
    this.layer.classList.add("marklayer");
    this.layer.setAttribute("aria-hidden", "true");
    this.screen.append(this.layer);
    stage.querySelector("#mark")?.addEventListener("click", () => this.open(this.loop()));
    document.addEventListener("click", (event) => this.onClick(event));
    document.addEventListener("change", (event) => this.onForm(event));
    document.addEventListener("input", (event) => this.onForm(event));
    document.addEventListener("keydown", (event) => this.onKey(event));
    this.layer.addEventListener("pointerdown", (event) => this.draw(event));
    new ResizeObserver(() => this.redraw()).observe(this.screen);
    document.addEventListener("htmx:afterSwap", (event) => {
      if (event.detail.target.id === "marks") this.read();
    });
    this.read();
  }

  get form() {
    return document.getElementById("mark-form");
  }

  get isOpen() {
    return this.form !== null && !this.form.hidden;
  }

  // The list has come anew.
  read() {
    const rows = [...document.querySelectorAll("#marks [data-mark]")];
    const timed = rows.filter((row) => row.dataset.seconds !== undefined);
    this.changed(
      timed.map(({ dataset }) => ({
        from: Number(dataset.seconds),
        to: Number(dataset.ends ?? dataset.seconds),
        colour: dataset.colour,
      })),
    );
    this.shown = null;
    this.redraw();
    if (this.isOpen) this.form.querySelector("[name=label]").focus();
  }

  // The stretch of the mark that is shown, else of the next one, with half a second on both sides;
  // null where nothing with a moment is marked.
  around(seconds) {
    const rows = [...document.querySelectorAll("#marks [data-seconds]")];
    const begins = (row) => Number(row.dataset.seconds);
    const next = rows.find((row) => begins(row) >= seconds) ?? rows.at(-1);
    const row = this.shown?.dataset.seconds === undefined ? next : this.shown;
    if (!row) return null;
    return [Math.max(0, begins(row) - AROUND_S), Number(row.dataset.ends ?? begins(row)) + AROUND_S];
  }

  // `stretch` is [from, to] in seconds, or null for the frame on screen.
  open(stretch) {
    const { form } = this;
    if (!form) return;
    form.hidden = false;
    const [from, to] = stretch ?? [this.player.seconds];
    const begins = form.querySelector("[name=starts]");
    if (begins) begins.value = clock(from);
    if (begins) form.querySelector("[name=ends]").value = to === undefined ? "" : clock(to);
    const page = form.querySelector("[name=page]");
    if (page) page.value = this.pages.shown();
    this.redraw();
    form.querySelector("[name=label]").focus();
    form.scrollIntoView({ block: "nearest" });
  }

  onClick(event) {
    const row = event.target.closest?.(".marklist .go")?.closest("[data-mark]");
    if (!row) return;
    if (row.dataset.seconds !== undefined && this.player.isUsable) {
      this.player.seek(Number(row.dataset.seconds));
    }
    const { page } = row.dataset;
    const isThere = page === undefined || this.pages.show(Number(page));
    this.shown = this.shown === row || !isThere ? null : row;
    for (const one of document.querySelectorAll("#marks [data-mark]")) {
      one.toggleAttribute("aria-current", one === this.shown);
    }
    this.redraw();
  }

  onForm(event) {
    if (event.target.closest?.("#mark-form")) this.redraw();
  }

  onKey(event) {
    if (event.key !== "Escape" || !event.target.closest?.("#mark-form")) return;
    event.preventDefault();
    document.getElementById("mark-cancel").click();
    document.getElementById("mark")?.focus();
  }

  // Where the picture itself lies inside its box, in pixels of the page.
  get picture() {
    const shown = this.screen.querySelector("video:not([hidden]), img:not([hidden])");
    const wide = shown?.videoWidth || shown?.naturalWidth || 16;
    const high = shown?.videoHeight || shown?.naturalHeight || 9;
    const { clientWidth, clientHeight } = this.screen;
    const scale = Math.min(clientWidth / wide, clientHeight / high);
    const [width, height] = [wide * scale, high * scale];
    return { left: (clientWidth - width) / 2, top: (clientHeight - height) / 2, width, height };
  }

  field(name) {
    return this.form?.querySelector(`[name=${name}]`);
  }

  // What is to be seen: the mark in the making, else the one that was asked for.
  get subject() {
    if (this.isOpen && this.field("shape")?.value) {
      const values = ["x1", "y1", "x2", "y2"].map((name) => this.field(name).value);
      const corners = values.filter((one) => one !== "").map((one) => Number(one) / 100);
      return { shape: this.field("shape").value, corners, colour: this.field("colour").value };
    }
    const { shape, corners, colour } = this.shown?.dataset ?? {};
    return shape ? { shape, corners: corners.trim().split(" ").map(Number), colour } : null;
  }

  redraw() {
    const isDrawing = this.isOpen && Boolean(this.field("shape")?.value);
    this.layer.classList.toggle("drawing", isDrawing);
    this.layer.replaceChildren();
    const needed = { point: 2, line: 4, box: 4 };
    const { subject } = this;
    if (!subject || subject.corners.length < needed[subject.shape]) return;
    const { left, top, width, height } = this.picture;
    const [x1, y1, x2, y2] = subject.corners.map((one, at) =>
      at % 2 ? top + one * height : left + one * width,
    );
    // Twice: a dark line under a bright one is seen on every picture.
    for (const kind of ["under", subject.colour]) {
      const drawn = SHAPES[subject.shape](x1, y1, x2, y2);
      drawn.setAttribute("class", kind);
      this.layer.append(drawn);
    }
  }

  draw(begun) {
    if (!this.layer.classList.contains("drawing") || begun.button !== 0) return;
    begun.preventDefault();
    const [x1, y1] = this.share(begun);
    const isPoint = this.field("shape").value === "point";
    const put = (event) => {
      const [x2, y2] = this.share(event);
      const corners = isPoint ? [x2, y2, "", ""] : [x1, y1, x2, y2];
      ["x1", "y1", "x2", "y2"].forEach((name, at) => {
        this.field(name).value = corners[at];
      });
      this.redraw();
    };
    put(begun);
    this.layer.setPointerCapture(begun.pointerId);
    this.layer.addEventListener("pointermove", put);
    const drop = () => this.layer.removeEventListener("pointermove", put);
    this.layer.addEventListener("pointerup", drop, { once: true });
    this.layer.addEventListener("pointercancel", drop, { once: true });
  }

  // Percent of the picture, never beyond its edge.
  share(event) {
    const { left, top, width, height } = this.picture;
    const box = this.layer.getBoundingClientRect();
    // The layer comes closer together with the picture.
    const closer = box.width / this.screen.clientWidth;
    const within = (value) => (Math.min(1, Math.max(0, value)) * 100).toFixed(2);
    return [
      within(((event.clientX - box.left) / closer - left) / width),
      within(((event.clientY - box.top) / closer - top) / height),
    ];
  }
}

const SHAPES = {
  point: (x, y) => element("path", { d: `M${x - 9} ${y}h6m6 0h6M${x} ${y - 9}v6m0 6v6` }),
  line: (x1, y1, x2, y2) => element("path", { d: `M${x1} ${y1}L${x2} ${y2}` }),
  box: (x1, y1, x2, y2) => element("path", { d: `M${x1} ${y1}H${x2}V${y2}H${x1}Z` }),
};

function element(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
