// The claims typed for all files and for single ones, and what is wrong with them.

const CAMERA = ["camera", "heading", "heading_error", "field_of_view"];
const NAMES = ["source", "url", "published", "time", "place", "caption", "sensitivity"];

/** What is claimed, as form data: `shared`, with what `own` says of its own laid over it. */
export function claimsOf(shared, own = null) {
  const claims = new URLSearchParams();
  for (const name of NAMES) {
    const value = valueOf(own, name) || valueOf(shared, name);
    if (value) claims.set(name, value);
  }
  // A zone taken from a place goes with the time and the place of one form, or not at all.
  const timed = valueOf(own, "time") ? own : shared;
  const placed = valueOf(own, "place") || valueOf(own, "camera") ? own : shared;
  const zone = timed === placed && timed.querySelector('[name="zone"]:checked')?.value;
  if (zone) claims.set("zone", zone);
  // A camera is one claim: its parts are never mixed from two forms.
  const from = CAMERA.some((name) => valueOf(own, name)) ? own : shared;
  for (const name of CAMERA) {
    const value = valueOf(from, name);
    if (value) claims.set(name, value);
  }
  return claims;
}

/** Say beneath each field what is wrong with it, and go to the first. True if nothing is. */
export function showFaults(sheet, faults) {
  for (const [field, sentence] of Object.entries(faults)) {
    const place = sheet.querySelector(`.read[data-field="${CSS.escape(field)}"]`);
    const said = document.createElement("p");
    said.className = "fault";
    said.textContent = sentence;
    place.replaceChildren(said);
  }
  const [first] = Object.keys(faults);
  if (!first) return true;
  sheet.closest("details")?.setAttribute("open", "");
  const name = first === "viewpoint" ? "camera" : first;
  fieldOf(sheet, name).focus();
  return false;
}

export function fieldOf(sheet, name) {
  return sheet.querySelector(`[name="${name}"]`);
}

function valueOf(sheet, name) {
  return sheet ? (fieldOf(sheet, name)?.value.trim() ?? "") : "";
}
