// Where the hits beyond this page are: counts by squares of the map, worked out by the server.

import { nearLongitude } from "./geodesy.js";
import { L } from "./leaflet.js";

const WAIT_MS = 150;
// A press comes this much nearer.
const NEARER = 2;

/**
 * Keep clusters of the whole search on a map; `address` answers them for a view. Call the
 * answer's `show(isOn)` when the results have changed.
 */
export function followClusters(map, address) {
  const layer = L.layerGroup().addTo(map);
  let asking = new AbortController();
  let waiting = 0;
  let isOn = false;

  async function ask() {
    asking.abort();
    asking = new AbortController();
    const asked = new URLSearchParams(location.search);
    for (const name of ["page", "view"]) asked.delete(name);
    asked.set("map", view(map));
    asked.set("zoom", Math.floor(map.getZoom()));
    try {
      const answer = await fetch(`${address}?${asked}`, { signal: asking.signal });
      if (answer.ok) draw(layer, map, await answer.json());
    } catch (error) {
      // The map was moved on, or the server is away: the hits of this page are there as before.
      if (error.name !== "AbortError" && !(error instanceof TypeError)) throw error;
    }
  }

  function later() {
    clearTimeout(waiting);
    if (isOn) waiting = setTimeout(ask, WAIT_MS);
  }

  map.on("moveend", later);
  return {
    show(on) {
      isOn = on;
      layer.clearLayers();
      later();
    },
  };
}

function view(map) {
  const bounds = map.getBounds();
  const [south, north] = [bounds.getSouth(), bounds.getNorth()].map((edge) =>
    Math.min(Math.max(edge, -90), 90)
  );
  return [bounds.getWest(), south, bounds.getEast(), north].map((edge) => edge.toFixed(5)).join(",");
}

function draw(layer, map, { share, clusters }) {
  layer.clearLayers();
  const middle = map.getCenter().lng;
  for (const [latitude, east, count] of clusters) {
    const longitude = nearLongitude(east, middle);
    const words = (share > 1 ? "≈" : "") + short(count);
    const label = document.createElement("span");
    label.textContent = words;
    const icon = L.divIcon({ className: "map-cluster", html: label, iconSize: null });
    L.marker([latitude, longitude], { icon, keyboard: false, zIndexOffset: -1000 })
      .bindTooltip(`${words} item${count === 1 ? "" : "s"} here`, { className: "map-tag" })
      .on("click", () => map.setView([latitude, longitude], map.getZoom() + NEARER))
      .addTo(layer);
  }
}

function short(count) {
  if (count >= 1e6) return `${(count / 1e6).toFixed(1)}M`;
  return count >= 1e4 ? `${Math.round(count / 1e3)}k` : String(count);
}
