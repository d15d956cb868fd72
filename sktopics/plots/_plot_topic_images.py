"""Topics shown by the images of their documents."""

import base64
from io import BytesIO
from numbers import Integral
from typing import TYPE_CHECKING, Any

from .._optional import import_optional
from .._sklearn import Interval, validate_params
from ..representation import TopicImages
from ._drawn_topics import (
    add_note,
    drawn_topics,
    figure_without_topics,
    table_to_draw,
    topic_hover,
    topic_title,
)
from ._figure_options import OF_TOPICS, UP_TO_ALL
from ._figure_style import in_template, new_figure

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_TITLE = "Images of topics"
# Pixels of a panel, of what is above it, and of the title.
_PANEL, _BETWEEN, _HEAD = 220, 45, 130


@validate_params(
    {
        **OF_TOPICS,
        "images": "no_validation",
        "n_columns": UP_TO_ALL,
        "tile": [Interval(Integral, 1, 2048, closed="both")],
    },
    prefer_skip_nested_validation=True,
)
def plot_topic_images(
    model,
    images,
    *,
    topics: Any = None,
    n_topics: int | None = 12,
    n_columns=None,
    tile=100,
    labels=None,
    title=None,
    width=None,
    height=None,
) -> "Figure":
    """Draw the images of topics, one panel for each topic.

    Parameters
    ----------
    model : TopicTable or estimator
        A model or a table that :class:`~sktopics.representation.TopicImages` has
        described: topics have the aspect "images".
    images : sequence of path, PIL.Image.Image or None, of shape (n_documents,)
        The image of each training document, as for `TopicImages`.
    topics : array-like of int, default=None
        Numbers of the topics to show, in this order.
    n_topics : int, default=12
        Without `topics`, how many are shown: the largest, or the first ones if sizes
        are unknown. None shows all.
    n_columns : int, default=None
        Panels in a row, by default up to 4.
    tile : int, default=100
        Pixels of the sides of the square that holds one image. Images are part of the
        figure, which becomes large with them.
    labels : dict from int to str, list of str, or TopicTable, default=None
        Names of topics, by default those of the model or table.
    title : str, default=None
    width, height : int, default=None
        In pixels.

    Returns
    -------
    figure : plotly.graph_objects.Figure
        With a trace for each topic that has images, their collage.

    Raises
    ------
    ImportError
        If plotly or Pillow is not installed.
    NotFittedError
        If the model is not fitted.
    OSError
        If a file cannot be read.
    ValueError
        If no topic has the aspect "images", if there is no such topic, or if there are
        fewer images than training documents.

    Examples
    --------
    >>> from PIL import Image
    >>> from sktopics.plots import plot_topic_images
    >>> from sktopics.topics import Topic, TopicTable
    >>> images = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    >>> table = TopicTable([
    ...     Topic(0, "warm", 0.5, (), (), aspects={"images": [0]}),
    ...     Topic(1, "cold", 0.5, (), (), aspects={"images": [1]}),
    ... ])
    >>> figure = plot_topic_images(table, images)
    >>> [(trace.name, trace.source[:22]) for trace in figure.data]
    [('0: warm', 'data:image/png;base64,'), ('1: cold', 'data:image/png;base64,')]
    """
    table = table_to_draw(model, labels=labels)
    rows, note = drawn_topics(table, topics, n_topics)
    if not rows:
        return figure_without_topics(title, _TITLE, "No topics", width, height)
    if not any(row.aspects.get("images") for row in table):
        raise ValueError(
            'No topic has the aspect "images": describe topics by '
            "TopicImages(images), as refine_topics(model, TopicImages(images), X=X) or "
            "the parameter representation of BERTopic does."
        )
    n_columns = min(n_columns or 4, len(rows))
    n_rows = -(-len(rows) // n_columns)
    height = height or _HEAD + n_rows * (_PANEL + _BETWEEN)
    figure = import_optional("plotly.subplots", "plots").make_subplots(
        rows=n_rows,
        cols=n_columns,
        figure=new_figure(
            title=_TITLE if title is None else title,
            width=width or 60 + n_columns * _PANEL,
            height=height,
            margin={"l": 20, "r": 20, "t": 110, "b": 20},
        ),
        subplot_titles=[topic_title(row, 28) for row in rows],
        horizontal_spacing=0.1 / n_columns,
        vertical_spacing=min(_BETWEEN / height, 0.9 / n_rows),
    )
    figure.update_annotations(font_size=13)
    shown = TopicImages(images)
    for i, row in enumerate(rows):
        _add_panel(figure, row, shown, tile, *(1 + at for at in divmod(i, n_columns)))
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False)
    return add_note(figure, note, title)


def _add_panel(figure, topic, shown, tile, row, column):
    if not topic.aspects.get("images"):
        axes = {"xref": "x domain", "yref": "y domain", "row": row, "col": column}
        figure.add_annotation(text="no images", x=0.5, y=0.5, showarrow=False, **axes)
        return
    graph_objects = import_optional("plotly.graph_objects", "plots")
    collage = shown.collage(topic, tile=tile)
    trace = graph_objects.Image(
        name=topic_title(topic),
        source=_as_address(collage),
        hovertemplate=f"{in_template(topic_hover(topic))}<extra></extra>",
    )
    figure.add_trace(trace, row=row, col=column)


def _as_address(image):
    """Return an image as an address that holds it, for pages without files."""
    file = BytesIO()
    image.save(file, format="PNG")
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode("ascii")
