"""A dendrogram of topics."""

from numbers import Real
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .._sklearn import Interval, validate_params
from ..analysis import TopicHierarchy, hierarchical_topics
from ._drawn_topics import add_note, counted
from ._figure_options import OF_NAMED_TOPICS, UP_TO_ALL
from ._figure_style import GREY, axis_label, hover_text, line_mark, new_figure
from ._names_in_figures import names_with_labels, numbered, numbered_label

if TYPE_CHECKING:
    from plotly.graph_objects import Figure


class _Branch(NamedTuple):
    """A node of the figure: a topic, a group that is not opened, or a merge.

    Attributes
    ----------
    name : str
        For the axis, escaped.
    hover : str
    height : float
        Distance at which it was made.
    topics : tuple of int
    parts : tuple of int
        Numbers of the nodes that it is made of; none of a leaf of the figure.
    group_name : str
        What a group is called that is all of it.
    """

    name: str
    hover: str
    height: float
    topics: tuple
    parts: tuple
    group_name: str


@validate_params(
    {
        "n_groups": UP_TO_ALL,
        "max_distance": [Interval(Real, None, None, closed="both"), None],
        "n_leaves": UP_TO_ALL,
        **OF_NAMED_TOPICS,
    },
    prefer_skip_nested_validation=True,
)
def plot_hierarchy(
    hierarchy,
    X=None,
    *,
    n_groups=None,
    max_distance=None,
    n_leaves: int | None = 60,
    labels=None,
    title=None,
    width=None,
    height=None,
    **options,
) -> "Figure":
    """Draw a hierarchy of topics as a dendrogram.

    Parameters
    ----------
    hierarchy : TopicHierarchy, estimator or array-like
        What `hierarchical_topics` gives, or what it takes: a fitted model, a Pipeline
        or a search, or labels of documents.
    X : object, default=None
        Documents, where `hierarchy` is no table.
    n_groups : int, default=None
        The groups of ``hierarchy.cut(n_groups)`` have colours and marks of their own.
        None: about the square root of the number of topics, at most 8.
    max_distance : float, default=None
        In place of `n_groups`: the distance up to which topics are one group.
    n_leaves : int or None, default=60
        How many topics and groups have a line of their own at most. Where there are
        more topics, the nearest of them are shown as one group with its words. None
        shows all topics.
    labels : dict from int to str, list of str, or TopicTable, default=None
        Names of topics, by default those in the table.
    title : str, default=None
    width, height : int, default=None
        In pixels. By default the height follows the number of lines.
    **options : dict
        What `hierarchical_topics` takes beside, such as ``linkage="ward"`` or
        ``embeddings=``, where `hierarchy` is no table.

    Returns
    -------
    figure : plotly.graph_objects.Figure
        Topics are on the left, and two are joined at their distance. A mark at each
        merge shows its words, size and topics under the pointer.

    Raises
    ------
    ImportError
        If plotly is not installed.
    TypeError
        If a table is given with documents or options.
    ValueError
        If there are not so many topics, or both `n_groups` and `max_distance` are
        given.

    See Also
    --------
    plot_taxonomy : Some levels of it as rings.

    Examples
    --------
    >>> from sktopics.analysis import hierarchical_topics
    >>> from sktopics.plots import plot_hierarchy
    >>> documents = ["ship sea", "sea wind", "tax debt", "tax law", "wheat corn"]
    >>> vectors = [[9, 1, 0], [9, 2, 0], [0, 1, 9], [1, 0, 9], [0, 9, 1]]
    >>> hierarchy = hierarchical_topics([0, 0, 1, 1, 2], documents, embeddings=vectors)
    >>> figure = plot_hierarchy(hierarchy, n_groups=2)
    >>> figure.layout.yaxis.ticktext
    ('0: sea, ship, wind', '1: tax, debt, law', '2: corn, wheat')
    >>> for trace in figure.data:
    ...     if "markers" in trace.mode:
    ...         print(trace.name, trace.x.round(3), trace.y)
    group 1: sea, ship, wind [0.] [0.]
    group 2: tax, corn, debt, law,… [0.    0.    0.835] [1.  2.  1.5]
    above the cut [0.886] [0.75]
    """
    if not isinstance(hierarchy, TopicHierarchy):
        hierarchy = hierarchical_topics(hierarchy, X, labels=labels, **options)
        labels = None
    elif X is not None or options:
        raise TypeError(
            "plot_hierarchy is given a hierarchy: give X and options with a model, or "
            "make the hierarchy with them."
        )
    n_topics = len(hierarchy.topics)
    cut = _cut(hierarchy, n_groups, max_distance)
    names = {topic.index: _own_name(topic) for topic in hierarchy.topics}
    branches, root = _branches(hierarchy, names_with_labels(names, labels), n_leaves)
    places = _places(branches, root)
    leaves = [node for node in places if not branches[node].parts]
    note = counted(n_topics)
    if len(leaves) < n_topics:
        note += f" on {len(leaves)} branches, the nearest topics are one"
    figure = new_figure(
        _traces(branches, places, cut),
        title="Hierarchy of topics" if title is None else title,
        width=width,
        height=height or 130 + 19 * max(len(leaves), 8),
        xaxis={"title": {"text": "distance"}, "rangemode": "tozero"},
        yaxis={
            "tickmode": "array",
            "tickvals": list(range(len(leaves))),
            "ticktext": [branches[leaf].name for leaf in leaves],
            "range": [len(leaves) - 0.5, -0.5],
            "showgrid": False,
            "zeroline": False,
            "ticks": "outside",
            "ticklen": 7,
            "tickcolor": "rgba(0,0,0,0)",
        },
        hovermode="closest",
        showlegend=len(cut) > 1,
    )
    return add_note(figure, note, title)


def _cut(hierarchy, n_groups, max_distance):
    """Return the groups of a cut; by default about the square root of all topics."""
    n_topics = len(hierarchy.topics)
    if n_groups is not None and max_distance is not None:
        raise ValueError("plot_hierarchy: give n_groups or max_distance, and not both.")
    if n_groups is not None and n_groups > n_topics:
        raise ValueError(
            f"plot_hierarchy: n_groups={n_groups}, and the hierarchy has {n_topics} "
            "topics, which can be cut into as many groups or fewer."
        )
    if not n_topics:
        return []
    if max_distance is not None:
        return hierarchy.cut(distance=max_distance)
    return hierarchy.cut(n_groups or int(np.clip(round(n_topics**0.5), 1, 8)))


def _own_name(topic):
    """Return the name of a topic: its label, or its first words."""
    if topic.is_named or not topic.terms:
        return topic.label
    return ", ".join(topic.terms[:5])


def _branches(hierarchy, names, n_leaves):
    """Return the nodes of the figure by number, and the number of the last one."""
    branches = {}
    for topic in hierarchy.topics:
        name = names[topic.index]
        words = ", ".join(topic.terms)
        hover = f"<b>{hover_text(numbered(topic.index, name))}</b>{_size(topic.size)}"
        hover += f"<br>{hover_text(words)}" if words else ""
        label = numbered_label(topic.index, name)
        branches[topic.index] = _Branch(label, hover, 0.0, (topic.index,), (), name)
    n_topics = len(hierarchy.topics)
    n_closed = 0 if n_leaves is None else max(n_topics - n_leaves, 0)
    for row, merge in enumerate(hierarchy):
        hover = (
            f"<b>{hover_text(', '.join(merge.terms) or merge.label)}</b>"
            f"{_size(merge.size)}<br>distance {merge.distance:.3f}"
            f"<br>{len(merge.topics)} topics: "
            f"{hover_text(', '.join(map(str, merge.topics)))}"
        )
        name = axis_label(f"{len(merge.topics)} topics: {merge.label}")
        parts = () if row < n_closed else (merge.left, merge.right)
        branches[merge.parent] = _Branch(
            name, hover, float(merge.distance), merge.topics, parts, merge.label
        )
    root = next(reversed(branches), None)
    return branches, root


def _size(size):
    return "" if size is None else f"<br>{size:.1%} of the corpus"


def _places(branches, root):
    """Return the places of the shown nodes from above to below, children first."""
    order, waiting = [], [] if root is None else [root]
    while waiting:  # no recursion: a chain is as deep as there are topics
        node = waiting.pop()
        order.append(node)
        waiting += reversed(branches[node].parts)
    leaves = [node for node in order if not branches[node].parts]
    places = {leaf: float(i) for i, leaf in enumerate(leaves)}
    for node in reversed(order):
        parts = branches[node].parts
        if parts:
            places[node] = (places[parts[0]] + places[parts[1]]) / 2
    return places


def _traces(branches, places, cut):
    """Yield the lines and the marks of each group, and of what is above the cut."""
    groups = _groups(branches, places, cut)
    lines = _lines(branches, places, groups)
    for group in sorted(set(groups.values())):
        nodes = [node for node in places if groups[node] == group]
        is_above = group == len(cut)
        mark = line_mark(-1 if is_above else group)
        color = GREY if is_above else mark.color
        name = "above the cut" if is_above else _name_of_group(branches, group, cut)
        together = {"name": name, "legendgroup": str(group)}
        x, y = lines[group]
        yield {
            "type": "scatter",
            **together,
            "x": x[:-1],
            "y": y[:-1],
            "mode": "lines",
            "line": {"color": color, "width": 1.5},
            "hoverinfo": "skip",
            "showlegend": False,
        }
        yield {
            "type": "scatter",
            **together,
            "x": np.array([_shown_height(branches[node]) for node in nodes]),
            "y": np.array([places[node] for node in nodes]),
            "mode": "markers",
            "marker": {"symbol": mark.symbol, "size": 7, "color": color},
            "hovertemplate": "%{text}<extra></extra>",
            "text": [branches[node].hover for node in nodes],
            "cliponaxis": False,
        }


def _groups(branches, places, cut):
    """Return the group of each node; the number after the last is above the cut."""
    group_of = {topic: i for i, group in enumerate(cut) for topic in group}
    members = [set(group) for group in cut]
    found = {}
    for node in places:
        topics = branches[node].topics
        group = group_of[topics[0]]
        found[node] = group if set(topics) <= members[group] else len(cut)
    return found


def _name_of_group(branches, group, cut):
    """Return the number of a group and its first words, escaped."""
    topics = tuple(cut[group])
    names = [branch.group_name for branch in branches.values()]
    known = [branch.topics for branch in branches.values()]
    return axis_label(f"group {group + 1}: {names[known.index(topics)]}", 32)


def _shown_height(branch):
    """Return where a node is on the axis; leaves of the figure are at 0."""
    return branch.height if branch.parts else 0.0


def _lines(branches, places, groups):
    """Return the lines of each group: from nodes to merges, and across at merges."""
    lines = {group: ([], []) for group in set(groups.values())}
    for node in places:
        parts, height = branches[node].parts, branches[node].height
        for part in parts:
            x, y = lines[groups[part]]
            x += [_shown_height(branches[part]), height, None]
            y += [places[part], places[part], None]
        if parts:
            x, y = lines[groups[node]]
            x += [height, height, None]
            y += [places[parts[0]], places[parts[1]], None]
    return lines
