"""Small pictures of topics that images describe."""

import base64
from io import BytesIO

from .._reading import own_table, training_labels
from ..representation import TopicImages

# Letters of the address of a picture, and of all of them.
MOST_LETTERS = 20_000
_MOST_OF_ALL = 4_000_000
# Pixels of an image, and the quality of JPEG, until a picture is small enough.
_TRIED = ((96, 80), (96, 55), (64, 55), (48, 40), (32, 30), (16, 20))


def topic_pictures(model, X, table, options):
    """Return a picture of each topic as an address that holds it, a list.

    Parameters
    ----------
    model : estimator, Pipeline or search
    X : object or None
    table : TopicTable
        Topics with the aspect "images" have a picture, others None.
    options : ReportOptions
    """
    rows = [topic.aspects.get("images") for topic in table]
    nothing = [None] * len(table)
    if options.images is None or not any(rows):
        return nothing
    # The numbers of images are those of training documents.
    of_clusters = own_table(model) is not None
    if of_clusters and training_labels(model, X, **options.beside) is None:
        return nothing
    most = min(MOST_LETTERS, _MOST_OF_ALL // sum(map(bool, rows)))
    shown = TopicImages(options.images)
    return [
        _small_picture(shown, topic, most) if some else None
        for topic, some in zip(table, rows, strict=True)
    ]


def _small_picture(shown, topic, most):
    """Return the best picture that is small enough, None if none is."""
    for tile, quality in _TRIED:
        file = BytesIO()
        shown.collage(topic, tile=tile).save(file, format="JPEG", quality=quality)
        letters = base64.b64encode(file.getvalue()).decode("ascii")
        address = "data:image/jpeg;base64," + letters
        if len(address) <= most:
            return address
    return None
