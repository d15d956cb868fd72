"""Topics that training starts from: arrays, models, names, and what is refused."""

from types import SimpleNamespace

import numpy as np
import pytest
from sklearn.decomposition import NMF
from sklearn.frozen import FrozenEstimator
from sklearn.pipeline import make_pipeline

from sktopics import ARTM, BERTopic, LatentDirichletAllocation, SequenceVectorizer
from sktopics._initial_topics import initial_topics


def learner(n_components=2, n_features=4, names=None):
    made = SimpleNamespace(n_components=n_components, n_features_in_=n_features)
    if names is not None:
        made.feature_names_in_ = np.array(names, dtype=object)
    return made


X = np.array([[4, 2, 0, 0], [2, 3, 0, 1], [0, 0, 3, 2], [0, 0, 1, 4]])


def test_an_array_is_scaled_and_a_row_of_zeros_is_uniform():
    given = initial_topics(learner(), [[3, 1, 0, 0], [0, 0, 0, 0]])
    np.testing.assert_array_equal(given, [[0.75, 0.25, 0, 0], [0.25] * 4])
    assert given.dtype == np.float64


@pytest.mark.parametrize("wrap", [lambda m: m, FrozenEstimator, make_pipeline])
@pytest.mark.parametrize("kind", [LatentDirichletAllocation, ARTM, NMF])
def test_a_fitted_model_gives_its_topics(kind, wrap):
    model = kind(n_components=2, random_state=0).fit(X)
    weights = model.components_
    given = initial_topics(learner(), wrap(model))
    np.testing.assert_allclose(given, weights / weights.sum(1, keepdims=True))


def test_words_are_matched_by_name():
    pipeline = make_pipeline(SequenceVectorizer(), ARTM(2, random_state=0))
    texts = ["rain snow rain", "snow rain", "milk bread", "bread bread milk"]
    counts = pipeline[0].fit_transform(texts).to_counts()
    pipeline[1].fit(counts)
    names = ["hail", "snow", "rain", "milk"]
    for model in (pipeline, FrozenEstimator(pipeline)):
        given = initial_topics(learner(2, 4, names), model)
        np.testing.assert_allclose(given[:, 0], 0.25)
        np.testing.assert_allclose(given.sum(axis=1), 1)
        known = pipeline[1].components_[:, [3, 2, 1]]  # snow, rain, milk
        share = known / known.sum(axis=1, keepdims=True)
        np.testing.assert_allclose(given[:, 1:], 0.75 * share)


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_columns_of_a_frame_are_matched_by_name(library):
    frames = pytest.importorskip(library)
    init = frames.DataFrame({"snow": [1, 0], "rain": [3, 1], "hail": [0, 1]})
    given = initial_topics(learner(2, 3, ["hail", "rain", "snow"]), init)
    np.testing.assert_allclose(given, [[0, 0.75, 0.25], [0.5, 0.5, 0]])
    with pytest.raises(ValueError, match="none of the words of X, such as 'milk'"):
        initial_topics(learner(2, 3, ["milk", "tea", "bread"]), init)


@pytest.mark.parametrize(
    ("init", "message"),
    [
        (np.ones(4), r"init must be an array of shape .* its shape is \(4,\)"),
        (np.ones((2, 4)) * np.nan, "init contains NaN"),
        (np.ones((3, 4)), "init has 3 topics, and n_components is 2"),
        (np.ones((2, 5)), "topics of 5 words, and X has 4 columns"),
        (-np.ones((2, 4)), "negative"),
        (np.full((2, 4), np.nan), "NaN"),
        (LatentDirichletAllocation(2), "FrozenEstimator"),
        (make_pipeline(SequenceVectorizer(), ARTM(2)), "not fitted"),
    ],
    ids=[
        "flat",
        "nan",
        "topics",
        "words",
        "negative",
        "NaN",
        "unfitted",
        "unfitted-pipeline",
    ],
)
def test_what_cannot_be_a_start_is_refused(init, message):
    with pytest.raises(ValueError, match=message):
        initial_topics(learner(), init)


def test_a_model_without_distributions_is_refused():
    scores = BERTopic(None).fit(["rain"] * 20, embeddings=np.eye(20, 4) + 1)
    with pytest.raises(TypeError, match="no distribution of words"):
        initial_topics(learner(), scores)


def test_names_without_a_word_in_common_are_refused():
    frame = SimpleNamespace(
        components_=np.ones((2, 2)), feature_names_in_=np.array(["a", "b"], object)
    )
    with pytest.raises(ValueError, match="knows none of the words of X, such as 'x'"):
        initial_topics(learner(2, 2, ["x", "y"]), frame)
