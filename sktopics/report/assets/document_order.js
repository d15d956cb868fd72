// Which documents are listed, and in what order.

import { withDescendants } from "./report_data.js";

/**
 * Documents that pass `mask`, best first: by hits of a search; then the typical documents
 * of the selected topic, then by their share of it; then in the order of the corpus.
 * With a topic, documents without it are left out.
 */
export async function orderedDocuments(data, { topic, mask, hits = null }) {
  const shares = topic === null ? null : await sharesWithBelow(data, topic);
  const found = [];
  for (let i = 0; i < data.n; i++) if (mask[i] && (!shares || shares[i] > 0)) found.push(i);
  const typical = new Map((data.topics[topic]?.typical ?? []).map((i, rank) => [i, rank]));
  const rank = (i) => typical.get(i) ?? Infinity;
  return found.sort(
    (a, b) =>
      (hits ? hits[b] - hits[a] : 0) ||
      (shares ? Math.sign(rank(a) - rank(b)) || shares[b] - shares[a] : 0) ||
      a - b,
  );
}

/** Shares of a topic in documents; a topic without any takes those of topics below it. */
async function sharesWithBelow(data, topic) {
  const own = await data.sharesOfTopic(topic);
  if (own.some((share) => share > 0)) return own;
  for (const place of withDescendants(topic, data.children).slice(1)) {
    (await data.sharesOfTopic(place)).forEach((share, i) => (own[i] += share));
  }
  return own;
}
