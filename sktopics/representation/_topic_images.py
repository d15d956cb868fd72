"""TopicImages: topics shown by the images of their documents."""

from collections.abc import Sequence
from dataclasses import replace
from numbers import Integral
from os import PathLike
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer

from .._arrays import largest, unit_rows
from .._columns import is_missing, is_unordered, items_of
from .._sklearn import Interval, StrOptions
from .._sparse import as_dense
from ..embedding.images import is_image
from ..text import ClassTfidfTransformer
from ..topics import TopicTable
from ._base_step import RepresentationStep
from ._image_collage import image_captions, image_collage, opened_of_row

if TYPE_CHECKING:
    from PIL.Image import Image

# Words from captions, where a topic has no words that say how many it shows.
_N_WORDS = 10


class TopicImages(RepresentationStep):
    """Show topics by images of their documents, and describe them by captions.

    The aspect ``"images"`` of a topic holds rows of the corpus, from which `collage`
    draws a picture. Read more in the :ref:`user guide <representations>`.

    Parameters
    ----------
    images : sequence of path, PIL.Image.Image or None, of shape (n_documents,)
        An image for each training document, None for documents without. Paths keep
        models small: what is saved with a model are these.
    n_images : int, default=9
        Most images of a topic.
    captioner : callable, default=None
        Takes an image of Pillow in colours and returns a text, or what a pipeline of
        transformers returns: ``[{"generated_text": text}]``. It is called for the
        images of topics alone. The aspect ``"captions"`` holds what it says.
    use_captions : {"aspect", "label", "terms"}, default="aspect"
        What captions do beside: nothing; the first one is the name of the topic; or the
        words of captions that tell topics apart are the words of the topic, for
        documents without texts.

    See Also
    --------
    image_collage : Draws images side by side.
    image_captions : Describes all images of a corpus, before a model is fitted.

    Notes
    -----
    A topic is shown by its representative documents that have an image, and then by the
    documents with the largest shares of it. Of documents with the same share, those
    come first whose vectors are nearest to the topic's. An image that two documents
    share is shown once.

    Examples
    --------
    >>> import numpy as np
    >>> from PIL import Image
    >>> from sktopics import BERTopic
    >>> from sktopics.representation import TopicImages
    >>> colours = ["red", "blue", "red", "blue", "red", "blue"]
    >>> images = [Image.new("RGB", (8, 8), colour) for colour in colours]
    >>> def describe(image):
    ...     return "a red thing" if image.getpixel((0, 0))[0] else "a blue thing"
    >>> shown = TopicImages(images, captioner=describe, use_captions="label")
    >>> model = BERTopic(None, None, None, representation=shown)
    >>> texts = ["fire", "sea", "brick", "sky", "rose", "whale"]
    >>> model = model.fit(texts, [0, 1] * 3, embeddings=np.eye(6))
    >>> model.topics_.labels
    ['a red thing', 'a blue thing']
    >>> model.topics_[0].aspects["images"]
    (0, 2, 4)
    >>> shown.collage(model.topics_[0], tile=50).size
    (112, 112)
    """

    _parameter_constraints = {
        "images": "no_validation",
        "n_images": [Interval(Integral, 1, None, closed="left")],
        "captioner": [callable, None],
        "use_captions": [StrOptions({"aspect", "label", "terms"})],
    }

    def __init__(
        self,
        images: Sequence,
        *,
        n_images=9,
        captioner: Any = None,
        use_captions="aspect",
    ):
        self.images = images
        self.n_images = n_images
        self.captioner = captioner
        self.use_captions = use_captions

    def _refine(self, table, context):
        images = self._checked_images(context)
        if self.captioner is None and self.use_captions != "aspect":
            raise ValueError(
                f"use_captions={self.use_captions!r} needs a captioner, a function "
                "from an image to a text."
            )
        found = [_rows_of(topic, context, images, self.n_images) for topic in table]
        topics = [
            _with_aspect(topic, "images", rows)
            for topic, rows in zip(table, found, strict=True)
        ]
        if self.captioner is not None:
            topics = self._captioned(topics, found, images)
        return TopicTable(topics, table.outliers)

    def _captioned(self, topics, found, images):
        """Return topics with captions, and described by them if that is asked for."""
        wanted = {row for rows in found for row in rows}
        some = [image if i in wanted else None for i, image in enumerate(images)]
        texts = image_captions(some, self.captioner, whom=type(self).__name__)
        captions = [[texts[row] for row in rows] for rows in found]
        if self.use_captions == "terms":
            topics = _with_words_of(topics, captions)
        captioned = []
        for topic, said in zip(topics, captions, strict=True):
            said = list(dict.fromkeys(filter(None, said)))
            topic = _with_aspect(topic, "captions", said)
            if self.use_captions == "label" and said:
                topic = replace(topic, label=said[0])
            captioned.append(topic)
        return captioned

    def collage(self, topic, *, n_columns=None, tile=200) -> "Image":
        """Draw the images of a topic side by side.

        Parameters
        ----------
        topic : Topic
            A row of a table that this representation has described.
        n_columns : int, default=None
            Images in a row. None: as many as rows, or one more.
        tile : int, default=200
            Pixels of the sides of the square that holds an image.

        Returns
        -------
        collage : PIL.Image.Image

        Raises
        ------
        OSError
            If a file cannot be read.
        ValueError
            If the topic has no images, or a file holds none; the error names its
            document.
        """
        rows = topic.aspects.get("images", ())
        if not rows:
            raise ValueError(
                f"Topic {topic.index} has no images: no document of it has one, or "
                "TopicImages has not described it."
            )
        images = _listed(self.images)
        if max(rows) >= len(images):
            raise ValueError(
                f"Topic {topic.index} is shown by document {max(rows)}, and images has "
                f"{len(images)} items: give the images of the training documents."
            )
        opened = [opened_of_row(images[row], row) for row in rows]
        return image_collage(opened, n_columns=n_columns, tile=tile)

    def _checked_images(self, context):
        """Return images as a list, as many as documents."""
        images = _listed(self.images)
        sizes = {
            "documents": context.documents,
            "shares": context.shares,
            "embeddings": context.embeddings,
        }
        for known in sizes.values():
            n_documents = None if known is None else _n_rows(known)
            if n_documents is not None and n_documents != len(images):
                raise ValueError(
                    f"images has {len(images)} items, and there are {n_documents} "
                    "training documents: give an image for each, or None."
                )
        return images

    def __sklearn_clone__(self):
        # Images may be many: copies of a model share them.
        return type(self)(**self.get_params(deep=False))


def _listed(images):
    """Return images as a list, those that frames mark as missing as None."""
    once = hasattr(images, "__next__")  # a generator would be empty the next time
    if is_unordered(images) or not np.iterable(images) or is_image(images) or once:
        raise TypeError(
            "images must be a sequence of paths, images of Pillow and None, one for "
            f"each training document, got {images!r:.60}."
        )
    images = [None if is_missing(image) else image for image in items_of(images)]
    for row, image in enumerate(images):
        if not (image is None or isinstance(image, (str, PathLike)) or is_image(image)):
            raise TypeError(
                "images must be paths, images of Pillow and None, and that of document "
                f"{row} is {image!r:.60}. PIL.Image.fromarray makes an image of pixels."
            )
    return images


def _n_rows(known):
    return known.shape[0] if hasattr(known, "shape") else len(known)


def _with_aspect(topic, name, value):
    return replace(topic, aspects={**topic.aspects, name: value})


def _rows_of(topic, context, images, n):
    """Return the documents whose images show a topic, the most typical first."""
    rows = [document.index for document in topic.documents]
    if context.shares is not None:
        rows += _ranked_rows(topic.index, context)
    found, seen = [], set()
    for row in rows:
        image = images[row]
        key = id(image) if is_image(image) else image
        if image is not None and key not in seen and len(found) < n:
            seen.add(key)
            found.append(int(row))
    return found


def _ranked_rows(index, context):
    """Return documents by their share of a topic, then by how near they are to it."""
    shares = np.asarray(as_dense(context.shares[:, [index]])).ravel()
    rows = np.flatnonzero(shares > 0)
    near = np.zeros(len(rows))
    if context.embeddings is not None and context.topic_embeddings is not None:
        vectors = np.asarray(context.embeddings[rows], dtype=np.float64)
        center = np.asarray(context.topic_embeddings[[index]], dtype=np.float64)
        near = (unit_rows(vectors) @ unit_rows(center).T).ravel()
    return rows[np.lexsort((rows, -near, -shares[rows]))].tolist()


def _with_words_of(topics, captions):
    """Return topics with the words of their captions that other topics do not have."""
    vectorizer = CountVectorizer()
    texts = [" ".join(said) for said in captions]
    if not any(map(vectorizer.build_analyzer(), texts)):
        return topics  # nothing was said
    counts = vectorizer.fit_transform(texts)
    terms = vectorizer.get_feature_names_out()
    weights = ClassTfidfTransformer().fit_transform(counts).toarray()
    described = []
    for topic, row in zip(topics, weights, strict=True):
        columns = largest(row, len(topic.terms) or _N_WORDS)
        columns = columns[row[columns] > 0]
        if len(columns):
            shares = row[columns] / row.sum()
            words = terms[columns].tolist()
            topic = replace(topic, terms=words, weights=shares.tolist())
        described.append(topic)
    return described
