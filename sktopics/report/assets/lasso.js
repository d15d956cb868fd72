// Documents inside an outline that somebody has drawn on the map.

/** Whether a place is inside an outline [[x, y], ...], by the even-odd rule. */
export function isInside(outline, x, y) {
  let inside = false;
  for (let i = 0, j = outline.length - 1; i < outline.length; j = i++) {
    const [[ax, ay], [bx, by]] = [outline[i], outline[j]];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

/** The smallest box around an outline: left, low, right, high. */
export function boxAround(outline) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of outline) {
    box[0] = Math.min(box[0], x);
    box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x);
    box[3] = Math.max(box[3], y);
  }
  return box;
}

/** The documents of a grid inside an outline, in order. */
export function documentsInside(outline, grid) {
  if (outline.length < 3) return new Uint32Array(0);
  const found = [];
  grid.within(...boxAround(outline), (i) => {
    if (isInside(outline, grid.x[i], grid.y[i])) found.push(i);
  });
  return Uint32Array.from(found).sort();
}

/** The documents of a grid in a box, in order. */
export function documentsInBox(box, grid) {
  const found = [];
  grid.within(...box, (i) => found.push(i));
  return Uint32Array.from(found).sort();
}
