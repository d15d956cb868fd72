"""Parameters of AuthorTopicModel, and of who is typical of a topic, on held-out text.

    python benchmarks/bench_author_parameters.py  # State of the Union since 1790
    python benchmarks/bench_author_parameters.py papers.jsonl.gz --max-df 0.3

The first table holds out a tenth of the documents and prints their perplexity, of those
whose authors are all known: by their authors, and as those of unknown authors. The
second holds out half of them, and asks whether the first three authors of each topic,
by different `relevance`, write about it there.
"""

import argparse

import numpy as np
from _corpora import read_authored
from sklearn.feature_extraction.text import CountVectorizer

from sktopics import AuthorTopicModel
from sktopics.datasets import load_sotu
from sktopics.topics import topic_authors

RELEVANCES = 0, 0.25, 0.5, 0.75, 1
N_AUTHORS = 3


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("path", nargs="?")
    parser.add_argument("--n-components", type=int, default=40)
    parser.add_argument("--max-df", type=float, default=0.2)
    options = parser.parse_args()
    if options.path is None:
        sotu = load_sotu("1790")
        texts, authors = sotu.documents, sotu.authors
    else:
        texts, authors = read_authored(options.path)
    vectorizer = CountVectorizer(stop_words="english", min_df=5, max_df=options.max_df)
    X = vectorizer.fit_transform(texts).tocsr()
    order = np.random.RandomState(0).rand(X.shape[0])
    print_perplexities(X, authors, order < 0.1, options.n_components)
    print_typical(X, authors, order < 0.5, options.n_components)


def select(X, authors, rows):
    return X[rows], [authors[i] for i in rows]


def print_perplexities(X, authors, held_out, k):
    train, names = select(X, authors, np.flatnonzero(~held_out))
    known = {name for signed in names for name in signed}
    rows = [i for i in np.flatnonzero(held_out) if known.issuperset(authors[i])]
    test, signed = select(X, authors, rows)
    print(f"{len(names)} documents, {len(known)} authors; {len(signed)} held out\n")
    print("parameters                      bound/token  known authors  unknown authors")
    for changed in (
        {},
        *({"max_iter": n} for n in (2, 5, 20, 50)),
        *({"doc_topic_prior": total / k} for total in (3, 10, 100)),
        *({"doc_topic_prior": learned} for learned in (None, "auto")),
        *({"init": "random", "max_iter": n} for n in (10, 100)),
    ):
        model = AuthorTopicModel(
            k, random_state=0, **{"doc_topic_prior": 30 / k, **changed}
        )
        model.fit(train, authors=names)
        label = ", ".join(f"{name}={value}" for name, value in changed.items())
        if changed.get("doc_topic_prior", 0) in (None, "auto"):
            label += f", total {np.broadcast_to(model.doc_topic_prior_, k).sum():.0f}"
        label = label or "10 passes, prior of total 30"
        print(
            f"{label:30}  {model.bound_ / train.sum():11.3f}"
            f"  {model.perplexity(test, authors=signed):13.0f}"
            f"  {model.perplexity(test):15.0f}",
            flush=True,
        )


def print_typical(X, authors, held_out, k):
    train, names = select(X, authors, np.flatnonzero(~held_out))
    test, signed = select(X, authors, np.flatnonzero(held_out))
    model = AuthorTopicModel(k, random_state=0).fit(train, authors=names)
    number = {name: i for i, name in enumerate(model.authors_)}
    written, shares = np.zeros(len(number)), np.zeros((len(number), k))
    for mixture, names in zip(model.transform(test), signed, strict=True):
        for name in number.keys() & names:
            written[number[name]] += 1
            shares[number[name]] += mixture
    print("\nrelevance  share  one document  any held out  share held out")
    for relevance in RELEVANCES:
        found = topic_authors(model, N_AUTHORS, relevance=relevance)
        typical = [(number[a.name], t) for t, best in enumerate(found) for a in best]
        rows, topics = np.transpose(typical)
        share = np.mean([a.share for best in found for a in best])
        held = shares[rows, topics].sum() / max(written[rows].sum(), 1)
        once = np.mean(model.author_document_counts_[rows] == 1)
        print(
            f"{relevance:9.2f}  {share:5.2f}  {once:12.0%}"
            f"  {np.mean(written[rows] > 0):12.0%}  {held:14.2f}"
        )


if __name__ == "__main__":
    main()
