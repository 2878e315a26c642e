// The claimed place and viewpoint on a map: click, drag, or keys on a handle.
// The fields are the truth. What is drawn comes from how the server reads them.

import { destination } from "./geodesy.js";
import { L, drawDisc, drawWedge, makeMap, nearLongitude } from "./map.js";
import { fieldOf } from "./upload_claims.js";

const SIGHT = 0.12;
const FIRST_VIEW_DEG = 60;
const CLICK_PX = 12;
const ASK_AFTER_MS = 350;
const STREETS = 15;
const SURROUNDINGS_M = 300;
const KINDS = {
  place: { field: "place", read: "place", name: "thing seen" },
  camera: { field: "camera", read: "viewpoint", name: "camera" },
};

export async function showMap(element, form) {
  const box = element.closest("[hidden]");
  box.hidden = false;
  const { latitude, longitude } = element.dataset;
  const view = latitude ? { centre: [Number(latitude), Number(longitude)], zoom: 12 } : {};
  const map = await makeMap(element, view);
  if (!map) {
    box.hidden = true;
    return;
  }
  const editor = new Editor(map, form);
  map.on("click", (event) => editor.put(event.latlng));
  map.on("zoomend resize", () => editor.draw());
  // The claims that were last touched are the ones on the map.
  document.addEventListener("focusin", (event) => {
    const sheet = event.target.closest(".claims");
    if (sheet && sheet !== editor.sheet && fieldOf(sheet, "place")) editor.bind(sheet);
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.matches(".read") && editor.sheet.contains(event.detail.target)) {
      editor.read();
    }
  });
  // Claims that came back with the page are read once more, to be drawn.
  for (const { field } of Object.values(KINDS)) {
    if (fieldOf(form, field).value) globalThis.htmx.trigger(fieldOf(form, field), "read");
  }
}

class Editor {
  constructor(map, sheet) {
    this.map = map;
    this.layer = L.layerGroup().addTo(map);
    this.bind(sheet);
  }

  bind(sheet) {
    this.sheet = sheet;
    const file = sheet.closest(".file")?.querySelector(".name").textContent;
    document.getElementById("map-for").textContent = file ? `On the map: ${file}` : "On the map";
    this.read();
  }

  /** Take up what the server has read out of the fields. */
  read() {
    // What is being dragged is newer than what was asked about it.
    if (this.dragging) return;
    const before = this.claims.length;
    for (const [kind, { read }] of Object.entries(KINDS)) {
      const said = this.sheet.querySelector(`.read[data-field="${read}"] .readback`)?.dataset;
      this[kind] = said?.latitude ? claimFrom(said) : null;
    }
    const view = this.map.getBounds();
    const isSeen = this.claims.every((claim) => view.contains(at(claim)));
    if (this.claims.length && !(before && isSeen)) this.showAll();
    this.draw();
  }

  get claims() {
    return Object.keys(KINDS).map((kind) => this[kind]).filter(Boolean);
  }

  /** Both places with what surrounds them. */
  showAll() {
    const bounds = L.latLngBounds([]);
    for (const claim of this.claims) {
      for (const bearing of [0, 90, 180, 270]) {
        bounds.extend(destination(at(claim), bearing, Math.max(claim.radiusM ?? 0, SURROUNDINGS_M)));
      }
    }
    this.map.fitBounds(bounds, { maxZoom: STREETS, padding: [24, 24], animate: false });
  }

  /** A click: the chosen point goes there, as exact as a click at this zoom can be. */
  put({ lat, lng }) {
    const kind = document.querySelector('[name="map-sets"]:checked').value;
    const radiusM = this[kind]?.radiusM ?? roundUp(CLICK_PX * this.metresPerPx(lat));
    this.change(kind, { ...this[kind], latitude: lat, longitude: nearLongitude(lng, 0), radiusM });
  }

  metresPerPx(latitude) {
    return (156543.034 * Math.cos((latitude * Math.PI) / 180)) / 2 ** this.map.getZoom();
  }

  change(kind, claim) {
    this[kind] = claim;
    const radius = claim.radiusM === null ? "" : ` ± ${Math.round(claim.radiusM)} m`;
    const where = `${claim.latitude.toFixed(5)}, ${claim.longitude.toFixed(5)}${radius}`;
    fieldOf(this.sheet, KINDS[kind].field).value = where;
    if (kind === "camera") {
      fieldOf(this.sheet, "heading").value = written(claim.headingDeg);
      fieldOf(this.sheet, "field_of_view").value = written(claim.fieldOfViewDeg);
    }
    clearTimeout(this.asking);
    const field = fieldOf(this.sheet, KINDS[kind].field);
    this.asking = setTimeout(() => globalThis.htmx.trigger(field, "read"), ASK_AFTER_MS);
    this.draw();
  }

  draw() {
    if (this.dragging) {
      this.drawShapes();
      return;
    }
    // The handles are made anew; the keys stay on the one they were on.
    const { kind: onKind, part: onPart } = document.activeElement.dataset;
    this.layer.clearLayers();
    this.shapes = L.layerGroup().addTo(this.layer);
    this.drawShapes();
    for (const kind of Object.keys(KINDS)) if (this[kind]) this.addHandles(kind);
    if (!onPart) return;
    const again = `.uphandle[data-kind="${onKind}"][data-part="${onPart}"]`;
    this.map.getContainer().querySelector(again)?.focus({ preventScroll: true });
  }

  drawShapes() {
    this.shapes.clearLayers();
    for (const kind of Object.keys(KINDS)) {
      const claim = this[kind];
      if (!claim) continue;
      const shape = { ...claim, basis: "claimed", certain: true, interactive: false };
      if (claim.headingDeg != null) drawWedge(shape).addTo(this.shapes);
      drawDisc(shape).addTo(this.shapes);
    }
  }

  addHandles(kind) {
    const { name } = KINDS[kind];
    this.handle(kind, "centre", `${name}, drag to move`, () => at(this[kind]), (point) => ({
      latitude: point.lat,
      longitude: nearLongitude(point.lng, 0),
    }));
    if (this[kind].radiusM > 0) {
      this.handle(kind, "radius", `radius of ${name}`, () => destination(at(this[kind]), 90, this[kind].radiusM), (point) => ({
        radiusM: Math.max(1, roundTo2(this.map.distance(at(this[kind]), point))),
      }));
    }
    if (kind !== "camera") return;
    this.handle(kind, "turn", "direction of the camera", () => this.sight(this.camera.headingDeg ?? 0), (point) => ({
      headingDeg: this.bearingTo(point),
      fieldOfViewDeg: this.camera.fieldOfViewDeg ?? FIRST_VIEW_DEG,
    }));
    if (this.camera.headingDeg == null || !this.camera.fieldOfViewDeg) return;
    this.handle(kind, "width", "width of view", () => this.sight(this.camera.headingDeg + this.camera.fieldOfViewDeg / 2), (point) => {
      const off = Math.abs(((this.bearingTo(point) - this.camera.headingDeg + 540) % 360) - 180);
      return { fieldOfViewDeg: Math.max(1, Math.min(360, Math.round(2 * off))) };
    });
  }

  handle(kind, part, label, where, changed) {
    const icon = L.divIcon({ className: `uphandle ${part} ${kind}`, html: "<i></i>", iconSize: [24, 24] });
    const marker = L.marker(where(), { icon, draggable: true, keyboard: true, alt: label, title: label });
    marker.addTo(this.layer);
    marker.getElement().setAttribute("aria-label", label);
    Object.assign(marker.getElement().dataset, { kind, part });
    marker.on("dragstart", () => (this.dragging = true));
    marker.on("drag", () => this.change(kind, { ...this[kind], ...changed(marker.getLatLng()) }));
    marker.on("dragend", () => {
      this.dragging = false;
      this.draw();
    });
    marker.getElement().addEventListener("keydown", (event) => this.key(event, kind, part));
  }

  key(event, kind, part) {
    const claim = this[kind];
    const step = event.shiftKey ? 10 : 1;
    const metres = step * this.metresPerPx(claim.latitude);
    const moved = { ArrowUp: 0, ArrowRight: 90, ArrowDown: 180, ArrowLeft: 270 }[event.key];
    const turned = { "[": -step, "]": step, "{": -10, "}": 10 }[event.key];
    const grown = { ",": 1 / 1.1, ".": 1.1, "<": 0.5, ">": 2 }[event.key];
    let change = null;
    if (moved !== undefined) {
      const [latitude, longitude] = destination(at(claim), moved, metres);
      change = { latitude, longitude: nearLongitude(longitude, 0) };
    } else if (turned && kind === "camera") {
      const heading = (Math.round(claim.headingDeg ?? 0) + turned + 360) % 360;
      change = part === "width"
        ? { fieldOfViewDeg: Math.max(1, Math.min(360, claim.fieldOfViewDeg + turned)) }
        : { headingDeg: heading, fieldOfViewDeg: claim.fieldOfViewDeg ?? FIRST_VIEW_DEG };
    } else if (grown && claim.radiusM > 0) {
      const radiusM = roundTo2(claim.radiusM * grown);
      change = { radiusM: Math.max(1, grown > 1 ? Math.max(radiusM, claim.radiusM + 1) : radiusM) };
    }
    if (!change) return;
    event.preventDefault();
    event.stopPropagation();
    this.change(kind, { ...claim, ...change });
  }

  sight(bearing) {
    const { x, y } = this.map.latLngToContainerPoint(at(this.camera));
    const length = this.map.getSize().x * SIGHT;
    const angle = (bearing * Math.PI) / 180;
    return this.map.containerPointToLatLng([x + length * Math.sin(angle), y - length * Math.cos(angle)]);
  }

  bearingTo(point) {
    const from = this.map.latLngToContainerPoint(at(this.camera));
    const to = this.map.latLngToContainerPoint(point);
    const bearing = (Math.atan2(to.x - from.x, from.y - to.y) * 180) / Math.PI;
    return (Math.round(bearing) + 360) % 360;
  }
}

function at({ latitude, longitude }) {
  return [latitude, longitude];
}

function claimFrom({ latitude, longitude, radiusM, heading, headingError, fieldOfView }) {
  const number = (text) => (text ? Number(text) : null);
  return {
    latitude: Number(latitude),
    longitude: Number(longitude),
    radiusM: number(radiusM),
    headingDeg: number(heading),
    headingErrorDeg: number(headingError),
    fieldOfViewDeg: number(fieldOfView),
  };
}

function written(degrees) {
  return degrees == null ? "" : String(Math.round(degrees * 10) / 10);
}

function roundTo2(metres) {
  const power = 10 ** Math.max(0, Math.floor(Math.log10(metres)) - 1);
  return Math.round(metres / power) * power;
}

function roundUp(metres) {
  const power = 10 ** Math.floor(Math.log10(metres));
  return [1, 2, 5, 10].find((n) => n * power >= metres) * power;
}
