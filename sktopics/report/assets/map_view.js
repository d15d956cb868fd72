// Where the map lies on the screen: moved and zoomed, in CSS pixels. Up is up.

export const MAP_SIDE = 65535;
const MOST_ZOOM = 64;

/** A window of `width` x `height` pixels on the map, which has two columns of places. */
export class MapView {
  constructor([left, low, right, high] = [0, 0, MAP_SIDE, MAP_SIDE]) {
    // A map of one place has a size too.
    this.spanX = Math.max(right - left, 1);
    this.spanY = Math.max(high - low, 1);
    this.centerX = this.middleX = (left + right) / 2;
    this.centerY = this.middleY = (low + high) / 2;
    this.width = this.height = 1;
    this.head = 0; // pixels at the top that buttons cover
    this.zoom = 1;
  }

  /** Pixels for one unit of the map. */
  get scale() {
    const room = (size) => Math.max(size - 2 * Math.min(36, size / 8), 1);
    return this.zoom * Math.min(room(this.width) / this.spanX, room(this.height) / this.spanY);
  }

  resize(width, height) {
    this.width = Math.max(width, 1);
    this.height = Math.max(height, 1);
  }

  toScreen(x, y) {
    return [
      (x - this.centerX) * this.scale + this.width / 2,
      (this.centerY - y) * this.scale + this.height / 2,
    ];
  }

  toMap(left, top) {
    return [
      (left - this.width / 2) / this.scale + this.centerX,
      this.centerY - (top - this.height / 2) / this.scale,
    ];
  }

  /** Zoom by a factor; the place under a pixel stays there. */
  zoomBy(factor, left = this.width / 2, top = this.height / 2) {
    const [x, y] = this.toMap(left, top);
    this.zoom = Math.min(Math.max(this.zoom * factor, 1), MOST_ZOOM);
    const [nowX, nowY] = this.toMap(left, top);
    this.moveTo(this.centerX + x - nowX, this.centerY + y - nowY);
  }

  panBy(pixelsX, pixelsY) {
    this.moveTo(this.centerX - pixelsX / this.scale, this.centerY + pixelsY / this.scale);
  }

  /** Put a place in the middle, which never leaves the map. */
  moveTo(x, y) {
    const clamp = (value, middle, span) =>
      Math.min(Math.max(value, middle - span / 2), middle + span / 2);
    this.centerX = clamp(x, this.middleX, this.spanX);
    this.centerY = clamp(y, this.middleY, this.spanY);
  }

  showAll() {
    this.zoom = 1;
    this.moveTo(this.middleX, this.middleY);
  }

  /** What is seen: left, low, right, high on the map. */
  get seen() {
    const [left, high] = this.toMap(0, 0);
    const [right, low] = this.toMap(this.width, this.height);
    return [left, low, right, high];
  }

  /** The view at a share of the way to another center and zoom. */
  between(from, to, share) {
    this.zoom = from.zoom * (to.zoom / from.zoom) ** share;
    this.moveTo(
      from.centerX + (to.centerX - from.centerX) * share,
      from.centerY + (to.centerY - from.centerY) * share,
    );
  }
}

/** The box around all documents and topics. */
export function boxOfMap(x, y, topics) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  const grow = (left, low) => {
    box[0] = Math.min(box[0], left);
    box[1] = Math.min(box[1], low);
    box[2] = Math.max(box[2], left);
    box[3] = Math.max(box[3], low);
  };
  for (let i = 0; i < x.length; i++) grow(x[i], y[i]);
  for (const topic of topics) if (topic.x !== null) grow(topic.x, topic.y);
  return box[0] === Infinity ? [0, 0, 65535, 65535] : box;
}
