"""Two models side by side: which topics they share, and by which words these differ."""

from numbers import Real
from typing import TYPE_CHECKING, Any

import numpy as np

from .._optional import import_optional
from .._sklearn import Interval, StrOptions, validate_params
from ._drawn_topics import (
    add_note,
    counted,
    figure_without_topics,
    topic_title,
)
from ._figure_options import AT_LEAST_ONE, LABELS, OF_FIGURES
from ._figure_style import GRID, INK, hover_text, new_figure, plain
from ._matched_topics import MEASURES, MIN_SIMILARITY, matched_topics

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_TITLE = "Topics of two models"
_SCALE = ((0, "#FFFFFF"), (0.5, "#7DB7DB"), (1, "#00436B"))
_MOST_NAMES = 45
_TABLE_ROW = 46


@validate_params(
    {
        **OF_FIGURES,
        "metric": [StrOptions(MEASURES)],
        "min_similarity": [Interval(Real, 0, 1, closed="both")],
        "n_top_words": AT_LEAST_ONE,
        "names": ["array-like"],
        "labels_a": LABELS,
        "labels_b": LABELS,
    },
    prefer_skip_nested_validation=True,
)
def plot_model_comparison(
    a,
    b,
    *,
    metric="hellinger",
    min_similarity: float = MIN_SIMILARITY,
    n_top_words=10,
    names: Any = ("model a", "model b"),
    feature_names_a=None,
    feature_names_b=None,
    labels_a=None,
    labels_b=None,
    title=None,
    width=None,
    height=None,
) -> "Figure":
    """Draw how similar the topics of two models are, and what pairs have in common.

    Above is a heatmap of similarities. Topics are so ordered that pairs are on the
    diagonal, the most similar first; crosses mark them. Below is a table of the pairs:
    the words that both topics have, and the words that only one has.

    Parameters
    ----------
    a, b : estimator
        Fitted models, Pipelines or searches, of any two kinds.
    metric : {"hellinger", "jensen_shannon", "jaccard"}, default="hellinger"
        Distance between topics, as of :func:`~sktopics.topics.topic_difference`. The
        similarity is 1 minus the distance, as a share of the largest distance.
    min_similarity : float in [0, 1], default=0.4
        Topics that are less similar are no pair.
    n_top_words : int, default=10
        Number of words of each topic that are compared in the table.
    names : (str, str), default=("model a", "model b")
        What the models are called.
    feature_names_a, feature_names_b : array-like of shape (n_terms,), default=None
        Names of the terms of both models, by default what these know.
    labels_a, labels_b : dict from int to str, list of str, or TopicTable, default=None
        Names of topics, by default the names in the models.
    title : str, default=None
    width, height : int, default=None
        In pixels.

    Returns
    -------
    figure : plotly.graph_objects.Figure
        With a heatmap, the crosses of the pairs (`customdata` are their topics), and a
        table. Topics without words are left out.

    Raises
    ------
    ImportError
        If plotly is not installed.
    NotFittedError
        If a model is not fitted.
    ValueError
        If the terms of the models cannot be aligned, or `names` are not two.

    See Also
    --------
    sktopics.topics.match_topics : Which pairs there are.

    Examples
    --------
    >>> from sklearn.decomposition import NMF
    >>> from sklearn.feature_extraction.text import CountVectorizer
    >>> from sklearn.pipeline import make_pipeline
    >>> from sktopics.plots import plot_model_comparison
    >>> old = ["sea ship sea harbour", "tax budget tax", "ship sea", "tax debt"]
    >>> new = ["tax debt tax debt", "sea sail sea", "sea ship", "tax tax debt"]
    >>> a, b = (
    ...     make_pipeline(CountVectorizer(), NMF(2, random_state=0)).fit(documents)
    ...     for documents in (old, new)
    ... )
    >>> heatmap, crosses, table = plot_model_comparison(a, b, n_top_words=2).data
    >>> heatmap.z.round(2)
    array([[0.58, 0.  ],
           [0.  , 0.5 ]])
    >>> crosses.customdata
    ([1, 0], [0, 1])
    >>> for head, column in zip(table.header["values"], table.cells["values"]):
    ...     print(head, list(column))
    <b>model a</b> ['1: tax, budget, debt', '0: sea, ship, harbour']
    <b>model b</b> ['0: tax, debt', '1: sea, sail, ship']
    <b>similarity</b> ['0.58', '0.50']
    <b>words of both</b> ['tax', 'sea']
    <b>only in model a</b> ['budget', 'ship']
    <b>only in model b</b> ['debt', 'sail']
    """
    names = [str(name) for name in names]
    if len(names) != 2:
        raise ValueError(f"names must be two, of both models, and got {names!r:.100}.")
    found = matched_topics(
        a,
        b,
        metric=metric,
        min_similarity=min_similarity,
        n_top_words=n_top_words,
        feature_names_a=feature_names_a,
        feature_names_b=feature_names_b,
        labels_a=labels_a,
        labels_b=labels_b,
    )
    rows = [pair.a for pair in found.pairs if pair.a is not None]
    columns = [pair.b for pair in found.pairs if pair.b is not None]
    if not rows or not columns:
        why = "One of the models has no topic with words"
        return figure_without_topics(title, _TITLE, why, width, height)
    pairs = [pair for pair in found.pairs if None not in pair[:2]]
    title_shown = _TITLE if title is None else title
    n_most = max(len(rows), len(columns))
    figure = _two_panels(n_most, len(pairs), title_shown, width, height)
    _add_heatmap(figure, found, rows, columns, names, metric)
    _add_crosses(figure, found, pairs, names)
    _add_table(figure, found, pairs, names)
    pairs_of = "1 pair" if len(pairs) == 1 else f"{len(pairs)} pairs"
    note = (
        f"{pairs_of} among {counted(len(rows))} of {names[0]} and {len(columns)}"
        f" of {names[1]}; similarity is 1 - {metric.replace('_', '-')}"
    )
    return add_note(figure, note, title)


def _two_panels(n_topics, n_pairs, title, width, height):
    """Return a figure with room for a heatmap and a table below it."""
    side = int(np.clip(30 * max(n_topics, 3), 200, 640))
    below = 60 + min(max(n_pairs, 2), 10) * _TABLE_ROW
    height = height or 370 + side + below
    return import_optional("plotly.subplots", "plots").make_subplots(
        rows=2,
        cols=1,
        figure=new_figure(
            title=title,
            width=width,
            height=height,
            showlegend=False,
            margin={"l": 60, "r": 30, "t": 90, "b": 20},
        ),
        specs=[[{"type": "heatmap"}], [{"type": "table"}]],
        row_heights=[side, below],
        vertical_spacing=min(240 / height, 0.5),
    )


def _add_heatmap(figure, found, rows, columns, names, metric):
    graph_objects = import_optional("plotly.graph_objects", "plots")
    left = [topic_title(found.a[i]) for i in rows]
    top = [topic_title(found.b[j]) for j in columns]
    heatmap = graph_objects.Heatmap(
        z=found.similarities[rows][:, columns],
        x=top,
        y=left,
        zmin=0,
        zmax=max(float(found.similarities.max()), 1e-6),
        colorscale=_SCALE,
        colorbar={
            "title": {
                "text": f"similarity ({metric.replace('_', '-')})",
                "side": "right",
            },
            "thickness": 14,
            "y": 1,
            "yanchor": "top",
            "len": 220,
            "lenmode": "pixels",
        },
        hovertemplate="%{y}<br>%{x}<br>similarity %{z:.3f}<extra></extra>",
    )
    figure.add_trace(heatmap, row=1, col=1)
    look = {
        "type": "category",
        "showgrid": False,
        "zeroline": False,
        "tickfont": {"size": 11},
    }
    every = -(-max(len(rows), len(columns)) // _MOST_NAMES)
    figure.update_xaxes(
        title=plain(names[1]),
        tickvals=top[::every],
        ticktext=top[::every],
        tickangle=-60 if len(columns) <= 20 else -90,
        range=[-0.5, len(columns) - 0.5],
        **look,
    )
    figure.update_yaxes(
        title=plain(names[0]),
        tickvals=left[::every],
        ticktext=left[::every],
        range=[len(rows) - 0.5, -0.5],
        **look,
    )


def _add_crosses(figure, found, pairs, names):
    """Mark pairs, which are on the diagonal: they come first on both axes."""
    graph_objects = import_optional("plotly.graph_objects", "plots")
    middle = found.similarities.max() * 0.6
    few = max(found.similarities.shape) <= _MOST_NAMES
    crosses = graph_objects.Scatter(
        name="pairs",
        x=[topic_title(found.b[pair.b]) for pair in pairs],
        y=[topic_title(found.a[pair.a]) for pair in pairs],
        customdata=[[pair.a, pair.b] for pair in pairs],
        mode="markers",
        marker={
            "symbol": "x-thin",
            "size": 8 if few else 3,
            # Dark on light cells and light on dark ones.
            "line": {
                "color": ["white" if p.similarity > middle else INK for p in pairs],
                "width": 2 if few else 1,
            },
        },
        hovertext=[_hover(found, pair, names) for pair in pairs],
        hoverinfo="text",
    )
    figure.add_trace(crosses, row=1, col=1)


def _hover(found, pair, names):
    shared, (only_a, only_b) = _words(found, pair)
    lines = [
        f"{plain(names[0])} {topic_title(found.a[pair.a])}",
        f"{plain(names[1])} {topic_title(found.b[pair.b])}",
        f"similarity {pair.similarity:.3f}",
    ]
    for what, words in (
        ("both", shared),
        (f"only {names[0]}", only_a),
        (f"only {names[1]}", only_b),
    ):
        lines.append(hover_text(f"{what}: {', '.join(words) or '–'}"))
    return "<br>".join(lines)


def _words(found, pair):
    return (
        found.difference.shared(pair.a, pair.b),
        found.difference.distinct(pair.a, pair.b),
    )


def _add_table(figure, found, pairs, names):
    graph_objects = import_optional("plotly.graph_objects", "plots")
    words = [_words(found, pair) for pair in pairs]
    columns = [
        [topic_title(found.a[pair.a]) for pair in pairs],
        [topic_title(found.b[pair.b]) for pair in pairs],
        [f"{pair.similarity:.2f}" for pair in pairs],
        [plain(", ".join(shared)) for shared, _ in words],
        [plain(", ".join(only_a)) for _, (only_a, _) in words],
        [plain(", ".join(only_b)) for _, (_, only_b) in words],
    ]
    heads = [
        *names,
        "similarity",
        "words of both",
        f"only in {names[0]}",
        f"only in {names[1]}",
    ]
    look = {"align": "left", "line": {"color": GRID}, "font": {"size": 12}}
    table = graph_objects.Table(
        header={
            "values": [f"<b>{plain(head)}</b>" for head in heads],
            "fill": {"color": "#F2F2F2"},
            **look,
        },
        cells={"values": columns, "fill": {"color": "white"}, "height": 24, **look},
        columnwidth=[18, 18, 12, 22, 20, 20],
    )
    figure.add_trace(table, row=2, col=1)
