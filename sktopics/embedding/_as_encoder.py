"""Whatever encodes, as an encoder."""

import os

from sklearn.base import BaseEstimator

from ._client_embeddings import ClientEmbeddings
from ._function_encoder import FunctionEncoder, is_pipeline
from ._sentence_encoder import SentenceEncoder
from .library_vectors import library_vectors

# Texts that a service is sent at once. It takes up to 2,048, and 300,000 tokens.
_PER_REQUEST = 100


def as_encoder(encoder=None) -> BaseEstimator:
    """Make an encoder of anything that encodes.

    Parameters
    ----------
    encoder : object, default=None
        - None: `SentenceEncoder` with its default model.
        - A name or a path: `SentenceEncoder` with that model.
        - An object with `transform`, such as an encoder or a pipeline of
          scikit-learn: itself.
        - A pipeline of transformers for feature extraction: `FunctionEncoder`, with
          vectors of length 1.
        - An object with `encode`, such as a `StaticModel` of model2vec:
          `SentenceEncoder` with that object.
        - Word vectors, such as `KeyedVectors` of gensim or `WordVectors`:
          `FunctionEncoder`, with the means of the vectors of the words of a text.
        - A pipeline of spaCy, or embeddings of Flair: `FunctionEncoder`, with their
          vectors of documents.
        - An object with `embed_documents`, as in LangChain, or with `embed`, as in
          FastEmbed: `FunctionEncoder` with that method.
        - A client of OpenAI's, or like one: `FunctionEncoder` with `ClientEmbeddings`
          of the default model.
        - Another callable: `FunctionEncoder`.

    Returns
    -------
    encoder : estimator
        An object whose `transform` takes documents and returns vectors.

    Raises
    ------
    TypeError
        If it is none of these, or if its method takes more than a list of texts.
    ValueError
        If there are no words in word vectors.

    Examples
    --------
    >>> from sktopics.embedding import as_encoder
    >>> as_encoder("all-mpnet-base-v2")
    SentenceEncoder(model='all-mpnet-base-v2')
    >>> import numpy as np
    >>> from sktopics.embedding import WordVectors
    >>> words = WordVectors(np.array(["rain", "snow"], dtype=object), np.eye(2))
    >>> as_encoder(words).transform(["Rain and snow.", "snow", "hail"])
    array([[0.5, 0.5],
           [0. , 1. ],
           [0. , 0. ]], dtype=float32)
    """
    if encoder is None:
        return SentenceEncoder()
    if isinstance(encoder, (str, os.PathLike)):
        return SentenceEncoder(encoder)
    if not isinstance(encoder, type):
        if is_pipeline(encoder):  # first: it has a `transform` too, of another kind
            return FunctionEncoder(encoder, normalize=True)
        if hasattr(encoder, "transform"):
            return encoder
        if hasattr(encoder, "encode"):
            return SentenceEncoder(encoder)
        make = library_vectors(encoder)
        if make is ClientEmbeddings:
            return FunctionEncoder(make(encoder), batch_size=_PER_REQUEST)
        if make is not None:
            return FunctionEncoder(make(encoder))
        if callable(encoder):
            return FunctionEncoder(encoder)
    what = (
        f"the class {encoder.__name__}"
        if isinstance(encoder, type)
        else f"{encoder!r:.60}"
    )
    raise TypeError(
        "An encoder is the name or path of a model of sentence-transformers, an object "
        "with a method `transform`, `encode`, `embed` or `embed_documents`, word "
        "vectors, a pipeline of spaCy, a feature-extraction pipeline of transformers, "
        f"or a function from a list of str to vectors; got {what}."
    )
