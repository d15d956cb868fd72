import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sktopics.kernels.windows import count_runs, exact_runs, gensim_runs

N_TERMS = 4
documents_of_terms = st.lists(
    st.lists(st.integers(-1, N_TERMS - 1), max_size=25), min_size=1, max_size=4
)


def exact_windows(document, size):
    """Which terms each window holds, by looking at each window."""
    n_windows = max(1, len(document) - size + 1)
    return [set(document[s : s + size]) for s in range(n_windows)]


def gensim_windows(document, size):
    """Which terms gensim sees in each window, as its accumulator slides."""
    seen = set(document[:size])
    windows = [set(seen)]
    for s in range(1, len(document) - size + 1):
        seen.discard(document[s - 1])
        seen.add(document[s + size - 1])
        windows.append(set(seen))
    return windows


KERNELS = [(exact_runs, exact_windows), (gensim_runs, gensim_windows)]


def flatten(documents, dtype=np.int32):
    ids = np.array([t for document in documents for t in document], dtype=dtype)
    offsets = np.cumsum([0] + [len(document) for document in documents])
    return ids, offsets


def holds(windows):
    return np.array([[t in window for t in range(N_TERMS)] for window in windows])


@pytest.mark.parametrize(("runs", "windows"), KERNELS)
@settings(max_examples=60, deadline=None)  # the first example compiles
@given(documents=documents_of_terms, size=st.integers(1, 12))
def test_runs_are_the_windows_that_hold_a_term(runs, windows, documents, size):
    ids, offsets = flatten(documents)
    terms, starts, ends, run_offsets = runs(ids, offsets, N_TERMS, size)
    assert run_offsets[0] == 0
    assert run_offsets[-1] == len(terms) == len(starts) == len(ends)
    for d, document in enumerate(documents):
        expected = holds(windows(document, size))
        found = np.zeros(expected.shape, dtype=int)
        part = slice(run_offsets[d], run_offsets[d + 1])
        for t, start, end in zip(terms[part], starts[part], ends[part], strict=True):
            found[start : end + 1, t] += 1
        np.testing.assert_array_equal(found, expected)
        assert (np.diff(starts[part]) >= 0).all()


@settings(max_examples=60, deadline=None)  # the first example compiles
@given(documents=documents_of_terms, size=st.integers(1, 12))
def test_exact_runs_are_maximal(documents, size):
    ids, offsets = flatten(documents)
    _, _, _, run_offsets = exact_runs(ids, offsets, N_TERMS, size)
    for d, document in enumerate(documents):
        held = np.pad(holds(exact_windows(document, size)), ((1, 0), (0, 0)))
        n_runs = ((~held[:-1]) & held[1:]).sum()
        assert run_offsets[d + 1] - run_offsets[d] == n_runs


@pytest.mark.parametrize(("runs", "windows"), KERNELS)
@settings(max_examples=60, deadline=None)  # the first example compiles
@given(documents=documents_of_terms, size=st.integers(1, 12))
def test_counts_are_the_product_of_the_windows(runs, windows, documents, size):
    ids, offsets = flatten(documents)
    counts = count_runs(*runs(ids, offsets, N_TERMS, size), N_TERMS)
    held = np.vstack([holds(windows(document, size)) for document in documents])
    np.testing.assert_array_equal(counts, held.T.astype(int) @ held)


def test_a_word_that_a_window_holds_twice_stays_when_the_first_leaves():
    ids, offsets = flatten([[0, 1, 0, 2]])
    exact = count_runs(*exact_runs(ids, offsets, N_TERMS, 3), N_TERMS)
    lossy = count_runs(*gensim_runs(ids, offsets, N_TERMS, 3), N_TERMS)
    # Windows 0 1 0 and 1 0 2: gensim forgets term 0 when its first token leaves.
    assert exact[0, 0] == 2
    assert lossy[0, 0] == 1


@pytest.mark.parametrize("runs", [exact_runs, gensim_runs])
def test_a_part_of_the_documents_counts_as_these_documents_alone(runs):
    documents = [[0, 1, 2, 0], [], [3, 3, 1, -1, 0, 1, 2], [2]]
    ids, offsets = flatten(documents)
    part = count_runs(*runs(ids, offsets[2:5], N_TERMS, 3), N_TERMS)
    alone = count_runs(*runs(*flatten(documents[2:]), N_TERMS, 3), N_TERMS)
    np.testing.assert_array_equal(part, alone)


@pytest.mark.parametrize("runs", [exact_runs, gensim_runs])
@pytest.mark.parametrize("dtype", [np.int32, np.int64])
def test_read_only_ids_of_any_width(runs, dtype):
    ids, offsets = flatten([[0, 1, 2, 0], [3, -1, 3, 1]], dtype)
    expected = count_runs(*runs(ids.astype(np.int32), offsets, N_TERMS, 2), N_TERMS)
    ids.flags.writeable = offsets.flags.writeable = False
    counts = count_runs(*runs(ids, offsets, N_TERMS, 2), N_TERMS)
    np.testing.assert_array_equal(counts, expected)


@pytest.mark.parametrize("runs", [exact_runs, gensim_runs])
def test_no_tokens(runs):
    counts = count_runs(*runs(*flatten([[], []]), N_TERMS, 5), N_TERMS)
    assert not counts.any()
