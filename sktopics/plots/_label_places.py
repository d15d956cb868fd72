"""Labels in a map: the most important ones that do not cover each other."""

import numpy as np

from ._figure_style import INK, axis_label

# In pixels, of the font of annotations.
_LETTER, _LINE, _PAD = 6.6, 17, 6
_SIZE = 12
SHOWN_LETTERS = 28


def labels_in_map(names, places, *, extent, size, lifts=0):
    """Return annotations for the first names that do not cover one before them.

    Parameters
    ----------
    names : list of str
        The most important first.
    places : ndarray of shape (n_names, 2)
        NaN for names without a place.
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
    lifts = np.broadcast_to(lifts, len(names)).tolist()
    boxes, found = np.empty((0, 4)), []
    for name, place, lift in zip(names, places, lifts, strict=True):
        if not np.isfinite(place).all():
            continue
        text = axis_label(name, SHOWN_LETTERS)
        half = _LETTER * min(len(name), SHOWN_LETTERS) / 2 + _PAD / 2
        x, y = (place - (left, bottom)) * scale
        y += lift
        box = np.array([x - half, x + half, y - _LINE / 2, y + _LINE / 2])
        covered = (
            (boxes[:, 0] < box[1])
            & (box[0] < boxes[:, 1])
            & (boxes[:, 2] < box[3])
            & (box[2] < boxes[:, 3])
        )
        if covered.any():
            continue
        boxes = np.vstack((boxes, box))
        found.append(_annotation(text, place, lift))
    return found


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
