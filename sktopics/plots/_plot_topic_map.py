"""The map of topics: similar ones are near each other."""

from typing import TYPE_CHECKING, Any

import numpy as np

from .._optional import import_optional
from .._reading import materialized
from .._sklearn import check_array, validate_params
from ..analysis import topic_layout
from ..topics import TopicTable
from ._drawn_topics import (
    add_note,
    drawn_topics,
    figure_without_topics,
    sizes_known,
    table_to_draw,
    topic_hover,
    topic_title,
    topics_of_numbers,
)
from ._figure_options import AT_LEAST_NONE, AT_LEAST_ONE, LEVEL, OF_TOPICS
from ._figure_style import OKABE_ITO, new_figure, translucent
from ._map_labels import free_labels

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_TITLE = "Map of topics"
# Pixels: the widest circle, the smallest one, and the figure.
_WIDEST, _SMALLEST, _WIDTH, _HEIGHT = 90, 5, 900, 700
# The most of the figure that circles cover.
_COVERED = 0.12
_LABEL = 30


@validate_params(
    {
        **OF_TOPICS,
        "coordinates": ["array-like", None],
        "highlighted": ["array-like", None],
        "n_labels": [*AT_LEAST_NONE, None],
        "n_top_words": AT_LEAST_ONE,
        "level": LEVEL,
        "random_state": ["random_state"],
    },
    prefer_skip_nested_validation=True,
)
def plot_topic_map(
    model,
    X=None,
    *,
    coordinates: Any = None,
    topics: Any = None,
    n_topics: int | None = None,
    highlighted: Any = None,
    n_labels: int | None = 30,
    n_top_words=10,
    level=None,
    random_state: Any = 0,
    labels=None,
    title=None,
    width=None,
    height=None,
    **beside,
) -> "Figure":
    """Draw topics as circles in the plane: similar topics are near each other.

    It is the intertopic distance map of LDAvis [1]_. Areas of circles are the sizes of
    topics.

    Parameters
    ----------
    model : TopicTable or estimator
        A fitted model, a Pipeline or a search. A table of topics needs `coordinates`.
    X : {list of str, array-like, sparse matrix, TokenSequences}, default=None
        A corpus for the sizes of topics.
    coordinates : array-like of shape (n_topics, 2), default=None
        Places that are known already, in the order of the table. By default what
        :func:`~sktopics.analysis.topic_layout` finds. Topics at NaN are not drawn.
    topics : array-like of int, default=None
        Numbers of the topics to show.
    n_topics : int, default=None
        Without `topics`, how many are shown: the largest, or the first ones if sizes
        are unknown. By default all.
    highlighted : array-like of int, default=None
        Numbers of topics with another colour and a thick line around them.
    n_labels : int, default=30
        The most names in the map. Highlighted topics come first, then the largest. A
        name that would cover another is left out; pointing at a circle shows it. None
        is no limit.
    n_top_words : int, default=10
        Number of words that pointing at a circle shows.
    level : int, default=None
        Of a :class:`~sktopics.artm.HierarchicalARTM`; 0 is the top.
    random_state : int, RandomState instance or None, default=0
        Of the layout.
    labels : dict from int to str, list of str, or TopicTable, default=None
        Names of topics, by default those of the model or table.
    title : str, default=None
    width, height : int, default=None
        In pixels; 900 and 700 by default.
    **beside : dict
        Of :func:`~sktopics.analysis.topic_layout`, such as ``embeddings=``.

    Returns
    -------
    figure : plotly.graph_objects.Figure
        With circles, `customdata` their topics, and names.

    Raises
    ------
    ImportError
        If plotly is not installed.
    NotFittedError
        If the model is not fitted.
    TypeError
        If a table is given without `coordinates`.
    ValueError
        If there is no such topic, or `coordinates` are not as many as topics.

    References
    ----------
    .. [1] C. Sievert and K. Shirley, "LDAvis: A method for visualizing and
       interpreting topics", Workshop on Interactive Language Learning,
       Visualization, and Interfaces, 2014.

    Examples
    --------
    >>> from sktopics.plots import plot_topic_map
    >>> from sktopics.topics import Topic, TopicTable
    >>> table = TopicTable([
    ...     Topic(0, "sea", 0.7, ("sea", "ship"), (0.3, 0.2)),
    ...     Topic(1, "money", 0.3, ("tax", "budget"), (0.4, 0.2)),
    ... ])
    >>> figure = plot_topic_map(table, coordinates=[[0, 0], [1, 2]])
    >>> circles, names = figure.data
    >>> circles.customdata, circles.x, circles.y, circles.marker.size
    ((0, 1), (0.0, 1.0), (0.0, 2.0), (0.7, 0.3))
    >>> names.text
    ('0: sea', '1: money')
    """
    X = None if X is None else materialized(X)  # it may be read twice
    table = table_to_draw(model, X, n_top_words=n_top_words, labels=labels, level=level)
    if coordinates is None:
        if isinstance(model, TopicTable):
            raise TypeError(
                "A table does not say where topics are in the plane: give the model, "
                "or coordinates=topic_layout(model)."
            )
        coordinates = topic_layout(
            model, X, level=level, random_state=random_state, **beside
        )
    where = _by_number(table, coordinates)
    rows, note = drawn_topics(table, topics, n_topics)
    bright = (
        []
        if highlighted is None
        else topics_of_numbers(table, highlighted, "highlighted")
    )
    rows = [row for row in rows if np.isfinite(where.get(row.index, np.nan)).all()]
    if not rows:
        why = "No topic has a place in the plane"
        return figure_without_topics(title, _TITLE, why, width, height)
    numbers = {row.index for row in bright}
    rows.sort(key=lambda row: row.index in numbers)  # highlighted ones lie above
    figure = _drawn(
        rows,
        np.array([where[row.index] for row in rows]),
        np.array([row.index in numbers for row in rows]),
        [topic_hover(row, n_top_words) for row in rows],
        n_labels,
        _TITLE if title is None else title,
        (width or _WIDTH, height or _HEIGHT),
    )
    if sizes_known(rows):
        note += ", areas are sizes"
    else:
        note += ", sizes are unknown"
    return add_note(figure, note, title)


def _by_number(table, places):
    """Return the places of topics by their numbers."""
    places = check_array(
        places, dtype=np.float64, ensure_all_finite="allow-nan", ensure_min_samples=0
    )
    if places.shape != (len(table), 2):
        raise ValueError(
            f"coordinates must be of shape {(len(table), 2)}, for {len(table)} topics "
            f"in the plane, and is of shape {places.shape}."
        )
    return dict(zip((row.index for row in table), places, strict=True))


def _drawn(rows, places, bright, hover, n_labels, title, shape):
    sizes = np.array([row.size if sizes_known(rows) else 1.0 for row in rows])
    texts = [topic_title(row, _LABEL) for row in rows]
    ranges, shown, sides = free_labels(
        places,
        texts,
        np.lexsort((-sizes, ~bright)).tolist(),
        n_labels,
        shape,
    )
    names = import_optional("plotly.graph_objects", "plots").Scatter(
        name="names",
        x=places[shown, 0].tolist(),
        y=places[shown, 1].tolist(),
        text=[texts[i] for i in shown],
        mode="text",
        textposition=sides,
        textfont={"size": 12},
        hoverinfo="skip",
        cliponaxis=False,
    )
    axis = {"showticklabels": False, "showgrid": False, "zeroline": False}
    return new_figure(
        [_circles(rows, places, sizes, bright, hover, shape), names],
        title=title,
        width=shape[0],
        height=shape[1],
        showlegend=False,
        hovermode="closest",
        xaxis={"range": ranges[0], **axis},
        yaxis={"range": ranges[1], "scaleanchor": "x", **axis},
        margin={"l": 20, "r": 20, "t": 80, "b": 20},
    )


def _circles(rows, places, sizes, bright, hover, shape):
    """Return the circles of topics, which cover a set part of the figure at most."""
    largest = sizes.max() or 1.0
    area = _COVERED * shape[0] * shape[1]
    of_all = max(np.pi / 4 * (sizes / largest).sum(), 1e-9)
    widest = float(min(_WIDEST, np.sqrt(area / of_all)))
    blue, orange = OKABE_ITO[0], OKABE_ITO[3]
    fill = [translucent(orange if is_ else blue, 0.6 if is_ else 0.3) for is_ in bright]
    return import_optional("plotly.graph_objects", "plots").Scatter(
        name="topics",
        x=places[:, 0].tolist(),
        y=places[:, 1].tolist(),
        customdata=[row.index for row in rows],
        mode="markers",
        marker={
            # plotly draws nothing of size 0.
            "size": np.maximum(sizes, 1e-9 * largest).tolist(),
            "sizemode": "area",
            "sizeref": 2 * largest / widest**2,
            "sizemin": _SMALLEST / 2,
            "color": fill,
            "opacity": 1,
            "line": {
                "color": [orange if is_ else blue for is_ in bright],
                "width": [3 if is_ else 1 for is_ in bright],
            },
        },
        hovertext=hover,
        hoverinfo="text",
    )
