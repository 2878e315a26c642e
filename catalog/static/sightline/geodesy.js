// Rings for drawing, on a sphere. Whether something matches is decided by the server, on WGS84.

const EARTH_M = 6371008.8;
const RADIANS = Math.PI / 180;
const SEAM = 89.9;

/** The point `metres` from [latitude, longitude] in the direction `bearing` (degrees). */
export function destination([latitude, longitude], bearing, metres) {
  const angle = metres / EARTH_M;
  const from = latitude * RADIANS;
  const course = bearing * RADIANS;
  const sine =
    Math.sin(from) * Math.cos(angle) + Math.cos(from) * Math.sin(angle) * Math.cos(course);
  const to = Math.asin(Math.max(-1, Math.min(1, sine)));
  const turn = Math.atan2(
    Math.sin(course) * Math.sin(angle) * Math.cos(from),
    Math.cos(angle) - Math.sin(from) * Math.sin(to)
  );
  return [to / RADIANS, longitude + turn / RADIANS];
}

/** The longitude, a whole turn added or taken, that lies nearest to `reference`. */
export function nearLongitude(longitude, reference) {
  return longitude + 360 * Math.round((reference - longitude) / 360);
}

/** The rim of a disc. One that holds a pole is closed along the edge of the map. */
export function ring(centre, metres, points = 96) {
  const rim = [];
  let reference = centre[1];
  for (let n = 0; n < points; n += 1) {
    const [latitude, longitude] = destination(centre, (360 * n) / points, metres);
    reference = nearLongitude(longitude, reference);
    rim.push([latitude, reference]);
  }
  const turns = nearLongitude(rim[0][1], reference) - rim[0][1];
  if (turns === 0) return rim;
  const pole = centre[0] >= 0 ? SEAM : -SEAM;
  rim.push([rim[0][0], rim[0][1] + turns], [pole, rim[0][1] + turns], [pole, rim[0][1]]);
  return rim;
}

/** The outline of a sector `metres` long, `fieldOfView` degrees wide about `heading`. */
export function sector(centre, heading, fieldOfView, metres) {
  const steps = Math.max(4, Math.ceil(fieldOfView / 6));
  const arc = [];
  for (let n = 0; n <= steps; n += 1) {
    const bearing = heading - fieldOfView / 2 + (fieldOfView * n) / steps;
    const [latitude, longitude] = destination(centre, bearing, metres);
    arc.push([latitude, nearLongitude(longitude, centre[1])]);
  }
  return fieldOfView >= 360 ? arc : [centre, ...arc];
}
