"""Corpora of the benchmarks: a file given, or the addresses that ship with sktopics."""

import gzip
import json
from itertools import islice
from typing import NamedTuple

import numpy as np


def read_documents(path=None, limit=None):
    """Yield texts: the key `text` of each line of a jsonl or jsonl.gz file.

    Without a path, the passages of State of the Union addresses of
    `sktopics.datasets.load_sotu`.
    """
    yield from islice(_read_all(path), limit)


def _read_all(path):
    if path is None:
        from sktopics.datasets import load_sotu

        yield from load_sotu().documents
        return
    opener = gzip.open if path.endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)["text"]


class Corpus(NamedTuple):
    """A corpus that is cut in two, over the vocabulary of the first part.

    Attributes
    ----------
    vocabulary : list of str
    train : TokenSequences
        The tokens in reading order, which windows need.
    train_counts, test_counts : sparse matrix of shape (n_documents, n_terms)
    """

    vocabulary: list
    train: object
    train_counts: object
    test_counts: object

    def __str__(self):
        return (
            f"{self.train_counts.shape[0]} documents to train on, "
            f"{self.test_counts.shape[0]} held out, {len(self.vocabulary)} terms, "
            f"{self.train.n_tokens / self.train_counts.shape[0]:.1f} tokens a document"
        )


def split_corpus(documents, split_whitespace=False, train_share=0.85, seed=0):
    """Return a `Corpus` of `documents`, cut in two at random.

    `split_whitespace` is for corpora that were tokenised and filtered before; raw
    text loses the English stop words, and words in fewer than five documents.
    """
    from sktopics import SequenceVectorizer

    documents = list(documents)
    order = np.random.RandomState(seed).permutation(len(documents))
    n_train = int(train_share * len(documents))
    if split_whitespace:
        vectorizer = SequenceVectorizer(token_pattern=r"\S+", lowercase=False)
    else:
        vectorizer = SequenceVectorizer(stop_words="english", min_df=5)
    train = vectorizer.fit_transform([documents[i] for i in order[:n_train]])
    test = vectorizer.transform([documents[i] for i in order[n_train:]])
    vocabulary = vectorizer.get_feature_names_out().tolist()
    return Corpus(vocabulary, train, train.to_counts(), test.to_counts())
