"""What is a stream of batches, and what is not."""

import numpy as np
import pytest
import scipy.sparse as sp

from sktopics import NamedCounts, TokenSequences
from sktopics._batches import check_rereadable, is_stream, paired_batches

COUNTS = sp.csr_array([[1, 0], [0, 2]])


class Again:
    def __iter__(self):
        return iter([COUNTS, COUNTS])


STREAMS = {
    "sparse": [COUNTS, COUNTS],
    "named": [NamedCounts(COUNTS, terms=["a", "b"])],
    "arrays": (np.eye(2), np.eye(2)),
    "sequences": [TokenSequences([0], [0, 1])],
    "pairs": [(COUNTS, [["Ann"], ["Bob"]])],
    "object": Again(),
    "generator": (batch for batch in [COUNTS]),
}
DOCUMENTS = {
    "rows": [[1, 0], [0, 2]],
    "rows-of-arrays": [np.array([1, 0]), np.array([0, 2])],
    "tuples": [(1, 0), (0, 2)],
    "array": np.eye(2),
    "sparse": COUNTS,
    "sequences": TokenSequences([0], [0, 1]),
    "text": "rain",
    "nothing": [],
    "number": 3,
}


@pytest.mark.parametrize("X", STREAMS.values(), ids=STREAMS)
def test_streams(X):
    assert is_stream(X)


@pytest.mark.parametrize("X", DOCUMENTS.values(), ids=DOCUMENTS)
def test_documents_are_no_stream(X):
    assert not is_stream(X)


def test_what_is_read_once_is_refused():
    check_rereadable(Again(), "ten times")
    with pytest.raises(ValueError, match="is read ten times, and this iterator can"):
        check_rereadable(iter([COUNTS]), "ten times")


def test_pairs():
    authors = [["Ann"], ["Bob"]]
    assert list(paired_batches([(COUNTS, authors)], "authors")) == [(COUNTS, authors)]
    assert list(paired_batches([COUNTS], "authors")) == [(COUNTS, None)]
    with pytest.raises(ValueError, match="Some batches of the stream have authors"):
        list(paired_batches([COUNTS, (COUNTS, authors)], "authors"))


@pytest.mark.parametrize("n", [1, 3])
def test_tuples_that_are_no_pairs(n):
    with pytest.raises(ValueError, match=rf"pair \(X, authors\), .* a tuple of {n}"):
        list(paired_batches([(COUNTS,) * n], "authors"))
