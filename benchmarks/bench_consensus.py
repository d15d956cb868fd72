"""Consensus of runs beside single runs: quality, and how much seeds change it.

    python benchmarks/bench_consensus.py news.jsonl.gz titles.jsonl.gz --limit 2000
    python benchmarks/bench_consensus.py news.jsonl.gz --models lda plsa nmf
    python benchmarks/bench_consensus.py --reliability

Corpora are files of one JSON object a line with the keys `text` and `label`. There are
as many topics as labels. There are twice as many single runs as fits of the consensus,
from other starts. `--reliability` is about the State of the Union addresses instead, as
they are and with the words shuffled among the documents.
"""

import argparse
import time
import warnings
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from _corpora import read_labelled
from sklearn.decomposition import NMF
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.metrics import adjusted_rand_score

from sktopics import PLSA, ConsensusTopics, LatentDirichletAllocation
from sktopics.metrics import coherence_score, completion_perplexity

MODELS = {
    "lda": lambda k: LatentDirichletAllocation(k),
    "plsa": lambda k: PLSA(k),
    "nmf": lambda k: NMF(k, init="random", max_iter=300),
}
MEASURES = ("ARI", "NPMI", "perplexity")


class LabelledCounts:
    """Counts of documents, four fifths for training; labels of these."""

    def __init__(self, path, limit):
        texts, labels, _ = read_labelled(path)
        order = np.random.RandomState(0).permutation(len(texts))[:limit]
        vectorizer = CountVectorizer(stop_words="english", min_df=5, max_df=0.3)
        counts = vectorizer.fit_transform(texts[order]).tocsr()
        n_train = len(order) * 4 // 5
        self.name = Path(path).name.split(".")[0]
        self.train, self.test = counts[:n_train], counts[n_train:]
        self.labels = labels[order][:n_train]
        self.n_labels = len(set(labels[order]))
        self.terms = vectorizer.get_feature_names_out()


def judge(model, corpus):
    """Return ARI with the labels, NPMI in the training documents, perplexity."""
    found = model.transform(corpus.train).argmax(axis=1)
    npmi = coherence_score(
        model,
        corpus.train,
        measure="c_npmi",
        window="document",
        feature_names=corpus.terms,
    )
    return (
        adjusted_rand_score(corpus.labels, found),
        npmi,
        completion_perplexity(model, corpus.test),
    )


def measure(make, seeds, corpus):
    """Return the measures of fits by `make(seed)`, and CPU seconds of a fit."""
    rows, spent = [], 0.0
    for seed in seeds:
        start = time.process_time()
        model = make(seed).fit(corpus.train)
        spent += time.process_time() - start
        rows.append(judge(model, corpus))
    return np.array(rows), spent / len(seeds)


def spread_of(values, digits):
    """Return the median, the standard deviation and the range as a text."""
    deviation = values.std(ddof=1)
    spread = f"({deviation:.{digits}f}, {np.ptp(values):.{digits}f})"
    return f"{np.median(values):8.{digits}f} {spread:16}"


def show(corpus, name, n_seeds, n_runs, n_refits):
    """Print single runs and consensus of a model on a corpus."""
    inner = MODELS[name](corpus.n_labels)
    single, cost = measure(
        lambda seed: MODELS[name](corpus.n_labels).set_params(random_state=seed),
        range(100, 100 + 2 * n_seeds),
        corpus,
    )
    together, cost_of_all = measure(
        lambda seed: ConsensusTopics(
            inner, n_runs, n_refits=n_refits, random_state=seed
        ),
        range(n_seeds),
        corpus,
    )
    of_single = single.std(axis=0, ddof=1)
    # Runs that all end at the same optimum have no spread to compare with.
    of_single[of_single < 1e-9] = np.nan
    ratio = together.std(axis=0, ddof=1) / of_single
    for i, measured in enumerate(MEASURES):
        digits = 1 if measured == "perplexity" else 3
        print(
            f"{corpus.name:24} {name:5} {measured:10}"
            f" {spread_of(single[:, i], digits)} {spread_of(together[:, i], digits)}"
            f" {ratio[i]:6.2f} {cost_of_all / cost:6.1f}",
            flush=True,
        )


def shuffled(counts, seed=0):
    """Return counts of documents of the same lengths, with words dealt at random."""
    cells = counts.tocoo()
    words = np.repeat(cells.col, cells.data)
    np.random.RandomState(seed).shuffle(words)
    rows = np.repeat(cells.row, cells.data)
    entries = np.ones(len(words), dtype=int), (rows, words)
    return sp.coo_matrix(entries, shape=counts.shape).tocsr()


def show_reliability(n_documents=1500):
    """Print how reliable topics are, of addresses and of their words at random."""
    texts, _, _ = read_labelled(limit=n_documents)
    counts = CountVectorizer(stop_words="english", min_df=5).fit_transform(texts)
    lda = LatentDirichletAllocation(10, max_iter=20)
    model = ConsensusTopics(lda, 4, n_refits=0, random_state=0)
    for name, X in (("as they are", counts), ("shuffled", shuffled(counts))):
        model.fit(X)
        reliability = np.sort(model.topic_reliability_).round(2)
        print(f"{name}: reliability {reliability}, runs {np.sort(model.topic_runs_)}")


def main():
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpora", nargs="*", help="jsonl or jsonl.gz with labels")
    parser.add_argument("--models", nargs="+", choices=MODELS, default=["lda"])
    parser.add_argument("--limit", type=int, help="so many documents, at random")
    parser.add_argument("--seeds", type=int, default=6, help="fits of the consensus")
    parser.add_argument("--n-runs", type=int, default=10)
    parser.add_argument("--n-refits", type=int, default=5)
    parser.add_argument("--reliability", action="store_true", help="see above")
    given = parser.parse_args()
    warnings.simplefilter("ignore", ConvergenceWarning)
    if given.reliability:
        show_reliability()
        return
    print(
        f"median (sd, range) of {2 * given.seeds} single runs and of {given.seeds} "
        "consensus fits; ratio of the sds; CPU seconds of a consensus, in single runs"
    )
    print(
        f"{'corpus':24} {'model':5} {'measure':10} {'single runs':>25}"
        f" {'consensus':>25}  ratio   cost"
    )
    for path in given.corpora:
        corpus = LabelledCounts(path, given.limit)
        for name in given.models:
            show(corpus, name, given.seeds, given.n_runs, given.n_refits)


if __name__ == "__main__":
    main()
