// Documents over time: those that pass the filters against all in the file.

import { make } from "./dom.js";
import { largest } from "./report_data.js";
import { countText } from "./texts.js";

export class TimeCounts {
  constructor(element, store, data) {
    Object.assign(this, { store, labels: data.summary.times.labels });
    this.bars = make("div", { class: "time-counts", role: "img" });
    this.box = make("div", { hidden: true }, make("h4", { text: "Documents that pass the filters, of all" }), this.bars);
    element.append(this.box);
    store.subscribe((state, changed) => changed.has("shown") && this.draw());
  }

  draw() {
    const { shown } = this.store.state;
    this.box.hidden = !shown?.isFiltered;
    if (this.box.hidden) return;
    const { labels } = this;
    const [part, all] = [shown.byTime, shown.all.byTime];
    const most = largest(all.subarray(0, labels.length), 1);
    const said = labels.map((label, i) => `${label}: ${countText(part[i])} of ${countText(all[i])}`);
    this.bars.setAttribute("aria-label", `Documents by time. ${said.filter((_, i) => part[i] > 0).join("; ")}`);
    this.bars.replaceChildren(
      ...said.map((title, i) => {
        const styles = { "--length": `${(100 * part[i]) / most}%`, "--back": `${(100 * all[i]) / most}%` };
        return make("span", { title, styles });
      }),
    );
  }
}
