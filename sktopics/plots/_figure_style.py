"""How all figures look: colours, marks, letters, sizes. No global state."""

import html
import re
from typing import NamedTuple

from .._optional import import_optional
from .._reading import shorten
from .._terminal import display_width

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
# Black with white in it is grey, which is "no topic".
VIOLET = "#6A3D9A"
GREY = "#8C8C8C"
GRID = "#E6E6E6"
INK = "#1F1F1F"
FONT = "Arial, Helvetica, sans-serif"
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "cross", "x", "star")
DASHES = ("solid", "dash", "dot", "dashdot", "longdash")
# The template of all figures makes lines in legends as thick as points are large.
LEGEND_OF_LINES = {"itemsizing": "trace"}
HOVER_LENGTH = 200
LABEL_LENGTH = 40
# White is mixed into the colours of each further round of eight.
LIGHTER = (0.0, 0.35, 0.6)
# Letters that break lines, and letters that are not seen or that turn others around:
# controls, bidirectional embeddings, overrides and isolates, lone halves of surrogates.
_BREAKS = re.compile(r"[\t-\r\x1c-\x1f\x85\u2028\u2029]+")
_UNSEEN = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069"
    r"\ud800-\udfff\ufffe\uffff]"
)


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
    and have another symbol and another dash; violet is in place of black there.
    """
    if position < 0:
        return Mark(GREY, "circle-open", "dot")
    turn, place = divmod(position, len(OKABE_ITO))
    full = OKABE_ITO[place]
    if turn and full == "#000000":
        full = VIOLET
    color = lightened(full, LIGHTER[turn % len(LIGHTER)])
    return Mark(color, SYMBOLS[turn % len(SYMBOLS)], DASHES[turn % len(DASHES)])


def line_mark(position):
    """Return the mark of a line, which has a symbol that its neighbours do not have.

    Colours go round by eight and symbols by seven: 56 marks differ in one or the other.
    """
    mark = mark_of(position)
    if position < 0:
        return mark
    return mark._replace(symbol=SYMBOLS[position % len(SYMBOLS)])


# Of topics that have no colour of their own.
OTHER_MARK = Mark("#C9D3DC", "circle", "solid")


def lightened(color, share):
    """Mix a colour "#RRGGBB" with a share of white in [0, 1]."""
    parts = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(p + (255 - p) * share):02X}" for p in parts)


def translucent(color, opacity):
    """Return a colour "#RRGGBB" as plotly's ``rgba()``, for bands and areas."""
    red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"


def visible(text):
    """Return a text in which no letter breaks a line, is unseen, or turns others.

    Such letters are shown by their codes: a file that has them all can be written.
    """
    text = str(text)
    if text.isprintable():  # most are
        return text
    return with_codes(_BREAKS.sub(" ", text))


def with_codes(text):
    """Return a text in which letters that are unseen or turn others are their codes."""
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def plain(text):
    """Escape a text for plotly, which reads some tags of HTML in every text.

    Where a page has MathJax, as notebooks do, plotly reads formulas between dollars.
    """
    return _escaped(visible(text))


def _escaped(text):
    return html.escape(text, quote=False).replace("$", "&#36;")


def in_template(text):
    """Return an escaped text for a template, in which plotly fills in "%{names}"."""
    return text.replace("%{", "%&#123;")


def width_of(text):
    """Return how many letters of Latin a text is as wide as; Chinese ones are two."""
    return len(text) if text.isascii() else display_width(text)


def cut(text, length):
    """Return a text in one line, cut after a word to the width of so many letters."""
    # What is longer is cut anyway: a text may be a document.
    text = " ".join(visible(str(text)[: 20 * length]).split())
    if width_of(text) <= length:
        return text
    some = text[: 4 * length]
    head = some[: length - 1] if some.isascii() else _pieces(some, length - 1)[0]
    at_word, _, _ = head.rpartition(" ")
    return (at_word if len(at_word) > (len(head) + 1) // 2 else head) + "…"


def axis_label(text, length=LABEL_LENGTH):
    """Return a name for an axis, a legend or a tick: cut to a width, escaped."""
    return plain(cut(text, length))


def distinct(names):
    """Return names of which no two are equal: plotly makes equal categories one."""
    found, used = [], set()
    for name in names:
        text, number = name, 1
        while text in used:
            number += 1
            text = f"{name} ({number})"
        used.add(text)
        found.append(text)
    return found


def hover_text(text, length=HOVER_LENGTH, width=60):
    """Return the first letters of a text in lines of `width` at most, escaped."""
    text = visible(str(text)[: 20 * length])
    measure = len if text.isascii() else display_width
    lines, line, used = [], "", width
    for word in shorten(text, length).split(" "):
        size = measure(word)
        if used + 1 + size <= width:
            line, used = f"{line} {word}", used + 1 + size
            continue
        lines.append(line)
        if size <= width:
            line, used = word, size
        else:
            *whole, line = _pieces(word, width)
            lines, used = lines + whole, measure(line)
    return "<br>".join(map(_escaped, [*lines[1:], line]))


def _pieces(word, width):
    """Return a word that is wider than a line in pieces that are not."""
    pieces, piece, room = [], "", width
    for letter in word:
        room -= display_width(letter)
        if room < 0:
            pieces.append(piece)
            piece, room = "", width - display_width(letter)
        piece += letter
    return [*pieces, piece]


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
