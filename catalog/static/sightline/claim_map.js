// A claimed place and viewpoint on a map: click, drag, or keys on a handle. A second way to write
// them, for every page: the fields are the truth, and what is drawn comes from how the server
// reads them. What is not understood is not drawn.
//
//   {% include "claims/place_map.html" %}, with `map_context(about)` in the page's context
//   const map = await showMap(document.querySelector("[data-claim-map]"), sheet);
//   map?.bind(otherSheet, "On the map: clip.mp4");
//
// A sheet is any element that holds the fields (see claim_fields.js). A field asks the server by
// htmx when `input` or `read` is triggered on it.

import { KINDS, fieldOf, moved, readClaim, writeClaim } from "./claim_fields.js";
import { Handles } from "./claim_handles.js";
import { destination, isBeyondMap, nearLongitude } from "./geodesy.js";
import { KnownPlaces } from "./known_places.js";
import { L, drawDisc, drawWedge, makeMap } from "./map.js";
import { gettext } from "./words.js";

const CLICK_PX = 12;
const ASK_AFTER_MS = 350;
const STREETS = 15;
// Farther out than this from what is shown, its handles lie on one another.
const MOST_ZOOMS_OUT = 2;
const SURROUNDINGS_M = 300;
// A wedge is drawn at least so long that its handles do not lie on one another.
const SIGHT = 0.12;
const SHORTEST_SIGHT_PX = 104;

/** The map in the fragment, or null where Leaflet is not installed: then the fields do alone. */
export async function showMap(root, sheet) {
  root.hidden = false;
  const element = root.querySelector(".map");
  const { latitude, longitude } = element.dataset;
  const view = latitude ? { centre: [Number(latitude), Number(longitude)], zoom: 12 } : {};
  const map = await makeMap(element, view);
  root.hidden = map === null;
  return map ? new ClaimMap(map, root, sheet) : null;
}

class ClaimMap {
  constructor(map, root, sheet) {
    Object.assign(this, { map, root, claims: {} });
    this.known = new KnownPlaces(this);
    this.shapes = L.layerGroup().addTo(map);
    this.handles = Object.keys(KINDS).map((kind) => new Handles(this, kind));
    map.on("click", ({ latlng }) => this.put(latlng));
    map.on("moveend resize", () => this.draw());
    map.getContainer().addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target === event.currentTarget) this.put(map.getCenter());
    });
    root.addEventListener("click", (event) => {
      const button = event.target.closest("[data-take-view]");
      if (button) this.change("viewpoint", { fieldOfViewDeg: Number(button.dataset.takeView) });
    });
    document.addEventListener("focusin", ({ target }) => {
      const choice = root.querySelector(`[name="map-sets"][value="${target.dataset.claim}"]`);
      if (choice && this.sheet.contains(target)) choice.checked = true;
    });
    document.addEventListener("htmx:beforeSwap", () => (this.top = this.above));
    document.addEventListener("htmx:afterSwap", ({ detail: { target } }) => {
      if (!target.matches(".read") || !this.sheet.contains(target)) return;
      // The answer stands above the map, which must not move away under the pointer.
      if (this.isOwn) globalThis.scrollBy(0, this.above - this.top);
      this.read();
    });
    this.bind(sheet);
    // Claims that came back with the page are read once more, to be drawn.
    for (const kind of this.kinds) if (fieldOf(sheet, kind).value) this.ask(kind);
  }

  /** Show and write the claims of this sheet from now on. */
  bind(sheet, title = gettext("On the map")) {
    this.sheet = sheet;
    this.root.querySelector("[data-title]").textContent = title;
    this.root.querySelector(".seg").hidden = this.kinds.length < 2;
    this.claims = {};
    this.read();
  }

  get kinds() {
    return Object.keys(KINDS).filter((kind) => fieldOf(this.sheet, kind));
  }

  get drawn() {
    return Object.values(this.claims).filter((claim) => claim && !isBeyondMap(claim));
  }

  get above() {
    return this.root.getBoundingClientRect().top;
  }

  /** What a click sets. */
  get chosen() {
    const chosen = this.root.querySelector('[name="map-sets"]:checked').value;
    return this.kinds.includes(chosen) ? chosen : this.kinds[0];
  }

  /** Take up what the server has read out of the fields. */
  read() {
    // What is being dragged is newer than what was asked about it.
    if (this.dragging) return;
    this.claims = Object.fromEntries(this.kinds.map((kind) => [kind, readClaim(this.sheet, kind)]));
    // Whoever sets it on the map has chosen the view; words may lead anywhere.
    if (!this.isOwn) this.showAll();
    this.isOwn = false;
    this.draw();
  }

  /** All that is claimed and known, with what surrounds it. */
  showAll() {
    const all = [...this.drawn, ...this.known.places];
    if (!all.length) return;
    const bounds = L.latLngBounds([]);
    for (const one of all) {
      const at = [one.latitude, nearLongitude(one.longitude, all[0].longitude)];
      for (const bearing of [0, 90, 180, 270]) {
        bounds.extend(destination(at, bearing, Math.max(one.radiusM ?? 0, SURROUNDINGS_M)));
      }
    }
    const isSeen = this.map.getBounds().contains(bounds);
    const isSmall = this.map.getBoundsZoom(bounds) > this.map.getZoom() + MOST_ZOOMS_OUT;
    if (this.isShown && isSeen && !isSmall) return;
    this.isShown = true;
    this.map.fitBounds(bounds, { maxZoom: STREETS, padding: [24, 24], animate: false });
  }

  /** A click: the chosen point goes there, as exact as a click at this zoom can be. */
  put({ lat, lng }) {
    const kind = this.chosen;
    const changes = moved([lat, lng]);
    if (this.claims[kind]?.radiusM == null) changes.radiusM = roundUp(CLICK_PX * this.metresPerPx(lat));
    this.change(kind, changes);
  }

  /** Change a claim, write it into its fields and have it read. */
  change(kind, changes) {
    const claim = { ...this.claims[kind], ...changes };
    this.claims[kind] = claim;
    writeClaim(this.sheet, kind, claim, changes);
    this.isOwn = true;
    clearTimeout(this.asking);
    this.asking = setTimeout(() => this.ask(kind), ASK_AFTER_MS);
    this.draw();
  }

  ask(kind) {
    globalThis.htmx.trigger(fieldOf(this.sheet, kind), "read");
  }

  draw() {
    this.shapes.clearLayers();
    for (const claim of this.drawn) this.drawClaim(claim);
    this.known.draw();
    for (const handles of this.handles) handles.place(this.claims[handles.kind]);
    for (const button of this.root.querySelectorAll("[data-take-view]")) button.disabled = !this.claims.viewpoint;
    const beyond = Object.keys(this.claims).filter((kind) => isBeyondMap(this.claims[kind]));
    const said = this.root.querySelector("[data-beyond]");
    said.hidden = beyond.length === 0;
    said.textContent = beyond.map((kind) => gettext("The map ends at 85° of latitude. The %(kind)s is understood as the field says, but lies beyond it.", { kind: KINDS[kind] })).join(" ");
  }

  drawClaim(claim) {
    const shape = { ...claim, basis: "claimed", certain: true, interactive: false };
    shape.longitude = this.at(claim)[1];
    if (claim.headingDeg != null) drawWedge({ ...shape, rangeM: this.sightM(claim) }).addTo(this.shapes);
    drawDisc(shape).addTo(this.shapes);
  }

  /** Where it lies on the turn of the world that the map shows. */
  at({ latitude, longitude }) {
    return [latitude, nearLongitude(longitude, this.map.getCenter().lng)];
  }

  metresPerPx(latitude) {
    return (156543.034 * Math.cos((latitude * Math.PI) / 180)) / 2 ** this.map.getZoom();
  }

  sightM({ latitude }) {
    return Math.max(SIGHT * this.map.getSize().x, SHORTEST_SIGHT_PX) * this.metresPerPx(latitude);
  }
}

function roundUp(metres) {
  const power = 10 ** Math.floor(Math.log10(metres));
  return [1, 2, 5, 10].find((n) => n * power >= metres) * power;
}
