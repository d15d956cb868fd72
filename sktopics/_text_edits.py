"""Changes of a text, and where the characters of the changed text come from.

An edit is a tuple (start, stop, replacement) of places in a text. The edits of a text
are in its order and do not overlap.
"""

import numpy as np


def edited(text, edits):
    """Return a text after its edits.

    Examples
    --------
    >>> edited("see http://x.org now", [(4, 16, " ")])
    'see   now'
    """
    parts, place = [], 0
    for start, stop, replacement in edits:
        parts += [text[place:start], replacement]
        place = stop
    return "".join([*parts, text[place:]])


def origins_of_edits(n_characters, edits):
    """Return where the characters of an edited text come from.

    Parameters
    ----------
    n_characters : int
        Length of the text before the edits.
    edits : list of (int, int, str)

    Returns
    -------
    origins : (ndarray, ndarray), int64
        For each character of the edited text, and for its end, the
        first character that it comes from, and the one after the last.

    Examples
    --------
    >>> starts, stops = origins_of_edits(4, [(1, 3, "x")])
    >>> starts.tolist(), stops.tolist()
    ([0, 1, 3, 4], [1, 3, 4, 4])
    """
    starts, stops, place = [], [], 0
    for start, stop, replacement in [*edits, (n_characters, n_characters, "")]:
        kept = np.arange(place, start)
        starts += [kept, np.full(len(replacement), start)]
        stops += [kept + 1, np.full(len(replacement), stop)]
        place = stop
    end = np.array([n_characters])
    return np.concatenate([*starts, end]), np.concatenate([*stops, end])


def origins_through(first, second):
    """Return origins in the first of three texts of the characters of the third.

    Parameters
    ----------
    first : (ndarray, ndarray)
        Origins in the first text of the characters of the second.
    second : (ndarray, ndarray)
        Origins in the second text of the characters of the third.

    Returns
    -------
    origins : (ndarray, ndarray), int64
    """
    starts = first[0][second[0]]
    stops = first[1][np.maximum(second[1] - 1, 0)]
    stops[-1] = first[1][-1]
    return starts, stops


def in_original(spans, starts, stops):
    """Return spans in the original, given the origins of a changed text.

    Parameters
    ----------
    spans : ndarray of shape (n_spans, 2), int64
        Places in the changed text.
    starts, stops : ndarray, int64
        Origins of its characters.

    Returns
    -------
    spans : ndarray of shape (n_spans, 2), int64
    """
    empty = spans[:, 0] == spans[:, 1]
    start = starts[spans[:, 0]]
    stop = np.where(empty, start, stops[spans[:, 1] - 1])
    return np.column_stack((np.minimum(start, stop), stop))
