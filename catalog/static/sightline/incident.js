// The map of an incident: every place and viewpoint that the table beneath it lists.

import { destination, isBeyondMap } from "./geodesy.js";
import { L, drawDisc, drawWedge, makeMap, nearLongitude } from "./map.js";

const STREETS = 15;
const SURROUNDINGS_M = 150;
const MOST_TAGS = 20;

async function show(element) {
  const all = JSON.parse(document.getElementById("incident-places").textContent);
  const places = all.filter((place) => !isBeyondMap(place));
  if (!places.length) return;
  element.hidden = false;
  const map = await makeMap(element);
  element.hidden = map === null;
  if (!map) return;
  const bounds = L.latLngBounds([]);
  for (const place of places) {
    const longitude = nearLongitude(place.longitude, places[0].longitude);
    const shape = { ...place, longitude };
    if (place.headingDeg != null) drawWedge(shape).addTo(map);
    const disc = drawDisc(shape).addTo(map);
    const label = document.createTextNode(place.name);
    const box = document.createElement("span");
    box.append(label);
    if (places.length <= MOST_TAGS) disc.getLayers().at(-1).bindTooltip(box, { permanent: true, direction: "right", className: "place-tag" });
    else disc.bindTooltip(box);
    const around = Math.max(place.radiusM ?? 0, SURROUNDINGS_M);
    for (const bearing of [0, 90, 180, 270]) bounds.extend(destination([place.latitude, longitude], bearing, around));
  }
  map.fitBounds(bounds, { maxZoom: STREETS, padding: [24, 24], animate: false });
}

const element = document.getElementById("incident-map");
if (element) show(element);
