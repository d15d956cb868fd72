// Points painted into the pixels of an image, which is faster than a path for each.

/** Pixels of a round point, or of a diamond: `dx`, `dy` and how much is covered (to 256). */
export function pointStamp(radius, isDiamond = false) {
  const reach = Math.ceil(radius + 0.5);
  const [dx, dy, cover] = [[], [], []];
  for (let y = -reach; y <= reach; y++) {
    for (let x = -reach; x <= reach; x++) {
      const distance = isDiamond ? (Math.abs(x) + Math.abs(y)) * 0.8 : Math.hypot(x, y);
      const share = Math.round(256 * Math.min(Math.max(radius + 0.5 - distance, 0), 1));
      if (share === 0) continue;
      dx.push(x);
      dy.push(y);
      cover.push(share);
    }
  }
  return { dx, dy, cover, reach };
}

/** A stamp that covers a share of what it did. */
export const paler = (stamp, share) => ({
  ...stamp,
  cover: stamp.cover.map((cover) => Math.round(cover * share)),
});

/** An opaque color [red, green, blue] as a pixel of a little-endian image. */
export const pixelOf = ([red, green, blue]) =>
  ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;

/** A share (0 to 256) of one pixel over another; red and blue are mixed at once. */
export function mixPixels(above, below, share) {
  const rest = 256 - share;
  const redBlue = Math.imul(above & 0xff00ff, share) + Math.imul(below & 0xff00ff, rest);
  const green = Math.imul(above & 0xff00, share) + Math.imul(below & 0xff00, rest);
  return (0xff000000 | ((redBlue >>> 8) & 0xff00ff) | ((green >>> 8) & 0xff00)) >>> 0;
}

/** An image of `pixels` (Uint32Array), into which stamps are painted. */
export class PointImage {
  constructor(width, height, pixels = new Uint32Array(width * height)) {
    this.width = width;
    this.height = height;
    this.pixels = pixels;
  }

  clear(pixel) {
    this.pixels.fill(pixel);
  }

  /** Paint a stamp in the color of `pixel` around a place. */
  paint({ dx, dy, cover, reach }, left, top, pixel) {
    const { width, height, pixels } = this;
    const [x, y] = [Math.round(left), Math.round(top)];
    if (x < -reach || y < -reach || x >= width + reach || y >= height + reach) return;
    const isInside = x >= reach && y >= reach && x < width - reach && y < height - reach;
    const middle = y * width + x;
    for (let k = 0; k < cover.length; k++) {
      if (!isInside && !this.#has(x + dx[k], y + dy[k])) continue;
      const place = middle + dy[k] * width + dx[k];
      pixels[place] = cover[k] === 256 ? pixel : mixPixels(pixel, pixels[place], cover[k]);
    }
  }

  #has(x, y) {
    return x >= 0 && y >= 0 && x < this.width && y < this.height;
  }
}
