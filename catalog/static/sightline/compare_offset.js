// An offset as it is typed.

// Seconds, or frames of that clip: `-9.52`, `12 f`. Null where it is neither.
export function secondsOf(words, tile) {
  const found = /^([+\-−]?\d{1,9}(?:[.,]\d{1,6})?)\s*(f)?$/i.exec(words.trim());
  if (!found || (found[2] && tile.frameSeconds === null)) return null;
  const number = Number(found[1].replace("−", "-").replace(",", "."));
  return found[2] ? number * tile.frameSeconds : number;
}
