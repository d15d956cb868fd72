"""The topics of which documents are most."""

import numpy as np
import pytest
import scipy.sparse as sp
from joint_space_model import DOCUMENTS, LABELS, CountingEncoder, joint_space_model
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.pipeline import make_pipeline

from sktopics import ARTM, AuthorTopicModel, BERTopic, LatentDirichletAllocation
from sktopics.analysis import BestTopics, best_topics
from sktopics.analysis import _best_topics_of_documents as module
from sktopics.topics import document_table

IDS = [f"d{i}" for i in range(len(DOCUMENTS))]


@pytest.fixture(scope="module")
def mixture():
    lda = LatentDirichletAllocation(4, random_state=0)
    return make_pipeline(CountVectorizer(), lda).fit(DOCUMENTS)


@pytest.fixture(scope="module")
def clusters():
    return BERTopic(CountingEncoder(), None, None).fit(DOCUMENTS, LABELS)


@pytest.mark.parametrize("n_topics", [1, 3, 4, 9, None])
def test_mixtures(mixture, n_topics):
    shares = mixture.transform(DOCUMENTS)
    shares[8] = 0  # of no words
    best = best_topics(mixture, DOCUMENTS, n_topics)
    n = min(n_topics or 4, 4)
    order = np.argsort(-shares, axis=1, kind="stable")[:, :n]
    assert best.shares == pytest.approx(np.take_along_axis(shares, order, axis=1))
    assert best.topics[:8].tolist() == order[:8].tolist()
    assert best.topics[8].tolist() == [-1] * n
    assert best[8].topics == ()


def test_clusters(clusters):
    best = clusters.best_topics(DOCUMENTS, n_topics=2)
    probabilities = clusters.predict_proba(DOCUMENTS)
    assert best.shares == pytest.approx(-np.sort(-probabilities, axis=1)[:, :2])
    assert best.topics[:8, 0].tolist() == LABELS[:8]
    assert best.topics[8].tolist() == [-1, -1]
    assert best[0].labels[0] == clusters.topics_[0].label


def test_vectors_that_are_kept():
    joint = joint_space_model()
    best = best_topics(joint, n_topics=3)
    assert best.topics[:, 0].tolist() == LABELS
    assert best.topics.tolist() == best_topics(joint, DOCUMENTS, 3).topics.tolist()
    # Cosines, which `transform` of this model gives, are no shares.
    assert (best.shares.sum(axis=1) <= 1 + 1e-9).all()
    assert joint.encoder_.n_encoded_ == 0
    assert document_table(joint, DOCUMENTS).topics.tolist() == LABELS


def test_embeddings_that_are_given(clusters):
    vectors = clusters.encoder_.transform(DOCUMENTS)
    before = clusters.encoder_.n_encoded_
    best = best_topics(clusters, DOCUMENTS, embeddings=vectors)
    assert best.topics[:8, 0].tolist() == LABELS[:8]
    assert (
        best_topics(clusters, embeddings=vectors[:3]).topics[:, 0].tolist()
        == (LABELS[:3])
    )
    assert clusters.encoder_.n_encoded_ == before


def test_what_a_model_takes_beside_documents():
    counts = CountVectorizer().fit_transform(DOCUMENTS)
    authors = [["ann"], ["bob"]] * 4 + [["ann"]]
    model = AuthorTopicModel(2, random_state=0).fit(counts, authors=authors)
    best = best_topics(model, counts, authors=authors)
    expected = model.transform(counts, authors=authors)
    assert best.shares[0] == pytest.approx(-np.sort(-expected[0]))
    with pytest.raises(TypeError, match="authors"):
        best_topics(LatentDirichletAllocation(2).fit(counts), counts, authors=authors)


@pytest.mark.parametrize("kind", ["mixture", "clusters"])
def test_blocks_of_documents_give_the_same(kind, request, monkeypatch):
    model = request.getfixturevalue(kind)
    whole = best_topics(model, tuple(DOCUMENTS), 3)
    monkeypatch.setattr(module, "_CELLS", 11)
    parts = best_topics(model, tuple(DOCUMENTS), 3)
    assert parts.topics.tolist() == whole.topics.tolist()
    assert parts.shares == pytest.approx(whole.shares, abs=1e-12)
    if kind == "clusters":
        vectors = model.encoder_.transform(DOCUMENTS)
        parts = best_topics(model, DOCUMENTS, 3, embeddings=vectors)
        assert parts.topics.tolist() == whole.topics.tolist()


def test_topics_without_a_share_are_none():
    pipeline = make_pipeline(CountVectorizer(), ARTM(3, random_state=0)).fit(DOCUMENTS)
    pipeline[-1].components_ = np.vstack(
        [pipeline[-1].components_[:2], np.zeros_like(pipeline[-1].components_[:1])]
    )
    best = best_topics(pipeline, DOCUMENTS)
    assert ((best.topics == -1) == (best.shares == 0)).all()


@pytest.mark.parametrize("n", [1, 2, 3, 7, 8])
def test_the_largest_of_rows_have_ties_in_order(n):
    rng = np.random.default_rng(0)
    values = rng.integers(0, 4, size=(200, 8)) / 4
    expected = np.argsort(-values, axis=1, kind="stable")[:, :n]
    assert module._largest_of_rows(values, n).tolist() == expected.tolist()


def test_ids_and_forms_of_documents(mixture):
    pandas = pytest.importorskip("pandas")
    polars = pytest.importorskip("polars")
    expected = best_topics(mixture, DOCUMENTS, 2)
    series = pandas.Series(DOCUMENTS, index=IDS)
    assert best_topics(mixture, series, 2).ids == tuple(IDS)
    given = best_topics(mixture, polars.Series(DOCUMENTS), 2, ids=polars.Series(IDS))
    assert given.ids == tuple(IDS)
    assert given.topics.tolist() == expected.topics.tolist()
    counts = sp.csr_array(mixture[0].transform(DOCUMENTS))
    bare = best_topics(mixture[-1], counts, 2)
    assert bare.topics.tolist() == expected.topics.tolist()


def test_tables(mixture):
    best = best_topics(mixture, DOCUMENTS, 2, ids=IDS, labels={0: "zero"})
    assert isinstance(best[1:3], BestTopics)
    assert best[1:3].ids == ("d1", "d2")
    columns = best.to_dict()
    assert list(columns) == ["document", "id", "rank", "topic", "label", "share"]
    assert len(columns["id"]) == 16
    assert columns["rank"][:4] == [1, 2, 1, 2]
    assert best.to_frame().loc[0, "id"] == "d0"
    assert repr(best).splitlines()[2].split()[0] == "d0"
    assert "zero" in columns["label"]


def test_bad_input(mixture, clusters):
    with pytest.raises(ValueError, match="n_topics"):
        best_topics(mixture, DOCUMENTS, 0)
    with pytest.raises(TypeError, match="keeps no vectors of its training"):
        clusters.best_topics()
    with pytest.raises(TypeError, match="is a text, 'sea'"):
        clusters.best_topics("sea")
    with pytest.raises(ValueError, match="got 1 for 9"):
        best_topics(mixture, DOCUMENTS, ids=["a"])
