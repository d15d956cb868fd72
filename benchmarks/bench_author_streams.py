"""Streams of the author-topic model, however they are cut, and its prior of authors.

    python benchmarks/bench_author_streams.py

The first table holds out 400 passages of the State of the Union since 1945. The model
learns the others in random order, by `partial_fit`, in calls of several sizes. gensim,
if it is installed, makes one pass over them. The
second has planted authors with 40 words a document, and says how far their mixtures of
topics are from the planted ones, as the sum of differences.
"""

import argparse
import importlib.util

import numpy as np
from scipy.optimize import linear_sum_assignment
from sklearn.feature_extraction.text import CountVectorizer

from sktopics import AuthorTopicModel
from sktopics.datasets import load_sotu


def perplexity(topics, shares, X, authors):
    """Perplexity per word of posterior means, as `bench_author_topic.py` has it.

    `topics` are p(word | topic), and `shares` the mixtures of authors by their names.
    Authors of a document are alike.
    """
    mixtures = np.array(
        [np.mean([shares[a] for a in names], axis=0) for names in authors]
    )
    counts = X.tocoo()
    words = np.einsum("ik,ki->i", mixtures[counts.row], topics[:, counts.col])
    return np.exp(-(counts.data @ np.log(words)) / counts.sum())


def gensim_perplexity(X, authors, test, signed, seed):
    """Perplexity of `test` after one pass of gensim in chunks of 256 documents."""
    from gensim.matutils import Sparse2Corpus
    from gensim.models import AuthorTopicModel as Gensim

    writers = {}
    for document, names in enumerate(authors):
        for name in names:
            writers.setdefault(name, []).append(document)
    model = Gensim(
        list(Sparse2Corpus(X, documents_columns=False)),
        num_topics=20,
        id2word={i: str(i) for i in range(X.shape[1])},
        author2doc=writers,
        chunksize=256,
        passes=1,
        eval_every=0,
        random_state=seed,
    )
    gamma = model.state.gamma / model.state.gamma.sum(axis=1, keepdims=True)
    shares = {name: gamma[number] for name, number in model.author2id.items()}
    return perplexity(model.get_topics(), shares, test, signed)


def print_streams(sizes, n_seeds):
    """Print the held-out perplexity after one and two epochs of `partial_fit`."""
    sotu = load_sotu()
    vectorizer = CountVectorizer(stop_words="english", min_df=5, max_df=0.2)
    X = vectorizer.fit_transform(sotu.documents).tocsr()
    order = np.random.default_rng(0).permutation(X.shape[0])
    train, test = order[:-400], order[-400:]

    def authors(rows):
        return [sotu.authors[i] for i in rows]

    def judge(model):
        shares = dict(zip(model.authors_, model.author_topic_, strict=True))
        return perplexity(model.topic_word_, shares, X[test], authors(test))

    found = []
    for seed in range(n_seeds):
        model = AuthorTopicModel(20, random_state=seed)
        found.append(judge(model.fit(X[train], authors=authors(train))))
    print(f"fit: {np.mean(found):.0f}")
    if importlib.util.find_spec("gensim"):
        given = X[train], authors(train), X[test], authors(test)
        found = [gensim_perplexity(*given, seed) for seed in range(n_seeds)]
        print(f"gensim, one pass in chunks of 256: {np.mean(found):.0f}")
    print("documents a call  one epoch  two epochs")
    for size in sizes:
        rows = []
        for seed in range(n_seeds):
            model = AuthorTopicModel(20, total_samples=len(train), random_state=seed)
            for _ in range(2):
                for start in range(0, len(train), size):
                    batch = train[start : start + size]
                    model.partial_fit(X[batch], authors=authors(batch))
                rows.append(judge(model))
        one, two = np.reshape(rows, (n_seeds, 2)).mean(axis=0)
        print(f"{size:16d}  {one:9.0f}  {two:10.0f}", flush=True)


def planted(n_documents, seed, n_topics=5, n_words=100, n_authors=30):
    """Return counts, their authors and the mixtures of these."""
    rng = np.random.default_rng(seed)
    topics = rng.dirichlet(np.full(n_words, 0.05), n_topics)
    mixtures = rng.dirichlet(np.full(n_topics, 0.1), n_authors)
    counts, names = [], []
    for author, mixture in enumerate(mixtures):
        for _ in range(n_documents):
            drawn = enumerate(rng.multinomial(40, mixture))
            counts.append(sum(rng.multinomial(n, topics[k]) for k, n in drawn))
            names.append([f"author {author:02d}"])
    return np.array(counts), names, topics, mixtures


def distance(model, topics, mixtures):
    """Mean over authors of the sum of differences, topics being matched."""
    apart = np.abs(model.topic_word_[:, None] - topics).sum(axis=2)
    rows, columns = linear_sum_assignment(apart)
    found = np.empty_like(mixtures)
    found[:, columns] = model.author_topic_[:, rows]
    return np.abs(found - mixtures).sum(axis=1).mean()


def print_priors(n_seeds):
    """Print how far authors of ten, two and one documents are from the truth."""
    print("\ndoc_topic_prior  10 documents  2 documents  1 document")
    priors = {"30 / 5": 6.0, "symmetric": "symmetric", "None": None, "auto": "auto"}
    for name, prior in priors.items():
        means = []
        for n_documents in (10, 2, 1):
            found = []
            for seed in range(n_seeds):
                X, names, topics, mixtures = planted(n_documents, seed)
                model = AuthorTopicModel(
                    5, doc_topic_prior=prior, max_iter=50, random_state=0
                ).fit(X, authors=names)
                found.append(distance(model, topics, mixtures))
            means.append(np.mean(found))
        print("{:15}  {:12.2f}  {:11.2f}  {:10.2f}".format(name, *means), flush=True)


def main():
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[64, 256, 1000])
    parser.add_argument("--seeds", type=int, default=2)
    given = parser.parse_args()
    print_priors(given.seeds + 1)
    print_streams(given.sizes, given.seeds)


if __name__ == "__main__":
    main()
