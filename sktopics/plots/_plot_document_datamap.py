"""Maps of documents by datamapplot: for print, and with labels on several levels."""

from html import escape
from pathlib import Path
from typing import Any

import numpy as np

from .._optional import import_optional
from .._reading import materialized, shorten
from .._sklearn import validate_params
from ..analysis import TopicHierarchy, TopicTaxonomy
from ..topics.names_by_topic import NO_TOPIC
from ._document_points import MAP_PARAMETERS, document_points
from ._figure_options import OF_NAMED_TOPICS, UP_TO_ALL
from ._figure_style import (
    GREY,
    HOVER_LENGTH,
    INK,
    LABEL_LENGTH,
    OTHER_MARK,
    cut,
    visible,
)
from ._levels_of_documents import has_levels_above, levels_of_topics
from ._names_in_figures import N_COLORS, marks_by_topic, numbered

_FONT = "DejaVu Sans"  # which comes with matplotlib
_INCHES, _DPI = 12, 100
_EXTENT = 16.0
_LAYERS = 3
_CACHES = ("javascript", "css", "fonts")


_PARAMETERS = {
    **OF_NAMED_TOPICS,
    "random_state": MAP_PARAMETERS["random_state"],
    "datamap_options": [dict, None],
}


@validate_params(
    {
        **_PARAMETERS,
        "n_topics": UP_TO_ALL,
    },
    prefer_skip_nested_validation=True,
)
def plot_document_datamap(
    model,
    X=None,
    *,
    embeddings=None,
    coordinates=None,
    reducer: Any = None,
    n_topics: int | None = N_COLORS,
    datamap_options=None,
    random_state: Any = 0,
    labels=None,
    title=None,
    width=None,
    height=None,
    **beside,
) -> tuple:
    """Draw a map of documents for print, with names of topics around it.

    The package datamapplot draws it with matplotlib. Nothing is fetched from the
    network: labels are in a font that comes with matplotlib.

    Parameters
    ----------
    model : estimator, array-like or DocumentLayout
    X : object, default=None
    embeddings : array-like of shape (n_documents, n_dimensions), default=None
    coordinates : array-like of shape (n_documents, 2), default=None
    reducer : object, default=None
        As of `plot_documents`.
    n_topics : int, default=24
        How many topics have a name and a colour, the largest ones. None is all.
    datamap_options : dict, default=None
        Other options of ``datamapplot.create_plot``, such as ``{"darkmode": True}``.
    random_state : int, RandomState instance or None, default=0
        Of the layout.
    labels : dict from int to str, list of str, or TopicTable, default=None
        Names of topics, by default the model's own.
    title : str, default=None
        By default there is none.
    width, height : int, default=None
        In pixels at 100 dots per inch, 1200 by default.
    **beside : dict
        What `transform` of the model takes beside `X`.

    Returns
    -------
    figure : matplotlib.figure.Figure
    axes : matplotlib.axes.Axes
        As datamapplot gives them. The title stands above the axes:
        ``figure.savefig("map.pdf", bbox_inches="tight")`` writes a file with it.

    Raises
    ------
    ImportError
        If datamapplot is not installed: the extra `maps` brings it.

    See Also
    --------
    interactive_document_datamap : The same for a browser.

    Examples
    --------
    >>> from sktopics.plots import plot_document_datamap
    >>> places = [[0, 0], [0, 1], [1, 0], [5, 5], [5, 6], [6, 5], [9, 0]]
    >>> figure, axes = plot_document_datamap(
    ...     [0, 0, 0, 1, 1, 1, -1], coordinates=places, labels=["sea", "money"]
    ... )  # doctest: +SKIP
    >>> sorted({text.get_text() for text in axes.texts})  # doctest: +SKIP
    ['0: sea', '1: money']
    """
    import_optional("datamapplot", "maps")
    points = _points(
        model,
        X,
        labels,
        random_state,
        beside,
        embeddings=embeddings,
        coordinates=coordinates,
        reducer=reducer,
    )
    topics = points.by_size[:n_topics]
    names = {
        topic: _print_name(numbered(topic, points.names[topic])) for topic in topics
    }
    marks = marks_by_topic(topics)
    noise = _noise_label(names.values())
    options = {
        "noise_label": noise,
        "noise_color": GREY,
        "label_color_map": {
            noise: GREY,
            **{names[topic]: marks[topic].color for topic in topics},
        },
        "font_family": _FONT,
        "use_system_fonts": True,
        "figsize": ((width or 100 * _INCHES) / _DPI, (height or 100 * _INCHES) / _DPI),
        "dpi": _DPI,
        # Colours of names would be too faint to read.
        "color_label_text": INK,
        "color_label_arrows": True,
        "title": None if title is None else _print_name(title, None),
        "title_keywords": {"fontweight": 700},
        "label_linespacing": 1.15,
        **(datamap_options or {}),
    }
    return _create("create_plot")(
        _scaled(points.places),
        _labels_of(points.topics, names, noise),
        **options,
    )


@validate_params(
    {
        **_PARAMETERS,
        "hierarchy": [TopicHierarchy, TopicTaxonomy, None],
        "hover": ["boolean"],
        "offline": ["boolean"],
    },
    prefer_skip_nested_validation=True,
)
def interactive_document_datamap(
    model,
    X=None,
    *,
    hierarchy=None,
    embeddings=None,
    coordinates=None,
    reducer: Any = None,
    hover=True,
    offline=False,
    datamap_options=None,
    random_state: Any = 0,
    labels=None,
    title=None,
    width=None,
    height=None,
    **beside,
) -> Any:
    """Make a map of documents for a browser, in which zooming shows finer topics.

    Parameters
    ----------
    model : estimator, array-like or DocumentLayout
    X : object, default=None
        As of `plot_documents`.
    hierarchy : TopicHierarchy or TopicTaxonomy, default=None
        Coarser topics, whose names stand in the map before you zoom in. A model that
        has levels of its own (a :class:`~sktopics.artm.HierarchicalARTM`, the layers of
        a :class:`~sktopics.clustering.BERTopic`) needs none.
    embeddings : array-like of shape (n_documents, n_dimensions), default=None
    coordinates : array-like of shape (n_documents, 2), default=None
    reducer : object, default=None
        As of `plot_documents`.
    hover : bool, default=True
        Whether pointing at a document shows its first 200 characters.
    offline : bool, default=False
        Whether the file holds the programs and fonts that it needs. They are those that
        datamapplot has on this machine: run its command ``dmp_offline_cache`` once,
        with a network.
    datamap_options : dict, default=None
        Other options of ``datamapplot.create_interactive_plot``, such as
        ``{"darkmode": True}``. Some of them take HTML, which is not escaped.
    random_state : int, RandomState instance or None, default=0
        Of the layout.
    labels : dict from int to str, list of str, or TopicTable, default=None
        Names of topics, by default the model's own.
    title : str, default=None
        By default there is none.
    width, height : int, default=None
        In pixels; by default as wide as the page, and 800.
    **beside : dict
        What `transform` of the model takes beside `X`.

    Returns
    -------
    figure : datamapplot.interactive_rendering.InteractiveFigure
        ``figure.save("map.html")`` writes a file, and a notebook shows it.

    Raises
    ------
    ImportError
        If datamapplot is not installed: the extra `maps` brings it.
    FileNotFoundError
        If `offline` is asked for, and datamapplot has not kept what it needs.

    Notes
    -----
    The data is in the file. What draws it is not: the browser fetches deck.gl and
    Apache Arrow from unpkg.com, style sheets from maxcdn.bootstrapcdn.com and a font
    from fonts.googleapis.com. While it makes the file, datamapplot asks whether the
    font is to be had, which takes up to ten seconds on some machines without a network.
    With ``offline=True`` neither happens, but for the two style sheets, without which
    the map works as well. For a page that never needs a network see
    :class:`~sktopics.report.TopicReport`.

    Examples
    --------
    >>> from sktopics.plots import interactive_document_datamap
    >>> figure = interactive_document_datamap(
    ...     model, documents, title="Talks"
    ... )  # doctest: +SKIP
    >>> figure.save("talks.html")  # doctest: +SKIP
    """
    import_optional("datamapplot", "maps")
    options = _offline_options() if offline else {}
    X = None if X is None else materialized(X)  # it may be read twice
    points = _points(
        model,
        X,
        labels,
        random_state,
        beside,
        hover,
        embeddings=embeddings,
        coordinates=coordinates,
        reducer=reducer,
    )
    layers, colors = _layers(points, model, X, hierarchy, embeddings, beside)
    noise = _noise_label(colors)
    if hover:
        options["hover_text"] = [_plain_text(*each) for each in points.texts]
    options |= {
        "noise_label": noise,
        "noise_color": GREY,
        "label_color_map": {**colors, noise: GREY},
        "title": None if title is None else escape(visible(title)),
        "width": "100%" if width is None else width,
        "height": height or 800,
        "inline_data": True,
        **(datamap_options or {}),
    }
    named = [np.where(layer == "", noise, layer) for layer in layers]
    create = _create("create_interactive_plot")
    return create(_scaled(points.places), *named, **options)


def _points(model, X, labels, random_state, beside, hover=False, **placing):
    """Return all documents as points, with texts as they are."""
    return document_points(
        model,
        X,
        labels=labels,
        sample=None,
        hover=hover,
        random_state=random_state,
        beside=beside,
        **placing,
    )


def _scaled(places):
    """Return places as wide as UMAP makes them: widths of glow and margins are fixed.

    Angles and ratios of distances are kept.
    """
    places = np.asarray(places, dtype=np.float64)
    if not len(places):
        return places
    low, high = places.min(axis=0), places.max(axis=0)
    return (places - (low + high) / 2) * (_EXTENT / (float((high - low).max()) or 1.0))


def _create(name):
    return getattr(import_optional("datamapplot", "maps"), name)


def _labels_of(topics, names, noise):
    """Return the names of topics of documents, an array of str."""
    return np.array([names.get(topic, noise) for topic in topics.tolist()], object)


def _print_name(name, length=LABEL_LENGTH):
    """Return a name for matplotlib, in which a dollar begins a formula."""
    name = visible(name) if length is None else cut(name, length)
    return name.replace("$", r"\$")


def _plain_text(name, text):
    """Return what is said of a document; datamapplot shows it as text, not as HTML."""
    shown = f"document {visible(name)}"
    return f"{shown}\n{visible(shorten(text, HOVER_LENGTH))}" if text else shown


def _noise_label(names):
    """Return a label of documents without a topic that no topic has."""
    label = "(no topic)"
    while label in names:
        label += " "
    return label


def _layers(points, model, X, hierarchy, embeddings, beside):
    """Return names of topics of documents on each level, and colours by name.

    A name is empty where a document has no topic on the level.
    """
    topics = [topic for topic in points.names if topic != NO_TOPIC]
    names = [visible(numbered(topic, points.names[topic])) for topic in topics]
    marks = marks_by_topic(points.by_size)
    colors = {names[topic]: marks.get(topic, OTHER_MARK).color for topic in topics}
    found = [np.array([*names, ""], object)[points.topics]]
    if hierarchy is None and not has_levels_above(model):
        return found, colors
    levels = levels_of_topics(
        model,
        X,
        hierarchy,
        n_levels=_LAYERS,
        names=points.names,
        embeddings=embeddings,
        beside=beside,
    )
    for number, level in enumerate(levels[1:], 1):
        # Names of levels must differ: two may be called after the same words.
        coarse = [
            f"{visible(name)} ({number}.{i})" for i, name in enumerate(level.names)
        ]
        for topic in reversed(points.by_size):
            if level.groups[topic] >= 0:
                colors[coarse[level.groups[topic]]] = marks[topic].color
        groups = np.append(level.groups, -1)[points.topics]
        found.append(np.array([*coarse, ""], object)[groups])
    return found, colors


def _offline_options():
    """Return options with which datamapplot takes what it has kept on this machine."""
    caching = import_optional("datamapplot.offline_mode_caching", "maps")
    files = {kind: Path(caching.DEFAULT_CACHE_FILES[kind]) for kind in _CACHES}
    missing = [str(path) for path in files.values() if not path.is_file()]
    if missing:
        raise FileNotFoundError(
            "offline=True needs the programs and fonts that datamapplot keeps, and "
            f"there is no {missing[0]}: run the command dmp_offline_cache once, with a "
            "network."
        )
    return {
        "offline_mode": True,
        "offline_mode_js_data_file": str(files["javascript"]),
        "offline_mode_font_data_file": str(files["fonts"]),
    }
