"""The words of one topic, by weight, by lift, or by anything between."""

from numbers import Integral, Real
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from .._arrays import normalized_rows, top_columns
from .._optional import import_optional
from .._reading import (
    check_columns,
    equal_sizes,
    final_model,
    model_of_level,
    read_topics,
    traits_of,
)
from .._sklearn import Interval, validate_params
from ..topics import topic_table
from ..topics.relevance import relevance_of_shares
from ._drawn_topics import (
    add_note,
    drawn_topics,
    figure_without_topics,
    sizes_known,
)
from ._figure_options import AT_LEAST_ONE, LEVEL, OF_NAMED_TOPICS
from ._figure_style import OKABE_ITO, axis_label, cut, hover_text, lightened, new_figure
from ._names_in_figures import numbered

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_TITLE = "Words of a topic"
# Values of lambda on the slider.
_STEPS = tuple(step / 10 for step in range(11))


class _Words(NamedTuple):
    """Words of a topic at one value of lambda: names, shares in topic and corpus."""

    terms: list
    in_topic: list
    in_corpus: list


@validate_params(
    {
        **OF_NAMED_TOPICS,
        "topic": [Integral, None],
        "relevance": [Interval(Real, 0, 1, closed="both")],
        "n_top_words": AT_LEAST_ONE,
        "level": LEVEL,
    },
    prefer_skip_nested_validation=True,
)
def plot_term_relevance(
    model,
    X=None,
    *,
    topic=None,
    relevance=0.6,
    n_top_words=30,
    feature_names=None,
    columns: Any = None,
    level=None,
    labels=None,
    title=None,
    width=None,
    height=None,
) -> "Figure":
    """Draw the words of a topic with a slider from frequent words to typical ones.

    It is the right panel of LDAvis [1]_. The long bar of a word is its share in the
    corpus, the short dark one is the part of that which is in the topic: where the dark
    one is nearly as long, the word is hardly in any other topic.

    Parameters
    ----------
    model : estimator
        A fitted model, a Pipeline or a search.
    X : {list of str, array-like, sparse matrix, TokenSequences}, default=None
        A corpus for the sizes of topics. If sizes are unknown without it, all topics
        that have words are taken to be of the same size, and the title says so.
    topic : int, default=None
        Number of the topic, by default the largest.
    relevance : float in [0, 1], default=0.6
        Lambda, where the slider stands first, rounded to tenths: words are ranked by
        ``relevance * log p(w|t) + (1 - relevance) * log(p(w|t) / p(w))``.
    n_top_words : int, default=30
        Number of words.
    feature_names : array-like of shape (n_terms,), default=None
        Names of the terms, by default what the model or Pipeline knows.
    columns : str, slice, array-like of int or bool, default=None
        Terms that the figure is about, as of :func:`~sktopics.topics.topic_table`.
    level : int, default=None
        Of a :class:`~sktopics.artm.HierarchicalARTM`; 0 is the top.
    labels : dict from int to str, list of str, or TopicTable, default=None
        Names of topics, by default those of the model.
    title : str, default=None
    width, height : int, default=None
        In pixels.

    Returns
    -------
    figure : plotly.graph_objects.Figure
        With bars of the words in the corpus, and of those in the topic. Each step of
        the slider has its own words.

    Raises
    ------
    ImportError
        If plotly is not installed.
    NotFittedError
        If the model is not fitted.
    TypeError
        If the model has no `components_`.
    ValueError
        If there is no such topic.

    Notes
    -----
    Words are ranked by the `components_` of the model, also where a representation has
    chosen other words for the topic. Of a model whose weights are no distributions of
    words, such as BERTopic, bars are shares of weights.

    References
    ----------
    .. [1] C. Sievert and K. Shirley, "LDAvis: A method for visualizing and
       interpreting topics", Workshop on Interactive Language Learning,
       Visualization, and Interfaces, 2014.

    Examples
    --------
    >>> from sklearn.decomposition import LatentDirichletAllocation
    >>> from sklearn.feature_extraction.text import CountVectorizer
    >>> from sklearn.pipeline import make_pipeline
    >>> from sktopics.plots import plot_term_relevance
    >>> documents = ["the sea the ship", "the tax the debt", "sea the sea", "the tax"]
    >>> documents = documents * 5
    >>> pipeline = make_pipeline(
    ...     CountVectorizer(), LatentDirichletAllocation(2, random_state=0)
    ... ).fit(documents)
    >>> figure = plot_term_relevance(pipeline, documents, topic=1, n_top_words=2)
    >>> steps = figure.layout.sliders[0].steps
    >>> for step in (steps[0], steps[-1]):
    ...     print(step.label, step.args[1]["yaxis.ticktext"])
    0.0 ['tax', 'debt']
    1.0 ['the', 'tax']
    """
    if level is not None:
        model = model_of_level(model, level)
    table = topic_table(
        model,
        3,
        feature_names,
        X,
        columns=columns,
        labels=labels,
        n_representative=0,
        n_authors=0,
    )
    if topic == -1:
        raise ValueError("topic=-1: outliers are no topic, and have no relevance.")
    chosen = None if topic is None else [topic]
    rows, _ = drawn_topics(table, chosen, 1)
    if not rows:
        return figure_without_topics(title, _TITLE, "No topics", width, height)
    if rows[0].is_empty:
        why = f"Topic {rows[0].index} is empty: it has no words"
        return figure_without_topics(title, _TITLE, why, width, height)
    read = read_topics(model, feature_names)
    chosen = check_columns(model, columns, len(read.names))
    topic_word = normalized_rows(read.weights[:, chosen])
    sizes = table.sizes if sizes_known(table) else equal_sizes(topic_word)
    steps = _words_by_step(
        topic_word, sizes, rows[0].index, read.names[chosen], n_top_words
    )
    weights_of = "words" if traits_of(final_model(model)).distributions else "weights"
    figure = _drawn(
        steps,
        round(relevance * 10),
        weights_of,
        f"{_TITLE}, {cut(numbered(rows[0].index, rows[0].label), 60)}"
        if title is None
        else title,
        width,
        height,
    )
    note = "" if sizes_known(table) else "sizes of topics are unknown: all equal"
    return add_note(figure, note, title)


def _words_by_step(topic_word, sizes, topic, names, n_top_words):
    """Return the `_Words` of a topic at each step of the slider."""
    p_word = np.asarray(sizes) @ topic_word
    in_topic = sizes[topic] * topic_word[topic]
    # Only the row of the topic is ranked; p(w) is of all.
    own, possible = topic_word[[topic]], topic_word[[topic]] > 0
    steps = []
    for step in _STEPS:
        scores = relevance_of_shares(own, p_word, step)
        (best,) = top_columns(scores, n_top_words, possible=possible)
        steps.append(
            _Words(names[best].tolist(), in_topic[best].tolist(), p_word[best].tolist())
        )
    return steps


def _drawn(steps, first, weights_of, title, width, height):
    graph_objects = import_optional("plotly.graph_objects", "plots")
    n_rows = max(max(len(words.terms) for words in steps), 2)
    bars = [_shown(words) for words in steps]
    blue = OKABE_ITO[0]
    looks = (
        {
            "name": f"in all {weights_of} of the corpus",
            "marker_color": lightened(blue, 0.7),
        },
        {"name": "part of that in the topic", "marker_color": blue, "width": 0.45},
    )
    traces = [
        graph_objects.Bar(
            orientation="h",
            hoverinfo="text",
            x=bars[first][0]["x"][i],
            y=bars[first][0]["y"][i],
            hovertext=bars[first][0]["hovertext"][i],
            **look,
        )
        for i, look in enumerate(looks)
    ]
    axes = bars[first][1]
    return new_figure(
        traces,
        title=title,
        width=width,
        height=height or 250 + 19 * n_rows,
        barmode="overlay",
        bargap=0.15,
        xaxis={
            "title": {"text": f"share of all {weights_of}", "standoff": 5},
            "range": axes["xaxis.range"],
            "side": "top",
            "tickformat": ".2~%",
            "nticks": 6,
        },
        yaxis={
            "range": [n_rows - 0.4, -0.6],
            "tickvals": axes["yaxis.tickvals"],
            "ticktext": axes["yaxis.ticktext"],
            "showgrid": False,
            "zeroline": False,
        },
        legend={"orientation": "h", "y": 0, "yanchor": "top", "x": 0},
        margin={"l": 60, "r": 30, "t": 130, "b": 120},
        sliders=[_slider(bars, first)],
    )


def _slider(bars, first):
    return {
        "active": first,
        "currentvalue": {"prefix": "lambda (0: typical words, 1: frequent words): "},
        "pad": {"t": 35},
        "steps": [
            {"method": "update", "label": f"{step:.1f}", "args": list(args)}
            for step, args in zip(_STEPS, bars, strict=True)
        ],
    }


def _shown(words):
    """Return what a step changes of the two traces, and of the axes."""
    rows = list(range(len(words.terms)))
    hover = [
        f"{hover_text(term)}<br>in the corpus {total:.4%}<br>in the topic {own:.4%}"
        f" ({own / total:.0%} of it)"
        if total > 0
        else hover_text(term)
        for term, own, total in zip(*words, strict=True)
    ]
    longest = max(words.in_corpus, default=0) or 1
    changes = {
        "x": [words.in_corpus, words.in_topic],
        "y": [rows, rows],
        "hovertext": [hover, hover],
    }
    axes = {
        "yaxis.tickvals": rows,
        "yaxis.ticktext": [axis_label(term, 30) for term in words.terms],
        "xaxis.range": [0, longest * 1.03],
    }
    return changes, axes
