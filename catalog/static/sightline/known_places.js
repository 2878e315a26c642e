// What else is known of the item on the map of a claim: drawn faintly, numbered as in the list
// beneath the map, and deaf to the pointer.

import { isBeyondMap } from "./geodesy.js";
import { L, drawDisc, drawWedge } from "./map.js";

const BELOW_CLAIMS = 390;

export class KnownPlaces {
  constructor(editor) {
    const said = document.getElementById("map-known");
    const all = said ? JSON.parse(said.textContent) : [];
    const numbered = all.map((place, at) => ({ ...place, number: at + 1 }));
    this.places = numbered.filter((place) => !isBeyondMap(place));
    this.editor = editor;
    editor.map.createPane("known").style.zIndex = BELOW_CLAIMS;
    this.layer = L.layerGroup().addTo(editor.map);
  }

  draw() {
    this.layer.clearLayers();
    for (const place of this.places) {
      const [, longitude] = this.editor.at(place);
      const shape = { ...place, longitude, certain: true, interactive: false, pane: "known" };
      if (place.headingDeg != null) drawWedge(shape).addTo(this.layer);
      const dot = drawDisc(shape).addTo(this.layer).getLayers().at(-1);
      const look = { permanent: true, direction: "left", className: "known-number", pane: "known" };
      dot.bindTooltip(String(place.number), look);
    }
  }
}
