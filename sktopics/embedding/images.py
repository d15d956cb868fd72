"""Images: reading them, telling them apart, averaging their vectors with texts'."""

import os
from io import BytesIO
from pathlib import Path

import numpy as np

from .._optional import import_optional

__all__ = ["check_images", "image_bytes", "is_image", "opened"]


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
        return b"file" + _file_bytes(image)
    palette = image.getpalette() if image.mode == "P" else None
    return f"{image.mode}{image.size}{palette}".encode() + image.tobytes()


def opened(image):
    """Return an image of Pillow in memory, in colours.

    Raises
    ------
    ValueError
        If the file holds no image, or one so large that Pillow refuses it.
    """
    if is_image(image):
        return image.convert("RGB")
    pillow = import_optional("PIL.Image", "embeddings")
    try:
        with pillow.open(BytesIO(_file_bytes(image))) as file:
            return file.convert("RGB")
    except pillow.UnidentifiedImageError as error:
        raise ValueError(f"{os.fspath(image)!r} holds no image.") from error
    except pillow.DecompressionBombError as error:
        raise ValueError(f"{os.fspath(image)!r} is too large: {error}") from error


def _file_bytes(path):
    """Return the bytes of a file; a device or a pipe might never end."""
    path = Path(path).expanduser()
    if path.exists() and not path.is_file():
        raise OSError(f"{os.fspath(path)!r} is not a file.")
    return path.read_bytes()
