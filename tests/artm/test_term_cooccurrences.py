"""Co-occurrences of terms, and what they make of short texts."""

import numpy as np
import pytest
import scipy.sparse as sp
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.metrics import normalized_mutual_info_score

from sktopics import ARTM, TokenSequences
from sktopics.artm import (
    Biterms,
    ImproveCoherence,
    SmoothSparsePhi,
    SmoothSparseTheta,
    term_cooccurrences,
)

MEASURES = ["words", "documents", "pairs", "ppmi"]


def slow(X, measure, min_documents=1):
    """The definition, pair by pair."""
    n_documents, n_terms = X.shape
    held = X > 0
    out = np.zeros((n_terms, n_terms))
    for u in range(n_terms):
        for v in range(n_terms):
            both = [d for d in range(n_documents) if held[d, u] and held[d, v]]
            if u == v or len(both) < max(min_documents, 1):
                continue
            if measure == "words":
                out[u, v] = sum(1 / (held[d].sum() - 1) for d in both)
            elif measure == "documents":
                out[u, v] = len(both)
            elif measure == "pairs":
                out[u, v] = sum(X[d, u] * X[d, v] for d in both)
            else:
                expected = held[:, u].sum() * held[:, v].sum() / n_documents
                out[u, v] = max(0, np.log(len(both) / expected))
    return out


def counts(seed=0):
    X = np.random.default_rng(seed).poisson(0.4, size=(30, 9))
    X[4] = 0
    X[5] = 0
    X[5, 2] = 3  # one word, no pairs
    X[:, 7] = 0
    return X


@pytest.mark.parametrize("min_documents", [1, 3, 100])
@pytest.mark.parametrize("measure", MEASURES)
def test_by_definition(measure, min_documents):
    X = counts()
    found = term_cooccurrences(X, measure=measure, min_documents=min_documents)
    assert isinstance(found, sp.csr_array)
    assert found.dtype == np.float64
    assert_allclose(found.toarray(), slow(X, measure, min_documents), atol=1e-12)
    assert_array_equal(found.toarray(), found.T.toarray())
    assert (found.data != 0).all()
    assert found.has_sorted_indices


def test_pairs_weigh_as_much_as_words():
    X = (counts() > 0).astype(int)
    of_pairs = X.sum(axis=1) > 1
    total = term_cooccurrences(X).sum(axis=0)
    assert_allclose(total, X[of_pairs].sum(axis=0))


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize(
    "convert",
    [
        sp.csr_matrix,
        sp.coo_array,
        lambda X: X.astype(np.float32),
        lambda X: X.tolist(),
    ],
    ids=["csr_matrix", "coo_array", "float32", "list"],
)
def test_kinds_of_counts(convert, measure):
    X = counts()
    given = convert(X)
    found = term_cooccurrences(given, measure=measure)
    assert_allclose(found.toarray(), slow(X, measure), atol=1e-6)


def test_data_is_left_alone():
    X = sp.csr_array(counts().astype(float))
    X.data.flags.writeable = False
    before = X.copy()
    term_cooccurrences(X)
    assert_array_equal(X.toarray(), before.toarray())


def test_sequences_and_frames():
    texts = TokenSequences([0, 1, 1, 2, 1], [0, 3, 5, 5], terms=["a", "b", "c"])
    expected = [[0, 1, 0], [1, 0, 1], [0, 1, 0]]
    assert_array_equal(term_cooccurrences(texts).toarray(), expected)
    pd = pytest.importorskip("pandas")
    frame = pd.DataFrame([[1, 2, 0], [0, 1, 1], [0, 0, 0]], columns=["a", "b", "c"])
    assert_array_equal(term_cooccurrences(frame).toarray(), expected)


@pytest.mark.parametrize(
    ("X", "kwargs", "message"),
    [
        (["a text"], {}, "term_cooccurrences takes counts"),
        ([[1, -1]], {}, "Negative values in data passed to term_cooccurrences"),
        ([[1, np.nan]], {}, "contains NaN"),
        ([[1, 1]], {"measure": "npmi"}, "'measure' parameter of term_cooccurrences"),
        ([[1, 1]], {"min_documents": 0}, "'min_documents' parameter"),
    ],
    ids=str,
)
def test_bad_input(X, kwargs, message):
    with pytest.raises((TypeError, ValueError), match=message):
        term_cooccurrences(X, **kwargs)


def test_documents_of_one_word():
    assert term_cooccurrences([[1, 0], [0, 2]]).nnz == 0


# Short texts ------------------------------------------------------------------------


def messages(seed):
    """Messages of 4 words, of 12 subjects with 12 words each and 20 words of all."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(12, size=1500)
    X = np.zeros((1500, 164), int)
    for row, label in zip(X, labels, strict=True):
        own = label * 12 + rng.choice(12, size=2, p=np.arange(12, 0, -1) / 78)
        common = 144 + rng.integers(20, size=2)
        np.add.at(row, [*own, *common], 1)
    return X, labels


def test_the_recipe_for_short_texts():
    found = {"plain": [], "recipe": []}
    for seed in range(3):
        X, labels = messages(seed)
        recipe = [
            Biterms(5, cooccurrence=term_cooccurrences(X)),
            SmoothSparseTheta(0.3),
            SmoothSparsePhi(0.02),
        ]
        for name, regularizers in [("plain", None), ("recipe", recipe)]:
            theta = ARTM(12, regularizers, random_state=seed).fit_transform(X)
            nmi = normalized_mutual_info_score(labels, theta.argmax(axis=1))
            found[name].append(nmi)
    assert np.mean(found["recipe"]) > np.mean(found["plain"]) + 0.2


def test_matrices_go_with_both_regularizers_of_pairs():
    X = counts()
    pairs = term_cooccurrences(X, measure="ppmi")
    for kind in (Biterms, ImproveCoherence):
        model = ARTM(2, kind(0.1, cooccurrence=pairs), random_state=0).fit(X)
        assert_allclose(model.components_.sum(axis=1), 1, rtol=1e-5)
