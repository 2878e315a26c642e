// Leaflet and the outlines of the land, from this server alone; both may be absent.

const VENDOR = new URL("../vendor/", import.meta.url);

/** Leaflet's own namespace, once `loadLeaflet` has answered true. */
export let L = null;

/** Whether Leaflet is there. Without it a page keeps to its fields and lists. */
export async function loadLeaflet() {
  try {
    await Promise.all([
      import(new URL("leaflet/leaflet.js", VENDOR)),
      styled(new URL("leaflet/leaflet.css", VENDOR)),
      styled(new URL("map.css", import.meta.url)),
    ]);
  } catch {
    return false;
  }
  L = globalThis.L;
  return Boolean(L);
}

/** Land as polygons and borders as lines, in GeoJSON; null where the atlas is not installed. */
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
      land: feature(atlas, atlas.objects.land),
      borders: mesh(atlas, atlas.objects.countries, (one, other) => one !== other),
    };
  } catch {
    return null;
  }
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
  // First in the head, so that the page's own styles win.
  document.head.prepend(link);
  return done;
}
