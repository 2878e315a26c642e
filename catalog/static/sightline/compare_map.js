// All positions of the compared items on one map, numbered as in the table beneath it.

import { isBeyondMap, nearLongitude } from "./geodesy.js";
import { L, drawDisc, drawWedge, makeMap } from "./map.js";

const CLOSEST = 17;

const element = document.getElementById("compare-map");
const told = JSON.parse(document.getElementById("compare-places").textContent);
const places = told.map((place, at) => ({ ...place, number: at + 1 })).filter((place) => !isBeyondMap(place));

element.hidden = false;
const map = places.length ? await makeMap(element) : null;
element.hidden = map === null;
if (map) draw();

function draw() {
  const all = L.featureGroup().addTo(map);
  for (const place of places) {
    const longitude = nearLongitude(place.longitude, places[0].longitude);
    const shape = { ...place, longitude, certain: true, interactive: false };
    if (place.headingDeg != null) drawWedge(shape).addTo(map);
    const disc = drawDisc(shape).addTo(all);
    const look = { permanent: true, direction: "left", className: "known-number" };
    disc.getLayers().at(-1).bindTooltip(String(place.number), look);
  }
  map.fitBounds(all.getBounds().pad(0.3), { maxZoom: CLOSEST, animate: false });
}
