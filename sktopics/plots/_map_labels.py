"""Which names a map has room for."""

import html

import numpy as np

# Pixels: of a letter of 12 px, of a line, and around the map.
_LETTER, _LINE, _MARGIN = 6.6, 15, 100
_SIDES = {
    "middle center": (0, 0),
    "top center": (0, 1),
    "bottom center": (0, -1),
    "middle right": (1, 0),
    "middle left": (-1, 0),
}


def free_labels(places, texts, order, n_labels, shape):
    """Choose the names that do not cover each other, and where they stand.

    Parameters
    ----------
    places : ndarray of shape (n, 2)
    texts : list of str
        Escaped for HTML.
    order : list of int
        Which names come first.
    n_labels : int
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
    inner = np.array(shape, dtype=float) - [40, 100]
    low, high = places.min(axis=0), places.max(axis=0)
    room = np.maximum(inner - 2 * _MARGIN, 50)
    unit = float(((high - low) / room).max()) or 1.0  # of the axes, in a pixel
    middle = (low + high) / 2
    half = inner / 2 * unit
    ranges = [(m - h, m + h) for m, h in zip(middle, half, strict=True)]
    at = (places - middle) / unit + inner / 2
    taken = np.empty((0, 4))
    shown, sides = [], []
    for i in order:
        if len(shown) == n_labels:
            break
        n_letters = len(html.unescape(texts[i]))
        size = np.array([n_letters * _LETTER + 6, _LINE])
        for side, direction in _SIDES.items():
            box = _box(at[i], np.array(direction), size)
            inside = (box[:2] >= 0).all() and (box[2:] <= inner).all()
            free = (taken[:, :2] >= box[2:]) | (taken[:, 2:] <= box[:2])
            if inside and free.any(axis=1).all():
                taken = np.vstack([taken, box])
                shown.append(i)
                sides.append(side)
                break
    return ranges, shown, sides


def _box(at, direction, size):
    """Return left, bottom, right and top of a text beside a place."""
    center = at + direction * size / 2
    return np.concatenate([center - size / 2, center + size / 2])
