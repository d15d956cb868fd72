// Pointer, wheel and keys on the map, told as what somebody wants: move, zoom, draw.

const CLICK_REACH = 5; // pixels that a pointer may move during a click
const PAN_STEP = 60;
const ZOOM_STEP = 1.5;

/** Listen on an element and call `on.pan`, `zoom`, `hover`, `leave`, `click`, `draw`... */
export class MapGestures {
  constructor(element, on) {
    this.element = element;
    this.on = on;
    this.isDrawing = false; // the next drag draws an outline
    this.pointers = new Map();
    this.outline = null;
    for (const [event, listener] of [
      ["pointerdown", this.#down],
      ["pointermove", this.#move],
      ["pointerup", this.#up],
      ["pointercancel", this.#cancel],
      ["pointerleave", () => on.leave()],
      ["keydown", this.#key],
    ]) {
      element.addEventListener(event, listener.bind(this));
    }
    element.addEventListener("wheel", this.#wheel.bind(this), { passive: false });
  }

  #place(event) {
    const box = this.element.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  #down(event) {
    if (event.button !== 0) return;
    this.element.setPointerCapture(event.pointerId);
    const place = this.#place(event);
    this.pointers.set(event.pointerId, place);
    this.start = this.pointers.size === 1 ? place : null;
    this.outline = null;
    if (this.start && (this.isDrawing || event.shiftKey)) this.outline = [place];
    else if (this.start === null) this.on.drawing([]);
  }

  #move(event) {
    const place = this.#place(event);
    const before = this.pointers.get(event.pointerId);
    if (before === undefined) {
      if (event.pointerType !== "touch") this.on.hover(...place);
      return;
    }
    if (this.start && Math.hypot(place[0] - this.start[0], place[1] - this.start[1]) > CLICK_REACH) {
      this.start = null;
    }
    if (this.outline) {
      this.outline.push(place);
      this.on.drawing(this.outline);
    } else if (this.pointers.size === 2) {
      this.#pinch(event.pointerId, before, place);
    } else if (this.start === null) {
      this.on.pan(place[0] - before[0], place[1] - before[1]);
    } else return; // a click so far: the way to here is moved at once when it is a drag
    this.pointers.set(event.pointerId, place);
  }

  #pinch(id, before, place) {
    const [other] = [...this.pointers].filter(([key]) => key !== id).map(([, value]) => value);
    const distance = ([x, y]) => Math.max(Math.hypot(x - other[0], y - other[1]), 1);
    const middle = [(place[0] + other[0]) / 2, (place[1] + other[1]) / 2];
    this.on.pan((place[0] - before[0]) / 2, (place[1] - before[1]) / 2);
    this.on.zoom(distance(place) / distance(before), ...middle);
  }

  #up(event) {
    if (!this.pointers.delete(event.pointerId)) return;
    const { start, outline } = this;
    this.start = this.outline = null;
    if (start && outline) this.on.drawing([]);
    else if (start) this.on.click(...this.#place(event));
    else if (outline) this.on.draw(outline);
  }

  #cancel(event) {
    this.pointers.delete(event.pointerId);
    this.start = this.outline = null;
    this.on.drawing([]);
  }

  #wheel(event) {
    event.preventDefault();
    const lines = event.deltaMode === 1 ? 30 : 1;
    this.on.zoom(Math.exp(-event.deltaY * lines * 0.002), ...this.#place(event));
  }

  #key(event) {
    const act = {
      ArrowLeft: () => this.on.pan(PAN_STEP, 0),
      ArrowRight: () => this.on.pan(-PAN_STEP, 0),
      ArrowUp: () => this.on.pan(0, PAN_STEP),
      ArrowDown: () => this.on.pan(0, -PAN_STEP),
      "+": () => this.on.glide(ZOOM_STEP),
      "=": () => this.on.glide(ZOOM_STEP),
      "-": () => this.on.glide(1 / ZOOM_STEP),
      0: () => this.on.showAll(),
      Escape: () => this.on.escape(),
    }[event.key];
    if (act === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  }
}
