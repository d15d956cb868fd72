"""Small multiples: panels in rows and columns of one figure."""

from typing import NamedTuple

from ._figure_style import axis_label

_GAP_OF_ROWS = 62
# Pixels: a narrow page, and a letter of a title.
_WIDTH, _LETTER = 750, 7.3
_MARGINS = {"l": 60, "r": 30, "t": 115, "b": 75}


class FigurePanels(NamedTuple):
    """Panels of a figure.

    Attributes
    ----------
    axes : list of dict
        The options ``xaxis`` and ``yaxis`` of traces in each panel.
    layout : dict
        Options of the layout of the figure, with ``height``.
    """

    axes: list
    layout: dict


def figure_panels(
    titles,
    n_columns,
    row_height,
    *,
    width=None,
    x_title=None,
    xaxis=None,
    yaxis=None,
    gap=0.06,
    own_y=False,
):
    """Return panels with titles, row by row.

    Parameters
    ----------
    titles : list of str
        Names that are cut and escaped here.
    n_columns : int
        At most.
    row_height : int
        In pixels.
    width : int, default=None
        Of the figure in pixels; titles fit in it.
    x_title : str, default=None
        Below all panels.
    xaxis, yaxis : dict, default=None
        Options of all axes.
    gap : float, default=0.06
        Between two columns, as a share of the width.
    own_y : bool, default=False
        Whether each panel has a y-axis of its own. By default all have the same range,
        and the left ones alone have labels. The range of x is the same always.
    """
    n = max(len(titles), 1)
    n_columns = min(n_columns, n)
    n_rows = -(-n // n_columns)
    inner = n_rows * row_height + (n_rows - 1) * _GAP_OF_ROWS
    column_width = (1 - gap * (n_columns - 1)) / n_columns
    length = max(int(((width or _WIDTH) - 90) / n_columns / _LETTER), 8)
    axes, layout, notes = [], {}, []
    for panel, title in enumerate(titles):
        row, column = divmod(panel, n_columns)
        number = "" if panel == 0 else str(panel + 1)
        left = column * (column_width + gap)
        top = 1 - row * (row_height + _GAP_OF_ROWS) / inner
        bottom = max(top - row_height / inner, 0.0)
        x_options = {**(xaxis or {})}
        y_options = {**(yaxis or {})}
        if not own_y and column:
            y_options |= {"showticklabels": False, "title": None}
        if panel:
            x_options["matches"] = "x"
            if not own_y:
                y_options["matches"] = "y"
        layout[f"xaxis{number}"] = {
            **x_options,
            "domain": [left, min(left + column_width, 1.0)],
            "anchor": f"y{number}",
        }
        layout[f"yaxis{number}"] = {
            **y_options,
            "domain": [bottom, top],
            "anchor": f"x{number}",
        }
        axes.append({"xaxis": f"x{number}", "yaxis": f"y{number}"})
        notes.append(_heading(title, left, top, length))
    if x_title is not None:
        notes.append(_below(x_title))
    height = inner + _MARGINS["t"] + _MARGINS["b"]
    layout |= {"annotations": notes, "height": height, "margin": _MARGINS}
    return FigurePanels(axes, layout)


def _heading(title, left, top, length):
    return {
        "text": f"<b>{axis_label(title, length)}</b>",
        "x": left,
        "y": top,
        "yshift": 4,
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": 12},
    }


def _below(text):
    return {
        "text": text,
        "x": 0.5,
        "y": 0,
        "yshift": -30,
        "xref": "paper",
        "yref": "paper",
        "xanchor": "center",
        "yanchor": "top",
        "showarrow": False,
        "font": {"size": 14},
    }
