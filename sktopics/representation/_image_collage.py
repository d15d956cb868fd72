"""Images of topics: opened in colours, described by a captioner, drawn side by side."""

from numbers import Integral
from typing import TYPE_CHECKING

import numpy as np

from .._optional import import_optional
from .._sklearn import Interval, validate_params
from ..embedding.images import is_image, opened

if TYPE_CHECKING:
    from PIL.Image import Image

# Pixels between two images, and around them.
_GAP = 4
_LARGEST_TILE = 2048


@validate_params(
    {
        "images": "no_validation",
        "n_columns": [Interval(Integral, 1, None, closed="left"), None],
        "tile": [Interval(Integral, 1, _LARGEST_TILE, closed="both")],
    },
    prefer_skip_nested_validation=True,
)
def image_collage(images, *, n_columns=None, tile=200) -> "Image":
    """Draw images side by side, each as large as its tile allows.

    Parameters
    ----------
    images : sequence of path or PIL.Image.Image
        At least 1. Images keep their shape, and stand upright where a camera has
        noted how it was held.
    n_columns : int, default=None
        Images in a row. None: as many as rows, or one more.
    tile : int, default=200
        Pixels of the sides of a square that holds an image, at most 2048.

    Returns
    -------
    collage : PIL.Image.Image
        In colours, on white: 4 pixels between tiles and around them.

    Raises
    ------
    ImportError
        If Pillow is not installed.
    OSError
        If a file cannot be read.
    TypeError
        If something is neither a path nor an image of Pillow.
    ValueError
        If there are no images, or a file holds none; the error names it.

    Examples
    --------
    >>> from PIL import Image
    >>> from sktopics.representation import image_collage
    >>> images = [Image.new("RGB", (30, 10), "red"), Image.new("RGB", (1, 900), "blue")]
    >>> collage = image_collage(images, tile=100)
    >>> collage.size, collage.getpixel((54, 54)), collage.getpixel((157, 54))
    ((212, 108), (255, 0, 0), (0, 0, 255))
    """
    images = list(images)
    if not images:
        raise ValueError("A collage needs at least 1 image, and got 0.")
    pillow = import_optional("PIL.Image", "embeddings")
    if n_columns is None:
        n_columns = int(np.ceil(np.sqrt(len(images))))
    n_columns = min(n_columns, len(images))
    n_rows = -(-len(images) // n_columns)
    step = tile + _GAP
    size = (n_columns * step + _GAP, n_rows * step + _GAP)
    collage = pillow.new("RGB", size, "white")
    for i, image in enumerate(images):
        fitted = _fitted(upright(image), tile)
        row, column = divmod(i, n_columns)
        left, top = (_GAP + at * step for at in (column, row))
        x, y = ((tile - side) // 2 for side in fitted.size)
        collage.paste(fitted, (left + x, top + y))
    return collage


def upright(image) -> "Image":
    """Return an image in colours, turned as the camera was held.

    Parameters
    ----------
    image : path or PIL.Image.Image

    Returns
    -------
    image : PIL.Image.Image

    Raises
    ------
    OSError, TypeError, ValueError
        As by `image_collage`.
    """
    if not is_image(image):
        try:
            image = opened(image)
        except TypeError as error:
            raise TypeError(
                f"An image must be a path or an image of Pillow, got {image!r:.60}."
            ) from error
    operations = import_optional("PIL.ImageOps", "embeddings")
    return operations.exif_transpose(opened(image))


def _fitted(image, tile):
    """Return an image scaled to fill a tile in one direction, no side below 1 pixel."""
    scale = tile / max(image.size)
    width, height = (max(1, round(side * scale)) for side in image.size)
    return image.resize((width, height))


def image_captions(images, captioner, *, whom="image_captions") -> list[str]:
    """Describe images by texts, for models that learn topics from texts.

    Parameters
    ----------
    images : sequence of path, PIL.Image.Image or None, of shape (n_documents,)
    captioner : callable
        Takes an image of Pillow in colours and returns a text, or what a pipeline of
        transformers returns: ``[{"generated_text": text}]``. Each image is given once.
    whom : str, default="image_captions"
        Name of the caller in error messages.

    Returns
    -------
    captions : list of str
        An empty text for documents without an image.

    Raises
    ------
    OSError
        If a file cannot be read.
    TypeError
        If something is no image, or if the captioner returns something other than a
        text.
    ValueError
        If a file holds no image; the error names its document.

    Examples
    --------
    >>> from PIL import Image
    >>> from sktopics.representation import image_captions
    >>> def describe(image):
    ...     width, height = image.size
    ...     return "a wide picture" if width > height else "a tall picture"
    >>> images = [Image.new("RGB", (30, 10)), None, Image.new("RGB", (10, 30))]
    >>> image_captions(images, describe)
    ['a wide picture', '', 'a tall picture']
    """
    known, captions = {}, []
    for row, image in enumerate(images):
        if image is None:
            captions.append("")
            continue
        key = id(image) if is_image(image) else image
        if key not in known:
            known[key] = _caption(captioner, opened_of_row(image, row), row, whom)
        captions.append(known[key])
    return captions


def opened_of_row(image, row) -> "Image":
    """Return the image of a document, upright; errors name the document."""
    try:
        return upright(image)
    except (TypeError, ValueError) as error:
        raise type(error)(f"The image of document {row}: {error}") from error


def _caption(captioner, image, row, whom):
    """Return what a captioner says as a text, its spaces made single."""
    said = captioner(image)
    found = said[0] if isinstance(said, (list, tuple)) and said else said
    if isinstance(found, dict):
        found = found.get("generated_text")
    if not isinstance(found, str):
        raise TypeError(
            f"The captioner of {whom} must return a text for an image, and returned "
            f"{said!r:.60} for that of document {row}."
        )
    return " ".join(found.split())
