"""The topics of the words of documents, as a table, by models of all kinds."""

import numpy as np
import pytest
from joint_space_model import joint_space_model
from sklearn.decomposition import NMF, LatentDirichletAllocation
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline

from sktopics import ARTM, PLSA, AttentiveARTM, HierarchicalARTM, SequenceVectorizer
from sktopics.analysis import word_topics

DOCUMENTS = [
    "bank river water bank",
    "bank money loan",
    "",
    "river water fish",
    "money loan tax",
    "???",
]


def fitted(model):
    return make_pipeline(CountVectorizer(), model).fit(DOCUMENTS)


def slow_rows(pipeline, doc_topic, components):
    """(document, term, count, shares) of each entry by Bayes' rule."""
    X = pipeline[0].transform(DOCUMENTS).toarray()
    names = pipeline[0].get_feature_names_out()
    for d, w in zip(*np.nonzero(X), strict=True):
        joint = doc_topic[d] * components[:, w]
        yield d, names[w], X[d, w], joint / joint.sum()


@pytest.mark.parametrize(
    "model",
    [PLSA(2, random_state=0), LatentDirichletAllocation(2, random_state=0)],
    ids=["ours", "scikit-learn"],
)
def test_rows_are_those_of_bayes_rule(model):
    pipeline = fitted(model)
    components = model.components_ / model.components_.sum(axis=1, keepdims=True)
    words = word_topics(pipeline, DOCUMENTS, min_share=0)
    expected = list(slow_rows(pipeline, pipeline.transform(DOCUMENTS), components))
    assert len(words) == len(expected)
    for row, (document, term, count, shares) in zip(words, expected, strict=True):
        assert (row.document, row.term, row.count) == (document, term, count)
        found = np.zeros(2)
        found[list(row.topics)] = row.shares
        np.testing.assert_allclose(found, shares, atol=1e-6)
        assert list(row.shares) == sorted(row.shares, reverse=True)


def test_a_factorisation_has_no_scale_of_topics():
    pipeline = fitted(NMF(2, random_state=0))
    words = word_topics(pipeline, DOCUMENTS, min_share=0)
    W, H = pipeline.transform(DOCUMENTS), pipeline[-1].components_
    expected = [row[-1] for row in slow_rows(pipeline, W, H)]
    np.testing.assert_allclose(words.shares.toarray(), expected, atol=1e-6)


def test_one_word_has_two_topics_in_two_documents():
    words = word_topics(fitted(PLSA(2, random_state=0)), DOCUMENTS)
    banks = [row for row in words if row.term == "bank"]
    assert [row.count for row in banks] == [2, 1]
    assert banks[0].topics != banks[1].topics


def test_words_of_texts_in_order_have_the_means_of_their_positions():
    vectorizer = SequenceVectorizer()
    model = AttentiveARTM(2, context=2, random_state=0)
    pipeline = make_pipeline(vectorizer, model).fit(DOCUMENTS)
    words = word_topics(pipeline, DOCUMENTS, min_share=0)
    X = vectorizer.transform(DOCUMENTS)
    positions = model.transform_positions(X)
    row = words[0]
    assert (row.term, row.count) == ("bank", 2)
    mean = positions[[0, 3]].mean(axis=0)
    np.testing.assert_allclose(words.shares[[0]].toarray()[0], mean, rtol=1e-6)
    assert len(words) == X.to_counts().nnz


def test_heads_side_by_side_are_added_up():
    model = AttentiveARTM(2, context=[2, 5], heads="concatenate", random_state=0)
    pipeline = make_pipeline(SequenceVectorizer(), model).fit(DOCUMENTS)
    shares = word_topics(pipeline, DOCUMENTS, min_share=0).shares
    assert shares.shape[1] == 2
    np.testing.assert_allclose(shares.sum(axis=1), 1, rtol=1e-6)


def test_a_frame_has_a_row_for_each_topic_of_a_word():
    pd = pytest.importorskip("pandas")
    pipeline = fitted(PLSA(2, random_state=0))
    column = pd.Series(DOCUMENTS, index=list("abcdef"))
    words = word_topics(pipeline, column, min_share=0, labels=["money", "river"])
    frame = words.to_frame()
    assert list(frame) == ["document", "id", "term", "count", "topic", "label", "share"]
    totals = frame.groupby(["id", "term"])["share"].sum()
    assert len(totals) == len(words)
    np.testing.assert_allclose(totals, 1, rtol=1e-6)
    assert set(frame["label"]) == {"money", "river"}
    assert len(word_topics(pipeline, column, min_share=0.5).to_frame()) == len(words)


def test_slices_are_tables_and_nothing_can_be_changed():
    words = word_topics(fitted(ARTM(2, random_state=0)), tuple(DOCUMENTS), ids=range(6))
    assert [row.term for row in words[2:4]] == [words[2].term, words[3].term]
    assert words[-1] == words[len(words) - 1]
    with pytest.raises(ValueError, match="read-only"):
        words.counts[0] = 9
    assert "12 words" in repr(words)


def test_searches_and_levels_of_topics_are_read():
    search = GridSearchCV(
        make_pipeline(CountVectorizer(), PLSA(random_state=0)),
        {"plsa__n_components": [2]},
        cv=2,
    ).fit(DOCUMENTS)
    assert word_topics(search, DOCUMENTS).shares.shape == (12, 2)
    levels = HierarchicalARTM([ARTM(1), ARTM(3)], random_state=0)
    assert word_topics(fitted(levels), DOCUMENTS).shares.shape == (12, 3)


def test_documents_without_words_have_no_rows():
    words = word_topics(fitted(PLSA(2, random_state=0)), ["", "unheard of"])
    assert len(words) == 0
    assert words.to_dict()["term"] == []
    assert "0 words" in repr(words)


def test_clusters_do_not_say_how_probable_words_are():
    with pytest.raises(TypeError, match="calculate_tokens=True"):
        word_topics(joint_space_model(), DOCUMENTS)


def test_bad_options_are_refused():
    pipeline = fitted(PLSA(2, random_state=0))
    with pytest.raises(ValueError, match="min_share must be a number from 0 to 1"):
        word_topics(pipeline, DOCUMENTS, min_share=2)
    with pytest.raises(ValueError, match="ids must hold one for each document"):
        word_topics(pipeline, DOCUMENTS, ids=[1])
