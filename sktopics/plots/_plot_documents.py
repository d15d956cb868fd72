"""A map of documents, coloured by topic."""

from numbers import Integral
from typing import TYPE_CHECKING, Any

import numpy as np

from .._sklearn import Interval, validate_params
from ..topics.names_by_topic import NO_TOPIC
from ._document_points import (
    MAP_PARAMETERS,
    document_points,
    map_figure,
    map_size,
    points_trace,
)
from ._figure_style import Mark, axis_label
from ._label_places import extent_of, labels_in_map
from ._names_in_figures import (
    N_COLORS,
    marks_by_topic,
    name_with_number,
)

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

# Of documents in topics that have no colour of their own.
OTHER_MARK = Mark("#C9D3DC", "circle", "solid")


@validate_params(
    {
        **MAP_PARAMETERS,
        "topics": ["array-like", None],
        "n_topics": [Interval(Integral, 1, None, closed="left")],
    },
    prefer_skip_nested_validation=True,
)
def plot_documents(
    model,
    X=None,
    *,
    embeddings=None,
    coordinates=None,
    reducer: Any = None,
    topics: Any = None,
    n_topics=N_COLORS,
    sample: Any = None,
    hover=True,
    annotations=True,
    labels=None,
    title=None,
    width=None,
    height=None,
    random_state: Any = 0,
    **beside,
) -> "Figure":
    """Draw documents as points in the plane, coloured by their topics.

    Parameters
    ----------
    model : estimator, array-like or DocumentLayout
        A fitted model, Pipeline or search; labels or shares of topics without a model;
        or places that :func:`~sktopics.analysis.document_layout` has found, with `X`
        for the texts.
    X : object, default=None
        The documents, as the model takes them. A model that keeps the vectors of its
        training documents takes these by default.
    embeddings : array-like of shape (n_documents, n_dimensions), default=None
        Vectors of the documents, by which they are placed.
    coordinates : array-like of shape (n_documents, 2), default=None
        Places that are known already.
    reducer : object, default=None
        What places vectors in the plane, as :func:`~sktopics.analysis.document_layout`
        takes it.
    topics : array-like of int, default=None
        The topics that have a colour and a label. Documents of others are pale.
    n_topics : int, default=24
        How many have them if `topics` does not say it, the largest ones: more colours
        cannot be told apart.
    sample : int or float, default=None
        How many documents are drawn, a number or a share in (0, 1]; each topic has its
        share of them. All documents by default. Places are found for all of them.
    hover : bool, default=True
        Whether pointing at a document shows its first 200 characters. Texts make the
        figure large: 300,000 documents need about 80 MB with texts, 4 MB without.
    annotations : bool, default=True
        Whether names of topics stand in the map: the largest ones that do not cover
        each other.
    labels : dict from int to str, list of str, or TopicTable, default=None
        Names of topics, by default the model's own.
    title : str, default=None
        By default it says how many documents and topics are drawn.
    width, height : int, default=None
        In pixels; by default as wide as the page, and 700.
    random_state : int, RandomState instance or None, default=0
        Of the layout and of the sample.
    **beside : dict
        What `transform` of the model takes beside `X`, such as ``authors=``.

    Returns
    -------
    figure : plotly.graph_objects.Figure
        Documents without a topic are the first trace, grey and below the others, then
        come documents of topics without a colour, then a trace for each topic, the
        largest first. What nearness means stands below the map.

    Raises
    ------
    ImportError
        If plotly is not installed: the extra `plots` brings it.
    ValueError
        If there is no such topic.

    See Also
    --------
    plot_hierarchical_documents : The same with a slider for levels of topics.
    plot_document_datamap : A map for print.

    Notes
    -----
    More than 5,000 points are drawn by WebGL (`Scattergl`), which hundreds of thousands
    need to be fluid: the browser must have it, and a strict Content-Security-Policy
    (without ``unsafe-eval``) does not let plotly use it. Draw a `sample` of 5,000 for
    such a page.

    Examples
    --------
    >>> from sktopics.plots import plot_documents
    >>> places = [[0, 0], [0, 1], [5, 5], [5, 6], [6, 5], [9, 0]]
    >>> texts = ["the sea", "a ship", "a tax", "debts", "the budget", "hello"]
    >>> figure = plot_documents(
    ...     [0, 0, 1, 1, 1, -1], texts, coordinates=places, labels=["sea", "money"]
    ... )
    >>> for points in figure.data:
    ...     print(points.name, len(points.x))
    (no topic) 1
    1: money 3
    0: sea 2
    >>> figure.data[2].hovertext
    ('document 0<br>the sea', 'document 1<br>a ship')
    """
    points = document_points(
        model,
        X,
        labels=labels,
        sample=sample,
        hover=hover,
        random_state=random_state,
        beside=beside,
        embeddings=embeddings,
        coordinates=coordinates,
        reducer=reducer,
    )
    chosen = _topics_with_color(points, topics, n_topics)
    titles = {t: name_with_number(t, points.names[t]) for t in points.names}
    shown = []
    if annotations:
        shown = labels_in_map(
            [titles[topic] for topic in chosen],
            points.layout.topic_coordinates[chosen],
            extent=extent_of(points.places),
            size=map_size(width, height),
        )
    return map_figure(
        _traces(points, chosen, titles),
        points,
        title=_title(points, chosen, topics) if title is None else title,
        width=width,
        height=height,
        annotations=shown,
        showlegend=True,
    )


def _topics_with_color(points, topics, n_topics):
    """Return the topics that have a colour, the largest first."""
    if topics is None:
        return points.by_size[:n_topics]
    chosen = np.asarray(topics).ravel()
    if len(chosen) and chosen.dtype.kind not in "iu":
        raise TypeError(f"topics must be numbers of topics, got {topics!r:.60}.")
    n_all = len(points.sizes)
    for topic in chosen.tolist():
        if not 0 <= topic < n_all:
            raise ValueError(
                f"There is no topic {topic} in topics: there are {n_all}, from 0 on."
            )
    return sorted(set(chosen.tolist()), key=lambda topic: -points.sizes[topic])


def _traces(points, chosen, titles):
    """Return traces of no topic, of other topics, and of each chosen topic."""
    marks, n = marks_by_topic(chosen), len(points.rows)
    traces = []
    without = points.topics == NO_TOPIC
    if without.any():
        traces.append(
            points_trace(
                points.places[without],
                n_points=n,
                name=axis_label(titles[NO_TOPIC]),
                mark=marks[NO_TOPIC],
                texts=points.text_of(without),
                opacity=0.4,
            )
        )
    others = ~without & ~np.isin(points.topics, chosen)
    if others.any():
        traces.append(
            points_trace(
                points.places[others],
                n_points=n,
                name="other topics",
                mark=OTHER_MARK,
                texts=_with_topics(points, others, titles),
                opacity=0.5,
            )
        )
    for topic in chosen:
        of_topic = points.topics == topic
        if not of_topic.any():  # none of it is in the sample
            continue
        traces.append(
            points_trace(
                points.places[of_topic],
                n_points=n,
                name=axis_label(titles[topic]),
                mark=marks[topic],
                texts=points.text_of(of_topic),
            )
        )
    return traces


def _with_topics(points, chosen, titles):
    """Return what is said of documents whose trace does not name their topic."""
    texts = points.text_of(chosen)
    if texts is None:
        return None
    names = [axis_label(titles[topic]) for topic in points.topics[chosen].tolist()]
    return [f"{name}<br>{text}" for name, text in zip(names, texts, strict=True)]


def _title(points, chosen, topics):
    """Return a title that says what is drawn."""
    n_all = len(points.by_size)
    if len(chosen) == n_all:
        return f"{points.number}, {n_all} topic{'' if n_all == 1 else 's'}"
    which = "largest " if topics is None else ""
    return f"{points.number}, the {len(chosen)} {which}of {n_all} topics in colour"
