// The map of the search page: the asked place, this page's hits, and searching what it shows.

import {
  L,
  drawAskedBox,
  drawAskedCircle,
  drawAskedPolygon,
  drawDisc,
  drawWedge,
  makeMap,
  nearLongitude,
} from "./map.js";
import { followClusters } from "./search_clusters.js";
import { followDrawing } from "./search_draw.js";

// Up to this many hits each carries its number, on a map that has the room for them.
const MOST_TAGS = 20;
const ROOM_PX = 400;
// Wedges of all hits are drawn from this zoom on, before that only the current hit's.
const WEDGE_ZOOM = 12;
const NEAREST_FIT = 16;
const PADDING = [16, 16];

/**
 * Keep the map in step with the results. `ask(fields)` searches, `picked(ref)` is told of a
 * pressed position, `lit(ref)` of one under the pointer. Answers `draw`, `light`, `select`.
 */
export function followMap(element, button, { ask, picked, lit }) {
  const view = new SearchMap(element, button, { ask, picked, lit });
  view.ready = view.begin();
  const later = (name) => (ref) => view.ready.then(() => view.map && view[name](ref));
  return { draw: later("draw"), light: later("light"), select: later("select") };
}

class SearchMap {
  constructor(element, button, told) {
    Object.assign(this, { element, button, told, map: null, shapes: new Map(), selected: null, isPlaced: false });
  }

  async begin() {
    this.element.hidden = false;
    this.map = await makeMap(this.element);
    this.element.hidden = this.map === null;
    if (!this.map) return;
    this.layers = L.layerGroup().addTo(this.map);
    this.wedges = L.layerGroup().addTo(this.map);
    this.clusters = followClusters(this.map, this.element.dataset.clusters);
    const [tools, said] = ["draw", "draw-said"].map((id) => document.getElementById(id));
    this.drawing = followDrawing(this.map, tools, said, this.told.ask);
    this.draw();
    this.map.on("zoomend", () => this.showWedges());
    this.map.on("dragend zoomend keydown", () => {
      this.button.hidden = this.fitting || this.drawing.shape !== null;
    });
    this.button.addEventListener("click", () => this.searchHere());
  }

  /** Draw the results anew and show all of them. */
  draw() {
    const source = document.getElementById("map-data");
    const nothing = { asked: null, hits: [], more: false };
    const { asked, hits, more } = source ? JSON.parse(source.textContent) : nothing;
    this.layers.clearLayers();
    this.shapes.clear();
    this.drawn = new Set();
    this.drawing.forget();
    if (asked?.circle) this.drawing.hold(asked.circle);
    const region = this.drawAsked(asked);
    this.centre = region ? region.getBounds().getCenter().lng : null;
    const isTagged = hits.length <= MOST_TAGS && this.map.getSize().x > ROOM_PX;
    for (const hit of hits) this.drawHit(hit, isTagged);
    // A search that was not understood leaves the map where it was, to draw there again.
    if (source || !this.isPlaced) this.fit(region);
    this.isPlaced = true;
    this.showWedges();
    this.clusters.show(more);
    this.button.hidden = true;
  }

  drawAsked(asked) {
    if (!asked) return null;
    if (asked.circle) return drawAskedCircle(...asked.circle).addTo(this.layers);
    if (asked.box) return drawAskedBox(...asked.box).addTo(this.layers);
    return drawAskedPolygon(asked.polygon).addTo(this.layers);
  }

  drawHit({ ref, certainty, positions }, isTagged) {
    const discs = positions.map((position) => {
      this.centre ??= position.longitude;
      position.longitude = nearLongitude(position.longitude, this.centre);
      const { latitude, longitude, radiusM, basis } = position;
      const spot = [latitude, longitude, radiusM, basis].join();
      const again = this.drawn.has(spot);
      this.drawn.add(spot);
      return drawDisc({ ...position, again }).addTo(this.layers);
    });
    if (discs.length === 0) return;
    const number = ref.split("-").at(-1) + (certainty === "possible" ? "?" : "");
    const [first] = discs;
    first.getLayers().at(-1).bindTooltip(number, {
      permanent: isTagged,
      direction: "right",
      className: "map-tag",
      offset: [6, 0],
    });
    for (const disc of discs) {
      disc.on("click", () => this.told.picked(ref));
      disc.on("mouseover", () => this.told.lit(ref));
      disc.on("mouseout", () => this.told.lit(null));
    }
    this.shapes.set(ref, { discs, positions });
  }

  showWedges() {
    this.wedges.clearLayers();
    for (const [ref, { positions }] of this.shapes) {
      if (ref !== this.selected && this.map.getZoom() < WEDGE_ZOOM) continue;
      for (const position of positions) {
        if (position.headingDeg !== null) drawWedge(position).addTo(this.wedges);
      }
    }
  }

  fit(region) {
    const bounds = region?.getBounds() ?? L.latLngBounds([]);
    if (!region) {
      for (const { discs } of this.shapes.values()) {
        for (const disc of discs) bounds.extend(disc.getBounds());
      }
    }
    this.fitting = true;
    if (bounds.isValid()) {
      this.map.fitBounds(bounds, { padding: PADDING, maxZoom: NEAREST_FIT, animate: false });
    } else this.map.setView([20, 0], 1, { animate: false });
    this.fitting = false;
  }

  light(ref) {
    for (const [other, { discs }] of this.shapes) {
      for (const layer of discs.flatMap((disc) => disc.getLayers())) {
        layer.getElement()?.classList.toggle("lit", other === ref);
        layer.getTooltip()?.getElement()?.classList.toggle("lit", other === ref);
      }
    }
  }

  select(ref) {
    this.selected = ref;
    this.light(ref);
    this.showWedges();
  }

  searchHere() {
    const view = this.map.getBounds();
    const edges = [view.getWest(), Math.max(view.getSouth(), -90), view.getEast()];
    const box = [...edges, Math.min(view.getNorth(), 90)].map((edge) => edge.toFixed(5));
    this.told.ask({ bbox: box.join(","), near: "", within: "", polygon: "" });
  }
}
