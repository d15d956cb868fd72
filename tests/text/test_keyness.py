"""KeynessTransformer: the formula, what it prefers, and bad input."""

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.base import clone

from sktopics import KeynessTransformer

SIZES = np.array([30, 12, 50, 7])


def make_counts(seed=0, n_terms=40):
    """Numbers of documents that hold terms; each class lacks some."""
    rng = np.random.RandomState(seed)
    shares = rng.beta(0.3, 2, size=(len(SIZES), n_terms))
    counts = rng.binomial(SIZES[:, np.newaxis], shares).astype(float)
    counts[:, 0] = SIZES  # all documents hold the first
    counts[:, 1] = 0
    return counts


def slow(counts, sizes, smoothing=0.05, specificity=5.0, concentration=0.125):
    """The formula, cell by cell."""
    coverage = counts / sizes[:, np.newaxis]
    n_classes, n = len(sizes), sizes.sum()
    weights = np.zeros(coverage.shape)
    for c, t in zip(*np.nonzero(coverage), strict=True):
        column = coverage[:, t]
        lift = column[c] / (smoothing + column.mean())
        others = np.delete(column, c).mean() if n_classes > 1 else column[c]
        shares = column[column > 0] / column.sum()
        spread = 0.0
        if n_classes > 1:
            spread = -(shares @ np.log(shares)) / np.log(n_classes)
        weights[c, t] = (
            lift
            * (1 - others * n / (n + 1)) ** specificity
            * max(1 - spread, 0.01) ** concentration
        )
    return weights


@pytest.mark.parametrize(
    "params",
    [
        {},
        {"smoothing": 2.0},
        {"smoothing": 0.01, "specificity": 0.0},
        {"specificity": 1.0, "concentration": 0.0},
        {"concentration": 2.0},
    ],
)
def test_the_formula(params):
    counts = make_counts()
    found = KeynessTransformer(**params).fit_transform(counts, n_documents=SIZES)
    assert isinstance(found, sp.csr_array)
    assert found.dtype == np.float64
    assert_allclose(found.toarray(), slow(counts, SIZES, **params), rtol=1e-10)


def test_one_class():
    counts = np.array([[9.0, 3, 0, 1]])
    weighting = KeynessTransformer().fit(counts, n_documents=[9])
    found = weighting.transform(counts, n_documents=[9]).toarray()
    assert_allclose(found, slow(counts, np.array([9])))
    assert found[0, 1] > found[0, 0] > 0


def test_a_row_depends_on_the_row():
    counts, sizes = make_counts(), SIZES
    weighting = KeynessTransformer().fit(counts, n_documents=sizes)
    whole = weighting.transform(counts, n_documents=sizes).toarray()
    for row in range(len(sizes)):
        alone = weighting.transform(counts[[row]], n_documents=sizes[[row]])
        assert_array_equal(alone.toarray()[0], whole[row])


def test_a_word_of_one_class_comes_first():
    counts = np.array([[10.0, 10, 5], [0, 10, 0], [0, 10, 0]])
    weights = KeynessTransformer().fit_transform(counts, n_documents=[10] * 3)
    weights = weights.toarray()
    assert weights[0, 0] == pytest.approx(1 / (1 / 3 + 0.05))
    assert (weights[0] > 0).all()
    assert weights[0, 0] > weights[0, 2] > weights[0, 1]


def test_words_of_all_classes_are_last():
    """What a list of stop words is for, where half of the words are such."""
    rng = np.random.RandomState(0)
    n_classes, sizes = 6, np.full(6, 200)
    common = rng.binomial(200, rng.uniform(0.4, 0.95, 30), size=(n_classes, 30))
    own = rng.binomial(200, 0.01, size=(n_classes, 60))
    for c in range(n_classes):
        own[c, 10 * c : 10 * c + 10] = rng.binomial(200, 0.15, 10)
    counts = np.hstack([common, own]).astype(float)
    weights = KeynessTransformer().fit_transform(counts, n_documents=sizes).toarray()
    for c in range(n_classes):
        best = np.argsort(-weights[c])[:10]
        assert sorted(best) == list(range(30 + 10 * c, 40 + 10 * c))


def test_more_coverage_with_more_smoothing():
    counts = np.array([[90.0, 30], [30, 0]])
    order = [
        KeynessTransformer(smoothing=smoothing, specificity=0, concentration=0)
        .fit_transform(counts, n_documents=[100, 100])
        .toarray()[0]
        for smoothing in (0.01, 1)
    ]
    assert order[0][0] < order[0][1]
    assert order[1][0] > order[1][1]


def test_numbers_of_documents_by_default():
    """They are the fewest that classes can have."""
    counts = make_counts()
    least = counts.max(axis=1)
    found = KeynessTransformer().fit_transform(counts)
    expected = KeynessTransformer().fit_transform(counts, n_documents=least)
    assert_array_equal(found.toarray(), expected.toarray())


def test_classes_and_terms_of_no_documents():
    counts = np.vstack([make_counts(), np.zeros(40)])
    sizes = np.append(SIZES, 0)
    weighting = KeynessTransformer().fit(counts, n_documents=sizes)
    weights = weighting.transform(counts, n_documents=sizes).toarray()
    assert (weights[-1] == 0).all()
    assert weighting.term_weights_[1] == 0
    later = counts.copy()
    later[:, 1] = 1
    assert (
        weighting.transform(later[:1], n_documents=SIZES[:1]).toarray()[:, 1] == 0
    ).all()
    nothing = KeynessTransformer().fit_transform(np.zeros((2, 3)))
    assert (nothing.toarray() == 0).all()


def test_seed_words_and_multipliers():
    counts, terms = make_counts(), [f"word{i}" for i in range(40)]
    plain = KeynessTransformer().fit(counts, n_documents=SIZES)
    seeded = KeynessTransformer(seed_words=["word3", "no term"], seed_multiplier=3)
    factors = np.linspace(0, 2, 40)
    seeded.fit(counts, n_documents=SIZES, feature_names=terms, term_multiplier=factors)
    expected = plain.term_weights_ * factors
    expected[3] *= 3
    assert_allclose(seeded.term_weights_, expected)
    with pytest.raises(ValueError, match="names of the terms"):
        clone(seeded).fit(counts)
    with pytest.raises(ValueError, match="multipliers are too large"):
        plain.fit(counts, term_multiplier=np.full(40, 1e308) * 1.7)
    assert_allclose(
        plain.term_weights_ * factors, expected / np.where(np.arange(40) == 3, 3, 1)
    )


@pytest.mark.parametrize(
    ("n_documents", "message"),
    [
        ([30, 12, 50], r"each of the 4 classes, and has the shape \(3,\)"),
        ([30, 11, 50, 7], r"n_documents\[1\] is 11, and 12 documents"),
        ([30, np.nan, 50, 7], r"n_documents\[1\] is nan"),
        ([np.inf, 12, 50, 7], r"n_documents\[0\] is inf"),
    ],
)
def test_bad_numbers_of_documents(n_documents, message):
    weighting, counts = KeynessTransformer(), make_counts()
    with pytest.raises(ValueError, match=message):
        weighting.fit(counts, n_documents=n_documents)
    weighting.fit(counts, n_documents=SIZES)
    with pytest.raises(ValueError, match=message):
        weighting.transform(counts, n_documents=n_documents)


def test_counts_of_occurrences_are_refused():
    with pytest.raises(ValueError, match="documents, not occurrences"):
        KeynessTransformer().fit([[40, 3], [2, 1]], n_documents=[10, 10])


@settings(max_examples=60, deadline=None)
@given(
    counts=st.lists(
        st.lists(
            st.one_of(st.just(0.0), st.floats(0, 1e9, allow_subnormal=True)),
            min_size=3,
            max_size=3,
        ),
        min_size=1,
        max_size=4,
    )
)
def test_weights_are_finite_and_not_negative(counts):
    weights = KeynessTransformer().fit_transform(counts).toarray()
    assert ((weights >= 0) & (weights <= 20 + 1e-9)).all()


def test_types():
    counts = make_counts()
    exact = KeynessTransformer().fit_transform(counts, n_documents=SIZES)
    for dtype in (np.int64, np.float32):
        found = KeynessTransformer().fit_transform(
            counts.astype(dtype), n_documents=SIZES
        )
        assert found.dtype == np.float32
        assert_allclose(found.toarray(), exact.toarray(), rtol=1e-5)
