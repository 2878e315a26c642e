// The map of an incident: every place and viewpoint that the table beneath it lists.

import { destination, isBeyondMap } from "./geodesy.js";
import { L, drawDisc, drawWedge, makeMap, nearLongitude } from "./map.js";
import { tagWhereThereIsRoom } from "./map_tags.js";
import { gettext } from "./words.js";

const STREETS = 15;
const SURROUNDINGS_M = 150;
// Of more, fields of view would cover all beneath them: their axes are drawn, the table has the rest.
const MOST_FIELDS = 12;
const MOST_NAMES = 3;

async function show(element) {
  const all = JSON.parse(document.getElementById("incident-places").textContent);
  const places = drawnOnce(all.filter((place) => !isBeyondMap(place)));
  if (!places.length) return;
  element.hidden = false;
  const map = await makeMap(element);
  element.hidden = map === null;
  if (!map) return;
  const bounds = L.latLngBounds([]);
  const isCrowded = places.filter((place) => place.headingDeg != null).length > MOST_FIELDS;
  const tagged = places.map((place) => {
    const longitude = nearLongitude(place.longitude, places[0].longitude);
    const shape = { ...place, longitude };
    const field = isCrowded ? { fieldOfViewDeg: null, headingErrorDeg: null } : {};
    if (place.headingDeg != null) drawWedge({ ...shape, ...field }).addTo(map);
    const around = Math.max(place.radiusM ?? 0, SURROUNDINGS_M);
    for (const bearing of [0, 90, 180, 270]) bounds.extend(destination([place.latitude, longitude], bearing, around));
    return { dot: drawDisc(shape).addTo(map).getLayers().at(-1), words: named(place.names) };
  });
  map.fitBounds(bounds, { maxZoom: STREETS, padding: [24, 24], animate: false });
  tagWhereThereIsRoom(map, tagged);
}

// Sixty items said to show one spot are one disc with sixty names, not one that hides the map.
function drawnOnce(places) {
  const drawn = new Map();
  for (const { name, ...place } of places) {
    const key = JSON.stringify(place);
    if (!drawn.has(key)) drawn.set(key, { ...place, names: new Set() });
    drawn.get(key).names.add(name);
  }
  return [...drawn.values()];
}

function named(names) {
  const told = [...names].slice(0, MOST_NAMES).join(", ");
  return names.size > MOST_NAMES ? gettext("%(names)s and %(more)s more", { names: told, more: names.size - MOST_NAMES }) : told;
}

const element = document.getElementById("incident-map");
if (element) show(element);
