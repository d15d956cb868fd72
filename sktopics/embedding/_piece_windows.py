"""Windows of pieces: what a model reads at once of a text beyond its limit."""

from typing import NamedTuple

import numpy as np


class PieceWindow(NamedTuple):
    """A window of a text, and the pieces that take their vectors from it.

    Attributes
    ----------
    start, stop : int
        The pieces that the model reads.
    first, last : int
        The pieces whose vectors come from here: `last` is not one of them.
    """

    start: int
    stop: int
    first: int
    last: int


def piece_windows(n_pieces, limit, overlap):
    """Cut a text into windows that overlap.

    They are as few as the overlap allows, and of one length. A piece takes its vector
    from the window in which it has the most context on the side on which it has less:
    the windows' own middles are nearest there, and overlaps are divided in the middle.

    Parameters
    ----------
    n_pieces : int
    limit : int
        Most pieces of a window.
    overlap : int
        Fewest pieces that a window has in common with the next one. At most less than
        half of `limit`.

    Returns
    -------
    windows : list of PieceWindow

    Examples
    --------
    >>> for window in piece_windows(10, limit=6, overlap=2):
    ...     print(*window)
    0 6 0 5
    4 10 5 10
    """
    if n_pieces <= limit:
        return [PieceWindow(0, n_pieces, 0, n_pieces)]
    n_windows = -(-(n_pieces - overlap) // (limit - overlap))
    length = -(-(n_pieces + (n_windows - 1) * overlap) // n_windows)
    starts = np.arange(n_windows) * (n_pieces - length) // (n_windows - 1)
    stops = starts + length
    cuts = (starts[1:] + stops[:-1] + 1) // 2
    edges = [0, *cuts.tolist(), n_pieces]
    return [
        PieceWindow(*window)
        for window in zip(
            starts.tolist(), stops.tolist(), edges[:-1], edges[1:], strict=True
        )
    ]
