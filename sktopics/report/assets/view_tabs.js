// On narrow screens one panel is seen at a time, by tabs; on wide ones all of them.

import { make } from "./dom.js";

const NARROW = "(max-width: 1099.98px)";

/** `views` are [id of a panel, its tab] in order. */
export class ViewTabs {
  constructor(element, store, views) {
    Object.assign(this, { element, store });
    this.panels = views.map(([id]) => document.getElementById(id));
    this.tabs = views.map(([id, text]) =>
      make("button", {
        type: "button",
        role: "tab",
        id: `tab-${id}`,
        "aria-controls": id,
        text,
        on: { click: () => store.change({ view: id }), keydown: (event) => this.#key(event) },
      }),
    );
    element.setAttribute("role", "tablist");
    element.setAttribute("aria-label", "Panels");
    element.append(...this.tabs);
    // What is not seen cannot be skipped to.
    for (const link of document.querySelectorAll(".skips a")) {
      link.addEventListener("click", () => store.change({ view: link.hash.slice(1) }));
    }
    this.media = matchMedia(NARROW);
    this.media.addEventListener("change", () => this.draw());
    // The columns of wide screens fill what the top leaves of the window.
    const [main] = document.getElementsByTagName("main");
    const measure = () => main.style.setProperty("--top", `${main.offsetTop}px`);
    new ResizeObserver(measure).observe(document.getElementById("filters"));
    store.subscribe((state, changed) => changed.has("view") && this.draw());
    this.draw();
  }

  draw() {
    const { view } = this.store.state;
    const isNarrow = this.media.matches;
    this.element.hidden = !isNarrow;
    const hidesFocus = isNarrow && this.panels.some((panel) => panel.id !== view && panel.contains(document.activeElement));
    this.panels.forEach((panel, i) => {
      const isOn = panel.id === view;
      panel.classList.toggle("is-off", isNarrow && !isOn);
      this.tabs[i].setAttribute("aria-selected", String(isOn));
      this.tabs[i].tabIndex = isOn ? 0 : -1;
      if (isNarrow) panel.setAttribute("role", "tabpanel");
      else panel.removeAttribute("role");
    });
    if (hidesFocus) document.getElementById(view).focus({ preventScroll: true });
    if (isNarrow && this.lastView !== view) {
      this.tabs.find((tab) => tab.id === `tab-${view}`)?.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
    this.lastView = view;
  }

  #key(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const at = this.tabs.indexOf(event.target);
    const next = (at + step + this.tabs.length) % this.tabs.length;
    this.store.change({ view: this.panels[next].id });
    this.tabs[next].focus();
  }
}
