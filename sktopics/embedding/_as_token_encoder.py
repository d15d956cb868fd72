"""Whatever has vectors of tokens, as an encoder of tokens."""

import os
from typing import Any

from .._reading import vector_lookup
from ._library_objects import MeanOfWords
from ._sentence_encoder import SentenceEncoder
from ._static_tables import is_static_model
from ._static_token_encoder import StaticTokenEncoder
from ._token_encoder import TokenEncoder


def as_token_encoder(encoder=None) -> Any:
    """Make an encoder of tokens of anything that has vectors of tokens.

    Parameters
    ----------
    encoder : object, default=None
        - None: `TokenEncoder` with its default model.
        - A name or a path: `TokenEncoder` with that model.
        - An object with `encode_tokens`: itself.
        - A `SentenceEncoder` or a `SentenceTransformer`: `TokenEncoder` with that
          model. Its prompts are not used.
        - A `StaticModel` of model2vec, or a `SentenceEncoder` with one:
          `StaticTokenEncoder` with it.
        - Word vectors, such as a fitted `Doc2Vec`, a Pipeline that ends in one,
          `KeyedVectors` of gensim, `WordVectors`, a dict of vectors, or a tuple
          (terms, array): `StaticTokenEncoder` with them.

    Returns
    -------
    encoder : object
        With `encode_tokens`, which takes documents and yields `TokenVectors`, and
        `transform`, which takes texts and returns the means of the vectors of their
        tokens.

    Raises
    ------
    TypeError
        If it is none of these.
    NotFittedError
        If an estimator that should have word vectors is not fitted.
    ValueError
        If an estimator has not trained the vectors of words.

    See Also
    --------
    as_encoder : Makes an encoder of documents of anything that encodes.

    Examples
    --------
    >>> from sktopics.embedding import as_token_encoder
    >>> as_token_encoder("all-mpnet-base-v2")
    TokenEncoder(model='all-mpnet-base-v2')
    >>> encoder = as_token_encoder({"rain": [1, 0], "snow": [0, 1]})
    >>> encoder.transform(["Rain and snow.", "snow"])
    array([[0.5, 0.5],
           [0. , 1. ]], dtype=float32)
    """
    if encoder is None:
        return TokenEncoder()
    if isinstance(encoder, (str, os.PathLike)):
        return TokenEncoder(encoder)
    if not isinstance(encoder, type):
        if hasattr(encoder, "encode_tokens"):
            return encoder
        if isinstance(encoder, SentenceEncoder):
            return _of_sentence_encoder(encoder)
        if is_static_model(encoder):
            return StaticTokenEncoder(encoder)
        if hasattr(encoder, "encode") and hasattr(encoder, "tokenizer"):
            return TokenEncoder(encoder)
        if (words := _words_of(encoder)) is not None:
            return StaticTokenEncoder(words)
    what = (
        f"the class {encoder.__name__}"
        if isinstance(encoder, type)
        else f"{encoder!r:.60}"
    )
    raise TypeError(
        "An encoder of tokens is the name or path of a model of sentence-transformers, "
        "a SentenceTransformer, a SentenceEncoder, a StaticModel of model2vec, word "
        "vectors (a fitted Doc2Vec or a Pipeline that ends in one, KeyedVectors of "
        "gensim, WordVectors, a dict of vectors, a tuple (terms, array)), or an object "
        f"with a method `encode_tokens`; got {what}."
    )


def _of_sentence_encoder(encoder):
    """Return the encoder of tokens that has the model of an encoder of sentences."""
    if is_static_model(encoder.model):
        return StaticTokenEncoder(encoder.model)
    return TokenEncoder(
        encoder.model,
        batch_size=encoder.batch_size,
        device=encoder.device,
        cache_dir=encoder.cache_dir,
        show_progress=encoder.show_progress,
    )


def _words_of(encoder):
    """Return the word vectors that an object is or has, None if it has none."""
    encoder = getattr(encoder, "function", encoder)  # of a FunctionEncoder
    if isinstance(encoder, MeanOfWords):
        return encoder.model
    try:
        vector_lookup(encoder)
    except TypeError:
        return None
    return encoder
