"""Seed words of several weights: do topics become what they are named for?

    python benchmarks/bench_seeds.py            # LDA
    python benchmarks/bench_seeds.py --model artm

Of ten topics of the State of the Union addresses since 1945, four have three seed words
each, and in the last column one. The figures are the share of the seeds that occur
mostly in the topic that they were given for, and the perplexity of the documents.
"""

import argparse

import numpy as np

from sktopics import ARTM, LatentDirichletAllocation, OnlineCountVectorizer
from sktopics.datasets import load_sotu

THREE = {
    "world": ["soviet", "nuclear", "treaty"],
    "money": ["tax", "budget", "deficit"],
    "schools": ["schools", "teachers", "students"],
    "health": ["health", "medicare", "insurance"],
}
ONE = {
    "world": ["treaty"],
    "money": ["deficit"],
    "schools": ["teachers"],
    "health": ["medicare"],
}
MODELS = {"lda": LatentDirichletAllocation, "artm": ARTM}


def judge(model, seeds, columns):
    """Return the share of seeds that are mostly in their topic, and the perplexity."""
    if isinstance(model, ARTM):
        tokens = model.topic_word_counts_
    else:
        tokens = model.components_ - model.topic_word_prior_
    inside = []
    for topic, words in enumerate(seeds.values()):
        chosen = tokens[:, [columns[word] for word in words]].clip(0)
        inside += (chosen[topic] > 0.5 * chosen.sum(axis=0)).tolist()
    return np.mean(inside), model.perplexity_


def main():
    """Print a row for each weight, and one without seeds."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", choices=MODELS, default="lda")
    parser.add_argument("--seeds", type=int, default=3, help="random states of a row")
    parser.add_argument(
        "--weights", type=float, nargs="+", default=[0.01, 0.1, 0.3, 0.5, 1, 2, 3, 5]
    )
    given = parser.parse_args()
    vectorizer = OnlineCountVectorizer(stop_words="english", min_df=5, max_df=0.3)
    X = vectorizer.fit_transform(load_sotu().documents)
    print("seed_weight  three words  perplexity  one word")
    for weight in (None, *given.weights):
        cells = []
        for seeds in (THREE, ONE):
            chosen = {} if weight is None else {"seed_topics": seeds}
            if weight is not None:
                chosen["seed_weight"] = weight
            rows = [
                judge(
                    MODELS[given.model](10, random_state=state, **chosen).fit(X),
                    seeds,
                    vectorizer.vocabulary_,
                )
                for state in range(given.seeds)
            ]
            cells += np.mean(rows, axis=0).tolist()
        name = "none" if weight is None else f"{weight:g}"
        print(
            f"{name:>11}  {cells[0]:11.2f}  {cells[1]:10.0f}  {cells[2]:8.2f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
