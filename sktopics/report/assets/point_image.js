// Points painted into the pixels of an image, which is faster than a path for each.

/** Coverage (0 to 255) of the pixels of a round point, or of a diamond. */
export function pointStamp(radius, isDiamond = false) {
  const reach = Math.ceil(radius + 0.5);
  const size = 2 * reach + 1;
  const cover = new Uint8Array(size * size);
  for (let y = -reach; y <= reach; y++) {
    for (let x = -reach; x <= reach; x++) {
      const distance = isDiamond ? (Math.abs(x) + Math.abs(y)) * 0.8 : Math.hypot(x, y);
      const share = Math.min(Math.max(radius + 0.5 - distance, 0), 1);
      cover[(y + reach) * size + x + reach] = Math.round(255 * share);
    }
  }
  return { cover, size, reach };
}

/** An opaque color [red, green, blue] as a pixel of a little-endian image. */
export const pixelOf = ([red, green, blue]) =>
  ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;

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

  /** Paint a stamp in a color around a pixel; `alpha` is 0 to 255. */
  paint(stamp, left, top, pixel, alpha = 255) {
    const { cover, size, reach } = stamp;
    const [x0, y0] = [Math.round(left) - reach, Math.round(top) - reach];
    const [from, to] = [Math.max(0, -x0), Math.min(size, this.width - x0)];
    for (let y = Math.max(0, -y0); y < size && y + y0 < this.height; y++) {
      for (let x = from; x < to; x++) {
        const share = (cover[y * size + x] * alpha) / 255;
        const place = (y + y0) * this.width + x + x0;
        if (share > 254) this.pixels[place] = pixel;
        else if (share > 0) this.pixels[place] = mixPixels(pixel, this.pixels[place], share);
      }
    }
  }
}

/** A share (0 to 255) of one pixel over another. */
export function mixPixels(above, below, share) {
  const rest = 255 - share;
  const mix = (shift) =>
    Math.round((((above >>> shift) & 255) * share + ((below >>> shift) & 255) * rest) / 255);
  return ((255 << 24) | (mix(16) << 16) | (mix(8) << 8) | mix(0)) >>> 0;
}
