"""How all figures look: colours, marks, letters, sizes. No global state."""

import html
from typing import NamedTuple

from .._optional import import_optional
from .._reading import shorten

# Okabe and Ito, "Color Universal Design", 2008: eight colours that people with any
# colour vision can tell apart. The yellow, which is weak on white, comes late.
OKABE_ITO = (
    "#0072B2",
    "#E69F00",
    "#009E73",
    "#D55E00",
    "#56B4E9",
    "#CC79A7",
    "#F0E442",
    "#000000",
)
GREY = "#8C8C8C"
GRID = "#E6E6E6"
INK = "#1F1F1F"
FONT = "Arial, Helvetica, sans-serif"
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "cross", "x", "star")
DASHES = ("solid", "dash", "dot", "dashdot", "longdash")
HOVER_LENGTH = 200
LABEL_LENGTH = 40
# White is mixed into the colours of each further round of eight.
LIGHTER = (0.0, 0.35, 0.6)


class Mark(NamedTuple):
    """How one of many things is drawn: colour is never all that tells it apart.

    Attributes
    ----------
    color : str
        "#RRGGBB".
    symbol : str
        Of plotly's markers.
    dash : str
        Of plotly's lines.
    """

    color: str
    symbol: str
    dash: str


def mark_of(position):
    """Return the mark of the thing at a position; -1 is grey, for "no topic".

    The first eight have the colours of Okabe and Ito. Each further eight are lighter
    and have another symbol and another dash.
    """
    if position < 0:
        return Mark(GREY, "circle-open", "dot")
    turn, place = divmod(position, len(OKABE_ITO))
    color = lightened(OKABE_ITO[place], LIGHTER[turn % len(LIGHTER)])
    return Mark(color, SYMBOLS[turn % len(SYMBOLS)], DASHES[turn % len(DASHES)])


def lightened(color, share):
    """Mix a colour "#RRGGBB" with a share of white in [0, 1]."""
    parts = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(p + (255 - p) * share):02X}" for p in parts)


def translucent(color, opacity):
    """Return a colour "#RRGGBB" as plotly's ``rgba()``, for bands and areas."""
    red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"


def plain(text):
    """Escape a text for plotly, which reads some tags of HTML in every text."""
    return html.escape(str(text), quote=False)


def axis_label(text, length=LABEL_LENGTH):
    """Return a name for an axis, a legend or a tick: cut to a length, escaped."""
    return plain(shorten(str(text), length))


def hover_text(text, length=HOVER_LENGTH, width=60):
    """Return the first letters of a text in lines of about `width`, escaped."""
    lines, line = [], ""
    for word in shorten(str(text), length).split(" "):
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return "<br>".join(plain(part) for part in [*lines, line])


def new_figure(traces=(), *, title=None, width=None, height=None, **layout):
    """Return a figure in the style of this package.

    Parameters
    ----------
    traces : iterable of plotly traces, default=()
    title : str, default=None
        Plain text.
    width, height : int, default=None
        In pixels; plotly's choice if None.
    **layout : dict
        More of plotly's layout.

    Returns
    -------
    figure : plotly.graph_objects.Figure

    Raises
    ------
    ImportError
        If plotly is not installed: the extra `plots` brings it.
    """
    graph_objects = import_optional("plotly.graph_objects", "plots")
    figure = graph_objects.Figure(data=list(traces))
    axis = {"gridcolor": GRID, "zerolinecolor": GRID, "automargin": True}
    figure.update_layout(
        # Not the template of the session, which other code may have changed.
        template={
            "layout": {
                "colorway": OKABE_ITO,
                "xaxis": axis,
                "yaxis": axis,
                "plot_bgcolor": "white",
                "paper_bgcolor": "white",
                "font": {"family": FONT, "size": 13, "color": INK},
                "hoverlabel": {"align": "left", "font": {"family": FONT}},
                "legend": {"itemsizing": "constant"},
                "margin": {"l": 60, "r": 30, "t": 60, "b": 50},
            }
        },
        title=None if title is None else {"text": plain(title)},
        width=width,
        height=height,
        **layout,
    )
    return figure
