// One map for every page: an offline base of land and borders, tiles only where they are set.
//
//   const map = await makeMap(element, { centre: [55.3, 44.02], zoom: 13 });
//   if (map) drawDisc({ latitude, longitude, radiusM, basis, certain }).addTo(map);
//
// The element may carry data-tile-url (a tile server's address with {z}, {x} and {y}).

import { drawGraticule } from "./graticule.js";
import { L, loadLand, loadLeaflet } from "./leaflet.js";
import { addHatches } from "./map_shapes.js";

export { nearLongitude } from "./geodesy.js";
export { L } from "./leaflet.js";
export { drawAskedBox, drawAskedCircle, drawAskedPolygon, drawDisc, drawWedge } from "./map_shapes.js";

const FARTHEST_ZOOM = 1;
const NEAREST_ZOOM = 19;

/**
 * A Leaflet map in the element, or null where Leaflet is not installed.
 *
 * Options: `centre` [latitude, longitude] and `zoom` to begin with, `zoomControl`.
 */
export async function makeMap(element, { centre = [20, 0], zoom = 2, zoomControl = true } = {}) {
  if (!(await loadLeaflet())) return null;
  addHatches();
  element.classList.add("sightline-map");
  const map = L.map(element, {
    center: centre,
    zoom,
    zoomControl: false,
    minZoom: FARTHEST_ZOOM,
    maxZoom: NEAREST_ZOOM,
    zoomSnap: 0.5,
    attributionControl: false,
    zoomAnimation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
  });
  if (zoomControl) L.control.zoom({ position: "topright" }).addTo(map);
  L.control.scale({ imperial: false, maxWidth: 120 }).addTo(map);
  drawGraticule(map);
  const tiles = element.dataset.tileUrl;
  if (tiles) L.tileLayer(tiles, { maxZoom: NEAREST_ZOOM, className: "map-tiles" }).addTo(map);
  else drawLand(map);
  // A map whose box was hidden or has grown measures itself again.
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(element);
  return map;
}

async function drawLand(map) {
  const base = await loadLand();
  if (!base) return;
  map.createPane("land").style.zIndex = 150;
  const style = { pane: "land", renderer: L.svg({ pane: "land", padding: 0.5 }), interactive: false };
  const turned = (lines, turn) =>
    lines.map((line) => line.map(([latitude, longitude]) => [latitude, longitude + turn]));
  // Beside the world its two neighbours, for views across the antimeridian.
  for (const turn of [-360, 0, 360]) {
    L.polygon(
      base.land.map((polygon) => turned(polygon, turn)),
      { ...style, className: "map-land" }
    ).addTo(map);
    L.polyline(turned(base.borders, turn), { ...style, className: "map-border" }).addTo(map);
  }
}
