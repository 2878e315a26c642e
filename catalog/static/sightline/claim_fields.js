// A claimed place or viewpoint as it stands in the fields: read from how the server understood
// them, and written back when it was changed on the map.
//
// The input that holds the phrase carries data-claim="place" or "viewpoint". A viewpoint may have
// inputs of its own for its parts: data-part="heading", "heading-error" and "field-of-view".
// The answer of the server stands in `.read[data-field="place"]` or "viewpoint".

import { nearLongitude } from "./geodesy.js";
import { gettext } from "./words.js";

export const KINDS = { place: gettext("thing seen"), viewpoint: gettext("camera") };
const PARTS = { heading: "headingDeg", "heading-error": "headingErrorDeg", "field-of-view": "fieldOfViewDeg" };

/** The input with the phrase, null where the sheet has none that can be written to now. */
export function fieldOf(sheet, kind) {
  const field = sheet.querySelector(`[data-claim="${kind}"]`);
  return field?.disabled ? null : field;
}

/** What the server has read, null where it read nothing or understood nothing. */
export function readClaim(sheet, kind) {
  if (!fieldOf(sheet, kind)) return null;
  const said = sheet.querySelector(`.read[data-field="${kind}"] .readback`)?.dataset;
  if (!said?.latitude) return null;
  const number = (text) => (text ? Number(text) : null);
  return {
    latitude: Number(said.latitude),
    longitude: Number(said.longitude),
    radiusM: number(said.radiusM),
    headingDeg: number(said.heading),
    headingErrorDeg: number(said.headingError),
    fieldOfViewDeg: number(said.fieldOfView),
    heightM: number(said.heightM),
  };
}

/** The changes that put a claim at [latitude, longitude], to a metre. */
export function moved([latitude, longitude]) {
  return { latitude: Number(latitude.toFixed(5)), longitude: Number(nearLongitude(longitude, 0).toFixed(5)) };
}

/** Write the claim; the words of its position stay where only other parts have changed. */
export function writeClaim(sheet, kind, claim, changes) {
  const field = fieldOf(sheet, kind);
  const inputs = Object.entries(PARTS).map(([part, key]) => [sheet.querySelector(`[data-part="${part}"]`), key]);
  const hasParts = kind === "viewpoint" && inputs.every(([input]) => input);
  if (hasParts) for (const [input, key] of inputs) if (key in changes) input.value = written(claim[key]);
  const isMoved = ["latitude", "longitude", "radiusM"].some((key) => key in changes);
  if (hasParts && !isMoved) return;
  field.value = phrase(claim, kind === "viewpoint" && !hasParts);
}

/** As people write it: 55.29066, 44.01179 ± 150 m, heading 27° ± 10°, fov 62°, height 12 m. */
function phrase(claim, withView) {
  const { latitude, longitude, radiusM, headingDeg, headingErrorDeg, fieldOfViewDeg, heightM } = claim;
  const words = [`${degrees(latitude)}, ${degrees(longitude)}${radiusM == null ? "" : ` ± ${written(radiusM)} m`}`];
  if (withView && headingDeg != null) {
    words.push(`heading ${written(headingDeg)}°${headingErrorDeg == null ? "" : ` ± ${written(headingErrorDeg)}°`}`);
  }
  if (withView && fieldOfViewDeg != null) words.push(`fov ${written(fieldOfViewDeg)}°`);
  if (heightM != null) words.push(`height ${written(heightM)} m`);
  return words.join(", ");
}

/** Five decimals, which are a metre, or a sixth where one was said. */
function degrees(value) {
  return value.toFixed(6).replace(/0$/, "");
}

function written(value) {
  return value == null ? "" : String(Math.round(value * 10) / 10);
}
