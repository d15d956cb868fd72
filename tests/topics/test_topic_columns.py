"""Tables of some terms, for instance of one modality."""

import numpy as np
import pytest
from sklearn.decomposition import LatentDirichletAllocation
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer

from sktopics.topics import top_terms, topic_table

WEIGHTS = np.array([[8.0, 4.0, 2.0, 1.0, 1.0], [0.0, 1.0, 1.0, 6.0, 2.0]])
NAMES = ["a", "b", "c", "d", "e"]


@pytest.fixture
def model(make_model):
    modalities = {"words": slice(0, 3), "tags": np.array([3, 4])}
    return make_model(
        WEIGHTS, NAMES, modalities_=modalities, topic_word_counts_=WEIGHTS
    )


@pytest.mark.parametrize(
    "columns", ["tags", [3, 4], slice(3, None), [False] * 3 + [True] * 2, [-2, -1]]
)
def test_rows_are_normalised_within_the_columns(model, columns):
    table = topic_table(model, 5, columns=columns)
    assert table.top_words == [["d", "e"], ["d", "e"]]
    assert table.weights == [[0.5, 0.5], [0.75, 0.25]]
    np.testing.assert_allclose(table.sizes, [0.2, 0.8])
    assert topic_table(model, 5, columns=columns, sort_by="size")[0].index == 1


def test_the_table_is_that_of_a_model_of_these_columns(model, make_model):
    part = make_model(WEIGHTS[:, :3], NAMES[:3], topic_word_counts_=WEIGHTS[:, :3])
    for relevance in (1.0, 0.5, 0.0):
        expected = topic_table(part, 3, relevance=relevance)
        assert topic_table(model, 3, relevance=relevance, columns="words") == expected
    assert topic_table(model, 3) == topic_table(model, 3, columns=slice(None))


def test_order_of_the_columns_settles_ties(model):
    assert topic_table(model, 2, columns=[4, 3])[0].terms == ("e", "d")


def test_a_corpus_counts_the_tokens_of_the_columns():
    X = np.array([[5, 4, 0, 0], [4, 6, 0, 0], [0, 1, 6, 6], [1, 0, 9, 0]])
    model = make_pipeline(
        FunctionTransformer(), LatentDirichletAllocation(2, random_state=0)
    ).fit(X)
    shares = model.transform(X)
    table = topic_table(model, X=X, columns=[1, 3])
    lengths = X[:, [1, 3]].sum(axis=1)
    np.testing.assert_allclose(table.sizes, lengths @ shares / lengths.sum())
    shown = {document.index for topic in table for document in topic.documents}
    assert shown == {0, 1, 2}  # the last has none of these terms


def test_a_topic_without_these_terms(model):
    table = topic_table(model, columns=[0])
    assert table.top_words == [["a"], []]
    assert table.weights == [[1.0], []]


def test_bad_columns(model, make_model):
    with pytest.raises(ValueError, match=r"'years' is no modality .*'words', 'tags'"):
        topic_table(model, columns="years")
    with pytest.raises(ValueError, match=r"'tags' is no modality .* no named ones"):
        topic_table(make_model(WEIGHTS), columns="tags")
    for columns in ([5], [], [1, 1]):
        with pytest.raises(ValueError, match="columns"):
            topic_table(model, columns=columns)
    with pytest.raises(TypeError, match="columns must be a slice"):
        topic_table(model, columns=[0.5])


def test_top_terms_of_columns():
    assert top_terms(WEIGHTS, NAMES, 2, columns=[2, 3, 4]) == [["c", "d"], ["d", "e"]]
    expected = top_terms(WEIGHTS[:, 2:], NAMES[2:], relevance=0.3)
    found = top_terms(WEIGHTS, NAMES, relevance=0.3, columns=slice(2, None))
    assert found == expected
    with pytest.raises(ValueError, match="columns go beyond the 5"):
        top_terms(WEIGHTS, columns=[7])
