// Which names of topics are shown on the map: the more the closer one looks.

/** The places in `boxes` (left, top, width, height) that overlap no box before them. */
export function labelsWithoutOverlap(boxes, gap = 2) {
  const chosen = [];
  boxes.forEach((box, place) => {
    const free = chosen.every((other) => !boxesOverlap(box, boxes[other], gap));
    if (free) chosen.push(place);
  });
  return chosen;
}

function boxesOverlap(a, b, gap) {
  return (
    a.left < b.left + b.width + gap &&
    b.left < a.left + a.width + gap &&
    a.top < b.top + b.height + gap &&
    b.top < a.top + a.height + gap
  );
}

/** The level of a hierarchy to name at a zoom: the next finer one at each doubling. */
export function levelAtZoom(nLevels, zoom) {
  return Math.min(nLevels - 1, Math.max(0, Math.floor(Math.log2(zoom) + 0.25)));
}

/** The topics to draw and to name, in order: the selected one, then the largest. */
export function topicsToName(topics, { level = null, selected = null } = {}) {
  return topics
    .map((_, place) => place)
    .filter((place) => topics[place].x !== null && !topics[place].is_empty)
    .filter((place) => level === null || topics[place].level === level || place === selected)
    .sort((a, b) => {
      if (a === selected || b === selected) return a === selected ? -1 : 1;
      return topics[b].size - topics[a].size || a - b;
    });
}
