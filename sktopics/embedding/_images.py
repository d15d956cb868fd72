"""Images: reading them, telling them apart, averaging their vectors with texts'."""

import os
from io import BytesIO
from pathlib import Path

import numpy as np

from .._optional import import_optional
from .._validation import check_embeddings


def check_images(images, *, whom):
    """Validate images: files or images of Pillow, in a list.

    Parameters
    ----------
    images : iterable of str, path or PIL.Image.Image
    whom : str
        Name of the caller in error messages.

    Returns
    -------
    images : list

    Raises
    ------
    TypeError
        If `images` is one image or no collection, or holds something else.
    ValueError
        If there are none.
    """
    if isinstance(images, (str, bytes, os.PathLike)) or not np.iterable(images):
        raise TypeError(
            f"{whom} takes images, a list of paths or of images of Pillow, and got "
            f"{type(images).__name__}."
        )
    images = list(images)
    for i, image in enumerate(images):
        if not (isinstance(image, (str, os.PathLike)) or is_image(image)):
            raise TypeError(
                "Images must be paths or images of Pillow, and image "
                f"{i} is {image!r:.60}."
            )
    if not images:
        raise ValueError(f"{whom} needs at least 1 image, and got 0.")
    return images


def is_image(image):
    """Whether `image` is one of Pillow."""
    return hasattr(image, "tobytes") and hasattr(image, "getbands")


def image_bytes(image):
    """Return what tells an image from another: the bytes of the file, or the pixels."""
    if not is_image(image):
        return b"file" + Path(image).expanduser().read_bytes()
    palette = image.getpalette() if image.mode == "P" else None
    return f"{image.mode}{image.size}{palette}".encode() + image.tobytes()


def opened(image):
    """Return an image of Pillow in memory, in colours.

    Raises
    ------
    ValueError
        If the file holds no image.
    """
    if is_image(image):
        return image.convert("RGB")
    pillow = import_optional("PIL.Image", "embeddings")
    try:
        with pillow.open(BytesIO(Path(image).expanduser().read_bytes())) as file:
            return file.convert("RGB")
    except pillow.UnidentifiedImageError as error:
        raise ValueError(f"{os.fspath(image)!r} holds no image.") from error


def mean_of_modalities(text_vectors, image_vectors, has_text, has_image):
    """Average the vectors of texts and images of documents that have either or both.

    Parameters
    ----------
    text_vectors : array-like of shape (n_documents, n_dimensions)
        Vectors of texts. Rows of documents without text are not looked at.
    image_vectors : array-like of shape (n_documents, n_dimensions)
        Vectors of images, by the same model. Rows of documents without an image are
        not looked at.
    has_text : array-like of shape (n_documents,), bool
        Which documents have a text.
    has_image : array-like of shape (n_documents,), bool
        Which documents have an image.

    Returns
    -------
    vectors : ndarray of shape (n_documents, n_dimensions)
        The mean of both vectors where there are both, else the one there is; float32
        unless a vector is of float64.

    Raises
    ------
    ValueError
        If the shapes differ, or a document has neither.

    Examples
    --------
    >>> from sktopics.embedding import mean_of_modalities
    >>> texts, images = [[1.0, 0.0], [1.0, 0.0]], [[0.0, 1.0], [0.0, 0.0]]
    >>> mean_of_modalities(texts, images, [True, True], [True, False])
    array([[0.5, 0.5],
           [1. , 0. ]])
    """
    has = np.column_stack([has_text, has_image]).astype(bool)
    if (neither := np.flatnonzero(~has.any(axis=1))).size:
        raise ValueError(f"Document {neither[0]} has neither a text nor an image.")
    vectors = [np.asarray(v) for v in (text_vectors, image_vectors)]
    # What is not looked at may be anything, NaN too.
    vectors = [
        np.where(mask[:, None], v, 0) if v.ndim == 2 and len(v) == len(mask) else v
        for v, mask in zip(vectors, has.T, strict=True)
    ]
    texts = check_embeddings(vectors[0], len(has))
    images = check_embeddings(vectors[1], len(has), n_dimensions=texts.shape[1])
    return (texts + images) / has.sum(axis=1, keepdims=True, dtype=texts.dtype)
