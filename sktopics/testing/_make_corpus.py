"""Small deterministic corpora, the same documents in each of the three inputs."""

import re

import numpy as np
import scipy.sparse as sp
from sklearn.base import is_clusterer
from sklearn.utils import get_tags

from ..sequences import TokenSequences

KINDS = ("counts", "sequences", "documents")

_TOPICS = (
    "orbit rocket planet telescope comet astronaut galaxy launch",
    "butter oven flour recipe sugar whisk dough vanilla",
    "striker penalty stadium referee league goalkeeper midfield trophy",
    "violin orchestra sonata conductor melody concerto cello rehearsal",
)
_SHARED = ("people", "today", "great")
VOCABULARY = sorted([*" ".join(_TOPICS).split(), *_SHARED])
_TOKEN = re.compile(r"(?u)\b\w\w+\b")  # what CountVectorizer calls a token


def make_documents(n_documents=40) -> list[str]:
    """Return English-looking documents, each mostly about one of four topics.

    Document `i` draws 8 to 20 words of topic `i % 4`, a tenth of them from
    words that all topics share, by a generator whose stream NumPy has frozen.

    Parameters
    ----------
    n_documents : int, default=40
        Number of documents.

    Returns
    -------
    documents : list of str

    Examples
    --------
    >>> from sktopics.testing import make_documents
    >>> make_documents(2)[1].split()[:5]
    ['Today', 'oven', 'recipe', 'dough', 'vanilla']
    """
    rng = np.random.RandomState(0)
    documents = []
    for i in range(n_documents):
        words = rng.choice(_TOPICS[i % len(_TOPICS)].split(), size=rng.randint(8, 21))
        shared = rng.uniform(size=len(words)) < 0.1
        words = np.where(shared, rng.choice(_SHARED, size=len(words)), words)
        documents.append(" ".join(words).capitalize() + ".")
    return documents


def make_corpus(kind, documents) -> sp.csr_array | TokenSequences | list[str]:
    """Return `documents` as the input of estimators of a kind.

    Words outside a fixed vocabulary (that of `make_documents`) are left out of
    counts and sequences, as a fitted vectorizer would; documents stay raw.

    Parameters
    ----------
    kind : {"counts", "sequences", "documents"}
        What the estimator takes.
    documents : list of str
        Raw documents.

    Returns
    -------
    X : csr_array of float64, TokenSequences or list of str
        `len(documents)` documents over 35 terms.

    Examples
    --------
    >>> from sktopics.testing import make_corpus, make_documents
    >>> make_corpus("counts", make_documents(3)).shape
    (3, 35)
    """
    if kind == "documents":
        return list(documents)
    column = {word: i for i, word in enumerate(VOCABULARY)}
    tokens = [
        [column[word] for word in _TOKEN.findall(doc.lower()) if word in column]
        for doc in documents
    ]
    ids = np.array([i for doc in tokens for i in doc], dtype=np.int32)
    offsets = np.cumsum([0, *map(len, tokens)])
    if kind == "sequences":
        return TokenSequences(ids, offsets, terms=VOCABULARY)
    X = sp.csr_array(
        (np.ones(len(ids)), ids, offsets), shape=(len(tokens), len(VOCABULARY))
    )
    X.sum_duplicates()
    return X


def kind_of(estimator):
    """Return what an estimator takes, going by its tags.

    Text is "documents", a two-dimensional array "counts"; what is neither is
    "sequences". A clusterer that transforms nothing is no model of topics: what it
    takes are "vectors", and scikit-learn's checks are all that there are for it.
    """
    tags = get_tags(estimator).input_tags
    if tags.string:
        return "documents"
    if is_clusterer(estimator) and not hasattr(estimator, "transform"):
        return "vectors"
    return "counts" if tags.two_d_array else "sequences"
