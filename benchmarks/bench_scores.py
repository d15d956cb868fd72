"""What perplexity says of more and more topics: the bound, the estimate, completion.

    python benchmarks/bench_scores.py                      # State of the Union
    python benchmarks/bench_scores.py corpus.jsonl.gz --inference variational

Models are fitted to 1,200 documents, and 300 others are scored: by the bound, by
`LatentDirichletAllocation.perplexity`, and by `completion_perplexity`.
"""

import argparse

import numpy as np
from _corpora import read_documents
from sklearn.feature_extraction.text import CountVectorizer

from sktopics import LatentDirichletAllocation
from sktopics.metrics import completion_perplexity


def main():
    """Print a row for each number of topics."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("path", nargs="?")
    parser.add_argument("--inference", default="collapsed")
    parser.add_argument("--n-components", type=int, nargs="+", default=[5, 20, 80, 200])
    given = parser.parse_args()
    vectorizer = CountVectorizer(stop_words="english", min_df=5, max_df=0.2)
    X = vectorizer.fit_transform(list(read_documents(given.path))).tocsr()
    order = np.random.default_rng(0).permutation(X.shape[0])
    train, test = X[order[:1200]], X[order[1200:1500]]
    print(f"{X.shape[1]} words, {given.inference} inference")
    print("topics  by the bound  perplexity  completion")
    for k in given.n_components:
        model = LatentDirichletAllocation(k, inference=given.inference, random_state=0)
        model.fit(train)
        bound = np.exp(-model.bound(test) / test.sum())
        print(
            f"{k:6d}  {bound:12.0f}  {model.perplexity(test):10.0f}"
            f"  {completion_perplexity(model, test):10.0f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
