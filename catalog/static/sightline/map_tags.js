// Names beside dots on a map: each stands where it covers no other, else only under the pointer.

const DIRECTIONS = ["right", "left", "top", "bottom"];
const CHARACTER_PX = 6.4;
const HEIGHT_PX = 18;
const BESIDE_PX = 8;

/** Name the dots ({ dot, words }, the first first), and anew whenever the zoom changes. */
export function tagWhereThereIsRoom(map, tagged) {
  const again = () => place(map, tagged);
  map.on("zoomend resize", again);
  again();
}

function place(map, tagged) {
  const at = tagged.map(({ dot }) => map.latLngToContainerPoint(dot.getLatLng()));
  // A dot is not to be covered by the name of another.
  const taken = at.map(({ x, y }) => ({ left: x - 4, right: x + 4, top: y - 4, bottom: y + 4 }));
  tagged.forEach(({ dot, words }, number) => {
    const boxes = DIRECTIONS.map((direction) => [direction, box(at[number], words, direction)]);
    const others = taken.filter((_, one) => one !== number);
    const free = boxes.find(([, one]) => isOn(map, one) && !others.some((other) => overlap(one, other)));
    if (free) taken.push(free[1]);
    dot.unbindTooltip();
    const text = document.createElement("span");
    text.append(words);
    dot.bindTooltip(text, { permanent: Boolean(free), direction: free?.[0] ?? "auto", className: "place-tag" });
  });
}

function box({ x, y }, words, direction) {
  const width = words.length * CHARACTER_PX + 10;
  const [middleX, middleY] = {
    right: [x + BESIDE_PX + width / 2, y],
    left: [x - BESIDE_PX - width / 2, y],
    top: [x, y - BESIDE_PX - HEIGHT_PX / 2],
    bottom: [x, y + BESIDE_PX + HEIGHT_PX / 2],
  }[direction];
  return {
    left: middleX - width / 2,
    right: middleX + width / 2,
    top: middleY - HEIGHT_PX / 2,
    bottom: middleY + HEIGHT_PX / 2,
  };
}

function isOn(map, { left, right, top, bottom }) {
  const { x, y } = map.getSize();
  return left >= 0 && top >= 0 && right <= x && bottom <= y;
}

function overlap(one, other) {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}
