"""What coherence is measured on: topics as lists of terms, texts as tokens."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.utils.validation import check_non_negative

from .._ngrams import ngram_reader
from .._reading import (
    REFUSALS,
    ReachingModel,
    ReadyTokens,
    TextReader,
    TextsToAnalyze,
    check_named,
    documents_in,
    frame_columns,
    is_numeric,
    is_table,
    known_term_names,
    materialized,
    model_input,
    pipeline_texts,
    stacked_rows,
    takes_numbers,
    term_names,
    text_reader,
    vector_lookup,
)
from .._sklearn import check_array
from .._sparse import canonical_form, checked_csr
from ..sequences import TokenSequences
from ..sequences.shared_arrays import check_arrays


class CountMatrix(NamedTuple):
    """Texts of which only the counts are known.

    Attributes
    ----------
    matrix : csr_array of shape (n_documents, n_terms)
    names : ndarray of shape (n_terms,), dtype object
    why : str
        Why texts that were given could not be read as tokens; empty for counts.
    """

    matrix: sp.csr_array
    names: np.ndarray
    why: str = ""


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
    texts : iterable of str, iterable of token lists, TokenSequences, \
            {ndarray, sparse matrix, DataFrame} of shape (n_documents, n_terms), \
            or whatever `model` takes
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
        return _sequences_as_named(_not_empty(texts, len(texts)), model)
    unordered = isinstance(texts, (str, bytes, Mapping)) and not sp.issparse(texts)
    if unordered or not np.iterable(texts):  # a DOK matrix is a Mapping, too
        raise TypeError(
            "texts must be an iterable of documents, TokenSequences or a matrix of "
            f"counts, got {type(texts).__name__}."
        )
    texts = materialized(texts)
    _not_empty(texts, texts.shape[0] if is_table(texts) else len(texts))
    if model is not None:
        texts = stacked_rows(model, texts)
    numeric = is_table(texts) and is_numeric(texts)
    if numeric and (model is None or not takes_numbers(model, texts)):
        return _count_matrix(texts, model, feature_names)
    if model is None:
        return _plain(texts, analyzer)
    if analyzer is not None and not is_table(texts):
        reader = text_reader(model)
        reader = reader if isinstance(reader, TextReader) else None
        check_named(model, feature_names, reader)
        return _as_named(reader, _plain(texts, analyzer))
    read = pipeline_texts(model, texts)
    if isinstance(read, ReachingModel) and analyzer is None:
        return _reaching_model(read, model, feature_names)
    check_named(model, feature_names, getattr(read, "reader", None))
    if isinstance(read, TextsToAnalyze) and (read.reader.keeps_terms or analyzer):
        return _analyzed(read, analyzer)
    if isinstance(read, TextsToAnalyze):  # whose columns have names that users gave
        why = f"{type(read.reader.vectorizer).__name__} does not keep terms"
        read = ReachingModel(model_input(model, texts), why)
        return _reaching_model(read, model, feature_names)
    if isinstance(read, ReadyTokens):
        return _as_named(read.reader, _token_lists(read.tokens))
    return _plain(texts, analyzer)


def _not_empty(texts, n_documents):
    if n_documents == 0:
        raise ValueError("texts must hold at least one document, got none.")
    return texts


def _plain(texts, analyzer):
    """Tokens of texts that go through no step of a Pipeline."""
    documents = documents_in(texts)
    tokens = isinstance(documents[0], (list, tuple))
    if tokens or (analyzer is None and not isinstance(documents[0], (str, bytes))):
        return _token_lists(documents)
    return _tokenize(documents, analyzer or CountVectorizer().build_analyzer())


def _analyzed(read, analyzer):
    """Tokens of documents that a vectorizer is given, as the model calls them."""
    reader = read.reader
    if analyzer is None:
        analyzer = reader.vectorizer.build_analyzer()
    try:
        tokens = _tokenize(read.documents, analyzer, any_kind=reader.takes_others)
    except REFUSALS:
        if read.tokens is None:
            raise
        tokens = _token_lists(read.tokens)
    return _as_named(reader, tokens)


def _as_named(reader, tokens):
    """Return tokens as the model calls them, which a reader of its Pipeline knows."""
    name_of = None if reader is None else reader.name_of
    if name_of is None:
        return tokens
    named = [[name_of.get(token, token) for token in text] for text in tokens]
    return NgramTexts(named, tokens.reader) if isinstance(tokens, NgramTexts) else named


def _tokenize(documents, analyzer, *, any_kind=False):
    """Apply an analyzer, to documents that are texts or of `any_kind`.

    If it is one that tells the places of n-grams, they are noted.
    """
    if not any_kind:
        for i, text in enumerate(documents):
            if not isinstance(text, (str, bytes)):
                raise TypeError(_mixed(i, text, documents[0]))
    reader = ngram_reader(analyzer)
    if reader is None:
        return [analyzer(text) for text in documents]
    return NgramTexts(map(reader, documents), reader)


def _token_lists(texts):
    return [_token_list(i, text, texts[0]) for i, text in enumerate(texts)]


def _token_list(i, text, first):
    if isinstance(text, (list, tuple)):
        return text
    if isinstance(text, (str, bytes, Mapping)) or not np.iterable(text):
        raise TypeError(_mixed(i, text, first))
    return list(text)


def _mixed(i, text, first):
    """Error message for a document that is no text and no list, or not as the first."""
    where = f", where texts[0] is of type {type(first).__name__}" if i else ""
    return (
        "texts must be all str (or bytes) or all lists of tokens, and "
        f"texts[{i}] is of type {type(text).__name__}{where}."
    )


def _sequences_as_named(texts, model):
    """Return sequences whose terms are called as the model calls them."""
    reader = None if model is None or texts.terms is None else text_reader(model)
    name_of = getattr(reader, "name_of", None)
    if name_of is None:
        return texts
    return TokenSequences(
        texts.ids,
        texts.offsets,
        n_terms=texts.n_terms,
        terms=[name_of.get(term) or term for term in texts.terms.tolist()],
        weights=texts.weights,
    )


def _reaching_model(read, model, feature_names):
    """Texts as the sequences or the counts that their Pipeline makes of them."""
    if isinstance(read.data, TokenSequences):
        return read.data
    if feature_names is None or known_term_names(model) is not None:
        feature_names = term_names(model)
    return _count_matrix(read.data, model, feature_names)._replace(why=read.why)


def _count_matrix(X, model, feature_names):
    if feature_names is None:
        feature_names = frame_columns(X)
        if model is not None and not all(
            isinstance(n, str) for n in feature_names or ()
        ):
            feature_names = None  # numbers of columns, which name no terms
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
