"""A map of authors by what they write about."""

from typing import TYPE_CHECKING, Any

import numpy as np

from .._optional import import_optional
from .._reading import read_authors
from .._sklearn import validate_params
from ..analysis import document_layout
from ..topics.names_by_topic import NO_TOPIC, names_by_topic
from ._document_points import HEIGHT, map_size, note_below
from ._drawn_topics import add_note, counted
from ._figure_options import AT_LEAST_NONE, AT_LEAST_ONE, OF_NAMED_TOPICS, UP_TO_ALL
from ._figure_style import OTHER_MARK, axis_label, new_figure
from ._map_labels import extent_of, labels_in_map
from ._names_in_figures import N_COLORS, legend_length, marks_by_topic, numbered_label

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

# Diameters in pixels of the author of most documents, and of one of fewest.
_LARGEST, _SMALLEST = 36, 5
_SHOWN_TOPICS = 3
_TITLE = "Map of authors"
# How many names are tried, where their number has no limit.
_TRIED = 500


@validate_params(
    {
        **OF_NAMED_TOPICS,
        "n_authors": AT_LEAST_ONE,
        "n_topics": UP_TO_ALL,
        "n_labels": [*AT_LEAST_NONE, None],
        "random_state": ["random_state"],
    },
    prefer_skip_nested_validation=True,
)
def plot_authors(
    model,
    *,
    n_authors=1000,
    n_topics: int | None = N_COLORS,
    coordinates=None,
    reducer: Any = None,
    n_labels: int | None = 30,
    random_state: Any = 0,
    labels=None,
    title=None,
    width=None,
    height=None,
) -> "Figure":
    """Draw authors as circles: near each other, if they write about the same topics.

    Parameters
    ----------
    model : estimator
        A fitted model of authors, as :class:`~sktopics.lda.AuthorTopicModel`, a
        Pipeline or a search.
    n_authors : int, default=1000
        How many are drawn at most: the authors with the most documents.
    n_topics : int, default=24
        How many topics have a colour, the main topics of most authors. None is all.
    coordinates : array-like of shape (n_authors, 2), default=None
        Places of all authors of the model, in its order. By default authors are placed
        by their shares of topics, as :func:`~sktopics.analysis.document_layout` places
        documents.
    reducer : object, default=None
        What places shares in the plane, as of
        :func:`~sktopics.analysis.document_layout`.
    n_labels : int, default=30
        The most names of authors in the map. Authors of most documents come first, and
        a name that would cover another is left out. None is no limit.
    random_state : int, RandomState instance or None, default=0
        Of the layout.
    labels : dict from int to str, list of str, or TopicTable, default=None
        Names of topics, by default the model's own.
    title : str, default=None
        Below the default one stands how many authors are drawn.
    width, height : int, default=None
        In pixels; by default as wide as the page, and 700.

    Returns
    -------
    figure : plotly.graph_objects.Figure
        A trace for each main topic, that of most authors first. The area of a circle
        goes with the number of documents, the hover has the three largest topics.

    Raises
    ------
    ImportError
        If plotly is not installed: the extra `plots` brings it.
    NotFittedError
        If the model is not fitted.
    TypeError
        If the model knows no authors.

    Examples
    --------
    >>> from sklearn.feature_extraction.text import CountVectorizer
    >>> from sktopics import AuthorTopicModel
    >>> from sktopics.plots import plot_authors
    >>> documents = ["sea ship sea", "ship harbour sea", "tax debt tax", "debt law"]
    >>> X = CountVectorizer().fit_transform(documents * 5)
    >>> authors = [["Ann"], ["Ann", "Bob"], ["Cid"], ["Dee"]] * 5
    >>> model = AuthorTopicModel(2, random_state=0).fit(X, authors=authors)
    >>> figure = plot_authors(model, labels=["money", "sea"])
    >>> for circles in figure.data:
    ...     print(circles.name, circles.text, circles.marker.size.tolist())
    0: money ('Cid', 'Dee') [5.0, 5.0]
    1: sea ('Ann', 'Bob') [10.0, 5.0]
    """
    authors = read_authors(model)
    names = names_by_topic(model, labels)
    layout = document_layout(
        authors.shares,
        coordinates=coordinates,
        reducer=reducer,
        random_state=random_state,
    )
    numbers = authors.n_documents
    drawn = np.argsort(-numbers, kind="stable")[:n_authors]
    main = layout.labels[drawn]
    found, counts = np.unique(main[main >= 0], return_counts=True)
    topics = found[np.argsort(-counts, kind="stable")].tolist()
    places = layout.coordinates
    traces = _traces(authors, places, drawn, main, topics[:n_topics], names, width)
    extent = extent_of(places[drawn])
    tried = drawn[:_TRIED]
    shown = labels_in_map(
        [str(authors.names[row]) for row in tried.tolist()],
        places[tried],
        n_labels,
        extent=extent,
        size=map_size(width, height),
        lifts=_radii(numbers, tried) + 10,
    )
    axis = {"showgrid": False, "zeroline": False, "showticklabels": False}
    figure = new_figure(
        traces,
        title=_TITLE if title is None else title,
        width=width,
        height=height or HEIGHT,
        annotations=shown,
        hovermode="closest",
        showlegend=True,
        xaxis={**axis, "range": extent[:2], "title": note_below(_MEANING, width)},
        yaxis={**axis, "range": extent[2:]},
    )
    note = counted(len(authors.names), "author")
    if len(drawn) < len(authors.names):
        note = f"the {len(drawn):,} of most documents of {note}"
    return add_note(figure, note, title)


_MEANING = (
    "Authors near each other have similar shares of topics. Areas go with numbers of "
    "documents."
)


def _radii(numbers, rows):
    """Return the radii of authors in pixels, by their numbers of documents."""
    largest = float(numbers.max(initial=1)) or 1.0
    diameters = _LARGEST * np.sqrt(numbers[rows] / largest)
    return np.maximum(diameters, _SMALLEST) / 2


def _traces(authors, places, drawn, main, topics, names, width):
    """Return a trace of authors for each main topic, then one for all other topics."""
    marks = marks_by_topic(topics)
    groups = [(topic, drawn[main == topic]) for topic in topics]
    groups.append((NO_TOPIC, drawn[~np.isin(main, topics)]))
    scatter = import_optional("plotly.graph_objects", "plots").Scatter
    largest = float(authors.n_documents.max(initial=1)) or 1.0
    traces = []
    for topic, rows in groups:
        if not len(rows):
            continue
        mark, name = OTHER_MARK, "other topics"
        if topic != NO_TOPIC:
            mark = marks[topic]
            name = numbered_label(topic, names[topic], legend_length(width))
        traces.append(
            scatter(
                x=places[rows, 0],
                y=places[rows, 1],
                mode="markers",
                name=name,
                text=[axis_label(authors.names[row]) for row in rows.tolist()],
                hovertext=[_hover(authors, row, names) for row in rows.tolist()],
                hoverinfo="text",
                marker={
                    "color": mark.color,
                    "symbol": mark.symbol,
                    "size": authors.n_documents[rows],
                    "sizemode": "area",
                    "sizeref": 2 * largest / _LARGEST**2,
                    "sizemin": _SMALLEST,
                    "opacity": 0.75,
                    "line": {"color": "white", "width": 1},
                },
            )
        )
    return traces


def _hover(authors, row, names):
    """Return what is said of an author: documents and largest topics."""
    number, shares = authors.n_documents[row], authors.shares[row]
    best = np.argsort(-shares, kind="stable")[:_SHOWN_TOPICS]
    lines = [
        f"{shares[topic]:.0%} {numbered_label(topic, names[topic], 60)}"
        for topic in best.tolist()
        if shares[topic] > 0
    ]
    head = f"<b>{axis_label(authors.names[row], 60)}</b>"
    count = f"{number:g} document{'' if number == 1 else 's'}"
    return "<br>".join([head, count, *lines])
