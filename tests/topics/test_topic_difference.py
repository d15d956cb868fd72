"""Distances between topics against gensim and scipy, and the optimal assignment."""

import dataclasses
import itertools
import pickle

import numpy as np
import pytest
from scipy.spatial.distance import jensenshannon
from scipy.stats import entropy
from sklearn.decomposition import NMF
from sklearn.exceptions import NotFittedError

from sktopics.topics import match_topics, topic_difference, topic_table

METRICS = ["hellinger", "kullback_leibler", "jensen_shannon", "jaccard"]


@pytest.fixture(scope="module")
def gensim_models(pipelines, speeches):
    gensim = pytest.importorskip("gensim")
    analyze = pipelines[0][0].build_analyzer()
    texts = [analyze(text) for text in speeches]
    dictionary = gensim.corpora.Dictionary(texts)
    dictionary.filter_extremes(no_below=3)
    bows = [dictionary.doc2bow(text) for text in texts]
    options = {"id2word": dictionary, "dtype": np.float64}
    return [gensim.models.LdaModel(bows, k, random_state=k, **options) for k in (5, 3)]


@pytest.mark.parametrize("metric", METRICS)
def test_as_gensim_on_real_text(gensim_models, make_model, metric):
    n = 30
    expected, annotation = gensim_models[0].diff(
        gensim_models[1],
        distance=metric,
        num_words=n,
        n_ann_terms=n,
        normed=False,
        annotation=True,
    )
    a, b = (
        make_model(m.get_topics(), [m.id2word[i] for i in range(len(m.id2word))])
        for m in gensim_models
    )
    difference = topic_difference(a, b, metric, n_top_words=n)
    assert difference.matrix.shape == (5, 3)
    np.testing.assert_allclose(difference.matrix, expected, rtol=1e-6)
    for i, j in itertools.product(range(5), range(3)):
        shared, distinct = annotation[i][j]
        assert set(difference.shared(i, j)) == set(shared)
        assert set(itertools.chain(*difference.distinct(i, j))) == set(distinct)


def distributions(pipeline):
    return pipeline[-1].components_ / pipeline[-1].components_.sum(1)[:, None]


@pytest.mark.parametrize(
    ("metric", "pairwise"),
    [
        ("hellinger", lambda p, q: np.sqrt(((p**0.5 - q**0.5) ** 2).sum() / 2)),
        ("kullback_leibler", entropy),
        ("jensen_shannon", lambda p, q: jensenshannon(p, q) ** 2),
    ],
)
def test_as_scipy_on_real_text(pipelines, metric, pairwise):
    a, b = pipelines
    expected = [[pairwise(p, q) for q in distributions(b)] for p in distributions(a)]
    matrix = topic_difference(a, b, metric).matrix
    np.testing.assert_allclose(matrix, expected, rtol=1e-10)


@pytest.mark.parametrize("metric", METRICS)
def test_a_model_and_itself(pipelines, metric):
    matrix = topic_difference(pipelines[0], pipelines[0], metric).matrix
    np.testing.assert_allclose(np.diag(matrix), 0, atol=1e-14)
    assert (matrix >= 0).all()
    assert (matrix[~np.eye(6, dtype=bool)] > 0.01).all()


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_small_differences_are_not_lost(make_model, dtype):
    p = np.full((1, 1000), 1.0)
    q = p.copy()
    q[0, :2] = 1 + 1e-4, 1 - 1e-4
    a, b = make_model(p.astype(dtype)), make_model(q.astype(dtype))
    expected = np.sqrt(2 * (1e-4 / 2) ** 2 / 1000 / 2)
    np.testing.assert_allclose(topic_difference(a, b).matrix, expected, rtol=1e-2)


def test_different_vocabularies_are_aligned_by_name(make_model):
    a = make_model([[1, 1, 2], [0, 0, 4]], ["sea", "ship", "tax"])
    b = make_model([[2, 1, 1]], ["tax", "debt", "ship"])
    p, q = np.array([[1, 1, 2, 0], [0, 0, 4, 0]]) / 4, np.array([0, 1, 2, 1]) / 4
    matrix = topic_difference(a, b, "hellinger").matrix
    expected = np.sqrt(((p**0.5 - q**0.5) ** 2).sum(1) / 2)
    np.testing.assert_allclose(matrix[:, 0], expected)
    matrix = topic_difference(a, b, "jensen_shannon").matrix
    np.testing.assert_allclose(matrix[0], jensenshannon(p[0], q) ** 2)
    # "sea" is no term of b: infinitely surprising. Topic 1 has only "tax".
    matrix = topic_difference(a, b, "kullback_leibler").matrix
    np.testing.assert_allclose(matrix[:, 0], [np.inf, np.log(2)])
    np.testing.assert_allclose(
        topic_difference(a, b, "jaccard").matrix[:, 0], [1 / 2, 2 / 3]
    )


def test_shared_and_distinct_terms(make_model):
    a = make_model([[4, 3, 2, 1]], ["sea", "ship", "tax", "debt"])
    b = make_model([[1, 4, 3, 2]], ["sea", "tax", "ship", "sail"])
    difference = topic_difference(a, b, n_top_words=3)
    assert difference.shared(0, 0) == ["ship", "tax"]
    assert difference.distinct(0, 0) == (["sea"], ["sail"])
    with pytest.raises(IndexError):
        difference.shared(0, 1)


def test_top_terms_are_those_of_the_table(pipelines):
    difference = topic_difference(*pipelines, n_top_words=7)
    for words, pipeline in zip(
        (difference.top_words_a, difference.top_words_b), pipelines, strict=True
    ):
        assert [list(w) for w in words] == topic_table(pipeline, 7).top_words


@pytest.mark.parametrize(
    ("metric", "largest"), list(zip(METRICS, [1, np.inf, np.log(2), 1], strict=True))
)
@pytest.mark.filterwarnings("error")
def test_topics_without_terms(make_model, metric, largest):
    model = make_model([[1, 2], [0, 0]], ["a", "b"])
    matrix = topic_difference(model, model, metric).matrix
    np.testing.assert_allclose(matrix, [[0, largest], [largest, 0]], atol=1e-15)


def test_the_result(pipelines):
    difference = topic_difference(*pipelines)
    again = pickle.loads(pickle.dumps(difference))
    assert again == difference
    assert difference != topic_difference(*pipelines, "jaccard")
    with pytest.raises(dataclasses.FrozenInstanceError):
        difference.metric = "other"
    with pytest.raises(ValueError, match="read-only"):
        again.matrix[0, 0] = 1
    pytest.importorskip("pandas")
    assert difference.to_frame().shape == (6, 4)
    lines = repr(difference).split("\n")
    assert lines[0] == "TopicDifference: 6 x 4 topics, hellinger"
    assert len(lines) == 2 + 6
    assert max(map(len, lines)) <= 100


def test_what_cannot_be_compared(make_model, pipelines):
    named = make_model([[1, 2, 3]], ["a", "b", "c"])
    bare = make_model([[1, 2, 3]])
    with pytest.raises(ValueError, match="terms of b have no names"):
        topic_difference(named, bare)
    with pytest.raises(ValueError, match="terms of a have no names"):
        topic_difference(bare, named)
    with pytest.raises(ValueError, match="a has 3 terms, b has 2"):
        topic_difference(bare, make_model([[1, 2]]))
    same = topic_difference(named, bare, feature_names_b=["a", "b", "c"])
    assert same.matrix[0, 0] == 0
    with pytest.raises(ValueError, match="'metric' parameter"):
        topic_difference(named, named, "cosine")
    with pytest.raises(ValueError, match="'n_top_words' parameter"):
        topic_difference(named, named, n_top_words=0)
    with pytest.raises(NotFittedError):
        match_topics(named, NMF())


def test_match_finds_a_permutation(pipelines, make_model):
    pipeline = pipelines[0]
    order = [3, 0, 5, 1, 4, 2]
    shuffled = make_model(
        pipeline[-1].components_[order], pipeline[0].get_feature_names_out()
    )
    match = match_topics(shuffled, pipeline)
    assert match.pairs == tuple(enumerate(order))
    np.testing.assert_allclose(match.distances, 0, atol=1e-12)
    assert match.unmatched_a == match.unmatched_b == ()


@pytest.mark.parametrize("metric", METRICS)
def test_match_is_the_best_of_all(pipelines, metric):
    a, b = pipelines  # 6 and 4 topics
    matrix = topic_difference(a, b, metric).matrix
    best = min(
        matrix[list(rows), range(4)].sum()
        for rows in itertools.permutations(range(6), 4)
    )
    match = match_topics(a, b, metric)
    np.testing.assert_allclose(match.distances.sum(), best)
    rows, columns = zip(*match.pairs, strict=True)
    assert match.distances.tolist() == matrix[rows, columns].tolist()
    assert sorted((*rows, *match.unmatched_a)) == list(range(6))
    assert list(rows) == sorted(rows)
    assert sorted(columns) == [0, 1, 2, 3]
    assert match.unmatched_b == ()
    other = match_topics(b, a, "hellinger")
    assert len(other.unmatched_b) == 2


def test_infinite_distances_are_no_match(make_model):
    # a0 is nearest to b0 (.02), but then a1 is left with b1, at an infinite
    # distance: two pairs at 4.6 and 1.3 are better than one.
    a = make_model([[1, 0, 0], [50, 25, 25]])
    b = make_model([[98, 1, 1], [1, 99, 0], [0, 1, 99]])
    match = match_topics(a, b, "kullback_leibler")
    assert match.pairs == ((0, 1), (1, 0))
    assert match.unmatched_b == (2,)
    apart = match_topics(make_model([[1, 0]]), make_model([[0, 1]]), "kullback_leibler")
    assert apart.pairs == ()
    assert apart.unmatched_a == apart.unmatched_b == (0,)
    assert np.isnan(apart.mean_distance)


def test_match_result(pipelines):
    match = match_topics(*pipelines)
    assert match == pickle.loads(pickle.dumps(match))
    assert match.mean_distance == match.distances.mean()
    lines = repr(match).split("\n")
    assert lines[0].startswith("TopicMatch: 4 pairs, hellinger, mean distance 0.")
    assert lines[-1] == "unmatched in a: " + ", ".join(map(str, match.unmatched_a))


def test_nearly_equal_topics_are_not_nan(make_model):
    # scipy's cdist gives NaN for about a third of such pairs.
    rng = np.random.default_rng(0)
    p = rng.dirichlet(np.full(24, 0.3), 50)
    q = p * (1 + 1e-15 * rng.normal(size=p.shape))
    names = [f"t{i}" for i in range(24)]
    a, b = make_model(p, names), make_model(q, names)
    for metric in METRICS:
        distances = topic_difference(a, b, metric).matrix.diagonal()
        np.testing.assert_allclose(distances, 0, atol=1e-7)
        assert match_topics(a, b, metric).pairs == tuple((i, i) for i in range(50))
