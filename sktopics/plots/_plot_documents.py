"""A map of documents, coloured by topic."""

from typing import TYPE_CHECKING, Any

import numpy as np

from .._sklearn import validate_params
from ..topics.names_by_topic import NO_TOPIC
from ._document_points import (
    MAP_PARAMETERS,
    document_points,
    map_figure,
    map_size,
    points_trace,
)
from ._drawn_topics import add_note, note_of_choice, numbers_of_topics
from ._figure_options import OF_TOPICS
from ._figure_style import OTHER_MARK, axis_label
from ._map_labels import extent_of, labels_in_map
from ._names_in_figures import N_COLORS, marks_by_topic, numbered, numbered_label

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_TITLE = "Map of documents"


@validate_params({**MAP_PARAMETERS, **OF_TOPICS}, prefer_skip_nested_validation=True)
def plot_documents(
    model,
    X=None,
    *,
    embeddings=None,
    coordinates=None,
    reducer: Any = None,
    topics: Any = None,
    n_topics: int | None = N_COLORS,
    sample: Any = None,
    hover=True,
    n_labels: int | None = 30,
    random_state: Any = 0,
    labels=None,
    title=None,
    width=None,
    height=None,
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
        Without `topics`, how many have them, the largest: more colours cannot be told
        from each other. None is all.
    sample : int or float, default=None
        How many documents are drawn, a number or a share in (0, 1]; each topic has its
        share of them. All documents by default. Places are found for all of them.
    hover : bool, default=True
        Whether pointing at a document shows its first 200 characters. Texts make the
        figure large: 300,000 documents need about 80 MB with texts, 4 MB without.
    n_labels : int, default=30
        The most names of topics in the map. The largest come first, and a name that
        would cover another is left out. None is no limit.
    random_state : int, RandomState instance or None, default=0
        Of the layout and of the sample.
    labels : dict from int to str, list of str, or TopicTable, default=None
        Names of topics, by default the model's own.
    title : str, default=None
        Below the default one stands how many documents and topics are drawn.
    width, height : int, default=None
        In pixels; by default as wide as the page, and 700.
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
    TypeError
        If `topics` are no numbers.
    ValueError
        If there is no such topic, or one is repeated.

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
    shown = labels_in_map(
        [numbered(topic, points.names[topic]) for topic in chosen],
        points.layout.topic_coordinates[chosen],
        n_labels,
        extent=extent_of(points.places),
        size=map_size(width, height),
    )
    figure = map_figure(
        _traces(points, chosen),
        points,
        title=_TITLE if title is None else title,
        width=width,
        height=height,
        annotations=shown,
        showlegend=True,
    )
    return add_note(figure, _note(points, chosen, topics), title)


def _topics_with_color(points, topics, n_topics):
    """Return the topics that have a colour, the largest first."""
    if topics is None:
        return points.by_size[:n_topics]
    chosen, n_all = numbers_of_topics(topics), len(points.sizes)
    for topic in chosen:
        if not 0 <= topic < n_all:
            raise ValueError(
                f"topics has {topic}. There is no topic {topic} to colour: there are "
                f"{n_all}, from 0 on."
            )
    return sorted(chosen, key=lambda topic: -points.sizes[topic])


def _traces(points, chosen):
    """Return traces of no topic, of other topics, and of each chosen topic."""
    marks, n = marks_by_topic(chosen), len(points.rows)
    traces = []
    without = points.topics == NO_TOPIC
    if without.any():
        traces.append(
            points_trace(
                points.places[without],
                n_points=n,
                name=axis_label(points.names[NO_TOPIC]),
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
                texts=_with_topics(points, others),
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
                name=numbered_label(topic, points.names[topic]),
                mark=marks[topic],
                texts=points.text_of(of_topic),
            )
        )
    return traces


def _with_topics(points, chosen):
    """Return what is said of documents whose trace does not name their topic."""
    texts = points.text_of(chosen)
    if texts is None:
        return None
    names = {t: numbered_label(t, points.names[t]) for t in points.names}
    names = [names[topic] for topic in points.topics[chosen].tolist()]
    return [f"{name}<br>{text}" for name, text in zip(names, texts, strict=True)]


def _note(points, chosen, topics):
    """Return a sentence that says what is drawn."""
    n_all = len(points.by_size)
    if len(chosen) >= n_all:
        return f"{points.number}, {note_of_choice(n_all, n_all)}"
    which = "largest" if topics is None else "chosen"
    return f"{points.number}, {note_of_choice(len(chosen), n_all, which)} in colour"
