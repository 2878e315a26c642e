// The form of one claim or incident: its map is shown while what is claimed is a place.
// One field holds the value of every kind, so the kind says what the map writes into it.

import { KINDS } from "./claim_fields.js";
import { showMap } from "./claim_map.js";

const form = document.querySelector("form.claims");
const root = form.querySelector("[data-claim-map]");
const value = document.getElementById("value");
let shown = null;

async function follow() {
  if (value) {
    const kind = form.querySelector('[name="kind"]:is(:checked, [type="hidden"])')?.value;
    const read = document.getElementById("value-read");
    if (kind in KINDS) [value.dataset.claim, read.dataset.field] = [kind, kind];
    else delete value.dataset.claim;
    root.hidden = !(kind in KINDS);
  }
  if (value ? root.hidden : shown) return;
  if (!shown) {
    shown = showMap(root, form);
    return;
  }
  const map = await shown;
  root.hidden = map === null;
  map?.map.invalidateSize();
  map?.bind(form);
}

form.addEventListener("change", (event) => event.target.name === "kind" && follow());
follow();
