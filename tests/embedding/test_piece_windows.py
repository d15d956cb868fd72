import itertools

import pytest

from sktopics.embedding._piece_windows import piece_windows

CASES = [
    (n, limit, overlap)
    for n, limit in itertools.product(
        (1, 2, 5, 9, 10, 11, 17, 52, 101), (3, 10, 11, 30)
    )
    for overlap in (0, 1, (limit - 1) // 2)
]


@pytest.mark.parametrize(("n", "limit", "overlap"), CASES)
def test_windows_cover_a_text_and_overlap(n, limit, overlap):
    windows = piece_windows(n, limit, overlap)
    assert windows[0].start == 0
    assert windows[-1].stop == n
    lengths = {window.stop - window.start for window in windows}
    assert len(lengths) == 1
    assert max(lengths) <= limit
    for one, other in itertools.pairwise(windows):
        assert one.start < other.start
        assert one.stop - other.start >= overlap
    # As few as they can be.
    assert len(windows) == 1 or n > limit + (len(windows) - 2) * (limit - overlap)


@pytest.mark.parametrize(("n", "limit", "overlap"), CASES)
def test_a_piece_is_where_its_shorter_side_is_longest(n, limit, overlap):
    windows = piece_windows(n, limit, overlap)
    chosen = [k for k, w in enumerate(windows) for _ in range(w.first, w.last)]
    assert len(chosen) == n

    def shorter_side(piece, window):
        inside = window.start <= piece < window.stop
        return min(piece - window.start, window.stop - 1 - piece) if inside else -1

    for piece, k in enumerate(chosen):
        sides = [shorter_side(piece, window) for window in windows]
        assert k == sides.index(max(sides))


def test_short_texts_are_one_window():
    assert piece_windows(7, 7, 3) == [(0, 7, 0, 7)]
    assert piece_windows(0, 7, 3) == [(0, 0, 0, 0)]
