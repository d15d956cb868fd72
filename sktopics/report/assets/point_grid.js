// Which documents lie near a place of the map: documents sorted by cells of a grid.

const GRID_CELLS = 128; // in each direction
const GRID_SHIFT = 9; // 65536 / 128 = 2 ** 9

const gridCell = (x, y) => (y >> GRID_SHIFT) * GRID_CELLS + (x >> GRID_SHIFT);
const gridRow = (value) => Math.min(Math.max(value, 0), 65535) >> GRID_SHIFT;

/** The documents of a map, whose places are two columns of 0 to 65535. */
export class PointGrid {
  constructor(x, y) {
    this.x = x;
    this.y = y;
    this.starts = new Uint32Array(GRID_CELLS * GRID_CELLS + 1);
    for (let i = 0; i < x.length; i++) this.starts[gridCell(x[i], y[i]) + 1]++;
    for (let c = 1; c < this.starts.length; c++) this.starts[c] += this.starts[c - 1];
    this.order = new Uint32Array(x.length);
    const next = this.starts.slice();
    for (let i = 0; i < x.length; i++) this.order[next[gridCell(x[i], y[i])]++] = i;
  }

  /** Call `visit` with each document in a box, whose sides belong to it. */
  within(left, low, right, high, visit) {
    for (let row = gridRow(low); row <= gridRow(high); row++) {
      const from = this.starts[row * GRID_CELLS + gridRow(left)];
      const to = this.starts[row * GRID_CELLS + gridRow(right) + 1];
      for (let k = from; k < to; k++) {
        const i = this.order[k];
        const [x, y] = [this.x[i], this.y[i]];
        if (x >= left && x <= right && y >= low && y <= high) visit(i);
      }
    }
  }

  /** The nearest document that `accepts` takes, or -1 if none is within the radius. */
  nearest(x, y, radius, accepts = () => true) {
    let [best, least] = [-1, radius * radius];
    this.within(x - radius, y - radius, x + radius, y + radius, (i) => {
      const distance = (this.x[i] - x) ** 2 + (this.y[i] - y) ** 2;
      if (distance > least || !accepts(i)) return;
      // Of equal distances the first document, in whichever cell it is.
      if (distance < least || best < 0 || i < best) [best, least] = [i, distance];
    });
    return best;
  }
}
