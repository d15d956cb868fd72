"""A taxonomy of topics as rings."""

from typing import TYPE_CHECKING

from .._sklearn import StrOptions, validate_params
from ..analysis import TopicTaxonomy, topic_taxonomy
from ._drawn_topics import add_note, counted
from ._figure_options import OF_NAMED_TOPICS
from ._figure_style import (
    VIOLET,
    axis_label,
    hover_text,
    lightened,
    mark_of,
    new_figure,
)
from ._names_in_figures import names_with_labels, numbered

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_ROOT = "topics"
# More topics have narrow sectors, with room for a line.
_MANY = 40


@validate_params(
    {"kind": [StrOptions({"sunburst", "treemap", "icicle"})], **OF_NAMED_TOPICS},
    prefer_skip_nested_validation=True,
)
def plot_taxonomy(
    taxonomy,
    X=None,
    *,
    kind="sunburst",
    labels=None,
    title=None,
    width=None,
    height=None,
    **options,
) -> "Figure":
    """Draw a taxonomy of topics: rings, tiles or columns by their sizes.

    Parameters
    ----------
    taxonomy : TopicTaxonomy, estimator or array-like
        What `topic_taxonomy` gives, or what it takes: a fitted model, a Pipeline or a
        search, or labels of documents.
    X : object, default=None
        Documents, where `taxonomy` is no table.
    kind : {"sunburst", "treemap", "icicle"}, default="sunburst"
        Rings around a centre, tiles in tiles, or columns side by side.
    labels : dict from int to str, list of str, or TopicTable, default=None
        Names of topics, by default those in the table.
    title : str, default=None
    width, height : int, default=None
        In pixels. By default the height is 800, and more for columns of many topics.
    **options : dict
        What `topic_taxonomy` takes beside, such as ``n_per_level=[20, 5]`` or
        ``levels="layers"``, where `taxonomy` is no table.

    Returns
    -------
    figure : plotly.graph_objects.Figure
        Areas are sizes; where these are not known, all topics are equally large. A
        click on a group shows it alone, and names that are too small are left out
        until then.

    Raises
    ------
    ImportError
        If plotly is not installed.
    TypeError
        If a table is given with documents or options.

    See Also
    --------
    plot_topic_tree : The levels of a model side by side, with all parents of a topic.
    plot_hierarchy : All merges, with their distances.

    Examples
    --------
    >>> from sktopics.analysis import topic_taxonomy
    >>> from sktopics.plots import plot_taxonomy
    >>> documents = ["ship sea", "sea wind", "tax debt", "tax law"]
    >>> vectors = [[9, 1, 0], [8, 2, 0], [0, 1, 9], [1, 0, 9]]
    >>> taxonomy = topic_taxonomy(
    ...     [0, 1, 2, 3], documents, embeddings=vectors, n_per_level=[2]
    ... )
    >>> rings = plot_taxonomy(taxonomy).data[0]
    >>> for row in zip(rings.parents, rings.ids, rings.labels, rings.values):
    ...     print(*row, sep=" | ")
     | topics | 4 topics | 0.0
    topics | 1.0 | sea, ship,<br>wind | 0.0
    topics | 1.1 | tax, debt, law | 0.0
    1.0 | 0.0 | 0: ship, sea | 0.25
    1.0 | 0.1 | 1: wind, sea | 0.25
    1.1 | 0.2 | 2: debt, tax | 0.25
    1.1 | 0.3 | 3: law, tax | 0.25
    """
    if not isinstance(taxonomy, TopicTaxonomy):
        taxonomy = topic_taxonomy(taxonomy, X, labels=labels, **options)
        labels = None
    elif X is not None or options:
        raise TypeError(
            "plot_taxonomy is given a taxonomy: give X and options with a model, or "
            "make the taxonomy with them."
        )
    names = {node.index: node.label for node in taxonomy if node.level == 0}
    names = names_with_labels(names, labels)
    n_topics = len(names) or len({t for node in taxonomy for t in node.topics})
    trace = {
        "type": kind,
        **_sectors(taxonomy, names, n_topics, kind),
        "branchvalues": "remainder",
        "hovertemplate": "%{hovertext}<extra></extra>",
        "sort": False,
    }
    if kind != "sunburst":
        trace["pathbar"] = {"visible": True}
    figure = new_figure(
        [trace],
        title="Taxonomy of topics" if title is None else title,
        width=width,
        height=height or (max(800, 13 * n_topics) if kind == "icicle" else 800),
        uniformtext={"minsize": 8, "mode": "hide"},
        margin={"l": 20, "r": 20, "t": 60, "b": 20},
    )
    note = f"{counted(n_topics)} on {counted(len(taxonomy.n_per_level), 'level')}"
    return add_note(figure, note, title)


def _sectors(taxonomy, names, n_topics, kind):
    """Return the columns of the trace, a row for the centre and for each node."""
    places = {(node.level, node.index) for node in taxonomy}
    are_known = bool(len(taxonomy)) and all(node.size is not None for node in taxonomy)
    are_known = are_known and any(node.size for node in taxonomy)
    colors = _colors(taxonomy, places)
    columns = {
        "ids": [_ROOT],
        "parents": [""],
        "labels": [counted(n_topics)],
        "values": [0.0],
        "hovertext": [counted(n_topics)],
    }
    shades = ["#FFFFFF"]
    inside = {}
    for node in reversed(taxonomy):  # parts come before what they are in
        own = float(node.size) if are_known else float(len(node.topics))
        held = inside.pop((node.level, node.index), 0.0)
        above = (node.level + 1, node.parent)
        inside[above] = inside.get(above, 0.0) + max(own, held)
        # Sums of plotly: a group has what its parts do not have.
        rest = own - held
        columns["values"].insert(1, rest if rest > 1e-9 * own else 0.0)
        columns["ids"].insert(1, f"{node.level}.{node.index}")
        columns["parents"].insert(
            1, f"{above[0]}.{above[1]}" if above in places else _ROOT
        )
        name = node.label
        if node.level == 0:
            name = numbered(node.index, names[node.index])
        columns["labels"].insert(1, _written(name, node, n_topics, kind))
        columns["hovertext"].insert(1, _told(node, name))
        shades.insert(1, colors[node.level, node.index])
    return {
        **columns,
        "marker": {"colors": shades, "line": {"color": "white"}},
        "textfont": {"color": [_ink_on(color) for color in shades]},
    }


def _written(name, node, n_topics, kind):
    """Return the name that is written into a sector: short lines fit best."""
    if kind == "icicle":
        return axis_label(name)
    if kind == "sunburst" and node.level == 0 and n_topics > _MANY:
        return axis_label(name, 13)
    return hover_text(name, 40, 14)


def _colors(taxonomy, places):
    """Return colours: each outermost group has one, and its parts are lighter."""
    found = {}
    n_roots = 0
    for node in taxonomy:
        above = (node.level + 1, node.parent)
        if above in places:
            color = lightened(found[above], 0.2)
        else:
            mark = mark_of(n_roots)
            # Names are not read on black, and its parts would be grey.
            color = VIOLET if mark.color == "#000000" else mark.color
            n_roots += 1
        found[node.level, node.index] = color
    return found


def _ink_on(color):
    """Return black or white, which is easier to read on a color "#RRGGBB"."""
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [
        p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
    ]
    # The luminance at which both have the same contrast, by WCAG 2.
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "#000000" if luminance > 0.179 else "#FFFFFF"


def _told(node, name):
    """Return what is shown of a node under the pointer."""
    lines = [f"<b>{hover_text(name)}</b>"]
    if node.size is not None:
        lines.append(f"{node.size:.1%} of the corpus")
    if node.level:
        lines.append(f"{counted(len(node.topics))} in it")
    if node.terms:
        lines.append(hover_text(", ".join(node.terms)))
    return "<br>".join(lines)
