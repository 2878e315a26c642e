// Drawing what to search in: a circle, a box, a polygon, by pointer, and a circle by keys too.
// What was drawn goes into the fields of the form, which are the truth; they can be typed in as well.

import { destination, nearLongitude } from "./geodesy.js";
import { L } from "./leaflet.js";
import { drawAskedBox, drawAskedCircle, drawAskedPolygon } from "./map_shapes.js";
import { gettext } from "./words.js";

const LEAST_PX = 6;
const CLOSE_PX = 12;
// A circle drawn by keys begins so wide, of the map's height.
const BEGINS = 0.25;
const GROWTH = { ",": 1 / 1.1, "<": 1 / 2, ".": 1.1, ">": 2 };
const FARTHEST_M = 20_000_000;
const NOTHING = { near: "", within: "", bbox: "", polygon: "" };

const SAID = {
  circle: gettext("Press where its middle is and drag to its rim. By keys: arrows move, , and . size it, Enter searches, Esc ends."),
  box: gettext("Drag from corner to corner. Esc ends."),
  polygon: gettext("Press each corner, then the first one again. Backspace takes one back, Esc ends."),
};

/** Let the buttons in `tools` draw on the map, `told` say what to do, and `ask(fields)` search. */
export function followDrawing(map, tools, told, ask) {
  const drawing = new Drawing(map, tools, told, ask);
  tools.hidden = false;
  tools.addEventListener("click", (event) => {
    const shape = event.target.closest("[data-draws]")?.dataset.draws;
    if (shape) drawing.begin(shape === drawing.shape ? null : shape);
  });
  return drawing;
}

class Drawing {
  constructor(map, tools, told, ask) {
    Object.assign(this, { map, tools, told, ask, shape: null, from: null, corners: [] });
    this.sketch = L.layerGroup().addTo(map);
    this.grips = L.layerGroup().addTo(map);
    const box = map.getContainer();
    box.addEventListener("pointerdown", (event) => this.press(event));
    box.addEventListener("pointermove", (event) => this.move(event));
    box.addEventListener("pointerup", (event) => this.release(event));
    // Before Leaflet's own keys, and before the page's.
    box.addEventListener("keydown", (event) => this.key(event), { capture: true });
    map.on("move", () => this.byKeys && this.show(this.middle, this.radiusM));
  }

  /** Draw this shape from now on, or nothing more. */
  begin(shape) {
    Object.assign(this, { shape, from: null, corners: [], byKeys: shape === "circle" });
    this.sketch.clearLayers();
    for (const button of this.tools.children) {
      button.setAttribute("aria-pressed", String(button.dataset.draws === shape));
    }
    this.map.getContainer().classList.toggle("drawing", shape !== null);
    this.map.dragging[shape ? "disable" : "enable"]();
    this.map.doubleClickZoom[shape ? "disable" : "enable"]();
    this.told.textContent = shape ? SAID[shape] : "";
    if (!shape) return;
    this.radiusM = this.pixels(this.map.getSize().y * BEGINS);
    if (this.byKeys) this.show(this.middle, this.radiusM);
    this.map.getContainer().focus({ preventScroll: true });
  }

  /** A circle that was asked for has a grip on its rim: drag it, or its keys , and . */
  hold([latitude, longitude, radiusM]) {
    const icon = L.divIcon({ className: "map-grip", html: "<i></i>", iconSize: [28, 28] });
    const at = destination([latitude, longitude], 90, radiusM);
    const grip = L.marker(at, { icon, draggable: true, keyboard: false }).addTo(this.grips);
    const element = grip.getElement();
    element.tabIndex = 0;
    element.setAttribute("role", "slider");
    element.setAttribute("aria-label", gettext("Radius of the circle: , and . change it, Enter searches"));
    const centre = [latitude, longitude];
    let metres = radiusM;
    const name = () => {
      for (const part of ["min", "max", "now"]) {
        element.setAttribute(`aria-value${part}`, { min: 1, max: FARTHEST_M, now: Math.round(metres) }[part]);
      }
      element.setAttribute("aria-valuetext", written(metres));
    };
    name();
    const tell = (changed) => {
      metres = Math.min(FARTHEST_M, Math.max(1, changed));
      this.show(centre, metres);
      name();
      this.told.textContent = written(metres);
    };
    grip.on("drag", () => tell(this.map.distance(centre, grip.getLatLng())));
    grip.on("dragend", () => this.search(circle(centre, metres)));
    element.addEventListener("keydown", (event) => {
      if (event.key in GROWTH) tell(metres * GROWTH[event.key]);
      else if (event.key === "Enter") this.search(circle(centre, metres));
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
  }

  /** Take away what was drawn before: the results are of another question. */
  forget() {
    this.sketch.clearLayers();
    this.grips.clearLayers();
    this.told.textContent = "";
  }

  get middle() {
    const { lat, lng } = this.map.getCenter();
    return [lat, lng];
  }

  pixels(count) {
    const { x, y } = this.map.latLngToContainerPoint(this.map.getCenter());
    return this.map.distance(this.map.getCenter(), this.map.containerPointToLatLng([x, y - count]));
  }

  press(event) {
    if (!this.shape || event.button !== 0 || event.target.closest(".leaflet-control")) return;
    this.byKeys = false;
    this.map.getContainer().setPointerCapture(event.pointerId);
    this.from = { at: this.map.mouseEventToLatLng(event), x: event.clientX, y: event.clientY };
  }

  move(event) {
    if (this.shape === "polygon") this.showCorners(this.map.mouseEventToLatLng(event));
    else if (this.from) this.sketchTo(this.map.mouseEventToLatLng(event));
  }

  release(event) {
    const { from } = this;
    if (!this.shape || !from) return;
    this.from = null;
    const to = this.map.mouseEventToLatLng(event);
    if (this.shape === "polygon") return this.corner(to);
    if (Math.hypot(event.clientX - from.x, event.clientY - from.y) < LEAST_PX) return;
    const centre = [from.at.lat, from.at.lng];
    this.search(this.shape === "circle" ? circle(centre, this.map.distance(centre, to)) : box(from.at, to));
  }

  sketchTo(to) {
    const { at } = this.from;
    if (this.shape === "circle") return this.show([at.lat, at.lng], this.map.distance(at, to));
    this.sketch.clearLayers();
    const [west, south, east, north] = edges(at, to);
    drawAskedBox(west, south, east, north).addTo(this.sketch);
  }

  show(centre, metres) {
    this.sketch.clearLayers();
    drawAskedCircle(...centre, metres).addTo(this.sketch);
    if (this.shape) this.told.textContent = `${written(metres)}. ${SAID.circle}`;
  }

  corner(at) {
    const [first] = this.corners;
    const isClosed =
      this.corners.length >= 3 &&
      this.map.latLngToContainerPoint(first).distanceTo(this.map.latLngToContainerPoint(at)) < CLOSE_PX;
    if (isClosed) return this.search(polygon(this.corners));
    this.corners.push(at);
    this.showCorners(at);
  }

  showCorners(next) {
    this.sketch.clearLayers();
    const corners = [...this.corners, next].map(({ lat, lng }) => [lat, lng]);
    if (this.corners.length) drawAskedPolygon(corners).addTo(this.sketch);
    for (const at of this.corners) {
      L.circleMarker(at, { radius: 4, className: "map-asked", interactive: false }).addTo(this.sketch);
    }
  }

  key(event) {
    if (!this.shape || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") this.begin(null);
    else if (event.key === "Backspace" && this.shape === "polygon") {
      this.corners.pop();
      this.showCorners(this.corners.at(-1) ?? this.map.getCenter());
    } else if (this.byKeys && event.key in GROWTH) {
      this.radiusM = Math.min(FARTHEST_M, Math.max(1, this.radiusM * GROWTH[event.key]));
      this.show(this.middle, this.radiusM);
    } else if (this.byKeys && event.key === "Enter") this.search(circle(this.middle, this.radiusM));
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  search(fields) {
    this.begin(null);
    this.ask({ ...NOTHING, ...fields });
  }
}

function circle([latitude, longitude], metres) {
  return { near: place(latitude, longitude), within: written(metres) };
}

function box(one, other) {
  return { bbox: edges(one, other).map((edge) => edge.toFixed(5)).join(",") };
}

function polygon(corners) {
  return { polygon: corners.map(({ lat, lng }) => place(lat, lng)).join("; ") };
}

function edges(one, other) {
  const [south, north] = [one.lat, other.lat].sort((a, b) => a - b);
  const [west, east] = [one.lng, other.lng].sort((a, b) => a - b);
  const home = nearLongitude(west, 0);
  return [home, Math.max(south, -90), home + Math.min(east - west, 360), Math.min(north, 90)];
}

function place(latitude, longitude) {
  return `${latitude.toFixed(5)}, ${nearLongitude(longitude, 0).toFixed(5)}`;
}

// To three figures: a hand draws no finer, and the field shows what is asked.
function written(metres) {
  const rounded = Number(Math.max(1, metres).toPrecision(3));
  return rounded < 1000 ? `${rounded} m` : `${rounded / 1000} km`;
}
