"""told_apart_scorer, and told_apart_score with mixtures: by hand and in searches."""

import pickle

import numpy as np
import pytest
import scipy.sparse as sp
from numpy.testing import assert_allclose
from sklearn import config_context
from sklearn.base import clone
from sklearn.cluster import KMeans
from sklearn.decomposition import NMF, TruncatedSVD
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.model_selection import GridSearchCV, KFold, cross_validate
from sklearn.pipeline import make_pipeline

from sktopics import (
    BERTopic,
    LatentDirichletAllocation,
    LeidenClustering,
    SequenceVectorizer,
    TokenSequences,
)
from sktopics.metrics import told_apart_score, told_apart_scorer
from sktopics.testing import make_documents

DOCUMENTS = make_documents(48)
FOLDS = KFold(2, shuffle=True, random_state=0)


def encoder():
    return make_pipeline(TfidfVectorizer(), TruncatedSVD(5, random_state=0))


def clusters():
    return BERTopic(
        encoder(), None, LeidenClustering(min_cluster_size=2), random_state=0
    )


def lda():
    return make_pipeline(
        CountVectorizer(), LatentDirichletAllocation(3, random_state=0)
    )


def by_hand(model, documents, topics_of):
    scores = []
    for train, test in FOLDS.split(documents):
        fitted = clone(model).fit([documents[i] for i in train])
        held_out = [documents[i] for i in test]
        scores.append(told_apart_score(fitted, held_out, topics_of(fitted, held_out)))
    return scores


def test_mixtures_by_hand():
    topics, texts = [["a"], ["b"]], [["a"], ["a"], ["b"], ["c"]]
    mixtures = [[0.75, 0.25], [0.5, 0.5], [0.0, 1.0], [1.0, 0.0]]
    # A = (.75 + .5 + 1 + 0) / 4; means of shares .5625, .4375; of credits .5, .25.
    right, chance = 2.25 / 4, 0.5625 * 0.5 + 0.4375 * 0.25
    expected = (right - chance) / (1 - chance)
    assert told_apart_score(topics, texts, mixtures=mixtures) == pytest.approx(expected)
    scaled = sp.csr_array(np.array(mixtures) * [[1], [2], [3], [4]])
    assert told_apart_score(topics, texts, mixtures=scaled) == pytest.approx(expected)


@pytest.mark.parametrize("seed", range(5))
def test_mixtures_of_one_topic_are_labels(seed):
    rng = np.random.default_rng(seed)
    words = [f"word{i}" for i in range(12)]
    topics = [rng.choice(words, 4, replace=False).tolist() for _ in range(5)]
    texts = [" ".join(rng.choice(words, rng.integers(1, 6))) for _ in range(40)]
    labels = rng.integers(-1, 5, 40)
    mixtures = np.eye(5)[labels] * (labels >= 0)[:, np.newaxis]
    assert told_apart_score(topics, texts, mixtures=mixtures) == pytest.approx(
        told_apart_score(topics, texts, labels), abs=1e-12
    )


def test_even_mixtures_tell_nothing():
    topics, texts = [["a"], ["b"]], [["a"], ["a"], ["b"]]
    assert told_apart_score(topics, texts, mixtures=np.full((3, 2), 0.5)) == 0
    assert told_apart_score(topics, texts, mixtures=[[1, 0]] * 3) == 0


@pytest.mark.parametrize(
    ("given", "error", "message"),
    [
        ({}, TypeError, "got neither"),
        ({"labels": [0, 1], "mixtures": np.eye(2)}, TypeError, "got both"),
        (
            {"mixtures": np.eye(3)},
            ValueError,
            r"2 texts and a column for each of the 2",
        ),
        ({"mixtures": [[1, -1], [0, 1]]}, ValueError, r"from 0 on, got -1"),
        ({"mixtures": np.zeros((2, 2))}, ValueError, "None of the 2 texts has a topic"),
    ],
    ids=["neither", "both", "shape", "negative", "zeros"],
)
def test_bad_mixtures(given, error, message):
    with pytest.raises(error, match=message):
        told_apart_score([["a"], ["b"]], [["a"], ["b"]], **given)


def test_folds_of_mixtures_and_clusters_by_hand():
    scoring = {"told": told_apart_scorer(), "soft": told_apart_scorer(mixtures=True)}
    found = cross_validate(
        lda(), DOCUMENTS, scoring=scoring, cv=FOLDS, error_score="raise"
    )
    labels = by_hand(lda(), DOCUMENTS, lambda m, X: m.transform(X).argmax(axis=1))
    assert_allclose(found["test_told"], labels)
    assert (found["test_soft"] < found["test_told"]).all()
    found = cross_validate(
        clusters(), DOCUMENTS, scoring=scoring, cv=FOLDS, error_score="raise"
    )
    assert_allclose(
        found["test_told"], by_hand(clusters(), DOCUMENTS, lambda m, X: m.predict(X))
    )
    assert_allclose(found["test_soft"], found["test_told"])


def test_a_search_prefers_words_that_tell():
    counts = sp.csr_array(
        np.kron(np.eye(3), np.ones((8, 2), int))[:, [0, 2, 4, 1, 3, 5]]
    )
    search = GridSearchCV(
        NMF(random_state=0, max_iter=2000),
        {"n_components": [1, 3]},
        scoring=told_apart_scorer(2),
        cv=KFold(2, shuffle=True, random_state=0),
    ).fit(counts)
    assert search.cv_results_["mean_test_score"].tolist() == [0.0, 1.0]


def test_metadata_reach_the_model():
    embeddings = encoder().fit_transform(DOCUMENTS)
    model = BERTopic(None, None, LeidenClustering(min_cluster_size=2), random_state=0)
    with config_context(enable_metadata_routing=True):
        found = cross_validate(
            model.set_fit_request(embeddings=True),
            DOCUMENTS,
            params={"embeddings": embeddings},
            scoring=told_apart_scorer().set_score_request(embeddings=True),
            cv=FOLDS,
            error_score="raise",
        )["test_score"]
    for score, (train, test) in zip(found, FOLDS.split(DOCUMENTS), strict=True):
        fitted = clone(model).fit(
            [DOCUMENTS[i] for i in train], embeddings=embeddings[train]
        )
        texts = [DOCUMENTS[i] for i in test]
        labels = fitted.predict(texts, embeddings=embeddings[test])
        assert score == pytest.approx(told_apart_score(fitted, texts, labels))


def test_documents_of_the_prior_are_left_out():
    model = lda().fit(DOCUMENTS)
    scorer = told_apart_scorer()
    expected = scorer(model, DOCUMENTS)
    assert expected > 0
    assert scorer(model, [*DOCUMENTS, "", "unheard"]) == pytest.approx(expected)
    assert scorer(model, ["", "unheard"]) == 0


def test_sequences_and_bare_models():
    vectorizer = SequenceVectorizer()
    sequences = vectorizer.fit_transform(DOCUMENTS)
    assert isinstance(sequences, TokenSequences)
    counts = sequences.to_counts()
    model = LatentDirichletAllocation(3, random_state=0).fit(counts)
    expected = told_apart_score(model, counts, model.transform(counts))
    assert told_apart_scorer()(model, counts) == expected
    names = vectorizer.get_feature_names_out()
    assert told_apart_scorer(feature_names=names)(model, counts) == expected


def test_models_without_topics_of_documents():
    counts = CountVectorizer().fit_transform(DOCUMENTS)
    with pytest.raises(TypeError, match="components_"):
        told_apart_scorer()(KMeans(2, n_init=1).fit(counts), counts)
    with pytest.warns(UserWarning, match="No topics were found"):
        nothing = BERTopic(None, None, None).fit(
            DOCUMENTS, np.full(48, -1), embeddings=np.ones((48, 2))
        )
    assert told_apart_scorer()(nothing, DOCUMENTS) == 0


def test_repr_pickle_and_misuse():
    scorer = told_apart_scorer(5, mixtures=True, analyzer=str.split)
    assert (
        repr(scorer) == "told_apart_scorer(n_top_words=5, mixtures=True, analyzer=...)"
    )
    model = lda().fit(DOCUMENTS)
    assert pickle.loads(pickle.dumps(scorer))(model, DOCUMENTS) == scorer(
        model, DOCUMENTS
    )
    with pytest.raises(TypeError, match="makes a scorer"):
        told_apart_scorer(model, DOCUMENTS)
