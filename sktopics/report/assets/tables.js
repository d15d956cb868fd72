// The tables of the page as rows, to be saved as CSV.

/** Tables that a report has: list of { file, title, read }, `read()` gives header and rows. */
export function tablesOf(data, wordList) {
  const { summary } = data;
  const tables = [
    { file: "topics.csv", title: "Topics", read: () => topicTable(data) },
    { file: "names.csv", title: "Names of topics", read: () => namesTable(data) },
  ];
  if (data.has("topic_terms.term")) {
    tables.push({ file: "words.csv", title: "Words of topics", read: () => wordTable(data, wordList) });
  }
  const groups = [
    ["over_time", "Topics over time", "time", summary.times?.labels],
    ["by_class", "Topics by class", "class", summary.classes?.labels],
  ];
  for (const [part, title, column, labels] of groups) {
    if (!labels || !data.has(`${part}.share`)) continue;
    tables.push({ file: `${part}.csv`, title, read: () => groupTable(data, part, column, labels) });
  }
  if (summary.quality.length) {
    tables.push({ file: "quality.csv", title: "Quality", read: () => qualityTable(summary) });
  }
  return tables;
}

function topicTable(data) {
  const measures = data.summary.quality.filter(({ by_topic: values }) => values?.length);
  const header = ["topic", "name", "size", "share", "documents_in_file", "level", "parents", "words"];
  const rows = data.topics.map((topic, place) => [
    topic.index,
    data.nameOf(place),
    topic.size,
    topic.share,
    topic.n_documents,
    topic.level,
    (topic.parents ?? []).map(([parent]) => data.topics[parent].index).join(" "),
    topic.words.join(", "),
    ...measures.map(({ by_topic: values }) => values[place]),
  ]);
  return [[...header, ...measures.map(({ name }) => name)], rows];
}

function namesTable(data) {
  const rows = data.topics.map(({ index, name }, place) => [index, name, data.nameOf(place)]);
  return [["topic", "name_in_model", "name"], rows];
}

async function wordTable(data, wordList) {
  const rows = [];
  for (const [place, { index }] of data.topics.entries()) {
    for (const [rank, word] of (await wordList.ranked(place)).entries()) {
      rows.push([index, data.nameOf(place), rank + 1, word.term, word.share, word.lift, word.overall]);
    }
  }
  return [["topic", "name", "rank", "word", "share", "lift", "share_in_corpus"], rows];
}

async function groupTable(data, part, column, labels) {
  const [share, lower, upper] = await data.columns(`${part}.share`, `${part}.lower`, `${part}.upper`);
  const rows = data.topics.flatMap(({ index }, place) =>
    labels.map((label, i) => {
      const at = place * labels.length + i;
      return [index, data.nameOf(place), label, share[at], lower[at], upper[at]];
    }),
  );
  return [["topic", "name", column, "share", "lower", "upper"], rows];
}

const qualityTable = ({ quality }) => [
  ["measure", "value", "meaning", "limits"],
  quality.map(({ name, value, meaning, limits }) => [name, value, meaning, limits]),
];
