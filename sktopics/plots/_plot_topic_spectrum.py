"""The spectrum of topics: in an order in which neighbours are alike."""

from typing import TYPE_CHECKING, Any

from .._optional import import_optional
from .._sklearn import StrOptions, validate_params
from ._alike_topics import alike_topics, shortest_order, steps_of
from ._drawn_topics import (
    add_note,
    drawn_topics,
    figure_without_topics,
    sizes_known,
    topic_hover,
    topic_title,
)
from ._figure_options import LEVEL, OF_TOPICS
from ._figure_style import OKABE_ITO, lightened, new_figure

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_TITLE = "Spectrum of topics"
_MOST_NAMES = 60


@validate_params(
    {
        **OF_TOPICS,
        "on": [StrOptions({"auto", "embeddings", "words"})],
        "level": LEVEL,
    },
    prefer_skip_nested_validation=True,
)
def plot_topic_spectrum(
    model,
    X=None,
    *,
    topics: Any = None,
    n_topics=None,
    on="auto",
    level=None,
    embeddings=None,
    labels=None,
    title=None,
    width=None,
    height=None,
    **beside,
) -> "Figure":
    """Draw topics side by side in an order in which neighbours are alike.

    Bars above are the sizes of topics. The line below is the distance of neighbours:
    where it is low, topics are of one family, and at a peak another family begins.

    Parameters
    ----------
    model : TopicTable or estimator
        A fitted model, a Pipeline or a search, or a table of topics.
    X : {list of str, array-like, sparse matrix, TokenSequences}, default=None
        A corpus for the sizes of topics.
    topics, n_topics : object
        Which topics are shown, as of `plot_topic_similarity`; by default all.
    on : {"auto", "embeddings", "words"}, default="auto"
        What topics are compared by, as of `plot_topic_similarity`.
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
        With bars of the sizes of topics, `customdata` their numbers, and a line of
        the distances from each to the next.

    Raises
    ------
    ImportError
        If plotly is not installed.
    NotFittedError
        If the model is not fitted.
    TypeError
        If `on="embeddings"` and the model has no vectors.
    ValueError
        If there is no such topic.

    Notes
    -----
    The order is a short way through all topics: a hierarchy of them gives the start,
    and turning parts of the order around makes it shorter. The shortest way of all is
    too expensive to find for many topics. BigARTM's literature calls it the spectrum of
    topics [1]_.

    References
    ----------
    .. [1] V. Bulatov et al., "TopicNet: Making additive regularisation for topic
       modelling accessible", LREC 2020.

    Examples
    --------
    >>> from sktopics.plots import plot_topic_spectrum
    >>> from sktopics.topics import Topic, TopicTable
    >>> table = TopicTable([
    ...     Topic(0, "sea", 0.5, ("sea", "ship"), (0.3, 0.4)),
    ...     Topic(1, "money", 0.2, ("tax", "debt"), (0.4, 0.2)),
    ...     Topic(2, "trade", 0.3, ("ship", "tax", "sea"), (0.4, 0.1, 0.1)),
    ... ])
    >>> sizes, steps = plot_topic_spectrum(table).data
    >>> [int(number) for number in sizes.customdata], list(sizes.y)
    ([0, 2, 1], [0.5, 0.3, 0.2])
    >>> [round(step, 2) for step in steps.y]
    [0.1, 0.79]
    """
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
    if not len(alike.numbers):
        why = "No topic has words to compare"
        return figure_without_topics(title, _TITLE, why, width, height)
    order = shortest_order(alike.distances)
    rows = [alike.table.topic(n) for n in alike.numbers[order].tolist()]
    steps = steps_of(order, alike.distances)
    figure = _drawn(
        rows, steps, alike.measure, _TITLE if title is None else title, width, height
    )
    note += f"; similar ones by {alike.measure} are neighbours"
    if n_wordless:
        note += f"; {n_wordless} without words left out"
    if not sizes_known(rows):
        note += "; sizes are unknown"
    return add_note(figure, note, title)


def _drawn(rows, steps, measure, title, width, height):
    graph_objects = import_optional("plotly.graph_objects", "plots")
    known = sizes_known(rows)
    sizes = [row.size for row in rows] if known else [1.0] * len(rows)
    blue, orange = OKABE_ITO[0], OKABE_ITO[3]
    bars = graph_objects.Bar(
        name="size",
        x=list(range(len(rows))),
        y=sizes,
        customdata=[row.index for row in rows],
        marker_color=lightened(blue, 0.2),
        hovertext=[topic_hover(row) for row in rows],
        hoverinfo="text",
    )
    between = [
        f"{topic_title(left)}<br>{topic_title(right)}<br>distance {step:.3f}"
        for left, right, step in zip(rows[:-1], rows[1:], steps.tolist(), strict=True)
    ]
    gaps = graph_objects.Scatter(
        name="distance to the next",
        x=[i + 0.5 for i in range(len(steps))],
        y=steps.tolist(),
        yaxis="y2",
        mode="lines+markers",
        line={"color": orange, "shape": "hvh", "width": 1.5},
        marker={"symbol": "diamond", "size": 5},
        hovertext=between,
        hoverinfo="text",
    )
    figure = new_figure(
        [bars, gaps], title=title, width=width, height=height or 620, showlegend=False
    )
    every = -(-len(rows) // _MOST_NAMES)
    shown = range(0, len(rows), every)
    size_axis = {"title": "share of the corpus", "tickformat": ".2~%"}
    figure.update_layout(
        bargap=0.1,
        barmode="overlay",
        yaxis={
            "domain": [0.4, 1],
            "rangemode": "tozero",
            **(size_axis if known else {}),
        },
        yaxis2={
            "domain": [0, 0.34],
            "title": "distance<br>to the next",
        },
        xaxis={
            "tickvals": list(shown),
            "ticktext": [topic_title(rows[i], 32) for i in shown],
            "tickangle": -60 if len(rows) <= 30 else -90,
            "tickfont": {"size": 11},
            "showgrid": False,
            "anchor": "y2",
            "range": [-0.7, len(rows) - 0.3],
        },
    )
    if not known:
        figure.update_layout(yaxis_showticklabels=False)
    return figure
