"""Segments of documents, as bands coloured by topic."""

from typing import TYPE_CHECKING

import numpy as np
from sklearn.pipeline import make_pipeline

from .._optional import import_optional
from .._reading import final_model, is_model, model_input, pipeline_steps
from .._sklearn import validate_params
from ..analysis import TextSegments, segment_documents
from ..topics.names_by_topic import NO_TOPIC
from ._drawn_topics import add_note, counted
from ._figure_options import AT_LEAST_ONE, OF_NAMED_TOPICS, UP_TO_ALL
from ._figure_style import (
    GREY,
    OTHER_MARK,
    SYMBOLS,
    axis_label,
    hover_text,
    lightened,
    new_figure,
)
from ._names_in_figures import (
    N_COLORS,
    marks_by_topic,
    names_with_labels,
    numbered_label,
)

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_TITLE = "Segments of documents"
_BAND, _AROUND, _LEGEND_LINE = 46, 130, 20
# What is drawn over the colours of the second and the third round of eight.
_PATTERNS = ("", "/", ".", "x", "-", "+", "|")


@validate_params(
    {
        **OF_NAMED_TOPICS,
        "n_documents": AT_LEAST_ONE,
        "n_topics": UP_TO_ALL,
    },
    prefer_skip_nested_validation=True,
)
def plot_segments(
    segments,
    X=None,
    *,
    documents=None,
    n_documents=20,
    n_topics: int | None = N_COLORS,
    labels=None,
    title=None,
    width=None,
    height=None,
    **options,
) -> "Figure":
    """Draw the segments of documents as bands, coloured by topic.

    Parameters
    ----------
    segments : TextSegments or estimator
        A table of segments, as `segment_documents`, `segment_texts` of an
        :class:`~sktopics.artm.AttentiveARTM` or `segments` of a
        :class:`~sktopics.clustering.ContextualTop2Vec` give it; or a fitted model or
        Pipeline that takes texts, which cuts `X` by one of these.
    X : str or iterable of str, default=None
        With a model one text, or several.
    documents : array-like of int, default=None
        Rows of the documents to draw, in this order.
    n_documents : int, default=20
        How many are drawn if `documents` does not say it, the first ones.
    n_topics : int, default=24
        How many topics have a colour: the topics with the most characters. Others
        are pale.
        None is all.
    labels : dict from int to str, list of str, or TopicTable, default=None
        Names of topics, by default the names in the table or the model.
    title : str, default=None
        Below the default one stands how many segments and documents there are.
    width, height : int, default=None
        In pixels. By default the height goes with the number of documents.
    **options : dict
        With a model: how to cut, as the parameters of these functions, such as
        ``n_segments=4``.

    Returns
    -------
    figure : plotly.graph_objects.Figure
        A band for each document and a trace of bars for each topic, the one of most
        characters first. The number of the topic stands in its bars, its name in the
        legend, and the first 200 characters of a segment in the hover.

    Raises
    ------
    ImportError
        If plotly is not installed: the extra `plots` brings it.
    TypeError
        If there is a model and no `X`, or if a model on sequences is not in a Pipeline
        with its vectorizer.
    ValueError
        If there is no such document.

    Examples
    --------
    >>> import numpy as np
    >>> from sktopics.analysis import TextSegments
    >>> from sktopics.plots import plot_segments
    >>> segments = TextSegments(
    ...     np.array([[0, 0, 14], [0, 14, 24], [0, 24, 40]]), np.array([2, 1, 2]),
    ...     np.array([0.9, 0.8, 0.7]), ("sea", "tax", "sea"),
    ...     ("A ship at sea.", " The debt.", " A calm harbour."), (0, 0, 0), 1,
    ... )
    >>> figure = plot_segments(segments)
    >>> for bars in figure.data:
    ...     print(bars.name, bars.base.tolist(), bars.x.tolist())
    2: sea [0, 24] [14, 16]
    1: tax [14] [10]
    """
    if is_model(segments):
        segments = _cut_by_model(segments, X, labels, options)
    elif not isinstance(segments, TextSegments):
        raise TypeError(
            "segments must be a TextSegments or a fitted model that takes texts; got "
            f"{type(segments).__name__}."
        )
    chosen = _chosen_documents(segments, documents, n_documents)
    line_of = {document: line for line, document in enumerate(chosen)}
    rows = [row for row in segments if row.document in line_of]
    names = names_with_labels({row.topic: row.label for row in rows}, labels)
    traces = _traces(rows, line_of, names, n_topics)
    ids = {row.document: row.id for row in rows}
    bands = max(_BAND * len(chosen), _LEGEND_LINE * len(traces))
    figure = new_figure(
        traces,
        title=_TITLE if title is None else title,
        width=width,
        height=height or _AROUND + bands,
        barmode="overlay",
        bargap=0.25,
        hovermode="closest",
        showlegend=True,
        xaxis={"title": {"text": "characters"}, "showgrid": False},
        # No number where a segment is narrower than it.
        uniformtext={"minsize": 9, "mode": "hide"},
        yaxis={
            "tickmode": "array",
            "tickvals": list(line_of.values()),
            "ticktext": [axis_label(ids.get(d, d), 24) + " " for d in chosen],
            "title": {"text": "document"},
            "range": [len(chosen) - 0.5, -0.5],
            "showgrid": False,
            "zeroline": False,
        },
    )
    some = f"{len(chosen)} of " if len(chosen) < segments.n_documents else ""
    note = f"{counted(len(rows), 'segment')} of {some}"
    return add_note(figure, note + counted(segments.n_documents, "document"), title)


def _cut_by_model(model, X, labels, options):
    """Return the segments of texts by what a model has for it."""
    if X is None:
        raise TypeError("X must be the texts that the model is to cut into segments.")
    if isinstance(X, str):
        X = [X]
    final = final_model(model)
    if hasattr(final, "segment_texts"):
        before = pipeline_steps(model)[:-1]
        if not before:
            raise TypeError(
                f"{type(final).__name__} reads sequences, and only its vectorizer can "
                "make them of texts: give a Pipeline of both, or the table that "
                "segment_texts(documents, vectorizer) returns."
            )
        return final.segment_texts(X, make_pipeline(*before), labels=labels, **options)
    if hasattr(final, "segments"):
        return final.segments(model_input(model, X), **options)
    return segment_documents(model, X, labels=labels, **options)


def _chosen_documents(segments, documents, n_documents):
    """Return the rows of the documents that are drawn."""
    if documents is None:
        known = dict.fromkeys(segments.spans[:, 0].tolist())
        return list(known)[:n_documents]
    chosen = np.atleast_1d(np.asarray(documents))
    if chosen.dtype.kind not in "iu":
        raise TypeError(f"documents must be rows of documents, got {documents!r:.60}.")
    for document in chosen.tolist():
        if not 0 <= document < segments.n_documents:
            raise ValueError(
                f"There is no document {document}: the table is of "
                f"{segments.n_documents} documents."
            )
    return list(dict.fromkeys(chosen.tolist()))


def _traces(rows, line_of, names, n_topics):
    """Return bars of each topic, of other topics and of no topic, in this order."""
    lengths = {}
    for row in rows:
        lengths[row.topic] = lengths.get(row.topic, 0) + row.stop - row.start
    order = sorted(lengths, key=lambda topic: (-lengths[topic], topic))
    topics = [topic for topic in order if topic != NO_TOPIC][:n_topics]
    marks = marks_by_topic(topics)
    traces = [
        _bars(
            [row for row in rows if row.topic == topic],
            line_of,
            names,
            numbered_label(topic, names[topic]),
            color=marks[topic].color,
            pattern=_PATTERNS[SYMBOLS.index(marks[topic].symbol)],
        )
        for topic in topics
    ]
    others = [row for row in rows if row.topic not in marks]
    if others:
        traces.append(
            _bars(others, line_of, names, "other topics", color=OTHER_MARK.color)
        )
    without = [row for row in rows if row.topic == NO_TOPIC]
    if without:
        name = axis_label(names[NO_TOPIC])
        traces.append(_bars(without, line_of, names, name, lightened(GREY, 0.4)))
    return traces


def _bars(rows, line_of, names, name, color, pattern=""):
    """Return segments as bars of one colour."""
    bar = import_optional("plotly.graph_objects", "plots").Bar
    return bar(
        base=np.array([row.start for row in rows]),
        x=np.array([row.stop - row.start for row in rows]),
        y=[line_of[row.document] for row in rows],
        text=["" if row.topic == NO_TOPIC else str(row.topic) for row in rows],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        constraintext="inside",
        orientation="h",
        name=name,
        marker={
            "color": color,
            "line": {"color": "white", "width": 1},
            "pattern": {"shape": pattern, "fgopacity": 0.25, "fillmode": "overlay"},
        },
        hovertext=[_hover(row, names) for row in rows],
        hoverinfo="text",
    )


def _hover(row, names):
    """Return what is said of a segment."""
    name = numbered_label(row.topic, names[row.topic], 80)
    share = "" if row.topic == NO_TOPIC else f", share {row.share:.2f}"
    return (
        f"<b>{name}</b>{share}<br>characters {row.start:,} to {row.stop:,}<br>"
        f"{hover_text(row.text)}"
    )
