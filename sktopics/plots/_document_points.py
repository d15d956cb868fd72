"""Documents as points: which are drawn, where, in which topic, with which texts."""

from numbers import Integral, Real
from typing import NamedTuple

import numpy as np
from sklearn.utils import check_random_state

from .._optional import import_optional
from .._reading import full_texts, is_model, kept_texts, materialized
from .._sklearn import Interval, _safe_indexing
from ..analysis import DocumentLayout, document_layout
from ._figure_options import AT_LEAST_NONE, OF_NAMED_TOPICS
from ._figure_style import hover_text, new_figure
from ._map_labels import extent_of
from ._names_in_figures import names_of_topics

# More points than these are drawn by WebGL.
MOST_IN_SVG = 5000
HEIGHT, WIDTH, _LEGEND_WIDTH = 700, 950, 260

# Parameters that all maps of documents have.
MAP_PARAMETERS = {
    "sample": [
        Interval(Integral, 1, None, closed="left"),
        Interval(Real, 0, 1, closed="right"),
        None,
    ],
    "hover": ["boolean"],
    "n_labels": [*AT_LEAST_NONE, None],
    "random_state": ["random_state"],
    **OF_NAMED_TOPICS,
}


class DocumentPoints(NamedTuple):
    """The documents of a map.

    Attributes
    ----------
    layout : DocumentLayout
        Of all documents.
    rows : ndarray of shape (n_drawn,), int64
        The documents that are drawn.
    places : ndarray of shape (n_drawn, 2)
    topics : ndarray of shape (n_drawn,), int64
        Main topics, -1 for none.
    sizes : ndarray of shape (n_topics,), int64
        How many of all documents have a topic as the main one.
    names : dict from int to str
        Names of topics, with -1.
    texts : list of (object, str or None), or None
        What each drawn document is called, and its text, where that is known.
    """

    layout: DocumentLayout
    rows: np.ndarray
    places: np.ndarray
    topics: np.ndarray
    sizes: np.ndarray
    names: dict
    texts: list | None

    @property
    def by_size(self):
        """The topics that have documents, the largest first, a list."""
        order = np.argsort(-self.sizes, kind="stable")
        return order[self.sizes[order] > 0].tolist()

    @property
    def number(self):
        """How many documents there are and are drawn: "500 of 2,000 documents"."""
        n_all = len(self.layout.labels)
        text = f"{n_all:,} document{'' if n_all == 1 else 's'}"
        return text if len(self.rows) == n_all else f"{len(self.rows):,} of {text}"

    def text_of(self, chosen):
        """Return what plotly says of some of the drawn documents; None if nothing."""
        if self.texts is None:
            return None
        some = (self.texts[i] for i in np.flatnonzero(chosen).tolist())
        return [
            f"document {hover_text(name)}" + (f"<br>{hover_text(text)}" if text else "")
            for name, text in some
        ]


def document_points(
    model, X, *, labels, sample, hover, random_state, beside, **placing
):
    """Return the documents of a map.

    Parameters
    ----------
    model : estimator, array-like or DocumentLayout
    X : object or None
    labels, sample, hover, random_state
        As of `plot_documents`.
    beside : dict
        What the model takes beside `X`.
    **placing : dict
        ``embeddings=``, ``coordinates=`` and ``reducer=`` of `document_layout`.
    """
    X = None if X is None else materialized(X)
    if isinstance(model, DocumentLayout):
        layout = model
    else:
        # Given places need no words of the documents, which labels come without.
        unread = not is_model(model) and placing["coordinates"] is not None
        layout = document_layout(
            model,
            None if unread else X,
            random_state=random_state,
            **placing,
            **beside,
        )
    n_topics = len(layout.topic_coordinates)
    names = names_of_topics(model, n_topics, labels)
    topics = layout.labels
    rows = sampled_rows(topics, sample, random_state)
    return DocumentPoints(
        layout,
        rows,
        layout.coordinates[rows],
        topics[rows],
        np.bincount(topics[topics >= 0], minlength=n_topics),
        names,
        _texts(model, X, rows, len(topics)) if hover else None,
    )


def sampled_rows(topics, sample, random_state):
    """Return the rows of a sample in which each topic has its share.

    Documents are drawn at equal distances from all of them in the order of their
    topics, in random order within these.

    Parameters
    ----------
    topics : ndarray of shape (n_documents,), int
    sample : int, float or None
        A number, a share in (0, 1], or None for all. 1 is one document, and 1.0 are
        all.
    random_state : int, RandomState instance or None

    Returns
    -------
    rows : ndarray of shape (n_drawn,), int64
        In ascending order.
    """
    n = len(topics)
    if sample is None:
        return np.arange(n)
    number = sample if isinstance(sample, Integral) else round(sample * n)
    number = min(max(int(number), 1), n)
    order = check_random_state(random_state).permutation(n)
    order = order[np.argsort(topics[order], kind="stable")]
    return np.sort(order[np.arange(number) * n // max(number, 1)])


def _texts(model, X, rows, n_documents):
    """Return what documents are called, and their texts."""
    index = getattr(X, "index", None) if hasattr(X, "iloc") else None
    ids = rows.tolist() if index is None else index[rows].tolist()
    texts = _known_texts(model, X, rows, n_documents)
    return list(zip(ids, [None] * len(ids) if texts is None else texts, strict=True))


def _known_texts(model, X, rows, n_documents):
    """Return the texts of documents, where they are known; None where none is."""
    if X is None:
        known = kept_texts(model)[0] if is_model(model) else None
        return None if not known else [known.get(row) for row in rows.tolist()]
    X = list(X) if isinstance(X, tuple) else X
    some = X if len(rows) == n_documents else _safe_indexing(X, rows)
    if is_model(model):
        return full_texts(model, some)
    is_text = all(isinstance(text, str) for text in some)
    return list(some) if is_text and len(some) == len(rows) else None


def points_trace(places, *, n_points, name, mark, texts, opacity=None, legend=True):
    """Return documents as a trace of points.

    Parameters
    ----------
    places : ndarray of shape (n, 2)
    n_points : int
        How many points the whole figure has, on which their size depends.
    name : str
        For plotly, escaped.
    mark : Mark
    texts : list of str, or None
    opacity : float, default=None
    legend : bool, default=True
    """
    graph_objects = import_optional("plotly.graph_objects", "plots")
    large = n_points > MOST_IN_SVG
    kind = graph_objects.Scattergl if large else graph_objects.Scatter
    return kind(
        x=places[:, 0],
        y=places[:, 1],
        mode="markers",
        name=name,
        hovertext=texts,
        hoverinfo="name" if texts is None else "text+name",
        hoverlabel={"namelength": -1},
        showlegend=legend,
        marker={
            "color": mark.color,
            "symbol": mark.symbol,
            "size": size_of_points(n_points),
            "opacity": (0.6 if large else 0.75) if opacity is None else opacity,
            # WebGL draws open symbols by their line alone.
            "line": {"width": int(mark.symbol.endswith("-open"))},
        },
    )


def size_of_points(n_points):
    """Return the diameter of points in pixels: 9 of a few, 2 of a million."""
    return float(np.clip(14 - 2 * np.log10(max(n_points, 1)), 2, 9))


def map_size(width, height, *, below=0):
    """Return width and height of the map in a figure, in pixels.

    `below` is the height of what stands between the map and the lower edge.
    """
    width, height = width or WIDTH, height or HEIGHT
    return max(width - 90 - _LEGEND_WIDTH, 50), max(height - 110 - below, 50)


def note_below(text, width):
    """Return a note below a map as plotly has titles of axes, in lines that fit."""
    n_letters = int(map_size(width, None)[0] / 6.5)
    text = hover_text(text, length=10 * len(text), width=min(max(n_letters, 20), 75))
    return {"text": text, "font": {"size": 12}}


def map_figure(traces, points, *, title, width, height, annotations=(), **layout):
    """Return a figure of a map without ticks, which says what nearness means."""
    left, right, bottom, top = extent_of(points.places)
    axis = {"showgrid": False, "zeroline": False, "showticklabels": False}
    return new_figure(
        traces,
        title=title,
        width=width,
        height=height or HEIGHT,
        annotations=list(annotations),
        hovermode="closest",
        xaxis={
            **axis,
            "range": [left, right],
            "title": note_below(points.layout.meaning, width),
        },
        yaxis={**axis, "range": [bottom, top]},
        **layout,
    )
