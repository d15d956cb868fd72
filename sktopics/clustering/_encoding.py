"""From documents and images to embeddings."""

import numpy as np
from sklearn.exceptions import NotFittedError

from .._validation import check_embeddings
from ..embedding._encoders import as_encoder
from ..embedding._images import mean_of_modalities


def make_encoder(encoder):
    """Return an unfitted encoder of what users give as one, None of None."""
    return None if encoder is None else as_encoder(encoder)


def check_encoder(encoder):
    """Refuse to encode without an encoder."""
    if encoder is None:
        raise ValueError("encoder=None makes no embeddings: give them as embeddings.")


def fit_encode(encoder, documents, images=None):
    """Fit an encoder and return it with the embeddings of its corpus.

    Parameters
    ----------
    encoder : transformer
        Fitted in place: give a clone.
    documents : list of str
    images : list or None

    Returns
    -------
    encoder : transformer
    embeddings : ndarray of shape (n_documents, n_dimensions)
    """
    check_encoder(encoder)
    if images is not None:
        encoder.fit(documents)
        return encoder, encode(encoder, documents, images)
    if hasattr(encoder, "fit_transform"):
        vectors = encoder.fit_transform(documents)
    else:
        vectors = encoder.fit(documents).transform(documents)
    return encoder, check_embeddings(vectors, len(documents))


def encode(encoder, documents, images=None):
    """Return embeddings of documents, of images, of both together.

    Raises
    ------
    NotFittedError
        If the encoder is not fitted, because the model got embeddings in its place.
    TypeError
        If there are images and the encoder knows only texts.
    """
    check_encoder(encoder)
    if images is None:
        return check_embeddings(_transform(encoder, documents), len(documents))
    if not hasattr(encoder, "transform_images"):
        raise TypeError(
            f"{type(encoder).__name__} encodes no images: give an encoder with "
            "transform_images, such as a SentenceEncoder of an image-text model."
        )
    has_image = np.array([image is not None for image in images])
    # A document with neither is an empty text.
    has_text = np.array([bool(document.strip()) for document in documents]) | ~has_image
    vectors = [None, None]
    if has_text.any():
        texts = [documents[i] for i in np.flatnonzero(has_text)]
        vectors[0] = np.asarray(_transform(encoder, texts))
    if has_image.any():
        shown = [image for image in images if image is not None]
        vectors[1] = np.asarray(encoder.transform_images(shown))
    known = next(v for v in vectors if v is not None)
    rows = [
        _in_rows(v, has, known.shape[1])
        for v, has in zip(vectors, (has_text, has_image), strict=True)
    ]
    return mean_of_modalities(*rows, has_text, has_image)


def _in_rows(vectors, has, n_dimensions):
    """Vectors of some documents in their rows of all."""
    if vectors is None:
        return np.zeros((len(has), n_dimensions), dtype=np.float32)
    rows = np.zeros((len(has), vectors.shape[1]), dtype=vectors.dtype)
    rows[has] = vectors
    return rows


def _transform(encoder, documents):
    try:
        return encoder.transform(documents)
    except NotFittedError as error:
        raise NotFittedError(
            f"The model was fitted on embeddings, and its encoder "
            f"({type(encoder).__name__}) on nothing: give embeddings here, too."
        ) from error
