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
    for record in read_records(path, limit):
        yield record["text"]


def read_labelled(path=None, limit=None):
    """Return texts, labels (key `label`) and splits (key `split`, if any), as arrays.

    Without a path, the passages of State of the Union addresses, by who held them.
    """
    records = list(islice(_records(path), limit))
    labels = [r.get("label", r.get("authors", [""])[0]) for r in records]
    splits = [r.get("split", "") for r in records]
    texts = np.array([r["text"] for r in records], dtype=object)
    return texts, np.array(list(map(str, labels))), np.array(list(map(str, splits)))


def read_authored(path=None, limit=None):
    """Return texts and the names of their authors (key `authors`), two lists.

    Without a path as `read_documents`, whose authors are presidents. Documents
    without authors are left out, and so is a name that stands there twice.
    """
    records = [r for r in read_records(path, limit) if r.get("authors")]
    authors = [list(dict.fromkeys(r["authors"])) for r in records]
    return [r["text"] for r in records], authors


def synthetic_authors(n_documents, n_authors, seed=0):
    """Return one to three of `n_authors` names for each document, at random."""
    random_state = np.random.RandomState(seed)
    sizes = random_state.randint(1, 4, n_documents)
    width = len(str(n_authors - 1))
    return [
        [f"author {a:0{width}}" for a in random_state.choice(n_authors, n, False)]
        for n in sizes
    ]


def read_records(path=None, limit=None):
    """Yield what each line of a file holds, a dict with at least the key `text`."""
    yield from islice(_records(path), limit)


def _records(path):
    if path is None:
        from sktopics.datasets import load_sotu

        sotu = load_sotu()
        for text, authors in zip(sotu.documents, sotu.authors, strict=True):
            yield {"text": text, "authors": authors}
        return
    opener = gzip.open if path.endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


class Corpus(NamedTuple):
    """A corpus that is cut in two, over the vocabulary of the first part.

    Attributes
    ----------
    vocabulary : list of str
    train, test : TokenSequences
        The tokens in reading order, which windows need.
    train_counts, test_counts : sparse matrix of shape (n_documents, n_terms)
    train_places, test_places : ndarray of int
        Where the documents stand in what was cut.
    """

    vocabulary: list
    train: object
    test: object
    train_counts: object
    test_counts: object
    train_places: np.ndarray
    test_places: np.ndarray

    def __str__(self):
        return (
            f"{self.train_counts.shape[0]} documents to train on, "
            f"{self.test_counts.shape[0]} held out, {len(self.vocabulary)} terms, "
            f"{self.train.n_tokens / self.train_counts.shape[0]:.1f} tokens a document"
        )


def split_corpus(
    documents, split_whitespace=False, train_share=0.85, seed=0, boundaries=None
):
    """Return a `Corpus` of `documents`, cut in two at random.

    `split_whitespace` is for corpora that were tokenised and filtered before; raw
    text loses the English stop words, and words in fewer than five documents.
    `boundaries` are those of `SequenceVectorizer`.
    """
    from sktopics import SequenceVectorizer

    documents = list(documents)
    order = np.random.RandomState(seed).permutation(len(documents))
    first, last = np.split(order, [int(train_share * len(documents))])
    if split_whitespace:
        vectorizer = SequenceVectorizer(token_pattern=r"\S+", lowercase=False)
    else:
        vectorizer = SequenceVectorizer(
            stop_words="english", min_df=5, boundaries=boundaries
        )
    train = vectorizer.fit_transform([documents[i] for i in first])
    test = vectorizer.transform([documents[i] for i in last])
    vocabulary = vectorizer.get_feature_names_out().tolist()
    counts = train.to_counts(), test.to_counts()
    return Corpus(vocabulary, train, test, *counts, first, last)
