"""Doc2Vec as the encoder of documents and words, by the size of the corpus."""

from math import sqrt

from sklearn.pipeline import Pipeline

from ...embedding import Doc2Vec
from ...text import SequenceVectorizer

__all__ = ["doc2vec_encoder", "lowest_document_frequency"]

# A word that occurs more often than in one of so many documents is passed over now and
# then, unless it occurs fewer times than that altogether.
_FREQUENT = 10
# Passes over a corpus of usual size, the most over a small one, and the tokens that all
# passes together should read.
_EPOCHS, _MOST_EPOCHS, _TOKENS_READ = 20, 60, 400_000


def lowest_document_frequency(n_documents):
    """Return in how many documents a word has to be, in a corpus of a size.

    A third of the root of the number of documents, and at least 1. Words in fewer
    documents have vectors that are noise. In a small corpus nearly all words are in few
    documents, and a limit that suits large corpora would leave none. The 50 of the
    paper is reached at 22,500 documents.

    Parameters
    ----------
    n_documents : int

    Returns
    -------
    min_df : int

    Examples
    --------
    >>> from sktopics.clustering._joint_space.doc2vec_recipe import (
    ...     lowest_document_frequency,
    ... )
    >>> [lowest_document_frequency(n) for n in (5, 200, 2_000, 20_000, 200_000)]
    [1, 5, 15, 47, 149]
    """
    return max(1, round(sqrt(n_documents) / 3))


def doc2vec_encoder(n_documents, n_jobs=None, random_state=None, n_tokens=None):
    """Return an unfitted Pipeline that learns vectors of documents and words.

    PV-DBOW with skip-gram, as in the paper [1]_, with other settings. The threshold
    above which words are passed over is a number of occurrences that grows with the
    number of documents, in place of a share of all tokens: 1e-5 of the tokens leaves
    next to nothing of short texts, or of a small corpus. Vectors of 50 numbers have
    more coherent words than longer ones and cost less. A small corpus of short texts
    takes more passes. Many more would give each document a place of its own.

    Parameters
    ----------
    n_documents : int
        Number of documents that it will be fitted on.
    n_jobs : int, default=None
        Number of threads.
    random_state : int, RandomState instance or None, default=None
    n_tokens : int, default=None
        About how many words the documents have together. Below 20,000 there are more
        passes. None: the number is large.

    Returns
    -------
    encoder : Pipeline
        Of a `SequenceVectorizer` and a `Doc2Vec`.

    References
    ----------
    .. [1] D. Angelov, "Top2Vec: distributed representations of topics",
       arXiv:2008.09470, 2020.

    Examples
    --------
    >>> from sktopics.clustering._joint_space.doc2vec_recipe import doc2vec_encoder
    >>> encoder = doc2vec_encoder(3, random_state=0)
    >>> encoder.fit_transform(["rain and snow", "snow and hail", "milk"]).shape
    (3, 50)
    >>> encoder[-1].word_vectors_.shape
    (5, 50)
    """
    vectorizer = SequenceVectorizer(min_df=lowest_document_frequency(n_documents))
    epochs = _EPOCHS
    if n_tokens is not None:
        epochs = _TOKENS_READ // max(n_tokens, 1)
        epochs = min(max(epochs, _EPOCHS), _MOST_EPOCHS)
    model = Doc2Vec(
        50,
        dm=0,
        dbow_words=True,
        window=15,
        epochs=epochs,
        sample=float(max(_FREQUENT, n_documents / _FREQUENT)),
        n_jobs=n_jobs,
        random_state=random_state,
    )
    return Pipeline([("vectorizer", vectorizer), ("doc2vec", model)])
