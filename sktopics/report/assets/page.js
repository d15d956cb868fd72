// The page: opens the parts and hands them to the panels.

import { partsOfPage } from "./data.js";

async function openPage() {
  const summary = await partsOfPage().open();
  document.querySelector("h1").textContent = summary.title;
}

openPage();
