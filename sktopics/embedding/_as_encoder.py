"""Whatever encodes, as an encoder."""

import os

from sklearn.base import BaseEstimator

from ._function_encoder import FunctionEncoder, is_pipeline
from ._sentence_encoder import SentenceEncoder


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
        - An object with `encode`: `SentenceEncoder` with that object.
        - Another callable: `FunctionEncoder`.

    Returns
    -------
    encoder : estimator
        An object whose `transform` takes documents and returns vectors.

    Raises
    ------
    TypeError
        If it is none of these.

    Examples
    --------
    >>> from sktopics.embedding import as_encoder
    >>> as_encoder("all-mpnet-base-v2")
    SentenceEncoder(model='all-mpnet-base-v2')
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
        if callable(encoder):
            return FunctionEncoder(encoder)
    what = (
        f"the class {encoder.__name__}"
        if isinstance(encoder, type)
        else f"{encoder!r:.60}"
    )
    raise TypeError(
        "An encoder is the name or path of a model of sentence-transformers, an object "
        "with a method `transform` or `encode`, a feature-extraction pipeline of "
        f"transformers, or a function from a list of str to vectors; got {what}."
    )
