"""Names in a map: the most important ones that do not cover each other."""

import html

import numpy as np

from ._figure_style import INK, axis_label, width_of

# Pixels: of a letter of 12 px, of a line, between two names, and around the map.
_LETTER, _LINE, _PAD, _MARGIN = 6.6, 17, 6, 100
_SIZE = 12
# Letters of names that stand in a map.
NAME_LENGTH = 28
_MIDDLE = {"middle center": (0, 0)}
_SIDES = {
    **_MIDDLE,
    "top center": (0, 1),
    "bottom center": (0, -1),
    "middle right": (1, 0),
    "middle left": (-1, 0),
}


def free_places(at, texts, n_labels=None, *, sides=_MIDDLE, shape=None):
    """Choose names that do not cover one before them.

    Parameters
    ----------
    at : ndarray of shape (n, 2)
        Where they belong, in pixels, the most important first; NaN for no place.
    texts : list of str
        Escaped for HTML.
    n_labels : int, default=None
        The most names; None is no limit.
    sides : dict from str to (int, int)
        Where names may stand beside their places, the best side first.
    shape : (int, int), default=None
        Width and height of the room that names must not leave.

    Returns
    -------
    chosen : list of (int, str)
        Names and their sides.
    """
    taken, chosen = np.empty((0, 4)), []
    for i, text in enumerate(texts):
        if n_labels is not None and len(chosen) >= n_labels:
            break
        if not np.isfinite(at[i]).all():
            continue
        size = np.array([width_of(html.unescape(text)) * _LETTER + _PAD, _LINE])
        for side, direction in sides.items():
            low = at[i] + np.array(direction) * size / 2 - size / 2
            high = low + size
            inside = shape is None or ((low >= 0).all() and (high <= shape).all())
            free = (taken[:, :2] >= high) | (taken[:, 2:] <= low)
            if inside and free.any(axis=1).all():
                taken = np.vstack([taken, np.concatenate([low, high])])
                chosen.append((i, side))
                break
    return chosen


def free_labels(places, texts, order, n_labels, shape):
    """Choose names beside places, and ranges of axes with room for them.

    Parameters
    ----------
    places : ndarray of shape (n, 2)
    texts : list of str
        Escaped for HTML.
    order : list of int
        Which names come first.
    n_labels : int or None
        The most names.
    shape : (int, int)
        Width and height of the figure in pixels.

    Returns
    -------
    ranges : list of two (float, float)
        Of the axes, in which one unit is equally long in both directions.
    shown : list of int
    sides : list of str
        Positions of texts, as plotly calls them.
    """
    inner = np.maximum(np.array(shape, dtype=float) - [40, 100], 10)
    low, high = places.min(axis=0), places.max(axis=0)
    room = np.maximum(inner - 2 * _MARGIN, 50)
    unit = float(((high - low) / room).max()) or 1.0  # of the axes, in a pixel
    middle = (low + high) / 2
    half = inner / 2 * unit
    ranges = [(m - h, m + h) for m, h in zip(middle, half, strict=True)]
    at = (places - middle) / unit + inner / 2
    ordered = [texts[i] for i in order]
    chosen = free_places(at[order], ordered, n_labels, sides=_SIDES, shape=inner)
    return ranges, [order[i] for i, _ in chosen], [side for _, side in chosen]


def labels_in_map(names, places, n_labels=None, *, extent, size, lifts=0):
    """Return annotations for the first names that do not cover one before them.

    Parameters
    ----------
    names : list of str
        The most important first.
    places : ndarray of shape (n_names, 2)
        NaN for names without a place.
    n_labels : int, default=None
        The most names; None is no limit.
    extent : tuple of float
        Left, right, bottom and top of the map.
    size : tuple of int
        Width and height of the map in pixels.
    lifts : array-like of shape (n_names,), default=0
        By how many pixels labels stand above their places.

    Returns
    -------
    annotations : list of dict
        For plotly.
    """
    left, right, bottom, top = extent
    scale = np.array([size[0] / (right - left), size[1] / (top - bottom)])
    places = np.asarray(places, dtype=np.float64).reshape(-1, 2)
    lifts = np.broadcast_to(lifts, len(names)).astype(float)
    at = (places - (left, bottom)) * scale
    at[:, 1] += lifts
    texts = [axis_label(name, NAME_LENGTH) for name in names]
    return [
        _annotation(texts[i], places[i], float(lifts[i]))
        for i, _ in free_places(at, texts, n_labels)
    ]


def _annotation(text, place, lift):
    return {
        "x": float(place[0]),
        "y": float(place[1]),
        "text": text,
        "showarrow": False,
        "yshift": lift,
        "font": {"size": _SIZE, "color": INK},
        "bgcolor": "rgba(255,255,255,0.75)",
        "borderpad": 1,
        # A click goes to the point below.
        "captureevents": False,
    }


def extent_of(places):
    """Return left, right, bottom and top of points, with a margin."""
    known = places[np.isfinite(places).all(axis=1)]
    if not len(known):
        return -1.0, 1.0, -1.0, 1.0
    low, high = known.min(axis=0).astype(float), known.max(axis=0).astype(float)
    margin = np.where(high > low, 0.05 * (high - low), 1.0)
    (left, bottom), (right, top) = low - margin, high + margin
    return float(left), float(right), float(bottom), float(top)
