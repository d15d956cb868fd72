"""The levels of topics side by side, with lines from topics to their parents."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .._reading import has_layers, is_model, read_levels
from .._sklearn import validate_params
from ..analysis import TopicParents, TopicTaxonomy, topic_parents, topic_taxonomy
from ._drawn_topics import add_note
from ._figure_options import OF_NAMED_TOPICS, UP_TO_ALL
from ._figure_style import (
    GREY,
    INK,
    LEGEND_OF_LINES,
    hover_text,
    line_mark,
    new_figure,
)
from ._names_in_figures import names_with_labels, numbered, numbered_label

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

# Widths of lines for shares of at least so much.
_WIDTHS = (
    (0.75, 4.0, "solid"),
    (0.5, 2.5, "solid"),
    (0.25, 1.3, "dash"),
    (0, 1, "dot"),
)


class _Tree(NamedTuple):
    """Topics on levels, 0 is the top, and the lines between them.

    Attributes
    ----------
    names : list of dict from int to str
        Names of the topics of each level.
    told : dict from (level, topic) to str
        What is shown under the pointer beside the name, escaped.
    links : list of (int, int, int, float)
        Level and number of a topic, number of its parent, and its share.
    worth : dict from (level, topic) to float
        How large topics are among others of their level; the top has none.
    numbers : list of int
        What the table calls each level: in a taxonomy, topics are level 0.
    """

    names: list
    told: dict
    links: list
    worth: dict
    numbers: list

    def largest(self, n_topics):
        """Return the tree with so many topics on each level, or all where it is None.

        The top keeps all of its topics.
        """
        names = [
            level if n_topics is None or not number else self._largest(number, n_topics)
            for number, level in enumerate(self.names)
        ]
        links = [
            link
            for link in self.links
            if link[1] in names[link[0]] and link[2] in names[link[0] - 1]
        ]
        return self._replace(names=names, links=links)

    def _largest(self, level, n_topics):
        names = self.names[level]
        order = sorted(names, key=lambda topic: (-self.worth[level, topic], topic))
        kept = set(order[:n_topics])
        return {topic: names[topic] for topic in names if topic in kept}


@validate_params(
    {"n_topics": UP_TO_ALL, **OF_NAMED_TOPICS}, prefer_skip_nested_validation=True
)
def plot_topic_tree(
    tree,
    X=None,
    *,
    n_topics: int | None = 60,
    labels=None,
    title=None,
    width=None,
    height=None,
    **options,
) -> "Figure":
    """Draw the levels of a hierarchy of topics side by side, from left to right.

    Parameters
    ----------
    tree : TopicParents, TopicTaxonomy or estimator
        What `topic_parents` or `topic_taxonomy` give; or a fitted model with levels of
        its own: a :class:`~sktopics.artm.HierarchicalARTM`, or a
        :class:`~sktopics.clustering.BERTopic` with layers.
    X : object, default=None
        Documents, which a model of clusters needs for the words of its layers.
    n_topics : int or None, default=60
        How many topics of a level are shown at most: those that are most of one of
        their parents, or that are largest in a taxonomy. None shows all.
    labels : dict from int to str, list of str, or TopicTable, default=None
        Names of the topics of the last level, by default those in the table.
    title : str, default=None
    width, height : int, default=None
        In pixels. By default the height follows the number of topics.
    **options : dict
        What `topic_parents` takes beside, such as ``min_share=0.2``, or what
        `topic_taxonomy` takes for a model with layers.

    Returns
    -------
    figure : plotly.graph_objects.Figure
        A column for each level. The width of a line is the share that the parent has of
        the topic. Topics of which no parent has the least share are left out.

    Raises
    ------
    ImportError
        If plotly is not installed.
    TypeError
        If a model has no levels of its own, or a table is given with documents.

    See Also
    --------
    plot_taxonomy : The sizes of topics and groups.
    plot_hierarchy : A hierarchy of a model without levels.

    Examples
    --------
    >>> from sklearn.feature_extraction.text import CountVectorizer
    >>> from sklearn.pipeline import make_pipeline
    >>> from sktopics import ARTM, HierarchicalARTM
    >>> from sktopics.plots import plot_topic_tree
    >>> documents = ["sea ship sail", "sea fish net", "tax law vote", "tax debt bank"]
    >>> model = HierarchicalARTM([ARTM(2), ARTM(4)], random_state=0)
    >>> pipeline = make_pipeline(CountVectorizer(), model).fit(documents * 5)
    >>> figure = plot_topic_tree(pipeline)
    >>> for level in figure.data[-2:]:
    ...     print(level.name, level.text)
    level 0 ('0: sea, fish, net', '1: tax, bank, debt')
    level 1 ('0: sea, sail, ship', '3: fish, net, sea', '1: law, vote, tax', \
'2: tax, bank, debt')
    """
    every = _read(tree, X, labels, options)
    found = every.largest(n_topics)
    places = _places(found)
    n_rows = max((len(level) for level in found.names), default=0)
    counts = ", ".join(
        f"{len(few)}" if len(few) == len(all_) else f"{len(few)} of {len(all_)}"
        for few, all_ in zip(found.names, every.names, strict=True)
    )
    n_levels = len(found.names)
    figure = new_figure(
        [*_lines(found, places), *_columns(found, places)],
        title="Levels of topics" if title is None else title,
        width=width,
        height=height or 150 + 19 * max(n_rows, 8),
        xaxis={
            "tickvals": list(range(n_levels)),
            "ticktext": [f"level {number}" for number in found.numbers],
            # Names are written beside the marks, on the left and on the right.
            "range": [-0.45 * (n_levels > 1) - 0.05, n_levels - 0.45],
            "side": "top",
            "showgrid": False,
            "zeroline": False,
        },
        yaxis={"visible": False, "range": [n_rows - 0.3, -0.7]},
        hovermode="closest",
        # In a tree in which each topic has one parent there is nothing to explain.
        showlegend=any(share < 1 for *_, share in found.links),
        legend={"orientation": "h", "y": 0, "yanchor": "top", **LEGEND_OF_LINES},
    )
    for note in _names_between(found, places):
        figure.add_annotation(note)
    return add_note(figure, f"on {n_levels} levels: {counts}", title)


def _read(tree, X, labels, options):
    """Return the `_Tree` of a table or a model."""
    is_table = isinstance(tree, (TopicParents, TopicTaxonomy))
    if is_table and (X is not None or options):
        raise TypeError(
            "plot_topic_tree is given a table: give X and options with a model, or "
            "make the table with them."
        )
    if not is_table and not (is_model(tree) and has_layers(tree)):
        raise TypeError(
            "plot_topic_tree takes a table of topic_parents or topic_taxonomy, or a "
            f"model with levels of its own, and got {type(tree).__name__}: for other "
            "models use plot_hierarchy or plot_taxonomy."
        )
    if not is_table:
        tree = _table_of_model(tree, X, options)
    if isinstance(tree, TopicParents):
        return _of_parents(tree, labels)
    return _of_taxonomy(tree, labels)


def _table_of_model(model, X, options):
    """Return all parents of the topics of a chain of models, else the layers."""
    has_shares = any(level.model is not None for level in read_levels(model))
    if has_shares and X is None:
        return topic_parents(model, **options)
    return topic_taxonomy(model, X, levels="layers", **options)


def _of_parents(table, labels):
    n_levels = max((row.level for row in table), default=0) + 1
    names = [{} for _ in range(n_levels)]
    told, links, worth = {}, [], {}
    for row in table:
        names[row.level][row.topic] = row.label
        names[row.level - 1][row.parent] = row.parent_label
        key = row.level, row.topic
        line = (
            f"{row.share:.0%} in {hover_text(numbered(row.parent, row.parent_label))}"
        )
        told[key] = f"{told[key]}<br>{line}" if key in told else line
        links.append((row.level, row.topic, row.parent, row.share))
        worth[key] = max(worth.get(key, 0.0), row.share_of_parent)
    names = [dict(sorted(level.items())) for level in names]
    names[-1] = names_with_labels(names[-1], labels)
    return _Tree(names, told, links, worth, list(range(n_levels)))


def _of_taxonomy(taxonomy, labels):
    top = max((node.level for node in taxonomy), default=0)
    names = [{} for _ in range(top + 1)]
    told, links, worth = {}, [], {}
    places = {(node.level, node.index) for node in taxonomy}
    for node in taxonomy:
        level = top - node.level
        names[level][node.index] = node.label
        size = "" if node.size is None else f"{node.size:.1%} of the corpus<br>"
        worth[level, node.index] = node.size or len(node.topics) * 1e-9
        told[level, node.index] = size + hover_text(", ".join(node.terms))
        if (node.level + 1, node.parent) in places:
            links.append((level, node.index, node.parent, 1.0))
    names[-1] = names_with_labels(names[-1], labels)
    return _Tree(names, told, links, worth, list(range(top, -1, -1)))


def _places(tree):
    """Return the row of each (level, topic): parents are beside the middle of theirs.

    Topics are sorted by the rows of their parents, so that few lines cross.
    """
    places = {}
    for level, names in enumerate(tree.names):
        drawn = _means(tree, level, places, of_parents=True)
        worth = {topic: drawn.get(topic, np.inf) for topic in names}
        order = sorted(names, key=lambda topic: (worth[topic], topic))
        places |= {(level, topic): float(row) for row, topic in enumerate(order)}
    for level in reversed(range(len(tree.names) - 1)):
        names = tree.names[level]
        drawn = _means(tree, level + 1, places, of_parents=False)
        wanted = {topic: drawn.get(topic, places[level, topic]) for topic in names}
        order = sorted(names, key=lambda topic: (wanted[topic], topic))
        rows = _apart(np.array([wanted[topic] for topic in order]))
        places |= {(level, topic): row for topic, row in zip(order, rows, strict=True)}
    return places


def _means(tree, level, places, *, of_parents):
    """Return the mean rows of the parents of topics, or of their children."""
    sums, weights = {}, {}
    for number, topic, parent, share in tree.links:
        if number == level:
            node = topic if of_parents else parent
            other = (level - 1, parent) if of_parents else (level, topic)
            sums[node] = sums.get(node, 0.0) + share * places[other]
            weights[node] = weights.get(node, 0.0) + share
    return {node: sums[node] / weights[node] for node in sums}


def _apart(rows):
    """Move ascending rows by as little as needed, so that each two are 1 apart."""
    steps = np.arange(len(rows), dtype=np.float64)
    lower = np.maximum.accumulate(rows - steps)
    upper = np.minimum.accumulate((rows - steps)[::-1])[::-1]
    moved = (lower + upper) / 2 + steps
    return (moved - min(moved.min(initial=0.0), 0.0)).tolist()


def _lines(tree, places):
    """Yield the lines from topics to parents, a trace for each width."""
    bounds = [1.01, *(least for least, _, _ in _WIDTHS)]
    for most, (least, width, dash) in zip(bounds, _WIDTHS, strict=False):
        x, y = [], []
        for level, topic, parent, share in tree.links:
            if least <= share < most:
                x += [level - 1, level, None]
                y += [places[level - 1, parent], places[level, topic], None]
        if x:
            ends = "or more" if least == _WIDTHS[0][0] else f"to {most:.0%}"
            yield {
                "type": "scatter",
                "name": f"{least:.0%} {ends} of the topic",
                "x": x[:-1],
                "y": y[:-1],
                "mode": "lines",
                "line": {"color": GREY, "width": width, "dash": dash},
                "hoverinfo": "skip",
            }


def _columns(tree, places):
    """Yield the marks and names of each level."""
    n_rows = max((len(level) for level in tree.names), default=0)
    last = len(tree.names) - 1
    for level, names in enumerate(tree.names):
        topics = sorted(names, key=lambda topic: places[level, topic])
        mark = line_mark(level)
        hover = [
            f"<b>{hover_text(numbered(topic, names[topic]))}</b><br>"
            + tree.told.get((level, topic), f"level {tree.numbers[level]}")
            for topic in topics
        ]
        yield {
            "type": "scatter",
            "name": f"level {tree.numbers[level]}",
            "x": [level] * len(topics),
            "y": np.array([places[level, topic] for topic in topics]),
            "mode": "markers+text" if level in (0, last) else "markers",
            "marker": {"symbol": mark.symbol, "size": 9, "color": mark.color},
            "text": [numbered_label(topic, names[topic], 32) for topic in topics],
            "textposition": "middle right" if level == last else "middle left",
            "textfont": {"size": 11 if n_rows > 40 else 12, "color": INK},
            "hovertext": hover,
            "hovertemplate": "%{hovertext}<extra></extra>",
            "cliponaxis": False,
            "showlegend": False,
        }


def _names_between(tree, places):
    """Yield the names of levels between the first and the last, above the lines."""
    for level, names in enumerate(tree.names[1:-1], 1):
        for topic, name in names.items():
            yield {
                "x": level,
                "y": places[level, topic],
                "text": numbered_label(topic, name, 32),
                "xanchor": "left",
                "xshift": 6,
                "showarrow": False,
                "font": {"size": 11},
                "bgcolor": "rgba(255,255,255,0.8)",
            }
