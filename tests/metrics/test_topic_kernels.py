"""Kernels, mass and background by hand, and against the definitions, term by term."""

import pickle

import numpy as np
import pytest
from scipy.stats import entropy
from sklearn.base import BaseEstimator
from sklearn.decomposition import NMF, LatentDirichletAllocation
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.pipeline import make_pipeline

import sktopics
from sktopics.metrics import (
    background_term_ratio,
    background_token_ratio,
    topic_kernels,
    topic_mass,
)
from sktopics.topics import topic_table

# Two topics of the sizes 3/4 and 1/4; p(t|w) of the first one is, term by term,
# 1, 3/4, 3/5, 0 and unknown, for the last term is in no topic.
COUNTERS = np.array([[6.0, 3, 3, 0, 0], [0, 1, 2, 1, 0]])
TEXTS = ["ship sea harbour sea", "tax debt tax", "sea ship", "debt sea tax", ""]


def random_counters(seed=0, n_topics=5, n_terms=40):
    rng = np.random.default_rng(seed)
    counters = rng.gamma(0.3, size=(n_topics, n_terms)) * rng.integers(1, 9, (5, 1))
    counters[counters < 0.05] = 0
    counters[:, 7] = 0
    return counters


def test_kernels_by_hand():
    kernels = topic_kernels(COUNTERS, threshold=0.5)
    np.testing.assert_array_equal(kernels.members, [[1, 1, 1, 0, 0], [0, 0, 0, 1, 0]])
    np.testing.assert_array_equal(kernels.size, [3, 1])
    np.testing.assert_allclose(kernels.purity, [1, 1 / 4])
    np.testing.assert_allclose(kernels.contrast, [(1 + 3 / 4 + 3 / 5) / 3, 1])
    assert kernels.mean == {
        "size": 2.0,
        "purity": pytest.approx(5 / 8),
        "contrast": pytest.approx((47 / 60 + 1) / 2),
    }


def test_the_threshold_is_to_be_exceeded():
    # p(t|w) of the second term are 3/4 and 1/4, exactly.
    assert topic_kernels(COUNTERS, threshold=0.25).members[1, 1] == False  # noqa: E712
    assert topic_kernels(COUNTERS, threshold=0.2499).members[1, 1]
    assert not topic_kernels(COUNTERS, threshold=0.75).members[0, 1]


def test_kernels_by_equal_sizes():
    # The topics as distributions: [1/2, 1/4, 1/4, 0, 0] and [0, 1/4, 1/2, 1/4, 0].
    phi = COUNTERS / COUNTERS.sum(axis=1, keepdims=True)
    for given in ((phi,), (COUNTERS, None, [3, 3])):
        model, X, sizes = (*given, None, None)[:3]
        kernels = topic_kernels(model, X, topic_sizes=sizes, threshold=0.4)
        np.testing.assert_array_equal(kernels.size, [2, 3])
        np.testing.assert_allclose(kernels.purity, [3 / 4, 1])
        np.testing.assert_allclose(kernels.contrast, [3 / 4, (1 / 2 + 2 / 3 + 1) / 3])


def test_kernels_equal_their_definition():
    counters = random_counters()
    n_t = counters.sum(axis=1)
    for threshold in (0, 0.25, 0.5, 0.9):
        kernels = topic_kernels(counters, threshold=threshold)
        for t, row in enumerate(counters):
            kernel = [
                w
                for w in range(40)
                if row[w] > 0 and row[w] / counters[:, w].sum() > threshold
            ]
            assert kernels.size[t] == len(kernel)
            np.testing.assert_array_equal(np.flatnonzero(kernels.members[t]), kernel)
            purity = sum(row[w] / n_t[t] for w in kernel)
            assert kernels.purity[t] == pytest.approx(purity)
            contrast = [row[w] / counters[:, w].sum() for w in kernel]
            expected = np.mean(contrast) if contrast else 0
            assert kernels.contrast[t] == pytest.approx(expected)
        assert (kernels.members.sum(axis=0) <= 1).all() or threshold < 0.5


def test_topics_select_what_is_reported():
    counters = random_counters()
    everything = topic_kernels(counters)
    some = topic_kernels(counters, topics=[3, 1])
    for name in ("members", "size", "purity", "contrast"):
        np.testing.assert_array_equal(
            getattr(some, name), getattr(everything, name)[[3, 1]]
        )


def test_a_modality_by_itself():
    counters = random_counters()
    columns = slice(10, 25)
    expected = topic_kernels(counters[:, columns])
    for selected in (columns, list(range(10, 25))):
        kernels = topic_kernels(counters, columns=selected)
        np.testing.assert_array_equal(kernels.members, expected.members)
        np.testing.assert_allclose(kernels.purity, expected.purity)
        np.testing.assert_allclose(kernels.contrast, expected.contrast)
    whole = topic_kernels(counters)
    assert (whole.members[:, columns] == expected.members).all()
    assert (whole.purity != expected.purity).any()
    np.testing.assert_allclose(
        topic_mass(counters, columns=columns), topic_mass(counters[:, columns])
    )
    assert background_term_ratio(counters, columns=columns) == background_term_ratio(
        counters[:, columns]
    )


def test_empty_kernels_are_zero_and_never_nan():
    background = np.vstack([COUNTERS * 4, [4, 3, 4, 3, 0], np.zeros(5)])
    kernels = topic_kernels(background, threshold=0.5)
    np.testing.assert_array_equal(kernels.size[2:], 0)
    np.testing.assert_array_equal(kernels.purity[2:], 0)
    np.testing.assert_array_equal(kernels.contrast[2:], 0)
    assert np.isfinite(list(kernels.mean.values())).all()


def test_kernels_are_frozen_and_can_be_pickled():
    kernels = topic_kernels(COUNTERS)
    assert pickle.loads(pickle.dumps(kernels)) == kernels
    with pytest.raises(ValueError, match="read-only"):
        kernels.members[0] = True


def test_mass_by_hand():
    np.testing.assert_array_equal(topic_mass(COUNTERS), [3 / 4, 1 / 4])
    np.testing.assert_array_equal(topic_mass(COUNTERS, columns=[2, 3]), [1 / 2, 1 / 2])
    assert background_token_ratio(COUNTERS, topics=[1]) == 1 / 4
    assert background_token_ratio(COUNTERS, topics=slice(None)) == 1
    assert (
        background_token_ratio(COUNTERS, topics=[True, False], columns=[0, 1]) == 9 / 10
    )


def test_background_terms_by_hand():
    # KL(p(t|w) || p(t)) of the four terms that are in topics.
    distances = [
        np.log(4 / 3),
        0,
        3 / 5 * np.log(4 / 5) + 2 / 5 * np.log(8 / 5),
        np.log(4),
    ]
    for i, term in enumerate(np.argsort(distances)):
        above, below = distances[term] * (1 + 1e-9), distances[term] * (1 - 1e-9)
        assert background_term_ratio(COUNTERS, threshold=above) == (i + 1) / 4
        if distances[term] > 0:
            assert background_term_ratio(COUNTERS, threshold=below) == i / 4
    # The other way round, terms that a topic lacks are infinitely far.
    reverse = 3 / 4 * np.log(5 / 4) + 1 / 4 * np.log(5 / 8)
    for threshold, expected in ((reverse * 0.999, 1), (reverse * 1.001, 2), (1e9, 2)):
        ratio = background_term_ratio(
            COUNTERS, threshold=threshold, divergence="corpus_from_term"
        )
        assert ratio == expected / 4


@pytest.mark.parametrize("divergence", ["term_from_corpus", "corpus_from_term"])
def test_background_terms_equal_their_definition(divergence):
    counters = random_counters() + 0.1
    p_t = counters.sum(axis=1) / counters.sum()
    below = []
    for w in range(40):
        p_tw = counters[:, w] / counters[:, w].sum()
        pair = (p_tw, p_t) if divergence == "term_from_corpus" else (p_t, p_tw)
        below.append(entropy(*pair) <= 0.3)
    assert 0 < np.mean(below) < 1
    ratio = background_term_ratio(counters, threshold=0.3, divergence=divergence)
    assert ratio == pytest.approx(np.mean(below))


def test_equal_topics_are_all_background():
    for n_topics in (2, 3, 7):
        same = np.tile(np.random.default_rng(0).dirichlet(np.ones(30)), (n_topics, 1))
        sizes = np.arange(1, n_topics + 1)
        for divergence in ("term_from_corpus", "corpus_from_term"):
            ratio = background_term_ratio(
                same, threshold=0, topic_sizes=sizes, divergence=divergence
            )
            assert ratio == 1


@pytest.fixture(scope="module")
def pipelines():
    models = (
        LatentDirichletAllocation(3, random_state=0),
        sktopics.LatentDirichletAllocation(3, random_state=0),
        NMF(2, random_state=0, init="nndsvd"),
    )
    return [make_pipeline(CountVectorizer(), model).fit(TEXTS) for model in models]


def test_sizes_from_documents(pipelines):
    for pipeline in pipelines:
        model, X = pipeline[-1], pipeline[0].transform(TEXTS)
        theta = model.transform(X)
        if isinstance(model, NMF):
            theta = theta * model.components_.sum(axis=1)
        theta = theta / np.maximum(theta.sum(axis=1, keepdims=True), 1e-300)
        sizes = np.asarray(X.sum(axis=1)).ravel() @ theta
        sizes /= sizes.sum()
        np.testing.assert_allclose(topic_mass(model, X), sizes)
        np.testing.assert_allclose(topic_mass(pipeline, TEXTS), sizes)
        expected = topic_kernels(model.components_, topic_sizes=sizes)
        for kernels in (
            topic_kernels(pipeline, TEXTS),
            topic_kernels(model, X),
            topic_kernels(model, topic_sizes=sizes * 5),
        ):
            np.testing.assert_array_equal(kernels.size, expected.size)
            np.testing.assert_allclose(kernels.purity, expected.purity)
        assert background_term_ratio(pipeline, TEXTS) == background_term_ratio(
            model.components_, topic_sizes=sizes
        )
        # Of one modality, a document has the tokens that are in its columns.
        sizes = np.asarray(X[:, [0, 3]].sum(axis=1)).ravel() @ theta
        of_columns = topic_mass(pipeline, TEXTS, columns=[0, 3])
        np.testing.assert_allclose(of_columns, sizes / sizes.sum())


def test_sizes_that_the_model_knows(pipelines):
    model = pipelines[1][-1]
    prior = np.reshape(model.topic_word_prior_, (1, -1))
    counters = np.maximum(model.components_ - prior, 0)
    np.testing.assert_allclose(topic_mass(model), topic_mass(counters), rtol=1e-5)
    np.testing.assert_allclose(
        topic_mass(model, columns=[1, 2]), topic_mass(counters[:, [1, 2]]), rtol=1e-5
    )
    np.testing.assert_allclose(
        topic_kernels(model).contrast,
        topic_kernels(model.components_, topic_sizes=topic_mass(model)).contrast,
    )
    # NMF does not: its topics count as equal, and their mass is not made up.
    nmf = pipelines[2][-1]
    expected = topic_kernels(nmf.components_, topic_sizes=[1, 1])
    assert topic_kernels(nmf) == expected
    with pytest.raises(ValueError, match="sizes of the topics are not known: pass doc"):
        topic_mass(nmf)


class Counting(BaseEstimator):
    """A model that keeps the counters that its topics came from."""

    def fit(self, X=None, y=None):
        self.topic_word_counts_ = COUNTERS
        self.components_ = COUNTERS / COUNTERS.sum(axis=1, keepdims=True)
        return self


def test_counters_that_the_model_keeps():
    model = Counting().fit()
    np.testing.assert_array_equal(topic_mass(model), [3 / 4, 1 / 4])
    np.testing.assert_array_equal(topic_mass(model, columns=[2, 3]), [1 / 2, 1 / 2])
    assert background_token_ratio(model, topics=[0]) == 3 / 4
    expected, kernels = topic_kernels(COUNTERS), topic_kernels(model)
    np.testing.assert_array_equal(kernels.members, expected.members)
    np.testing.assert_allclose(kernels.contrast, expected.contrast)
    np.testing.assert_allclose(topic_table(model).sizes, [3 / 4, 1 / 4])


def test_float32_and_lists():
    counters = random_counters()
    expected = topic_kernels(counters)
    single = topic_kernels(counters.astype(np.float32))
    np.testing.assert_array_equal(single.members, expected.members)
    np.testing.assert_allclose(single.purity, expected.purity, rtol=1e-5)
    assert topic_kernels(counters.tolist()) == expected


@pytest.mark.parametrize("function", [topic_kernels, background_term_ratio, topic_mass])
def test_bad_topics(function):
    with pytest.raises(ValueError, match="negative entries"):
        function(-COUNTERS)
    with pytest.raises(ValueError, match="NaN"):
        function(COUNTERS * np.nan)
    with pytest.raises(ValueError, match=r"No topic has a term|not known"):
        function(np.zeros((2, 3)))
    with pytest.raises(NotFittedError):
        function(NMF())
    with pytest.raises(ValueError, match="say nothing about an array"):
        function(COUNTERS, COUNTERS)
    with pytest.raises(ValueError, match="columns go beyond the 5"):
        function(COUNTERS, columns=[0, 5])


@pytest.mark.parametrize("function", [topic_kernels, background_term_ratio])
@pytest.mark.parametrize(
    ("sizes", "match"),
    [
        ([1, 1, 1], "topic_sizes must be 2 numbers"),
        ([0, 0], "topic_sizes must be 2 numbers"),
        ([-1, 2], "Negative values"),
        ([np.nan, 1], "NaN"),
    ],
)
def test_bad_sizes(function, sizes, match):
    with pytest.raises(ValueError, match=match):
        function(COUNTERS, topic_sizes=sizes)


def test_other_bad_input(pipelines):
    pipeline = pipelines[2]
    with pytest.raises(ValueError, match="not both"):
        topic_kernels(pipeline, TEXTS, topic_sizes=[1, 1])
    with pytest.raises(ValueError, match="no tokens in any topic"):
        topic_mass(pipeline, [""])
    with pytest.raises(ValueError, match="of size 0"):
        topic_kernels([[1, 0], [0, 0]], topic_sizes=[0, 1])
    with pytest.raises(ValueError, match="'threshold' parameter"):
        topic_kernels(COUNTERS, threshold=1)
    with pytest.raises(ValueError, match="'threshold' parameter"):
        background_term_ratio(COUNTERS, threshold=-0.1)
    with pytest.raises(ValueError, match="'divergence' parameter"):
        background_term_ratio(COUNTERS, divergence="kl")
    with pytest.raises(ValueError, match="topics go beyond the 2"):
        background_token_ratio(COUNTERS, topics=[2])
