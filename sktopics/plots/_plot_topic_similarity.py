"""Heatmap of how alike topics are."""

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from .._optional import import_optional
from .._sklearn import StrOptions, validate_params
from ..analysis.topic_linkage import cut_links
from ._alike_topics import alike_topics, family_links, family_order
from ._drawn_topics import (
    add_note,
    counted,
    drawn_topics,
    figure_without_topics,
    topic_title,
)
from ._figure_options import LEVEL, OF_TOPICS, UP_TO_ALL
from ._figure_style import INK, new_figure

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_TITLE = "How similar topics are"
# From white to the darkest blue, by lightness alone.
_SCALE = ((0, "#FFFFFF"), (0.5, "#7DB7DB"), (1, "#00436B"))
# More cells than these in a row have no numbers, more axes no names of all topics.
_MOST_NUMBERS, _MOST_NAMES = 12, 45


@validate_params(
    {
        **OF_TOPICS,
        "n_clusters": UP_TO_ALL,
        "order": [StrOptions({"similarity", "model"})],
        "on": [StrOptions({"auto", "embeddings", "words"})],
        "level": LEVEL,
    },
    prefer_skip_nested_validation=True,
)
def plot_topic_similarity(
    model,
    X=None,
    *,
    topics: Any = None,
    n_topics=None,
    n_clusters=None,
    order="similarity",
    on="auto",
    level=None,
    embeddings=None,
    labels=None,
    title=None,
    width=None,
    height=None,
    **beside,
) -> "Figure":
    """Draw how similar each topic is to each other, as a heatmap.

    Parameters
    ----------
    model : TopicTable or estimator
        A fitted model, a Pipeline or a search. Topics of a table are compared by the
        cosines of their top words.
    X : {list of str, array-like, sparse matrix, TokenSequences}, default=None
        A corpus: with `embeddings`, or for the sizes of topics.
    topics : array-like of int, default=None
        Numbers of the topics to show.
    n_topics : int, default=None
        Without `topics`, how many are shown: the largest, or the first ones if sizes
        are unknown. By default all.
    n_clusters : int, default=None
        Number of clusters of similar topics (by Ward's method) to draw lines around. As
        many as topics at most.
    order : {"similarity", "model"}, default="similarity"
        Whether similar topics are neighbours, or topics are in the order of their
        numbers. `n_clusters` needs the first.
    on : {"auto", "embeddings", "words"}, default="auto"
        What is compared: vectors of topics by their cosine, or words by 1 - the
        Hellinger distance of their distributions, by the cosine of their weights if
        these are no distributions. By default vectors, where the model has any.
    level : int, default=None
        Of a :class:`~sktopics.artm.HierarchicalARTM`; 0 is the top.
    embeddings : array-like of shape (n_documents, n_dimensions), default=None
        Vectors of the documents `X`, for a model that has none of its topics.
    labels : dict from int to str, list of str, or TopicTable, default=None
        Names of topics, by default those of the model or table.
    title : str, default=None
    width, height : int, default=None
        In pixels.
    **beside : dict
        What `transform` of the model takes beside `X`.

    Returns
    -------
    figure : plotly.graph_objects.Figure
        With a heatmap `z` of similarities. Topics without words are left out, and the
        title says so. The colours span the similarities of different topics; the
        diagonal is 1.

    Raises
    ------
    ImportError
        If plotly is not installed.
    NotFittedError
        If the model is not fitted.
    TypeError
        If `on="embeddings"` and the model has no vectors.
    ValueError
        If there is no such topic, or `n_clusters` are with ``order="model"`` or more
        than topics.

    Examples
    --------
    >>> from sktopics.plots import plot_topic_similarity
    >>> from sktopics.topics import Topic, TopicTable
    >>> table = TopicTable([
    ...     Topic(0, "sea", None, ("sea", "ship"), (0.3, 0.4)),
    ...     Topic(1, "money", None, ("tax", "debt"), (0.4, 0.2)),
    ...     Topic(2, "trade", None, ("ship", "tax", "sea"), (0.4, 0.1, 0.1)),
    ... ])
    >>> heatmap = plot_topic_similarity(table, n_clusters=2).data[0]
    >>> heatmap.x
    ('1: money', '2: trade', '0: sea')
    >>> heatmap.z.round(2)
    array([[1.  , 0.21, 0.  ],
           [0.21, 1.  , 0.9 ],
           [0.  , 0.9 , 1.  ]])
    """
    if n_clusters is not None and order == "model":
        raise ValueError(
            'n_clusters needs order="similarity": topics in the order of the model are '
            "not beside the others of their cluster."
        )
    alike = alike_topics(
        model,
        X,
        on=on,
        labels=labels,
        level=level,
        embeddings=embeddings,
        **beside,
    )
    rows, note = drawn_topics(alike.table, topics, n_topics)
    alike, n_wordless = alike.among(rows)
    n_alike = len(alike.numbers)
    if n_clusters is not None and n_clusters > max(n_alike, 1):
        raise ValueError(
            f"n_clusters={n_clusters}, and there are {counted(n_alike)} to cluster."
        )
    if not n_alike:
        why = "No topic has words to compare"
        return figure_without_topics(title, _TITLE, why, width, height)
    places, borders = _placed(alike.lengths, order, n_clusters)
    names = [topic_title(alike.table.topic(n)) for n in alike.numbers[places].tolist()]
    figure = _heatmap(
        1 - alike.distances[places][:, places],
        names,
        alike.measure,
        _TITLE if title is None else title,
        *_sides(n_alike, width, height),
    )
    _draw_borders(figure, borders, n_alike)
    note += f", by {alike.measure}"
    if n_wordless:
        note += f"; {n_wordless} without words left out"
    return add_note(figure, note, title)


def _placed(lengths, order, n_clusters):
    """Return the order of topics, and where a cluster ends and the next one begins."""
    n = len(lengths)
    if order == "model" or n < 2:
        return np.arange(n), []
    links = family_links(lengths)
    places = family_order(links)
    if n_clusters is None:
        return places, []
    clusters = cut_links(links, n_clusters)[places]
    return places, (np.flatnonzero(np.diff(clusters)) + 0.5).tolist()


def _sides(n, width, height):
    """Return width and height in pixels, so that cells are about squares."""
    side = int(np.clip(30 * n, 260, 760))
    return width or side + 360, height or side + 260


def _heatmap(similarities, names, measure, title, width, height):
    graph_objects = import_optional("plotly.graph_objects", "plots")
    n = len(similarities)
    others = similarities[~np.eye(n, dtype=bool)]
    low, high = (0.0, 1.0) if n < 2 else (float(others.min()), float(others.max()))
    trace = graph_objects.Heatmap(
        z=similarities,
        x=names,
        y=names,
        zmin=min(low, high - 1e-6),
        zmax=high,
        colorscale=_SCALE,
        colorbar={
            "title": {"text": f"similarity by {measure}", "side": "right"},
            "thickness": 14,
        },
        hovertemplate="%{y}<br>%{x}<br>similarity %{z:.3f}<extra></extra>",
        xgap=1 if n <= _MOST_NAMES else 0,
        ygap=1 if n <= _MOST_NAMES else 0,
    )
    if n <= _MOST_NUMBERS:
        trace.texttemplate = "%{z:.2f}"
    figure = new_figure([trace], title=title, width=width, height=height)
    figure.update_layout(margin_t=90)
    every = -(-n // _MOST_NAMES)
    shown = list(range(0, n, every))
    ticks = {
        "type": "category",
        "tickvals": [names[i] for i in shown],
        "ticktext": [names[i] for i in shown],
        "showgrid": False,
        "zeroline": False,
        "tickfont": {"size": 11},
    }
    figure.update_xaxes(tickangle=-45 if n <= 20 else -90, **ticks)
    figure.update_yaxes(autorange="reversed", **ticks)
    return figure


def _draw_borders(figure, borders, n):
    """Draw lines around clusters."""
    edges = [-0.5, *borders, n - 0.5]
    if len(edges) < 3:
        return
    for start, end in pairwise(edges):
        figure.add_shape(
            type="rect",
            x0=start,
            x1=end,
            y0=start,
            y1=end,
            line={"color": INK, "width": 2},
        )
