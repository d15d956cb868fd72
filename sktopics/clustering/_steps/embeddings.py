"""From documents and images to embeddings."""

import numpy as np
from sklearn.exceptions import NotFittedError

from ..._part_output import called, part_vectors
from ...embedding import as_encoder, mean_of_modalities
from ...embedding.known_texts import known_of_fitted, known_vectors
from .language_names import refuse_language
from .nothing_known import are_blank, are_known, in_rows
from .reduction import takes_labels


def encoder_given(encoder):
    """Return an unfitted encoder of what users give as one, None of None."""
    refuse_language(encoder)
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
        Zeros for documents that the encoder knows nothing of.
    """
    check_encoder(encoder)
    if images is None and hasattr(encoder, "fit_transform"):
        vectors = encoder.fit_transform(documents)
        vectors = _vectors(encoder, vectors, documents)
        known = known_of_fitted(encoder, documents, vectors)
        return encoder, _only_of(vectors, known)
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

    Returns
    -------
    embeddings : ndarray of shape (n_documents, n_dimensions)
        Zeros for documents that the encoder knows nothing of.

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
        vectors = _transform(encoder, documents)
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


def encode_some(encoder, corpus, rows, *, n_dimensions):
    """Return embeddings of some documents of a corpus, zeros for the others.

    Parameters
    ----------
    encoder : transformer
    corpus : Corpus
    rows : ndarray of shape (n_some,), int
        Documents that the encoder is asked for.
    n_dimensions : int
        How long the vectors of the model are.

    Returns
    -------
    embeddings : ndarray of shape (n_documents, n_dimensions)
    """
    if not len(rows):
        return np.zeros((len(corpus), n_dimensions), dtype=np.float32)
    documents, images = documents_taken(corpus, rows)
    vectors = encode(encoder, documents, images, n_dimensions=n_dimensions)
    return in_rows(vectors, rows, len(corpus))


def documents_taken(corpus, rows):
    """Return the documents and the images of some rows of a corpus."""
    if len(rows) == len(corpus):
        return corpus.documents, corpus.images
    images = corpus.images
    if images is not None:
        images = [images[i] for i in rows]
    return [corpus.documents[i] for i in rows], images


def _encode_both(encoder, documents, images):
    """Vectors of documents that have a text, an image or both."""
    has_image = np.array([image is not None for image in images])
    # A document with neither is an empty text.
    has_text = ~are_blank(documents) | ~has_image
    n, texts, shown = len(documents), None, None
    if has_text.any():
        rows = np.flatnonzero(has_text)
        texts = _transform(encoder, [documents[i] for i in rows])
        texts = in_rows(texts, rows, n)
        has_text &= are_known(texts) | ~has_image  # else the image decides
    if has_image.any():
        rows = np.flatnonzero(has_image)
        shown = encoder.transform_images([images[i] for i in rows])
        shown = in_rows(_vectors(encoder, shown, rows), rows, n)
    if texts is None:
        texts = np.zeros_like(shown)
    if shown is None:
        shown = np.zeros_like(texts)
    return mean_of_modalities(texts, shown, has_text, has_image)


def _only_of(vectors, known):
    """Return the vectors of documents that are known, zeros for the others."""
    return vectors if known.all() else np.where(known[:, np.newaxis], vectors, 0)


def _vectors(encoder, output, items):
    """Return what an encoder gave as an array, or say what is wrong with it."""
    return part_vectors(output, len(items), called("encoder", encoder))


def _transform(encoder, documents):
    try:
        return known_vectors(encoder, documents)
    except NotFittedError as error:
        raise NotFittedError(
            f"The model was fitted on embeddings, and its encoder "
            f"({type(encoder).__name__}) on nothing: give embeddings here, too."
        ) from error
