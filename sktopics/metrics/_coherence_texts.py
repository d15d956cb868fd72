"""What coherence is measured on: topics as lists of terms, texts as tokens."""

from typing import NamedTuple

import numpy as np
import scipy.sparse as sp
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.utils.validation import (
    check_array,
    check_non_negative,
)

from .._ngrams import ngram_reader
from .._reading import term_names, vector_lookup, vectorizer_and_steps_before
from .._sparse import canonical_form, checked_csr
from ..sequences import TokenSequences
from ..sequences.shared_arrays import check_arrays


class CountMatrix(NamedTuple):
    """Texts of which only the counts are known."""

    matrix: sp.csr_array
    names: np.ndarray


class NgramTexts(list):
    """Lists of n-grams in the order of scikit-learn's analyzers.

    Parameters
    ----------
    tokens : iterable of token lists
    reader : NgramReader
        Which has read them, and noted their places.
    """

    def __init__(self, tokens, reader):
        super().__init__(tokens)
        self.reader = reader


def read_texts(texts, *, model=None, analyzer=None, feature_names=None):
    """Return texts in one of four forms, whatever form they come in.

    Parameters
    ----------
    texts : iterable of str, iterable of token lists, TokenSequences, or \
            {ndarray, sparse matrix, DataFrame} of shape (n_documents, n_terms)
    model : estimator or Pipeline, default=None
        A fitted model, asked for its vectorizer and for the names of its columns.
    analyzer : callable, default=None
        Makes a raw text a list of tokens.
    feature_names : array-like of shape (n_terms,), default=None
        Names of the columns of counts.

    Returns
    -------
    texts : list of token lists, TokenSequences, CountMatrix or NgramTexts
    """
    if isinstance(texts, TokenSequences):
        check_arrays(texts)
        return _not_empty(texts, len(texts))
    if getattr(texts, "ndim", 1) == 2:
        return _count_matrix(texts, model, feature_names)
    if isinstance(texts, (str, bytes)) or not np.iterable(texts):
        raise TypeError(
            "texts must be an iterable of documents, TokenSequences or a matrix of "
            f"counts, got {type(texts).__name__}."
        )
    texts = list(texts)
    _not_empty(texts, len(texts))
    if isinstance(texts[0], str):
        return _tokenize(texts, model, analyzer)
    return [_token_list(i, text) for i, text in enumerate(texts)]


def _not_empty(texts, n_documents):
    if n_documents == 0:
        raise ValueError("texts must hold at least one document, got none.")
    return texts


def _tokenize(texts, model, analyzer):
    for i, text in enumerate(texts):
        if not isinstance(text, str):
            raise TypeError(
                "texts must be all str or all lists of tokens: texts[0] is a str and "
                f"texts[{i}] is of type {type(text).__name__}."
            )
    if analyzer is None:
        vectorizer, steps = vectorizer_and_steps_before(model)
        if vectorizer is None:
            vectorizer = CountVectorizer()
        else:  # what it is given in its Pipeline: texts that earlier steps cleaned
            for step in steps:
                texts = step.transform(texts)
        analyzer = vectorizer.build_analyzer()
    return _tokens_of(texts, analyzer)


def _tokens_of(documents, analyzer):
    """Tokens of documents, with the places of n-grams if the analyzer tells them."""
    reader = ngram_reader(analyzer)
    if reader is None:
        return [analyzer(document) for document in documents]
    return NgramTexts(map(reader, documents), reader)


def _token_list(i, text):
    if isinstance(text, (str, bytes)) or not np.iterable(text):
        raise TypeError(
            "texts must be all str or all lists of tokens: texts[0] is a list and "
            f"texts[{i}] is of type {type(text).__name__}."
        )
    return text if isinstance(text, (list, tuple)) else list(text)


def _count_matrix(X, model, feature_names):
    if feature_names is None:
        feature_names = getattr(X, "columns", None)
    X = checked_csr(X, "texts")
    X = check_array(X, accept_sparse="csr", input_name="texts", dtype="numeric")
    check_non_negative(X, "coherence of texts given as counts")
    if feature_names is None and model is not None:
        feature_names = term_names(model)
    if feature_names is None:
        raise ValueError(
            "texts are counts whose columns have no names: give feature_names, for "
            "example those of the vectorizer's get_feature_names_out()."
        )
    names = np.asarray(feature_names, dtype=object)
    if names.shape != (X.shape[1],):
        raise ValueError(
            f"feature_names must name the {X.shape[1]} columns of texts, got "
            f"{names.size} names."
        )
    return CountMatrix(canonical_form(X), names)


def read_vectors(word_vectors, terms):
    """Return the vectors of those `terms` that have one.

    Parameters
    ----------
    word_vectors : fitted Doc2Vec, gensim KeyedVectors, dict of vectors, or (terms, \
            array), see `vector_lookup`
    terms : list of terms

    Returns
    -------
    rows : dict from term to int
        The row of each term that has a vector.
    vectors : ndarray of float64 of shape (len(rows), n_dimensions)
    """
    if word_vectors is None:
        raise ValueError('measure="c_w2v" needs word_vectors, got None.')
    table, vectors = vector_lookup(word_vectors)
    terms = [term for term in terms if term in table]
    found = np.array([vectors[table[term]] for term in terms], dtype=np.float64)
    if not np.isfinite(found).all():
        raise ValueError("word_vectors must be finite, and hold NaN or infinity.")
    return {term: i for i, term in enumerate(terms)}, found
