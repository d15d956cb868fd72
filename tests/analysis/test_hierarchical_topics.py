"""Hierarchies of the topics of any model."""

import warnings
from itertools import chain

import numpy as np
import pytest
import scipy.sparse as sp
from numpy.testing import assert_allclose, assert_array_equal
from scipy.cluster.hierarchy import fcluster, is_valid_linkage, linkage
from sklearn.cluster import KMeans
from sklearn.decomposition import NMF, LatentDirichletAllocation, TruncatedSVD
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline

import sktopics
from sktopics import ARTM, BERTopic, HierarchicalARTM, SequenceVectorizer
from sktopics.analysis import MergeTable, TopicHierarchy, hierarchical_topics
from sktopics.testing import make_documents

pd = pytest.importorskip("pandas")

DOCUMENTS = make_documents(80)
VECTORS = TruncatedSVD(8, random_state=0).fit_transform(
    TfidfVectorizer().fit_transform(DOCUMENTS)
)
VECTORIZER = CountVectorizer().fit(DOCUMENTS)
COUNTS = VECTORIZER.transform(DOCUMENTS)
LABELS = KMeans(12, n_init=1, random_state=0).fit_predict(VECTORS)
AUTHORS = [[f"author {i % 7}"] for i in range(80)]


def clusters(labels=LABELS, vectors=VECTORS, **params):
    model = BERTopic(None, None, None, **params)
    return model.fit(DOCUMENTS, labels, embeddings=vectors)


def mixture(name):
    vectorizer = SequenceVectorizer() if name == "AttentiveARTM" else CountVectorizer()
    model = getattr(sktopics, name)(6, random_state=0)
    return make_pipeline(vectorizer, model).fit(DOCUMENTS)


MODELS = {
    name: lambda name=name: mixture(name)
    for name in (
        "LatentDirichletAllocation",
        "PLSA",
        "ARTM",
        "ThetalessARTM",
        "AttentiveARTM",
    )
} | {
    "HierarchicalARTM": lambda: make_pipeline(
        CountVectorizer(), HierarchicalARTM([ARTM(2), ARTM(6)], random_state=0)
    ).fit(DOCUMENTS),
    "LDA of scikit-learn": lambda: make_pipeline(
        CountVectorizer(), LatentDirichletAllocation(6, random_state=0)
    ).fit(DOCUMENTS),
    "NMF": lambda: make_pipeline(TfidfVectorizer(), NMF(6, random_state=0)).fit(
        DOCUMENTS
    ),
    "BERTopic": clusters,
}


def check_hierarchy(hierarchy):
    """What holds for every hierarchy."""
    n = len(hierarchy.topics)
    assert len(hierarchy) == max(n - 1, 0)
    below = {topic.index: {topic.index} for topic in hierarchy.topics}
    sizes = {topic.index: topic.size for topic in hierarchy.topics}
    for number, merge in enumerate(hierarchy):
        assert merge.parent == hierarchy.n_topics + number
        both = below.pop(merge.left) | below.pop(merge.right)
        below[merge.parent] = both
        assert merge.topics == tuple(sorted(both))
        assert np.isfinite(merge.distance)
        assert merge.distance >= 0
        assert merge.label
        if merge.size is not None:
            sizes[merge.parent] = sizes[merge.left] + sizes[merge.right]
            assert merge.size == pytest.approx(sizes[merge.parent])
    if n > 1:
        assert is_valid_linkage(hierarchy.linkage)
    for n_topics in range(1, n + 1):
        groups = hierarchy.cut(n_topics)
        assert len(groups) == n_topics
        assert sorted(chain.from_iterable(groups)) == [
            t.index for t in hierarchy.topics
        ]
        assert groups == sorted(groups)
        assert len(hierarchy.table(n_topics)) == n_topics


@pytest.mark.parametrize("name", MODELS)
def test_any_model(name):
    model = MODELS[name]()
    words = hierarchical_topics(model, on="words")
    check_hierarchy(words)
    assert words.is_monotone
    vectors = hierarchical_topics(model, DOCUMENTS, embeddings=VECTORS)
    check_hierarchy(vectors)
    assert vectors[-1].size == pytest.approx(1)
    assert len(words[-1].terms) == 10
    assert (words[-1].size is None) == (name == "NMF")
    # What X tells of sizes where the model does not.
    assert hierarchical_topics(model, DOCUMENTS)[-1].size == pytest.approx(1)


def test_author_topics():
    model = sktopics.AuthorTopicModel(5, random_state=0).fit(COUNTS, authors=AUTHORS)
    names = VECTORIZER.get_feature_names_out()
    found = hierarchical_topics(model, feature_names=names)
    check_hierarchy(found)
    assert set(found[-1].terms) <= set(names)
    check_hierarchy(
        hierarchical_topics(model, COUNTS, embeddings=VECTORS, authors=AUTHORS)
    )


def test_words_of_mixtures_are_means_of_distributions():
    model = mixture("ARTM")
    hierarchy = hierarchical_topics(model, n_top_words=5)
    phi, sizes = model[-1].components_, hierarchy.topics.sizes
    for merge in hierarchy:
        rows = list(merge.topics)
        expected = sizes[rows] @ phi[rows] / sizes[rows].sum()
        best = np.argsort(-expected, kind="stable")[:5]
        names = model[0].get_feature_names_out()
        assert_allclose(merge.weights, expected[best], rtol=1e-6)
        assert set(merge.terms) == set(names[best])


@pytest.mark.parametrize("weighting", [None, sktopics.ClassTfidfTransformer()])
def test_words_of_clusters_are_those_of_a_merged_model(weighting):
    model = clusters(weighting=weighting)
    for merge in hierarchical_topics(model)[4:7]:
        counts = model.topic_word_counts_[list(merge.topics)].sum(axis=0)
        documents = model.topic_document_counts_[list(merge.topics)].sum(axis=0)
        n = model.topic_sizes_[list(merge.topics)].sum()
        if weighting is None:
            weights = model.weighting_.transform([documents], n_documents=[n])
        else:
            weights = model.weighting_.transform([counts])
        weights = weights.toarray()[0]
        best = np.argsort(-weights, kind="stable")[:10]
        assert list(merge.terms) == model.terms_[best].tolist()
        assert_allclose(merge.weights, weights[best] / weights.sum())


def test_embeddings_of_mixtures_are_means_by_shares():
    model = mixture("LatentDirichletAllocation")
    shares = model.transform(DOCUMENTS)
    means = shares.T @ VECTORS / shares.sum(axis=0)[:, None]
    found = hierarchical_topics(model, DOCUMENTS, embeddings=VECTORS.astype("float32"))
    expected = linkage(means, "average", "cosine")
    assert_allclose(found.linkage[:, 2], expected[:, 2], atol=1e-5)


@pytest.mark.parametrize(
    "form",
    [
        np.asarray,
        list,
        tuple,
        pd.Series,
        lambda x: pytest.importorskip("polars").Series(x),
    ],
    ids=["array", "list", "tuple", "pandas", "polars"],
)
def test_labels_in_any_form(form):
    expected = hierarchical_topics(LABELS, DOCUMENTS)
    check_hierarchy(expected)
    assert hierarchical_topics(form(LABELS.tolist()), pd.Series(DOCUMENTS)) == expected


def test_corpora_of_labels_in_any_form():
    expected = hierarchical_topics(LABELS, DOCUMENTS)
    names = VECTORIZER.get_feature_names_out()
    sequences = SequenceVectorizer().fit_transform(DOCUMENTS)
    assert hierarchical_topics(LABELS, sequences) == expected
    assert hierarchical_topics(LABELS, COUNTS, feature_names=names) == expected
    assert hierarchical_topics(LABELS, iter(DOCUMENTS)) == expected
    of_vectors = hierarchical_topics(LABELS, embeddings=VECTORS)
    model = clusters()
    assert of_vectors.cut(5) == model.hierarchical_topics().cut(5)
    assert of_vectors[0].label.startswith("topics ")
    assert of_vectors.topics[0].label == "topic 0"


def test_shares_without_a_model():
    model = mixture("LatentDirichletAllocation")
    found = hierarchical_topics(sp.csr_matrix(model.transform(DOCUMENTS)), DOCUMENTS)
    check_hierarchy(found)
    assert found[-1].size == pytest.approx(1)


def test_a_search():
    pipeline = make_pipeline(
        CountVectorizer(), LatentDirichletAllocation(random_state=0)
    )
    search = GridSearchCV(
        pipeline, {"latentdirichletallocation__n_components": [4]}, cv=2
    ).fit(DOCUMENTS)
    assert hierarchical_topics(search) == hierarchical_topics(search.best_estimator_)


def test_outliers_and_topics_without_documents_are_left_out():
    labels = np.where(LABELS == 3, -1, LABELS)
    model = clusters(labels)
    model.match_topics_to(clusters())  # topic 3 is known, and has no documents
    n_gone = (LABELS == 3).sum()
    assert model.topic_sizes_[3] == 0
    for hierarchy in (
        model.hierarchical_topics(),
        model.hierarchical_topics(on="words"),
        hierarchical_topics(labels, DOCUMENTS, embeddings=VECTORS),
    ):
        check_hierarchy(hierarchy)
        assert hierarchy.n_topics == 12
        assert 3 not in [topic.index for topic in hierarchy.topics]
        assert hierarchy[0].parent == 12
        assert hierarchy.linkage[0, 3] == 2
        assert hierarchy.layers([4])[0, 3] == -1
        assert hierarchy[-1].size == pytest.approx(1 - n_gone / 80)
    assert model.hierarchical_topics().topics.outliers.size == n_gone / 80


def test_topics_without_words_are_left_out():
    model = mixture("ARTM")
    weights = model[-1].components_.copy()
    weights[2] = 0
    found = hierarchical_topics(NMFLike(weights))
    assert [topic.index for topic in found.topics] == [0, 1, 3, 4, 5]
    check_hierarchy(found)


class NMFLike:
    """Anything with weights of words is a model."""

    def __init__(self, weights):
        self.components_ = weights


@pytest.mark.parametrize("n", [0, 1, 2])
def test_few_topics(n):
    labels = np.full(80, -1) if not n else np.arange(80) % n
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = clusters(labels)
    hierarchy = model.hierarchical_topics()
    check_hierarchy(hierarchy)
    assert len(hierarchy.topics) == n
    assert repr(hierarchy).startswith(f"TopicHierarchy: {n} topic")
    assert len(hierarchy.tree().splitlines()) == max(2 * n - 1, 1)
    assert len(hierarchy.cut(distance=0.5)) == min(n, 2)
    assert len(hierarchy.to_frame()) == len(hierarchy)
    assert hierarchy.layers([]).shape == (0, n)


def test_equal_topics_are_merged_first_and_in_order():
    vectors = np.repeat(np.eye(3), [40, 20, 20], axis=0)
    labels = np.arange(80) // 10  # topics 0-3 are equal, 4 and 5, 6 and 7
    found = clusters(labels, vectors).hierarchical_topics()
    check_hierarchy(found)
    assert [m.distance for m in found] == pytest.approx([0] * 5 + [1] * 2)
    assert sorted(found.cut(3)) == [[0, 1, 2, 3], [4, 5], [6, 7]]
    assert found == clusters(labels, vectors).hierarchical_topics()
    assert found.cut(distance=0) == found.cut(3)


def test_zero_vectors_give_numbers():
    vectors = VECTORS.copy()
    vectors[LABELS == 2] = 0
    check_hierarchy(hierarchical_topics(LABELS, DOCUMENTS, embeddings=vectors))


def test_read_only_arrays_of_float32():
    vectors = VECTORS.astype(np.float32)
    vectors.setflags(write=False)
    check_hierarchy(clusters(vectors=vectors).hierarchical_topics())


def test_centroids_may_be_nearer_than_their_parts():
    points = np.array([[0, 0], [1, 0], [0.5, 0.9]])
    options = {"linkage": "centroid", "distance": "euclidean"}
    found = hierarchical_topics([0, 1, 2], embeddings=points, **options)
    assert not found.is_monotone
    assert found[1].distance < found[0].distance
    assert found.cut(2) == [[0, 1], [2]]
    # The second merge is at 0.9, above its part at 1.
    assert found.cut(distance=0.95) == [[0], [1], [2]]
    assert found.cut(distance=1.0) == [[0, 1, 2]]


def test_cuts_at_a_distance_are_those_of_scipy():
    hierarchy = clusters().hierarchical_topics()
    for merge in hierarchy:
        groups = hierarchy.cut(distance=merge.distance)
        expected = fcluster(hierarchy.linkage, merge.distance, "distance")
        assert len(groups) == expected.max()
        for group in groups:
            assert len(set(expected[group].tolist())) == 1


def test_layers_are_nested_and_lead_to_tables():
    hierarchy = clusters().hierarchical_topics()
    layers = hierarchy.layers([6, 2])
    assert layers.shape == (2, 12)
    assert len({*zip(*layers.tolist(), strict=True)}) == 6
    table = hierarchy.table(6)
    for group, row in enumerate(table):
        assert row.index == group
        assert (
            list(row.aspects["topics"]) == np.flatnonzero(layers[0] == group).tolist()
        )
    assert table.sizes.sum() == pytest.approx(1)
    assert sum(row.share_of_documents for row in table) == pytest.approx(1)
    assert_array_equal(np.append(layers[0], -1)[[-1, 0]], [-1, layers[0, 0]])


def test_names_of_users_and_unicode():
    model = clusters().name_topics({0: "Küche\n料理"})
    hierarchy = model.hierarchical_topics()
    (merge,) = (m for m in hierarchy if 0 in (m.left, m.right))
    assert "Küche\n料理" in (merge.left_label, merge.right_label)
    assert "topic 0: Küche\\n料理" in hierarchy.tree()
    assert max(map(len, repr(hierarchy).splitlines())) <= 88


def test_trees_show_all_topics_and_forests_those_that_are_near():
    hierarchy = clusters().hierarchical_topics()
    tree = hierarchy.tree()
    assert sum("topic " in line for line in tree.splitlines()) == 12
    assert (
        tree.splitlines()[0] == f"{hierarchy[-1].label} ({hierarchy[-1].distance:.2f})"
    )
    forest = hierarchy.tree(max_distance=0.5).splitlines()
    roots = [line for line in forest if line[0] not in "├└│ "]
    assert len(roots) == len(hierarchy.cut(distance=0.5))
    assert sum("topic " in line for line in forest) == 12


def test_deep_trees_need_no_recursion():
    points = 1.5 ** np.arange(60)[:, np.newaxis]
    options = {"linkage": "single", "distance": "euclidean"}
    found = hierarchical_topics(range(60), embeddings=points, **options)
    assert len(found.tree().splitlines()) == 119
    assert max(map(len, found.tree().splitlines())) > 3 * 55


@pytest.mark.parametrize("library", ["pandas", "polars", "pyarrow"])
def test_frames(library):
    pytest.importorskip(library)
    hierarchy = clusters().hierarchical_topics()
    frame = hierarchy.to_frame(library)
    assert frame.shape == (11, 9)
    columns = hierarchy.to_dict()
    assert list(columns) == [
        "parent_id",
        "parent_name",
        "topics",
        "child_left_id",
        "child_left_name",
        "child_right_id",
        "child_right_name",
        "distance",
        "size",
    ]
    assert columns["topics"][-1] == list(range(12))


def test_slices_are_tables():
    hierarchy = clusters().hierarchical_topics()
    part = hierarchy[-3:]
    assert type(part) is MergeTable
    assert part[-1] == hierarchy[-1]
    assert isinstance(hierarchy, TopicHierarchy)
    assert repr(part).startswith("MergeTable: 3 merges\nparent")
    assert part.to_dict()["parent_id"] == [20, 21, 22]


def test_columns_of_a_modality():
    both = sp.hstack([COUNTS, COUNTS[:, :5]], format="csr")
    names = [*VECTORIZER.get_feature_names_out(), "a", "b", "c", "d", "e"]
    model = sktopics.PLSA(4, random_state=0).fit(both)
    found = hierarchical_topics(
        model, columns=slice(both.shape[1] - 5, None), feature_names=names
    )
    assert {term for merge in found for term in merge.terms} <= set("abcde")
    check_hierarchy(found)


def test_other_distances_and_functions():
    model = clusters()
    ward = model.hierarchical_topics(linkage="ward", distance="euclidean")
    expected = linkage(model.topic_embeddings_, "ward")
    assert_allclose([m.distance for m in ward], expected[:, 2])
    given = model.hierarchical_topics(
        linkage=lambda d: linkage(d, "ward"),
        distance=lambda v: np.linalg.norm(v[:, None] - v, axis=2),
    )
    assert_allclose([m.distance for m in given], expected[:, 2])


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda m: m.hierarchical_topics(on="topics"), ValueError, "'on' parameter"),
        (lambda m: m.hierarchical_topics(linkage="near"), ValueError, "'linkage'"),
        (lambda m: m.hierarchical_topics().cut(), ValueError, "one of the two"),
        (
            lambda m: m.hierarchical_topics().cut(3, distance=1),
            ValueError,
            "of the two",
        ),
        (lambda m: m.hierarchical_topics().cut(13), ValueError, "has 12 topics"),
        (lambda m: m.hierarchical_topics().cut(0), ValueError, "at least 1"),
        (lambda m: m.hierarchical_topics().cut(2.0), TypeError, "must be an int"),
        (lambda m: m.hierarchical_topics().cut(distance="x"), TypeError, "be a number"),
        (lambda m: hierarchical_topics(LABELS), TypeError, "tell nothing of words"),
        (
            lambda m: hierarchical_topics(LABELS, DOCUMENTS[:9]),
            ValueError,
            "hold the 80 documents of the labels or shares, and has 9",
        ),
        (
            lambda m: hierarchical_topics(LABELS, DOCUMENTS, authors=AUTHORS),
            TypeError,
            "authors is for a model",
        ),
        (
            lambda m: hierarchical_topics(LABELS, embeddings=VECTORS, on="words"),
            TypeError,
            "needs words, and the topics have none",
        ),
        (
            lambda m: hierarchical_topics(MODELS["PLSA"](), on="embeddings"),
            TypeError,
            "needs vectors of topics",
        ),
        (
            lambda m: hierarchical_topics(MODELS["PLSA"](), embeddings=VECTORS),
            TypeError,
            "X must be the documents",
        ),
        (lambda m: hierarchical_topics(BERTopic()), NotFittedError, "not fitted"),
        (
            lambda m: m.hierarchical_topics(distance="hellinger"),
            ValueError,
            "have negative numbers",
        ),
    ],
)
def test_bad_input(call, error, message):
    with pytest.raises(error, match=message):
        call(clusters())


def test_texts_without_a_word():
    documents = np.where(LABELS == 0, "", np.array(DOCUMENTS, dtype=object))
    found = hierarchical_topics(LABELS, documents, embeddings=VECTORS)
    check_hierarchy(found)
    assert found.topics[0].label == "topic 0"
    check_hierarchy(hierarchical_topics(LABELS, [""] * 80, embeddings=VECTORS))


def test_documents_without_any_topic():
    found = hierarchical_topics(np.full(80, -1), DOCUMENTS)
    assert len(found.topics) == len(found.merges) == 0


def test_labels_may_name_documents_without_a_topic():
    names = {0: "first", -1: "rest"}
    found = hierarchical_topics([0, 1, -1], ["sea", "tax", "wind"], labels=names)
    assert found.topics.labels == ["first", "tax"]
    with pytest.raises(ValueError, match="this model has none"):
        hierarchical_topics(np.eye(3), ["sea", "tax", "wind"], labels=names)
