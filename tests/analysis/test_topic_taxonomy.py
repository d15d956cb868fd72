"""Taxonomies: so many nodes on each level, nested, with sizes that add up."""

import numpy as np
import pytest
from sklearn.cluster import KMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.pipeline import make_pipeline

from sktopics import ARTM, PLSA, BERTopic, HierarchicalARTM, LeidenClustering
from sktopics.analysis import TopicTaxonomy, hierarchical_topics, topic_taxonomy
from sktopics.testing import make_documents

DOCUMENTS = make_documents(120)
VECTORS = TruncatedSVD(10, random_state=0).fit_transform(
    TfidfVectorizer().fit_transform(DOCUMENTS)
)
LABELS = KMeans(24, n_init=1, random_state=0).fit_predict(VECTORS)


def clusters():
    return BERTopic(None, None, None).fit(DOCUMENTS, LABELS, embeddings=VECTORS)


def mixture():
    return make_pipeline(CountVectorizer(), PLSA(24, random_state=0)).fit(DOCUMENTS)


def check_taxonomy(taxonomy, least=1):
    """What holds for every taxonomy."""
    place = {(node.level, node.index): node for node in taxonomy}
    assert len(place) == len(taxonomy)
    top = len(taxonomy.n_per_level) - 1
    for node in taxonomy:
        assert node.label
        assert (node.parent is None) == (node.level == top)
        if node.parent is not None:
            assert node.index in place[node.level + 1, node.parent].children
        if not node.level:
            assert node.topics == (node.index,)
            path = taxonomy.path(node.index)
            assert len(path) == top + 1
            assert path[-1] == node.label
            continue
        parts = [place[node.level - 1, child] for child in node.children]
        assert len(parts) >= least
        assert sorted(t for part in parts for t in part.topics) == list(node.topics)
        if node.size is not None:
            assert node.size == pytest.approx(sum(part.size for part in parts))
    for level in range(top + 1):
        assert len(taxonomy.groups(level)) == taxonomy.n_per_level[level]
        assert len(taxonomy.table(level)) == taxonomy.n_per_level[level]


@pytest.mark.parametrize("make", [clusters, mixture], ids=["clusters", "mixture"])
@pytest.mark.parametrize(
    ("numbers", "least"), [([8, 3], 2), ([12, 6, 3, 1], 2), ((6,), 4), ([20, 5], 1)]
)
def test_so_many_nodes_on_each_level(make, numbers, least):
    taxonomy = topic_taxonomy(make(), n_per_level=numbers, min_children=least)
    assert taxonomy.n_per_level == [24, *numbers]
    check_taxonomy(taxonomy, least)
    roots = [node for node in taxonomy if node.parent is None]
    assert sum(node.size for node in roots) == pytest.approx(1)


def test_without_least_children_levels_are_cuts():
    model = clusters()
    taxonomy = topic_taxonomy(model, n_per_level=[20, 5], min_children=1)
    hierarchy = hierarchical_topics(model)
    assert taxonomy.groups(1) == hierarchy.cut(20)
    assert taxonomy.groups(2) == hierarchy.cut(5)
    assert taxonomy.table(2).top_words == hierarchy.table(5).top_words


def test_the_method_of_a_model_of_clusters():
    model = clusters()
    assert model.topic_taxonomy(n_per_level=[8, 3]) == topic_taxonomy(
        model, n_per_level=[8, 3]
    )
    groups = model.topic_taxonomy(n_per_level=[8, 3]).groups(1)
    model.merge_topics(groups)
    assert len(model.topics_) == 8


def test_labels_and_vectors_alone():
    taxonomy = topic_taxonomy(LABELS, embeddings=VECTORS, n_per_level=[5])
    check_taxonomy(taxonomy, 2)
    assert taxonomy.path(3)[-1] == "topic 3"


def test_layers_of_a_leiden_clustering():
    model = BERTopic(
        None, None, LeidenClustering(n_neighbors=5, resolution=6), random_state=0
    ).fit(DOCUMENTS, embeddings=VECTORS)
    assert len(model.layers_) > model.layer_ + 1
    taxonomy = model.topic_taxonomy(levels="layers")
    check_taxonomy(taxonomy)
    assert len(taxonomy.n_per_level) == len(model.layers_) - model.layer_
    for level, layer in enumerate(model.layers_[model.layer_ :]):
        groups = {tuple(group) for group in taxonomy.groups(level)}
        of_layer = {
            tuple(
                np.unique(model.labels_[(layer == k) & (model.labels_ >= 0)]).tolist()
            )
            for k in np.unique(layer[layer >= 0])
        }
        assert groups == of_layer
    model.merge_topics(taxonomy.groups(1))  # the layers follow
    assert len(model.topics_) == taxonomy.n_per_level[1]


def test_levels_of_a_hierarchical_artm():
    levels = [ARTM(2), ARTM(5), ARTM(9)]
    chain = HierarchicalARTM(levels, random_state=0)
    model = make_pipeline(CountVectorizer(), chain).fit(DOCUMENTS)
    taxonomy = topic_taxonomy(model, levels="layers")
    check_taxonomy(taxonomy)
    # Topics above that are the likeliest parent of none are left out.
    assert taxonomy.n_per_level[0] == 9
    assert 2 <= taxonomy.n_per_level[1] <= 5
    names = model[0].get_feature_names_out()
    for node in taxonomy:
        if node.level == 1:
            (number,) = {
                int(parent)
                for child in node.topics
                for parent in [
                    (
                        chain.child_given_parent_[1][child]
                        * chain.levels_[1].topic_word_counts_.sum(axis=1)
                    ).argmax()
                ]
            }
            best = chain.levels_[1].components_[number].argmax()
            assert node.terms[0] == names[best]


def test_a_parent_that_nobody_has_is_left_out():
    class Chain:
        components_ = np.eye(3) + 0.1
        child_given_parent_ = (np.array([[1, 0.4], [0, 0.3], [0, 0.3]]),)

        class _Level:
            components_ = np.ones((2, 3))
            topic_word_counts_ = np.array([[100, 0, 0], [0, 0, 1]])

        levels_ = (_Level, type("Last", (), {"topic_word_counts_": np.eye(3)}))

    taxonomy = topic_taxonomy(Chain(), levels="layers")
    check_taxonomy(taxonomy)
    assert taxonomy.groups(1) == [[0], [1, 2]]


def test_text_and_nested_dicts():
    taxonomy = topic_taxonomy(clusters(), n_per_level=[8, 3])
    lines = taxonomy.tree().splitlines()
    assert len(lines) == 24 + 8 + 3
    assert sum("topic " in line for line in lines) == 24
    root = taxonomy.to_nested("all")
    assert root["name"] == "all"
    assert root["value"] == pytest.approx(1)

    def leaves(node):
        if "children" not in node:
            return [node["index"]]
        inside = node["children"]
        assert node["value"] == pytest.approx(sum(part["value"] for part in inside))
        return [leaf for part in inside for leaf in leaves(part)]

    assert sorted(leaves(root)) == list(range(24))


@pytest.mark.parametrize("library", ["pandas", "polars", "pyarrow"])
def test_frames(library):
    pytest.importorskip(library)
    taxonomy = topic_taxonomy(clusters(), n_per_level=[8, 3])
    frame = taxonomy.to_frame(library)
    assert frame.shape == (35, 10)
    columns = taxonomy.to_dict()
    names = set(columns["node"])
    assert len(names) == 35
    assert set(columns["parent"]) - {""} <= names  # as figures of sunbursts want it
    assert columns["parent"].count("") == 3


def test_slices_are_tables():
    taxonomy = topic_taxonomy(clusters(), n_per_level=[8, 3])
    part = taxonomy[:3]
    assert type(part) is TopicTaxonomy
    assert len(part.tree().splitlines()) == 3
    assert len(part.to_nested()["children"]) == 3
    assert len(taxonomy[3:].tree().splitlines()) == 32
    assert repr(taxonomy).endswith("… 11 more nodes (a slice shows them)")
    assert max(map(len, repr(taxonomy).splitlines())) <= 88


def test_one_topic_and_none():
    one = topic_taxonomy([0, 0], ["sea", "ship"], n_per_level=[1], min_children=1)
    check_taxonomy(one)
    assert one.path(0) == ("sea, ship", "sea, ship")
    assert TopicTaxonomy(()).tree() == "(no topics)"
    assert TopicTaxonomy(()).n_per_level == []


@pytest.mark.parametrize(
    ("n_topics", "expected"),
    [(2, [1]), (3, [1]), (4, [2, 1]), (24, [12, 5]), (60, [20, 5])],
)
def test_levels_by_default_are_as_many_as_there_can_be(n_topics, expected):
    vectors = np.random.default_rng(0).normal(size=(n_topics, 8))
    words = [f"word{i}" for i in range(n_topics)]
    taxonomy = topic_taxonomy(np.arange(n_topics), words, embeddings=vectors)
    assert taxonomy.n_per_level == [n_topics, *expected]


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        (
            {"n_per_level": [20, 5]},
            ValueError,
            r"n_per_level\[0\] is 20, and must be from 1 to 12: the model",
        ),
        (
            {"n_per_level": [8, 5]},
            ValueError,
            r"n_per_level\[1\] is 5, .* 1 to 4: the l",
        ),
        ({"n_per_level": [8, 0]}, ValueError, r"n_per_level\[1\] is 0"),
        ({"n_per_level": []}, ValueError, "number of nodes of a level or more"),
        ({"n_per_level": [2.5]}, TypeError, "must be an int, got 2.5"),
        ({"n_per_level": 5}, ValueError, "'n_per_level' parameter"),
        ({"min_children": 0}, ValueError, "'min_children' parameter"),
        ({"levels": "layers"}, TypeError, "BERTopic has none"),
    ],
)
def test_bad_input(options, error, message):
    with pytest.raises(error, match=message):
        topic_taxonomy(clusters(), **options)


def test_one_topic_has_no_levels():
    message = "is 5, and no number is possible: the model has 1 topic with documents"
    with pytest.raises(ValueError, match=message):
        topic_taxonomy([0, 0], ["sea", "ship"], n_per_level=[5])
    assert topic_taxonomy([0, 0], ["sea", "ship"]).n_per_level == [1]
    assert topic_taxonomy([-1, -1], ["sea", "ship"]).n_per_level == []


def test_models_without_levels():
    with pytest.raises(NotFittedError):
        topic_taxonomy(BERTopic())
    with pytest.raises(TypeError, match="PLSA has none"):
        topic_taxonomy(mixture(), levels="layers")
    model = make_pipeline(
        CountVectorizer(), HierarchicalARTM([ARTM(2)], random_state=0)
    )
    with pytest.raises(ValueError, match="there is none above them"):
        topic_taxonomy(model.fit(DOCUMENTS), levels="layers")


def test_nodes_that_are_not_there():
    taxonomy = topic_taxonomy(clusters(), n_per_level=[8])
    for call in (
        lambda: taxonomy.path(24),
        lambda: taxonomy.path(-1),
        lambda: taxonomy.node(3, 0),
        lambda: taxonomy.groups(2),
        lambda: taxonomy.table(-1),
    ):
        with pytest.raises(IndexError, match="There is no"):
            call()
