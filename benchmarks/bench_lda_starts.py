"""One and several random starts of LDA: how often are the right topics found?

    python benchmarks/bench_lda_starts.py news.jsonl.gz
    python benchmarks/bench_lda_starts.py news.jsonl.gz --limit 1000 --right 0.85

The corpus is a file of one JSON object a line with the keys `text` and `label`. Topics
are right where the largest ones of documents agree with the labels.
"""

import argparse
import time

import numpy as np
from _corpora import read_labelled
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.metrics import adjusted_rand_score

from sktopics import LatentDirichletAllocation


def print_starts(path, limit, n_components, n_seeds, right):
    """Print a row for each number of starts."""
    texts, labels, _ = read_labelled(path)
    if limit is not None:
        rows = np.random.RandomState(0).permutation(len(texts))[:limit]
        texts, labels = texts[rows], labels[rows]
    vectorizer = CountVectorizer(stop_words="english", min_df=5, max_df=0.3)
    X = vectorizer.fit_transform(texts)
    print(f"{X.shape[0]} documents; right is an ARI of {right:g} and more")
    print("starts  right    mean ARI  CPU s")
    for n_init in (1, 5):
        found, start = [], time.process_time()
        for seed in range(n_seeds):
            model = LatentDirichletAllocation(
                n_components, n_init=n_init, random_state=seed
            ).fit(X)
            found.append(adjusted_rand_score(labels, model.transform(X).argmax(axis=1)))
        seconds = (time.process_time() - start) / n_seeds
        n_right = np.sum(np.array(found) >= right)
        print(
            f"{n_init:6d}  {n_right:2d} of {n_seeds:2d}  {np.mean(found):8.3f}"
            f"  {seconds:5.1f}",
            flush=True,
        )


def main():
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("path", help="jsonl or jsonl.gz with labels")
    parser.add_argument("--limit", type=int, help="how many documents, at random")
    parser.add_argument("--n-components", type=int, default=5)
    parser.add_argument("--seeds", type=int, default=20, help="random states of a row")
    parser.add_argument("--right", type=float, default=0.79)
    given = parser.parse_args()
    print_starts(given.path, given.limit, given.n_components, given.seeds, given.right)


if __name__ == "__main__":
    main()
