"""Doc2Vec as the encoder of documents and words, by the size of the corpus."""

from math import sqrt

from sklearn.pipeline import Pipeline

from ...embedding import Doc2Vec
from ...text import SequenceVectorizer

__all__ = ["doc2vec_encoder", "lowest_document_frequency"]


def lowest_document_frequency(n_documents):
    """Return in how many documents a word has to be, in a corpus of a size.

    A third of the root of the number of documents, and at least 1. Words in fewer
    documents have vectors that are noise. In a small corpus nearly all words are in few
    documents, and a limit that suits large corpora would leave none.

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


def doc2vec_encoder(n_documents, n_jobs=None, random_state=None):
    """Return an unfitted Pipeline that learns vectors of documents and words.

    Parameters
    ----------
    n_documents : int
        Number of documents that it will be fitted on.
    n_jobs : int, default=None
    random_state : int, RandomState instance or None, default=None

    Returns
    -------
    encoder : Pipeline
        Of a `SequenceVectorizer` and a `Doc2Vec` (PV-DBOW with skip-gram).
    """
    vectorizer = SequenceVectorizer(min_df=lowest_document_frequency(n_documents))
    model = Doc2Vec(dm=0, dbow_words=True, n_jobs=n_jobs, random_state=random_state)
    return Pipeline([("vectorizer", vectorizer), ("doc2vec", model)])
