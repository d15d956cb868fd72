// The page: opens the parts, hands them to the panels, and says when it can be used.

import { AboutPanel } from "./about_panel.js";
import { ClassChart } from "./class_chart.js";
import { CrossFilter } from "./cross_filter.js";
import { partsOfPage } from "./data.js";
import { DocumentList } from "./document_list.js";
import { DocumentMap } from "./document_map.js";
import { FilterBar } from "./filter_bar.js";
import { Filtering } from "./filtering.js";
import { QualityPanel } from "./quality_panel.js";
import { ReportData } from "./report_data.js";
import { SearchBox } from "./search_box.js";
import { firstState, Store } from "./store.js";
import { TextSearch } from "./text_search.js";
import { TEXTS } from "./texts.js";
import { followTheme } from "./theme.js";
import { TimeChart } from "./time_chart.js";
import { TimeCounts } from "./time_counts.js";
import { Toolbar } from "./toolbar.js";
import { TopicList } from "./topic_list.js";
import { KeptNames } from "./topic_names.js";
import { TopicPanel } from "./topic_panel.js";
import { ViewTabs } from "./view_tabs.js";

const byId = (id) => document.getElementById(id);

async function openPage() {
  const parts = partsOfPage();
  const summary = await parts.open();
  const data = new ReportData(parts, summary);
  const store = new Store(firstState(summary.relevance));
  keepNames(store, data);
  followTheme(store);
  showViews(store, data);
  new TopicList(byId("topics"), store, data);
  const panel = new TopicPanel({ head: byId("topic-panel"), more: byId("topic-more") }, store, data);
  new SearchBox(byId("search"), store, data);
  new FilterBar(byId("filters"), store, data);
  new DocumentList(byId("documents"), store, data, panel.words);
  new Toolbar(byId("tools"), store, data, panel.words);
  new QualityPanel(byId("quality"), data);
  new AboutPanel(byId("about"), data);
  await openCharts(store, data);
  await startFilters(store, data);
  document.documentElement.dataset.ready = "true";
}

/** Names of topics: from this browser, and kept there. Comes before all panels. */
function keepNames(store, data) {
  const kept = new KeptNames(data.summary);
  store.subscribe((state, changed) => {
    if (!changed.has("names")) return;
    data.given = state.names;
    data.namesAreKept = kept.keep(state.names);
  });
  store.change({ names: kept.read() });
}

/** Tabs of the panels that this report has. */
function showViews(store, data) {
  const hasMap = data.summary.map !== null;
  byId("map").hidden = !hasMap;
  byId("panels").classList.toggle("has-no-map", !hasMap);
  const views = [
    ["topics", "Topics"],
    ["topic", "Topic"],
    ["documents", "Documents"],
    ["map", "Map"],
    ["quality", "Quality"],
    ["about", "About"],
  ];
  new ViewTabs(byId("tabs"), store, views.filter(([id]) => id !== "map" || hasMap));
}

/** The map, the course over time and the classes, where the report has them. */
async function openCharts(store, data) {
  const { summary } = data;
  const charts = [];
  if (!byId("map").hidden) charts.push(new DocumentMap(byId("map"), store, data));
  if (summary.times && data.has("over_time.share")) {
    byId("time").hidden = false;
    charts.push(new TimeChart(byId("time"), store, data));
    new TimeCounts(byId("time"), store, data);
  }
  if (summary.classes) {
    byId("classes").hidden = false;
    charts.push(new ClassChart(byId("classes"), store, data));
  }
  await Promise.all(charts.map(({ ready }) => ready));
}

async function startFilters(store, data) {
  const crossFilter = new CrossFilter(await data.filterColumns());
  const filtering = new Filtering(store, data, crossFilter, new TextSearch(data));
  // A document that is opened from the map is read in the list.
  store.subscribe((state, changed) => {
    if (state.document === null) return;
    if (changed.has("document")) store.change({ view: "documents" });
    else if (changed.has("topic") || changed.has("filters")) store.change({ document: null });
  });
  await filtering.update();
}

if ("DecompressionStream" in globalThis) openPage();
else byId("filters").textContent = TEXTS.oldBrowser;
