"""New words in the tree of hierarchical softmax of Doc2Vec.

    python benchmarks/bench_new_words.py

A model learns 1000 passages of the State of the Union addresses, and then 1000 more by
`partial_fit`. The figures are log-likelihoods of a word in 500 other passages: where
all words are known from the start, where new words are learned later and hung beside
words that are there, and where another tree is built of all words, as in gensim.
"""

from unittest import mock

import numpy as np

from sktopics import Doc2Vec, SequenceVectorizer
from sktopics.datasets import load_sotu
from sktopics.embedding import _doc2vec_training
from sktopics.kernels.huffman import huffman_tree


def known_from_the_start(model, parts):
    """Return the score where the vocabulary is that of both parts."""
    first, second, test = parts
    vectorizer = SequenceVectorizer(stop_words="english").fit(first + second)
    model.fit(vectorizer.transform(first))
    model.partial_fit(vectorizer.transform(second))
    return model.score(vectorizer.transform(test))


def learned_later(model, parts):
    """Return the score where the second part brings new words."""
    first, second, test = parts
    vectorizer = SequenceVectorizer(stop_words="english")
    model.fit(vectorizer.fit_transform(first))
    model.partial_fit(vectorizer.partial_fit_transform(second))
    return model.score(vectorizer.transform(test))


def with_another_tree(model, parts):
    """Return the score where nodes stand for other words after the first part."""
    with mock.patch.object(
        _doc2vec_training, "grafted_tree", lambda counts, size: huffman_tree(counts)
    ):
        return learned_later(model, parts)


def main():
    """Print a row for each way, a column for each model."""
    documents = load_sotu().documents
    order = np.random.default_rng(0).permutation(len(documents))
    shuffled = [documents[i] for i in order]
    parts = shuffled[:1000], shuffled[1000:2000], shuffled[2000:2500]
    print(f"{'new words':24}  PV-DBOW    PV-DM")
    for way in (known_from_the_start, learned_later, with_another_tree):
        scores = [
            way(
                Doc2Vec(50, dm=dm, hs=True, negative=0, epochs=10, random_state=0),
                parts,
            )
            for dm in (0, 1)
        ]
        name = way.__name__.replace("_", " ")
        print("{:24}  {:7.2f}  {:7.2f}".format(name, *scores), flush=True)


if __name__ == "__main__":
    main()
