"""From documents and images to embeddings."""

import numpy as np
from sklearn.exceptions import NotFittedError

from ..._part_output import called, part_vectors
from ...embedding import as_encoder, mean_of_modalities
from .reduction import takes_labels


def make_encoder(encoder):
    """Return an unfitted encoder of what users give as one, None of None."""
    return None if encoder is None else as_encoder(encoder)


def check_encoder(encoder):
    """Refuse to encode without an encoder."""
    if encoder is None:
        raise ValueError("encoder=None makes no embeddings: give them as embeddings=.")


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
    if images is None and hasattr(encoder, "fit_transform"):
        vectors = encoder.fit_transform(documents)
        return encoder, _vectors(encoder, vectors, documents)
    if images is not None:
        check_reads_images(encoder)
    return fit_encoder(encoder, documents), encode(encoder, documents, images)


def fit_encoder(encoder, documents):
    """Fit an encoder, if there is anything to fit, and return it."""
    if hasattr(encoder, "fit"):
        # Some, such as FrozenEstimator, ask for y.
        labels = {"y": None} if takes_labels(encoder.fit) else {}
        encoder.fit(documents, **labels)
    return encoder


def check_reads_images(encoder):
    """Refuse an encoder that knows only texts, where there are images."""
    if not hasattr(encoder, "transform_images"):
        raise TypeError(
            f"{type(encoder).__name__} encodes no images: give an encoder with "
            "transform_images, such as a SentenceEncoder of an image-text model."
        )


def encode(encoder, documents, images=None, *, n_dimensions=None):
    """Return embeddings of documents, of images, of both together.

    Parameters
    ----------
    encoder : transformer
    documents : list of str
    images : list or None
    n_dimensions : int, default=None
        How long the vectors of the model are.

    Raises
    ------
    NotFittedError
        If the encoder is not fitted, because the model got embeddings in its place.
    TypeError
        If there are images and the encoder knows only texts.
    ValueError
        If the vectors are longer or shorter than those of the model.
    """
    check_encoder(encoder)
    if images is None:
        vectors = _vectors(encoder, _transform(encoder, documents), documents)
    else:
        check_reads_images(encoder)
        vectors = _encode_both(encoder, documents, images)
    if n_dimensions is not None:
        check_n_dimensions(vectors, n_dimensions)
    return vectors


def check_n_dimensions(vectors, n_dimensions):
    """Refuse vectors of an encoder that are longer or shorter than the model's."""
    if vectors.shape[1] != n_dimensions:
        raise ValueError(
            f"The encoder makes vectors of {vectors.shape[1]} dimensions, and the "
            f"embeddings that the model was fitted on have {n_dimensions}: give "
            "embeddings here, too."
        )


def _encode_both(encoder, documents, images):
    """Vectors of documents that have a text, an image or both."""
    has_image = np.array([image is not None for image in images])
    # A document with neither is an empty text.
    has_text = np.array([bool(document.strip()) for document in documents]) | ~has_image
    vectors = [None, None]
    if has_text.any():
        texts = [documents[i] for i in np.flatnonzero(has_text)]
        vectors[0] = _vectors(encoder, _transform(encoder, texts), texts)
    if has_image.any():
        shown = [image for image in images if image is not None]
        vectors[1] = _vectors(encoder, encoder.transform_images(shown), shown)
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


def _vectors(encoder, output, items):
    """Return what an encoder gave as an array, or say what is wrong with it."""
    return part_vectors(output, len(items), called("encoder", encoder))


def _transform(encoder, documents):
    try:
        return encoder.transform(documents)
    except NotFittedError as error:
        raise NotFittedError(
            f"The model was fitted on embeddings, and its encoder "
            f"({type(encoder).__name__}) on nothing: give embeddings here, too."
        ) from error
