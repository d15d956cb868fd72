"""What is no corpus, and what is one but a strange one."""

import warnings

import numpy as np
import pytest
import scipy.sparse as sp
from numpy.testing import assert_allclose, assert_array_equal
from planted import closest, planted_counts
from sklearn.exceptions import NotFittedError

from sktopics import LatentDirichletAllocation
from sktopics.lda._collapsed import SHORT
from sktopics.sequences import TokenSequences

INFERENCES = ["collapsed", "variational"]
METHODS = ["batch", "online"]
every_algorithm = pytest.mark.parametrize(
    ("inference", "method"), [(i, m) for i in INFERENCES for m in METHODS]
)
every_inference = pytest.mark.parametrize("inference", INFERENCES)

# Whatever is strange about the counts, nothing is divided by 0 on the way.
# (Without JIT random numbers of 64 bits warn when they wrap around.)
pytestmark = pytest.mark.filterwarnings(
    "error::RuntimeWarning", "ignore:overflow encountered in scalar:RuntimeWarning"
)


def lda(inference="collapsed", method="batch", **parameters):
    parameters = {"n_components": 3, "random_state": 0, "max_iter": 6} | parameters
    return LatentDirichletAllocation(
        inference=inference, learning_method=method, **parameters
    )


def assert_right(model, X):
    """Everything that `model` says after fitting `X` is a number that makes sense."""
    mixtures = model.transform(X)
    assert mixtures.shape == (np.shape(X)[0], model.n_components)
    assert_allclose(mixtures.sum(axis=1), 1, rtol=1e-5)
    assert (mixtures >= 0).all()
    assert model.components_.shape == (model.n_components, np.shape(X)[1])
    assert np.isfinite(model.components_).all()
    assert (model.components_ > 0).all()
    assert_allclose(model.topic_word_.sum(axis=1), 1, rtol=1e-5)
    assert np.isfinite(model.score(X))
    assert model.perplexity(X) >= 1 - 1e-9
    if hasattr(model, "bound_"):  # after a fit
        assert np.isfinite(model.bound_)
        assert model.perplexity_ >= 1 - 1e-9


# --- refused ----------------------------------------------------------------------


@every_algorithm
@pytest.mark.parametrize(
    ("value", "message"), [(np.nan, "NaN"), (np.inf, "infinity"), (-1, "Negative")]
)
@pytest.mark.parametrize("form", [np.asarray, sp.csr_array, sp.csc_matrix])
def test_values_that_are_no_counts(inference, method, value, message, form):
    X = planted_counts(20)[0].toarray()
    model = lda(inference, method).fit(X)
    X[3, 4] = value
    bad = form(X)
    for function in (
        model.transform, model.score, model.perplexity, model.partial_fit, model.fit
    ):  # fmt: skip
        with pytest.raises(ValueError, match=message):
            function(bad)


@every_inference
def test_failed_fit_leaves_the_model_as_it_was(inference):
    X = planted_counts(20)[0].toarray()
    model = lda(inference).fit(X)
    before = model.transform(X)
    with pytest.raises(ValueError, match="Negative"):
        model.fit(-X[:, :9])
    with pytest.raises(ValueError, match="doc_topic_prior"):
        model.set_params(doc_topic_prior=[1, 2]).fit(X[:, :9])
    assert model.n_features_in_ == 60
    assert_array_equal(model.transform(X), before)


def test_what_is_no_matrix_of_numbers():
    X = planted_counts(20)[0].toarray()
    objects = X.astype(object)
    assert_allclose(lda().fit(objects).components_, lda().fit(X).components_)
    objects[0, 0] = {}
    for bad in (
        objects, X.astype(str).astype(object) + "x", ["a text", "another"],
        [["some", "words"]], X[0], X[np.newaxis], None, X + 1j, 7,
    ):  # fmt: skip
        with pytest.raises((ValueError, TypeError)):
            lda().fit(bad)
    with pytest.raises(ValueError, match="0 sample"):
        lda().fit(X[:0])
    with pytest.raises(ValueError, match="0 feature"):
        lda().fit(X[:, :0])
    with pytest.raises(TypeError, match="to_counts"):
        lda().fit(TokenSequences([0, 1], [0, 2], n_terms=2))


@every_inference
def test_another_vocabulary(inference):
    X = planted_counts(20)[0].toarray()
    model = lda(inference).fit(X)
    for function in (model.transform, model.score, model.perplexity):
        with pytest.raises(ValueError, match=r"59 features.*60 features"):
            function(X[:, 1:])


def test_not_fitted():
    for function in ("transform", "score", "perplexity"):
        with pytest.raises(NotFittedError):
            getattr(lda(), function)(np.ones((2, 3)))


@every_inference
@pytest.mark.parametrize("name", ["doc_topic_prior", "topic_word_prior"])
@pytest.mark.parametrize(
    "prior",
    [
        -0.1, np.nan, np.inf, [1, np.nan, 1], [1, -1, 1], [1, np.inf, 1], [0.1, 0.2],
        np.ones((3, 61)), np.ones((60, 3)), np.ones((1, 3, 60)), "auto-matic",
        [["a", "b"]], ["a", "b", "c"], {"a": 1},
    ],
    ids=str,
)  # fmt: skip
def test_priors_that_are_none(inference, name, prior):
    X, *_ = planted_counts(20)
    with pytest.raises(ValueError, match=name):
        lda(inference, **{name: prior}).fit(X)


@pytest.mark.parametrize(
    "parameters",
    [
        {"n_components": 0}, {"n_components": 2.5}, {"inference": "gibbs"},
        {"learning_method": "offline"}, {"max_iter": -1}, {"batch_size": 0},
        {"learning_decay": 1.1}, {"learning_offset": 0.5}, {"total_samples": 0},
        {"perp_tol": -1}, {"mean_change_tol": -1}, {"max_doc_update_iter": -1},
        {"topic_word_prior": "asymmetric"}, {"n_jobs": "two"},
    ],
    ids=str,
)  # fmt: skip
def test_parameters_that_are_none(parameters):
    (name,) = parameters
    with pytest.raises(ValueError, match=f"'{name}' parameter"):
        LatentDirichletAllocation(**parameters).fit(np.ones((2, 3)))


@every_inference
@pytest.mark.parametrize("method", ["fit", "partial_fit"])
def test_counts_whose_sum_is_infinite(inference, method):
    X = np.full((4, 3), 3e38, np.float32)
    with warnings.catch_warnings():  # SciPy warns that the sum overflows
        warnings.simplefilter("ignore", RuntimeWarning)
        with pytest.raises(ValueError, match="too large"):
            getattr(lda(inference), method)(X)


# --- strange ----------------------------------------------------------------------


@every_algorithm
@pytest.mark.parametrize("prior", [None, "asymmetric", "auto"])
def test_empty_documents_have_the_prior_mixture(inference, method, prior):
    X = planted_counts(30)[0].toarray()
    X[[0, 7, 29]] = 0
    model = lda(inference, method, doc_topic_prior=prior).fit(X)
    assert_right(model, X)
    alpha = np.broadcast_to(model.doc_topic_prior_, 3)
    mixtures = model.transform(X)[[0, 7, 29]]
    assert_allclose(mixtures, np.tile(alpha / alpha.sum(), (3, 1)), rtol=1e-5)
    assert model.score(X[:1]) == 0
    assert model.perplexity(X[:1]) == 1


@every_algorithm
def test_only_empty_documents(inference, method):
    model = lda(inference, method).fit(np.zeros((5, 4)))
    assert_right(model, np.zeros((5, 4)))
    assert_right(model, np.ones((5, 4)))
    model.partial_fit(np.zeros((5, 4)))
    assert_right(model, np.zeros((5, 4)))


@every_algorithm
def test_empty_documents_change_nothing(inference, method):
    X, *_ = planted_counts(30)
    with_empty = sp.vstack([X, sp.csr_array((9, 60))], format="csr")
    a = lda(inference, method).fit(X)
    b = lda(inference, method, total_samples=30).fit(with_empty)
    if method == "batch":
        assert_allclose(a.components_, b.components_, rtol=1e-9)


@every_algorithm
def test_terms_that_never_occur(inference, method):
    X = planted_counts(60)[0].toarray()
    X[:, [0, 20, 59]] = 0
    model = lda(inference, method).fit(X)
    assert_right(model, X)
    if method == "batch":
        assert_allclose(model.components_[:, [0, 20, 59]], model.topic_word_prior_)
    unseen = np.zeros((1, 60))
    unseen[0, 20] = 5
    assert_right(model, np.vstack([X, unseen]))


@every_algorithm
@pytest.mark.parametrize(
    "X",
    [
        [[3.0, 0, 2]], [[4.0]], [[4.0], [1.0], [0.0]], [[0.0, 0, 0]], [[0.5, 0.25]],
        np.eye(2), np.ones((30, 2)),
    ],
    ids=["document", "number", "term", "nothing", "fractions", "eye", "alike"],
)  # fmt: skip
@pytest.mark.parametrize("n_components", [1, 3, 40])
def test_small_corpora(inference, method, X, n_components):
    """Also with more topics than documents, terms or tokens."""
    assert_right(lda(inference, method, n_components=n_components).fit(X), X)
    auto = {"doc_topic_prior": "auto", "topic_word_prior": "auto"}
    assert_right(lda(inference, method, n_components=n_components, **auto).fit(X), X)
    streamed = lda(inference, n_components=n_components).partial_fit(X).partial_fit(X)
    assert_allclose(streamed.transform(X).sum(axis=1), 1, rtol=1e-5)


@every_inference
def test_one_topic_is_the_frequencies_of_words(inference):
    X, *_ = planted_counts(30)
    model = lda(inference, n_components=1, topic_word_prior=0.5).fit(X)
    assert_allclose(model.components_[0], X.sum(axis=0) + 0.5, rtol=1e-6)
    assert_array_equal(model.transform(X), np.ones((30, 1)))


@every_algorithm
def test_sums_beyond_the_type_of_the_counts(inference, method):
    X = planted_counts(60)[0].toarray() * 20  # rows and columns sum to over 255
    assert X.max() < 255
    expected = lda(inference, method).fit(X.astype(np.float32))
    for dtype in (np.uint8, np.uint16, np.int64, np.uint64):
        model = lda(inference, method).fit(X.astype(dtype))
        assert_array_equal(model.components_, expected.components_)
        assert_array_equal(
            model.transform(sp.csr_array(X.astype(dtype))),
            expected.transform(X.astype(np.float32)),
        )
    assert_right(expected, X)


def test_booleans_are_counts():
    X = planted_counts(60)[0].toarray() > 0
    expected = lda().fit(X.astype(np.float32))
    assert_array_equal(lda().fit(X).components_, expected.components_)


@every_algorithm
@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.int64])
def test_huge_counts(inference, method, dtype):
    X, *_ = planted_counts(60)
    X = (X.toarray() * 1e9).astype(dtype)
    model = lda(inference, method, max_iter=20, n_components=4).fit(X)
    assert_right(model, X)
    expected = X.sum(dtype=float)
    if method == "batch":
        assert model.components_.sum(dtype=float) == pytest.approx(expected, rel=1e-3)


@every_algorithm
@pytest.mark.parametrize("scale", [1e-3, 1e-30])
def test_tiny_counts(inference, method, scale):
    X = planted_counts(30)[0].toarray() * scale
    assert_right(lda(inference, method).fit(X), X)


@every_inference
@pytest.mark.parametrize("scale", [1e-12, 1e6])
def test_extreme_priors(inference, scale):
    X, *_ = planted_counts(30)
    for dtype in (np.float32, np.float64):
        Y = X.astype(dtype)
        assert_right(lda(inference, doc_topic_prior=scale).fit(Y), Y)
        assert_right(lda(inference, topic_word_prior=scale).fit(Y), Y)
        both = {"doc_topic_prior": 0, "topic_word_prior": 0}
        assert_right(lda(inference, **both).fit(Y), Y)


# --- forms of the matrix ----------------------------------------------------------

FORMATS = ("csr", "csc", "coo", "lil", "dok", "dia", "bsr")


@every_inference
@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("kind", ["array", "matrix"])
def test_sparse_formats(inference, form, kind):
    X, *_ = planted_counts(30)
    expected = lda(inference).fit(X)
    Y = getattr(sp, f"{form}_{kind}")(X.toarray())
    before = Y.toarray()
    model = lda(inference).fit(Y)
    assert_array_equal(model.components_, expected.components_)
    assert_array_equal(model.transform(Y), expected.transform(X))
    assert_array_equal(Y.toarray(), before)
    streamed = lda(inference).partial_fit(Y).components_
    assert_array_equal(streamed, lda(inference).partial_fit(X).components_)


@every_inference
def test_memory_layouts(inference):
    X, *_ = planted_counts(30)
    expected = lda(inference).fit(X)
    dense = X.toarray()
    wide = np.zeros((30, 120))
    wide[:, ::2] = dense
    read_only = X.copy()
    frozen = dense.copy()
    for array in (read_only.data, read_only.indices, read_only.indptr, frozen):
        array.setflags(write=False)
    long = X.copy()
    long.indices, long.indptr = (a.astype(np.int64) for a in (X.indices, X.indptr))
    assert long.indices.dtype == np.int64
    forms = (
        dense, np.asfortranarray(dense), wide[:, ::2], read_only, frozen, long,
        dense.tolist(), dense.astype(">f8"), np.ascontiguousarray(dense[::-1])[::-1],
    )  # fmt: skip
    for Y in forms:
        model = lda(inference).fit(Y)
        assert_array_equal(model.components_, expected.components_)
        assert_array_equal(model.transform(Y), expected.transform(X))


def test_duplicates_unsorted_indices_and_stored_zeros():
    X, *_ = planted_counts(30)
    rows, columns = X.nonzero()
    values = X.data
    halves = sp.coo_array(
        (
            np.concatenate([values * 0.25, values * 0.75, [0, 0]]),
            (
                np.concatenate([rows, rows, [0, 1]]),
                np.concatenate([columns] * 2 + [[5, 9]]),
            ),
        ),
        shape=X.shape,
    )
    unsorted = sp.csr_array(X)
    for d in range(30):
        row = slice(*unsorted.indptr[d : d + 2])
        unsorted.indices[row] = unsorted.indices[row][::-1].copy()
        unsorted.data[row] = unsorted.data[row][::-1].copy()
    unsorted.has_sorted_indices = False
    expected = lda().fit(X)
    for Y in (halves, halves.tocsr(), unsorted):
        before = Y.data.copy()
        assert_array_equal(lda().fit(Y).components_, expected.components_)
        assert_array_equal(Y.data, before)


# --- short and long documents -----------------------------------------------------


@every_inference
@pytest.mark.parametrize(
    "lengths",
    [(1, SHORT), (SHORT + 1, 60), (1, 60), (SHORT, SHORT), (SHORT + 1, SHORT + 1)],
    ids=["short", "long", "mixed", "at the limit", "above it"],
)
@pytest.mark.parametrize("max_iter", [1, 2, 5, 30])
def test_short_and_long_documents(inference, lengths, max_iter):
    X, *_ = planted_counts(80, lengths)
    model = lda(inference, max_iter=max_iter).fit(X)
    assert_right(model, X)
    assert model.n_iter_ == model.n_batch_iter_ == max_iter
    counts = model.components_ - model.topic_word_prior_
    assert_allclose(counts.sum(axis=0), X.sum(axis=0), rtol=1e-5, atol=1e-5)


def test_one_long_document_among_short_ones():
    short, topics, _ = planted_counts(800, (3, 10))
    long, *_ = planted_counts(1, (500, 500), seed=1)
    empty = sp.csr_array((3, 60))
    X = sp.vstack([short[:400], long, empty, short[400:]], format="csr")
    models = [
        lda(n_components=4, max_iter=100, random_state=i).fit(X) for i in range(3)
    ]
    model = min(models, key=lambda model: model.perplexity_)
    assert_right(model, X)
    _, distances = closest(topics, model)
    assert distances.max() < 0.25


def test_repeated_words_are_few_tokens_of_more_weight():
    """A word said a thousand times counts a thousand times."""
    X = np.zeros((40, 6))
    X[:20, :3], X[20:, 3:] = 1000, 1000
    model = lda(n_components=2, max_iter=30).fit(X)
    assert model.components_.sum() == pytest.approx(X.sum(), rel=1e-3)
    sums = model.components_[:, :3].sum(axis=1) / model.components_.sum(axis=1)
    assert_allclose(np.sort(sums), [0, 1], atol=0.01)


def test_no_warning_of_any_kind():
    X, *_ = planted_counts(40, (3, 60))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.filterwarnings("ignore", "overflow encountered in scalar")
        for inference in INFERENCES:
            for method in METHODS:
                lda(inference, method).fit(X).partial_fit(X).transform(X)
