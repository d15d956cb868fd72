"""Words that documents bring that come later."""

import copy
from collections import Counter
from numbers import Integral

import numpy as np
import scipy.sparse as sp

from ..._reading import analyzer_of, pipeline_steps
from ...text.document_counts import reader_of
from .._steps.recipes import make_vectorizer
from .._topics.topic_counts import TopicCounts
from .words_of_documents import vectors_for_terms

# Documents whose words are counted at a time.
_READ_AT_A_TIME = 4000


def grown_words(model, state, documents):
    """Count words in new documents, over the vocabulary and the new words they bring.

    New words are in as many of the new documents as the vectorizer's `min_df` asks for
    in all documents, and the encoder knows them, if it makes vectors of words.

    Parameters
    ----------
    model : Top2Vec
    state : FittedState
    documents : list of str

    Returns
    -------
    words : WordCounts
        Of the documents before, over all terms.
    counts : csr_array of shape (n_documents, n_terms)
        Of the new documents.
    encoded : ndarray of shape (n_terms, n_dimensions) or None
        What the encoder says of all terms, if it makes vectors of words.
    """
    words, encoded = state.topics.words, state.space.encoded
    if words.vectorizer is None:
        return words, sp.csr_array((len(documents), len(words.terms))), encoded
    check_kept_counts(words.vectorizer)
    if _learns(words.vectorizer):
        n_documents = len(state.space.documents) + len(documents)
        terms = _new_terms(model, words, documents, n_documents)
        if terms and encoded is not None:
            terms, encoded = _encoded_too(state, terms)
        if terms:
            words = _with_terms(words, terms)
    reader = reader_of(words.vectorizer, documents, False)
    counts = sp.vstack(list(reader.read(_READ_AT_A_TIME)), format="csr")
    return words, sp.csr_array(counts), encoded


def check_kept_counts(vectorizer):
    """Refuse to let counts decay of documents that are kept.

    Raises
    ------
    ValueError
        If the vectorizer forgets counts of earlier batches.
    """
    last = pipeline_steps(vectorizer)[-1]
    for name in ("decay", "delete_min_df"):
        value = getattr(last, name, None)
        if value:
            raise ValueError(
                f"{type(last).__name__}({name}={value!r}) forgets words of earlier "
                "batches, and the model keeps the words of all its documents: set "
                f"{name}=None, and call forget for documents that are to go."
            )


def _encoded_too(state, terms):
    """Return the new terms that can have vectors, and what the encoder says of all.

    If documents say it too, all of them can.
    """
    encoded = state.space.encoded
    new = vectors_for_terms(state, terms, state.space.n_dimensions)
    known = np.arange(len(terms))
    if state.space.held is None:
        known = np.flatnonzero(new.any(axis=1))
    new = new[known].astype(encoded.dtype, copy=False)
    return [terms[i] for i in known], np.vstack([encoded, new])


def _learns(vectorizer):
    """Whether a fitted vectorizer, no Pipeline, can be given more terms.

    Not if it leaves terms out that are common, or after the first so many: nobody knows
    which of the terms that come were left out.
    """
    max_df = getattr(vectorizer, "max_df", 1.0)
    return (
        hasattr(vectorizer, "vocabulary_")
        and not getattr(vectorizer, "fixed_vocabulary_", True)
        and getattr(vectorizer, "max_features", None) is None
        and not isinstance(max_df, Integral)
        and max_df == 1
    )


def _new_terms(model, words, documents, n_documents):
    """Return the terms that are not known, and occur often enough; in their order."""
    analyze = analyzer_of(words.vectorizer)
    holders, occurrences = Counter(), Counter()
    for document in documents:
        terms = list(analyze(document))
        holders.update(set(terms))
        occurrences.update(terms)
    vectorizer = make_vectorizer(model, [""] * n_documents)
    least = getattr(vectorizer, "min_df", 1)
    if not isinstance(least, Integral):
        least *= n_documents
    if getattr(vectorizer, "binary", False):
        occurrences = holders
    fewest = getattr(vectorizer, "min_count", 1)
    known = set(words.terms.tolist())
    return sorted(
        term
        for term, n in holders.items()
        if n >= least and occurrences[term] >= fewest and term not in known
    )


def _with_terms(words, terms):
    """Return counts over more terms, which no document of before has."""
    n_terms = len(words.terms) + len(terms)
    vectorizer = copy.deepcopy(words.vectorizer)
    vocabulary = {term: column for column, term in enumerate(words.terms.tolist())}
    vocabulary |= {term: len(vocabulary) + i for i, term in enumerate(terms)}
    vectorizer.vocabulary_ = vocabulary
    if hasattr(vectorizer, "term_counts_"):
        counts = np.append(vectorizer.term_counts_, np.zeros(len(terms)))
        vectorizer.term_counts_ = counts
    return words._replace(
        vectorizer=vectorizer,
        occurrences=_wider(words.occurrences, n_terms),
        holders=_wider(words.holders, n_terms),
        terms=np.array([*words.terms.tolist(), *terms], dtype=object),
    )


def _wider(counts, n_columns):
    rows = counts.rows.copy()
    rows.resize(rows.shape[0], n_columns)
    return TopicCounts.of_rows(rows)
