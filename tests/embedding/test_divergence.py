"""Doc2Vec with steps that are too long: an error, and the model as it was."""

import copy

import numpy as np
import pytest
from doc2vec_models import (
    ARCHITECTURES,
    assert_same,
    everywhere,
    new,
    planted,
    vectors_of,
)
from numpy.testing import assert_array_equal
from sklearn.callback import ScoringMonitor
from sklearn.exceptions import FitFailedWarning
from sklearn.model_selection import GridSearchCV

from sktopics import Doc2Vec, SequenceVectorizer, TokenSequences
from sktopics.datasets import load_sotu
from sktopics.embedding._divergence import all_finite

DIVERGED = r"training diverged in pass [12]: lower alpha, which is "


@pytest.fixture(scope="module")
def passages():
    documents = load_sotu().documents[:300]
    return SequenceVectorizer(min_df=3).fit_transform(documents)


def assert_unchanged(model, before):
    assert vars(model).keys() == vars(before).keys()
    assert_same(model, before)
    assert model.n_features_in_ == before.n_features_in_


@everywhere
@pytest.mark.parametrize("alpha", [1.0, 2.5, 1e6, 3e38])
def test_training_that_diverges(passages, name, alpha):
    parameters = {**ARCHITECTURES[name], "vector_size": 16, "random_state": 0}
    model = Doc2Vec(alpha=alpha, epochs=5, **parameters)
    with pytest.raises(ValueError, match=DIVERGED):
        model.fit(passages)
    assert not hasattr(model, "n_features_in_")
    model.set_params(alpha=0.025).fit(passages[:50])
    before = copy.deepcopy(model)
    model.set_params(alpha=alpha)
    for method in (model.fit, model.partial_fit):
        with pytest.raises(ValueError, match=DIVERGED):
            method(passages)
        assert_unchanged(model, before)
    assert np.isfinite(model.set_params(alpha=0.025).transform(passages)).all()


@pytest.mark.parametrize(
    "parameters",
    [
        {"min_alpha": 2**70},
        {"init_word_vectors": (["a0", "e1"], np.full((2, 12), 1e30))},
        {"init_word_vectors": (["a0"], np.ones((1, 12))), "init_lock": 1e38},
        {"init_lock": np.full(40, 1e38)},
    ],
)
@pytest.mark.parametrize("name", ["dm", "dm concat", "dbow words"])
def test_what_else_makes_steps_too_long(name, parameters):
    model = new(name).fit(planted())
    before = copy.deepcopy(model)
    model.set_params(**parameters)
    with pytest.raises(ValueError, match="init_word_vectors or init_lock do the same"):
        model.fit(planted())
    assert_unchanged(model, before)


@pytest.mark.parametrize("n_terms", [2, 5000])
@pytest.mark.parametrize("watched", [False, True])
def test_a_last_step_that_is_in_no_loss(n_terms, watched):
    """One word is predicted once: vectors of words change after the loss is known."""
    X = TokenSequences([0, 1], [0, 2], n_terms=n_terms, weights=[1.0, 0.0])
    locks = np.full(n_terms, 3e38)
    model = new("dm", epochs=1, alpha=1e3, init_lock=locks, vector_size=4)
    if watched:
        model.set_callbacks(ScoringMonitor(scoring=None))
    with pytest.raises(ValueError, match="training diverged in pass 1"):
        model.fit(X)
    model.set_params(init_lock=1.0).fit(X)
    assert all(np.isfinite(vectors).all() for vectors in vectors_of(model))


def test_threads_that_diverge():
    rng = np.random.default_rng(0)
    ids = rng.integers(0, 1000, 100_000)
    X = TokenSequences(ids, np.arange(0, 100_001, 100), n_terms=1000)
    for name in ("dm", "dbow"):
        with pytest.raises(ValueError, match="training diverged in pass 1"):
            new(name, alpha=1e6, epochs=2, n_jobs=2).fit(X)


def test_a_file_of_vectors_stays(tmp_path):
    path = tmp_path / "vectors.npy"
    model = new(vectors_file=path).fit(planted())
    before = np.array(model.document_vectors_)
    model.set_params(alpha=1e6)
    for method in (model.fit, model.partial_fit):
        with pytest.raises(ValueError, match=DIVERGED):
            method(planted())
    assert_array_equal(np.load(path), before)
    assert [file.name for file in tmp_path.iterdir()] == ["vectors.npy"]


@everywhere
@pytest.mark.parametrize("rate", [1e3, 1e20, 3e38])
def test_inference_is_finite_or_an_error(name, rate):
    X = planted()
    model = new(name).fit(X)
    inferred = model.transform(X)
    model.set_params(alpha=rate, min_alpha=rate, inference_epochs=50)
    for method in (model.transform, model.score_samples, model.score):
        try:
            assert np.isfinite(method(X)).all()
        except ValueError as error:
            assert "inference of document 0 diverged: lower alpha" in str(error)  # noqa: PT017
    model.set_params(alpha=0.1, min_alpha=1e-4, inference_epochs=None)
    assert_array_equal(model.transform(X), inferred)


@pytest.mark.parametrize("name", ["dm", "dbow", "dm tree"])
def test_inference_that_diverges_names_the_document(name):
    """Output vectors are large: the sum of what words add overflows."""
    X = planted()
    model = new(name).fit(X)
    for vectors in (model.output_vectors_, model.node_vectors_):
        if vectors is not None:
            vectors *= np.float32(1e37)
    model.set_params(alpha=3e3)
    for method in (model.transform, model.score):
        with pytest.raises(ValueError, match=r"inference of document \d+ diverged"):
            method(X)


@pytest.mark.parametrize("n_jobs", [1, 2])
def test_a_search_goes_on(passages, n_jobs):
    rates = {"alpha": [0.025, 0.25, 2.5]}
    model = Doc2Vec(16, epochs=5, random_state=0)
    search = GridSearchCV(model, rates, cv=2, error_score=np.nan, n_jobs=n_jobs)
    with pytest.warns(FitFailedWarning, match="training diverged in pass"):
        search.fit(passages[:200])
    scores = search.cv_results_["mean_test_score"]
    assert np.isfinite(scores[:2]).all()
    assert np.isnan(scores[2])
    assert search.best_params_["alpha"] != 2.5


@pytest.mark.parametrize("size", [3, 20_000])
@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_all_finite(size, value):
    numbers = np.ones(size, np.float32)
    assert all_finite(numbers)
    assert all_finite(numbers * np.float32(3e38))  # whose sum is infinite
    assert all_finite(numbers[:0])
    numbers[1] = value
    assert not all_finite(numbers)
    numbers[2] = -value  # infinities that cancel
    assert not all_finite(numbers)
