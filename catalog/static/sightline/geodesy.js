// Rings for drawing, on a sphere. Whether something matches is decided by the server, on WGS84.

const EARTH_M = 6371008.8;
const RADIANS = Math.PI / 180;
const SEAM = 89.9;
const MERCATOR_EDGE = 85.05;

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

/** The direction in which [latitude, longitude] `to` lies from `from`, from 0 up to 360 degrees. */
export function bearing(from, to) {
  const [south, north] = [from[0] * RADIANS, to[0] * RADIANS];
  const turn = (to[1] - from[1]) * RADIANS;
  const east = Math.sin(turn) * Math.cos(north);
  const ahead = Math.cos(south) * Math.sin(north) - Math.sin(south) * Math.cos(north) * Math.cos(turn);
  return (Math.atan2(east, ahead) / RADIANS + 360) % 360;
}

/** Whether it lies so near a pole that Mercator's map has ended before it. */
export function isBeyondMap(place) {
  return Math.abs(place?.latitude ?? 0) > MERCATOR_EDGE;
}

/** The longitude, a whole turn added or taken, that lies nearest to `reference`. */
export function nearLongitude(longitude, reference) {
  return longitude + 360 * Math.round((reference - longitude) / 360);
}

/** A ring of [latitude, longitude] without leaps; one round a pole is closed along its edge. */
export function unwrapped(points) {
  let reference = points[0][1];
  const rim = points.map(([latitude, longitude]) => {
    reference = nearLongitude(longitude, reference);
    return [latitude, reference];
  });
  const [[latitude, longitude]] = rim;
  const turns = nearLongitude(longitude, reference) - longitude;
  if (turns === 0) return rim;
  const pole = latitude >= 0 ? SEAM : -SEAM;
  return [...rim, [latitude, longitude + turns], [pole, longitude + turns], [pole, longitude]];
}

/** The rim of a disc. */
export function ring(centre, metres, points = 96) {
  const bearings = Array.from({ length: points }, (_, n) => (360 * n) / points);
  return unwrapped(bearings.map((bearing) => destination(centre, bearing, metres)));
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
