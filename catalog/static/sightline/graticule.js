// Lines of latitude and longitude: at street level they are all an offline map can show.

import { nearLongitude } from "./geodesy.js";
import { L } from "./leaflet.js";

const STEPS = [
  30, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005, 0.0002, 0.0001,
];
const APART_PX = 110;
const LIMIT = 85;
// The scale stands in the corner below; a label there could not be read.
const FOOT_PX = 52;

/** Keep a graticule in step with the view. */
export function drawGraticule(map) {
  map.createPane("graticule").style.zIndex = 160;
  const lines = L.layerGroup().addTo(map);
  const draw = () => {
    lines.clearLayers();
    const view = map.getBounds();
    const degreesPerPx = (view.getEast() - view.getWest()) / Math.max(map.getSize().x, 1);
    const fit = STEPS.filter((step) => step / degreesPerPx >= APART_PX);
    const step = fit.at(-1) ?? STEPS[0];
    const digits = Math.max(0, -Math.floor(Math.log10(step)));
    const south = Math.max(view.getSouth(), -LIMIT);
    const north = Math.min(view.getNorth(), LIMIT);
    const foot = map.containerPointToLatLng([0, map.getSize().y - 4]).lat;
    const side = map.containerPointToLatLng([4, 0]).lng;
    for (const at of multiples(step, south, north)) {
      line(lines, [[at, view.getWest() - 1], [at, view.getEast() + 1]]);
      const { y } = map.latLngToContainerPoint([at, side]);
      if (y < map.getSize().y - FOOT_PX) label(lines, [at, side], written(at, digits), "lat");
    }
    for (const at of multiples(step, view.getWest(), view.getEast())) {
      line(lines, [[-LIMIT, at], [LIMIT, at]]);
      label(lines, [foot, at], written(nearLongitude(at, 0), digits), "lng");
    }
  };
  map.on("moveend resize", draw);
  draw();
}

function* multiples(step, low, high) {
  for (let n = Math.ceil(low / step); n * step <= high; n += 1) yield n * step;
}

function written(degrees, digits) {
  return degrees.toFixed(digits).replace("-", "−");
}

function line(lines, points) {
  const style = { pane: "graticule", className: "map-graticule", interactive: false };
  L.polyline(points, style).addTo(lines);
}

function label(lines, at, text, axis) {
  const icon = L.divIcon({ className: `map-degree ${axis}`, html: text, iconSize: null });
  L.marker(at, { icon, pane: "graticule", interactive: false, keyboard: false }).addTo(lines);
}
