"""Tables of topics after some were merged."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from sklearn.decomposition import NMF
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.pipeline import make_pipeline

from sktopics import PLSA, BERTopic, ClassTfidfTransformer
from sktopics.analysis import hierarchical_topics, merged_table
from sktopics.testing import make_documents

DOCUMENTS = make_documents(60)
VECTORS = np.random.RandomState(0).rand(60, 4)
LABELS = np.arange(60) % 6


def clusters(**params):
    return BERTopic(None, None, None, **params).fit(
        DOCUMENTS, LABELS, embeddings=VECTORS
    )


def mixture():
    model = PLSA(6, random_state=0)
    return make_pipeline(CountVectorizer(), model).fit(DOCUMENTS)


@pytest.mark.parametrize(
    "make", [clusters, mixture, lambda: LABELS], ids=["clusters", "mixture", "labels"]
)
@pytest.mark.parametrize("n", [1, 3, 6])
def test_a_cut_is_the_table_of_the_hierarchy(make, n):
    model = make()
    X = DOCUMENTS if isinstance(model, np.ndarray) else None
    hierarchy = hierarchical_topics(model, X)
    merged = merged_table(model, hierarchy.cut(n), X)
    expected = hierarchy.table(n)
    assert merged.top_words == expected.top_words
    assert merged.labels == expected.labels
    assert_allclose(merged.sizes, expected.sizes)
    assert [t.aspects["topics"] for t in merged] == [
        t.aspects["topics"] for t in expected
    ]
    for found, row in zip(merged.weights, expected.weights, strict=True):
        assert_allclose(found, row)
    assert merged.sizes.sum() == pytest.approx(1)


@pytest.mark.parametrize("weighting", [None, ClassTfidfTransformer()])
def test_counts_are_those_of_a_model_that_merges(weighting):
    model = clusters(weighting=weighting)
    table = merged_table(model, [[0, 4], [1, 2, 5]])
    assert [t.aspects["topics"] for t in table] == [(0, 4), (1, 2, 5), (3,)]
    assert table.sizes.tolist() == pytest.approx([1 / 3, 1 / 2, 1 / 6])
    into = model.merge_topics([[0, 4], [1, 2, 5]])
    for row in table:
        assert model.topics_[into[row.aspects["topics"][0]]].size == row.size
    # The model weighs words among fewer topics now, the table among those of before.
    assert len(table.outliers.terms) == 0


def test_one_group_and_none():
    model = mixture()
    assert merged_table(model, [2, 3])[2].aspects["topics"] == (2, 3)
    assert len(merged_table(model, [])) == 6
    assert len(merged_table(model, np.array([0, 1, 2, 3, 4, 5]))) == 1


def test_names_stay_with_topics_that_are_alone():
    model = clusters().name_topics({1: "mine", 2: "gone"})
    table = merged_table(model, [2, 3], n_top_words=4)
    assert table.labels[1] == "mine"
    assert not table[2].is_named
    assert len(table[2].terms) == 4


def test_sizes_of_a_factorisation_come_from_a_corpus():
    model = make_pipeline(CountVectorizer(), NMF(4, random_state=0)).fit(DOCUMENTS)
    assert merged_table(model, [0, 1])[0].size is None
    assert merged_table(model, [0, 1], DOCUMENTS).sizes.sum() == pytest.approx(1)


@pytest.mark.parametrize(
    ("groups", "error", "message"),
    [
        ([0, 9], ValueError, "There is no topic 9: topics are 0 to 5"),
        ([-1, 0], ValueError, "There is no topic -1"),
        ([[0, 1], [1, 2]], ValueError, "in two of the groups"),
        (["a"], TypeError, "a list of topics"),
        (3, TypeError, "a list of topics"),
    ],
)
def test_bad_groups(groups, error, message):
    with pytest.raises(error, match=message):
        merged_table(mixture(), groups)


def test_groups_of_no_topic():
    none = np.full(60, -1)
    assert len(merged_table(none, [], DOCUMENTS)) == 0
    with pytest.raises(ValueError, match="There is no topic 0: there are none"):
        merged_table(none, [0, 1], DOCUMENTS)
