"""`partial_fit`: streams of batches."""

import pickle
import tracemalloc

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from planted import closest, planted_counts

from sktopics import LatentDirichletAllocation

INFERENCES = ["collapsed", "variational"]
every_inference = pytest.mark.parametrize("inference", INFERENCES)


def lda(inference, **parameters):
    parameters = {"n_components": 4, "random_state": 1} | parameters
    return LatentDirichletAllocation(inference=inference, **parameters)


def batches(X, size=100):
    return (X[start : start + size] for start in range(0, X.shape[0], size))


@every_inference
@pytest.mark.parametrize("lengths", [(40, 80), (4, 10)], ids=["long", "short"])
def test_topics_are_found_in_a_stream(inference, lengths):
    X, topics, mixtures = planted_counts(3000, lengths)
    models = [lda(inference, total_samples=3000, random_state=i) for i in (1, 2)]
    for model in models:
        for batch in batches(X):
            model.partial_fit(batch)
    model = min(models, key=lambda model: model.perplexity(X[:500]))
    order, distances = closest(topics, model)
    assert distances.max() < 0.2
    assert np.abs(model.transform(X)[:, order] - mixtures).mean() < 0.13
    assert model.n_batch_iter_ == 30
    assert model.n_iter_ == 0


@every_inference
def test_large_batches_are_cut(inference):
    """A call with many documents is many updates of `batch_size`."""
    X, *_ = planted_counts(130)
    model = lda(inference, batch_size=50).partial_fit(X[:10])
    many = pickle.loads(pickle.dumps(model)).partial_fit(X[10:])
    one_by_one = model
    for batch in batches(X[10:], 50):
        one_by_one.partial_fit(batch)
    assert many.n_batch_iter_ == one_by_one.n_batch_iter_ == 4
    assert_allclose(many.components_, one_by_one.components_, rtol=1e-12)


@every_inference
def test_a_stream_is_determined_by_its_seed(inference):
    X, *_ = planted_counts(200)
    models = lda(inference), lda(inference), lda(inference, random_state=2)
    for batch in batches(X, 50):
        for model in models:
            model.partial_fit(batch)
    assert_array_equal(models[0].components_, models[1].components_)
    assert not np.array_equal(models[0].components_, models[2].components_)


@every_inference
def test_memory_does_not_grow_with_the_stream(inference):
    """Peak of 20 batches against that of 5, both after the first of all."""
    batch, *_ = planted_counts(200)
    model = lda(inference).partial_fit(batch)

    def peak(n_batches):
        tracemalloc.start()
        for _ in range(n_batches):
            model.partial_fit(batch.copy())
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    peak(2)
    few = peak(5)
    assert peak(20) < 1.05 * few + 20_000


@every_inference
def test_words_may_come_late(inference):
    """The first batches have only half of the words."""
    X, *_ = planted_counts(2000)
    half = np.tile([1.0, 0.0], 30)
    model = lda(inference, total_samples=2000)
    for i, batch in enumerate(batches(X)):
        model.partial_fit(batch * half if i < 3 else batch)
        assert np.isfinite(model.components_).all()
        assert np.isfinite(model.transform(batch)).all()
    late = model.components_[:, 1::2].sum() / model.components_.sum()
    assert late == pytest.approx(X[:, 1::2].sum() / X.sum(), abs=0.1)
    assert model.perplexity(X) < 60  # which is to know nothing


@every_inference
def test_total_samples_scales_the_counts(inference):
    X, *_ = planted_counts(200)
    sums = []
    for total in (200, 20_000):
        model = lda(inference, total_samples=total)
        for _ in range(20):
            model.partial_fit(X)
        sums.append(model.components_.sum())
    n_tokens = X.sum()
    assert sums[0] < 1.1 * n_tokens + 4 * 60
    assert sums[1] / sums[0] == pytest.approx(100, rel=0.15)


@every_inference
def test_learning_rate_follows_the_parameters(inference):
    """At the t-th batch the old topics keep 1 - (offset + t) ** -decay."""
    X, *_ = planted_counts(100)
    model = lda(inference, learning_offset=5, learning_decay=0.9, total_samples=1)
    model.partial_fit(X)
    for t in (2, 3):
        before = model.components_ - model.topic_word_prior_
        model.partial_fit(X)
        after = model.components_ - model.topic_word_prior_
        rate = (5 + t) ** -0.9
        expected = (1 - rate) * before.sum() + rate * X.sum() / 100
        assert after.sum() == pytest.approx(expected, rel=1e-4)


@every_inference
def test_a_batch_may_be_empty_of_words_or_weight(inference):
    X, *_ = planted_counts(60)
    model = lda(inference).partial_fit(0 * X).partial_fit(X)
    assert np.isfinite(model.components_).all()
    model.partial_fit(0 * X[:1])
    before = model.components_
    with pytest.raises(ValueError, match="weight"):
        model.partial_fit(X, sample_weight=np.zeros(60))
    assert_array_equal(model.components_, before)
    assert_allclose(model.transform(X).sum(axis=1), 1)


@pytest.mark.filterwarnings("ignore:overflow encountered:RuntimeWarning")
@every_inference
@pytest.mark.parametrize("fitted_by", ["fit", "partial_fit"])
def test_a_bad_batch_leaves_the_model_as_it_was(inference, fitted_by):
    X, *_ = planted_counts(50)
    model = lda(inference, max_iter=3)
    getattr(model, fitted_by)(X)
    before, output = pickle.dumps(model), model.transform(X)
    nan, negative, infinite = (X.copy() for _ in range(3))
    nan.data[4], negative.data[4], infinite.data[4] = np.nan, -1, np.inf
    wide = np.ones((3, 61))
    for bad in (nan, negative, infinite, wide, wide[:, :9], X.toarray()[0], "text"):
        with pytest.raises((ValueError, TypeError)):
            model.partial_fit(bad)
        assert pickle.dumps(model) == before
    with pytest.raises(ValueError, match="61 features"):
        model.partial_fit(wide)
    with pytest.raises(ValueError, match="weight"):
        model.partial_fit(X, sample_weight=-np.ones(50))
    with pytest.raises(ValueError, match="too large"):
        model.partial_fit(np.full((3, 60), 1e308))
    assert pickle.dumps(model) == before
    assert_array_equal(model.transform(X), output)


@every_inference
def test_a_bad_first_batch_leaves_nothing(inference):
    model = lda(inference)
    before = dict(vars(model))
    for bad in (np.full((3, 4), np.nan), -np.ones((3, 4))):
        with pytest.raises(ValueError, match=r"NaN|[Nn]egative"):
            model.partial_fit(bad)
    with pytest.raises(ValueError, match="weight"):
        model.partial_fit(np.ones((3, 4)), sample_weight=[1, 2])
    with pytest.raises(ValueError, match="topic_word_prior"):
        model.set_params(topic_word_prior=[1.0, 2.0]).partial_fit(np.ones((3, 4)))
    assert vars(model) == before | {"topic_word_prior": [1.0, 2.0]}
    model.set_params(topic_word_prior=None).partial_fit(np.ones((3, 7)))
    assert model.n_features_in_ == 7


def test_names_of_terms_must_stay():
    pd = pytest.importorskip("pandas")
    X, *_ = planted_counts(20)
    frame = pd.DataFrame(X.toarray(), columns=[f"w{i}" for i in range(60)])
    model = lda("collapsed").partial_fit(frame)
    before = pickle.dumps(model)
    with pytest.raises(ValueError, match="feature names"):
        model.partial_fit(frame.rename(columns={"w3": "other"}))
    assert pickle.dumps(model) == before


@every_inference
def test_partial_fit_goes_on_after_fit(inference):
    X, topics, _ = planted_counts(600)
    model = lda(inference, total_samples=600).fit(X[:500])
    _, before = closest(topics, model)
    for batch in batches(X[500:], 20):
        model.partial_fit(batch)
    _, after = closest(topics, model)
    assert after.max() < before.max() + 0.1


@every_inference
def test_types_of_batches_may_change(inference):
    X, *_ = planted_counts(60)
    model = lda(inference).partial_fit(X.astype(np.float32))
    model.partial_fit(X.astype(int)).partial_fit(X).partial_fit(X.toarray())
    assert np.isfinite(model.components_).all()
    assert_allclose(model.transform(X).sum(axis=1), 1)
