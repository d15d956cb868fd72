"""ARTM on short texts with labels: the default, the recipe of the guide, and LDA.

    python benchmarks/bench_short_texts.py questions.jsonl.gz --n-components 40

The corpora are files of one JSON object a line with the keys `text` and `label`, and
`split` where there is one, of which "train" is read. The table in the guide's section
on short texts was made so: Banking77 with 40 and 100 topics; 6,000 documents drawn
from StackOverflow, SearchSnippets and DBLP (all splits), and all of M10, with 20.
"""

import argparse
import gzip
import json
import time
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer

from sktopics import ARTM, LatentDirichletAllocation, ThetalessARTM
from sktopics.artm import (
    Biterms,
    Decorrelator,
    SmoothSparsePhi,
    SmoothSparseTheta,
    term_cooccurrences,
)
from sktopics.metrics import label_agreement, told_apart_score, topic_diversity


def read_labelled(path, limit):
    """Return texts and labels of a corpus; at most `limit`, drawn at random."""
    path = Path(path)
    data = path.read_bytes()
    lines = (gzip.decompress(data) if path.suffix == ".gz" else data).splitlines()
    rows = [json.loads(line) for line in lines]
    rows = [row for row in rows if row.get("split", "train") == "train"]
    if limit is not None and limit < len(rows):
        order = np.random.RandomState(0).permutation(len(rows))
        rows = [rows[i] for i in order[:limit]]
    return [row["text"] for row in rows], [str(row["label"]) for row in rows]


def models(n_components, X, seed):
    """Yield the models by name."""

    def recipe(**pairs):
        return [
            Biterms(5, cooccurrence=term_cooccurrences(X, **pairs), relative=True),
            SmoothSparseTheta(0.3),
            SmoothSparsePhi(0.02),
        ]

    apart = [
        Decorrelator(0.1, relative=True),
        SmoothSparsePhi(-0.1, schedule=[0] * 10 + [1]),
    ]
    start = {"n_components": n_components, "random_state": seed}
    yield "LDA", LatentDirichletAllocation(**start)
    yield "ARTM", ARTM(**start)
    yield "ARTM, decorrelated", ARTM(**start, regularizers=apart)
    yield "ARTM, recipe", ARTM(**start, regularizers=recipe())
    for measure in ("documents", "ppmi"):
        regularizers = recipe(measure=measure)
        yield f"ARTM, recipe, {measure}", ARTM(**start, regularizers=regularizers)
    online = {"regularizers": recipe(), "learning_method": "online"}
    yield "ARTM, recipe, online", ARTM(**start, **online)
    yield "ThetalessARTM, Biterms", ThetalessARTM(**start, regularizers=recipe()[:1])


def judge(model, X, labels):
    """Return purity, NMI and ARI with the labels, kappa of the words, diversity."""
    topics = model.transform(X).argmax(axis=1)
    agreement = label_agreement(labels, topics)
    return (
        *(agreement[name] for name in ("purity", "nmi", "ari")),
        told_apart_score(model, X, topics),
        topic_diversity(model),
    )


def main():
    """Print a row for each model, the mean over seeds."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", nargs="+", help="jsonl or jsonl.gz with labels")
    parser.add_argument("--n-components", type=int, default=20)
    parser.add_argument("--limit", type=int, help="how many documents to read")
    parser.add_argument("--seeds", type=int, default=3)
    given = parser.parse_args()
    for path in given.corpus:
        texts, labels = read_labelled(path, given.limit)
        vectorizer = CountVectorizer(stop_words="english", min_df=5, max_df=0.3)
        X = vectorizer.fit_transform(texts)
        print(f"\n{path}: {X.shape}, {X.sum() / X.shape[0]:.1f} words a document")
        print(
            f"{'model':26}{'purity':>8}{'NMI':>7}{'ARI':>7}{'told':>7}{'div':>6}{'s':>7}"
        )
        rows, seconds = {}, {}
        for seed in range(given.seeds):
            for name, model in models(given.n_components, X, seed):
                start = time.process_time()
                model.fit(X)
                seconds.setdefault(name, []).append(time.process_time() - start)
                rows.setdefault(name, []).append(judge(model, X, labels))
        for name, found in rows.items():
            means = np.mean(found, axis=0)
            cells = "".join(f"{mean:7.3f}" for mean in means[:4])
            print(f"{name:26} {cells}{means[4]:6.2f}{np.mean(seconds[name]):7.1f}")


if __name__ == "__main__":
    main()
