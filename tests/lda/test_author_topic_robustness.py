"""Odd documents, odd authors, bad input."""

import pickle

import joblib
import numpy as np
import pytest
import scipy.sparse as sp
from authored import (
    numbered,
    planted_authors,
    slow_batch,
    slow_bound,
    slow_counts,
    slow_words_bound,
)
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.preprocessing import MultiLabelBinarizer

from sktopics import AuthorTopicModel

K = 4
METHODS = ["batch", "online", "stream"]
every_method = pytest.mark.parametrize("method", METHODS)


def model_of(**parameters):
    return AuthorTopicModel(K, random_state=0, **parameters)


def train(model, method, X, authors, **weight):
    if method == "stream":
        return model.partial_fit(X, authors=authors, **weight)
    return model.set_params(learning_method=method).fit(X, authors=authors, **weight)


@pytest.fixture(scope="module")
def planted():
    X, authors, *_ = planted_authors(150, 12, (20, 40))
    return X, authors


def state(model):
    return pickle.dumps(vars(model))


# --- authors --------------------------------------------------------------------------


@every_method
def test_an_author_in_no_document_is_what_the_prior_says(planted, method):
    X, authors = planted
    prior = np.array([0.5, 0.25, 0.75, 0.1])
    indicator = MultiLabelBinarizer(sparse_output=True).fit_transform(authors)
    wider = sp.hstack([indicator[:, :5], sp.csr_array((150, 1)), indicator[:, 5:]])
    parameters = {"doc_topic_prior": prior, "total_samples": 150}
    model = train(model_of(**parameters), method, X, wider.tocsr())
    other = train(model_of(**parameters), method, X, indicator)
    assert model.authors_.tolist() == list(range(13))
    assert_allclose(model.author_components_[5], prior)
    assert_allclose(model.author_topics(5), prior / prior.sum())
    assert model.author_document_counts_[5] == 0
    rest = np.delete(model.author_components_, 5, axis=0)
    assert_allclose(rest, other.author_components_, rtol=1e-9)
    if method != "stream":
        assert model.bound_ == pytest.approx(other.bound_, rel=1e-9)


@every_method
def test_indicators_are_names(planted, method):
    X, authors = planted
    binarizer = MultiLabelBinarizer(sparse_output=True)
    indicator = binarizer.fit_transform(authors)
    model = train(model_of(), method, X, authors)
    other = train(model_of(), method, X, indicator)
    assert model.authors_.tolist() == binarizer.classes_.tolist()
    assert other.authors_.tolist() == list(range(12))
    assert_array_equal(other.author_components_, model.author_components_)
    assert_allclose(
        other.transform(X, authors=indicator), model.transform(X, authors=authors)
    )
    score = pytest.approx(model.score(X, authors=authors), rel=1e-9)
    assert other.score(X, authors=indicator) == score
    # The columns of an indicator are the names that the model knows.
    assert model.score(X, authors=indicator) == score


def test_indicators_go_on_in_a_stream(planted):
    X, authors = planted
    indicator = MultiLabelBinarizer().fit_transform(authors)
    model, other = model_of(), model_of()
    for rows in (slice(50), slice(50, 100), slice(100, 150)):
        model.partial_fit(X[rows], authors=indicator[rows])
        other.partial_fit(X[rows], authors=authors[rows])
    assert model.authors_.tolist() == list(range(12))
    order = [other.authors_.tolist().index(name) for name in sorted(other.authors_)]
    assert_allclose(model.author_components_, other.author_components_[order])


@every_method
def test_duplicate_names_count_once(planted, method):
    X, authors = planted
    model = train(model_of(), method, X, authors)
    other = train(model_of(), method, X, [[*own, own[0], *own] for own in authors])
    assert_array_equal(other.author_components_, model.author_components_)
    assert_array_equal(other.author_document_counts_, model.author_document_counts_)
    twice = [[own[0], *own] for own in authors]
    assert other.score(X, authors=twice) == model.score(X, authors=authors)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_document_of_five_hundred_authors(dtype):
    rng = np.random.default_rng(0)
    X, authors, *_ = planted_authors(20, 6, (20, 40), n_terms=20, dtype=dtype)
    X = sp.vstack([X, sp.csr_array(rng.poisson(20, (1, 20)).astype(dtype))]).tocsr()
    authors = [*authors, [f"member {a:03}" for a in range(500)]]
    init = rng.gamma(5, 0.2, (K, 20))
    numbers, names = numbered(authors)
    rtol = 1e-3 if dtype is np.float32 else 1e-8
    for alpha in (0.5, 0.01):  # members have a word each, and less than that
        model = model_of(init=init, max_iter=5, doc_topic_prior=alpha)
        model.fit(X, authors=authors)
        gamma, lam = slow_batch(X, numbers, len(names), init, alpha, 1 / K, 5)
        assert_allclose(model.author_components_, gamma, rtol=rtol, atol=1e-4 * rtol)
        assert_allclose(model.components_, lam, rtol=rtol)
        assert model.bound_ == pytest.approx(
            slow_bound(X, numbers, gamma, lam, alpha, 1 / K), rel=rtol
        )
    for method in ("online", "stream"):
        model = train(model_of(init=init), method, X, authors)
        assert np.isfinite(model.author_topic_).all()
        assert_allclose(model.author_topic_.sum(axis=1), 1, rtol=1e-5)
    mixture = model.transform(X[[20]], authors=[authors[20]])
    _, _, by_document = slow_counts(
        X[[20]], numbers[20:], model.author_components_, model.components_
    )
    assert_allclose(mixture, by_document / by_document.sum(), rtol=10 * rtol)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_authors_of_next_to_nothing(dtype):
    """Their rows of exp(E[log theta]) would vanish: prior and words are tiny."""
    X, authors, *_ = planted_authors(30, 6, (20, 40), n_terms=20, dtype=dtype)
    X = sp.vstack([X, sp.csr_array(np.full((3, 20), 1e-4, dtype))]).tocsr()
    authors = [*authors, ["x"], ["x", "y"], ["y", "author 000"]]
    init = np.random.default_rng(0).gamma(5, 0.2, (K, 20))
    model = model_of(init=init, max_iter=3, doc_topic_prior=1e-3)
    model.fit(X, authors=authors)
    numbers, names = numbered(authors)
    gamma, lam = slow_batch(X, numbers, len(names), init, 1e-3, 1 / K, 3)
    rtol = 3e-3 if dtype is np.float32 else 1e-7
    assert_allclose(model.author_components_, gamma, rtol=rtol, atol=1e-3 * rtol)
    words = slow_words_bound(X, numbers, gamma, lam)
    assert np.isfinite(words).all()
    asked = X[30:], authors[30:]
    once = model.bound(*asked, sample_weight=np.full(3, 1e4))
    twice = model.bound(*asked, sample_weight=np.full(3, 2e4))
    assert twice - once == pytest.approx(1e4 * words[30:].sum(), rel=rtol)
    assert np.isfinite(model.score(*asked))
    assert_allclose(model.transform(X, authors=authors).sum(axis=1), 1, rtol=1e-5)


# --- documents without authors --------------------------------------------------------


@every_method
def test_missing_authors(planted, method):
    X, authors = planted
    some = [own if d % 3 else [] for d, own in enumerate(authors)]
    kept = np.arange(150) % 3 > 0
    before = "50 of 150 documents have no authors \\(document 0 is the first\\)"
    with pytest.raises(ValueError, match=before):
        train(model_of(), method, X, some)
    ignored = train(model_of(missing_authors="ignore"), method, X, some)
    only = [own for own in some if own]
    other = train(model_of(), method, X[kept], only)
    assert_array_equal(ignored.components_, other.components_)
    assert_array_equal(ignored.author_components_, other.author_components_)
    own = train(model_of(missing_authors="own"), method, X, some)
    assert own.authors_.tolist() == other.authors_.tolist()
    assert own.author_components_.shape == other.author_components_.shape
    assert not np.allclose(own.components_, other.components_)
    assert own.author_document_counts_.sum() == sum(map(len, only))


@every_method
def test_authors_that_were_forgotten(planted, method):
    """In a search without metadata routing, say: a warning, and LDA."""
    X, _ = planted
    with pytest.warns(UserWarning, match=r"set_fit_request\(authors=True\)"):
        model = train(model_of(), method, X, None)
    other = train(model_of(missing_authors="own"), method, X, None)
    assert_array_equal(model.components_, other.components_)
    assert model.authors_.shape == (0,)
    assert model.author_document_counts_.dtype == np.float64
    for ask in (model.predict_proba_author, model.predict_author):
        with pytest.raises(ValueError, match="The model knows no authors"):
            ask(X)
    with pytest.raises(ValueError, match="missing_authors='ignore' leaves out"):
        train(model_of(missing_authors="ignore"), method, X, None)


def test_warning_points_at_the_caller(planted):
    for call in ("fit", "partial_fit", "fit_transform"):
        with pytest.warns(UserWarning, match="No authors were given") as caught:
            getattr(model_of(max_iter=1), call)(planted[0])
        assert len(caught) == 1


def test_mixtures_of_documents_without_authors_or_words(planted):
    X, authors = planted
    model = model_of(max_iter=5).fit(X, authors=authors)
    empty = np.zeros((3, X.shape[1]))
    mixtures = model.transform(empty, authors=[["author 001", "author 004"], [], None])
    expected = model.author_topic_[[1, 4]].mean(axis=0)
    assert_allclose(mixtures[0], expected, rtol=1e-9)
    assert_allclose(mixtures[1:], 1 / K, rtol=1e-6)
    mixed = [own if d % 2 else None for d, own in enumerate(authors)]
    mixtures = model.transform(X, authors=mixed)
    assert_allclose(mixtures[1::2], model.transform(X, authors=authors)[1::2])
    assert_allclose(mixtures[::2], model.transform(X)[::2])
    assert model.score(empty, authors=["author 001", [], None]) == 0
    assert model.perplexity(empty) == 1


# --- unknown authors and wrong input --------------------------------------------------


@pytest.mark.parametrize("method", ["transform", "score", "perplexity", "bound"])
def test_unknown_authors(planted, method):
    X, authors = planted
    model = model_of(max_iter=3).fit(X, authors=authors)
    strange = [[*own, f"stranger {d % 7}"] for d, own in enumerate(authors)]
    shown = "'stranger 0', 'stranger 1', .* and 2 more"
    with pytest.raises(ValueError, match=f"without 7 of the authors: {shown}"):
        getattr(model, method)(X, authors=strange)
    model.set_params(unknown_authors="ignore")
    ask = getattr(model, method)
    assert_array_equal(ask(X, authors=strange), ask(X, authors=authors))
    nobody = [["stranger"]] * 150
    assert_array_equal(ask(X, authors=nobody), ask(X))


@every_method
def test_wrong_numbers_of_authors(planted, method):
    X, authors = planted
    message = "authors must be given for each document: got 149 for 150 documents"
    indicator = MultiLabelBinarizer(sparse_output=True).fit_transform(authors)
    for short in (authors[:149], indicator[:149]):
        with pytest.raises(ValueError, match=message):
            train(model_of(), method, X, short)
    model = model_of(max_iter=1).fit(X, authors=authors)
    for ask in (model.transform, model.score, model.infer_authors):
        with pytest.raises(ValueError, match=message):
            ask(X, authors=authors[:149])


def test_indicators_of_other_columns_than_at_fit(planted):
    X, authors = planted
    indicator = MultiLabelBinarizer(sparse_output=True).fit_transform(authors)
    model = model_of(max_iter=1).fit(X, authors=indicator)
    for ask in (model.transform, model.score, model.partial_fit):
        with pytest.raises(ValueError, match="has 11 columns; the model knows 12"):
            ask(X[:3], authors=np.ones((3, 11)))
        with pytest.raises(ValueError, match="authors"):
            ask(X, authors=authors)


BAD = {
    "length": (lambda X, a: (X, a[:-1]), ValueError),
    "no author": (lambda X, a: (X, [*a[:-1], []]), ValueError),
    "name": (lambda X, a: (X, [*a[:-1], [1]]), TypeError),
    "no list": (lambda X, a: (X, "Ann"), TypeError),
    "indicator": (lambda X, a: (X, np.full((len(a), 2), 2)), ValueError),
    "columns": (lambda X, a: (X, np.ones((len(a), 2))), ValueError),
    "negative": (lambda X, a: (-X, a), ValueError),
    "NaN": (lambda X, a: (X * np.nan, a), ValueError),
    "vocabulary": (lambda X, a: (X[:, :9], a), ValueError),
}


# What any first batch may have, and only the first.
LATER = {"columns", "vocabulary"}


@pytest.mark.parametrize(
    ("first", "spoil", "error"),
    [(False, *bad) for bad in BAD.values()]
    + [(True, *bad) for name, bad in BAD.items() if name not in LATER],
)
def test_a_failed_partial_fit_changes_nothing(planted, first, spoil, error):
    X, authors = planted
    model = model_of()
    if not first:
        model.partial_fit(X[:50], authors=authors[:50])
    before = state(model)
    X, authors = spoil(X, authors)
    with pytest.raises(error):
        model.partial_fit(X, authors=authors)
    assert state(model) == before
    assert hasattr(model, "components_") is not first


def test_a_failed_fit_leaves_the_model_as_it_was(planted):
    X, authors = planted
    model = model_of(max_iter=2).fit(X, authors=authors)
    before = state(model)
    for wrong in (authors[:-1], [[1.5]] * 150):
        with pytest.raises((ValueError, TypeError)):
            model.fit(X[:, :9], authors=wrong)
    assert state(model) == before


@pytest.mark.parametrize("shape", [(K, 7), (K + 1, 60), (60,)])
def test_init_of_the_wrong_shape(planted, shape):
    X, authors = planted
    with pytest.raises(ValueError, match=r"init|2D array"):
        model_of(init=np.ones(shape)).fit(X, authors=authors)
    with pytest.raises(ValueError, match="negative"):
        model_of(init=-np.ones((K, 60))).fit(X, authors=authors)


@every_method
def test_weights_of_nothing(planted, method):
    X, authors = planted
    with pytest.raises(ValueError, match="non-zero"):
        train(model_of(), method, X, authors, sample_weight=np.zeros(150))
    weight = np.ones(150)
    weight[0] = -1
    with pytest.raises(ValueError, match="Negative values"):
        train(model_of(), method, X, authors, sample_weight=weight)


@every_method
def test_documents_of_no_weight_are_not_there(planted, method):
    X, authors = planted
    weight = np.random.default_rng(0).integers(0, 2, 150)
    strange = [
        own if w else ["stranger"] for own, w in zip(authors, weight, strict=True)
    ]
    model = train(model_of(), method, X, strange, sample_weight=weight)
    kept = np.flatnonzero(weight)
    other = train(model_of(), method, X[kept], [authors[d] for d in kept])
    known = model.authors_ != "stranger"
    assert_array_equal(model.components_, other.components_)
    assert_array_equal(model.author_components_[known], other.author_components_)


# --- numbers --------------------------------------------------------------------------


@every_method
def test_precisions_agree(planted, method):
    X, authors = planted
    init = np.random.default_rng(0).gamma(5, 0.2, (K, X.shape[1]))
    parameters = {"init": init, "total_samples": 150, "max_iter": 5}
    model = train(model_of(**parameters), method, X, authors)
    for dtype in (np.float32, np.int64, np.uint8):
        given = X.astype(dtype)
        other = train(model_of(**parameters), method, given, authors)
        assert other.author_components_.dtype == np.float32
        assert other.transform(given, authors=authors).dtype == np.float32
        assert_allclose(other.author_topic_, model.author_topic_, atol=2e-3)
        assert_allclose(other.topic_word_, model.topic_word_, atol=2e-3)


@every_method
def test_sparse_and_dense_agree(planted, method):
    X, authors = planted
    model = train(model_of(), method, X, authors)
    for given in (X.toarray(), sp.csr_matrix(X), sp.csc_array(X), sp.coo_array(X)):
        other = train(model_of(), method, given, authors)
        assert_array_equal(other.author_components_, model.author_components_)
        assert_array_equal(
            other.transform(given, authors=authors), model.transform(X, authors=authors)
        )


@every_method
def test_read_only_memory_maps(planted, method, tmp_path):
    X, authors = planted
    indicator = MultiLabelBinarizer(sparse_output=True).fit_transform(authors)
    expected = train(model_of(), method, X, indicator)
    joblib.dump((X, indicator, np.ones(150)), tmp_path / "data")
    X, indicator, weight = joblib.load(tmp_path / "data", mmap_mode="r")
    model = train(model_of(), method, X, indicator, sample_weight=weight)
    assert_array_equal(model.author_components_, expected.author_components_)
    model.transform(X, authors=indicator)
    model.score(X, authors=indicator, sample_weight=weight)
    model.infer_authors(X, authors=indicator)
    model.predict_proba_author(X)
    dense = np.asarray(X.toarray())
    dense.setflags(write=False)
    train(model_of(), method, dense, indicator)
