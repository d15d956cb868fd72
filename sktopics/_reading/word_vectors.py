"""Vectors of words, whoever has them."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from sklearn.frozen import FrozenEstimator
from sklearn.utils.validation import check_is_fitted

from .steps import final_model, pipeline_steps


class WordEmbeddings(NamedTuple):
    """Vectors of words.

    Attributes
    ----------
    terms : ndarray of shape (n_words,), dtype object
    vectors : ndarray of shape (n_words, n_dimensions)
        Zeros for words of which nothing is known.
    """

    terms: np.ndarray
    vectors: np.ndarray


def read_word_embeddings(estimator) -> WordEmbeddings | None:
    """Return the vectors that a model of topics keeps of its words.

    They are its `word_embeddings_`, a row for each of `terms_`, in the space of its
    vectors of topics and documents.

    Parameters
    ----------
    estimator : estimator, Pipeline or search
        Fitted.

    Returns
    -------
    words : WordEmbeddings or None
        None if the model keeps none.
    """
    model = final_model(estimator)
    vectors = getattr(model, "word_embeddings_", None)
    if vectors is None:
        return None
    return WordEmbeddings(np.asarray(model.terms_, dtype=object), np.asarray(vectors))


def vector_lookup(word_vectors):
    """Return where the vector of each word is.

    Parameters
    ----------
    word_vectors : fitted estimator that has `word_vectors_` and `terms_`, as \
            `Doc2Vec`, Pipeline or search that ends in one, gensim KeyedVectors or \
            model that has them as `wv`, dict of vectors, or (terms, array)

    Returns
    -------
    table : mapping from word to key
    vectors : ndarray of shape (n_words, n_dimensions), or dict
        The vector of `word` is ``vectors[table[word]]``.

    Raises
    ------
    NotFittedError
        If an estimator is not fitted.
    TypeError
        If `word_vectors` is none of these.
    ValueError
        If an array has not a row for each term, or if the vectors of an estimator
        were never trained.
    """
    if hasattr(word_vectors, "fit"):
        return _of_estimator(final_model(word_vectors))
    word_vectors = getattr(word_vectors, "wv", word_vectors)
    if hasattr(word_vectors, "key_to_index"):
        return word_vectors.key_to_index, word_vectors.vectors
    if isinstance(word_vectors, Mapping):
        return {term: term for term in word_vectors}, word_vectors
    if isinstance(word_vectors, tuple) and len(word_vectors) == 2:
        names, vectors = word_vectors
        vectors = np.asarray(vectors)
        if vectors.ndim != 2 or len(vectors) != len(names):
            raise ValueError(
                "word_vectors=(terms, array) must have a row for each term, got "
                f"{len(names)} terms and an array of shape {vectors.shape}."
            )
        return {name: i for i, name in enumerate(names)}, vectors
    raise TypeError(_unfit(word_vectors))


def _of_estimator(model):
    if not (hasattr(model, "word_vectors_") and hasattr(model, "terms_")):
        check_is_fitted(model)
        raise TypeError(_unfit(model))
    if not getattr(model, "trains_words_", True):
        raise ValueError(
            f"This {type(model).__name__} has not trained the vectors of its words. "
            "Fit it with dbow_words=True, or with dm=1."
        )
    table = {name: i for i, name in enumerate(model.terms_.tolist())}
    return table, model.word_vectors_


def _unfit(word_vectors):
    return (
        "word_vectors must be a fitted Doc2Vec or a Pipeline that ends in one, gensim "
        "KeyedVectors, a dict of vectors, or a tuple (terms, array), got "
        f"{type(word_vectors).__name__}."
    )


class TrainedWords(NamedTuple):
    """The step of an encoder that has learned vectors of words, and its neighbours.

    Attributes
    ----------
    readers : list of estimators
        The steps that texts meet before it.
    table : dict of str to int
        Empty where words have numbers in place of names, as columns of counts have.
    vectors : ndarray of shape (n_words, n_dimensions)
        The vector of `word` is ``vectors[table[word]]``, before the later steps.
    later : list of estimators
        The steps that vectors meet after it.
    """

    readers: list
    table: dict
    vectors: np.ndarray
    later: list


def trained_words(encoder):
    """Return the `TrainedWords` of an encoder, None of one that has learned none.

    Parameters
    ----------
    encoder : fitted encoder of texts
        `Doc2Vec` in a Pipeline; frozen, in another encoder, with steps after it.
    """
    steps = _opened(encoder)
    for i, step in reversed(list(enumerate(steps))):
        has_words = hasattr(step, "word_vectors_") and hasattr(step, "terms_")
        if has_words and getattr(step, "trains_words_", True):
            table, vectors = _of_estimator(step)
            if i and not hasattr(step, "feature_names_in_"):
                table = {}
            return TrainedWords(steps[:i], table, vectors, steps[i + 1 :])
    return None


def _opened(encoder):
    """Return the steps that words meet in turn, whatever they are wrapped in."""
    if isinstance(encoder, FrozenEstimator):
        return _opened(encoder.estimator)
    # An encoder of words, in what encodes documents in another way.
    words = getattr(encoder, "word_encoder", None)
    if words is not None:
        return _opened(words)
    steps = pipeline_steps(encoder)
    if len(steps) == 1 and steps[0] is encoder:
        return steps
    return [leaf for step in steps for leaf in _opened(step)]
