// Discs, wedges and the asked place. Solid is certain; dashed and hatched could be otherwise.

import { destination, nearLongitude, ring, sector } from "./geodesy.js";
import { L } from "./leaflet.js";

const BASES = ["claimed", "embedded", "measured", "assessed"];
// A wedge whose range of sight nobody stated is this part of the map's width, at any zoom.
const SIGHT = 0.12;
// Leaflet would otherwise drop points from what we draw.
const EXACT = { smoothFactor: 0 };
const EQUATOR_M_PER_PX = 156543.034;

/** The 45° hatches of the four kinds of fact, once in the document, coloured by its theme. */
export function addHatches() {
  if (document.getElementById("map-hatches")) return;
  const patterns = BASES.map(
    (basis) => `<pattern id="map-hatch-${basis}" width="6" height="6"
      patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <path class="map-hatch" d="M0 0v6" stroke="var(--${basis})"/></pattern>`
  );
  const svg = document.createElement("div");
  svg.innerHTML = `<svg id="map-hatches" width="0" height="0" aria-hidden="true"
    style="position:absolute"><defs>${patterns.join("")}</defs></svg>`;
  document.body.append(svg.firstElementChild);
}

/**
 * A position: a dot, and round it the disc in which it may lie.
 *
 * `radiusM` is null where no radius was stated; `basis` is the kind of fact; a
 * `certain` disc is solid. One drawn `again` where it lies already is only its edge: fillings
 * add up, and sixty would hide the map. `interactive` false makes a drawing that ignores the pointer.
 */
export function drawDisc({
  latitude,
  longitude,
  radiusM,
  basis,
  certain,
  again = false,
  interactive = true,
  pane = "overlayPane",
}) {
  const group = L.featureGroup();
  if (radiusM > 0) {
    const className = `map-disc ${basis} ${certain ? "certain" : "possible"}${again ? " again" : ""}`;
    L.polygon(ring([latitude, longitude], radiusM), { ...EXACT, className, interactive, pane }).addTo(group);
  }
  const className = `map-dot ${basis}`;
  L.circleMarker([latitude, longitude], { radius: 4, className, interactive, pane }).addTo(group);
  return group;
}

/**
 * A camera's field of view, or only its axis where the field of view is not known.
 *
 * Headings are degrees clockwise from true north; `headingErrorDeg` draws dashed edges
 * beyond the field of view. `rangeM` is the range of sight, null where nobody stated it.
 */
export function drawWedge({
  latitude,
  longitude,
  headingDeg,
  fieldOfViewDeg = null,
  headingErrorDeg = null,
  rangeM = null,
  basis,
  interactive = false,
  pane = "overlayPane",
}) {
  const at = [latitude, longitude];
  const styled = (part) => ({ ...EXACT, className: `${part} ${basis}`, interactive, pane });
  const wedge = L.polygon([], styled("map-wedge"));
  const axis = L.polyline([], styled("map-axis"));
  const edges = L.polyline([], styled("map-wedge-error"));
  const shape = (map) => {
    const metres = rangeM ?? sightOn(map, latitude);
    const end = (bearing) => {
      const [north, east] = destination(at, bearing, metres);
      return [north, nearLongitude(east, longitude)];
    };
    if (fieldOfViewDeg) wedge.setLatLngs(sector(at, headingDeg, fieldOfViewDeg, metres));
    axis.setLatLngs([at, end(headingDeg)]);
    if (!headingErrorDeg) return;
    const reach = (fieldOfViewDeg ?? 0) / 2 + headingErrorDeg;
    edges.setLatLngs([-reach, reach].map((turn) => [at, end(headingDeg + turn)]));
  };
  const Wedge = L.FeatureGroup.extend({
    onAdd(map) {
      this.again = () => shape(map);
      this.again();
      map.on("zoomend resize", this.again);
      L.FeatureGroup.prototype.onAdd.call(this, map);
    },
    onRemove(map) {
      map.off("zoomend resize", this.again);
      L.FeatureGroup.prototype.onRemove.call(this, map);
    },
  });
  return new Wedge([wedge, axis, edges]);
}

/** The circle that was asked for. */
export function drawAskedCircle(latitude, longitude, radiusM) {
  const rim = ring([latitude, longitude], radiusM, 180);
  return L.polygon(rim, { ...EXACT, className: "map-asked", interactive: false });
}

/** The box that was asked for; `east` may lie beyond 180. */
export function drawAskedBox(west, south, east, north) {
  const corners = [[south, west], [north, east]];
  return L.rectangle(corners, { className: "map-asked", interactive: false });
}

/** The polygon that was asked for; longitudes may run on beyond 180. */
export function drawAskedPolygon(corners) {
  return L.polygon(corners, { ...EXACT, className: "map-asked", interactive: false });
}

function sightOn(map, latitude) {
  const metresPerPx =
    (EQUATOR_M_PER_PX * Math.cos((latitude * Math.PI) / 180)) / 2 ** map.getZoom();
  return map.getSize().x * SIGHT * metresPerPx;
}
