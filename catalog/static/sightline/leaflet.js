// Leaflet and the outlines of the land, from this server alone; both may be absent.

import { unwrapped } from "./geodesy.js";

const VENDOR = new URL("../vendor/", import.meta.url);

/** Leaflet's own namespace, once `loadLeaflet` has answered true. */
export let L = null;

/** Whether Leaflet is there. Without it a page keeps to its fields and lists. */
export async function loadLeaflet() {
  try {
    await Promise.all([
      import(new URL("leaflet/leaflet.js", VENDOR)),
      // Each goes first in the head: the page's own styles win, then the map's, then Leaflet's.
      styled(new URL("map.css", import.meta.url)),
      styled(new URL("leaflet/leaflet.css", VENDOR)),
    ]);
  } catch {
    return false;
  }
  L = globalThis.L;
  return Boolean(L);
}

/** Land (polygons of rings) and borders (lines) of [latitude, longitude]; null without an atlas. */
export async function loadLand() {
  try {
    const [answer] = await Promise.all([
      fetch(new URL("world-atlas/countries-50m.json", VENDOR)),
      import(new URL("topojson-client/topojson-client.min.js", VENDOR)),
    ]);
    if (!answer.ok) return null;
    const atlas = await answer.json();
    const { feature, mesh } = globalThis.topojson;
    return {
      land: feature(atlas, atlas.objects.land).features.flatMap(polygons),
      borders: mesh(atlas, atlas.objects.countries, (one, other) => one !== other)
        .coordinates.map(turnedRound),
    };
  } catch {
    return null;
  }
}

function polygons({ geometry }) {
  return geometry.coordinates.map((rings) => rings.map((points) => unwrapped(turnedRound(points))));
}

function turnedRound(points) {
  return points.map(([longitude, latitude]) => [latitude, longitude]);
}

function styled(address) {
  if (document.querySelector(`link[href="${address}"]`)) return Promise.resolve();
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = address;
  const done = new Promise((resolve, reject) => {
    link.addEventListener("load", resolve);
    link.addEventListener("error", reject);
  });
  document.head.prepend(link);
  return done;
}
