"""A map of documents whose topics become coarser with a slider."""

from typing import TYPE_CHECKING, Any

import numpy as np

from .._reading import materialized
from .._sklearn import validate_params
from ..analysis import TopicHierarchy, TopicTaxonomy
from ..topics.names_by_topic import NO_TOPIC
from ._document_points import (
    MAP_PARAMETERS,
    document_points,
    map_figure,
    map_size,
    points_trace,
)
from ._drawn_topics import add_note, counted
from ._figure_options import AT_LEAST_ONE, UP_TO_ALL
from ._figure_style import OTHER_MARK, axis_label, mark_of
from ._levels_of_documents import levels_of_topics
from ._map_labels import extent_of, labels_in_map
from ._names_in_figures import N_COLORS, legend_length, marks_by_topic, numbered

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_TITLE = "Map of documents"
# Height of the slider in pixels.
_SLIDER = 100


@validate_params(
    {
        **MAP_PARAMETERS,
        "hierarchy": [TopicHierarchy, TopicTaxonomy, None],
        "n_levels": AT_LEAST_ONE,
        "n_topics": UP_TO_ALL,
    },
    prefer_skip_nested_validation=True,
)
def plot_hierarchical_documents(
    model,
    X=None,
    *,
    hierarchy=None,
    n_levels=6,
    embeddings=None,
    coordinates=None,
    reducer: Any = None,
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
    """Draw documents as points whose topics a slider makes coarser, level by level.

    Parameters
    ----------
    model : estimator or array-like
    X : object, default=None
        As of `plot_documents`.
    hierarchy : TopicHierarchy or TopicTaxonomy, default=None
        Which topics belong together, as
        :func:`~sktopics.analysis.hierarchical_topics` or
        :func:`~sktopics.analysis.topic_taxonomy` find it. By default the levels that
        the model has of its own (a :class:`~sktopics.artm.HierarchicalARTM`, the layers
        of a :class:`~sktopics.clustering.BERTopic`), else the hierarchy of its topics.
    n_levels : int, default=6
        How many levels a hierarchy is cut into, the topics included: from all of them
        to two groups, by equal ratios. A taxonomy has its own levels.
    embeddings : array-like of shape (n_documents, n_dimensions), default=None
    coordinates : array-like of shape (n_documents, 2), default=None
    reducer : object, default=None
        As of `plot_documents`.
    n_topics : int, default=24
        How many groups of a level have a colour, the largest ones. None is all.
    sample : int or float, default=None
    hover : bool, default=True
    n_labels : int, default=30
    random_state : int, RandomState instance or None, default=0
        As of `plot_documents`.
    labels : dict from int to str, list of str, or TopicTable, default=None
        Names of topics; groups are called after their words.
    title : str, default=None
    width, height : int, default=None
    **beside : dict
        As of `plot_documents`.

    Returns
    -------
    figure : plotly.graph_objects.Figure
        A trace for each topic that has documents, the largest first, and one for
        documents without a topic, which is below. Each step of the slider colours them,
        names them and places the labels. A group has the colour of its largest topic,
        so that colours stay where they are. Points are stored once.

    Raises
    ------
    ImportError
        If plotly is not installed: the extra `plots` brings it.
    TypeError
        If there is no hierarchy, and something is missing to make one.

    See Also
    --------
    plot_documents : One level; says more of the parameters.

    Examples
    --------
    >>> from sktopics.plots import plot_hierarchical_documents
    >>> documents = ["ship sea", "sea wind", "tax debt", "tax law", "wheat corn"]
    >>> vectors = [[9, 1, 0], [9, 2, 0], [0, 1, 9], [1, 0, 9], [0, 9, 1]]
    >>> figure = plot_hierarchical_documents(
    ...     [0, 0, 1, 1, 2], documents, embeddings=vectors, n_levels=3,
    ...     coordinates=[[0, 0], [0, 1], [5, 5], [5, 6], [6, 5]],
    ... )
    >>> [points.name for points in figure.data]
    ['topic 0', 'topic 1', 'topic 2']
    >>> for step in figure.layout.sliders[0].steps:
    ...     print(step.label, step.args[0]["name"])
    3 topics ['topic 0', 'topic 1', 'topic 2']
    2 topics ['sea, ship, wind', 'tax, corn, debt', 'tax, corn, debt']
    """
    X = None if X is None else materialized(X)  # it may be read twice
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
    given = {"names": points.names, "embeddings": embeddings, "beside": beside}
    levels = levels_of_topics(model, X, hierarchy, n_levels=n_levels, **given)
    topics = points.by_size
    steps = [
        _step(points, topics, level, number == 0, n_topics, n_labels, width, height)
        for number, level in enumerate(levels)
    ]
    first = steps[0]["args"]
    figure = map_figure(
        _traces(points, topics),
        points,
        title=_TITLE if title is None else title,
        width=width,
        height=height,
        annotations=first[1]["annotations"],
        showlegend=True,
        # Topics of one group are one entry.
        legend={"tracegroupgap": 0},
        sliders=[{"steps": steps, "pad": {"t": 60}, "currentvalue": {"prefix": ""}}],
    )
    _restyle(figure, first[0])
    note = f"{points.number} on {counted(len(levels), 'level')}"
    return add_note(figure, note, title)


def _traces(points, topics):
    """Return a trace of no topic, if there are any, and one for each topic."""
    n, traces = len(points.rows), []
    for topic in [NO_TOPIC, *topics]:
        of_topic = points.topics == topic
        if topic == NO_TOPIC and not of_topic.any():
            continue
        traces.append(
            points_trace(
                points.places[of_topic],
                n_points=n,
                name="",
                mark=mark_of(min(topic, 0)),
                texts=points.text_of(of_topic),
                opacity=0.4 if topic == NO_TOPIC else None,
            )
        )
    return traces


def _step(points, topics, level, is_finest, n_topics, n_labels, width, height):
    """Return a step of the slider: looks of all traces, and labels."""
    groups = level.groups[topics] if len(topics) else np.empty(0, np.int64)
    found = {}
    for topic, group in zip(topics, groups.tolist(), strict=True):
        if group >= 0:
            found.setdefault(group, []).append(topic)
    sizes = {g: int(points.sizes[members].sum()) for g, members in found.items()}
    order = sorted(found, key=lambda group: -sizes[group])
    titles = {
        group: numbered(group, level.names[group]) if is_finest else level.names[group]
        for group in order
    }
    # Topics come by size, so that the first one of a group is its largest.
    leaders = [found[group][0] for group in order[:n_topics]]
    colors = marks_by_topic(leaders)
    marks = {
        g: colors[leader] for g, leader in zip(order[:n_topics], leaders, strict=True)
    }
    length = legend_length(width)
    looks = [_look(g, marks, titles, points.names, length) for g in groups.tolist()]
    if (points.topics == NO_TOPIC).any():
        looks.insert(0, _look(NO_TOPIC, marks, titles, points.names, length))
    seen = set()
    for look in looks:  # one entry of the legend for each group
        look["showlegend"] &= look["legendgroup"] not in seen
        seen.add(look["legendgroup"])
    labels = labels_in_map(
        [titles[group] for group in order[:n_topics]],
        [_center(points, found[group]) for group in order[:n_topics]],
        n_labels,
        extent=extent_of(points.places),
        size=map_size(width, height, below=_SLIDER),
    )
    restyle = {name: [look[name] for look in looks] for name in looks[0]}
    args = [restyle, {"annotations": labels}]
    return {"method": "update", "label": counted(len(order)), "args": args}


def _look(group, marks, titles, names, length):
    """Return how the trace of a topic looks that is in a group."""
    if group == NO_TOPIC:
        mark, name, legend = mark_of(-1), names[NO_TOPIC], True
    else:
        mark, name = marks.get(group, OTHER_MARK), titles[group]
        legend = group in marks
    return {
        "marker.color": mark.color,
        "marker.symbol": mark.symbol,
        "name": axis_label(name, length),
        "legendgroup": str(group),
        "showlegend": legend,
    }


def _center(points, topics):
    """Return the mean place of the documents of some topics."""
    weights = points.sizes[topics]
    places = points.layout.topic_coordinates[topics].astype(np.float64)
    return weights @ places / weights.sum()


def _restyle(figure, looks):
    """Give the traces of a figure the looks of a step."""
    for number, trace in enumerate(figure.data):
        trace.update(
            {name.replace(".", "_"): values[number] for name, values in looks.items()}
        )
