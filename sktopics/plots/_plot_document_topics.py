"""The mixture of topics of one document, as bars."""

from numbers import Real
from typing import TYPE_CHECKING

import numpy as np

from .._optional import import_optional
from .._reading import final_model, is_model, traits_of
from .._sklearn import Interval, validate_params
from ..analysis import BestTopicsOfDocument, DocumentMixture, best_topics
from ..topics.names_by_topic import NO_TOPIC
from ._drawn_topics import add_note, note_of_choice
from ._figure_options import OF_NAMED_TOPICS, UP_TO_ALL
from ._figure_style import GREY, OTHER_MARK, axis_label, distinct, new_figure
from ._names_in_figures import (
    marks_by_topic,
    names_of_topics,
    names_with_labels,
    numbered,
)
from ._one_document import one_document

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_TITLE = "Topics of a document"
_BAR, _AROUND = 26, 130
# A smaller remainder of shares comes from rounding.
_ROUNDED = 1e-3


@validate_params(
    {
        **OF_NAMED_TOPICS,
        "min_share": [Interval(Real, 0, 1, closed="both")],
        "n_topics": UP_TO_ALL,
    },
    prefer_skip_nested_validation=True,
)
def plot_document_topics(
    model,
    document=None,
    *,
    min_share=0.01,
    n_topics: int | None = 15,
    labels=None,
    title=None,
    width=None,
    height=None,
    **beside,
) -> "Figure":
    """Draw how much of a document is about which topic, as bars.

    Parameters
    ----------
    model : estimator, array-like, DocumentMixture or BestTopicsOfDocument
        A fitted model, Pipeline or search, which reads `document`; or the shares of
        topics themselves: an array of shape (n_topics,), such as a row of `transform`,
        or a row of what `approximate_distribution` or `best_topics` give.
    document : object, default=None
        One text, or one row of what the model takes. Not looked at where `model` is
        shares already.
    min_share : float in [0, 1], default=0.01
        Smaller shares are not drawn one by one, but together as "other topics".
    n_topics : int, default=15
        How many topics are drawn at most, the largest. None draws all.
    labels : dict from int to str, list of str, or TopicTable, default=None
        Names of topics, by default the model's own.
    title : str, default=None
        Below the default one stands how many topics are drawn.
    width, height : int, default=None
        In pixels. By default the height goes with the number of bars.
    **beside : dict
        What the model takes beside the document, one entry of each, such as
        ``authors=[["Ann"]]`` or ``embeddings=``.

    Returns
    -------
    figure : plotly.graph_objects.Figure
        One trace of bars, the largest share first, which is on top. A grey bar at the
        end holds the other topics together, another one what has no topic: of models of
        clusters, the probability that the document is an outlier.

    Raises
    ------
    ImportError
        If plotly is not installed: the extra `plots` brings it.
    TypeError
        If there is a model and no document, or if `model` is neither a model nor
        shares.
    ValueError
        If there are several documents, or shares are negative or not finite.

    Examples
    --------
    >>> from sktopics.plots import plot_document_topics
    >>> shares = [0.25, 0.005, 0.7, 0.045]
    >>> figure = plot_document_topics(shares, labels={0: "a", 2: "c"})
    >>> figure.data[0].y
    ('2: c', '0: a', 'topic 3', '1 other topic')
    >>> figure.data[0].text
    ('70.0%', '25.0%', '4.5%', '0.5%')
    """
    shares, names = _shares_and_names(model, document, labels, beside)
    bars, rest = _chosen(shares, min_share, n_topics)
    keys = [numbered(topic, names[topic]) for topic in bars]
    values = [shares[topic] for topic in bars]
    marks = marks_by_topic(bars)
    colors = [marks[topic].color for topic in bars]
    without = _without_topic(model, shares, names)
    for color, (name, value) in zip(
        [OTHER_MARK.color] * len(rest) + [GREY], rest + without, strict=False
    ):
        keys.append(name)
        values.append(value)
        colors.append(color)
    bar = import_optional("plotly.graph_objects", "plots").Bar(
        x=values,
        y=distinct([axis_label(key, 60) for key in keys]),
        text=[f"{value:.1%}" for value in values],
        textposition="outside",
        cliponaxis=False,
        orientation="h",
        marker={"color": colors},
        hovertemplate="%{y}<br>%{x:.2%}<extra></extra>",
    )
    figure = new_figure(
        [bar],
        title=_TITLE if title is None else title,
        width=width,
        height=height or _AROUND + _BAR * max(len(keys), 2),
        showlegend=False,
        bargap=0.25,
        xaxis={
            "title": {"text": "share of the document"},
            "tickformat": ".0%",
            "range": [0, 1.12 * max([*values, 0.01])],
        },
        yaxis={
            "autorange": "reversed",
            "type": "category",
            "showgrid": False,
            "ticksuffix": " ",
        },
    )
    # The bar of the others says how many these are.
    note = note_of_choice(len(bars), len(shares)) if rest else ""
    return add_note(figure, note, title)


def _shares_and_names(model, document, labels, beside):
    """Return the shares of a document by topic, and the names of topics."""
    if beside and not is_model(model):
        raise TypeError(
            f"{next(iter(beside))}= is no option of this function: shares without a "
            "model take nothing beside."
        )
    if isinstance(model, (DocumentMixture, BestTopicsOfDocument)):
        shares = dict(zip(model.topics, model.shares, strict=True))
        names = dict(zip(model.topics, model.labels, strict=True))
        return shares, names_with_labels({**names, NO_TOPIC: "(no topic)"}, labels)
    if not is_model(model):
        shares = _checked_shares(model)
        return dict(enumerate(shares)), names_of_topics(model, len(shares), labels)
    if document is None:
        raise TypeError("document must be the document whose topics are drawn.")
    X = one_document(document)
    (row,) = best_topics(model, X, None, labels=labels, **beside)
    names = names_of_topics(model, 0, labels)
    shares = dict.fromkeys((topic for topic in names if topic != NO_TOPIC), 0.0)
    shares.update(zip(row.topics, row.shares, strict=True))
    return shares, names


def _checked_shares(given):
    """Return shares of topics as a list of float."""
    if hasattr(given, "toarray"):
        given = given.toarray()
    if isinstance(given, (str, bytes)) or not np.ndim(given):
        raise TypeError(
            "model must be a fitted model, or the shares of topics in a document; got "
            f"{given!r:.60}."
        )
    shares = np.asarray(given, dtype=np.float64)
    if shares.ndim == 2 and len(shares) == 1:
        shares = shares[0]
    if shares.ndim != 1:
        raise ValueError(
            "Shares must be those of one document, of shape (n_topics,); got an array "
            f"of shape {shares.shape}: choose a row."
        )
    if not np.isfinite(shares).all() or shares.min(initial=0) < 0:
        raise ValueError("Shares of topics must be finite and not negative.")
    return shares.tolist()


def _chosen(shares, min_share, n_topics):
    """Return the topics that are drawn, and the bar of all others."""
    order = sorted(shares, key=lambda topic: (-shares[topic], topic))
    large = [t for t in order if shares[t] > 0 and shares[t] >= min_share]
    bars = large[:n_topics]
    others = [shares[topic] for topic in order if topic not in bars]
    total = sum(others)
    if total < _ROUNDED:
        return bars, []
    number = sum(share > 0 for share in others)
    return bars, [(f"{number} other topic{'s' * (number != 1)}", total)]


def _without_topic(model, shares, names):
    """Return the bar of what has no topic, of a model of clusters."""
    left = 1 - sum(shares.values())
    is_cluster = is_model(model) and traits_of(final_model(model)).shares == "clusters"
    unread = is_model(model) and not any(shares.values())
    if (is_cluster or unread) and left >= _ROUNDED:
        return [(names[NO_TOPIC], left)]
    return []
