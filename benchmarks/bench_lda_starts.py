"""Where LDA starts: weights of seed words, and one or several random starts.

    python benchmarks/bench_lda_starts.py                  # seeds, State of the Union
    python benchmarks/bench_lda_starts.py news.jsonl.gz    # starts, texts with labels

The first table has four topics with three seed words each, and says which share of
these words is mostly in the topic that they were given for. The second says how often
the largest topics of documents agree with their labels.
"""

import argparse
import time

import numpy as np
from _corpora import read_labelled
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.metrics import adjusted_rand_score

from sktopics import LatentDirichletAllocation, OnlineCountVectorizer
from sktopics.datasets import load_sotu

SEEDS = {
    "world": ["soviet", "nuclear", "treaty"],
    "money": ["tax", "budget", "deficit"],
    "health": ["health", "care", "insurance"],
    "schools": ["schools", "education", "teachers"],
}


def print_seeds(n_seeds):
    """Print a row for each weight of seeds."""
    vectorizer = OnlineCountVectorizer(stop_words="english", min_df=5, max_df=0.3)
    X = vectorizer.fit_transform(load_sotu().documents)
    columns = [[vectorizer.vocabulary_[w] for w in words] for words in SEEDS.values()]
    print("seed_weight  in the topic  perplexity")
    for weight in (None, 0.01, 0.1, 0.3, 0.5, 1, 3):
        inside, perplexities = [], []
        for seed in range(n_seeds):
            given = {} if weight is None else {"seed_weight": weight}
            topics = None if weight is None else SEEDS
            model = LatentDirichletAllocation(
                10, seed_topics=topics, random_state=seed, **given
            ).fit(X)
            tokens = model.components_ - model.topic_word_prior_
            for topic, words in enumerate(columns):
                shares = tokens[topic, words] / tokens[:, words].sum(axis=0)
                inside += (shares > 0.5).tolist()
            perplexities.append(model.perplexity_)
        name = "none" if weight is None else f"{weight:g}"
        print(
            f"{name:>11}  {np.mean(inside):12.2f}  {np.mean(perplexities):10.0f}",
            flush=True,
        )


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
    """Print the table of seeds, or of starts where a corpus is given."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("path", nargs="?", help="jsonl or jsonl.gz with labels")
    parser.add_argument("--limit", type=int, help="how many documents, at random")
    parser.add_argument("--n-components", type=int, default=5)
    parser.add_argument("--seeds", type=int, help="random states of each row")
    parser.add_argument("--right", type=float, default=0.79)
    given = parser.parse_args()
    if given.path is None:
        print_seeds(given.seeds or 1)
    else:
        print_starts(
            given.path,
            given.limit,
            given.n_components,
            given.seeds or 20,
            given.right,
        )


if __name__ == "__main__":
    main()
