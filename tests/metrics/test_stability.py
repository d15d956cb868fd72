"""Stability: planted topics come back, noise does not."""

import pickle

import numpy as np
import pytest
import scipy.sparse as sp
from joblib import parallel_config
from sklearn.base import clone
from sklearn.cluster import KMeans
from sklearn.decomposition import NMF, LatentDirichletAllocation
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.pipeline import make_pipeline

import sktopics
from sktopics._sklearn import InvalidParameterError
from sktopics.metrics import TopicStability, topic_stability
from sktopics.topics import match_topics

METRICS = ("hellinger", "jensen_shannon", "jaccard")


@pytest.fixture(scope="module")
def planted():
    rng = np.random.default_rng(0)
    topic_word = np.kron(np.eye(3), np.full(8, 1 / 8))
    topics = np.arange(90) % 3
    return sp.csr_array(np.array([rng.multinomial(30, topic_word[k]) for k in topics]))


@pytest.fixture(scope="module")
def noise():
    return sp.csr_array(np.random.default_rng(0).poisson(0.3, size=(90, 24)))


class FromData(NMF):
    """A model whose topics are the documents it is given, so samples can be seen."""

    def fit(self, X, y=None):
        self.components_ = np.asarray(X, dtype=float)
        self.seen_y_ = y
        return self


@pytest.mark.parametrize("resample", ["bootstrap", "seeds"])
@pytest.mark.parametrize("metric", METRICS)
def test_planted_topics_come_back_and_noise_does_not(planted, noise, resample, metric):
    model = NMF(3, init="random", solver="mu", beta_loss=1, max_iter=300)
    options = {"n_repeats": 4, "resample": resample, "metric": metric}
    result = topic_stability(model, planted, random_state=0, n_top_words=8, **options)
    assert result.similarities.shape == (4, 3)
    assert result.mean > 0.95
    assert (result.per_topic > 0.95).all()
    assert result.mean == pytest.approx(result.per_topic.mean())
    assert topic_stability(model, noise, random_state=0, **options).mean < 0.75


def test_equals_matching_by_hand(planted):
    model = LatentDirichletAllocation(4, max_iter=2)
    result = topic_stability(
        model, planted, n_repeats=2, resample="seeds", random_state=3
    )
    rng = np.random.RandomState(3)
    seeds = rng.randint(np.iinfo(np.int32).max, size=(3, 2))[:, 0]
    seeds = [np.random.RandomState(s).randint(np.iinfo(np.int32).max) for s in seeds]
    seeds[0] = 3  # the fit to all has the seed itself
    fits = [
        LatentDirichletAllocation(4, max_iter=2, random_state=seed).fit(planted)
        for seed in seeds
    ]
    np.testing.assert_array_equal(result.estimator.components_, fits[0].components_)
    expected = [1 - match_topics(fits[0], other).distances for other in fits[1:]]
    np.testing.assert_allclose(result.similarities, expected)
    assert result.similarities.std() > 0


def test_bootstrap_draws_as_many_documents_with_replacement():
    X = np.eye(12)
    result = topic_stability(FromData(), X, n_repeats=30, random_state=0)
    found = result.similarities
    assert found.shape == (30, 12)
    # A document that was not drawn has no partner of its own: (1 - 1/12)^12 = .35.
    np.testing.assert_allclose(found, np.where(found > 0.5, 1, 0), atol=1e-12)
    assert 0.6 < found.mean() < 0.7
    assert len(np.unique(found, axis=0)) > 25
    seeds = topic_stability(FromData(), X, n_repeats=2, resample="seeds")
    np.testing.assert_array_equal(seeds.similarities, 1)


def test_labels_are_drawn_with_their_documents():
    class Checks(FromData):
        def fit(self, X, y):
            np.testing.assert_array_equal(X.argmax(axis=1), y)
            return super().fit(X, y)

    topic_stability(Checks(), np.eye(12), np.arange(12), n_repeats=3, random_state=0)


@pytest.mark.parametrize("resample", ["bootstrap", "seeds"])
def test_random_state_and_n_jobs(planted, resample):
    model = LatentDirichletAllocation(3, max_iter=2)
    options = {"n_repeats": 3, "resample": resample}
    first = topic_stability(model, planted, random_state=0, **options)
    with parallel_config(backend="threading"):  # processes take seconds to start
        again = topic_stability(model, planted, random_state=0, n_jobs=2, **options)
    np.testing.assert_array_equal(again.similarities, first.similarities)
    # The seed replaces the model's own, wherever in a Pipeline it is.
    seeded = make_pipeline("passthrough", model.set_params(random_state=5))
    again = topic_stability(seeded, planted, random_state=0, **options)
    np.testing.assert_array_equal(again.similarities, first.similarities)
    other = topic_stability(model, planted, random_state=1, **options)
    assert (other.similarities != first.similarities).any()
    assert model.random_state == 5
    assert not hasattr(model, "components_")


TEXTS = [
    "ship sea harbour sea",
    "tax debt tax money",
    "sea ship gull",
    "debt money",
] * 4


def test_vocabularies_may_differ():
    texts = [*TEXTS, "sonata", "orchestra cello"]  # words that some samples lack
    pipeline = make_pipeline(CountVectorizer(), NMF(2, init="random"))
    result = topic_stability(pipeline, texts, n_repeats=5, random_state=0)
    assert result.mean > 0.8
    assert len(result.estimator[0].vocabulary_) == 10


def test_topics_without_a_partner_count_as_lost():
    class Distinct(FromData):
        def fit(self, X, y=None):
            return super().fit(np.unique(X, axis=0))

    result = topic_stability(Distinct(), np.eye(8), n_repeats=30, random_state=0)
    found = result.similarities
    assert found.shape == (30, 8)
    np.testing.assert_allclose(found, found.round(), atol=1e-12)
    assert 0.55 < result.mean < 0.75
    # Any topic may be lost, not just the last one, and none is lost always.
    assert (result.per_topic > 0.3).all()
    assert (result.per_topic < 0.95).all()


def test_processes():
    X = np.array([[3, 2, 0, 0], [0, 0, 3, 3], [6, 4, 0, 0], [0, 0, 2, 2]] * 5)
    model = NMF(2, init="random")
    alone, together = (
        topic_stability(model, X, n_repeats=2, random_state=0, n_jobs=n_jobs)
        for n_jobs in (1, 2)
    )
    np.testing.assert_array_equal(alone.similarities, together.similarities)


def test_result_can_be_pickled(planted):
    result = topic_stability(NMF(3), planted, n_repeats=2, random_state=0)
    loaded = pickle.loads(pickle.dumps(result))
    np.testing.assert_array_equal(loaded.similarities, result.similarities)
    assert loaded.mean == result.mean


def test_bad_input(planted):
    class Deterministic(FromData):
        def __init__(self):
            pass

    with pytest.raises(ValueError, match="has none: all its fits are the same"):
        topic_stability(Deterministic(), planted.toarray(), resample="seeds")
    with pytest.raises(TypeError, match="KMeans has no components_"):
        topic_stability(KMeans(2, n_init=1), planted, n_repeats=1)
    with pytest.raises(ValueError, match="'resample' parameter"):
        topic_stability(NMF(2), planted, resample="jackknife")
    with pytest.raises(ValueError, match="'metric' parameter"):
        topic_stability(NMF(2), planted, metric="kullback_leibler")
    with pytest.raises(ValueError, match="'n_repeats' parameter"):
        topic_stability(NMF(2), planted, n_repeats=0)
    with pytest.raises(ValueError, match="'estimator' parameter"):
        topic_stability("NMF", planted)


# --- what users see ---------------------------------------------------------------


@pytest.mark.parametrize("seed", [7, np.int64(7)])
def test_the_topics_are_those_of_the_users_model(planted, seed):
    mine = LatentDirichletAllocation(3, max_iter=2, random_state=7).fit(planted)
    for model in (LatentDirichletAllocation(3, max_iter=2), clone(mine)):
        pipeline = make_pipeline("passthrough", model)
        for given in (model, pipeline):
            result = topic_stability(given, planted, n_repeats=1, random_state=seed)
            fitted = result.estimator[-1] if given is pipeline else result.estimator
            assert fitted.random_state == 7
            np.testing.assert_array_equal(fitted.components_, mine.components_)
    unseeded = topic_stability(mine, planted, n_repeats=1)  # has its own seed
    np.testing.assert_array_equal(unseeded.estimator.components_, mine.components_)


class Seeded(FromData):
    """A model that seeds its part itself, as all models of sktopics do."""

    def __init__(self, part=None, random_state=None):
        self.part = part
        self.random_state = random_state


def test_parts_that_a_model_seeds_stay_its_own():
    for seed in (None, 3):
        model = Seeded(KMeans(2, random_state=seed))
        result = topic_stability(model, np.eye(4), n_repeats=1, random_state=0)
        assert result.estimator.random_state == 0
        assert result.estimator.part.random_state == seed


def test_its_text_is_its_mean(planted):
    model = LatentDirichletAllocation(3, max_iter=2)
    result = topic_stability(model, planted, n_repeats=4, random_state=0)
    spread = result.similarities.mean(axis=1).std(ddof=1)
    assert result.sd == pytest.approx(spread)
    assert repr(result).splitlines()[0] == (
        f"TopicStability: mean {result.mean:.3f} (sd {spread:.3f}), 3 topics, "
        "4 repeats, hellinger"
    )
    one = topic_stability(model, planted, n_repeats=1, random_state=0)
    assert (
        repr(one).splitlines()[0]
        == f"TopicStability: mean {one.mean:.3f}, 3 topics, 1 repeat, hellinger"
    )
    assert np.isnan(one.sd)


def test_its_table_by_hand():
    model = NMF(2)
    model.components_ = np.array([[3.0, 2, 0, 0], [0, 0, 1, 4]])
    model.n_components_ = 2
    model.feature_names_in_ = np.array(["ship", "sea", "debt", "tax"], dtype=object)
    similarities = np.array([[1.0, 0.5], [0.5, 0.0]])
    result = TopicStability("hellinger", similarities, model)
    assert result.to_dict() == {
        "topic": [0, 1],
        "label": ["ship, sea", "tax, debt"],
        "similarity": [0.75, 0.25],
        "sd": pytest.approx([np.sqrt(1 / 8)] * 2),
        "min": [0.5, 0.0],
    }
    assert repr(result).splitlines() == [
        "TopicStability: mean 0.500 (sd 0.354), 2 topics, 2 repeats, hellinger",
        "topic  similarity     sd    min  label",
        "    1       0.250  0.354  0.000  tax, debt",
        "    0       0.750  0.354  0.500  ship, sea",
    ]
    once = TopicStability("hellinger", similarities[:1], model)
    assert np.isnan(once.to_dict()["sd"]).all()
    assert repr(once).splitlines()[-1] == "    0       1.000      –  1.000  ship, sea"
    frame = pytest.importorskip("pandas") and result.to_frame()
    assert frame["similarity"].tolist() == [0.75, 0.25]


def test_a_long_table_shows_the_least_stable(planted):
    model = clone(NMF(25))
    model.components_ = planted.toarray()[:25].astype(float)
    model.n_components_ = 25
    similarities = np.linspace(1, 0, 25)[np.newaxis]
    lines = repr(TopicStability("jaccard", similarities, model)).splitlines()
    assert len(lines) == 2 + 20 + 1
    assert [int(line.split()[0]) for line in lines[2:5]] == [24, 23, 22]
    assert lines[-1] == "… 5 more topics, found again more often"


DOCUMENTS = ["sea ship sea", "tax debt", "ship harbour sea", "tax money debt"] * 5


@pytest.mark.parametrize(
    "form",
    [
        tuple,
        np.array,
        lambda texts: (text for text in texts),
        lambda texts: [text.encode() for text in texts],
        lambda texts: pytest.importorskip("pandas").Series(texts, index=range(9, 29)),
        lambda texts: pytest.importorskip("polars").Series(texts),
    ],
)
@pytest.mark.parametrize("resample", ["bootstrap", "seeds"])
def test_forms_of_documents(form, resample):
    model = make_pipeline(CountVectorizer(), LatentDirichletAllocation(2, max_iter=2))
    options = {"n_repeats": 2, "resample": resample, "random_state": 0}
    expected = topic_stability(model, DOCUMENTS, **options)
    found = topic_stability(model, form(DOCUMENTS), **options)
    np.testing.assert_array_equal(found.similarities, expected.similarities)


def test_parameters_of_the_estimator_are_checked(planted):
    message = "'n_components' parameter of LatentDirichletAllocation"
    with pytest.raises(InvalidParameterError, match=message):
        topic_stability(sktopics.LatentDirichletAllocation(-2), planted)
