// What the page says, in plain English, and how it writes numbers.

import { finestLevel } from "./report_data.js";

const WHOLE = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const SHORT = new Intl.NumberFormat("en", { maximumSignificantDigits: 2 });

export const countText = (count) => WHOLE.format(count);

/** A share as a percentage: 12.3%, 0.4%, <0.1%. */
export function shareText(share) {
  if (share === null || share === undefined || Number.isNaN(share)) return "–";
  if (share > 0 && share < 0.001) return "<0.1%";
  return `${(100 * share).toFixed(share >= 0.9995 ? 0 : 1)}%`;
}

/** A number with two digits that count. */
export function numberText(value) {
  if (value === null || !Number.isFinite(value)) return "–";
  return Math.abs(value) >= 100 ? WHOLE.format(value) : SHORT.format(value);
}

/** "1 document", "2,000 documents". */
export const manyText = (count, one, many = `${one}s`) => `${countText(count)} ${count === 1 ? one : many}`;

/** "34 topics", "34 topics and 31 broader ones" where there are levels. */
export function topicsText(topics) {
  const finest = finestLevel(topics);
  const broader = topics.filter((topic) => (topic.level ?? 0) < finest).length;
  const text = manyText(topics.length - broader, "topic");
  return broader ? `${text} and ${countText(broader)} broader ${broader === 1 ? "one" : "ones"}` : text;
}

/** What sizes of topics count. */
export const sizeOf = (summary) => (summary.model.kind === "mixture" ? "of the corpus" : "of the documents");

/** What circles of the map show while a word is selected. */
export const wordOnMap = (word) => `Circles show how much of the word “${word}” is in each topic.`;

/** Which documents are in the file. */
export function insideText({ n_inside: inside, n_documents: all, how_chosen: how, text_length: length }) {
  const which =
    inside === all
      ? `All ${manyText(all, "document")} are in this file.`
      : `${countText(inside)} of ${manyText(all, "document")} are in this file, ${
          how === "sample" ? "as a sample" : "as chosen"
        }. Sizes, courses over time and classes count all documents.`;
  return length ? `${which} Texts are cut to ${countText(length)} letters.` : which;
}

export const TEXTS = {
  sortBy: { size: "Size", name: "Name", number: "Number" },
  findTopic: "Filter topics by name or word",
  noTopicFound: "No topic has these letters.",
  start:
    "A topic is a group of words that tend to occur in the same documents. " +
    "Select one in the list or on the map: its words and documents appear here.",
  lambda: "Order of words",
  lambdaLow: "special to the topic",
  lambdaHigh: "frequent in the topic",
  lambdaQuestion: "What does this change?",
  lambdaHelp:
    "To the right, words come first that are frequent in the topic, though they may be frequent everywhere. " +
    "To the left, words come first that hardly occur elsewhere, though they may be rare. " +
    "The number λ (lambda) is the place of the slider, as in pyLDAvis.",
  wordBars:
    "A bar is the share of a word in the topic, and the line on it the share in the whole corpus. " +
    "×5 means 5 times as frequent in the topic as in the corpus.",
  classCounts: "Numbers of documents. Select a row to see only its documents.",
  classShares:
    "How much of each is about the topic. The tick is the share in the whole corpus, " +
    "and the line is where the true share probably lies (95% interval). Select a row to see only its documents.",
  timeShares: "How much of the documents of each time is about a topic.",
  timeBands: "The pale band is where the true share probably lies (95% interval).",
  alike: "From 0 to 1: how much the words of both topics are alike.",
  rowHint: "Row in the data that the report was made of",
  chosenWords:
    "A representation or a person chose these words. They keep their order until you move the slider.",
  rename: "Rename",
  nameHint: "Enter keeps the name, Escape leaves it as it was.",
  named: [
    "Your name is kept while this page is open. Export it by the button Names.",
    "Your name is kept in this browser. Export it by the button Names.",
  ],
  documentsStart: "Select a topic or a word, or search, and its documents are listed here.",
  noDocumentsInside: "This report was made without documents.",
  noTexts: "The texts are not in this file.",
  noDocuments: "No document passes all filters.",
  emptyText: "(no text)",
  unknownWord: "This word is in no list of words.",
  oldBrowser: "This browser is too old for the page. Browsers from 2023 on can show it.",
  searchHint: 'All words must occur. "Quotes" hold a phrase together; tax* finds taxes.',
  noSegments: "Superscript numbers are the topics of passages.",
  tablesAbout: "CSV files, which spreadsheets open. The list of documents has a button of its own.",
  cannotCopy: "This page may not copy. Select the text and copy it.",
  namesAbout:
    "Names live in this browser until you export them. Send the saved file to the person who made this report, " +
    "or paste the dict into Python: name_topics(model, {...}).",
  noNames: "No topic has been renamed. Select a topic and press F2, or the button Rename.",
};

/** Lines of the help: [heading, text]. */
export const HELP = [
  [
    "What a topic is",
    "A group of words that tend to occur in the same documents. " +
    "The computer found the groups; it does not know what they mean. " +
    "Names are suggestions, and you can change them.",
  ],
  [
    "Topics",
    "The list shows the size of each topic. " +
    "Arrow keys move in it, Enter selects, F2 renames. " +
    "The list is the table of what the map shows.",
  ],
  [
    "Words",
    "The slider moves between words that are frequent in a topic and words that are special to it. " +
    "Select a word to see its topics and documents; the circles of the map show where it belongs.",
  ],
  [
    "Documents",
    "The documents with the largest share of the selected topic come first. " +
    "Words of the topic are marked, words of your search too.",
  ],
  [
    "Filters",
    "Topics, classes, periods, words, searches and areas on the map can be combined. " +
    "The lists, the map and the counts show the documents that pass. " +
    "Words, shares over time and shares by class stay those of the whole corpus. " +
    "The strip at the top lists all filters; each can be removed.",
  ],
  [
    "Links",
    "The address of the page ends in the selected topic. " +
    "The Back button of the browser leads to the topic before.",
  ],
  [
    "What to be careful with",
    "Read documents before you believe a topic. " +
    "Small shares are unsure: look at the intervals. " +
    "Places on the map show what is near, not how far the rest is.",
  ],
];
