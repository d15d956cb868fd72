"""What systems find: agreement with labels, and what their words are worth.

Every system runs once for each seed. NPMI is that of ten words in windows of ten words
of the same documents, told apart by one tokenizer for all systems; stop words are part
of these windows. Outliers are one more cluster for ARI and NMI.
"""

import json
import os
import sys

import numpy as np
from _measure import measured
from _top2vec_systems import SYSTEMS, fitted, quietly
from bench_quality import judge_words, read_stop_words

# Title, key of a result, digits after the point; the last one is of fits alone.
COLUMNS = (
    ("topics", "topics", 1),
    ("outliers", "outliers", 3),
    ("ARI", "ari", 3),
    ("NMI", "nmi", 3),
    ("NPMI", "npmi", 3),
    ("diversity", "diversity", 3),
    ("told", "told", 3),
    ("function", "function", 3),
    ("CPU s", "cpu_seconds", 1),
)
WIDTH = 40


def run(corpus, options):
    """Print the table of a corpus, and one for each number of topics."""
    rows = Rows(options.results)
    systems = [
        name for name in SYSTEMS if any(part in name for part in options.systems)
    ]
    absent = {}
    for seed in options.seeds:
        for name in systems:
            if missing := SYSTEMS[name].missing:
                absent[name] = f"{', '.join(missing)} not installed"
            elif rows.of(corpus, name, seed) is None:
                print(f"{corpus.name}: {name}, seed {seed}", file=sys.stderr)
                rows.add(corpus, name, seed, found(corpus, name, seed, options.reduce))
    show(corpus, options, rows, systems, absent, None)
    for n_topics in options.reduce:
        show(corpus, options, rows, systems, absent, n_topics)


def found(corpus, name, seed, reduce):
    """Fit a system, and return what it found, as JSON can keep it."""
    system = SYSTEMS[name]
    with quietly():
        model, cost = measured(lambda: fitted(name, corpus.documents, seed))
        row = plain(system.read(model)) | {"cpu_seconds": cost.cpu_seconds}
        row["reduced"] = {
            str(n): plain(system.reduce(model, corpus.documents, n)) for n in reduce
        }
    return row


def plain(found):
    """Return lists of what was found."""
    return {"labels": np.asarray(found.labels).tolist(), "words": found.words}


class Rows:
    """Rows that were measured, kept in a file if there is one.

    Parameters
    ----------
    path : Path or None
    """

    def __init__(self, path):
        self.path = path
        self.rows = json.loads(path.read_text()) if path and path.exists() else []

    def of(self, corpus, name, seed):
        """Return the row of a system, None if there is none."""
        wanted = {"corpus": corpus.name, "system": name, "seed": seed}
        n_documents = len(corpus.labels)
        for row in self.rows:
            if wanted.items() <= row.items() and len(row["labels"]) == n_documents:
                return row
        return None

    def add(self, corpus, name, seed, row):
        self.rows.append({"corpus": corpus.name, "system": name, "seed": seed} | row)
        if self.path:
            unfinished = self.path.with_suffix(".unfinished")
            unfinished.write_text(json.dumps(self.rows))
            os.replace(unfinished, self.path)


def show(corpus, options, rows, systems, absent, n_topics):
    """Print a table: means over seeds, of models with fewer topics if asked for."""
    print("" if n_topics is None else f"\nreduced to {n_topics} topics")
    columns = COLUMNS if n_topics is None else COLUMNS[:-1]
    print(f"{'':{WIDTH}}" + "".join(f"{title:>10}" for title, _, _ in columns))
    for name in systems:
        if name in absent:
            print(f"{name:{WIDTH}}  {absent[name]}")
            continue
        results = []
        for seed in options.seeds:
            row = rows.of(corpus, name, seed)
            found = row if n_topics is None else row["reduced"].get(str(n_topics))
            if found is not None and n_topics in (None, len(found["words"])):
                results.append(judged(corpus, found))
        if results:
            cells = [
                f"{np.mean([r[key] for r in results]):10.{digits}f}"
                for _, key, digits in columns
            ]
            print(f"{name:{WIDTH}}" + "".join(cells), flush=True)
        else:
            print(f"{name:{WIDTH}}  has fewer topics for every seed")


def judged(corpus, found):
    """Return the figures of a row."""
    from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

    labels, stop_words = np.array(found["labels"]), frozenset(read_stop_words(None))
    return {
        "topics": len(found["words"]),
        "outliers": np.mean(labels < 0),
        "ari": adjusted_rand_score(corpus.labels, labels),
        "nmi": normalized_mutual_info_score(corpus.labels, labels),
        "cpu_seconds": found.get("cpu_seconds"),
    } | judge_words(found["words"], corpus.documents.texts, labels, stop_words)
