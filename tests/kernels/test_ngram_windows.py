import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sktopics.kernels.ngram_windows import (
    exact_ngram_runs,
    gensim_ngram_runs,
    placed_ngrams,
)
from sktopics.kernels.windows import count_runs, exact_runs, gensim_runs

N_TERMS = 4


@st.composite
def documents_of_ngrams(draw):
    """Lists of (number of places, [(term, first, last), ...])."""
    documents = []
    for _ in range(draw(st.integers(1, 3))):
        n_places = draw(st.integers(0, 16))
        ngrams = []
        for first in range(n_places):
            for last in range(first, min(first + 4, n_places)):
                if draw(st.booleans()):
                    ngrams.append((draw(st.integers(0, N_TERMS - 1)), first, last))
        documents.append((n_places, ngrams))
    return documents


def inside(ngrams, s, size):
    return [ngram for ngram in ngrams if s <= ngram[1] and ngram[2] < s + size]


def exact_windows(n_places, ngrams, size):
    """Which terms each window holds, by looking at each window."""
    n_windows = max(1, n_places - size + 1)
    return [{t for t, _, _ in inside(ngrams, s, size)} for s in range(n_windows)]


def gensim_windows(n_places, ngrams, size):
    """The same, if a term is forgotten when one of its n-grams leaves."""
    seen = {t for t, _, _ in inside(ngrams, 0, size)}
    windows = [set(seen)]
    for s in range(1, n_places - size + 1):
        seen -= {t for t, first, _ in inside(ngrams, s - 1, size) if first == s - 1}
        seen |= {t for t, _, last in inside(ngrams, s, size) if last == s + size - 1}
        windows.append(set(seen))
    return windows


KERNELS = [(exact_ngram_runs, exact_windows), (gensim_ngram_runs, gensim_windows)]


def flatten(documents, dtype=np.int32):
    """Return the arrays that the kernels take, with places over all documents."""
    places = np.cumsum([0] + [n_places for n_places, _ in documents])
    found = [
        (t, start + first, start + last)
        for start, (_, ngrams) in zip(places[:-1], documents, strict=True)
        for t, first, last in sorted(ngrams, key=lambda ngram: ngram[2])
    ]
    ids, firsts, lasts = np.array(found, dtype=np.int64).reshape(-1, 3).T
    offsets = np.cumsum([0] + [len(ngrams) for _, ngrams in documents])
    return ids.astype(dtype), firsts.copy(), lasts.copy(), offsets, places


def holds(windows):
    return np.array([[t in window for t in range(N_TERMS)] for window in windows])


@pytest.mark.parametrize(("runs", "windows"), KERNELS)
@settings(max_examples=150, deadline=None)  # the first example compiles
@given(documents=documents_of_ngrams(), size=st.integers(1, 9))
def test_runs_are_the_windows_that_hold_a_term(runs, windows, documents, size):
    arrays = flatten(documents)
    terms, starts, ends, run_offsets = runs(*arrays, N_TERMS, size)
    assert run_offsets[0] == 0
    assert run_offsets[-1] == len(terms) == len(starts) == len(ends)
    for d, document in enumerate(documents):
        expected = holds(windows(*document, size))
        found = np.zeros(expected.shape, dtype=int)
        part = slice(run_offsets[d], run_offsets[d + 1])
        for t, start, end in zip(terms[part], starts[part], ends[part], strict=True):
            found[start : end + 1, t] += 1
        np.testing.assert_array_equal(found, expected)
        assert (np.diff(starts[part]) >= 0).all()


@pytest.mark.parametrize(("runs", "windows"), KERNELS)
@settings(max_examples=60, deadline=None)
@given(documents=documents_of_ngrams(), size=st.integers(1, 9))
def test_counts_are_the_product_of_the_windows(runs, windows, documents, size):
    counts = count_runs(*runs(*flatten(documents), N_TERMS, size), N_TERMS)
    held = np.vstack([holds(windows(*document, size)) for document in documents])
    np.testing.assert_array_equal(counts, held.T.astype(int) @ held)


@pytest.mark.parametrize(
    ("runs", "of_words"),
    [(exact_ngram_runs, exact_runs), (gensim_ngram_runs, gensim_runs)],
)
@settings(max_examples=60, deadline=None)
@given(
    texts=st.lists(
        st.lists(st.integers(-1, N_TERMS - 1), max_size=20), min_size=1, max_size=3
    ),
    size=st.integers(1, 9),
)
def test_single_words_are_counted_as_by_the_kernels_of_words(
    runs, of_words, texts, size
):
    documents = [
        (len(text), [(t, i, i) for i, t in enumerate(text) if t >= 0]) for text in texts
    ]
    ids = np.array([t for text in texts for t in text], dtype=np.int32)
    offsets = np.cumsum([0] + [len(text) for text in texts])
    expected = of_words(ids, offsets, N_TERMS, size)
    found = runs(*flatten(documents), N_TERMS, size)
    for mine, theirs in zip(found, expected, strict=True):
        np.testing.assert_array_equal(mine, theirs)
        assert mine.dtype == theirs.dtype


@pytest.mark.parametrize("runs", [exact_ngram_runs, gensim_ngram_runs])
def test_a_part_of_the_documents_read_only_and_of_any_width(runs):
    first = (5, [(0, 0, 1), (1, 2, 2)])
    rest = [(0, []), (9, [(2, 0, 0), (3, 1, 3), (2, 4, 4), (0, 7, 8)])]
    alone = count_runs(*runs(*flatten(rest), N_TERMS, 3), N_TERMS)
    ids, firsts, lasts, offsets, places = flatten([first, *rest], np.int64)
    arrays = (ids[2:], firsts[2:], lasts[2:], offsets[1:] - 2, places[1:])
    for each in arrays:
        each.flags.writeable = False
    part = count_runs(*runs(*arrays, N_TERMS, 3), N_TERMS)
    np.testing.assert_array_equal(part, alone)


@pytest.mark.parametrize("runs", [exact_ngram_runs, gensim_ngram_runs])
def test_no_ngrams(runs):
    assert not count_runs(
        *runs(*flatten([(0, []), (4, [])]), N_TERMS, 5), N_TERMS
    ).any()


@pytest.mark.parametrize("runs", [exact_ngram_runs, gensim_ngram_runs])
def test_no_window_holds_an_ngram_that_is_longer(runs):
    terms, *_ = runs(*flatten([(6, [(0, 1, 3), (1, 1, 2)])]), N_TERMS, 2)
    assert terms.tolist() == [1]


@settings(max_examples=100, deadline=None)  # the first example compiles
@given(
    documents=st.lists(st.lists(st.integers(1, 8), max_size=3), min_size=1, max_size=4),
    smallest=st.integers(1, 4),
    n_sizes=st.integers(1, 3),
    least=st.integers(0, 1),
    seed=st.integers(0, 99),
)
def test_places_of_ngrams(documents, smallest, n_sizes, least, seed):
    lengths = np.array([n for runs in documents for n in runs], dtype=np.int64)
    n_runs = np.array([len(runs) for runs in documents])
    sizes = smallest + np.arange(n_sizes)
    counts = np.maximum(lengths - sizes[:, np.newaxis] + 1, 0)
    counts[0] = np.maximum(counts[0], least)
    ids = np.random.default_rng(seed).integers(-1, N_TERMS, counts.sum())
    expected = [np.empty((3, 0), dtype=int)]
    tokens = np.split(ids, np.cumsum(counts.sum(axis=0)))
    for start, n, count, here in zip(
        np.cumsum(lengths) - lengths, lengths, counts.T, tokens, strict=False
    ):
        first = np.concatenate([np.arange(each) for each in count])
        last = first + np.repeat(np.minimum(sizes, n), count) - 1
        order = np.argsort(last, kind="stable")
        order = order[here[order] >= 0]
        expected.append(np.array([here, start + first, start + last])[:, order])
    ends = np.cumsum([0] + [part.shape[1] for part in expected[1:]])
    documents = np.cumsum(np.append(0, n_runs))
    *found, offsets, places = placed_ngrams(ids, counts, smallest, lengths, n_runs)
    np.testing.assert_array_equal(found, np.concatenate(expected, axis=1))
    np.testing.assert_array_equal(offsets, ends[documents])
    np.testing.assert_array_equal(places, np.append(0, np.cumsum(lengths))[documents])
