// The handles of one claim on the map: its middle, its radius, and of a camera the direction,
// the error of that, and the width of view. Each can be dragged, and has keys.

import { KINDS, moved } from "./claim_fields.js";
import { bearing, destination } from "./geodesy.js";
import { L } from "./map.js";
import { gettext } from "./words.js";

// Where nothing was stated a handle stands ready to state it; the claim has no value for it.
const READY_VIEW_DEG = 60;
// Handles keep so far from the middle that a finger can tell them apart.
const APART_PX = 38;
// How far out on the wedge each handle lies, of the length it is drawn with.
const OUT = { heading: 1, error: 0.4, view: 0.7 };

// Of each value: its name, its key in a claim, what may be said, and how it is told.
const VALUES = {
  radius: { key: "radiusM", name: gettext("radius"), least: 1, most: 2e7, unit: " m" },
  heading: { key: "headingDeg", name: gettext("direction"), least: 0, most: 359, unit: "° true" },
  error: { key: "headingErrorDeg", name: gettext("error of the direction"), least: 0, most: 180, unit: "°" },
  view: { key: "fieldOfViewDeg", name: gettext("width of view"), least: 1, most: 360, unit: "°" },
};

export class Handles {
  constructor(editor, kind) {
    Object.assign(this, { editor, kind, map: editor.map, markers: {} });
  }

  get claim() {
    return this.editor.claims[this.kind];
  }

  get at() {
    return this.editor.at(this.claim);
  }

  /** Put the handles where the claim has them now; none without a claim or beyond the map. */
  place(claim) {
    const isDrawn = this.editor.drawn.includes(claim);
    for (const part of ["centre", ...Object.keys(VALUES)]) {
      const isOffered =
        isDrawn &&
        (part === "centre" || part === "radius" || this.kind === "viewpoint") &&
        !(["error", "view"].includes(part) && claim.headingDeg == null);
      if (!isOffered) {
        this.markers[part]?.remove();
        delete this.markers[part];
        continue;
      }
      const marker = (this.markers[part] ??= this.make(part));
      if (this.editor.dragging !== marker) marker.setLatLng(this.where(part));
      if (part !== "centre") this.tell(marker.getElement(), part);
    }
  }

  make(part) {
    const icon = L.divIcon({ className: `claim-handle ${part} ${this.kind}`, html: "<i></i>", iconSize: null });
    const name = KINDS[this.kind];
    const label = part === "centre" ? gettext("%(name)s: arrows move it", { name }) : gettext("%(value)s of the %(name)s", { name, value: VALUES[part].name });
    // Its own clicks must not reach the map beneath and move the claim there.
    const marker = L.marker([0, 0], { icon, draggable: true, keyboard: false, bubblingMouseEvents: false });
    marker.addTo(this.map);
    const element = marker.getElement();
    element.tabIndex = 0;
    element.title = label;
    element.setAttribute("aria-label", label);
    element.setAttribute("aria-describedby", "map-keys");
    element.setAttribute("role", part === "centre" ? "button" : "slider");
    marker.on("dragstart", () => {
      this.editor.dragging = marker;
      this.grip = this.map.distance(this.at, marker.getLatLng()) - (this.claim.radiusM ?? 0);
    });
    marker.on("drag", () => this.editor.change(this.kind, this.dragged(part, marker.getLatLng())));
    marker.on("dragend", () => {
      this.editor.dragging = null;
      this.editor.draw();
    });
    element.addEventListener("keydown", (event) => this.key(event, part));
    return marker;
  }

  tell(element, part) {
    const { key, least, most, unit } = VALUES[part];
    const value = this.claim[key];
    element.classList.toggle("ready", value == null);
    element.setAttribute("aria-valuemin", least);
    element.setAttribute("aria-valuemax", most);
    element.setAttribute("aria-valuenow", value ?? least);
    element.setAttribute("aria-valuetext", value == null ? gettext("not stated") : `${value}${unit}`);
  }

  where(part) {
    const { headingDeg, headingErrorDeg, fieldOfViewDeg, radiusM } = this.claim;
    if (part === "centre") return this.at;
    if (part === "radius") {
      const away = this.kind === "place" ? 90 : (headingDeg ?? 0) + 180;
      const least = APART_PX * this.editor.metresPerPx(this.claim.latitude);
      return destination(this.at, away, Math.max(radiusM ?? 0, least));
    }
    const half = (fieldOfViewDeg ?? (part === "view" ? READY_VIEW_DEG : 0)) / 2;
    const turn = { heading: 0, view: half, error: -half - (headingErrorDeg ?? 0) }[part];
    return destination(this.at, (headingDeg ?? 0) + turn, OUT[part] * this.editor.sightM(this.claim));
  }

  dragged(part, point) {
    if (part === "centre") return moved([point.lat, point.lng]);
    if (part === "radius") {
      return { radiusM: Math.max(1, roundTo2(this.map.distance(this.at, point) - this.grip)) };
    }
    const towards = Math.round(bearing(this.at, [point.lat, point.lng]));
    if (part === "heading") return { headingDeg: towards % 360 };
    const off = Math.abs(((towards - this.claim.headingDeg + 540) % 360) - 180);
    if (part === "view") return { fieldOfViewDeg: limited(2 * off, VALUES.view) };
    return { headingErrorDeg: limited(off - (this.claim.fieldOfViewDeg ?? 0) / 2, VALUES.error) };
  }

  key(event, part) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const changes = this.pressed(event, part);
    if (!changes) return;
    event.preventDefault();
    event.stopPropagation();
    this.editor.change(this.kind, changes);
    if (!this.map.getBounds().contains(this.at)) this.map.panTo(this.at, { animate: false });
  }

  pressed({ key, shiftKey }, part) {
    const step = shiftKey ? 10 : 1;
    const grown = { ",": -1, "<": -10, ".": 1, ">": 10 }[key];
    if (grown) return this.stepped("radius", grown);
    const turned = { "[": -step, "]": step, "{": -10, "}": 10 }[key];
    if (turned) return this.kind === "viewpoint" ? this.stepped("heading", turned) : null;
    if (part === "centre") {
      const course = { ArrowUp: 0, ArrowRight: 90, ArrowDown: 180, ArrowLeft: 270 }[key];
      if (course === undefined) return null;
      return moved(destination(this.at, course, Math.max(1.2, step * this.editor.metresPerPx(this.claim.latitude))));
    }
    if (key === "Delete" || key === "Backspace") return { [VALUES[part].key]: null };
    const by = { ArrowUp: step, ArrowRight: step, ArrowDown: -step, ArrowLeft: -step }[key];
    return by ? this.stepped(part, by) : null;
  }

  /** A value some steps on: degrees by one each, a radius by a tenth. */
  stepped(part, by) {
    const { key } = VALUES[part];
    const value = this.claim[key];
    if (part === "heading") return { headingDeg: (Math.round(value ?? 0) + by + 360) % 360 };
    if (part !== "radius") return { [key]: limited((value ?? (part === "view" ? READY_VIEW_DEG : 0)) + by, VALUES[part]) };
    const from = value || APART_PX * this.editor.metresPerPx(this.claim.latitude);
    const grown = roundTo2(from * 1.1 ** by);
    return { radiusM: limited(by > 0 ? Math.max(grown, Math.floor(from) + 1) : grown, VALUES.radius) };
  }
}

function limited(value, { least, most }) {
  return Math.max(least, Math.min(most, Math.round(value)));
}

function roundTo2(metres) {
  const power = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, metres))) - 1);
  return Math.round(metres / power) * power;
}
